"""Keys to the organizers' page, counts of readers and of messages. On both databases."""

from datetime import date, timedelta

from bot.flows.keeping import keep_house
from bot.store.chats.subscriptions import end_chat, find_or_add_chat, star
from bot.store.delivery.deliveries import DeliveryStatus, claim, close, mark_sent
from bot.store.delivery.outcomes import (
    Following,
    Outcome,
    count_open,
    list_following,
    list_outcomes,
)
from bot.store.delivery.planning import plan_due
from bot.store.engine import Store
from bot.store.organizing.organizers import Person
from bot.store.organizing.page_keys import Key, Pass, add_key, find_key, take_key
from bot.store.series.readers import Readers, list_readers, note_readers
from tests.reminders.seminar import session
from tests.store.seminar import BEFORE, DUE, START, due, follow, put

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ADA = Pass("seminar", Person("telegram", "1"), "de")
FIRST = date(2021, 6, 1)


def test_key_is_of_its_kind_and_counts_until_it_is_taken_or_over(store: Store) -> None:
    put(store)
    with store.writing() as connection:
        for token, kind in ((b"a", Key.LINK), (b"b", Key.SESSION), (b"c", Key.LINK)):
            add_key(connection, token, kind, ADA, now=BEFORE, expires_at=BEFORE + MINUTE)
    with store.writing() as connection:
        found = [
            find_key(connection, b"a", Key.LINK, now=BEFORE),
            find_key(connection, b"a", Key.SESSION, now=BEFORE),
            find_key(connection, b"b", Key.LINK, now=BEFORE),
            find_key(connection, b"b", Key.SESSION, now=BEFORE + MINUTE),
            find_key(connection, b"d", Key.LINK, now=BEFORE),
            take_key(connection, b"a", Key.LINK, now=BEFORE),
            take_key(connection, b"a", Key.LINK, now=BEFORE),
            take_key(connection, b"c", Key.LINK, now=BEFORE + MINUTE),
        ]
    assert found == [ADA, None, None, None, None, ADA, None, None]


def test_readers_of_a_day_are_as_many_as_any_process_counted(store: Store) -> None:
    put(store)
    put(store, id="other")
    with store.writing() as connection:
        note_readers(connection, {("seminar", FIRST, "apple"): 3, ("other", FIRST, "apple"): 9})
        note_readers(connection, {("seminar", FIRST, "apple"): 2, ("seminar", FIRST, "other"): 1})
        note_readers(connection, {("seminar", FIRST + DAY, "apple"): 4})
    with store.reading() as connection:
        assert list_readers(connection, "seminar", since=FIRST) == [
            Readers(FIRST, "apple", 3),
            Readers(FIRST, "other", 1),
            Readers(FIRST + DAY, "apple", 4),
        ]
        assert len(list_readers(connection, "seminar", since=FIRST + DAY)) == 1


def test_what_is_over_is_deleted(store: Store) -> None:
    put(store)
    with store.writing() as connection:
        add_key(connection, b"a", Key.LINK, ADA, now=BEFORE, expires_at=BEFORE + MINUTE)
        add_key(connection, b"b", Key.LINK, ADA, now=BEFORE, expires_at=BEFORE + 2 * MINUTE)
        for day in (0, 1):
            note_readers(
                connection, {("seminar", BEFORE.date() - (90 + day) * DAY, "apple"): day + 1}
            )
    keep_house(store, now=BEFORE + MINUTE)
    with store.reading() as connection:
        (left,) = list_readers(connection, "seminar", since=date(2000, 1, 1))
        keys = [find_key(connection, token, Key.LINK, now=BEFORE) for token in (b"a", b"b")]
    assert (left.count, keys) == (1, [None, ADA])


def test_outcomes_are_counted_by_when_they_were_due(store: Store) -> None:
    put(store)
    put(store, id="other")
    for number in range(7):
        follow(store, str(number))
    follow(store, "8", to="other")
    with store.writing() as connection:
        plan_due(connection, [due()])
        claimed = claim(connection, "me", ["test"], now=DUE, most=6)
        for one, length in zip(claimed, (0, 60, 61), strict=False):
            mark_sent(connection, one.id, "1", now=DUE + length * timedelta(seconds=1))
        for one, status in zip(claimed[3:], _CLOSED, strict=True):
            close(connection, one.id, "me", status)
    with store.reading() as connection:
        found = list_outcomes(connection, "seminar", since=DUE)
        assert list_outcomes(connection, "seminar", since=DUE + MINUTE) == []
        assert list_outcomes(connection, "other", since=DUE) == []
        assert (count_open(connection, "seminar"), count_open(connection, "other")) == (1, 0)
    assert {(one.due_at, one.outcome): one.count for one in found} == {
        (DUE, Outcome.SENT): 2,
        (DUE, Outcome.LATE): 1,
        (DUE, Outcome.FAILED): 1,
        (DUE, Outcome.DROPPED): 1,
    }


_CLOSED = (DeliveryStatus.FAILED, DeliveryStatus.EXPIRED, DeliveryStatus.EMPTY)


def test_following_are_counted_by_platform(store: Store) -> None:
    put(store, session(), session("2021-07-05 16:30", id="more"))
    put(store, id="other")
    first, gone = follow(store, "1"), follow(store, "2")
    follow(store, "3", to="other")
    with store.writing() as connection:
        other = find_or_add_chat(connection, "room", "r", now=BEFORE)
        for chat, name in ((first, "examples"), (other, "examples"), (other, "more")):
            star(connection, chat, "seminar", name, now=BEFORE)
        end_chat(connection, gone, "blocked", now=START)
    with store.reading() as connection:
        assert list_following(connection, "seminar") == [
            Following("room", 0, 1, 0),
            Following("test", 1, 0, 1),
        ]
