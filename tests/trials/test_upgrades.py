"""Each released form of the database, upgraded while messages are owed: they come, once."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, MetaData, delete, insert, select

from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.library import Library
from bot.store.delivery.deliveries import DeliveryStatus
from bot.store.engine import Store, open_store
from bot.store.schema import tables
from bot.store.schema.columns import instant
from tests.store.upgrading import REVISIONS, fill, upgrade
from tests.trials import rounds
from tests.trials.clocks import HastyClock
from tests.trials.conftest import Report
from tests.trials.delivering import deliver_all, plan
from tests.trials.in_memory import MemoryChannel
from tests.trials.outcomes import Tally
from tests.trials.workers import PACE, numbered

PLATFORM = "telegram"
THERE = "42"  # the chat that all revisions have
DUE = instant(1_772_355_600)  # what the rows of all revisions say, an hour before their session
STATES = (
    DeliveryStatus.PENDING,
    DeliveryStatus.CLAIMED,
    DeliveryStatus.SENDING,
    DeliveryStatus.SENT,
)


@pytest.mark.parametrize("revision", [one for one in REVISIONS if one >= "0002"])
def test_what_is_owed_is_sent_after_an_upgrade(
    database: str, report: Report, revision: str
) -> None:
    """The first form of all knew nobody to remind; the next two had nothing owed yet."""
    addresses = [one for one in numbered(rounds(12, 400)) if one != THERE]
    with open_store(database) as store:
        upgrade(store, revision)
        fill(store, revision)
        with store.writing() as connection:
            sent = copy_chat(connection, addresses)
        store.migrate()
        channel = asyncio.run(deliver(store))
        wanted = [one for one in [THERE, *addresses] if one not in sent]
        tally = Tally.of_each(wanted, channel.counts)
        name = f"upgraded from revision {revision} with rows in all states"
        on = "SQLite" if store.is_embedded else "PostgreSQL"
        report(21, name, tally, remark=f"{len(sent)} were sent before" if sent else "", on=on)
        assert (tally.lost, tally.repeated) == (0, 0)
        with store.reading() as connection:
            status = tables.deliveries.c.status
            assert set(connection.execute(select(status)).scalars()) == {"sent"}


def copy_chat(connection: Connection, addresses: Sequence[str]) -> list[str]:
    """Make chats like the one that is there, with all it follows and is owed.

    What they are owed is in one state after the other, leases having ended. Return those that have
    got it already. Tables are taken as they are found.
    """
    found = MetaData()
    found.reflect(connection)
    chats, deliveries = found.tables["chats"], found.tables.get("deliveries")
    for name in {"mutes", "organizers"} & found.tables.keys():  # who organizes gets more than these
        connection.execute(delete(found.tables[name]))
    template = dict(connection.execute(select(chats)).mappings().one())
    old_id = template.pop("id")
    sent = []
    for number, address in enumerate(addresses):
        inserted = connection.execute(insert(chats).values({**template, "address": address}))
        [new_id] = inserted.inserted_primary_key or ()
        subscriptions = found.tables["subscriptions"]
        of_old = select(subscriptions).where(subscriptions.c.chat_id == old_id)
        row = dict(connection.execute(of_old).mappings().one())
        connection.execute(insert(subscriptions).values({**row, "chat_id": new_id}))
        if deliveries is None:
            continue
        is_open = (deliveries.c.chat_id == old_id) & deliveries.c.next_at.is_not(None)
        row = dict(connection.execute(select(deliveries).where(is_open)).mappings().one())
        state = STATES[number % len(STATES)]
        del row["id"]
        row |= {"chat_id": new_id, "status": state.value, "lease_owner": "a worker that is gone"}
        if state is DeliveryStatus.SENT:
            row |= {"next_at": None, "lease_owner": None, "message_id": "1"}
            sent.append(address)
        connection.execute(insert(deliveries).values(row))
    return sent


async def deliver(store: Store) -> MemoryChannel:
    """Plan and send all that is due; return what took it."""
    clock, library = HastyClock(DUE, PACE), Library()
    channel = MemoryChannel(clock)
    plan(store, library, clock)
    outlets = {PLATFORM: Outlet(channel=channel, account="trial")}
    await deliver_all(DeliveryWorker(store, library, outlets, clock), store, (PLATFORM,))
    return channel
