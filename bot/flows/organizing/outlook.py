"""How a series fares, for its organizers: what will be sent, what was, who follows and reads it.

What will be sent is asked of the code that plans it, so that it cannot be anything else. Of chats,
there are numbers alone; texts are as the public sees them, without links to join.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.announcements import Announcement
from bot.domain.audience import Audience, text_seen_by
from bot.domain.lacking import Lack, lacks_of
from bot.domain.moments import Moment
from bot.domain.series import Series, Session
from bot.flows.delivery.buttons import reference
from bot.flows.organizing.announcement_previews import filters_of, zone_of
from bot.flows.planning.forecasts import Forecast
from bot.flows.planning.foreseeing import Foreseen, foresee_open
from bot.flows.planning.releasing import obstacle_to
from bot.flows.publish import Publication
from bot.flows.selecting import over_at
from bot.reminders.rules import DEFAULT_OFFSETS
from bot.store.delivery.announcing import addressees, count_addressees, list_waiting
from bot.store.delivery.counting import count_due
from bot.store.delivery.letters import Letter
from bot.store.delivery.outcomes import (
    Following,
    Outcome,
    Outcomes,
    count_open,
    list_following,
    list_outcomes,
)
from bot.store.delivery.planning import list_rules
from bot.store.engine import Connection
from bot.store.schema.codec import from_json
from bot.store.series.readers import Readers, list_readers
from bot.store.series.records import StoredSeries

AHEAD = timedelta(days=14)
"""For how long what will be sent is told."""

BACK = timedelta(days=30)
"""For how long it is told what was sent, and who read."""


class What(StrEnum):
    """What will be sent."""

    REMINDER = "reminder"
    CHANGE = "change"
    ANNOUNCEMENT = "announcement"
    DROPPED = "dropped"  # an announcement that makes no sense any more


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSend:
    """A message that will leave at an instant (UTC), to so many chats, as all is now.

    It is of these sessions, by their ids, or of the whole series. A reminder has an `offset`, an
    announcement a `text` if its organizer said one.
    """

    at: datetime
    what: What
    chats: int
    session_ids: tuple[str, ...] = ()
    offset: timedelta | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the store knows of a series: as it is, without what follows from that."""

    to_send: tuple[ToSend, ...] = ()
    on_their_way: int = 0
    outcomes: tuple[Outcomes, ...] = ()
    following: tuple[Following, ...] = ()
    readers: tuple[Readers, ...] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """A session with what it lacks; commands of the bot know it by its `reference`."""

    session: Session
    reference: str
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """How the messages that were due on a day in the zone of the series fared."""

    on: date
    counts: tuple[tuple[Outcome, int], ...]

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """All that the page says, of the series as the public sees it; `zone` is that of its hours.

    `sessions` are by the ids in `to_send`; those that nobody sees any more are not there.
    """

    series: Series
    zone: str
    to_send: tuple[ToSend, ...]
    on_their_way: int
    sessions: dict[str, Session]
    days: tuple[Day, ...]
    lacking: tuple[Lacking, ...]
    following: tuple[Following, ...]
    readers: tuple[Readers, ...]


def read_found(connection: Connection, publication: Publication, now: datetime) -> Found:
    """Return what the store knows of a series that was read, all in one state of it."""
    stored = publication.stored
    to_send = [
        *_reminders(connection, stored, now),
        *(_change(one) for one in foresee_open(connection, stored, now)),
        *_announcements(connection, stored, now),
    ]
    since = (now - BACK).date()
    return Found(
        to_send=tuple(sorted(to_send, key=lambda one: (one.at, one.what, one.session_ids))),
        on_their_way=count_open(connection, publication.id),
        outcomes=tuple(
            list_outcomes(connection, publication.id, since=now - BACK - timedelta(days=1))
        ),
        following=tuple(list_following(connection, publication.id)),
        readers=tuple(list_readers(connection, publication.id, since=since)),
    )


def _reminders(connection: Connection, stored: StoredSeries, now: datetime) -> Iterator[ToSend]:
    forecast = Forecast(stored)
    due = [
        forecast.owed(rule, window)
        for rule in list_rules(connection, [stored.series.id])
        for window in forecast.until(rule, now, now + AHEAD, DEFAULT_OFFSETS)
    ]
    for (session_id, offset, due_at), chats in count_due(connection, due).items():
        yield ToSend(
            at=max(due_at, now),
            what=What.REMINDER,
            chats=chats,
            session_ids=(session_id,),
            offset=offset,
        )


def _change(foreseen: Foreseen) -> ToSend:
    sides = (one.session or one.before for one in foreseen.untold.notices)
    ids = tuple(one.id for one in sides if one)
    return ToSend(at=foreseen.leaves_at, what=What.CHANGE, chats=foreseen.chats, session_ids=ids)


def _announcements(connection: Connection, stored: StoredSeries, now: datetime) -> Iterator[ToSend]:
    for letter in list_waiting(connection):
        if letter.series_id == stored.series.id and letter.due_at < now + AHEAD:
            yield _announcement(connection, stored, letter, now)


def _announcement(
    connection: Connection, stored: StoredSeries, letter: Letter, now: datetime
) -> ToSend:
    at = max(letter.due_at, now)
    is_dropped = obstacle_to(connection, stored, letter, at) is not None
    filters = filters_of(connection, stored, letter.session_id, at)
    found = addressees(letter.series_id, letter.session_id, filters)
    said = from_json(letter.content, Announcement).text
    return ToSend(
        at=at,
        what=What.DROPPED if is_dropped else What.ANNOUNCEMENT,
        chats=0 if is_dropped else count_addressees(connection, found),
        session_ids=(letter.session_id,) if letter.session_id else (),
        text=text_seen_by(said, stored.series, Audience.PUBLIC, stored.past_joins),
    )


def outlook_of(publication: Publication, found: Found, now: datetime) -> Outlook:
    """Return what organizers of a series see of it."""
    series = publication.stored.series
    zone, seen = zone_of(series), publication.public_by_own_id(now)
    return Outlook(
        series=publication.public(now),
        zone=zone,
        to_send=found.to_send,
        on_their_way=found.on_their_way,
        sessions=dict(seen),
        days=tuple(_days(found.outcomes, zone, now)),
        lacking=tuple(_lacking(series, seen, now)),
        following=found.following,
        readers=found.readers,
    )


def _days(outcomes: Sequence[Outcomes], zone: str, now: datetime) -> Iterator[Day]:
    """Yield the last 30 days, this one last, and those too on which nothing was due."""
    today = Moment.of(now, zone).date
    counts: dict[tuple[date, Outcome], int] = {}
    for one in outcomes:
        key = Moment.of(one.due_at, zone).date, one.outcome
        counts[key] = counts.get(key, 0) + one.count
    for ago in reversed(range(BACK.days)):
        day = today - timedelta(days=ago)
        yield Day(day, tuple((outcome, counts.get((day, outcome), 0)) for outcome in Outcome))


def _lacking(series: Series, seen: Mapping[str, Session], now: datetime) -> Iterator[Lacking]:
    open_ones = [one for one in series.sessions if (over := over_at(one)) is None or over > now]
    for session in sorted(open_ones, key=lambda one: one.order):
        lacks = lacks_of(series, session)
        if lacks and session.id in seen:
            yield Lacking(seen[session.id], reference(series.id, session.id), lacks)
