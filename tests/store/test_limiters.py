"""Turns to send: apart from each other, whoever takes them, and none in a pause."""

from datetime import timedelta

from bot.store.engine import Store
from bot.store.limiters import pause, paused_until, take_chat_turn, take_turn
from tests.store.seminar import DUE, follow, put

GAP = timedelta(microseconds=33_334)


def test_turns_are_a_gap_apart(store: Store) -> None:
    with store.writing() as connection:
        turns = [take_turn(connection, "bot", GAP, now=DUE) for _ in range(3)]
        other = take_turn(connection, "other", GAP, now=DUE)
        later = take_turn(connection, "bot", GAP, now=DUE + timedelta(hours=1))
    assert turns == [DUE, DUE + GAP, DUE + 2 * GAP]
    assert (other, later) == (DUE, DUE + timedelta(hours=1))


def test_pause_holds_for_everybody_and_is_never_cut_short(store: Store) -> None:
    until = DUE + timedelta(seconds=30)
    with store.writing() as connection:
        assert paused_until(connection, "bot", now=DUE) < DUE
        pause(connection, "bot", until)
        pause(connection, "bot", DUE)
        assert paused_until(connection, "bot", now=DUE) == until
        assert take_turn(connection, "bot", GAP, now=DUE) == until
        assert take_turn(connection, "bot", GAP, now=DUE) == until + GAP
        assert take_turn(connection, "other", GAP, now=DUE) == DUE


def test_chat_has_turns_of_its_own(store: Store) -> None:
    put(store)
    chat_id, other = follow(store, "1"), follow(store, "2")
    second = timedelta(seconds=1)
    with store.writing() as connection:
        assert take_chat_turn(connection, chat_id, second, now=DUE) is None
        assert take_chat_turn(connection, chat_id, second, now=DUE + GAP) == DUE + second
        assert take_chat_turn(connection, other, second, now=DUE) is None
        assert take_chat_turn(connection, chat_id, second, now=DUE + second) is None


def test_another_time_of_a_simulated_clock_blocks_nothing(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    years = timedelta(days=2000)
    with store.writing() as connection:
        take_turn(connection, "bot", GAP, now=DUE + years)
        pause(connection, "bot", DUE + years)
        take_chat_turn(connection, chat_id, GAP, now=DUE + years)
        assert take_turn(connection, "bot", GAP, now=DUE) == DUE
        assert paused_until(connection, "bot", now=DUE) < DUE
        assert take_chat_turn(connection, chat_id, GAP, now=DUE) is None
