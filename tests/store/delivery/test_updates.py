"""Edits of messages that show an old link: planned once each. On both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.store.chats.subscriptions import end_chat
from bot.store.delivery.deliveries import claim, mark_sent
from bot.store.delivery.planning import plan_due
from bot.store.delivery.updates import ShownNow, plan_edits
from bot.store.engine import Store
from bot.store.schema import tables
from bot.store.schema.columns import seconds
from tests.store.seminar import DUE, HOUR, LATE, START, due, follow, put

MINUTE = timedelta(minutes=1)
SOON = DUE + 5 * MINUTE


def current(shown: str = "new", **parts: object) -> ShownNow:
    usual = {"series_id": "seminar", "session_id": "examples", "start_at": START, "until": LATE}
    return ShownNow(**{**usual, "shown": shown, **parts})


def sent(store: Store, shown: str | None = "old", *, count: int = 1) -> list[int]:
    """Send the reminder to chats that follow; return their numbers."""
    put(store)
    chats = [follow(store, str(number)) for number in range(count)]
    with store.writing() as connection:
        plan_due(connection, [due()])
        for one in claim(connection, "me", ["test"], now=DUE, most=9):
            mark_sent(connection, one.id, f"m{one.address}", now=DUE, shown=shown)
    return chats


def plan(store: Store, *wanted: ShownNow, now: datetime = SOON) -> int:
    with store.writing() as connection:
        return plan_edits(connection, wanted, now=now)


def edits(store: Store) -> list[dict[str, Any]]:
    table = tables.deliveries
    query = select(table).where(table.c.kind == "edit").order_by(table.c.id)
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def test_edit_says_which_message_and_what_it_showed(store: Store) -> None:
    [chat_id] = sent(store)
    assert [plan(store, current()), plan(store, current())] == [1, 0]
    [row] = edits(store)
    with store.reading() as connection:
        table = tables.deliveries
        first = select(table.c.id).where(table.c.kind == "reminder")
        reminder = connection.execute(first).scalar_one()
    kept = {"id", "status", "attempts", "lease_owner", "sent_at", "error"}
    assert {name: value for name, value in row.items() if name not in kept} == {
        "kind": "edit",
        "subject": reminder,
        "chat_id": chat_id,
        "series_id": "seminar",
        "session_id": "examples",
        "offset_s": 3600,
        "start_at": seconds(START),
        "message_id": "m0",
        "shown": "old",
        "due_at": seconds(SOON),
        "next_at": seconds(SOON),
        "expires_at": seconds(DUE + HOUR),
        "carries": 0,
        "told": 0,
    }
    with store.writing() as connection:
        [one] = claim(connection, "me", ["test"], now=SOON)
    assert (one.kind, one.subject, one.message_id, one.shown) == ("edit", reminder, "m0", "old")


@pytest.mark.parametrize(
    ("shown", "wanted", "now", "count"),
    [
        ("old", current("old"), SOON, 0),
        ("old", current(session_id="others"), SOON, 0),
        ("old", current(start_at=START + HOUR), SOON, 0),
        ("old", current(start_at=START + HOUR, elsewhere="there"), SOON, 1),
        ("there", current(start_at=START + HOUR, elsewhere="there"), SOON, 0),
        ("old", current(start_at=None, elsewhere="off", until=DUE + 60 * HOUR), DUE + 47 * HOUR, 1),
        ("old", current(start_at=None, elsewhere="off", until=DUE + 60 * HOUR), DUE + 48 * HOUR, 0),
        (None, current(start_at=None, elsewhere="off"), SOON, 0),
        (None, current(), SOON, 0),
        ("", current(), SOON, 1),
        ("old", current(""), SOON, 1),
        ("old", current(), DUE + HOUR - MINUTE, 1),
        ("old", current(), DUE + HOUR, 0),
        ("old", current(until=SOON), SOON, 0),
        ("old", current(until=SOON + MINUTE), SOON, 1),
    ],
    ids=[
        "the same link",
        "another session",
        "it has moved, and has not settled",
        "it has moved",
        "which has been said",
        "it is off, within two days",
        "it is off, and nobody looks any more",
        "of a room that sees no links",
        "not known what was shown",
        "a link at last",
        "no link any more",
        "within the hour",
        "after the hour",
        "of no use",
        "of use still",
    ],
)
def test_only_what_shows_another_link_is_edited(
    store: Store, shown: str | None, wanted: ShownNow, now: datetime, count: int
) -> None:
    sent(store, shown)
    assert plan(store, wanted, now=now) == count


def test_all_chats_are_planned_at_once_but_those_that_are_gone(store: Store) -> None:
    chats = sent(store, count=3)
    with store.writing() as connection:
        end_chat(connection, chats[0], "blocked", now=SOON)
    assert plan(store, current()) == 2


def test_what_has_not_left_yet_is_not_edited(store: Store) -> None:
    put(store)
    follow(store, "1")
    with store.writing() as connection:
        plan_due(connection, [due()])
    assert plan(store, current()) == 0


def test_an_edit_is_followed_by_the_next_within_the_same_hour(store: Store) -> None:
    sent(store)
    plan(store, current("second"))
    assert plan(store, current("third")) == 0  # the one that waits will show it
    with store.writing() as connection:
        [one] = claim(connection, "me", ["test"], now=SOON)
        mark_sent(connection, one.id, "m9", now=SOON, shown="second")
    assert plan(store, current("second")) == 0
    assert [plan(store, current("old")), plan(store, current("old"))] == [1, 0]
    last = edits(store)[-1]
    assert (last["subject"], last["message_id"], last["shown"]) == (one.id, "m9", "second")
    assert last["expires_at"] == seconds(DUE + HOUR)


def test_many_sessions_are_looked_at_in_pieces(store: Store) -> None:
    sent(store)
    others = [current(session_id=f"other {number}") for number in range(1200)]
    assert plan(store, *others, current()) == 1
