"""A database of a simulation whose clock is turned back."""

from datetime import timedelta

from sqlalchemy import select

from bot.store.chats.subscriptions import ChatRules, find_or_add_chat, set_chat_rules
from bot.store.delivery.deliveries import claim
from bot.store.delivery.planning import plan_due
from bot.store.engine import Store
from bot.store.rewinding import rewind
from bot.store.schema import tables
from bot.store.schema.columns import seconds
from tests.store.seminar import BEFORE, DUE, HOUR, START, due, follow, put

DAY = timedelta(days=1)


def test_what_lies_ahead_has_not_happened_yet(store: Store) -> None:
    put(store)
    chat = follow(store, "1")
    with store.writing() as connection:
        day_before = due(offset=DAY, due_at=START - DAY, expires_at=DUE)
        assert plan_due(connection, [day_before, due()]) == 2
    turned_back = DUE - HOUR
    with store.writing() as connection:
        rewind(connection, now=turned_back)
        rows = connection.execute(select(tables.deliveries.c.due_at)).scalars().all()
        ruled = connection.execute(select(tables.subscriptions.c.ruled_at)).scalars().all()
        assert (rows, ruled) == ([seconds(START - DAY)], [seconds(BEFORE)])
        rewind(connection, now=BEFORE - DAY)
        ruled = connection.execute(select(tables.subscriptions.c.ruled_at)).scalars().all()
        assert ruled == [seconds(BEFORE - DAY)]
        assert plan_due(connection, [due()]) == 1
    assert chat


def test_what_a_worker_of_a_later_time_held_is_free(store: Store) -> None:
    put(store)
    follow(store, "1")
    with store.writing() as connection:
        plan_due(connection, [due()])
        claim(connection, "later", ["test"], now=DUE + HOUR, lease=DAY)
        assert claim(connection, "now", ["test"], now=DUE + HOUR) == []
        rewind(connection, now=DUE)
        assert len(claim(connection, "now", ["test"], now=DUE)) == 1


def test_digests_said_later_are_as_old_as_now(store: Store) -> None:
    with store.writing() as connection:
        chat_id = find_or_add_chat(connection, "test", "1", now=BEFORE)
        rules = ChatRules(zone="UTC", digest=(0, 480))
        set_chat_rules(connection, chat_id, rules, now=START)
        rewind(connection, now=DUE)
        since = connection.execute(select(tables.chats.c.digest_since)).scalar_one()
    assert since == seconds(DUE)
