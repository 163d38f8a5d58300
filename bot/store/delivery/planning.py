"""Making deliveries: by what rules chats are to be reminded, and rows for all of them at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    values,
)

from bot.domain.series import TalkKind
from bot.store.delivery.deliveries import Kind
from bot.store.schema import tables
from bot.store.schema.column_types import Seconds
from bot.store.schema.columns import Lengths, keywords_of, kinds_of, offsets_of, seconds
from bot.store.schema.upsert import count_inserted, insert_missing

AT_ONCE = 500
"""Reminders in one statement: both databases take some ten thousand values."""

RULE = ("series_id", "offsets", "kinds", "keywords", "quiet", "zone")
"""The columns of a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How some chats are to be reminded of a series: as columns hold it, empty where none is said.

    Chats with equal rules are treated alike, so that each rule is worked out once.
    """

    series_id: str
    offsets: str
    kinds: str
    keywords: str
    quiet: str
    zone: str

    @property
    def own_offsets(self) -> Lengths | None:
        """The offsets that the chats say themselves."""
        return offsets_of(self.offsets)

    @property
    def own_kinds(self) -> tuple[TalkKind, ...]:
        """The kinds of talks that they want."""
        return kinds_of(self.kinds)

    @property
    def own_keywords(self) -> tuple[str, ...]:
        """The words of which one must be there."""
        return keywords_of(self.keywords)

    @property
    def quiet_minutes(self) -> tuple[int, int] | None:
        """The first minute of the day that is quiet, and the first that is not."""
        begins, dash, ends = self.quiet.partition("-")
        return (int(begins), int(ends)) if dash else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReminder:
    """A reminder that is owed to all chats with a rule. All times are aware UTC instants.

    `has_changed`: the session was another one once, so that chats may have been told other starts.
    """

    rule: Rule
    session_id: str
    offset: timedelta
    start_at: datetime
    due_at: datetime
    expires_at: datetime
    has_changed: bool = True


def list_rules(connection: Connection, series_ids: Sequence[str]) -> list[Rule]:
    """Return the rules by which anybody follows one of the series, or a session of one."""
    queries = [
        select(*(audience.c[name] for name in RULE)) for audience in (followers(), starrers())
    ]
    wanted = [query.where(query.selected_columns.series_id.in_(series_ids)) for query in queries]
    rows = connection.execute(union(*wanted)).mappings()
    return sorted((Rule(**row) for row in rows), key=lambda rule: (rule.series_id, rule.offsets))


def plan_due(connection: Connection, due: Iterable[DueReminder]) -> int:
    """Make a delivery of each reminder for each chat with its rule; return how many are new.

    A chat gets none for a session that it has muted, none that was due before its rules were as
    they are, and none twice, however often this is called; nor one that was due before another of
    the same start: its rule, or the series', was another one then. Who has been told of another
    start since is told of this one again.
    """
    remaining, added = iter(due), 0
    while some := list(islice(remaining, AT_ONCE)):
        for audience in (followers(), starrers()):
            table = tables.deliveries
            columns = ["chat_id", *_COPIED, "next_at", "subject"]
            rows = insert_missing(connection, table).from_select(columns, _owed(some, audience))
            added += count_inserted(connection, rows)
    return added


_COPIED = ("series_id", "session_id", "offset_s", "start_at", "due_at", "expires_at")


def _owed(due: Sequence[DueReminder], audience: Subquery) -> Select[Any]:
    """Return the rows that are owed to an audience, muted sessions left out."""
    owed = table_of(due)
    since = _other_start_told(audience, owed)
    return (
        select(audience.c.chat_id, *(owed.c[name] for name in _COPIED), owed.c.due_at, since)
        .join(audience, and_(*wanting(audience, owed)))
        .where(~is_spared(audience, owed))
    )


def table_of(due: Sequence[DueReminder]) -> CTE:
    """Return reminders as a table."""
    texts = [column(name, Text) for name in (*RULE, "session_id")]
    numbers = [column("offset_s", Integer), column("has_changed", Integer)]
    instants = [column(name, Seconds) for name in ("start_at", "due_at", "expires_at")]
    return values(*texts, *numbers, *instants, name="owed").data(list(_rows(due))).cte()


def wanting(audience: Subquery, owed: CTE) -> list[ColumnElement[bool]]:
    """Return who of an audience wants a reminder: by their rule, and since when that counts."""
    nominal = owed.c.start_at - owed.c.offset_s
    return [
        *(audience.c[name] == owed.c[name] for name in RULE),
        or_(audience.c.session_id == "", audience.c.session_id == owed.c.session_id),
        nominal > audience.c.ruled_at,
        nominal > audience.c.chat_ruled_at,
    ]


def is_spared(audience: Subquery, owed: CTE) -> ColumnElement[bool]:
    """Tell whether a chat does not get what it wants: it has muted the session, or was told."""
    mutes = tables.mutes
    is_muted = exists().where(
        mutes.c.chat_id == audience.c.chat_id,
        mutes.c.series_id == owed.c.series_id,
        mutes.c.session_id == owed.c.session_id,
    )
    return is_muted | _is_told(audience, owed)


def _other_start_told(audience: Subquery, owed: CTE) -> ColumnElement[int]:
    """Return the last message that told a chat of the session at another start; 0 without any."""
    other = tables.deliveries.alias()
    told = _of_session(other, audience, owed)
    last = (
        select(func.max(other.c.id))
        .where(*told, other.c.start_at != owed.c.start_at, other.c.sent_at.is_not(None))
        .correlate(audience, owed)  # however deep it stands: else it would be that of anybody
    )
    return case((owed.c.has_changed == 1, func.coalesce(last.scalar_subquery(), 0)), else_=0)


def _is_told(audience: Subquery, owed: CTE) -> ColumnElement[bool]:
    """Tell whether a chat has a reminder of this start that is as late or the same.

    One from before it was told of another start does not count.
    """
    since, same = _other_start_told(audience, owed), tables.deliveries.alias()
    is_as_late = (same.c.due_at >= owed.c.due_at) | (same.c.offset_s == owed.c.offset_s)
    return exists().where(
        *_of_session(same, audience, owed),
        same.c.start_at == owed.c.start_at,
        is_as_late,
        same.c.id > since,
    )


def _of_session(
    deliveries: FromClause, audience: Subquery, owed: CTE
) -> tuple[ColumnElement[bool], ...]:
    return (
        deliveries.c.chat_id == audience.c.chat_id,
        deliveries.c.kind == Kind.REMINDER.value,
        deliveries.c.series_id == owed.c.series_id,
        deliveries.c.session_id == owed.c.session_id,
    )


def _rows(due: Iterable[DueReminder]) -> Iterator[tuple[str | int, ...]]:
    for one in due:
        yield (
            *(getattr(one.rule, name) for name in RULE),
            one.session_id,
            int(one.offset.total_seconds()),
            int(one.has_changed),
            seconds(one.start_at),
            seconds(one.due_at),
            seconds(one.expires_at),
        )


def followers() -> Subquery:
    """Return who follows whole series, and by what rule."""
    chats, table = tables.chats, tables.subscriptions
    return (
        select(
            table.c.chat_id,
            table.c.series_id,
            literal("").label("session_id"),
            func.coalesce(table.c.offsets, chats.c.offsets, "").label("offsets"),
            func.coalesce(table.c.kinds, "").label("kinds"),
            func.coalesce(table.c.keywords, "").label("keywords"),
            *_of_chats(),
            table.c.ruled_at,
        )
        .join(chats, chats.c.id == table.c.chat_id)
        .where(chats.c.ended_at.is_(None))
        .subquery("followers")
    )


def starrers() -> Subquery:
    """Return who follows single sessions: by their rule for the series, but whatever it leaves out.

    Their offsets are those of the series, if they follow that too.
    """
    chats, table, followed = tables.chats, tables.stars, tables.subscriptions
    of_series = and_(
        followed.c.chat_id == table.c.chat_id, followed.c.series_id == table.c.series_id
    )
    return (
        select(
            table.c.chat_id,
            table.c.series_id,
            table.c.session_id,
            func.coalesce(followed.c.offsets, chats.c.offsets, "").label("offsets"),
            literal("").label("kinds"),
            literal("").label("keywords"),
            *_of_chats(),
            table.c.ruled_at,
        )
        .join(chats, chats.c.id == table.c.chat_id)
        .outerjoin(followed, of_series)
        .where(chats.c.ended_at.is_(None))
        .subquery("starrers")
    )


def _of_chats() -> tuple[ColumnElement[Any], ...]:
    """Return what a rule takes from the chat: its quiet hours, and the zone that they are in."""
    chats = tables.chats
    begins, ends = cast(chats.c.quiet_from, Text), cast(chats.c.quiet_to, Text)
    is_quiet = chats.c.quiet_from.is_not(None) & chats.c.quiet_to.is_not(None)
    return (
        case((is_quiet, begins + "-" + ends), else_="").label("quiet"),
        case((is_quiet, func.coalesce(chats.c.zone, "")), else_="").label("zone"),
        chats.c.ruled_at.label("chat_ruled_at"),
    )
