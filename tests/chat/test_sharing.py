"""What can be shared in any chat: found as in a search, and without what is for subscribers."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.chat.interface import Incoming
from bot.chat.sharing import Card
from bot.flows.ingest import sync
from tests.chat.people import CANARY, NOW, PASSCODE, Bot, Person
from tests.reminders.telegram_html import read_html


def offered(bot: Bot, said: str = "") -> list[Card]:
    incoming = Incoming(platform="test", address="", text=said, may_change=False)
    return list(bot.conversation.offer(incoming))


def test_a_session_is_found_by_words_and_shown_as_everybody_sees_it(bot: Bot) -> None:
    (card,) = offered(bot, "  bold   EXAMPLE ")
    shown, _ = read_html(card.html)
    assert (card.title, card.about, card.label, card.start) == (
        "Ada Example: On <b>Bold</b> Examples",
        "Mon 1 March, 13:30 CET · Seminar on Analysis & Co.",
        "Remind me of it",
        "analysis-first",
    )
    assert shown == (
        "On <b>Bold</b> Examples\nAda Example\n\n"
        "Monday 1 March 2027, 13:30–14:30 CET\n"
        "The link to join is for those who follow the series.\n\n"
        "Tells of things & others < more.\n\n"
        "Seminar on Analysis & Co."
    )


def test_nothing_private_is_shared_even_by_who_follows(bot: Bot, ada: Person) -> None:
    ada.say("/follow analysis")
    assert CANARY in ada.last.html + ada.say("/talk bold") + ada.last.html
    cards = [card for said in ("", "ada", "canary", PASSCODE) for card in offered(bot, said)]
    assert cards
    assert not [card for card in cards if CANARY in repr(card) or PASSCODE in repr(card)]
    assert offered(bot, "canary") == offered(bot, PASSCODE) == []
    assert any("meet.example/room/open" in card.html for card in offered(bot, "groups"))


def test_without_words_comes_what_is_next(bot: Bot) -> None:
    assert [card.start for card in offered(bot)] == [
        "analysis-first",
        "algebra-day",
        "analysis-second",
    ]
    bot.now = NOW + timedelta(days=30)
    assert offered(bot) == []


def test_what_cannot_be_reminded_of_leads_to_its_series(bot: Bot) -> None:
    (gone,) = offered(bot, "long ago")
    assert (gone.label, gone.start) == ("Follow the series", "past")


def test_no_card_says_how_far_off_it_is_as_it_stays(bot: Bot) -> None:
    first = offered(bot, "bold")
    bot.now += timedelta(minutes=20)
    assert offered(bot, "bold") == first


def test_cards_have_names_of_their_own_and_are_one_message(bot: Bot) -> None:
    path = bot.schedules / "long.yaml"
    sessions = "\n".join(
        f"  - {{id: session-{number}, start: 2027-04-01 {number % 24:02}:00, title: Long {number},"
        f" abstract: '{'word ' * 1500}'}}"
        for number in range(30)
    )
    series_id = "a-series-with-a-very-long-name-" + "x" * 29
    path.write_text(
        f"id: {series_id}\ntitle: Long\ntimezone: Europe/Zurich\nduration: 1 hour\n"
        f"sessions:\n{sessions}\n"
    )
    results = sync(bot.store, [path.parent], now=NOW)
    assert [problem.sentence() for one in results for problem in one.problems] == []
    cards = offered(bot, "long")
    assert len({card.name for card in cards}) == len(cards) == 20
    assert {len(read_html(card.html)[0]) <= 4096 for card in cards} == {True}
    assert {card.label for card in cards} == {"Remind me of it"}
    started = bot.person("9").say(f"/start {cards[0].start}")
    assert started.startswith("You follow this session now.\nNext reminder: ")
    assert cards[0].title in started


def test_nothing_is_offered_where_the_database_is_away(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    with bot.store.writing() as connection:
        connection.execute(text("ALTER TABLE series RENAME TO gone"))
    assert offered(bot) == []
    assert [one.levelno for one in caplog.records] == [logging.ERROR]
