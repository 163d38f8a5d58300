"""Importing what exists already: a source is fetched, its kind is seen, its reader reads it.

file, - or address ─ read_source ─> Source ─ choose_kind ─> reader ─> Imported ─ complete ─>
                                                      several of one meeting ─ merge ─┘
"""

import codecs
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from bot.domain.audience import Audience, text_seen_by, with_harmless_ids
from bot.domain.ids import series_slug, slug
from bot.domain.series import Series
from bot.domain.unknowns import without_unknowns
from bot.errors import Problem, Severity, TalkbellError
from bot.language import later, saying
from bot.sources.fetched import MOST_BYTES, Limits
from bot.sources.fetching import fetch, is_address
from bot.sources.imported import Hints, Imported
from bot.sources.json_tree import load_json
from bot.sources.series_json import is_series_json, read_series_json

Reader = Callable[[bytes, Hints, str], Imported]
_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a document, what to call it in problems, and its media type if it has one."""

    data: bytes
    name: str
    media_type: str = ""


class Kind(Enum):
    """What sort of document a source is."""

    CALENDAR = "calendar"
    SERIES_JSON = "Talkbell's JSON"
    FRAB_JSON = "frab JSON"
    FRAB_XML = "frab XML"
    TABLE = "table"
    PAGE = "page"


def read_source(source: str, limits: Limits, stdin: BinaryIO) -> Source:
    """Return what stands in a file, behind an address, or (for `-`) on standard input.

    Raises TalkbellError for what is not there, cannot be read or is too large.
    """
    if is_address(source):
        fetched = fetch(source, limits)
        name = unquote(PurePosixPath(urlsplit(fetched.url).path).name)
        return Source(fetched.data, name or source, fetched.media_type)
    try:
        if source == _STANDARD_INPUT:
            data = stdin.read(MOST_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "this is no file's name"
        message = f"{source}: {why}"
        raise TalkbellError(message) from None
    return Source(data, "standard input" if source == _STANDARD_INPUT else source)


def import_source(source: Source, hints: Hints) -> Imported:
    """Return the series that a document tells; what it is called may be missing (`complete`).

    Raises TalkbellError, with a sentence for people, where there is no series to be read in it.
    """
    imported = read_document(source, hints)
    if not imported.series.sessions:
        raise TalkbellError(_without_talks(source.name, imported.problems))
    return imported


def _without_talks(name: str, problems: Sequence[Problem]) -> str:
    if not problems:
        return saying("{name}: no talk is to be found in it", name=name)
    why = later(problems[0].sentence)
    return saying("{name}: no talk is to be found in it ({why})", name=name, why=why)


def read_document(source: Source, hints: Hints) -> Imported:
    """Return what a document tells, which may be no talk at all.

    Raises TalkbellError, with a sentence for people, for what no reader takes.
    """
    source = replace(source, data=_as_utf8(source.data))
    _refuse_unreadable(source)
    return _reader_of(choose_kind(source))(source.data, hints, source.name)


def _reader_of(kind: Kind) -> Reader:
    """Return what reads documents of a kind: together, readers take long to load."""
    match kind:
        case Kind.CALENDAR:
            from bot.sources.ics import read_ics as reader  # noqa: PLC0415
        case Kind.SERIES_JSON:
            reader = read_series_json
        case Kind.FRAB_JSON:
            from bot.sources.frab import read_frab_json as reader  # noqa: PLC0415
        case Kind.FRAB_XML:
            from bot.sources.frab import read_frab_xml as reader  # noqa: PLC0415
        case Kind.TABLE:
            from bot.sources.table import read_table as reader  # noqa: PLC0415
        case Kind.PAGE:
            from bot.sources.page import read_page as reader  # noqa: PLC0415
    return reader


def decoded(data: bytes) -> str:
    """Return the text of a document, whatever of it is none left out."""
    return _as_utf8(data).decode(errors="ignore")


def _as_utf8(data: bytes) -> bytes:
    """Return UTF-16 with a mark (spreadsheets write it) as UTF-8, all else as it is."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace").encode()
    return data.removeprefix(codecs.BOM_UTF8)


_SIGNATURES = {
    b"%PDF": saying("this is a PDF; save it as text or HTML, or copy its text"),
    b"PK\x03\x04": saying(
        "this is a ZIP archive or an office document; save it as text, HTML or CSV"
    ),
    b"\xd0\xcf\x11\xe0": saying("this is an office document; save it as text, HTML or CSV"),
    b"\x89PNG": saying("this is a picture"),
    b"\xff\xd8\xff": saying("this is a picture"),
    b"GIF8": saying("this is a picture"),
    b"\x1f\x8b": saying("this is packed with gzip; unpack it first"),
}


def _refuse_unreadable(source: Source) -> None:
    data = source.data
    why = ""
    if len(data) > MOST_BYTES:
        why = saying(
            "this has more than {most} MB, which no schedule needs", most=MOST_BYTES // 1024 // 1024
        )
    elif not data.strip():
        why = saying("this is empty")
    elif kind := next((what for sign, what in _SIGNATURES.items() if data.startswith(sign)), ""):
        why = kind
    elif b"\0" in data:
        why = saying("this is not text")
    if why:
        raise TalkbellError(saying("{name}: {problem}", name=source.name, problem=why))


