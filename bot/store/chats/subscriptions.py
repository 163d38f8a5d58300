"""Chats and what they follow: series and single sessions, and the rules of being reminded."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Table, delete, select, update

from bot.domain.series import TalkKind
from bot.reminders.notices import Wish
from bot.store.schema import tables
from bot.store.schema.columns import (
    Lengths,
    count_of,
    keywords_of,
    keywords_text,
    kinds_of,
    kinds_text,
    language_of,
    language_text,
    offsets_of,
    offsets_text,
    seconds,
)
from bot.store.schema.upsert import insert_missing, now_if_new, put_row, take_row


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRules:
    """What a chat says of itself. `zone` is an IANA name, empty until the chat says one.

    `language` is the one that it chose, `heard_language` its clients', where it chose none; both
    are names of catalogues (`de`), or empty.

    `offsets` None says nothing of reminders, an empty tuple wants none. `quiet` are the first
    minute of the day that is quiet and the first that is not, in the chat's zone. `digest` is the
    weekday (0 is Monday) and the minute of the day, in that zone, at which a digest comes.
    """

    kind: str = "private"
    zone: str = ""
    language: str = ""
    heard_language: str = ""
    offsets: Lengths | None = None
    quiet: tuple[int, int] | None = None
    digest: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat of a platform. `ended_at` is the instant since which it cannot be reached."""

    id: int
    platform: str
    address: str
    rules: ChatRules
    ended_at: datetime | None = None
    ended_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRules:
    """What a chat wants of one series: `offsets` None is as the chat says for all series.

    It is reminded of sessions with a talk of one of the `kinds` and one of the `keywords`; where
    none are said, of all. Of their changes, it is told of those that it has a wish for.
    """

    offsets: Lengths | None = None
    kinds: tuple[TalkKind, ...] = ()
    keywords: tuple[str, ...] = ()
    changes: Wish = Wish.ALL


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat follows a series."""

    series_id: str
    rules: SubscriptionRules
    created_at: datetime


SessionKey = tuple[str, str]
"""A series' id and a session's."""


def find_or_add_chat(connection: Connection, platform: str, address: str, *, now: datetime) -> int:
    """Return the number of a chat, given its address on its platform; it is added if it is new."""
    chat = {"platform": platform, "address": address, "created_at": now}
    found = _find_chat_id(connection, platform, address)
    if found is None:
        connection.execute(insert_missing(connection, tables.chats).values(**chat))
        found = _find_chat_id(connection, platform, address)
    assert found is not None  # noqa: S101 - we, or another at the same time, have added it
    return found


def _find_chat_id(connection: Connection, platform: str, address: str) -> int | None:
    table = tables.chats
    where = (table.c.platform == platform) & (table.c.address == address)
    found: int | None = connection.execute(select(table.c.id).where(where)).scalar()
    return found


def find_chat(connection: Connection, platform: str, address: str) -> Chat | None:
    """Return the chat at an address of a platform; None if nothing is known of it."""
    found = _find_chat_id(connection, platform, address)
    return None if found is None else get_chat(connection, found)


def get_chat(connection: Connection, chat_id: int) -> Chat | None:
    """Return a chat by its number; None if it is forgotten."""
    table = tables.chats
    row = connection.execute(select(table).where(table.c.id == chat_id)).mappings().first()
    return _chat(row) if row else None


def _chat(row: RowMapping) -> Chat:
    has_quiet = row["quiet_from"] is not None and row["quiet_to"] is not None
    has_digest = row["digest_weekday"] is not None and row["digest_minute"] is not None
    return Chat(
        id=row["id"],
        platform=row["platform"],
        address=row["address"],
        rules=ChatRules(
            kind=row["kind"],
            zone=row["zone"] or "",
            language=language_of(row["language"])[0],
            heard_language=language_of(row["language"])[1],
            offsets=offsets_of(row["offsets"]),
            quiet=(row["quiet_from"], row["quiet_to"]) if has_quiet else None,
            digest=(row["digest_weekday"], row["digest_minute"]) if has_digest else None,
        ),
        ended_at=row["ended_at"],
        ended_reason=row["ended_reason"],
    )


def set_chat_rules(
    connection: Connection, chat_id: int, rules: ChatRules, *, now: datetime
) -> None:
    """Let a chat have these rules.

    What new offsets would have made due before now is not sent, nor a digest of an hour that was
    before now by the new one; all else that is due stays so, also what waits since a pause.
    """
    quiet_from, quiet_to = rules.quiet or (None, None)
    weekday, minute = rules.digest or (None, None)
    values = {
        "kind": rules.kind,
        "zone": rules.zone or None,
        "language": language_text(rules.language, rules.heard_language),
        "offsets": offsets_text(rules.offsets),
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "digest_weekday": weekday,
        "digest_minute": minute,
    }
    table = tables.chats
    ruled = {
        "ruled_at": now_if_new(table, ("offsets",), values, now),
        "digest_since": now_if_new(
            table, ("zone", "digest_weekday", "digest_minute"), values, now, "digest_since"
        ),
    }
    connection.execute(update(table).where(table.c.id == chat_id).values(**values, **ruled))


def end_chat(connection: Connection, chat_id: int, reason: str, *, now: datetime) -> None:
    """Note that a chat cannot be reached: it gets nothing until `revive_chat`.

    What it follows is kept: its calendar goes on, and it may come back.
    """
    table = tables.chats
    values = {"ended_at": now, "ended_reason": reason}
    connection.execute(update(table).where(table.c.id == chat_id).values(**values))


def revive_chat(connection: Connection, chat_id: int, *, now: datetime) -> bool:
    """Note that a chat can be reached; return whether it could not before.

    What was due while it could not is not sent.
    """
    table = tables.chats
    values = {"ended_at": None, "ended_reason": "", "ruled_at": seconds(now)}
    where = (table.c.id == chat_id) & table.c.ended_at.is_not(None)
    return count_of(connection.execute(update(table).where(where).values(**values))) > 0


def delete_chat(connection: Connection, chat_id: int) -> None:
    """Forget a chat and all that is known of it.

    What is owed to it goes first: a worker takes that before it asks for the chat's turn.
    """
    owed = tables.deliveries
    connection.execute(delete(owed).where(owed.c.chat_id == chat_id))
    connection.execute(delete(tables.chats).where(tables.chats.c.id == chat_id))


def subscribe(connection: Connection, chat_id: int, series_id: str, *, now: datetime) -> bool:
    """Let a chat follow a series; return whether it did not before. If it did, nothing changes."""
    key = {"chat_id": chat_id, "series_id": series_id}
    return put_row(connection, tables.subscriptions, key, now)


def unsubscribe(connection: Connection, chat_id: int, series_id: str) -> bool:
    """Let a chat follow a series no longer; return whether it did."""
    key = {"chat_id": chat_id, "series_id": series_id}
    return take_row(connection, tables.subscriptions, key)


def set_subscription_rules(
    connection: Connection,
    chat_id: int,
    series_id: str,
    rules: SubscriptionRules,
    *,
    now: datetime,
) -> bool:
    """Give a subscription its rules; return whether there is one.

    What other ones would have made due before now is not sent.
    """
    table = tables.subscriptions
    where = (table.c.chat_id == chat_id) & (table.c.series_id == series_id)
    values = {
        "offsets": offsets_text(rules.offsets),
        "kinds": kinds_text(rules.kinds),
        "keywords": keywords_text(rules.keywords),
    }
    ruled_at = now_if_new(table, list(values), values, now)
    values["changes"] = None if rules.changes is Wish.ALL else rules.changes.value
    changing = update(table).where(where).values(**values, ruled_at=ruled_at)
    return count_of(connection.execute(changing)) > 0


def list_subscriptions(connection: Connection, chat_id: int) -> list[Subscription]:
    """Return what a chat follows, by the series' ids."""
    table = tables.subscriptions
    query = select(table).where(table.c.chat_id == chat_id).order_by(table.c.series_id)
    return [
        Subscription(
            row["series_id"],
            SubscriptionRules(
                offsets=offsets_of(row["offsets"]),
                kinds=kinds_of(row["kinds"]),
                keywords=keywords_of(row["keywords"]),
                changes=Wish(row["changes"] or Wish.ALL),
            ),
            row["created_at"],
        )
        for row in connection.execute(query).mappings()
    ]


