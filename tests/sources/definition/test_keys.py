"""Keys that a definition does not have: each is told of with the one that was meant."""

import pytest

from bot.sources.definition.keys import describe_keys, keys_meant
from bot.sources.definition.schema import known_keys, load_schema

PARTS = ("series", *(part for part, of in load_schema()["$defs"].items() if "properties" in of))


@pytest.mark.parametrize(
    ("part", "name", "key"),
    [
        ("series", "titel", "title"),
        ("series", "Title", "title"),
        ("series", "name", "title"),
        ("series", "organisers", "organizers"),
        ("series", "contact", "organizers"),
        ("series", "tz", "timezone"),
        ("series", "time zone", "timezone"),
        ("series", "time-zone", "timezone"),
        ("series", "location", "place"),
        ("series", "url", "homepage"),
        ("series", "website", "homepage"),
        ("series", "colour", "color"),
        ("series", "reminders", "remind"),
        ("series", "schedule", "sessions"),
        ("series", "events", "sessions"),
        ("series", "session", "sessions"),
        ("series", "abstract", "description"),
        ("session", "date", "start"),
        ("session", "time", "start"),
        ("session", "when", "start"),
        ("session", "Start", "start"),
        ("session", "until", "end"),
        ("session", "length", "duration"),
        ("session", "zoom", "join"),
        ("session", "link", "join"),
        ("session", "url", "join"),
        ("session", "location", "room"),
        ("session", "place", "room"),
        ("session", "moderator", "chair"),
        ("session", "presenter", "speaker"),
        ("session", "abstrac", "abstract"),
        ("session", "programme", "talks"),
        ("session", "cancelled", "status"),
        ("session", "description", "abstract"),
        ("talk", "time", "at"),
        ("talk", "start", "at"),
        ("talk", "authors", "speakers"),
        ("talk", "recording", "video"),
        ("talk", "arxiv", "paper"),
        ("talk", "summary", "abstract"),
        ("talk", "type", "kind"),
        ("speaker", "university", "affiliation"),
        ("join", "password", "passcode"),
        ("join", "zoom", "url"),
        ("material", "link", "url"),
        ("slot", "start", "from"),
        ("slot", "end", "until"),
        ("slot", "time", "at"),
        ("slot", "weekday", "on"),
        ("slot", "duration", "for"),
        ("slot", "repeat", "every"),
    ],
)
def test_misspelt_key_is_told_with_the_one_that_was_meant(part: str, name: str, key: str) -> None:
    assert describe_keys(name, known_keys(part)) == f"did you mean {key}?"
    assert keys_meant(name, known_keys(part)) == [key]


@pytest.mark.parametrize(
    ("part", "name", "hint"),
    [
        ("series", "join", "it belongs to a session, as `join:`"),
        ("series", "zoom", "it belongs to a session, as `join:`"),
        ("series", "date", "it belongs to a session, as `start:`"),
        ("series", "speaker", "it belongs to a session, as `speaker:`"),
        ("series", "at", "it belongs to a talk, as `at:`"),
        ("session", "timezone", "it belongs to the series, as `timezone:`"),
        ("session", "remind", "it belongs to the series, as `remind:`"),
        ("session", "slot", "it belongs to the series, as `slot:`"),
        ("talk", "room", "it belongs to a session, as `room:`"),
        ("talk", "zoom", "it belongs to a session, as `join:`"),
    ],
)
def test_key_in_the_wrong_place_is_told_where_it_belongs(part: str, name: str, hint: str) -> None:
    assert describe_keys(name, known_keys(part)) == hint
    assert keys_meant(name, known_keys(part)) == []


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", ["2021-09-16", "", "🦔", "xyzzy"])
def test_key_like_no_other_is_told_with_all_that_are_known(part: str, name: str) -> None:
    known = known_keys(part)
    assert describe_keys(name, known) == f"known are {', '.join(known)}"
    assert keys_meant(name, known) == []


def test_key_between_two_is_told_with_both() -> None:
    assert describe_keys("tal", known_keys("session")) == "did you mean talk, or talks?"
