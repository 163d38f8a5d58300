"""What each command takes. Imports nothing of Talkbell that is slow to import."""

import argparse
from collections.abc import Callable

from bot import __version__
from bot.cli.argument_types import CommandParser, year
from bot.cli.option_groups import add_clock, add_output, add_paths, add_place

_Add = Callable[[argparse.ArgumentParser], None]


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="talkbell",
        description="Seminar schedules become calendars that stay right and reminders on time.",
        epilog="`talkbell COMMAND --help` shows an example of each.",
    )
    parser.add_argument("--version", action="version", version=f"talkbell {__version__}")
    add_place(parser, "schedules")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=CommandParser
    )
    for name, (add, summary, example) in _COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add_place(command, "schedules")
        add(command)
    return parser


def _check(parser: argparse.ArgumentParser) -> None:
    add_paths(parser)
    parser.add_argument(
        "--write-ids",
        action="store_true",
        help="write an id into each session that has none, leaving all else as it is",
    )


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("series", nargs="*", metavar="SERIES", help="ids (default: all series)")
    parser.add_argument("--format", choices=("ics", "json", "xml", "yaml"), default="ics")
    parser.add_argument(
        "--per",
        choices=("session", "talk"),
        help="what gets a calendar entry (default: talks where they have times, else sessions)",
    )
    parser.add_argument(
        "--alarm",
        action="append",
        default=[],
        metavar="15m",
        help="a reminder of the calendar app itself, so long before the start; repeatable",
    )
    parser.add_argument(
        "--for",
        dest="audience",
        choices=("public", "subscribers"),
        default="public",
        help="who will read it; join links kept for subscribers are left out for the public",
    )
    parser.add_argument(
        "--source", default="", metavar="URL", help="where it will be fetched again"
    )
    add_output(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="a file, an http(s) address, or - for standard input; several are read one by one",
    )
    parser.add_argument("--year", type=year, metavar="Y", help="the year of dates without one")
    parser.add_argument("--date", default="", metavar="D", help="the date of hours without one")
    parser.add_argument(
        "--timezone",
        default="",
        metavar="Z",
        help="the zone of hours without one: CEST, Asia/Tokyo",
    )
    parser.add_argument("--place", default="", metavar="P", help="where it is: Lausanne, CH")
    parser.add_argument("--id", default="", metavar="ID", help="the id of the series")
    parser.add_argument("--title", default="", metavar="T", help="the title of the series")
    parser.add_argument("--kind", choices=_KINDS, help="what sort of meeting it is")
    parser.add_argument(
        "--merge", action="store_true", help="join the sources: they are about the same meeting"
    )
    parser.add_argument("--format", choices=("yaml", "json"), default="yaml")
    add_output(parser)


_KINDS = ("seminar", "workshop", "conference", "course", "playlist")


def _sync(parser: argparse.ArgumentParser) -> None:
    add_paths(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="print what would change, and store nothing"
    )
    parser.add_argument(
        "--confirm",
        action="store_true",
        help="store versions that lose many of their future sessions, too",
    )
    add_place(parser, "data")


