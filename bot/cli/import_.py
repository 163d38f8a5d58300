"""`talkbell import`."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bot.cli.files import write_file
from bot.domain.audience import Audience
from bot.domain.phrases import read_date
from bot.domain.places import read_place
from bot.domain.series import SeriesKind
from bot.domain.zones import settle_zone
from bot.errors import Problem, RefusalError, Severity, TalkbellError
from bot.exports.json import Origin, series_document
from bot.flows.imports.importing import complete, import_source, read_source
from bot.flows.imports.merging import merge
from bot.sources.definition import Comments, dump_definition
from bot.sources.definition.values import read_series_id
from bot.sources.imported import Hints, Imported
from bot.wiring.refreshing import allowed_limits

T = TypeVar("T")
_NEEDS_HINT = 2


def run(arguments: argparse.Namespace) -> int:
    """Write definitions, or JSON, of existing pages and calendars.

    Return 1 if one could not be read at all, 2 if one needs a hint, else 0.
    """
    hints = _hints(arguments)
    if arguments.id and len(arguments.sources) > 1 and not arguments.merge:
        raise TalkbellError("--id names one series: pass --merge too, or import one at a time")
    parts, unread = _read_all(arguments.sources, hints)
    if parts and arguments.merge:
        parts = [(parts[0][0], merge(parts))]
    found = [complete(part, hints, name) for name, part in parts]
    for part in found:
        for problem in part.problems:
            print(problem, file=sys.stderr)
    if found:
        _write(found, arguments.format, arguments.output)
    if unread:
        return 1
    return _NEEDS_HINT if any(_needs_hint(part) for part in found) else 0


def _hints(arguments: argparse.Namespace) -> Hints:
    place = read_place(arguments.place)
    if arguments.timezone:
        _option("--timezone", lambda text: settle_zone(text, place=place), arguments.timezone)
    return Hints(
        today=datetime.now(UTC).date(),
        year=arguments.year,
        date=_option("--date", read_date, arguments.date) if arguments.date else None,
        timezone=arguments.timezone,
        place=place,
        id=_option("--id", read_series_id, arguments.id) if arguments.id else "",
        title=" ".join(arguments.title.split()),
        kind=SeriesKind(arguments.kind) if arguments.kind else None,
    )


def _option(name: str, reader: Callable[[str], T], text: str) -> T:
    try:
        return reader(text)
    except RefusalError as refusal:
        message = f"{name}: {Problem.of(refusal).sentence()}"
        raise TalkbellError(message) from None


def _read_all(sources: Sequence[str], hints: Hints) -> tuple[list[tuple[str, Imported]], int]:
    """Return what could be read, with its name, and how many could not; each of these is told."""
    limits = allowed_limits()
    parts, unread = [], 0
    for number, source in enumerate(sources, 1):
        try:
            read = read_source(source, limits, sys.stdin.buffer)
            part = import_source(read, hints)
        except TalkbellError as error:
            if len(sources) == 1:
                raise
            print(f"talkbell: {error}", file=sys.stderr)
            unread += 1
            continue
        parts.append((read.name, part))
        if len(sources) > 1:
            sessions, problems = len(part.series.sessions), len(part.problems)
            found = f"{_count(sessions, 'session')}, {_count(problems, 'problem')}"
            print(f"[{number}/{len(sources)}] {source}: {found}", file=sys.stderr, flush=True)
    return parts, unread


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _needs_hint(part: Imported) -> bool:
    return any(problem.severity is Severity.ERROR for problem in part.problems)


def _write(parts: Sequence[Imported], form: str, target: str) -> None:
    if target == "-":
        sys.stdout.buffer.write(_render(parts, form))
    elif Path(target).is_dir() or target.endswith(("/", "\\")):
        ids = [part.series.id for part in parts]
        if repeated := next((one for one in ids if ids.count(one) > 1), ""):
            raise TalkbellError(f"two of them have the id {repeated}: import them one at a time")
        for part in parts:
            _write_file(Path(target) / f"{part.series.id}.{form}", [part], form)
    elif len(parts) > 1 and form == "yaml":
        message = f"{target}: a file holds one definition; pass --merge, or a folder to -o"
        raise TalkbellError(message)
    else:
        _write_file(Path(target), parts, form)


def _write_file(path: Path, parts: Sequence[Imported], form: str) -> None:
    write_file(path, _render(parts, form))
    print(f"wrote {path}", file=sys.stderr)


def _render(parts: Sequence[Imported], form: str) -> bytes:
    if form == "yaml":
        return "---\n".join(_definition(part) for part in parts).encode()
    documents = [
        series_document(
            part.series,
            Audience.SUBSCRIBERS,
            Origin(lines=part.lines, talk_lines=part.talk_lines, problems=part.problems),
        )
        for part in parts
    ]
    content = documents[0] if len(documents) == 1 else documents
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _definition(part: Imported) -> str:
    sessions = {session.id: session for session in part.series.sessions}
    return dump_definition(
        part.series,
        Comments(
            top=[str(problem) for problem in part.problems],
            sessions={one: part.notes.get(one, f"line {line}") for one, line in part.lines.items()},
            talks={
                key: part.notes.get(key, f"line {line}")
                for key, line in part.talk_lines.items()
                if len(sessions[key[0]].talks) > 1
            },
        ),
    )
