"""Imports the calendar on standard input into a new khal collection and prints its events as JSON.

As `khal import` and `khal list` do it: the file is split by UID and stored, then every stored file
is read into khal's database, from which the events come.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytz
from khal.icalendar import split_ics  # type: ignore[import-untyped]
from khal.khalendar import CalendarCollection  # type: ignore[import-untyped]
from khal.khalendar.event import Event  # type: ignore[import-untyped]

_NAME = "calendar"
_LOCALE = {
    "local_timezone": pytz.utc,
    "default_timezone": pytz.utc,
    "timeformat": "%H:%M",
    "dateformat": "%Y-%m-%d",
    "longdateformat": "%Y-%m-%d",
    "datetimeformat": "%Y-%m-%d %H:%M",
    "longdatetimeformat": "%Y-%m-%d %H:%M",
    "weeknumbers": False,
    "firstweekday": 0,
    "unicode_symbols": True,
}


def main() -> None:
    """Read, import, print."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, _NAME)
        store.mkdir()
        for number, text in enumerate(split_ics(sys.stdin.buffer.read().decode())):
            (store / f"{number}.ics").write_bytes(text.encode())
        calendars = {
            _NAME: {
                "name": _NAME,
                "path": str(store),
                "readonly": True,
                "color": "",
                "priority": 10,
                "ctype": "calendar",
                "addresses": "",
            }
        }
        database = str(Path(folder, "khal.db"))
        collection = CalendarCollection(calendars=calendars, locale=_LOCALE, dbpath=database)
        json.dump([record(event) for event in events(collection)], sys.stdout)


def events(collection: CalendarCollection) -> Iterator[Event]:
    """Yield every event of the collection, those with a time and then those of whole days."""
    first, last = datetime(1971, 1, 1), datetime(2999, 1, 1)
    yield from collection.get_localized(pytz.utc.localize(first), pytz.utc.localize(last))
    yield from collection.get_floating(first, last)


def record(event: Event) -> dict[str, str | float]:
    """Return what the test wants to know of an event."""
    # khal's end of an all-day event is its last day.
    end = event.end + timedelta(days=1) if event.allday else event.end
    return {
        "uid": str(event.uid),
        "start": seconds(event.start),
        "end": seconds(end),
        "summary": str(event.summary),
        "location": str(event.location),
        "description": str(event.description),
        "status": str(event.status),
    }


def seconds(value: date) -> float:
    """Return a time, or a date's midnight in UTC, in seconds since 1970."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.timestamp()
    return pytz.utc.localize(datetime(value.year, value.month, value.day)).timestamp()


if __name__ == "__main__":
    main()