def _rehearse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("series", metavar="SERIES", help="the id of a series")
    parser.add_argument("--from", dest="begin", metavar="T", help="leave out what is due earlier")
    parser.add_argument(
        "--to", dest="end", metavar="T", help="leave out what is due later (a date counts whole)"
    )
    parser.add_argument("--zone", metavar="Z", help="the reader's zone (default: the series')")
    parser.add_argument(
        "--remind", metavar="1d,1h,10m", help="the reader's own rule (default: the series')"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _when(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="a date, an hour, and perhaps a zone")
    parser.add_argument("--place", default="", metavar="P", help="a place or a country's code")
    parser.add_argument(
        "--in", dest="zones", action="append", default=[], metavar="ZONE", help="show it there too"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _serve(parser: argparse.ArgumentParser) -> None:
    add_place(parser, "data", "host", "port")


def _run(parser: argparse.ArgumentParser) -> None:
    _serve(parser)
    add_clock(parser)


def _with_data(parser: argparse.ArgumentParser) -> None:
    add_place(parser, "data")


def _worker(parser: argparse.ArgumentParser) -> None:
    _with_data(parser)
    add_clock(parser)


def _chat(parser: argparse.ArgumentParser) -> None:
    _worker(parser)
    parser.add_argument(
        "--organizer", action="store_true", help="may change all series, on a clock of one's own"
    )


def _doctor(parser: argparse.ArgumentParser) -> None:
    add_place(parser, "data")
    parser.add_argument("--send-test", metavar="NAME", help="send a test to a broadcast target")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("series", metavar="SERIES", help="the id of a stored series")
    _with_data(parser)


def _announce(parser: argparse.ArgumentParser) -> None:
    _history(parser)
    parser.add_argument("session", nargs="?", default="", metavar="SESSION", help="its id or title")
    parser.add_argument("--message", default="", metavar="TEXT", help="what is to be said")
    parser.add_argument("--at", default="", metavar="T", help="when it leaves (default: at once)")
    parser.add_argument("--dry-run", action="store_true", help="show it, and send nothing")
    parser.add_argument("--undo", action="store_true", help="take the latest one back")


def _organizer_link(parser: argparse.ArgumentParser) -> None:
    _history(parser)
    parser.add_argument("--name", default="", metavar="NAME", help="whom it is for")


def _settings(parser: argparse.ArgumentParser) -> None:
    add_place(parser, "data", "host", "port")
    parser.add_argument("--format", choices=("text", "json"), default="text")


_COMMANDS: dict[str, tuple[_Add, str, str]] = {
    "run": (
        _run,
        "start the whole service: read the definitions, serve feeds, remind, watch for changes",
        "talkbell run --port 8080",
    ),
    "worker": (
        _worker,
        "remind people, and answer them on Telegram, beside `talkbell web`",
        "talkbell worker",
    ),
    "check": (
        _check,
        "read definitions and tell every problem at once",
        "talkbell check schedules/theory-of-neural-nets.yaml",
    ),
    "export": (
        _export,
        "write calendars (iCalendar), JSON, XML, or definitions with what was changed in chat",
        "talkbell export --alarm 15m -o build/calendars",
    ),
    "import": (
        _import,
        "make a definition of a page, a calendar or a table that exists already",
        "talkbell import talks.html --year 2026 --place 'Lausanne, CH' -o schedules/talks.yaml",
    ),
    "sync": (
        _sync,
        "store what the definitions say now, and tell what changed",
        "talkbell sync --dry-run",
    ),
    "rehearse": (
        _rehearse,
        "print every reminder of a series, without waiting and without sending",
        "talkbell rehearse theory-of-neural-nets --zone America/New_York --remind 1d,1h",
    ),
    "chat": (
        _chat,
        "chat with the bot in the terminal, and get its reminders, without any account",
        'talkbell chat --clock "2021-06-28 15:29:30 CEST" --speed 60',
    ),
    "when": (
        _when,
        "tell how a time is understood",
        'talkbell when "28 June 2021 4.30 pm CEST" --in Tokyo --in PT',
    ),
    "web": (
        _serve,
        "serve the feeds of what is in the database, and nothing else",
        "talkbell web --host 0.0.0.0 --port 8080",
    ),
    "migrate": (
        _with_data,
        "bring the database to the form that this version needs",
        "talkbell migrate",
    ),
    "doctor": (
        _doctor,
        "look whether all is as it should be, and tell what to do where it is not",
        "talkbell doctor",
    ),
    "organizer-link": (
        _organizer_link,
        "make a link by which one person becomes an organizer of a series, within 24 hours",
        'talkbell organizer-link theory-of-neural-nets --name "Ada Example"',
    ),
    "organizer-page": (
        _history,
        "make a link to the page that tells organizers how a series fares, for 15 minutes",
        "talkbell organizer-page theory-of-neural-nets",
    ),
    "announce": (
        _announce,
        "tell something to those who follow a series, or a session of it, after a preview",
        'talkbell announce theory-of-neural-nets --message "We meet in the garden" --dry-run',
    ),
    "history": (
        _history,
        "tell what changed in a series, when, and by whom",
        "talkbell history theory-of-neural-nets",
    ),
    "settings": (
        _settings,
        "print the settings that count here, and where each comes from",
        "talkbell settings",
    ),
    "schema": (
        lambda _: None,  # nothing beyond what every command takes
        "print the JSON Schema of definitions, for editors",
        "talkbell schema > definition.schema.json",
    ),
}
