"""What must hold of planning and sending, whatever happens in which order."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.interface import Outgoing
from bot.domain.series import Join
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from bot.flows.subscribe import watch_key
from bot.store.chats.subscriptions import (
    ChatRules,
    find_or_add_chat,
    set_chat_rules,
    subscribe,
)
from bot.store.delivery.watches import watch
from bot.store.engine import Store
from tests.flows.test_deliver import SleepClock
from tests.reminders.seminar import session, talk
from tests.store.migrated import opened_migrated
from tests.store.seminar import BEFORE, DUE, put

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SETTINGS = settings(derandomize=True, deadline=None, max_examples=15)
LINKS = [None, *(Join(url=f"https://meet.example/{name}") for name in "ab")]

# What may happen: some time passes, the link or the title is another one, all that is due leaves.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(0, 200)),
        st.tuples(st.just("link"), st.integers(0, 2)),
        st.tuples(st.just("title"), st.integers(0, 2)),
        st.tuples(st.just("deliver"), st.just(0)),
    ),
    max_size=8,
)


class Seen:
    """A channel that keeps what a chat sees: messages by their names, as they are now."""

    def __init__(self) -> None:
        self.messages: dict[str, Outgoing] = {}
        self.sent: Counter[str] = Counter()
        self.needless = 0

    async def send(self, address: str, outgoing: Outgoing) -> str:
        name = f"{address}-{len(self.messages)}"
        self.messages[name] = outgoing
        self.sent[f"{address} {_what(outgoing)}"] += 1
        return name

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        assert message_id.startswith(address)
        self.needless += _link(self.messages[message_id]) == _link(outgoing)
        self.messages[message_id] = outgoing
        return message_id


def _what(outgoing: Outgoing) -> str:
    first = outgoing.plain.splitlines()[0]
    return "reminder" if first.startswith("Seminar") else first


def _link(outgoing: Outgoing) -> str:
    return next((one.url for one in LINKS if one and one.url in outgoing.plain), "")


@contextmanager
def seminar() -> Iterator[Store]:
    """Give a store with a follower who wants a digest, and one who watches for a word."""
    with opened_migrated() as store:
        put(store)
        with store.writing() as connection:
            follower = find_or_add_chat(connection, "test", "follower", now=BEFORE)
            subscribe(connection, follower, "seminar", now=BEFORE)
            rules = ChatRules(zone="Europe/Zurich", digest=(0, 15 * 60))  # half an hour before due
            set_chat_rules(connection, follower, rules, now=BEFORE)
            watcher = find_or_add_chat(connection, "test", "watcher", now=BEFORE)
            watch(connection, watcher, watch_key("rings"), "rings", now=BEFORE)
        yield store


@given(steps)
@SETTINGS
def test_each_is_told_once_shown_links_are_right_and_no_edit_is_needless(
    happening: list[tuple[str, int]],
) -> None:
    with seminar() as store:
        clock, seen, library = SleepClock(DUE - HOUR), Seen(), Library()
        link, title = 0, 0

        async def deliver() -> None:
            outlets = {"test": Outlet(channel=seen, account="test")}
            await DeliveryWorker(store, library, outlets, clock).deliver_due()

        for what, number in [*happening, ("deliver", 0)]:
            match what:
                case "wait":
                    clock.time += number * MINUTE
                case "link" | "title":
                    link = number if what == "link" else link
                    title = number if what == "title" else title
                    said = talk(title=("On Sets", "On Rings", "On Rings of Sets")[title])
                    put(store, session(join=LINKS[link], talks=(said,)), at=clock.time)
                case "deliver":
                    plan_reminders(store, library, now=clock.now())
                    assert plan_reminders(store, library, now=clock.now()).added == 0
                    asyncio.run(deliver())
                    assert plan_reminders(store, library, now=clock.now()).added == 0
                    if clock.time < DUE + HOUR:
                        reminders = [
                            one for one in seen.messages.values() if _what(one) == "reminder"
                        ]
                        expected = LINKS[link]
                        url = expected.url if expected else ""
                        assert [_link(one) for one in reminders] == [url] * len(reminders)
        assert seen.needless == 0
        assert set(seen.sent.values()) <= {1}
        assert set(seen.sent) <= {
            "follower reminder",
            "follower The next seven days",
            "watcher A talk mentions “rings”",
        }
