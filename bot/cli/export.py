"""`talkbell export`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from bot.cli.choosing import choose_series, with_addresses
from bot.cli.configured import schedules_of
from bot.cli.definitions import write_definitions
from bot.cli.files import is_folder, write_file
from bot.domain.audience import Audience, seen_by
from bot.domain.durations import read_duration
from bot.domain.series import Series
from bot.errors import Problem, RefusalError, TalkbellError
from bot.exports.frab import render_frab
from bot.exports.ics import CalendarView, Per, render_ics
from bot.exports.json import render_json


def run(arguments: argparse.Namespace) -> int:
    """Write what is asked for; return 1 if a definition could not be read, else 0."""
    if arguments.format == "yaml":
        return write_definitions(arguments)
    view = CalendarView(
        audience=Audience(arguments.audience),
        per=Per(arguments.per) if arguments.per else None,
        alarms=tuple(_length(text) for text in arguments.alarm),
        source_url=arguments.source,
    )
    read, complete = choose_series(arguments.series, schedules_of(arguments))
    series = with_addresses(arguments, read)
    target = arguments.output
    if not series:
        return 1  # a calendar of nothing would take the place of a good one
    if target == "-":
        sys.stdout.buffer.write(_RENDERERS[arguments.format](series, view))
    elif is_folder(target):
        for one in series:
            _write(Path(target) / f"{one.id}.{arguments.format}", [one], arguments.format, view)
    else:
        _write(Path(target), series, arguments.format, view)
    return 0 if complete else 1


def _render_xml(series: Sequence[Series], view: CalendarView) -> bytes:
    if len(series) > 1:
        message = "a schedule in XML is of one series: name it, or give -o a folder"
        raise TalkbellError(message)
    return render_frab(seen_by(series[0], view.audience))


_RENDERERS: dict[str, Callable[[Sequence[Series], CalendarView], bytes]] = {
    "ics": render_ics,
    "json": lambda series, view: render_json(series, view.audience),
    "xml": _render_xml,
}


def _write(path: Path, series: Sequence[Series], form: str, view: CalendarView) -> None:
    write_file(path, _RENDERERS[form](series, view))
    print(f"wrote {path}", file=sys.stderr)


def _length(text: str) -> timedelta:
    try:
        return read_duration(text)
    except RefusalError as refusal:
        message = f"--alarm: {Problem.of(refusal).sentence()}"
        raise TalkbellError(message) from None
