"""Reading what organizers see of a large series: `python -m tests.benchmarks.organizing`."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from bot.flows.organizing.outlook import read_found
from bot.flows.publish import Publication
from bot.store.engine import Store, open_store
from bot.store.schema import tables
from bot.store.schema.columns import seconds
from bot.store.series.schedules import load_series
from tests.benchmarks.measuring import best_in_turns, show
from tests.reminders.seminar import session, talk
from tests.store.postgresql import find_server, running_server
from tests.store.seminar import BEFORE, put

_CHATS, _PAST, _COMING = 10_000, 20, 10  # sessions, one a day
_DAY = timedelta(days=1)
_NOW = datetime.fromisoformat("2021-06-25T12:00:00+00:00")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        _show("SQLite", f"sqlite:///{Path(name) / 'organized.db'}")
        if programs := find_server():
            with running_server(programs) as postgresql:
                _show("PostgreSQL", postgresql.address("postgres"))


def _show(database: str, url: str) -> None:
    with _fared(url) as store:
        with store.reading() as connection:
            stored = load_series(connection, "seminar")
        assert stored
        publication = Publication(stored)
        table = tables.deliveries.name

        def read() -> None:
            with store.reading() as connection:
                read_found(connection, publication, _NOW)

        def scan() -> None:
            with store.reading() as connection:
                connection.execute(text(f"SELECT count(error) FROM {table}")).scalar_one()  # noqa: S608

        whole, counted = best_in_turns(read, scan)
    what = f"{_CHATS * _PAST:,} deliveries, {_CHATS:,} chats, {database}"
    show(what, f"{whole * 1000:.0f} ms", f"{whole / counted:.1f} times counting them")


@contextmanager
def _fared(url: str) -> Iterator[Store]:
    """Give a store in which a series was sent to many chats, and is to be sent to them."""
    days = [_NOW + _DAY * number for number in range(-_PAST, _COMING)]
    sessions = [
        session(f"{at:%Y-%m-%d} 16:30", id=f"s{number}", talks=(talk(title=f"On {number}"),))
        for number, at in enumerate(days)
    ]
    chats = [
        {"id": number, "platform": "telegram", "address": str(number), "created_at": BEFORE}
        for number in range(1, _CHATS + 1)
    ]
    follow = [{"chat_id": one["id"], "series_id": "seminar", "created_at": BEFORE} for one in chats]
    with open_store(url) as store:
        store.migrate()
        put(store, *sessions)
        with store.writing() as connection:
            connection.execute(insert(tables.chats), chats)
            connection.execute(insert(tables.subscriptions), follow)
            for one in sessions[:_PAST]:
                start = seconds(one.start.at)
                due = start - 3600
                rows = [
                    {
                        "chat_id": chat["id"], "kind": "reminder", "series_id": "seminar",
                        "session_id": one.id, "offset_s": 3600, "start_at": start,
                        "due_at": due, "expires_at": start + 900, "status": "sent",
                        "sent_at": due + chat["id"] // 100, "message_id": str(chat["id"]),
                    }
                    for chat in chats
                ]  # fmt: skip
                connection.execute(insert(tables.deliveries), rows)
            connection.execute(text("ANALYZE"))  # as PostgreSQL does by itself
        yield store


if __name__ == "__main__":
    main()
