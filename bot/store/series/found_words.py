"""The words of talks as the public sees them: kept with their series, and searched.

SQLite has them in an FTS5 table, PostgreSQL as a tsvector under a GIN index. Words are folded and
told apart before they come here, so that both databases find the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from bot.domain.series import TalkKind
from bot.store.schema import tables
from bot.store.series.records import Findable

_TABLE = table(
    "found_words",
    *(column(name, Text) for name in ("series_id", "session_id", "talk_id", "kind")),
    *(column(name, Text) for name in ("title", "people", "abstract", "about")),  # of SQLite
    column("words", TSVECTOR),  # of PostgreSQL
)
_PARTS = (("title", "A"), ("people", "B"), ("abstract", "C"), ("about", "D"))
_WEIGHTS = {"A": 10.0, "B": 4.0, "C": 1.0, "D": 0.5}
_USUAL_LENGTH = timedelta(hours=1)  # of a session whose end nobody said
_AT_ONCE = 500  # ids in one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class WordQuery:
    """What is searched for: talks that have all of the words, each of them the beginning of one.

    `people` must begin words of their speakers' names. Of the series and kinds that are named, if
    any; of sessions that start from `begin_at` on and before `end_at` (aware instants).
    """

    words: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    series_ids: tuple[str, ...] = ()
    kinds: tuple[TalkKind, ...] = ()
    begin_at: datetime | None = None
    end_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundTalk:
    """A talk that was found; `talk_id` is empty for a session that has none."""

    series_id: str
    session_id: str
    talk_id: str


def find_talks(
    connection: Connection, query: WordQuery, *, now: datetime, most: int
) -> list[FoundTalk]:
    """Return the first talks of listed series that a query finds; none if it names no word.

    Those of sessions to come are first, then those without a date, then those that are over; among
    them, words of a title count for more than those of a name, and these for more than others.
    """
    if not (query.words or query.people):
        return []
    is_sqlite = connection.dialect.name == "sqlite"
    is_found, rank = _fts5(query) if is_sqlite else _tsquery(query)
    rows = connection.execute(_selected(query, is_found, rank, now).limit(most))
    return [FoundTalk(*row) for row in rows]


def save_words(
    connection: Connection, series_id: str, findable: dict[str, tuple[Findable, ...]]
) -> None:
    """Let the sessions of a series, by their ids, be found by these words and by no other."""
    names = list(findable)
    for begin in range(0, len(names), _AT_ONCE):
        ids = names[begin : begin + _AT_ONCE]
        where = (_TABLE.c.series_id == series_id) & _TABLE.c.session_id.in_(ids)
        connection.execute(delete(_TABLE).where(where))
    rows = [
        {
            "series_id": series_id,
            "session_id": session_id,
            "talk_id": one.talk_id,
            "kind": one.kind,
            **_words(connection, one),
        }
        for session_id, found in findable.items()
        for one in found
    ]
    if rows:
        fields: dict[str, ColumnElement[Any]] = {name: bindparam(name) for name in rows[0]}
        if "words" in fields:
            fields["words"] = cast(bindparam("words", type_=Text), TSVECTOR)
        connection.execute(insert(_TABLE).values(**fields), rows)


def _words(connection: Connection, one: Findable) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        return {name: " ".join(getattr(one, name)) for name, _ in _PARTS}
    places: dict[str, list[str]] = {}
    for position, (name, weight) in enumerate(_PARTS, 1):
        for word in dict.fromkeys(getattr(one, name)):
            places.setdefault(word, []).append(f"{position}{weight}")
    return {"words": " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())}


def _fts5(query: WordQuery) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return what finds and ranks, the best lowest, in SQLite. Words are quoted: none is syntax."""
    parts = [f'"{word}" *' for word in query.words]
    parts += [f'{{people}} : "{word}" *' for word in query.people]
    name: ColumnElement[Any] = literal_column("found_words")
    unindexed = (0.0,) * 4
    rank = func.bm25(name, *unindexed, *(_WEIGHTS[weight] for _, weight in _PARTS))
    return name.op("MATCH")(" AND ".join(parts)), rank


def _tsquery(query: WordQuery) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return what finds and ranks, the best lowest, in PostgreSQL."""
    parts = [f"'{word}':*" for word in query.words]
    parts += [f"'{word}':*B" for word in query.people]
    wanted = cast(" & ".join(parts), TSQUERY)
    highest = max(_WEIGHTS.values())
    weights = ",".join(f"{_WEIGHTS[weight] / highest}" for weight in "DCBA")
    rank = func.ts_rank(literal_column(f"'{{{weights}}}'::float4[]"), _TABLE.c.words, wanted)
    return _TABLE.c.words.op("@@")(wanted), -rank


def _selected(
    query: WordQuery, is_found: ColumnElement[Any], rank: ColumnElement[Any], now: datetime
) -> Select[Any]:
    sessions, series = tables.sessions, tables.series
    is_of = and_(sessions.c.series_id == _TABLE.c.series_id, sessions.c.id == _TABLE.c.session_id)
    starts, ends = sessions.c.start_at, sessions.c.end_at
    is_to_come = or_(ends > now, and_(ends.is_(None), starts > now - _USUAL_LENGTH))
    group = case((starts.is_(None), 1), (is_to_come, 0), else_=2)
    found = (
        select(_TABLE.c.series_id, _TABLE.c.session_id, _TABLE.c.talk_id)
        .join(sessions, is_of)
        .join(series, series.c.id == _TABLE.c.series_id)
        .where(is_found, series.c.archived_at.is_(None))
        .order_by(group, rank, starts, _TABLE.c.series_id, _TABLE.c.session_id, _TABLE.c.talk_id)
    )
    return found.where(*_conditions(query, starts))


def _conditions(query: WordQuery, starts: ColumnElement[Any]) -> Iterable[ColumnElement[bool]]:
    if query.series_ids:
        yield _TABLE.c.series_id.in_(query.series_ids)
    if query.kinds:
        yield _TABLE.c.kind.in_([kind.value for kind in query.kinds])
    if query.begin_at:
        yield starts >= query.begin_at
    if query.end_at:
        yield starts < query.end_at
