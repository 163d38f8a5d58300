"""Documents made to take long: each reader ends in time, whatever it says of them."""

import contextlib
import json
import time
from datetime import date

import pytest

from bot.errors import TalkbellError
from bot.flows.imports.importing import Source, import_source
from bot.sources.imported import Hints

HINTS = Hints(today=date(2026, 11, 22))
HEAD = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260601T100000Z\n"
LONG = ["<", "<b>", "<a href='", "&", "-", "?", " ", "\\n", "https://", "https://zoom.us/j/", "a.",
        "Speaker: ", "passcode ", "(", ",", "Ada ", "\u200b", "is inviting "]  # fmt: skip
LIMIT = 5.0  # seconds, far above what is needed, for slow and busy machines


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.ics", HEAD + "SUMMARY:x\nDESCRIPTION:{}x"),
        ("a.ics", HEAD + "SUMMARY:{}x\nLOCATION:{}x"),
        ("a.ics", HEAD + "RRULE:{}\nEXDATE:{}\nDTEND;TZID={}:{}"),
        ("a.csv", "Date,Title,Speaker,Room,Abstract\n{0}x,{0}x,{0}x,{0}x,{0}x"),
        ("a.csv", "Title,Date\n" + "{}x"),
    ],
)
def test_long_text_takes_no_longer_than_its_length(piece: str, name: str, form: str) -> None:
    check(form.format(*[piece * (60_000 // len(piece))] * 4).encode(), name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ics", HEAD + "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n"),
        ("a.ics", HEAD + "RRULE:FREQ=DAILY\nEXDATE:" + "20260601T100000Z," * 50_000),
        ("a.ics", HEAD + "END:VEVENT\n" + "BEGIN:VEVENT\nDTSTART;TZID=Nowhere:20260601\n" * 4),
        ("a.csv", "Title\n" + "same\n" * 10_000),
        ("a.csv", "Title," * 200_000),
        ("a.csv", "Title,Date\n" + "x,Mon 1 June\n" * 10_000),
        ("a.json", json.dumps({"series": {}, "sessions": [{"title": "same"}] * 10_000})),
        ("a.json", "[" * 100_000),
        ("a.xml", "<schedule>" + "<day>" * 100_000),
    ],
)
def test_much_of_the_same_takes_no_longer_than_its_length(name: str, text: str) -> None:
    check(text.encode(), name)


def check(data: bytes, name: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(TalkbellError):
        import_source(Source(data, name), HINTS)
    assert time.process_time() - begin < LIMIT
