"""Where the sessions of a series come from: an address that is watched, and how often."""

from datetime import timedelta

import pytest

from bot.domain.watched import WatchedAddress
from bot.sources.definition import dump_definition, read_definition
from tests.definitions import series_of

URL = "https://talks.example/term"


def complaint_of(text: str) -> str:
    series, (problem,) = read_definition(text.encode(), "a.yaml")
    assert series is None
    return str(problem)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        (URL, WatchedAddress(url=URL)),
        (f"{{url: {URL}}}", WatchedAddress(url=URL, every=timedelta(hours=6))),
        (f"{{url: {URL}, every: 90 min}}", WatchedAddress(url=URL, every=timedelta(minutes=90))),
        (f"{{url: {URL}, every: 28 days}}", WatchedAddress(url=URL, every=timedelta(days=28))),
        (f"{{url: {URL}, every: 5 min, year: 2027}}",
         WatchedAddress(url=URL, every=timedelta(minutes=5), year=2027)),
    ],
)  # fmt: skip
def test_an_address_is_read_and_written_back(said: str, source: WatchedAddress) -> None:
    series = series_of(f"title: a\ntimezone: CET\nsource: {said}")
    assert series.source == source
    assert series_of(dump_definition(series)).source == source


def test_the_usual_interval_is_not_written() -> None:
    series = series_of(f"title: a\ntimezone: CET\nsource: {{url: {URL}, every: 6 hours}}")
    assert f"source: {URL}\n" in dump_definition(series)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{every: 6 hours}", "3:9: source: which address?; write it as in"),
        ("[a, b]", "3:9: source: a series has one source; write it as in"),
        ("talks.example/term", '3:9: source: this is not a web address, read "talks.example/term"'),
        ("file:///etc/passwd", "3:9: source: this is not a web address"),
        (f"{{url: {URL}, every: 4 min}}", "write 5 minutes"),
        (f"{{url: {URL}, every: 29 days}}", "write 4 weeks"),
        (f"{{url: {URL}, year: 1821}}", 'year: this is no year, read "1821"'),
        (f"{{urll: {URL}}}", "a source has no such key"),
    ],
)
def test_what_cannot_be_watched_is_told(said: str, told: str) -> None:
    assert told in complaint_of(f"title: a\ntimezone: CET\nsource: {said}")


def test_a_slot_that_fills_dates_is_no_companion_of_a_source() -> None:
    slot = "{every: week, on: Monday, at: 16:30, from: 2027-01-04, fill: yes}"
    told = complaint_of(f"title: a\ntimezone: CET\nsource: {URL}\nslot: {slot}")
    assert told.startswith("a.yaml:4:1: slot: `fill` makes sessions of its own")


def test_an_address_needs_the_zone_of_its_hours() -> None:
    assert "no zone is known for this time" in complaint_of(f"title: a\nsource: {URL}")
    assert series_of(f"title: a\nplace: Lausanne, CH\nsource: {URL}").timezone == "Europe/Zurich"
