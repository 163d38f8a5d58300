"""What an announcement would come to: its message, whom it reaches, and why it is refused."""

from dataclasses import dataclass
from datetime import datetime

from bot.channels.interface import Outgoing
from bot.domain.announcements import Announcement, Obstacle, check_text, require_free
from bot.domain.audience import Audience, text_seen_by
from bot.domain.series import LinkPolicy, Series, Status
from bot.errors import RefusalError
from bot.flows.organizing.announcements import (
    Reader,
    announcement_of,
    obstacle_of,
    session_in,
    shown_hash,
)
from bot.flows.planning.forecasts import is_asked_for
from bot.language import saying, text
from bot.sources.join_links import find_urls, is_join_link
from bot.store.delivery.announcing import addressees, count_addressees, list_times
from bot.store.delivery.notices import list_wishes
from bot.store.engine import Connection
from bot.store.schema.columns import keywords_of, kinds_of
from bot.store.series.records import StoredSeries
from bot.store.series.schedules import load_series

_REFUSALS = {
    Obstacle.GONE: text("this session is not there any more"),
    Obstacle.CANCELLED: text("it is cancelled"),
    Obstacle.OVER: text("it is over"),
    Obstacle.NOTHING: text("nothing of this series is to come"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcing:
    """An announcement as it would leave now: what it says, to how many chats, and when (UTC).

    `at` None is at once. `letter_id` is its draft's number, 0 while it is none.
    """

    series: Series
    session_id: str
    text: str
    outgoing: Outgoing
    chats: int
    at: datetime | None = None
    letter_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to announce: without a text the session, or what is to come.

    `session_id` is empty for a series; `at` is an aware instant, None for at once.
    """

    series_id: str
    session_id: str = ""
    text: str = ""
    at: datetime | None = None


def show(
    connection: Connection, wanted: Wanted, reader: Reader, per_day: int, now: datetime
) -> Announcing:
    """Return what an announcement would come to, read by somebody when it leaves.

    Raises RefusalError for what makes no sense, holds a link to join, or is more than so many of
    the series within 24 hours.
    """
    stored = load_series(connection, wanted.series_id)
    if stored is None or stored.archived_at:
        raise RefusalError(saying("this series is not there any more"), read="", code="gone")
    if wanted.at and wanted.at <= now:
        raise RefusalError(saying("this time is past"), read="", code="past")
    said = said_of(stored.series, wanted, now)
    _refuse_links(stored, said.text)
    if obstacle := obstacle_of(stored.series, wanted.session_id, said, wanted.at or now):
        raise RefusalError(str(_REFUSALS[obstacle]), read="", code=obstacle.value)
    own = reader.zone or zone_of(stored.series)
    times = list_times(connection, wanted.series_id)
    require_free(times, wanted.at or now, per_day, own)
    outgoing = announcement_of(stored, wanted.session_id, said, reader, wanted.at or now)
    assert outgoing is not None  # noqa: S101 - what makes none is an obstacle
    found = addressees(
        wanted.series_id, wanted.session_id, filters_of(connection, stored, wanted.session_id, now)
    )
    return Announcing(
        series=stored.series,
        session_id=wanted.session_id,
        text=said.text,
        outgoing=outgoing,
        chats=count_addressees(connection, found),
        at=wanted.at,
    )


def zone_of(series: Series) -> str:
    """Return the IANA zone that hours of a series are meant in."""
    starts = (start.zone for _, start in series.scheduled())
    return series.timezone or next(starts, "UTC")


def filters_of(
    connection: Connection, stored: StoredSeries, session_id: str, now: datetime
) -> list[tuple[str, str]]:
    """Return the kinds and keywords, as columns have them, that ask for a session."""
    session = session_in(stored.series, session_id)
    if session is None:
        return []
    return [
        (kinds, words)
        for kinds, words in list_wishes(connection, stored.series.id)
        if is_asked_for(stored.series, session, kinds_of(kinds), keywords_of(words), now)
    ]


def said_of(series: Series, wanted: Wanted, now: datetime) -> Announcement:
    """Return what is kept of an announcement. Raises RefusalError for a text that is too long."""
    session = session_in(series, wanted.session_id)
    is_off = session is not None and session.status is Status.CANCELLED
    told = check_text(wanted.text)
    return Announcement(
        text=told,
        is_of_cancelled=is_off and bool(told),
        shown="" if told and session is None else shown_hash(series, wanted.session_id, now),
    )


def _refuse_links(stored: StoredSeries, said: str) -> None:
    """Refuse what would let a stranger in, in words that leave for everybody."""
    if stored.series.link is LinkPolicy.PUBLIC:
        return
    struck = text_seen_by(said, stored.series, Audience.PUBLIC, stored.past_joins)
    if struck != said or any(is_join_link(url) for url in find_urls(said)):
        message = saying("this is a link to join, and everybody would see it")
        raise RefusalError(message, read="", hint=saying("leave it out"), code="join-link")
