"""Reminders already shown: edited when their link changes, never for nothing, never lost."""

import asyncio
from datetime import timedelta

import pytest

from bot.channels.interface import Outgoing, SendError
from bot.channels.telegram import opened_channel
from bot.domain.series import Join, Status
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from bot.store.chats.subscriptions import (
    ChatRules,
    find_or_add_chat,
    mute,
    set_chat_rules,
    subscribe,
)
from bot.store.engine import Store
from tests.flows.test_deliver import Desk, Sink, SleepClock
from tests.reminders.seminar import moment, session
from tests.store.seminar import BEFORE, DUE, HOUR, START, follow, put
from tests.telegram_emulator.client import Emulator
from tests.telegram_emulator.fixtures import durations, emulator, running

__all__ = ["durations", "emulator", "running"]

MINUTE = timedelta(minutes=1)
ONE, TWO = (Join(url=f"https://meet.example/{name}", passcode="p4ss") for name in ("one", "two"))


def shown(store: Store, *errors: Exception, join: Join | None = ONE) -> tuple[Desk, Sink]:
    """Send the reminder at its hour; five minutes pass."""
    put(store, session(join=join))
    follow(store, "1")
    desk = Desk(store)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    assert len(sink.arrived) == 1
    sink.errors = list(errors)
    desk.clock.time += 5 * MINUTE
    return desk, sink


def change(store: Store, desk: Desk, join: Join | None, **parts: object) -> None:
    put(store, session(join=join, **parts), at=desk.clock.now())


def told(sink: Sink) -> list[tuple[str, str, bool, bool]]:
    """Return whom and what each edit was for, and which link it showed."""
    return [
        (address, number, ONE.url in outgoing.plain, TWO.url in outgoing.plain)
        for address, number, outgoing in sink.edited
    ]


def test_new_link_is_put_into_the_message_once(store: Store) -> None:
    desk, sink = shown(store)
    desk.deliver(sink)
    assert sink.edited == []
    change(store, desk, TWO)
    desk.deliver(sink)
    desk.deliver(sink)
    assert told(sink) == [("1", "message 1", False, True)]
    assert "in 55 minutes" in sink.edited[0][2].plain
    assert TWO.url in sink.edited[0][2].html
    assert len(sink.arrived) == 1
    assert desk.rows("kind", "status") == [("reminder", "sent"), ("edit", "sent")]


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, TWO), (ONE, None), (ONE, Join(url=ONE.url, passcode="other"))],
    ids=["a link at last", "no link any more", "another passcode"],
)
def test_any_change_of_the_link_is_one(
    store: Store, before: Join | None, after: Join | None
) -> None:
    desk, sink = shown(store, join=before)
    change(store, desk, after)
    desk.deliver(sink)
    [(_, _, outgoing)] = sink.edited
    assert after.url in outgoing.plain if after else ONE.url not in outgoing.plain


def test_link_that_changes_back_before_the_edit_left_sends_nothing(store: Store) -> None:
    desk, sink = shown(store)
    change(store, desk, TWO)
    desk.plan()
    assert desk.rows("kind") == [("reminder",), ("edit",)]
    change(store, desk, ONE)
    desk.deliver(sink)
    assert (sink.edited, desk.rows("kind")) == ([], [("reminder",)])
    change(store, desk, TWO)
    desk.deliver(sink)
    assert told(sink) == [("1", "message 1", False, True)]


def test_link_that_changes_back_afterwards_is_edited_back(store: Store) -> None:
    desk, sink = shown(store)
    for join in (TWO, ONE, TWO):
        change(store, desk, join)
        desk.deliver(sink)
        desk.deliver(sink)
    assert [(one, two) for _, _, one, two in told(sink)] == [
        (False, True),
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("what", ["other texts", "an hour later", "after the end", "muted"])
def test_nothing_else_is_edited(store: Store, what: str) -> None:
    desk, sink = shown(store)
    match what:
        case "other texts":
            change(store, desk, ONE, room="Room 1")
        case "an hour later":
            desk.clock.time = DUE + HOUR
            change(store, desk, TWO)
        case "after the end":
            desk.clock.time = START + 2 * HOUR
            change(store, desk, TWO)
        case "muted":
            with store.writing() as connection:
                mute(connection, 1, "seminar", "examples", now=desk.clock.now())
            change(store, desk, TWO)
    desk.deliver(sink)
    assert (sink.edited, len(sink.arrived)) == ([], 1)


def test_what_was_moved_says_so_first_and_is_as_before_when_moved_back(store: Store) -> None:
    desk, sink = shown(store)
    change(store, desk, ONE, start=moment("2021-06-28 18:30"))
    desk.deliver(sink)
    desk.deliver(sink)
    change(store, desk, ONE)
    desk.deliver(sink)
    desk.deliver(sink)
    assert [(number, outgoing.plain.splitlines()[2]) for _, number, outgoing in sink.edited] == [
        ("message 1", "Moved to Monday 28 June 2021, 18:30–19:30 CEST"),
        ("message 1", "On Examples"),
    ]
    assert len(sink.arrived) == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.CANCELLED, "Cancelled: Ada is ill"),
        (Status.UNSCHEDULED, "Postponed; there is no new date yet"),
    ],
)
def test_what_is_off_says_so_first_without_a_way_in(
    store: Store, status: Status, said: str
) -> None:
    desk, sink = shown(store)
    change(store, desk, ONE, status=status, reason="Ada is ill")
    desk.deliver(sink)
    desk.deliver(sink)
    [(_, number, outgoing)] = sink.edited
    assert (number, outgoing.plain.splitlines()[2]) == ("message 1", said)
    assert ONE.url not in outgoing.plain + outgoing.html
    assert (outgoing.buttons, outgoing.only_replaces) == ((), True)


