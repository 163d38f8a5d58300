"""What a watched address says: fetched bytes become sessions, with the definition as context."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from bot.domain.places import read_place
from bot.domain.series import Series
from bot.errors import TalkbellError
from bot.flows.addresses.traces import mentioned, pieces_of
from bot.flows.imports.importing import Source, complete, decoded, read_document
from bot.sources.fetched import Fetched
from bot.sources.imported import Hints, Imported
from bot.store.series.watched import PageReading, WatchedSeries

_NO_DOCUMENTS = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
_NO_HOUR = "no-hour"
_LONGEST_ENDING = 5  # characters


def read_page(row: WatchedSeries, fetched: Fetched, now: datetime) -> PageReading:
    """Return what an address says. Raises TalkbellError for what is no schedule of any kind."""
    definition = row.definition
    if fetched.media_type.startswith(_NO_DOCUMENTS):
        message = f"this is no schedule, but {fetched.media_type}"
        raise TalkbellError(message)
    name = _name_of(fetched.url)
    hints = _hints(definition, now)
    imported = read_document(Source(fetched.data, name, fetched.media_type), hints)
    reading = _reading(definition, complete(imported, hints, name))
    text = decoded(fetched.data)
    mentions = mentioned(text, row.accepted, reading.sessions)
    return replace(reading, pieces=pieces_of(text), mentioned=mentions)


def _name_of(url: str) -> str:
    """Return what problems call the document: its ending is its kind, the rest may be a secret."""
    ending = PurePosixPath(unquote(urlsplit(url).path)).suffix
    return f"page{ending}" if len(ending) <= _LONGEST_ENDING else "page"


def host_of(definition: Series) -> str:
    """Return where an address is: the rest of it may be a secret."""
    return (urlsplit(definition.source.url).hostname or "") if definition.source else ""


def _hints(definition: Series, now: datetime) -> Hints:
    return Hints(
        today=now.date(),
        year=definition.source.year if definition.source else None,
        timezone=definition.timezone,
        place=read_place(definition.place),
        id=definition.id,
        title=definition.title,
        kind=definition.kind,
    )


def _reading(definition: Series, imported: Imported) -> PageReading:
    lines: dict[str, set[int]] = defaultdict(set)
    for name, line in imported.lines.items():
        lines[name].add(line)
    for (name, _), line in imported.talk_lines.items():
        lines[name].add(line)
    is_told = {_NO_HOUR} if definition.slot else set()
    return PageReading(
        sessions=imported.series.sessions,
        problems=tuple(one for one in imported.problems if one.code not in is_told),
        lines={name: tuple(sorted(own)) for name, own in lines.items()},
    )
