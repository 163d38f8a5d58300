"""What is owed to chats: planned once, claimed by one, marked, closed. On both databases."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, select, update

from bot.domain.series import TalkKind
from bot.store.chats.moves import move_chat
from bot.store.chats.subscriptions import (
    ChatRules,
    SubscriptionRules,
    end_chat,
    find_or_add_chat,
    get_chat,
    mute,
    set_chat_rules,
    set_subscription_rules,
    star,
    unsubscribe,
)
from bot.store.delivery.counting import count_due
from bot.store.delivery.deliveries import (
    LEASE,
    Claimed,
    DeliveryStatus,
    Kind,
    claim,
    close,
    close_unreachable,
    expire_overdue,
    mark_sent,
    next_open_at,
    reschedule,
)
from bot.store.delivery.marking import Readiness, mark_sending
from bot.store.delivery.planning import DueReminder, list_rules, plan_due
from bot.store.engine import Store
from bot.store.schema import tables
from bot.store.schema.columns import seconds
from tests.reminders.seminar import moment, session
from tests.store.seminar import BEFORE, DUE, HOUR, LATE, START, due, follow, put, rule

SECOND, WEEK = timedelta(seconds=1), timedelta(weeks=1)
ONE = ("seminar", "examples")


def plan(store: Store, *reminders: DueReminder) -> int:
    with store.writing() as connection:
        return plan_due(connection, reminders)


def take(store: Store, owner: str = "me", *, now: datetime = DUE, most: int = 9) -> list[Claimed]:
    with store.writing() as connection:
        return claim(connection, owner, ["test"], now=now, most=most)


def sending(store: Store, one: Claimed, owner: str = "me", *, now: datetime = DUE) -> Readiness:
    with store.writing() as connection:
        return mark_sending(connection, one, owner, 1, now=now)


def row(store: Store) -> dict[str, Any]:
    """Return the one delivery, as it is stored."""
    with store.reading() as connection:
        return dict(connection.execute(select(tables.deliveries)).mappings().one())


def test_rules_are_told_once_each(store: Store) -> None:
    put(store)
    put(store, id="other")
    quiet = ChatRules(zone="Asia/Tokyo", offsets=(HOUR,), quiet=(1320, 420))
    with store.writing() as connection:
        for address in "123":
            follow_id = find_or_add_chat(connection, "test", address, now=BEFORE)
            star(connection, follow_id, *ONE, now=BEFORE)
    chats = [follow(store, address) for address in "34567"]
    follow(store, "8", to="other")
    with store.writing() as connection:
        words = SubscriptionRules(keywords=("bias",), offsets=())
        set_subscription_rules(connection, chats[2], "seminar", words, now=BEFORE)
        set_chat_rules(connection, chats[2], quiet, now=BEFORE)
        set_chat_rules(connection, chats[3], quiet, now=BEFORE)
        end_chat(connection, chats[4], "blocked", now=BEFORE)
        found = list_rules(connection, ["seminar"])
    at_night = {"quiet": "1320-420", "zone": "Asia/Tokyo"}
    assert sorted(found, key=str) == sorted(
        [
            rule(),
            rule(offsets="[]", keywords='["bias"]', **at_night),
            rule(offsets="[3600]", **at_night),
        ],
        key=str,
    )
    [usual, one, silent] = found
    assert (silent.own_offsets, silent.own_keywords) == ((), ("bias",))
    assert (one.own_offsets, one.quiet_minutes, usual.own_offsets) == (
        (HOUR,),
        (1320, 420),
        None,
    )


def test_planning_twice_plans_once(store: Store) -> None:
    put(store)
    chats = [follow(store, address) for address in "123"]
    with store.writing() as connection:
        star(connection, chats[0], *ONE, now=BEFORE)
    assert [plan(store, due()), plan(store, due())] == [3, 0]
    with store.writing() as connection:
        for one in claim(connection, "me", ["test"], now=DUE, most=9):
            mark_sent(connection, one.id, "1", now=DUE)
    assert plan(store, due()) == 0


def test_row_says_what_is_owed(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    plan(store, due())
    with store.reading() as connection:
        assert next_open_at(connection, "test") == DUE
        assert next_open_at(connection, "other") is None
    assert row(store) == {
        "id": row(store)["id"],
        "chat_id": chat_id,
        "kind": "reminder",
        "subject": 0,
        "shown": None,
        "series_id": "seminar",
        "session_id": "examples",
        "offset_s": 3600,
        "start_at": seconds(START),
        "due_at": seconds(DUE),
        "expires_at": seconds(LATE),
        "status": "pending",
        "attempts": 0,
        "next_at": seconds(DUE),
        "lease_owner": None,
        "message_id": None,
        "sent_at": None,
        "error": "",
        "carries": 0,
        "told": 0,
    }


@pytest.mark.parametrize(("later", "owed"), [(-SECOND, 1), (timedelta(0), 0), (SECOND, 0)])
def test_subscription_gets_only_what_is_due_after_it_was_made(
    store: Store, later: timedelta, owed: int
) -> None:
    put(store)
    follow(store, "1", now=DUE + later)
    assert plan(store, due()) == owed


def test_new_offsets_kinds_and_keywords_make_nothing_due_that_would_be_over(store: Store) -> None:
    put(store)
    chats = [follow(store, address) for address in "1234"]
    others = (
        SubscriptionRules(offsets=(HOUR,)),
        SubscriptionRules(kinds=(TalkKind.TALK,)),
        SubscriptionRules(keywords=("examples",)),
    )
    with store.writing() as connection:
        set_chat_rules(connection, chats[0], ChatRules(offsets=(HOUR,)), now=DUE)
        for chat_id, rules in zip(chats[1:], others, strict=True):
            set_subscription_rules(connection, chat_id, "seminar", rules, now=DUE)
        rules_now = list_rules(connection, ["seminar"])
    assert plan(store, *(due(one) for one in rules_now)) == 0
    with store.writing() as connection:  # the same ones again are not new
        set_chat_rules(connection, chats[0], ChatRules(offsets=(HOUR,)), now=START)
        set_subscription_rules(connection, chats[1], "seminar", others[0], now=START)
    later = DUE + SECOND
    reminders = [due(one, start_at=later + HOUR, due_at=later) for one in rules_now]
    assert plan(store, *reminders) == 4


def test_zone_quiet_hours_and_language_lose_nothing_that_is_due(store: Store) -> None:
    put(store)
    chats = [follow(store, address) for address in "123"]
    rules = (
        ChatRules(zone="Asia/Tokyo", language="de"),
        ChatRules(quiet=(1320, 420), zone="UTC"),
        ChatRules(kind="group"),
    )
    with store.writing() as connection:
        for chat_id, one in zip(chats, rules, strict=True):
            set_chat_rules(connection, chat_id, one, now=START)
        set_subscription_rules(connection, chats[2], "seminar", SubscriptionRules(), now=START)
    assert plan(store, due(), due(rule(quiet="1320-420", zone="UTC"))) == 3


def test_moved_earlier_for_quiet_hours_counts_as_of_its_usual_hour(store: Store) -> None:
    put(store)
    follow(store, "1", now=DUE - HOUR)
    assert plan(store, due(due_at=DUE - 5 * HOUR)) == 1


def test_reminder_is_for_those_with_its_rule(store: Store) -> None:
    put(store)
    chats = [follow(store, address) for address in "12"]
    with store.writing() as connection:
        set_chat_rules(connection, chats[1], ChatRules(offsets=(2 * HOUR,)), now=BEFORE)
    assert plan(store, due(rule(offsets="[7200]"), offset=2 * HOUR)) == 1
    assert row(store)["chat_id"] == chats[1]


def test_star_brings_one_session_and_a_mute_takes_one(store: Store) -> None:
    put(store, session(), session(id="others", start="2021-07-05 16:30"))
    starring = follow(store, "1")
    muting = follow(store, "2")
    with store.writing() as connection:
        unsubscribe(connection, starring, "seminar")
        star(connection, starring, *ONE, now=BEFORE)
        mute(connection, muting, *ONE, now=BEFORE)
    assert plan(store, due(), due(session_id="others")) == 2
    with store.reading() as connection:
        table = tables.deliveries
        found = connection.execute(select(table.c.chat_id, table.c.session_id)).all()
    assert {tuple(one) for one in found} == {(starring, "examples"), (muting, "others")}


def test_star_passes_what_a_subscription_leaves_out(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    words = SubscriptionRules(keywords=("bias",), offsets=(HOUR,))
    with store.writing() as connection:
        set_subscription_rules(connection, chat_id, "seminar", words, now=BEFORE)
        assert plan_due(connection, [due(rule(offsets="[3600]"))]) == 0
        star(connection, chat_id, *ONE, now=BEFORE)
        assert plan_due(connection, [due(rule(offsets="[3600]"))]) == 1


def test_many_are_planned_in_pieces(store: Store) -> None:
    put(store)
    follow(store, "1")
    offsets = [HOUR + number * SECOND for number in reversed(range(1200))]
    reminders = [due(offset=offset, due_at=START - offset) for offset in offsets]
    assert plan(store, *reminders) == 1200


def test_what_others_were_told_of_another_session_brings_nobody_an_earlier_reminder(
    store: Store,
) -> None:
    put(store, session(), session(id="others", start="2021-07-05 16:30"))
    for address in "12":
        follow(store, address)
    week_later = {"session_id": "others", "due_at": DUE + WEEK, "expires_at": LATE + WEEK}
    assert plan(store, due(), due(start_at=START + WEEK, **week_later)) == 4
    table = tables.deliveries
    with store.writing() as connection:
        connection.execute(update(table).values(sent_at=seconds(DUE)))
    earlier = due(offset=2 * HOUR, due_at=DUE - HOUR)
    moved = due(start_at=START + WEEK + SECOND, **week_later)
    with store.reading() as connection:
        key = "others", HOUR, DUE + WEEK
        assert count_due(connection, [earlier, moved]) == {key: 2}
    assert plan(store, earlier, moved) == 2  # the other session is told anew, and only that


def test_claimed_row_tells_what_to_send(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    with store.writing() as connection:
        rules = ChatRules(zone="Asia/Tokyo", kind="group", quiet=(1320, 420), heard_language="de")
        set_chat_rules(connection, chat_id, rules, now=BEFORE)
    plan(store, due(rule(quiet="1320-420", zone="Asia/Tokyo")))
    assert take(store, now=DUE - SECOND) == []
    with store.writing() as connection:
        assert claim(connection, "me", ["other"], now=DUE) == []
    [one] = take(store)
    assert one == Claimed(
        id=one.id,
        kind=Kind.REMINDER,
        subject=0,
        message_id="",
        shown="",
        chat_id=chat_id,
        platform="test",
        address="1",
        chat_kind="group",
        zone="Asia/Tokyo",
        language="de",
        quiet=(1320, 420),
        series_id="seminar",
        session_id="examples",
        offset=HOUR,
        start_at=START,
        due_at=DUE,
        expires_at=LATE,
        attempts=0,
        was_sending=False,
    )


def test_claimed_row_is_nobody_elses_until_its_lease_ends(store: Store) -> None:
    put(store)
    follow(store, "1")
    plan(store, due())
    [one] = take(store)
    assert take(store, "you", now=DUE + LEASE - SECOND) == []
    assert take(store, "you", now=DUE + LEASE) == [one]
    assert sending(store, one, now=DUE + SECOND) is Readiness.LOST
    assert sending(store, one, "you", now=DUE + LEASE) is Readiness.READY


def test_own_lease_that_has_ended_counts_no_more(store: Store) -> None:
    put(store)
    follow(store, "1")
    plan(store, due())
    [one] = take(store)
    assert sending(store, one, now=DUE + LEASE) is Readiness.LOST
    assert row(store)["status"] == "claimed"


def test_message_that_may_have_left_is_claimed_with_a_warning(store: Store) -> None:
    put(store)
    follow(store, "1")
    plan(store, due())
    [one] = take(store)
    assert sending(store, one) is Readiness.READY
    assert sending(store, one) is Readiness.LOST
    assert take(store, now=DUE + LEASE - SECOND) == []
    assert take(store, now=DUE + LEASE) == [replace(one, attempts=1, was_sending=True, told=1)]


def test_two_claims_at_once_share_nothing(store: Store) -> None:
    if store.is_embedded:
        pytest.skip("writers wait for each other")
    put(store)
    for number in range(6):
        follow(store, str(number))
    plan(store, due())
    with store.writing() as first, store.writing() as second:
        mine = claim(first, "me", ["test"], now=DUE, most=4)
        yours = claim(second, "you", ["test"], now=DUE, most=4)
    assert (len(mine), len(yours)) == (4, 2)
    assert {one.id for one in mine}.isdisjoint({one.id for one in yours})


def test_sent_is_sent(store: Store) -> None:
    put(store)
    follow(store, "1")
    plan(store, due())
    [one] = take(store)
    sending(store, one)
    with store.writing() as connection:
        mark_sent(connection, one.id, "77", now=DUE + SECOND)
        assert not reschedule(connection, one.id, "me", LATE)
        assert next_open_at(connection, "test") is None
    stored = row(store)
    assert (stored["status"], stored["message_id"], stored["attempts"]) == ("sent", "77", 1)
    assert stored["sent_at"] == seconds(DUE + SECOND)
    assert take(store, now=LATE) == []


def test_sent_message_is_recorded_even_if_another_has_claimed_it(store: Store) -> None:
    put(store)
    follow(store, "1")
    plan(store, due())
    [one] = take(store)
    sending(store, one)
    [again] = take(store, "you", now=DUE + LEASE)
    with store.writing() as connection:
        mark_sent(connection, one.id, "77", now=DUE + LEASE)
    assert sending(store, again, "you", now=DUE + LEASE) is Readiness.LOST


def test_rescheduled_row_comes_back_and_never_too_early(store: Store) -> None:
    put(store)
    follow(store, "1")
    plan(store, due())
    [one] = take(store)
    sending(store, one)
    at = DUE + 5 * SECOND + timedelta(microseconds=1)
    with store.writing() as connection:
        assert not reschedule(connection, one.id, "you", at)
        assert reschedule(connection, one.id, "me", at, error="timeout")
    assert row(store)["error"] == "timeout"
    assert take(store, now=DUE + 5 * SECOND) == []
    assert take(store, now=DUE + 6 * SECOND) == [replace(one, attempts=1, told=1)]


def test_closed_row_stays_closed(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    plan(store, due())
    [one] = take(store)
    with store.writing() as connection:
        assert not close(connection, one.id, "you", DeliveryStatus.EXPIRED)
        assert close(connection, one.id, "me", DeliveryStatus.EXPIRED, error="too late")
        assert close_unreachable(connection, chat_id, error="blocked") == 0
    assert (row(store)["status"], row(store)["error"]) == ("expired", "too late")
    assert take(store, now=LATE) == []


def test_all_that_is_owed_to_a_lost_chat_is_closed(store: Store) -> None:
    put(store)
    chats = [follow(store, address) for address in "12"]
    plan(store, due(), due(offset=2 * HOUR))
    with store.writing() as connection:
        assert close_unreachable(connection, chats[0], error="blocked") == 2
    assert {one.chat_id for one in take(store)} == {chats[1]}


def test_overdue_rows_expire_unless_somebody_sends_them(store: Store) -> None:
    put(store)
    follow(store, "1")
    follow(store, "2")
    plan(store, due())
    take(store, now=LATE - SECOND, most=1)
    with store.writing() as connection:
        assert expire_overdue(connection, now=LATE - SECOND) == 0
        assert expire_overdue(connection, now=LATE) == 1
        assert expire_overdue(connection, now=LATE + LEASE) == 1


@pytest.mark.parametrize("what", ["changed", "archived", "muted", "left", "ended"])
def test_message_that_nobody_wants_any_more_is_not_begun(store: Store, what: str) -> None:
    put(store)
    chat_id = follow(store, "1")
    plan(store, due())
    [one] = take(store)
    match what:
        case "changed":
            put(store, session(start=moment("2021-06-28 17:30")))
        case "archived":
            with store.writing() as connection:
                connection.execute(update(tables.series).values(archived_at=DUE))
    with store.writing() as connection:
        match what:
            case "muted":
                mute(connection, chat_id, *ONE, now=DUE)
            case "left":
                unsubscribe(connection, chat_id, "seminar")
            case "ended":
                end_chat(connection, chat_id, "blocked", now=DUE)
    assert sending(store, one) is Readiness.UNWANTED
    assert row(store)["status"] == "claimed"


def test_moved_session_is_owed_anew(store: Store) -> None:
    put(store)
    follow(store, "1")
    assert [plan(store, due()), plan(store, due(start_at=START + HOUR))] == [1, 1]


def test_chat_that_moves_takes_along_what_is_owed(store: Store) -> None:
    put(store)
    old, new = follow(store, "1"), follow(store, "2")
    plan(store, due())
    with store.writing() as connection:
        move_chat(connection, old, "2")
    plan(store, due())
    assert [one.chat_id for one in take(store)] == [new]


def test_what_is_due_is_found_by_the_index_of_open_rows(store: Store) -> None:
    if not store.is_embedded:
        pytest.skip("PostgreSQL plans by what is in the tables")
    put(store)
    asked: list[tuple[str, Any]] = []

    def note(*about: Any) -> None:
        asked.append((about[2], about[3]))

    with store.writing() as connection:
        event.listen(store.engine, "before_cursor_execute", note)
        claim(connection, "me", ["test"], now=DUE)
        next_open_at(connection, "test")
        event.remove(store.engine, "before_cursor_execute", note)
        assert len(asked) == 2
        for statement, values in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            assert "USING INDEX ix_deliveries_open" in str(plan.first())


def test_chat_that_moves_to_one_that_is_there_keeps_what_it_said(store: Store) -> None:
    put(store)
    group, other = follow(store, "-5"), follow(store, "-1005")
    said = ChatRules(
        kind="group",
        zone="America/Los_Angeles",
        language="fr",
        offsets=(2 * HOUR,),
        quiet=(1320, 420),
        digest=(0, 480),
    )
    with store.writing() as connection:
        set_chat_rules(connection, group, said, now=BEFORE)
        own = ChatRules(kind="group", heard_language="de", offsets=(HOUR,))
        set_chat_rules(connection, other, own, now=BEFORE)
        move_chat(connection, group, "-1005")
        chat = get_chat(connection, other)
    assert chat
    assert chat.rules == replace(said, offsets=(HOUR,))


def test_number_of_a_row_is_given_once(store: Store) -> None:
    put(store)
    follow(store, "1")
    numbers = []
    for _ in range(2):
        plan(store, due())
        numbers.append(row(store)["id"])
        with store.writing() as connection:
            connection.execute(delete(tables.deliveries))
    assert numbers[0] < numbers[1]


def test_error_is_stored_whatever_signs_it_has(store: Store) -> None:
    put(store)
    follow(store, "1")
    plan(store, due())
    [one] = take(store)
    with store.writing() as connection:
        assert reschedule(connection, one.id, "me", DUE, error="odd\0 \ud83d")
    assert row(store)["error"] == "odd ?"
