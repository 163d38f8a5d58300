"""What single arguments may be, and where they may stand."""

import argparse
import re
from typing import Any


def year(text: str) -> int:
    """Return a year. Raises ArgumentTypeError."""
    if re.fullmatch(r"[1-9]\d{3}", text) and text != "9999":
        return int(text)
    message = f'"{text}" is no year; write one such as 2026'
    raise argparse.ArgumentTypeError(message)


def speed(text: str) -> float:
    """Return how many times as fast a clock goes. Raises ArgumentTypeError."""
    if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", text) and float(text) > 0:
        return float(text)
    message = f'"{text}" is no speed; write a number such as 60'
    raise argparse.ArgumentTypeError(message)


class CommandParser(argparse.ArgumentParser):
    """A parser that takes a command's arguments on both sides of its options."""

    _is_intermixing = False

    def parse_known_args(  # noqa: D102 - as argparse has it
        self,
        args: Any = None,  # noqa: ANN401
        namespace: Any = None,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if self._is_intermixing:
            return super().parse_known_args(args, namespace)
        self._is_intermixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_intermixing = False
