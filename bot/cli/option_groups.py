"""Options that several commands take."""

import argparse
from pathlib import Path

from bot.cli.argument_types import speed

# What can be set by settings too (bot/settings has them all, and the defaults): the name of the
# argument is the name of the setting, and what is not given does not stand in the result.
_PLACES = {
    "schedules": ("DIR", "the folder with the definitions (default: schedules)"),
    "data": ("DIR", "the folder for what must be kept (default: data)"),
    "host": ("ADDRESS", "the address to listen on (default: 127.0.0.1)"),
    "port": ("PORT", "the port to listen on; 0 takes one that is free (default: 8000)"),
}


def add_place(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add options that stand in the settings too, by their names."""
    for name in names:
        sign, text = _PLACES[name]
        parser.add_argument(f"--{name}", default=argparse.SUPPRESS, metavar=sign, help=text)


def add_paths(parser: argparse.ArgumentParser) -> None:
    """Add the definitions that a command reads."""
    help_ = "files or folders (default: --schedules)"
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=help_)


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add `-o`: where the result goes."""
    parser.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="FILE-OR-DIRECTORY",
        help="a file (its name has an ending), a folder, or - for standard output (default)",
    )


def add_clock(parser: argparse.ArgumentParser) -> None:
    """Add `--clock` and `--speed`, for `bot.cli.clocks`."""
    parser.add_argument(
        "--clock", metavar="T", help='begin at another time, as in "2021-06-28 15:29:30 CEST"'
    )
    parser.add_argument(
        "--speed", type=speed, metavar="N", help="let that clock go N times as fast (default: 1)"
    )
