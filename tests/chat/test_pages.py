"""What addresses of series say, in chat: applied and ignored by organizers, seen in /edit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.series import Series
from bot.domain.watched import WatchedAddress
from bot.flows.addresses.page_questions import ask, question_of
from bot.flows.addresses.watched import propose
from bot.store.delivery.letters import Purpose, list_letters
from bot.store.series.schedules import load_series
from bot.store.series.watched import PageReading, WatchedSeries, find_watched, save_watched
from tests.chat.people import NOW, Bot, Person
from tests.chat.test_organizers import organizer

WAITING = "Seminar on Analysis & Co.: something on talks.example waits for your yes or no."


@pytest.fixture
def orla(bot: Bot) -> Person:
    return organizer(bot)


def watched(bot: Bot, **parts: object) -> None:
    """Let the series be read from an address, which has lost its second talk."""
    with bot.store.writing("analysis") as connection:
        stored = load_series(connection, "analysis")
        assert stored
        sessions = stored.series.sessions
        source = WatchedAddress(url="https://talks.example/term?secret")
        definition: Series = replace(stored.series, source=source, sessions=())
        row = WatchedSeries(
            series_id="analysis", definition=definition, accepted=sessions, next_at=NOW
        )
        if not parts:
            reading = PageReading(sessions=sessions[:1])
            proposed = propose(connection, row, reading)
            assert proposed
            judged = proposed.judge(reading, NOW)
            row = ask(connection, row, question_of(proposed, judged, NOW), now=NOW)
            row = replace(row, pending=reading, doubt=judged.mark)
        save_watched(connection, replace(row, **parts))  # type: ignore[arg-type]


def number(bot: Bot) -> int:
    with bot.store.reading() as connection:
        [letter] = list_letters(connection, ["analysis"], Purpose.PAGE_QUESTION)
    return letter.id


def test_question_is_answered_once(bot: Bot, orla: Person) -> None:
    watched(bot)
    assert orla.say("/edit").startswith(f"{WAITING}\n\n")
    other = bot.person("99")
    assert other.say(f"/apply {number(bot)}").startswith("I do not know /apply")
    said = orla.say(f"/apply {number(bot)}").splitlines()
    assert (said[0], said[-1]) == (
        "Applied. What stands on the page counts now.",
        "Removed: Bela Beispiel, 8 March 13:30",
    )
    for command in ("apply", "ignore"):
        assert orla.say(f"/{command} {number(bot)}").startswith("That was answered already")
    assert "something on" not in orla.say("/edit")
    with bot.store.reading() as connection:
        row = find_watched(connection, "analysis")
    assert row
    assert [one.id for one in row.accepted] == ["first"]


def test_question_is_ignored(bot: Bot, orla: Person) -> None:
    watched(bot)
    assert orla.say(f"/ignore {number(bot)}").startswith("Ignored. All stays as it is")
    assert "something on" not in orla.say("/edit")
    assert "Further" in bot.person("5").say("/talk Further")


@pytest.mark.parametrize("text", ["", "0", "x", "²", "9" * 30])
def test_what_is_no_question_is_answered(bot: Bot, orla: Person, text: str) -> None:
    watched(bot)
    for command in ("apply", "ignore"):
        assert orla.say(f"/{command} {text}").startswith("That was answered already")


def test_address_that_fails_is_told_to_organizers(bot: Bot, orla: Person) -> None:
    watched(bot, failing_since=NOW - timedelta(hours=2), problem="the server answers 500")
    assert orla.say("/edit").startswith(
        "Seminar on Analysis & Co.: talks.example has not been readable since"
        " Monday 1 March 2027, 11:00 CET.\n\n"
    )
