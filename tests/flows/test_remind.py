"""Planning: what is due now, for whom, and when to plan again."""

import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.series import Status, TalkKind
from bot.flows.library import Library
from bot.flows.planning.remind import Planned, plan_reminders
from bot.store.chats.subscriptions import (
    ChatRules,
    SubscriptionRules,
    set_chat_rules,
    set_subscription_rules,
    star,
    unsubscribe,
)
from bot.store.engine import Store
from bot.store.schema import tables
from bot.store.schema.columns import instant
from tests.reminders.seminar import DAY, moment, session, talk
from tests.store.seminar import BEFORE, DUE, HOUR, LATE, START, follow, put

SECOND = timedelta(seconds=1)


def plan(store: Store, now: datetime, **about: object) -> Planned:
    return plan_reminders(store, Library(), now=now, **about)


def owed(store: Store) -> list[tuple[int, str, timedelta, datetime, datetime]]:
    """Return chat, session, offset, due and end of each delivery, in that order."""
    table = tables.deliveries
    names = ("chat_id", "session_id", "offset_s", "due_at", "expires_at")
    with store.reading() as connection:
        rows = connection.execute(select(*(table.c[name] for name in names))).all()
    return sorted(
        (chat, one, timedelta(seconds=offset), instant(due), instant(ends))
        for chat, one, offset, due, ends in rows
    )


