"""Announcements that are due: owed to all chats at once, or dropped where they make no sense."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.announcements import Announcement, Obstacle, Unsent
from bot.flows.library import Library
from bot.flows.organizing.announcement_previews import filters_of
from bot.flows.organizing.announcements import obstacle_of
from bot.flows.organizing.announcing import act_of
from bot.flows.organizing.letters import owe_to_organizers
from bot.flows.organizing.rights import Action, series_of
from bot.store.delivery.announcing import (
    addressees,
    is_leaving,
    list_taken_back,
    list_waiting,
    plan_retractions,
)
from bot.store.delivery.letters import (
    NOBODY,
    Letter,
    Purpose,
    add_letter,
    owe_letter,
    release_letter,
    withdraw_letter,
)
from bot.store.engine import Connection
from bot.store.organizing.organizers import add_act
from bot.store.schema.codec import from_json, to_json
from bot.store.series.records import StoredSeries

_TOLD_FOR = timedelta(days=7)
_SOON = timedelta(seconds=2)  # until it is known whether a message has left


@dataclass(frozen=True, slots=True)
class Released:
    """How many deliveries are new, and when to look again (UTC), None if nothing waits."""

    added: int
    next_at: datetime | None


def release_announcements(connection: Connection, library: Library, *, now: datetime) -> Released:
    """Owe what is due to those who get it, and the edits of what was taken back.

    Who wrote it must have the right still, and it must make sense of the series as it is now; else
    it is dropped, and the organizers are told why. Each is owed once.
    """
    waiting, taken = list_waiting(connection), list_taken_back(connection, now=now)
    due = [one for one in waiting if one.due_at <= now]
    added = plan_retractions(connection, now=now) if taken else 0
    if due:
        library.read(connection)
    for letter in due:
        stored = library.last_read(letter.series_id)
        obstacle = obstacle_to(connection, stored, letter, now)
        if stored is None or obstacle:
            added += _drop(connection, stored, letter, obstacle or Obstacle.GONE, now)
        elif release_letter(connection, letter.id, now=now):
            filters = filters_of(connection, stored, letter.session_id, now)
            found = addressees(letter.series_id, letter.session_id, filters)
            added += owe_letter(connection, letter, found, now=now)
    times = [one.due_at for one in waiting if one.due_at > now]
    if taken and is_leaving(connection, taken, now=now):
        times.append(now + _SOON)
    return Released(added, min(times, default=None))


def obstacle_to(
    connection: Connection, stored: StoredSeries | None, letter: Letter, now: datetime
) -> Obstacle | None:
    """Return why an announcement would be dropped if it were due now; None if it would leave."""
    if letter.by != NOBODY and letter.series_id not in series_of(connection, letter.by):
        return Obstacle.NO_RIGHT
    if now >= letter.expires_at:
        return Obstacle.LATE
    if stored is None:
        return Obstacle.GONE
    said = from_json(letter.content, Announcement)
    return obstacle_of(stored.series, letter.session_id, said, now)


def _drop(
    connection: Connection,
    stored: StoredSeries | None,
    letter: Letter,
    obstacle: Obstacle,
    now: datetime,
) -> int:
    """Withdraw an announcement that is not sent, and tell the organizers; return how many."""
    if not withdraw_letter(connection, letter.id, now=now) or stored is None:
        return 0
    said = from_json(letter.content, Announcement)
    told = Letter(
        series_id=letter.series_id,
        session_id=letter.session_id,
        purpose=Purpose.UNSENT,
        key=str(letter.id),
        content=to_json(Unsent(obstacle, said.text)),
        created_at=now,
        due_at=now,
        expires_at=now + _TOLD_FOR,
    )
    add_act(connection, act_of(stored.series, letter, letter.by, Action.UNSENT, now))
    return owe_to_organizers(connection, add_letter(connection, told), now=now)
