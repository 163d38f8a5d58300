"""Atom feeds: what RFC 4287 asks of them, and what of a series they tell."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Speaker, Talk
from bot.exports.atom import AtomEntry, render_atom

ATOM = "{http://www.w3.org/2005/Atom}"
FEED, PAGE = "https://bell.example/seminar.atom", "https://bell.example/seminar"
SESSION = Session(
    id="one",
    start=Moment(datetime(2026, 3, 2, 16, 30), "Europe/Zurich"),
    talks=(
        Talk(id="t", title="First", speakers=(Speaker(name="Ada Example"),), abstract="Of <x>."),
    ),
)
SERIES = Series(
    id="seminar",
    title="A seminar",
    description="Of examples.",
    organizers=("Bela Beispiel", "Chiara Esempio"),
    sessions=(SESSION,),
)
ADDED = AtomEntry(
    key="1/one",
    sentence="Added: Ada Example, 2 March 16:30",
    changed_at=datetime(2026, 1, 1, 8, tzinfo=UTC),
    session=SESSION,
)
MOVED = AtomEntry(
    key="2/one",
    sentence="Moved: Ada Example, 2 March 16:30 → 17:30",
    changed_at=datetime(2026, 2, 1, 8, tzinfo=UTC),
)


def feed(series: Series, *changes: AtomEntry) -> Any:
    return etree.fromstring(render_atom(series, changes, FEED, PAGE))


def told(element: Any, *names: str) -> list[str | None]:
    return [element.findtext(f"{ATOM}{name}") for name in names]


def links(element: Any) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.iterfind(f"{ATOM}link")}


def test_feed_tells_of_its_series() -> None:
    root = feed(SERIES, ADDED, MOVED)
    assert told(root, "title", "subtitle", "updated") == [
        "A seminar",
        "Of examples.",
        "2026-02-01T08:00:00Z",
    ]
    assert links(root) == {"self": FEED, "alternate": PAGE}
    names = [name.text for name in root.iterfind(f"{ATOM}author/{ATOM}name")]
    assert names == ["Bela Beispiel", "Chiara Esempio"]


def test_entries_are_the_changes_the_latest_first() -> None:
    moved, added = feed(SERIES, ADDED, MOVED).iterfind(f"{ATOM}entry")
    assert told(moved, "title", "updated", "content") == [
        "Moved: Ada Example, 2 March 16:30 → 17:30",
        "2026-02-01T08:00:00Z",
        None,
    ]
    assert told(added, "title", "updated", "content") == [
        "Added: Ada Example, 2 March 16:30",
        "2026-01-01T08:00:00Z",
        "Speaker: Ada Example\n\nOf <x>.\n\nA seminar",
    ]
    assert links(moved) == links(added) == {"alternate": PAGE}
    assert added.find(f"{ATOM}content").get("type") == "text"


def test_ids_hang_on_series_and_key_alone() -> None:
    def ids(series: Series, *changes: AtomEntry) -> list[str | None]:
        return [one.text for one in feed(series, *changes).iter(f"{ATOM}id")]

    both = ids(SERIES, ADDED, MOVED)
    assert len(set(both)) == 3
    assert all(one and one.startswith("urn:uuid:") for one in both)
    renamed = replace(SERIES, title="Other")
    assert ids(renamed, replace(ADDED, sentence="Other", session=None), MOVED) == both
    assert set(ids(replace(SERIES, id="other"), ADDED, MOVED)).isdisjoint(both)


def test_feed_without_changes_is_whole_and_of_no_clock() -> None:
    root = feed(Series(id="seminar", title="A seminar"))
    assert told(root, "updated") == ["2000-01-01T00:00:00Z"]
    assert [name.text for name in root.iterfind(f"{ATOM}author/{ATOM}name")] == ["A seminar"]
    updated = datetime(2026, 1, 5, tzinfo=UTC)
    assert told(feed(replace(SERIES, updated_at=updated)), "updated") == ["2026-01-05T00:00:00Z"]


def test_what_xml_cannot_hold_is_left_out() -> None:
    root = feed(replace(SERIES, title="A\x00 seminar"), replace(ADDED, sentence="A\x0bdded"))
    assert told(root, "title") == ["A seminar"]
    assert told(root.find(f"{ATOM}entry"), "title") == ["Added"]
