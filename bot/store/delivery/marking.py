"""Marking a delivery as being sent: only its owner may, and only while it is wanted as it is."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, assert_never

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Update,
    bindparam,
    exists,
    or_,
    select,
    update,
)

from bot.store.delivery.deliveries import LEASE, Claimed, DeliveryStatus, Kind
from bot.store.delivery.letters import hold_letter, is_of_several, may_get_letter
from bot.store.schema import tables
from bot.store.schema.columns import count_of, seconds


class Readiness(StrEnum):
    """What came of marking a delivery as being sent."""

    READY = "ready"
    LOST = "lost"  # the lease has ended, or it is somebody else's
    UNWANTED = "unwanted"  # it is ours, but not to be sent as it is


def mark_sending(
    connection: Connection,
    claimed: Claimed,
    owner: str,
    version: int,
    *,
    now: datetime,
    lease: timedelta = LEASE,
) -> Readiness:
    """Note that a message leaves now, if it is still ours, and still wanted.

    What is of a session is not if the series has another version than the message was made of, or
    if the chat does not follow it any more or has muted it; a digest is not if the chat wants none,
    or at another hour. A letter is not if it was withdrawn: nothing of it leaves after that is
    stored; nor if it is for organizers, and the chat is of none (`may_get_letter`). To a chat that
    cannot be reached, nothing leaves. Of what else a list was made must be looked at in the same
    transaction (`store/delivery/interests.py`).
    """
    about = {
        "its_id": claimed.id,
        "its_chat": claimed.chat_id,
        "its_series": claimed.series_id,
        "its_session": claimed.session_id,
        "its_subject": claimed.subject,
        "its_start": seconds(claimed.start_at),
        "owner": owner,
        "version": version,
        "now": seconds(now),
        "lease_end": seconds(now + lease),
    }
    if claimed.kind is Kind.LETTER:
        hold_letter(connection, claimed.subject)
    if count_of(connection.execute(_sending(claimed.kind), about)):
        return Readiness.READY
    is_ours = connection.execute(_is_ours(), about).first() is not None
    return Readiness.UNWANTED if is_ours else Readiness.LOST


def unmark_sending(connection: Connection, claimed: Claimed) -> None:
    """Let a delivery that was just marked be claimed only, as it was: nothing of it has left."""
    table = tables.deliveries
    its = update(table).where(table.c.id == claimed.id)
    values = {
        "status": DeliveryStatus.CLAIMED.value,
        "attempts": claimed.attempts,
        "told": claimed.told,
    }
    connection.execute(its.values(**values))


def note_untold(connection: Connection, claimed: Claimed, owner: str) -> None:
    """Note that a message has surely not arrived: what it told, the chat does not know."""
    table = tables.deliveries
    is_ours = (table.c.id == claimed.id) & (table.c.lease_owner == owner)
    connection.execute(update(table).where(is_ours).values(told=claimed.told))


def renew_sending(
    connection: Connection,
    claimed: Claimed,
    owner: str,
    *,
    now: datetime,
    lease: timedelta = LEASE,
) -> bool:
    """Lengthen the lease on a message that is about to leave; return whether it was still ours.

    It is not lengthened for a letter that was withdrawn meanwhile: it must not leave any more.
    """
    about = {
        "its_id": claimed.id,
        "its_chat": claimed.chat_id,
        "its_subject": claimed.subject,
        "owner": owner,
        "now": seconds(now),
        "lease_end": seconds(now + lease),
    }
    if claimed.kind is Kind.LETTER:
        hold_letter(connection, claimed.subject)
    return count_of(connection.execute(_renewing(claimed.kind), about)) > 0


@cache
def _renewing(kind: Kind) -> Update:
    where = _ours(DeliveryStatus.SENDING)
    if kind is Kind.LETTER:
        where = (*where, may_get_letter())
    return update(tables.deliveries).where(*where).values(next_at=bindparam("lease_end"))


@cache
def _sending(kind: Kind) -> Update:
    table = tables.deliveries
    values = {
        "status": DeliveryStatus.SENDING.value,
        "attempts": table.c.attempts + 1,
        "told": bindparam("version", type_=Integer),
        "next_at": bindparam("lease_end"),
    }
    return update(table).where(*_ours(), *_wanted(kind)).values(**values)


@cache
def _is_ours() -> Select[Any]:
    return select(tables.deliveries.c.id).where(*_ours())


def _ours(
    status: DeliveryStatus = DeliveryStatus.CLAIMED,
) -> tuple[ColumnElement[bool], ...]:
    table = tables.deliveries
    return (
        table.c.id == bindparam("its_id"),
        table.c.status == status.value,
        table.c.lease_owner == bindparam("owner"),
        table.c.next_at > bindparam("now"),
    )


def _wanted(kind: Kind) -> tuple[ColumnElement[bool], ...]:
    match kind:
        case Kind.REMINDER | Kind.EDIT:
            return (_is_reachable(), *_of_session())
        case Kind.DIGEST:
            wants = tables.chats.c.digest_weekday.is_not(None)
            return (_is_reachable(wants, tables.chats.c.digest_since < bindparam("its_start")),)
        case Kind.ALERT:
            return (_is_reachable(), _is_current())
        case Kind.NOTICE:  # of an archived series too: its sessions are off
            return (_is_reachable(), _is_of_version())
        case Kind.LETTER:
            return (_is_reachable(), or_(_is_current(), is_of_several()), may_get_letter())
        case Kind.RETRACTION:
            return (_is_reachable(),)
        case _ as never:
            assert_never(never)


def _is_reachable(*also: ColumnElement[bool]) -> ColumnElement[bool]:
    chats = tables.chats
    return exists().where(chats.c.id == bindparam("its_chat"), chats.c.ended_at.is_(None), *also)


def _is_current() -> ColumnElement[bool]:
    return _is_of_version(tables.series.c.archived_at.is_(None))


def _is_of_version(*also: ColumnElement[bool]) -> ColumnElement[bool]:
    series = tables.series
    version: ColumnElement[int] = bindparam("version", type_=Integer)
    is_its = series.c.id == bindparam("its_series")
    return exists().where(is_its, series.c.version == version, *also)


def _of_session() -> tuple[ColumnElement[bool], ...]:
    follows = tables.subscriptions
    its_chat: ColumnElement[int] = bindparam("its_chat")
    its_series: ColumnElement[str] = bindparam("its_series")
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
    return _is_current(), or_(follows_series, follows_session), ~is_muted
