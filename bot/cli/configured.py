"""The settings that count for a command, with the arguments that it was given."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.errors import Problem, TalkbellError
from bot.settings import Effective, Settings, read_settings


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Return the settings that count for a command. Raises TalkbellError once all is told."""
    return effective_of(arguments).settings


def effective_of(arguments: argparse.Namespace) -> Effective:
    """Return the settings that count, and whence. Raises TalkbellError once all is told."""
    effective, problems = read_settings(_given(arguments))
    for problem in problems:
        print(problem, file=sys.stderr)
    if effective is None:
        raise TalkbellError("the settings cannot be used; mend what is told above first")
    return effective


def readable_settings(
    arguments: argparse.Namespace,
) -> tuple[Effective | None, Sequence[Problem]]:
    """Return the settings that count, None if they cannot be used, and what is wrong with them."""
    return read_settings(_given(arguments))


def schedules_of(arguments: argparse.Namespace) -> Path:
    """Return the folder with the definitions: what was given, else what is set."""
    given = _given(arguments).get("schedules")
    return Path(given) if given else settings_of(arguments).schedules


def _given(arguments: argparse.Namespace) -> Mapping[str, str]:
    names = Settings.model_fields
    return {name: value for name, value in vars(arguments).items() if name in names}
