"""What is over for long is deleted, and nothing that could be planned again. On both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.flows.keeping import Kept, keep_house
from bot.store.chats.personal import renew_token
from bot.store.chats.subscriptions import (
    ChatRules,
    end_chat,
    find_or_add_chat,
    mute,
    set_chat_rules,
    star,
    subscribe,
)
from bot.store.delivery.deliveries import claim, mark_sent
from bot.store.delivery.planning import plan_due
from bot.store.delivery.watches import plan_alerts, watch
from bot.store.engine import Connection, Store
from bot.store.schema import tables
from tests.store.seminar import BEFORE, DUE, LATE, START, due, follow, put

SECOND, KEPT = timedelta(seconds=1), timedelta(days=90)
LONG_AFTER = START + KEPT + timedelta(days=30)


def count(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.deliveries)).scalar_one()


def owed(store: Store, chats: int = 1, *, is_sent: bool = True) -> None:
    put(store)
    for number in range(chats):
        follow(store, str(number))
    with store.writing() as connection:
        plan_due(connection, [due()])
        for one in claim(connection, "me", ["test"], now=DUE, most=99) if is_sent else ():
            mark_sent(connection, one.id, "1", now=DUE)


def test_what_is_over_for_ninety_days_is_deleted(store: Store) -> None:
    owed(store)
    assert keep_house(store, now=LATE + KEPT) == Kept(0, 0)
    assert keep_house(store, now=LATE + KEPT + SECOND) == Kept(1, 0)
    assert count(store) == 0


def test_much_is_deleted_in_pieces(store: Store) -> None:
    owed(store, 7)
    assert keep_house(store, now=LONG_AFTER, piece=3) == Kept(7, 0)


def test_what_is_owed_still_is_kept_however_old(store: Store) -> None:
    owed(store, is_sent=False)
    assert keep_house(store, now=LONG_AFTER) == Kept(0, 0)
    assert count(store) == 1


def test_reminder_of_long_ago_is_kept_while_its_session_is_to_come(store: Store) -> None:
    put(store)
    follow(store, "1")
    early = due(start_at=LONG_AFTER, expires_at=DUE + SECOND)
    with store.writing() as connection:
        plan_due(connection, [early])
        [one] = claim(connection, "me", ["test"], now=DUE)
        mark_sent(connection, one.id, "1", now=DUE)
    assert keep_house(store, now=LONG_AFTER) == Kept(0, 0)
    with store.writing() as connection:
        assert plan_due(connection, [early]) == 0


def test_nobody_is_alerted_again_of_what_is_deleted(store: Store) -> None:
    put(store)
    with store.writing() as connection:
        chat_id = find_or_add_chat(connection, "test", "1", now=BEFORE)
        watch(connection, chat_id, "kernels", "kernels", now=BEFORE)
        about = {"kernels": ["examples"]}
        plan_alerts(connection, "seminar", 1, about, now=DUE, expires_at=START)
        [one] = claim(connection, "me", ["test"], now=DUE)
        mark_sent(connection, one.id, "1", now=DUE)
    assert keep_house(store, now=LONG_AFTER) == Kept(1, 0)
    with store.writing() as connection:
        assert plan_alerts(connection, "seminar", 2, about, now=DUE, expires_at=START) == 0


def follows(connection: Connection, chat: int) -> None:
    subscribe(connection, chat, "seminar", now=BEFORE)


def stars(connection: Connection, chat: int) -> None:
    star(connection, chat, "seminar", "examples", now=BEFORE)


def mutes(connection: Connection, chat: int) -> None:
    mute(connection, chat, "seminar", "examples", now=BEFORE)


def watches(connection: Connection, chat: int) -> None:
    watch(connection, chat, "kernels", "kernels", now=BEFORE)


def has_calendar(connection: Connection, chat: int) -> None:
    renew_token(connection, chat, b"hash", now=BEFORE)


def wants_digest(connection: Connection, chat: int) -> None:
    set_chat_rules(connection, chat, ChatRules(zone="UTC", digest=(0, 0)), now=BEFORE)


def wants_nothing(connection: Connection, chat: int) -> None:
    set_chat_rules(connection, chat, ChatRules(zone="UTC"), now=BEFORE)


@pytest.mark.parametrize(
    ("want", "deleted"),
    [
        (wants_nothing, 1),
        (follows, 0),
        (stars, 0),
        (mutes, 0),
        (watches, 0),
        (has_calendar, 0),
        (wants_digest, 0),
    ],
)
def test_chats_that_are_gone_are_deleted_if_they_want_nothing(
    store: Store, want: Callable[[Connection, int], None], deleted: int
) -> None:
    put(store)
    with store.writing() as connection:
        there = find_or_add_chat(connection, "test", "there", now=BEFORE)
        gone = find_or_add_chat(connection, "test", "gone", now=BEFORE)
        want(connection, gone)
        end_chat(connection, gone, "blocked", now=DUE)
    assert keep_house(store, now=DUE + KEPT) == Kept(0, 0)
    assert keep_house(store, now=DUE + KEPT + SECOND) == Kept(0, deleted)
    with store.reading() as connection:
        left = set(connection.execute(select(tables.chats.c.id)).scalars())
    assert left == ({there} if deleted else {there, gone})
