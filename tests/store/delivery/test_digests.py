"""Digests: planned once for each chat at its hour. On both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.reminders.digests import WeeklySlot
from bot.store.chats.subscriptions import ChatRules, end_chat, find_or_add_chat, set_chat_rules
from bot.store.delivery.digests import DueDigest, list_digest_slots, plan_digests
from bot.store.engine import Store
from bot.store.schema import tables
from bot.store.schema.columns import seconds
from tests.store.seminar import BEFORE, DUE

SECOND = timedelta(seconds=1)
SLOT = WeeklySlot(0, 480, "Asia/Tokyo")
MONDAY = DUE.replace(day=27, hour=23, minute=0)  # 8:00 of the 28th in Tokyo
OWED = DueDigest(slot=SLOT, due_at=MONDAY, expires_at=MONDAY + timedelta(days=1))


def chat(
    store: Store, address: str, slot: WeeklySlot | None = SLOT, *, now: datetime = BEFORE
) -> int:
    with store.writing() as connection:
        chat_id = find_or_add_chat(connection, "test", address, now=BEFORE)
        if slot:
            rules = ChatRules(zone=slot.zone, digest=(slot.weekday, slot.minute))
            set_chat_rules(connection, chat_id, rules, now=now)
    return chat_id


def plan(store: Store, *due: DueDigest) -> int:
    with store.writing() as connection:
        return plan_digests(connection, due)


def test_slots_are_told_once_each(store: Store) -> None:
    other = WeeklySlot(4, 960, "Europe/Zurich")
    for address, slot in (("1", SLOT), ("2", SLOT), ("3", other), ("4", None)):
        chat(store, address, slot)
    gone = chat(store, "5", WeeklySlot(5, 0, "UTC"))
    with store.writing() as connection:
        end_chat(connection, gone, "blocked", now=BEFORE)
        assert list_digest_slots(connection) == [SLOT, other]


def test_planning_twice_plans_once_for_each_chat_with_the_slot(store: Store) -> None:
    chats = [chat(store, address) for address in "12"]
    chat(store, "3", WeeklySlot(0, 480, "Europe/Zurich"))
    chat(store, "4", None)
    assert [plan(store, OWED), plan(store, OWED), plan(store)] == [2, 0, 0]
    with store.reading() as connection:
        rows = connection.execute(select(tables.deliveries)).mappings().all()
    assert [row["chat_id"] for row in rows] == chats
    assert {name: rows[0][name] for name in ("kind", "series_id", "start_at", "next_at")} == {
        "kind": "digest",
        "series_id": "",
        "start_at": seconds(MONDAY),
        "next_at": seconds(MONDAY),
    }
    assert rows[0]["expires_at"] == seconds(OWED.expires_at)


@pytest.mark.parametrize(("said", "owed"), [(MONDAY - SECOND, 1), (MONDAY, 0)])
def test_hours_before_the_chat_said_so_do_not_count(
    store: Store, said: datetime, owed: int
) -> None:
    chat(store, "1", now=said)
    assert plan(store, OWED) == owed


def test_other_rules_move_no_digest_and_a_new_zone_does(store: Store) -> None:
    chat_id = chat(store, "1")
    quiet = ChatRules(zone=SLOT.zone, digest=(0, 480), quiet=(1320, 420), language="de")
    with store.writing() as connection:
        set_chat_rules(connection, chat_id, quiet, now=MONDAY)
    assert plan(store, OWED) == 1
    elsewhere = ChatRules(zone="Asia/Seoul", digest=(0, 480))  # the same hour as in Tokyo
    with store.writing() as connection:
        set_chat_rules(connection, chat_id, elsewhere, now=MONDAY)
    later = DueDigest(
        slot=WeeklySlot(0, 480, "Asia/Seoul"), due_at=MONDAY, expires_at=OWED.expires_at
    )
    with store.writing() as connection:
        connection.execute(tables.deliveries.delete())
    assert plan(store, later) == 0
