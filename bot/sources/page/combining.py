"""Entries of a page together with what it says for machines: schema.org events, `<time>` elements.

The page has the talks, abstracts and links; the data has the day, the year, the hour and the
offset. Where both give one and they differ, `agreeing` tells of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.sources.page.draft import Draft
from bot.sources.page.people import read_labelled_people
from bot.sources.page.segments import Record
from bot.sources.page.stamps import Stamp, read_stamp
from bot.sources.page.structured import Event
from bot.sources.page.vocabulary import folded

Entry = tuple[Record, Draft]

_SHORTEST = 8
_NOT_WORDS = re.compile(r"[\W_]+")
_MANY = 0.5


def combine(entries: Sequence[Entry], events: Sequence[Event]) -> list[Entry] | None:
    """Return entries with what events and `<time>` elements add.

    None if the events tell of more, or surer, than the entries, and should stand in their place.
    """
    matched = _matches(entries, events)
    if events and len(matched) < max(1, _MANY * len(events)):
        timed = [r for r, _ in entries if r.when.hours and (r.when.has_day or r.day)]
        if len(events) > len(entries) or not timed:
            return None
    return [
        _with_event(entry, matched[at]) if at in matched else _with_stamp(entry, _of_time(entry[0]))
        for at, entry in enumerate(entries)
    ]


def _matches(entries: Sequence[Entry], events: Sequence[Event]) -> dict[int, Event]:
    """Return events by the entry of the same title, each once."""
    titles = [_key(draft.title) for _, draft in entries]
    found: dict[int, Event] = {}
    for event in events:
        key = _key(event.title)
        same = [at for at, title in enumerate(titles) if title and title == key]
        if not same and len(key) >= _SHORTEST:
            same = [
                at
                for at, title in enumerate(titles)
                if len(title) >= _SHORTEST and (title in key or key in title)
            ]
        if len(same) > 1 and event.stamp is not None:
            same = [at for at in same if _may_be(entries[at][0], event.stamp)]
        if len(same) == 1:
            found.setdefault(same[0], event)
    return found


def _may_be(record: Record, stamp: Stamp) -> bool:
    written = record.when.date or (record.day.when.date if record.day else None)
    return written is not None and (stamp.on.month, stamp.on.day) in written.orders


def _with_event(entry: Entry, event: Event) -> Entry:
    record, draft = _with_stamp(entry, event.stamp)
    draft.speakers = draft.speakers or read_labelled_people(event.speakers)
    draft.room = draft.room or event.room
    if not draft.abstract and event.abstract:
        draft.abstract = [event.abstract]
    return record, draft


def _with_stamp(entry: Entry, stamp: Stamp | None) -> Entry:
    """Return an entry that has the year, or the day, of a stamp where its own words lack it."""
    record, draft = entry
    if stamp is None:
        return entry
    written = record.when.date or (record.day.when.date if record.day else None)
    if written is None:
        fits = record.when.weekday is None or record.when.weekday.weekday == stamp.on.weekday()
        on = stamp.written if fits else None
    else:
        day = (stamp.on.month, stamp.on.day)
        is_same = day in written.orders and written.until is None
        settles = written.year is None or len(written.orders) > 1
        on = replace(written, orders=(day,), year=stamp.on.year) if is_same and settles else None
    when = record.when if on is None else replace(record.when, date=on, undecided=False)
    return replace(record, when=when, stamp=stamp), draft


def _of_time(record: Record) -> Stamp | None:
    """Return the stamp of the `<time>` in the line that says when an entry is."""
    stamps = record.anchor.line.stamps
    return read_stamp(*stamps[:2], line=record.line) if stamps else None


def _key(text: str) -> str:
    return _NOT_WORDS.sub("", folded(text))
