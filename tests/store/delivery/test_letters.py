"""Letters as they are kept: found whole, one for each key, withdrawn once. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.store.chats.subscriptions import end_chat
from bot.store.delivery.deliveries import LEASE, claim
from bot.store.delivery.letters import (
    Letter,
    Purpose,
    add_letter,
    find_letter,
    list_letters,
    owe_letter,
    purge_letters,
    release_letter,
    withdraw_letter,
)
from bot.store.delivery.marking import Readiness, mark_sending
from bot.store.engine import Store
from bot.store.organizing.organizers import Person
from bot.store.rewinding import rewind
from bot.store.schema import tables
from tests.store.seminar import BEFORE, HOUR, follow, put

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def written(**parts: object) -> Letter:
    usual = {"series_id": "seminar", "purpose": Purpose.ANNOUNCEMENT, "content": '{"text":"Hi"}'}
    usual |= {"created_at": BEFORE, "due_at": BEFORE, "expires_at": BEFORE + DAY}
    return Letter(**{**usual, **parts})


def to_all(store: Store, letter: Letter) -> int:
    with store.writing() as connection:
        return owe_letter(connection, letter, tables.chats.c.platform == "test", now=BEFORE)


def stored(store: Store, *people: str, **parts: object) -> Letter:
    put(store)
    for one in people:
        follow(store, one)
    with store.writing() as connection:
        return written(**parts, id=add_letter(connection, written(**parts)))


def statuses(store: Store) -> list[str]:
    table = tables.deliveries
    with store.reading() as connection:
        return list(connection.execute(select(table.c.status).order_by(table.c.id)).scalars())


def test_a_letter_is_found_as_it_was_kept(store: Store) -> None:
    by = Person("telegram", "42")
    letter = stored(store, session_id="examples", key="a", by=by, due_at=BEFORE + HOUR)
    with store.writing() as connection:
        assert find_letter(connection, letter.id) == letter
        assert find_letter(connection, letter.id + 1) is None
        other = written(purpose=Purpose.TRIAL)
        add_letter(connection, other)
        assert list_letters(connection, ["seminar"], Purpose.ANNOUNCEMENT) == [letter]
        assert list_letters(connection, [], Purpose.ANNOUNCEMENT) == []
        assert release_letter(connection, letter.id, now=BEFORE + HOUR)
        assert not release_letter(connection, letter.id, now=BEFORE + DAY)
        released = replace(letter, released_at=BEFORE + HOUR)
        assert find_letter(connection, letter.id) == released
        assert withdraw_letter(connection, letter.id, now=BEFORE + DAY)
        assert find_letter(connection, letter.id) == replace(released, withdrawn_at=BEFORE + DAY)


def test_there_is_one_of_each_key(store: Store) -> None:
    letter = stored(store, key="two days before")
    with store.writing() as connection:
        assert add_letter(connection, written(key="two days before")) == letter.id
        others = [written(key="a week before"), written(session_id="examples", key=letter.key)]
        others += [written(purpose=Purpose.TRIAL, key=letter.key), written(), written()]
        numbers = {add_letter(connection, one) for one in others}
    assert len(numbers | {letter.id}) == 6


def test_it_is_owed_once_to_chats_that_can_be_reached(store: Store) -> None:
    letter = stored(store, "1", "2")
    gone = follow(store, "3")
    with store.writing() as connection:
        end_chat(connection, gone, "blocked", now=BEFORE)
    assert [to_all(store, letter), to_all(store, letter)] == [2, 0]
    follow(store, "4")
    assert to_all(store, letter) == 1


def test_nothing_of_it_leaves_once_it_is_withdrawn(store: Store) -> None:
    letter = stored(store, "1", "2", "3")
    to_all(store, letter)
    with store.writing() as connection:
        first, second = claim(connection, "me", ["test"], now=BEFORE, most=2)
        assert mark_sending(connection, first, "me", 1, now=BEFORE) is Readiness.READY
        assert withdraw_letter(connection, letter.id, now=BEFORE)
        assert not withdraw_letter(connection, letter.id, now=BEFORE)
        assert mark_sending(connection, second, "me", 1, now=BEFORE) is Readiness.UNWANTED
    assert statuses(store) == ["sending", "claimed", "empty"]
    with store.writing() as connection:
        again = claim(connection, "other", ["test"], now=BEFORE + LEASE, most=2)
        ready = [mark_sending(connection, one, "other", 1, now=BEFORE + LEASE) for one in again]
    assert ready == [Readiness.UNWANTED, Readiness.UNWANTED]


def test_who_takes_it_back_waits_for_what_is_being_marked(store: Store) -> None:
    letter = stored(store, "1")
    to_all(store, letter)

    def take_back() -> bool:
        with store.writing() as connection:
            return withdraw_letter(connection, letter.id, now=BEFORE)

    with ThreadPoolExecutor(1) as pool:
        with store.writing() as connection:
            [one] = claim(connection, "me", ["test"], now=BEFORE)
            assert mark_sending(connection, one, "me", 1, now=BEFORE) is Readiness.READY
            taking = pool.submit(take_back)
            with pytest.raises(TimeoutError):
                taking.result(0.5)
        assert taking.result(30)
    assert statuses(store) == ["sending"]


def test_a_withdrawn_letter_is_not_released(store: Store) -> None:
    letter = stored(store)
    with store.writing() as connection:
        withdraw_letter(connection, letter.id, now=BEFORE)
        assert not release_letter(connection, letter.id, now=BEFORE)


def test_it_is_deleted_once_it_has_had_no_use_for_long(store: Store) -> None:
    letter = stored(store)
    with store.writing() as connection:
        assert purge_letters(connection, before=letter.expires_at) == 0
        assert purge_letters(connection, before=letter.expires_at + SECOND) == 1
        number = add_letter(connection, written())
    assert number > letter.id


def test_what_lies_ahead_of_a_clock_turned_back_has_not_happened(store: Store) -> None:
    letter = stored(store)
    with store.writing() as connection:
        release_letter(connection, letter.id, now=BEFORE + HOUR)
        withdraw_letter(connection, letter.id, now=BEFORE + 2 * HOUR)
        rewind(connection, now=BEFORE + HOUR)
        released = replace(letter, released_at=BEFORE + HOUR)
        assert find_letter(connection, letter.id) == released
        rewind(connection, now=BEFORE)
        assert find_letter(connection, letter.id) == letter
        rewind(connection, now=BEFORE - SECOND)
        assert find_letter(connection, letter.id) is None
