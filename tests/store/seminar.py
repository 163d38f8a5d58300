"""A stored seminar, for tests of what is owed to chats."""

from datetime import UTC, datetime, timedelta

from bot.domain.changes import Change
from bot.domain.series import Series, Session
from bot.flows.planning.alerting import alert
from bot.flows.planning.notify import note_changes
from bot.flows.versions import plan_version
from bot.store.chats.subscriptions import find_or_add_chat, subscribe
from bot.store.delivery.planning import DueReminder, Rule
from bot.store.engine import Store
from bot.store.series.schedules import load_series, save_series
from tests.reminders.seminar import series, session

START = datetime(2021, 6, 28, 14, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DUE = START - HOUR
LATE = START + timedelta(minutes=15)
BEFORE = START - timedelta(days=3)


def put(
    store: Store,
    *sessions: Session,
    at: datetime = BEFORE,
    has_notices: bool = False,
    **parts: object,
) -> Series:
    """Store the seminar with these sessions (one at `START` without any), at an instant.

    With the alerts that chats are owed for it, as reading a definition does; without notices of
    what changed, unless a test is about them.
    """
    wanted = series(*(sessions or (session(),)), **parts)
    with store.writing() as connection:
        before = load_series(connection, wanted.id)
        version = 1 if before is None else before.version + 1
        planned = plan_version(before, wanted, f"version {version}", at)
        changes: tuple[Change, ...] = planned.changes
        save_series(connection, before, planned.after, changes, now=at)
        alert(connection, before, planned.after, now=at)
        if has_notices:
            note_changes(connection, before, planned.after, now=at)
    return wanted


def follow(store: Store, address: str, *, now: datetime = BEFORE, to: str = "seminar") -> int:
    """Let a chat follow the seminar; return its number."""
    with store.writing() as connection:
        chat_id = find_or_add_chat(connection, "test", address, now=now)
        subscribe(connection, chat_id, to, now=now)
    return chat_id


def rule(**parts: str) -> Rule:
    empty = {"offsets": "", "kinds": "", "keywords": "", "quiet": "", "zone": ""}
    return Rule(**{"series_id": "seminar", **empty, **parts})


def due(by: Rule | None = None, **parts: object) -> DueReminder:
    """Return the reminder of one hour, for chats that say nothing of reminders."""
    usual = {
        "rule": by or rule(),
        "session_id": "examples",
        "offset": HOUR,
        "start_at": START,
        "due_at": DUE,
        "expires_at": LATE,
    }
    return DueReminder(**{**usual, **parts})
