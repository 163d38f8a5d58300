"""What a chat follows and its rules: read, and changed, each change in a transaction of its own."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.domain.series import TalkKind
from bot.flows.planning.remind import PLANNING
from bot.flows.terms import Terms
from bot.reminders.notices import Wish
from bot.store.chats.endings import end_chats
from bot.store.chats.languages import set_chat_language
from bot.store.chats.moves import move_chat
from bot.store.chats.rulings import Rulings, read_rulings
from bot.store.chats.subscriptions import (
    ChatRules,
    SessionKey,
    SubscriptionRules,
    delete_chat,
    find_chat,
    find_or_add_chat,
    get_chat,
    list_mutes,
    list_stars,
    list_subscriptions,
    mute,
    revive_chat,
    set_chat_rules,
    set_subscription_rules,
    star,
    subscribe,
    unmute,
    unstar,
    unsubscribe,
)
from bot.store.delivery.deliveries import ReminderKey, list_planned
from bot.store.delivery.watches import list_watches, unwatch, watch
from bot.store.engine import Connection, Store

_NO_RULES, _NO_RULINGS = ChatRules(), Rulings()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chat is: its platform, its address there, and its kind (private, group, channel)."""

    platform: str
    address: str
    kind: str = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """A chat and what it follows; `chat_id` is None for one of which nothing is stored.

    `subscriptions` has the rules of each series by its id, `stars` and `mutes` single sessions,
    `watches` words by their folded form. `told` are the reminders that were planned; `rulings`
    since when the rules are as they are.
    """

    chat_id: int | None = None
    is_ended: bool = False
    rules: ChatRules = _NO_RULES
    subscriptions: Mapping[str, SubscriptionRules] = field(
        default_factory=lambda: MappingProxyType({})
    )
    stars: frozenset[SessionKey] = frozenset()
    mutes: frozenset[SessionKey] = frozenset()
    watches: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    told: frozenset[ReminderKey] = frozenset()
    rulings: Rulings = _NO_RULINGS

    def follows(self, key: SessionKey) -> bool:
        """Tell whether the chat follows a session, by itself or with its series."""
        return key in self.stars or key[0] in self.subscriptions

    def own_offsets(self, series_id: str) -> tuple[timedelta, ...] | None:
        """Return how long before a series' sessions the chat says that it wants to be reminded."""
        rules = self.subscriptions.get(series_id, SubscriptionRules())
        return self.rules.offsets if rules.offsets is None else rules.offsets


def read_follower(connection: Connection, place: Place) -> Follower:
    """Return what is stored of a chat."""
    chat = find_chat(connection, place.platform, place.address)
    if chat is None:
        return Follower(rules=ChatRules(kind=place.kind))
    subscriptions = list_subscriptions(connection, chat.id)
    return Follower(
        chat_id=chat.id,
        is_ended=chat.ended_at is not None,
        rules=chat.rules,
        subscriptions=MappingProxyType({one.series_id: one.rules for one in subscriptions}),
        stars=frozenset(list_stars(connection, chat.id)),
        mutes=frozenset(list_mutes(connection, chat.id)),
        watches=MappingProxyType(list_watches(connection, chat.id)),
        told=frozenset(list_planned(connection, chat.id)),
        rulings=read_rulings(connection, chat.id),
    )


def follow_series(store: Store, place: Place, series_id: str, *, now: datetime) -> bool:
    """Let a chat follow a series; return whether it did not before."""
    with _changing(store, place, now) as (connection, chat_id):
        return subscribe(connection, chat_id, series_id, now=now)


def unfollow_series(store: Store, place: Place, series_id: str, *, now: datetime) -> None:
    """Let a chat follow a series no longer; the single sessions that it follows stay."""
    with _changing(store, place, now) as (connection, chat_id):
        unsubscribe(connection, chat_id, series_id)
        for key in list_mutes(connection, chat_id):
            if key[0] == series_id:
                unmute(connection, chat_id, *key)


def follow_session(store: Store, place: Place, key: SessionKey, *, now: datetime) -> None:
    """Let a chat follow a single session, which is muted no longer."""
    with _changing(store, place, now) as (connection, chat_id):
        unmute(connection, chat_id, *key)
        star(connection, chat_id, *key, now=now)


def unfollow_session(store: Store, place: Place, key: SessionKey, *, now: datetime) -> None:
    """Let a chat follow a single session for itself no longer."""
    with _changing(store, place, now) as (connection, chat_id):
        unstar(connection, chat_id, *key)


def mute_session(store: Store, place: Place, key: SessionKey, *, now: datetime) -> None:
    """Remind a chat of a session no more; its star goes."""
    with _changing(store, place, now) as (connection, chat_id):
        unstar(connection, chat_id, *key)
        mute(connection, chat_id, *key, now=now)


def unmute_session(store: Store, place: Place, key: SessionKey, *, now: datetime) -> None:
    """Remind a chat of a session again."""
    with _changing(store, place, now) as (connection, chat_id):
        unmute(connection, chat_id, *key)


