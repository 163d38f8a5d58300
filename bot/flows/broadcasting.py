"""Broadcast targets as chats: each follows the series that name it, by the rules they give it."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.series import BroadcastTarget
from bot.store.chats.broadcasts import list_targets
from bot.store.chats.subscriptions import (
    ChatRules,
    SubscriptionRules,
    find_or_add_chat,
    revive_chat,
    set_chat_rules,
    set_subscription_rules,
    subscribe,
    unsubscribe,
)
from bot.store.engine import Connection, Store

BROADCAST = "apprise"
"""The platform of targets. A target's address there is its name; no more of it is stored."""

_ROOM = ChatRules(kind="channel")


def keep_targets(
    connection: Connection, series_id: str, targets: Iterable[BroadcastTarget], *, now: datetime
) -> None:
    """Let these targets follow a series, and no others.

    One that is new, or has other rules than before, is told of what is due from now on.
    """
    wanted = {one.name: SubscriptionRules(offsets=one.remind, kinds=one.kinds) for one in targets}
    every = [
        *list_targets(connection, BROADCAST),
        *list_targets(connection, BROADCAST, of_archived=True),
    ]
    there = {one.name: one for one in every if one.series_id == series_id}
    for name in there.keys() - wanted.keys():
        unsubscribe(connection, there[name].chat_id, series_id)
    for name, rules in wanted.items():
        if name in there and there[name].rules == rules:
            continue
        chat_id = there[name].chat_id if name in there else _room(connection, name, now)
        subscribe(connection, chat_id, series_id, now=now)
        set_subscription_rules(connection, chat_id, series_id, rules, now=now)


def _room(connection: Connection, name: str, now: datetime) -> int:
    chat_id = find_or_add_chat(connection, BROADCAST, name, now=now)
    set_chat_rules(connection, chat_id, _ROOM, now=now)
    return chat_id


def names_in_use(store: Store) -> list[str]:
    """Return the names of all targets that a stored series tells, in order. Raises StoreError."""
    with store.reading() as connection:
        return sorted({one.name for one in list_targets(connection, BROADCAST)})


def revive_targets(store: Store, names: Iterable[str], *, now: datetime) -> None:
    """Try these targets again, if they were given up: their addresses may be others by now.

    What was due while they were out of reach is not sent. Raises StoreError.
    """
    wanted = set(names)
    with store.writing() as connection:
        for one in list_targets(connection, BROADCAST):
            if one.name in wanted and one.ended_reason:
                revive_chat(connection, one.chat_id, now=now)


def given_up(store: Store) -> dict[str, str]:
    """Return the targets that are out of reach, with the reason of each. Raises StoreError."""
    with store.reading() as connection:
        targets = list_targets(connection, BROADCAST)
    return {one.name: one.ended_reason for one in targets if one.ended_reason}
