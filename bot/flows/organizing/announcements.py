"""Announcements as they leave: what they say to one chat, and whether it is one that gets them."""

from dataclasses import dataclass
from datetime import datetime

from bot.channels.interface import Button, Outgoing
from bot.domain.announcements import Announcement, Obstacle, Unsent
from bot.domain.audience import Audience, text_seen_by
from bot.domain.series import Series, Session, Status
from bot.flows.broadcasting import BROADCAST
from bot.flows.delivery.buttons import Rows, reference, reminder_rows
from bot.flows.delivery.lists import is_wanted
from bot.flows.planning.noticing import audience_of, seen_as
from bot.flows.selecting import over_at
from bot.reminders import listing
from bot.reminders.announcement_forms import (
    Forms,
    of_series,
    of_session,
    of_term,
    unsent,
    withdrawn,
)
from bot.reminders.notices import Wish
from bot.reminders.plan import is_reminded_of
from bot.store.delivery.deliveries import Claimed
from bot.store.delivery.interests import Interest
from bot.store.delivery.letters import Letter
from bot.store.schema.codec import content_hash, from_json
from bot.store.series.records import StoredSeries


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: what they may see, their IANA zone, empty for the series', and their language."""

    audience: Audience = Audience.SUBSCRIBERS
    zone: str = ""
    is_room: bool = False


def is_announced_to(
    interest: Interest, stored: StoredSeries, letter: Letter, now: datetime
) -> bool:
    """Tell whether a chat with such an interest gets an announcement.

    It follows the series, and has not said `none` to changes of it; one of a session gets who is
    reminded of that session.
    """
    rules = dict(interest.series).get(stored.series.id)
    if rules and rules.changes is Wish.NONE:
        return False
    if not letter.session_id:
        return rules is not None
    session = session_in(stored.series, letter.session_id)
    return session is not None and is_wanted(interest, stored.series, session, now)


def session_in(series: Series, session_id: str) -> Session | None:
    """Return a session of a series, None if there is no such one."""
    return next((one for one in series.sessions if one.id == session_id), None)


def obstacle_of(
    series: Series, session_id: str, said: Announcement, now: datetime
) -> Obstacle | None:
    """Return why an announcement makes no sense (any more), None if it does."""
    if not session_id:
        return None if said.text or coming(series, now) else Obstacle.NOTHING
    session = session_in(series, session_id)
    if session is None:
        return Obstacle.GONE
    if session.status is Status.CANCELLED and not said.is_of_cancelled:
        return Obstacle.CANCELLED
    over = over_at(session)
    is_over = over is not None and over <= now
    return Obstacle.OVER if is_over and not said.text else None


def coming(series: Series, now: datetime) -> list[Session]:
    """Return the sessions of a series that take place and have not begun, in their order."""
    found = [one for one in series.sessions if is_reminded_of(one)]
    ahead = [one for one in found if one.start and one.start.at > now]
    return sorted(ahead, key=lambda one: one.order)


def shown_hash(series: Series, session_id: str, now: datetime) -> str:
    """Return what tells the sessions that an announcement is about from any other version."""
    session = session_in(series, session_id)
    about = [session] if session else coming(series, now)
    return ",".join(content_hash(one) for one in about)


def announcement_of(
    stored: StoredSeries, session_id: str, said: Announcement, reader: Reader, now: datetime
) -> Outgoing | None:
    """Return what an announcement says to a reader; None where it makes no sense any more.

    No text of an organizer holds a way in: what would be one by now is struck.
    """
    if obstacle_of(stored.series, session_id, said, now):
        return None
    seen = seen_as(stored, reader.audience, *stored.series.sessions)
    text = text_seen_by(said.text, stored.series, Audience.PUBLIC, stored.past_joins)
    session = session_in(seen, session_id)
    forms = _forms(seen, session, text, reader.zone, now)
    buttons = () if reader.is_room else _buttons(seen, session, now)
    return Outgoing(plain=forms.plain, html=forms.html, buttons=buttons)


def _forms(series: Series, session: Session | None, text: str, zone: str, now: datetime) -> Forms:
    if session:
        return of_session(series, session, text, _zone_of(series, session, zone), now)
    own = zone or series.timezone  # without any, each session has its own
    return of_series(series, text, now) if text else of_term(series, coming(series, now), own, now)


def _zone_of(series: Series, session: Session, zone: str) -> str:
    starts = [session.start.zone] if session.start else []
    return zone or series.timezone or next(iter(starts), "UTC")


def _buttons(series: Series, session: Session | None, now: datetime) -> Rows:
    if session:
        is_ahead = is_reminded_of(session) and session.start and session.start.at > now
        return reminder_rows(series, session, now) if is_ahead else ()
    whole = Button(label=str(listing.ABOUT_SERIES), data=f"series {reference(series.id)}")
    return ((whole,),)


def announcement_outgoing(
    stored: StoredSeries, letter: Letter, delivery: Claimed, now: datetime
) -> Outgoing | None:
    """Return an announcement as one chat sees it; None for a room that the series does not tell."""
    audience = audience_of(stored, delivery)
    if audience is None:
        return None
    reader = Reader(audience, delivery.zone, delivery.platform == BROADCAST)
    said = from_json(letter.content, Announcement)
    return announcement_of(stored, letter.session_id, said, reader, now)


def unsent_outgoing(stored: StoredSeries, letter: Letter) -> Outgoing:
    """Return what organizers are told of an announcement that was not sent."""
    what = from_json(letter.content, Unsent)
    session = session_in(stored.series, letter.session_id)
    forms = unsent(stored.series, session, what)
    return Outgoing(plain=forms.plain, html=forms.html)


def retraction_outgoing(stored: StoredSeries, delivery: Claimed) -> Outgoing | None:
    """Return what stands where a chat was shown what was taken back; a new message in a room."""
    audience = audience_of(stored, delivery)
    if audience is None:
        return None
    forms = withdrawn(seen_as(stored, audience).title)
    is_room = delivery.platform == BROADCAST
    return Outgoing(plain=forms.plain, html=forms.html, is_silent=True, only_replaces=not is_room)
