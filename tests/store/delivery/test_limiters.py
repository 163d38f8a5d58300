"""Turns to send: apart from each other, whoever takes them, and none in a pause."""

from datetime import datetime, timedelta

from bot.store.delivery.limiters import lock_chats, next_turn, pause, set_free_at, take_turns
from bot.store.engine import Connection, Store
from tests.store.seminar import DUE, follow, put

GAP = timedelta(microseconds=33_334)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def take(connection: Connection, account: str = "bot", now: datetime = DUE) -> datetime:
    return take_turns(connection, account, GAP, now=now)


def test_turns_are_a_gap_apart(store: Store) -> None:
    with store.writing() as connection:
        turns = [take(connection) for _ in range(3)]
        other = take(connection, "other")
        later = take(connection, now=DUE + timedelta(hours=1))
    assert turns == [DUE, DUE + GAP, DUE + 2 * GAP]
    assert (other, later) == (DUE, DUE + timedelta(hours=1))


def test_several_turns_are_taken_at_once_and_looking_takes_none(store: Store) -> None:
    with store.writing() as connection:
        assert next_turn(connection, "bot", now=DUE) == DUE
        assert take_turns(connection, "bot", GAP, now=DUE, count=3) == DUE
        assert [next_turn(connection, "bot", now=DUE) for _ in "12"] == [DUE + 3 * GAP] * 2
        assert take(connection) == DUE + 3 * GAP


def test_pause_holds_for_everybody_and_is_never_cut_short(store: Store) -> None:
    until = DUE + 30 * SECOND
    with store.writing() as connection:
        pause(connection, "bot", until, now=DUE)
        pause(connection, "bot", DUE, now=DUE)
        assert next_turn(connection, "bot", now=DUE) == until
        assert take(connection) == until
        assert take(connection) == until + GAP
        assert take(connection, "other") == DUE


def test_pause_of_days_holds_for_one_and_hides_no_other(store: Store) -> None:
    with store.writing() as connection:
        pause(connection, "bot", DUE + 2 * DAY, now=DUE)
        assert next_turn(connection, "bot", now=DUE) == DUE + DAY
        assert next_turn(connection, "bot", now=DUE - SECOND) == DUE + DAY
        pause(connection, "other", DUE + 40 * DAY, now=DUE + 30 * DAY)  # by a clock far ahead
        pause(connection, "other", DUE + 30 * SECOND, now=DUE)
        assert next_turn(connection, "other", now=DUE) == DUE + 30 * SECOND


def test_chat_has_turns_of_its_own(store: Store) -> None:
    put(store)
    chat_id, other = follow(store, "1"), follow(store, "2")
    with store.writing() as connection:
        set_free_at(connection, {chat_id: DUE + SECOND})
        free_at = lock_chats(connection, [other, chat_id], now=DUE)
        assert (free_at[chat_id], free_at[other] < DUE) == (DUE + SECOND, True)


def test_chat_that_somebody_is_writing_about_is_not_waited_for(store: Store) -> None:
    put(store)
    chat_id, other = follow(store, "1"), follow(store, "2")
    if store.is_embedded:  # there is one writer only
        return
    with store.writing() as connection, store.writing() as another:
        set_free_at(connection, {chat_id: DUE})
        assert list(lock_chats(another, [chat_id, other], now=DUE)) == [other]


def test_another_time_of_a_simulated_clock_blocks_nothing(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    years = timedelta(days=2000)
    with store.writing() as connection:
        take(connection, now=DUE + years)
        pause(connection, "bot", DUE + years, now=DUE + years)
        set_free_at(connection, {chat_id: DUE + years})
        assert take(connection) == DUE
        assert lock_chats(connection, [chat_id], now=DUE)[chat_id] < DUE
