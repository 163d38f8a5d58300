"""What single arguments may be."""

import argparse
import re


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
