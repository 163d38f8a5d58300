"""Chats that are gone are tried once; groups that moved are followed."""

from collections import Counter

import pytest
from sqlalchemy import select

from bot.domain.moments import Moment
from bot.store.engine import Store
from bot.store.schema import tables
from tests.reminders.seminar import ZURICH, session
from tests.store.seminar import DUE, HOUR, START, put
from tests.telegram_emulator.client import Emulator
from tests.trials import rounds
from tests.trials.conftest import Report
from tests.trials.on_emulator import Desk
from tests.trials.outcomes import Tally
from tests.trials.workers import follow_all

pytestmark = pytest.mark.enable_socket
LATER = START + HOUR / 2


@pytest.fixture
def desk(store: Store, emulator: Emulator) -> Desk:
    """Give a desk where two sessions come, half an hour apart."""
    put(store, session(), session(Moment.of(LATER, ZURICH), id="later"))
    return Desk(store, emulator)


def deliver_both(desk: Desk) -> None:
    for now in (DUE, LATER - HOUR):
        desk.deliver(now)


def ended(store: Store) -> dict[str, str]:
    """Return the chats that cannot be reached, and why."""
    table = tables.chats
    query = select(table.c.address, table.c.ended_reason).where(table.c.ended_at.is_not(None))
    with store.reading() as connection:
        return {row.address: row.ended_reason for row in connection.execute(query)}


def test_who_blocks_the_bot_is_tried_once(desk: Desk, report: Report) -> None:
    """Not for the second session either; nor who deleted the account, nor who removed the bot."""
    do, count = desk.emulator.do, rounds(80, 1000)
    people = desk.crowd(count)
    blocked, deactivated = people[: count // 10], people[-3:]
    owner = int(people[count // 2])
    group = do("add_chat", admins=[owner])
    follow_all(desk.store, people)
    follow_all(desk.store, [str(group)], kind="group")
    for one in blocked:
        do("block", user=int(one))
    for one in deactivated:
        do("deactivate", user=int(one))
    do("kick", chat=group, user=owner)
    deliver_both(desk)
    gone = [*blocked, *deactivated, str(group)]
    reachable = [one for one in people if one not in gone]
    attempts = Counter(call["chat"] for call in desk.calls() if call["chat"] in gone)
    tally = Tally.of(dict.fromkeys(reachable, 2), desk.arrived([*people, str(group)]))
    told = f"{len(gone)} chats gone, {attempts.total()} attempts at them; two sessions"
    report(12, "blocked, deleted, removed from the group", tally, late=desk.late, remark=told)
    assert (tally.lost, tally.repeated) == (0, 0)
    assert attempts == dict.fromkeys(gone, 1)
    assert set(ended(desk.store)) == set(gone)
    assert {ended(desk.store)[one] for one in blocked} == {
        "Telegram: Forbidden: bot was blocked by the user"
    }


def test_group_that_moved_is_followed(desk: Desk, report: Report) -> None:
    """Each migrates before the fan-out; its second reminder goes to the new number at once."""
    do, count = desk.emulator.do, rounds(40, 500)
    [owner] = desk.crowd(1)
    groups = [str(do("add_chat", title=f"Group {n}", admins=[int(owner)])) for n in range(count)]
    follow_all(desk.store, groups, kind="group")
    moved = {one: str(do("migrate", chat=int(one))) for one in groups[: count // 2]}
    deliver_both(desk)
    expected = {moved.get(one, one): 2 for one in groups}
    shown = {one: len(desk.emulator.bot_messages(int(one))) for one in [*expected, *moved]}
    tally = Tally.of(expected, shown)
    attempts = Counter(call["chat"] for call in desk.calls() if call["chat"] in moved)
    told = f"{len(moved)} groups moved, {attempts.total()} attempts at old numbers; two sessions"
    report(13, "groups become supergroups", tally, late=desk.late, remark=told)
    assert (tally.lost, tally.repeated) == (0, 0)
    assert attempts == dict.fromkeys(moved, 1)
    assert ended(desk.store) == {}
