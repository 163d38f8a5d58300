"""Marking a delivery as being sent: only its owner may, and only while it is wanted as it is."""

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    bindparam,
    exists,
    or_,
    select,
    update,
)

from bot.store import tables
from bot.store.columns import count_of, seconds
from bot.store.deliveries import LEASE, Claimed, DeliveryStatus


class Readiness(StrEnum):
    """What came of marking a delivery as being sent."""

    READY = "ready"
    LOST = "lost"  # the lease has ended, or it is somebody else's
    UNWANTED = "unwanted"  # it is ours, but not to be sent as it is


def mark_sending(
    connection: Connection, claimed: Claimed, owner: str, version: int, *, now: datetime
) -> Readiness:
    """Note that a message leaves now, if it is still ours, and still wanted.

    It is not if the series has another version than the message was made of, or if the chat does
    not follow it any more, has muted the session, or cannot be reached.
    """
    about = {
        "its_id": claimed.id,
        "its_chat": claimed.chat_id,
        "its_series": claimed.series_id,
        "its_session": claimed.session_id,
        "owner": owner,
        "version": version,
        "now": seconds(now),
        "lease_end": seconds(now + LEASE),
    }
    if count_of(connection.execute(_sending(), about)):
        return Readiness.READY
    is_ours = connection.execute(_is_ours(), about).first() is not None
    return Readiness.UNWANTED if is_ours else Readiness.LOST


@cache
def _sending() -> Update:
    table = tables.deliveries
    values = {
        "status": DeliveryStatus.SENDING.value,
        "attempts": table.c.attempts + 1,
        "next_at": bindparam("lease_end"),
    }
    return update(table).where(*_ours(), *_wanted()).values(**values)


@cache
def _is_ours() -> Select[Any]:
    return select(tables.deliveries.c.id).where(*_ours())


def _ours() -> tuple[ColumnElement[bool], ...]:
    table = tables.deliveries
    return (
        table.c.id == bindparam("its_id"),
        table.c.status == DeliveryStatus.CLAIMED.value,
        table.c.lease_owner == bindparam("owner"),
        table.c.next_at > bindparam("now"),
    )


def _wanted() -> tuple[ColumnElement[bool], ...]:
    chats, series, follows = tables.chats, tables.series, tables.subscriptions
    its_chat: ColumnElement[int] = bindparam("its_chat")
    its_series: ColumnElement[str] = bindparam("its_series")
    is_current = exists().where(
        series.c.id == its_series,
        series.c.version == bindparam("version"),
        series.c.archived_at.is_(None),
    )
    is_reachable = exists().where(chats.c.id == its_chat, chats.c.ended_at.is_(None))
    of_chat = exists().where(follows.c.chat_id == its_chat)
    follows_series = of_chat.where(follows.c.series_id == its_series)
    follows_session, is_muted = (
        exists().where(
            table.c.chat_id == its_chat,
            table.c.series_id == its_series,
            table.c.session_id == bindparam("its_session"),
        )
        for table in (tables.stars, tables.mutes)
    )
    return is_current, is_reachable, or_(follows_series, follows_session), ~is_muted
