"""What is fuzzed: each reader with the promises that hold for any bytes whatever.

A reader may refuse in its own words. Anything else that it raises is a mistake of ours, as is a
promise that is broken: what was read can be written, and what was written is read as the same.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from bot.domain.audience import Audience
from bot.domain.cities import zone_of_reader
from bot.domain.dates import read_weekday
from bot.domain.durations import read_duration, read_reminders
from bot.domain.phrases import read_clock, read_date, read_phrase
from bot.domain.places import read_place
from bot.domain.series import Series
from bot.domain.zones import settle_moment, settle_zone, zone_of_place
from bot.errors import RefusalError, Severity, TalkbellError
from bot.exports.ics import CalendarView, render_ics
from bot.exports.json import render_json
from bot.flows.imports.importing import Source, complete, import_source
from bot.flows.imports.merging import merge
from bot.sources.definition import dump_definition, read_definition
from bot.sources.frab import read_frab_json, read_frab_xml
from bot.sources.ics import read_ics
from bot.sources.imported import Hints, Imported
from bot.sources.page import read_page
from bot.sources.series_json import read_series_json
from bot.sources.table import read_table

ForeignReader = Callable[[bytes, Hints, str], Imported]

NO_HINTS = Hints(today=date(2026, 11, 22))
ALL_HINTS = replace(
    NO_HINTS,
    year=2027,
    date=date(2027, 5, 3),
    timezone="Europe/Zurich",
    place=read_place("Basel, CH"),
)


def hints_for(data: bytes) -> Hints:
    """Return hints or none, always the same for the same bytes: a finding can be shown again."""
    return ALL_HINTS if sum(data) % 2 else NO_HINTS


def definition(data: bytes) -> None:
    series, problems = read_definition(data, "fuzz.yaml")
    assert (series is None) == any(one.severity is Severity.ERROR for one in problems)
    if series:
        again, _ = read_definition(dump_definition(series).encode(), "fuzz.yaml")
        assert again == series
        check_exports(series)


def check_exports(series: Series) -> None:
    for audience in Audience:
        assert render_ics([series], CalendarView(audience=audience))
        assert render_json([series], audience)


def foreign(reader: ForeignReader, name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        with suppress(TalkbellError):
            check_imported(reader(data, hints_for(data), name))

    return read


def page(name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        imported = read_page(data, hints_for(data), name)
        assert imported.series.sessions or imported.problems
        check_imported(imported)

    return read


def check_imported(imported: Imported) -> None:
    """Check what holds of all that is read: each id once, with its lines, and clear problems."""
    series = imported.series
    ids = [session.id for session in series.sessions]
    assert len(set(ids)) == len(ids)
    assert all(ids)
    assert set(imported.lines) <= set(ids)
    talks = {(session.id, talk.id) for session in series.sessions for talk in session.talks}
    assert set(imported.talk_lines) <= talks
    assert all(one.message and one.code for one in imported.problems)


def whole_import(data: bytes) -> None:
    """Go the whole way of `talkbell import`, of bytes under no telling name, and back again."""
    hints = hints_for(data)
    try:
        part = import_source(Source(data, "standard input"), hints)
    except TalkbellError:
        return
    check_imported(part)
    assert merge([("a", part)]).series.sessions
    whole = complete(part, hints, "standard input")
    written = render_json([whole.series], Audience.SUBSCRIBERS)
    assert read_series_json(written, NO_HINTS, "fuzz.json").series == whole.series
    again, problems = read_definition(dump_definition(whole.series).encode(), "fuzz.yaml")
    errors = [one for one in problems if one.severity is Severity.ERROR]
    if not any(one.severity is Severity.ERROR for one in whole.problems):
        assert not errors
        assert again == whole.series


PHRASES: tuple[Callable[[str], object], ...] = (
    read_phrase,
    read_date,
    read_clock,
    read_weekday,
    read_duration,
    read_reminders,
    settle_zone,
    zone_of_reader,
    lambda text: zone_of_place(read_place(text)),
    lambda text: settle_zone("BST", place=read_place(text)),
)


def phrases(data: bytes) -> None:
    text = data.decode("utf-8", errors="replace")
    for reader in PHRASES:
        with suppress(RefusalError):
            reader(text)
    with suppress(RefusalError):
        phrase = read_phrase(text)
        if phrase.on and phrase.start:
            wall = datetime.combine(phrase.on, phrase.start)
            assert settle_moment(wall, settle_zone(phrase.zone)).wall == wall


READERS: Mapping[str, Callable[[bytes], None]] = {
    "definition": definition,
    "phrases": phrases,
    "page-text": page("fuzz.txt"),
    "page-markdown": page("fuzz.md"),
    "page-html": page("fuzz.html"),
    "ics": foreign(read_ics, "fuzz.ics"),
    "frab-xml": foreign(read_frab_xml, "fuzz.xml"),
    "frab-json": foreign(read_frab_json, "fuzz.json"),
    "table": foreign(read_table, "fuzz.csv"),
    "series-json": foreign(read_series_json, "fuzz.json"),
    "import": whole_import,
}