def choose_kind(source: Source) -> Kind:
    """Return what sort of document a source is, by its content and then by its name.

    Raises TalkbellError for JSON and XML of other kinds, and for definitions.
    """
    head = source.data[:1000].lstrip().lower()
    ending = PurePosixPath(source.name.lower()).suffix
    if head.startswith(b"begin:vcalendar") or ending in {".ics", ".ical", ".ifb"}:
        return Kind.CALENDAR
    if head[:1] in {b"{", b"["} and (ending == ".json" or "json" in source.media_type):
        return _kind_of_json(source)
    if head.startswith((b"<?xml", b"<schedule")) and b"<schedule" in source.data:
        return Kind.FRAB_XML
    if head.startswith((b"{", b"[{")) and (kind := _json_kind_if_any(source)):
        return kind
    if ending in {".yaml", ".yml"}:
        raise TalkbellError(
            saying("{name}: this is a definition already; put it into schedules/", name=source.name)
        )
    if ending in {".csv", ".tsv"} or source.media_type == "text/csv":
        return Kind.TABLE
    from bot.sources.table import looks_like_table  # noqa: PLC0415 - slow to load

    return Kind.TABLE if looks_like_table(source.data) else Kind.PAGE


def _kind_of_json(source: Source) -> Kind:
    document = load_json(source.data, source.name)
    if is_series_json(document):
        return Kind.SERIES_JSON
    from bot.sources.frab import is_frab_json  # noqa: PLC0415 - slow to load

    if is_frab_json(document):
        return Kind.FRAB_JSON
    raise TalkbellError(
        saying(
            "{name}: this JSON is neither Talkbell's own nor a frab or pretalx schedule",
            name=source.name,
        )
    )


def _json_kind_if_any(source: Source) -> Kind | None:
    """Return the kind of JSON that comes under another name; a page may begin with a bracket."""
    try:
        return _kind_of_json(source)
    except TalkbellError:
        return None


def complete(imported: Imported, hints: Hints, name: str) -> Imported:
    """Return the import with an id, a title and a place, from hints or else from its name.

    What only says that it is not known yet ("N.N.") does not stand in it, as in a definition. To
    be done once several documents are merged: a name is worse than what another says.
    """
    series = without_unknowns(imported.series)
    problems = [*imported.problems, *_differences(series, hints, name)]
    stem = PurePosixPath(name.replace("\\", "/")).stem
    title = series.title or hints.title
    if not title:
        title = " ".join(stem.replace("_", " ").replace("-", " ").split()) or "Imported schedule"
        problems.append(
            _warning(name, "no-title", "nothing says what this is called", "pass --title")
        )
    series = replace(
        series,
        id=series.id or hints.id or _id_of((title, stem), series),
        title=title,
        place=series.place or hints.place.text,
    )
    return _harmless(replace(imported, series=series, problems=tuple(problems)))


def _id_of(names: Iterable[str], series: Series) -> str:
    """Return an id made of the first name that gives one, and gives no private link away."""
    ids = (series_slug(name) for name in names if slug(name))
    shown = (one for one in ids if text_seen_by(one, series, Audience.PUBLIC) == one)
    return next(shown, "series")


def _harmless(imported: Imported) -> Imported:
    """Return the import without ids that were made of a private link: no definition takes them."""
    series = with_harmless_ids(imported.series)
    if series == imported.series:
        return imported
    pairs = list(zip(imported.series.sessions, series.sessions, strict=True))
    ids = {old.id: new.id for old, new in pairs}
    talk_ids = {
        (old.id, talk.id): (new.id, harmless.id)
        for old, new in pairs
        for talk, harmless in zip(old.talks, new.talks, strict=True)
    }
    return replace(
        imported,
        series=series,
        lines={ids[one]: line for one, line in imported.lines.items()},
        talk_lines={talk_ids[one]: line for one, line in imported.talk_lines.items()},
        notes={
            ids[one] if isinstance(one, str) else talk_ids[one]: note
            for one, note in imported.notes.items()
        },
    )


def _differences(series: Series, hints: Hints, name: str) -> list[Problem]:
    """Return a warning for each hint that the document contradicts, which it wins."""
    pairs = (("id", series.id, hints.id), ("title", series.title, hints.title))
    return [
        _warning(
            name,
            "hint-differs",
            f'--{key} says "{hint}", but the document says otherwise, which is kept',
            f"write `{key}: {hint}` into the definition if that is meant",
            read=stated,
        )
        for key, stated, hint in pairs
        if stated and hint and stated.casefold() != hint.casefold()
    ]


def _warning(name: str, code: str, message: str, hint: str, read: str = "") -> Problem:
    return Problem(
        code=code, message=message, read=read, hint=hint, file=name, severity=Severity.WARNING
    )