def test_reminder_is_planned_when_it_is_due(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    assert plan(store, DUE - SECOND) == Planned(0, 0, DUE)
    assert plan(store, DUE) == Planned(1, 0, None)
    assert plan(store, DUE) == Planned(0, 0, None)
    assert owed(store) == [(chat_id, "examples", HOUR, DUE, LATE)]


def test_nobody_to_remind_is_nothing_to_wait_for(store: Store) -> None:
    assert plan(store, DUE) == Planned(0, 0, None)
    put(store)
    assert plan(store, DUE) == Planned(0, 0, None)


def test_offsets_are_the_subscriptions_else_the_chats_else_the_series_else_usual(
    store: Store,
) -> None:
    put(store)
    put(store, id="other", remind=(3 * HOUR,))
    of_chat, of_series, of_default = (follow(store, address) for address in "123")
    follow(store, "4", to="other")
    with store.writing() as connection:
        set_chat_rules(connection, of_chat, ChatRules(offsets=(2 * HOUR,)), now=BEFORE)
        set_chat_rules(connection, of_series, ChatRules(offsets=(2 * HOUR,)), now=BEFORE)
        own = SubscriptionRules(offsets=(DAY, 4 * HOUR))
        set_subscription_rules(connection, of_series, "seminar", own, now=BEFORE)
    plan(store, START - SECOND, default=(30 * SECOND,))
    assert [(chat, offset) for chat, _, offset, _, _ in owed(store)] == [
        (of_chat, 2 * HOUR),
        (of_series, 4 * HOUR),
        (of_default, 30 * SECOND),
        (of_default + 1, 3 * HOUR),
    ]


def test_who_wants_none_gets_none(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    with store.writing() as connection:
        set_chat_rules(connection, chat_id, ChatRules(offsets=()), now=BEFORE)
    assert plan(store, DUE) == Planned(0, 0, None)


def test_after_a_pause_only_the_latest_is_planned(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    with store.writing() as connection:
        rules = ChatRules(offsets=(DAY, 2 * HOUR, HOUR))
        set_chat_rules(connection, chat_id, rules, now=BEFORE)
    assert plan(store, DUE + 60 * SECOND) == Planned(1, 0, None)
    assert owed(store) == [(chat_id, "examples", HOUR, DUE, LATE)]


@pytest.mark.parametrize(("now", "added"), [(LATE - SECOND, 1), (LATE, 0)])
def test_late_ones_are_planned_until_a_quarter_of_an_hour_after_the_start(
    store: Store, now: datetime, added: int
) -> None:
    put(store)
    follow(store, "1")
    assert plan(store, now).added == added


def test_what_nobody_could_send_in_time_expires(store: Store) -> None:
    put(store)
    follow(store, "1")
    plan(store, DUE)
    assert plan(store, LATE) == Planned(0, 1, None)


def test_moved_session_is_planned_anew_and_a_cancelled_one_is_not(store: Store) -> None:
    library = Library()
    put(store)
    follow(store, "1")
    plan_reminders(store, library, now=DUE)
    put(store, session(start=moment("2021-06-28 17:30")))
    again = plan_reminders(store, library, now=DUE + SECOND)
    assert again == Planned(0, 0, DUE + HOUR)
    assert plan_reminders(store, library, now=DUE + HOUR).added == 1
    put(store, session(start=moment("2021-06-28 18:30"), status=Status.CANCELLED))
    assert plan_reminders(store, library, now=DUE + 2 * HOUR) == Planned(0, 1, None)


def test_quiet_hours_of_a_chat_move_its_reminder_earlier(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    with store.writing() as connection:
        # 16:30 in Zurich is 23:30 in Tokyo.
        quiet = ChatRules(zone="Asia/Tokyo", quiet=(22 * 60, 7 * 60))
        set_chat_rules(connection, chat_id, quiet, now=BEFORE)
    assert plan(store, DUE - HOUR) == Planned(0, 0, DUE - HOUR / 2)
    assert plan(store, DUE - HOUR / 2).added == 1
    assert owed(store) == [(chat_id, "examples", HOUR, DUE - HOUR / 2, LATE)]
    assert plan(store, DUE).added == 0


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        (SubscriptionRules(), ["bias", "panel"]),
        (SubscriptionRules(keywords=("implicit BIAS",)), ["bias"]),
        (SubscriptionRules(keywords=("nothing", "exemple")), ["bias", "panel"]),
        (SubscriptionRules(kinds=(TalkKind.PANEL, TalkKind.POSTER)), ["panel"]),
        (SubscriptionRules(kinds=(TalkKind.PANEL,), keywords=("bias",)), []),
    ],
    ids=["all", "a word", "one of two words", "a kind", "a kind without the word"],
)
def test_kinds_and_keywords_choose_sessions(
    store: Store, rules: SubscriptionRules, wanted: list[str]
) -> None:
    bias = session(id="bias", talks=(talk(title="On implicit bias"),))
    panel = session(id="panel", talks=(talk(title="Questions", kind=TalkKind.PANEL),))
    put(store, bias, panel)
    chat_id = follow(store, "1")
    with store.writing() as connection:
        set_subscription_rules(connection, chat_id, "seminar", rules, now=BEFORE)
    plan(store, DUE)
    assert [name for _, name, *_ in owed(store)] == wanted


def test_starred_session_is_planned_without_a_subscription(store: Store) -> None:
    put(store, session(), session(id="others", start="2021-06-28 16:00"))
    chat_id = follow(store, "1")
    with store.writing() as connection:
        unsubscribe(connection, chat_id, "seminar")
        star(connection, chat_id, "seminar", "examples", now=BEFORE)
    assert plan(store, DUE) == Planned(1, 0, None)
    assert [name for _, name, *_ in owed(store)] == ["examples"]


def test_thousands_of_rules_are_worked_out_in_no_time(store: Store) -> None:
    """Each was worked out for all sessions to come, each time: seconds for a thousand rules."""
    sessions = [
        session(id=f"s{n}", start=f"2021-07-{1 + n % 28:02d} {8 + n // 28:02d}:30")
        for n in range(100)
    ]
    put(store, *sessions)
    with store.writing() as connection:
        for n in range(1, 301):
            chat = {"id": n, "platform": "test", "address": str(n), "created_at": BEFORE}
            connection.execute(tables.chats.insert(), chat | {"quiet_from": n, "quiet_to": n // 3})
            follows = {"chat_id": n, "series_id": "seminar", "created_at": BEFORE}
            words = follows | {"keywords": f'["word{n}", "exemple"]' if n % 2 else f'["word{n}"]'}
            connection.execute(tables.subscriptions.insert(), words)
    library = Library()
    first, *others = (_time_of_planning(store, library) for _ in range(3))
    assert min(others) < first / 5  # it is a twentieth; it was as long


def _time_of_planning(store: Store, library: Library) -> float:
    begin = time.process_time()
    plan_reminders(store, library, now=DUE)
    return time.process_time() - begin