def test_link_of_what_is_over_within_the_hour_is_left_alone(store: Store) -> None:
    short = {"end": moment("2021-06-28 16:50")}
    put(store, session(join=ONE, **short))
    chat_id = follow(store, "1")
    with store.writing() as connection:
        set_chat_rules(connection, chat_id, ChatRules(offsets=(10 * MINUTE,)), now=BEFORE)
    desk = Desk(store, START - 10 * MINUTE)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    desk.clock.time = START + 19 * MINUTE
    change(store, desk, TWO, **short)
    desk.deliver(sink)
    desk.clock.time = START + 20 * MINUTE
    change(store, desk, ONE, **short)
    desk.deliver(sink)
    assert told(sink) == [("1", "message 1", False, True)]


def test_failed_edit_is_made_again_and_given_up_after_the_hour(store: Store) -> None:
    desk, sink = shown(store, SendError("502"), SendError("502"))
    change(store, desk, TWO)
    while again_at := desk.deliver(sink):
        desk.clock.time = again_at
    assert told(sink) == [("1", "message 1", False, True)]
    change(store, desk, ONE)
    sink.errors = [SendError("502")] * 1000
    while again_at := desk.deliver(sink):
        desk.clock.time = again_at
    assert desk.rows("status")[-1] == ("expired",)
    assert desk.clock.time <= DUE + HOUR


def test_link_that_changes_while_the_message_leaves_is_edited_later(store: Store) -> None:
    put(store, session(join=ONE))
    follow(store, "1")
    desk = Desk(store)

    class Meanwhile(Sink):
        async def send(self, address: str, outgoing: Outgoing) -> str:
            change(store, desk, TWO)
            desk.plan()  # finds nothing shown yet
            return await super().send(address, outgoing)

    sink = Meanwhile(desk.clock)
    desk.deliver(sink)
    assert (sink.edited, ONE.url in sink.arrived[0][1].plain) == ([], True)
    desk.clock.time += MINUTE
    desk.deliver(sink)
    assert told(sink) == [("1", "message 1", False, True)]


@pytest.mark.enable_socket
@pytest.mark.parametrize("is_gone", [False, True])
def test_message_on_telegram_has_the_new_link(
    store: Store, emulator: Emulator, *, is_gone: bool
) -> None:
    ada = emulator.add_user("Ada Example")
    emulator.say(ada, "/start")
    put(store, session(join=ONE))
    with store.writing() as connection:
        chat_id = find_or_add_chat(connection, "telegram", str(ada), now=BEFORE)
        subscribe(connection, chat_id, "seminar", now=BEFORE)
    clock, library = SleepClock(DUE), Library()

    async def deliver() -> None:
        plan_reminders(store, library, now=clock.now())
        async with opened_channel(emulator.token, emulator.base_url) as channel:
            outlets = {"telegram": Outlet(channel=channel, account="bot")}
            await DeliveryWorker(store, library, outlets, clock).deliver_due()

    asyncio.run(deliver())
    [first] = emulator.bot_messages(ada)
    assert "Join on meet.example" in first["text"]
    if is_gone:
        emulator.delete(ada, first["message_id"])
    clock.time += MINUTE
    put(store, session(join=TWO), at=clock.now())
    asyncio.run(deliver())
    asyncio.run(deliver())
    [message] = emulator.bot_messages(ada)
    links = [one.get("url") for one in message["entities"] if one["type"] == "text_link"]
    assert TWO.url in links
    assert (message["message_id"] == first["message_id"]) != is_gone