def star(
    connection: Connection, chat_id: int, series_id: str, session_id: str, *, now: datetime
) -> bool:
    """Let a chat follow a single session; return whether it did not before."""
    key = {"chat_id": chat_id, "series_id": series_id, "session_id": session_id}
    return put_row(connection, tables.stars, key, now)


def unstar(connection: Connection, chat_id: int, series_id: str, session_id: str) -> bool:
    """Let a chat follow a single session no longer; return whether it did."""
    key = {"chat_id": chat_id, "series_id": series_id, "session_id": session_id}
    return take_row(connection, tables.stars, key)


def list_stars(connection: Connection, chat_id: int) -> list[SessionKey]:
    """Return the single sessions that a chat follows, in the order of their ids."""
    return _list_keys(connection, tables.stars, chat_id)


def mute(
    connection: Connection, chat_id: int, series_id: str, session_id: str, *, now: datetime
) -> bool:
    """Remind a chat of a session no more; return whether that is new."""
    key = {"chat_id": chat_id, "series_id": series_id, "session_id": session_id}
    return put_row(connection, tables.mutes, key, now)


def unmute(connection: Connection, chat_id: int, series_id: str, session_id: str) -> bool:
    """Remind a chat of a session again; return whether it was muted."""
    key = {"chat_id": chat_id, "series_id": series_id, "session_id": session_id}
    return take_row(connection, tables.mutes, key)


def list_mutes(connection: Connection, chat_id: int) -> list[SessionKey]:
    """Return the sessions of which a chat is not reminded, in the order of their ids."""
    return _list_keys(connection, tables.mutes, chat_id)


def _list_keys(connection: Connection, table: Table, chat_id: int) -> list[SessionKey]:
    query = select(table.c.series_id, table.c.session_id).where(table.c.chat_id == chat_id)
    rows = connection.execute(query.order_by(table.c.series_id, table.c.session_id))
    return [(row.series_id, row.session_id) for row in rows]