def set_rules(store: Store, place: Place, rules: ChatRules, *, now: datetime) -> None:
    """Let a chat have these rules for all series that say nothing else."""
    with _changing(store, place, now) as (connection, chat_id):
        set_chat_rules(connection, chat_id, rules, now=now)


def set_series_offsets(
    store: Store,
    place: Place,
    series_id: str,
    offsets: tuple[timedelta, ...] | None,
    *,
    now: datetime,
) -> None:
    """Let a chat that follows a series be reminded of it so; None is as for all its series."""
    _edit_rules(store, place, series_id, lambda rules: replace(rules, offsets=offsets), now)


def set_series_filter(
    store: Store,
    place: Place,
    series_id: str,
    kinds: tuple[TalkKind, ...],
    keywords: tuple[str, ...],
    *,
    now: datetime,
) -> None:
    """Let a chat that follows a series be reminded of what is so alone; with neither, of all."""

    def edit(rules: SubscriptionRules) -> SubscriptionRules:
        return replace(rules, kinds=kinds, keywords=keywords)

    _edit_rules(store, place, series_id, edit, now)


def set_series_changes(
    store: Store, place: Place, series_id: str, changes: Wish, *, now: datetime
) -> None:
    """Let a chat that follows a series be told of those of its changes that it has a wish for."""
    _edit_rules(store, place, series_id, lambda rules: replace(rules, changes=changes), now)


def _edit_rules(
    store: Store,
    place: Place,
    series_id: str,
    edit: Callable[[SubscriptionRules], SubscriptionRules],
    now: datetime,
) -> None:
    with _changing(store, place, now) as (connection, chat_id):
        for one in list_subscriptions(connection, chat_id):
            if one.series_id == series_id:
                set_subscription_rules(connection, chat_id, series_id, edit(one.rules), now=now)


def hear_language(store: Store, place: Place, language: str) -> None:
    """Note the language of a chat's client, which counts until the chat chooses one itself."""
    with store.writing() as connection:
        chat = find_chat(connection, place.platform, place.address)
        if chat and not chat.rules.language:
            set_chat_language(connection, chat.id, "", heard=language)


def choose_language(store: Store, place: Place, language: str, *, now: datetime) -> None:
    """Let a chat be spoken to in a language; empty lets its clients say which."""
    with _changing(store, place, now) as (connection, chat_id):
        set_chat_language(connection, chat_id, language)


def watch_for(store: Store, place: Place, words: str, *, now: datetime) -> bool:
    """Let a chat be told of sessions that mention words; return whether it was not before."""
    with _changing(store, place, now) as (connection, chat_id):
        return watch(connection, chat_id, watch_key(words), words, now=now)


def watch_no_more(store: Store, place: Place, folded: str, *, now: datetime) -> bool:
    """Let a chat be told of words, in their folded form, no longer; return whether it was."""
    with _changing(store, place, now) as (connection, chat_id):
        return unwatch(connection, chat_id, folded)


def watch_key(words: str) -> str:
    """Return the form under which words are watched: each once, folded, in order."""
    return " ".join(Terms(words).words)


def find_or_add(store: Store, place: Place, *, now: datetime) -> int:
    """Return the number of a chat, which is stored from now on."""
    with _changing(store, place, now) as (_, chat_id):
        return chat_id


def forget(store: Store, place: Place) -> None:
    """Delete all that is stored of a chat. Not while reminders are planned, which it may be in."""
    with store.writing(PLANNING) as connection:
        if chat := find_chat(connection, place.platform, place.address):
            delete_chat(connection, chat.id)


def leave(store: Store, place: Place, reason: str, *, now: datetime) -> None:
    """Note that a chat cannot be reached any more: it has blocked us, or put us out.

    Neither can its parts: the topics of a group.
    """
    with store.writing() as connection:
        end_chats(connection, place.platform, place.address, reason, now=now)


def move(store: Store, place: Place, address: str) -> None:
    """Note that a chat has another address: a group that became a supergroup."""
    with store.writing() as connection:
        if chat := find_chat(connection, place.platform, place.address):
            move_chat(connection, chat.id, address)


def come_back(store: Store, place: Place, *, now: datetime) -> None:
    """Note that a chat can be reached again."""
    with store.writing() as connection:
        if chat := find_chat(connection, place.platform, place.address):
            revive_chat(connection, chat.id, now=now)


@contextmanager
def _changing(store: Store, place: Place, now: datetime) -> Iterator[tuple[Connection, int]]:
    """Give a transaction and the number of a chat, which is added if it is new."""
    with store.writing() as connection:
        chat_id = find_or_add_chat(connection, place.platform, place.address, now=now)
        chat = get_chat(connection, chat_id)
        if chat and chat.rules.kind != place.kind:
            set_chat_rules(connection, chat_id, replace(chat.rules, kind=place.kind), now=now)
        yield connection, chat_id
