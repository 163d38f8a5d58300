"""What chats watch for, and that they are told once of each session. On both databases."""

import pytest
from sqlalchemy import select

from bot.store.chats.moves import move_chat
from bot.store.chats.subscriptions import end_chat, find_or_add_chat, mute, star, subscribe
from bot.store.delivery.watches import (
    list_alerted,
    list_watched,
    list_watches,
    plan_alerts,
    unwatch,
    watch,
)
from bot.store.engine import Store
from bot.store.schema import tables
from bot.store.schema.columns import seconds
from tests.reminders.seminar import session
from tests.store.seminar import BEFORE, DUE, START, put

FOUND = {"bias implicit": ["examples"], "kernels": ["examples", "others"]}


def watching(store: Store, address: str, *folded: str) -> int:
    with store.writing() as connection:
        chat_id = find_or_add_chat(connection, "test", address, now=BEFORE)
        for one in folded:
            watch(connection, chat_id, one, one.title(), now=BEFORE)
    return chat_id


def plan(store: Store, version: int = 1, found: dict[str, list[str]] | None = None) -> int:
    with store.writing() as connection:
        return plan_alerts(
            connection, "seminar", version, found or FOUND, now=DUE, expires_at=START
        )


def alerted(store: Store, chat_id: int, version: int = 1) -> frozenset[str]:
    with store.reading() as connection:
        return list_alerted(connection, chat_id, "seminar", version)


@pytest.fixture
def seminar(store: Store) -> Store:
    put(store, session(), session(id="others", start="2021-07-05 16:30"))
    return store


def test_words_are_watched_until_they_are_not(store: Store) -> None:
    chat_id = watching(store, "1", "kernels", "bias implicit")
    with store.writing() as connection:
        assert not watch(connection, chat_id, "kernels", "KERNELS", now=DUE)
        expected = {"bias implicit": "Bias Implicit", "kernels": "Kernels"}
        assert list_watches(connection, chat_id) == expected
        assert unwatch(connection, chat_id, "kernels")
        assert not unwatch(connection, chat_id, "kernels")
        assert list_watches(connection, chat_id) == {"bias implicit": "Bias Implicit"}


def test_what_anybody_watches_is_told_once(store: Store) -> None:
    watching(store, "1", "kernels", "bias")
    watching(store, "2", "kernels")
    gone = watching(store, "3", "lasers")
    with store.writing() as connection:
        end_chat(connection, gone, "blocked", now=BEFORE)
        assert list_watched(connection) == ["bias", "kernels"]


def test_one_message_for_each_chat_tells_all_its_sessions(seminar: Store) -> None:
    both = watching(seminar, "1", "kernels", "bias implicit")
    one = watching(seminar, "2", "bias implicit")
    none = watching(seminar, "3", "lasers")
    assert plan(seminar) == 2
    told = {chat_id: alerted(seminar, chat_id) for chat_id in (both, one, none)}
    assert told == {both: {"examples", "others"}, one: {"examples"}, none: frozenset()}
    with seminar.reading() as connection:
        rows = connection.execute(select(tables.deliveries)).mappings().all()
    kept = ("kind", "series_id", "session_id", "subject", "start_at", "next_at", "expires_at")
    assert {tuple(row[name] for name in kept) for row in rows} == {
        ("alert", "seminar", "", 1, 0, seconds(DUE), seconds(START))
    }


def test_nobody_is_told_twice_of_a_session(seminar: Store) -> None:
    chat_id = watching(seminar, "1", "kernels", "bias implicit")
    assert plan(seminar, 1, {"bias implicit": ["examples"]}) == 1
    assert plan(seminar, 1, {"bias implicit": ["examples"]}) == 0
    assert plan(seminar, 2, {"kernels": ["examples"]}) == 0
    assert plan(seminar, 3) == 1
    assert [alerted(seminar, chat_id, version) for version in (1, 2, 3)] == [
        {"examples"},
        frozenset(),
        {"others"},
    ]


@pytest.mark.parametrize(
    ("what", "told"),
    [("series", set()), ("star", {"others"}), ("mute", {"others"}), ("ended", set())],
)
def test_what_a_chat_knows_is_no_news(seminar: Store, what: str, told: set[str]) -> None:
    chat_id = watching(seminar, "1", "kernels")
    with seminar.writing() as connection:
        match what:
            case "series":
                subscribe(connection, chat_id, "seminar", now=BEFORE)
            case "star":
                star(connection, chat_id, "seminar", "examples", now=BEFORE)
            case "mute":
                mute(connection, chat_id, "seminar", "examples", now=BEFORE)
            case "ended":
                end_chat(connection, chat_id, "blocked", now=BEFORE)
    plan(seminar)
    assert alerted(seminar, chat_id) == told


def test_many_are_noted_in_pieces(seminar: Store) -> None:
    chat_id = watching(seminar, "1", "kernels")
    many = {"kernels": ["examples"] * 1200, "lasers": ["others"]}
    assert plan(seminar, 1, many) == 1
    assert alerted(seminar, chat_id) == {"examples"}


def test_chat_with_another_address_keeps_what_it_watches_and_knows(seminar: Store) -> None:
    old = watching(seminar, "old", "kernels")
    new = watching(seminar, "new", "lasers")
    plan(seminar)
    with seminar.writing() as connection:
        move_chat(connection, old, "new")
        assert list(list_watches(connection, new)) == ["kernels", "lasers"]
    assert alerted(seminar, new) == {"examples", "others"}
    assert plan(seminar, 2) == 0
