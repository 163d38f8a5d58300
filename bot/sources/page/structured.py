"""schema.org events to records, by the way of the same tokens that visible lines are read with."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.sources.page.clocks import find_hours
from bot.sources.page.dates import find_dates
from bot.sources.page.lines import Line, Link
from bot.sources.page.marks import Mark
from bot.sources.page.plain import tidy
from bot.sources.page.segments import Record
from bot.sources.page.when import When, read_when
from bot.sources.page.zone_words import find_zones

_FRACTION = re.compile(r"(?<=:\d\d)\.\d{1,6}")
_ZULU = re.compile(r"(?<=\d)Z$")
_LONGEST = 20_000
_TAGS = re.compile(r"<[^<>]{1,300}>")


def structured_records(data: Iterable[dict[str, object]]) -> list[Record]:
    """Return records for the events that have a start."""
    records = []
    for event in data:
        when = _when(_text(event.get("startDate")), _text(event.get("endDate")))
        title = _text(event.get("name"))
        if not when or not title:
            continue
        line = event.get("line")
        number = line if isinstance(line, int) else 0
        url = _text(event.get("url"))
        fields = (
            ("title", title),
            ("speaker", _names(event.get("performer") or event.get("performers"))),
            ("abstract", _text(event.get("description"))),
            ("room", _place(event.get("location"))),
        )
        mark = Mark(
            line=Line(text=title, number=number, links=(Link("", url),) if url else ()),
            when=when,
            fields=tuple((role, text) for role, text in fields if text),
        )
        records.append(Record(anchor=mark, when=when))
    return records


def _when(start: str, end: str) -> When:
    start = _ZULU.sub(" UTC", _FRACTION.sub("", start))
    when, _ = read_when(start, leading=True)
    if not when.date or not when.hours:
        return when
    zones = find_zones(start)
    ends = find_hours(_FRACTION.sub("", end), find_dates(end))
    same_day = [one.text for one in find_dates(end)] == [when.date.text]
    return replace(
        when,
        zone=zones[0].word if zones else "",
        hours=replace(when.hours, until=ends[0].begins if ends and same_day else None, padded=True),
    )


def _names(value: object) -> str:
    values = value if isinstance(value, list) else [value]
    return "; ".join(name for one in values[:50] if (name := _text(one)))


def _place(value: object) -> str:
    return _text(value[0] if isinstance(value, list) and value else value)


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or ""
    if not isinstance(value, str):
        return ""
    return tidy(_TAGS.sub(" ", value[:_LONGEST]))
