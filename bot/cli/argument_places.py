"""Arguments that say where things are: what can be set, what is read, where it is written."""

import argparse
from pathlib import Path

# What can be set by settings too (bot/settings has them all, and the defaults): the name of the
# argument is the name of the setting, and what is not given does not stand in the result.
PLACES = {
    "schedules": ("DIR", "the folder with the definitions (default: schedules)"),
    "data": ("DIR", "the folder for what must be kept (default: data)"),
    "host": ("ADDRESS", "the address to listen on (default: 127.0.0.1)"),
    "port": ("PORT", "the port to listen on; 0 takes one that is free (default: 8000)"),
}


def add_place(parser: argparse.ArgumentParser, *names: str) -> None:
    """Let settings of these names be given."""
    for name in names:
        sign, text = PLACES[name]
        parser.add_argument(f"--{name}", default=argparse.SUPPRESS, metavar=sign, help=text)


def add_paths(parser: argparse.ArgumentParser) -> None:
    """Take files or folders."""
    help_ = "files or folders (default: --schedules)"
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=help_)


def add_output(parser: argparse.ArgumentParser) -> None:
    """Take where a result is written."""
    parser.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="FILE-OR-DIRECTORY",
        help="a file (its name has an ending), a folder, or - for standard output (default)",
    )
