"""What a chat is told to expect is what planning makes, whatever its rules and the hour."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.flows.ingest import Outcome, sync
from bot.flows.library import Library
from bot.flows.planning.expecting import next_reminder
from bot.flows.planning.remind import plan_reminders
from bot.flows.subscribe import (
    Follower,
    Place,
    follow_series,
    follow_session,
    mute_session,
    read_follower,
    set_rules,
    unmute_session,
)
from bot.store.chats.subscriptions import ChatRules
from bot.store.engine import Store
from bot.store.schema import tables
from bot.store.schema.columns import instant
from tests.store.migrated import opened_migrated

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
PLACE = Place("test", "1")
MINUTE = timedelta(minutes=1)
KEY = ("seminar", "one")
minutes = st.integers(0, 20).map(lambda number: number * 15)
offsets = st.lists(minutes.filter(bool), min_size=1, max_size=3, unique=True).map(
    lambda some: tuple(sorted((one * MINUTE for one in some), reverse=True))
)
quiets = st.none() | st.tuples(minutes, minutes).map(lambda one: (540 + one[0], 560 + one[1]))
happenings = st.lists(
    st.tuples(st.sampled_from(["follow", "star", "rules", "mute", "unmute"]), minutes),
    min_size=1,
    max_size=4,
)


def seminar(folder: Path, start: datetime) -> str:
    path = folder / "seminar.yaml"
    path.write_text(
        "id: seminar\ntitle: Seminar\ntimezone: Europe/Zurich\nduration: 1 hour\nsessions:\n"
        f"  - {{id: one, start: '{start:%Y-%m-%d %H:%M} UTC', title: One}}\n"
    )
    return str(path)


def follower_of(store: Store) -> Follower:
    with store.reading() as connection:
        return read_follower(connection, PLACE)


def planned(store: Store) -> dict[tuple[timedelta, datetime], datetime]:
    table = tables.deliveries
    with store.reading() as connection:
        rows = connection.execute(select(table)).all()
    return {
        (timedelta(seconds=row.offset_s), instant(row.start_at)): instant(row.due_at)
        for row in rows
    }


@example(0, (60 * MINUTE,), None, [("follow", 0), ("mute", 210), ("unmute", 60)])
@example(0, (60 * MINUTE,), (660, 760), [("follow", 195)])
@given(minutes, offsets, quiets, happenings)
@settings(deadline=None, max_examples=60)
def test_what_is_told_to_come_is_planned_then_and_nothing_before(
    begins: int,
    lengths: tuple[timedelta, ...],
    quiet: tuple[int, int] | None,
    happening: list[tuple[str, int]],
) -> None:
    with TemporaryDirectory() as folder, opened_migrated() as store:
        start = NOON + begins * MINUTE
        (result,) = sync(store, [Path(seminar(Path(folder), start))], now=NOON - timedelta(days=1))
        assert result.outcome is Outcome.NEW
        library, now = Library(), NOON - timedelta(hours=5)
        with store.reading() as connection:
            series = library.read(connection)["seminar"].series
        rules = ChatRules(zone="Europe/Zurich", offsets=lengths, quiet=quiet)
        set_rules(store, PLACE, rules, now=now)
        for what, later in happening:
            now += later * MINUTE
            plan_reminders(store, library, now=now)
            match what:
                case "follow":
                    follow_series(store, PLACE, "seminar", now=now)
                case "star":
                    follow_session(store, PLACE, KEY, now=now)
                case "mute":
                    mute_session(store, PLACE, KEY, now=now)
                case "unmute":
                    unmute_session(store, PLACE, KEY, now=now)
                case "rules":
                    shorter = tuple(one for one in lengths if one < 45 * MINUTE) or lengths
                    set_rules(store, PLACE, replace(rules, offsets=shorter), now=now)
        expected = next_reminder(series, follower_of(store), now)
        before = planned(store)
        at = expected.due_at if expected else start + timedelta(hours=1)
        while now < at:
            step = plan_reminders(store, library, now=now).next_due_at
            assert planned(store) == before
            now = min(step or at, at)
        plan_reminders(store, library, now=now)
        new = {key for key in planned(store) if key not in before}
        assert bool(new) == bool(expected)
        assert expected is None or (expected.offset, expected.start.at) in new
        event(f"{what}: {'a reminder' if expected else 'none'}")
