"""A session as lists show it: what, who, when, and where it has a page of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from bot.domain.lacking import is_title_awaited
from bot.domain.series import Join, Material, Series, Session, Status, TalkKind
from bot.domain.wording import describe_date
from bot.flows.publish import Publication
from bot.flows.selecting import over_at
from bot.reminders.messages import Starts, starts_by_hour
from bot.web.pages import words
from bot.web.pages.times import Leaf, ShownTime, distance, shown_time
from bot.web.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A session for a reader; texts are as they were written, `time` None without a date.

    `when` says what is known of a date instead, `day` the day if that is all; `leaf` is the day of
    either. `join` is there only where everybody may see it.
    """

    id: str
    href: str
    series_href: str
    series_title: str
    title: str
    is_title_awaited: bool
    speakers: str
    time: ShownTime | None
    when: str
    day: str
    leaf: Leaf | None
    distance: str
    is_cancelled: bool
    is_on: bool
    status_note: str
    room: str
    chair: str
    rows: int
    join: Join | None
    materials: tuple[Material, ...]


def series_path(series_id: str) -> str:
    """Return where the page of a series is."""
    return f"/{quote(series_id, safe='')}"


def session_path(series_id: str, session_id: str) -> str:
    """Return where the page of a session is; session and series by the ids that the public sees."""
    return f"{series_path(series_id)}/{quote(session_id, safe='')}"


def public_series(publication: Publication, now: datetime) -> Series:
    """Return the series as pages show it: for the public, without texts that say "TBA"."""
    return publication.told(now)


def cards_of(series: Series, reader: Reader, now: datetime) -> tuple[Card, ...]:
    """Return a card for each session, in the order of the series."""
    starts = starts_by_hour(series)
    return tuple(card_of(series, one, reader, now, starts) for one in series.sessions)


def card_of(
    series: Series, session: Session, reader: Reader, now: datetime, starts: Starts
) -> Card:
    """Return the card of a session of a series, both as the public sees them."""
    talks = [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]
    only = talks[0] if len(talks) == 1 else None
    title = session.own_title or (only.title if only else "")
    over = over_at(session)
    start = session.start
    time = shown_time(start, session.end, reader, series, starts) if start else None
    day = time.here.start.date if time else session.day
    return Card(
        id=session.id,
        href=session_path(series.id, session.id),
        series_href=series_path(series.id),
        series_title=series.title,
        title=title,
        is_title_awaited=not title and is_title_awaited(series, session),
        speakers=", ".join(str(one) for one in only.speakers) if only else "",
        time=time,
        when=_when(session),
        day=_day(session.day) if session.day and not time else "",
        leaf=Leaf.of(day) if day else None,
        distance=distance(session, now, reader.zone or series.timezone or "UTC"),
        is_cancelled=session.status is Status.CANCELLED,
        is_on=bool(start and over and start.at <= now < over)
        and session.status is not Status.CANCELLED,
        status_note=status_note(session),
        room=session.room,
        chair=session.chair,
        rows=len(talks) if len(talks) > 1 else 0,
        join=session.join,
        materials=tuple(material for talk in session.talks for material in talk.materials),
    )


def _when(session: Session) -> str:
    if session.start is not None:
        return ""
    if session.day is None:
        return str(words.DATE_TO_COME)
    return words.HOUR_TO_COME.format(day=_day(session.day))


def _day(on: date) -> str:
    return describe_date(on, weekday=True, year=True)


def status_note(session: Session) -> str:
    """Return what is said of a session that does not take place, or perhaps not; else nothing."""
    told = {
        Status.CANCELLED: (words.CANCELLED, words.CANCELLED_REASON),
        Status.TENTATIVE: (words.TENTATIVE, words.TENTATIVE_REASON),
    }
    if session.status not in told:
        return ""
    plain, with_reason = told[session.status]
    return with_reason.format(reason=session.reason) if session.reason else str(plain)
