"""What a chat follows and watches, read at once: of this, lists for it are made."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.store.chats.subscriptions import (
    SessionKey,
    SubscriptionRules,
    get_chat,
    list_mutes,
    list_stars,
    list_subscriptions,
)
from bot.store.delivery.watches import list_watches


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What a chat follows and watches. Equal interests make equal lists.

    `series` are those that it follows, with its rules for each; `watches` has words as they were
    said, behind their folded form. A chat that cannot be reached has no interests.
    """

    zone: str = ""
    series: tuple[tuple[str, SubscriptionRules], ...] = ()
    stars: frozenset[SessionKey] = frozenset()
    mutes: frozenset[SessionKey] = frozenset()
    watches: tuple[tuple[str, str], ...] = ()

    @property
    def series_ids(self) -> frozenset[str]:
        """The series of which the chat follows anything."""
        return frozenset({name for name, _ in (*self.series, *self.stars)})

    def follows(self, key: SessionKey) -> bool:
        """Tell whether the chat follows a session, by itself or with its series."""
        return key in self.stars or any(key[0] == series_id for series_id, _ in self.series)


def read_interest(connection: Connection, chat_id: int) -> Interest:
    """Return what a chat follows and watches; nothing for one that cannot be reached."""
    chat = get_chat(connection, chat_id)
    if chat is None or chat.ended_at:
        return Interest()
    followed = list_subscriptions(connection, chat_id)
    return Interest(
        zone=chat.rules.zone,
        series=tuple((one.series_id, one.rules) for one in followed),
        stars=frozenset(list_stars(connection, chat_id)),
        mutes=frozenset(list_mutes(connection, chat_id)),
        watches=tuple(list_watches(connection, chat_id).items()),
    )
