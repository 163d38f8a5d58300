"""What a notice tells: its parts, for one reader, before any channel gives them a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Join, Material, Series, Session, Status
from bot.domain.wording import describe_date
from bot.reminders import notice_words as words
from bot.reminders.listing import Entry
from bot.reminders.notices import Notice, What


@dataclass(frozen=True, slots=True)
class Fact:
    """A line; where there is a `start`, it has the field `{time}`. Both are in the reader's zone.

    All text is plain.
    """

    text: str
    start: Moment | None = None
    end: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMessage:
    """A notice for one reader. All text is plain; empty parts are left out by every form."""

    heading: str
    facts: tuple[Fact, ...]
    join: Join | None
    materials: tuple[Material, ...]
    overlaps: tuple[Entry, ...]
    series_title: str
    homepage: str


def compose_notice(
    notice: Notice, series: Series, zone: str, overlaps: Sequence[Entry] = ()
) -> NoticeMessage:
    """Return the message that a notice is, for a reader in an IANA zone.

    The series and both sides of the notice must be as the reader may see them.
    """
    return NoticeMessage(
        heading=_heading(notice, series, zone),
        facts=tuple(_facts(notice, zone)),
        join=notice.session.join if What.LINK in notice.what else None,
        materials=notice.materials,
        overlaps=tuple(overlaps),
        series_title=readable(series.title),
        homepage=series.homepage,
    )


def title_of(session: Session, series: Series) -> str:
    """Return what a session is called, by its series where it says nothing."""
    return readable(session.headline) or readable(series.title)


def _heading(notice: Notice, series: Series, zone: str) -> str:
    title, what = title_of(notice.session, series), notice.what[0]
    if what is What.MATERIAL:
        kinds = dict.fromkeys(str(words.MATERIALS[one.kind]) for one in notice.materials)
        start = notice.session.start
        assert start is not None  # noqa: S101 - it has been
        day = describe_date(start.in_zone(zone).date, weekday=True)
        return words.OF_TALK.format(materials=", ".join(kinds), day=day)
    if what is What.LINK and not (notice.before and notice.before.join):
        return words.NEW_LINK.format(title=title)
    if what is What.LINK and notice.session.join is None:
        return words.NO_LINK.format(title=title)
    return words.HEADINGS[what].format(title=title)


def _facts(notice: Notice, zone: str) -> list[Fact]:
    return [*_time_facts(notice, zone), *_other_facts(notice)]


def _time_facts(notice: Notice, zone: str) -> list[Fact]:
    session, before = notice.session, notice.before
    if What.MATERIAL in notice.what:
        return [Fact(readable(session.headline))] if session.headline else []
    if not notice.takes_place:
        is_put_off = What.POSTPONED in notice.what
        return [
            *([_timed(str(words.PLANNED), before, zone)] if before and before.start else []),
            *([Fact(str(words.NO_DATE))] if is_put_off else []),
            *reason_facts(session),
        ]
    is_elsewhere = before is not None and _times(before) not in {_times(session), (None, None)}
    if before is None or not is_elsewhere:
        return [_timed(str(words.WHEN), session, zone)]
    return [
        _timed(str(words.NEW_TIME), session, zone),
        _timed(str(words.OLD_TIME), before, zone),
        Fact(str(words.CALENDAR)),
    ]


def _other_facts(notice: Notice) -> list[Fact]:
    """Return lines on what changed besides what the heading says."""
    session, before, others = notice.session, notice.before, notice.what[1:]
    facts = [Fact(str(words.TITLE))] if What.ANNOUNCED in others else []
    if What.LINK in others:
        facts.append(Fact(str(words.LINK if session.join else words.LINK_GONE)))
    if What.ROOM in notice.what and before:
        template = words.ROOM if before.room and session.room else words.ROOM_NEW
        template = template if session.room else words.ROOM_GONE
        rooms = {"room": readable(session.room), "old": readable(before.room)}
        facts.append(Fact(template.format(**rooms)))
    return facts


def carried_facts(notice: Notice, zone: str) -> list[Fact]:
    """Return what a reminder says first that tells a change too, for a reader in an IANA zone."""
    before, moving = notice.before, {What.MOVED, What.RESTORED} & set(notice.what)
    if moving and before and before.start and _times(before) != _times(notice.session):
        return [
            _timed(str(words.MOVED_FROM), before, zone),
            Fact(str(words.CALENDAR)),
            *_other_facts(notice),
        ]
    heading = words.HEADINGS.get(notice.what[0])
    told = heading.format(title=readable(notice.session.headline)) if heading else ""
    is_said = notice.what[0] in {What.ROOM, What.ADDED} or not told
    return [*([] if is_said else [Fact(told)]), *_other_facts(notice)]


def moved_facts(session: Session, zone: str) -> list[Fact]:
    """Return what a reminder says first that was shown before its session was moved."""
    return [_timed(str(words.MOVED_TO), session, zone)]


def off_facts(session: Session) -> list[Fact]:
    """Return what a reminder says first that was shown before its session was off."""
    if session.status is Status.UNSCHEDULED:
        return [Fact(str(words.IS_POSTPONED)), *reason_facts(session)]
    reason = readable(session.reason) if session.status is Status.CANCELLED else ""
    told = words.IS_CANCELLED_FOR.format(reason=reason) if reason else str(words.IS_CANCELLED)
    return [Fact(told)]


def reason_facts(session: Session) -> list[Fact]:
    """Return why a session does not take place, if that is said."""
    is_off = session.status in {Status.CANCELLED, Status.UNSCHEDULED}
    reason = readable(session.reason) if is_off else ""
    return [Fact(words.REASON.format(reason=reason))] if reason else []


def _timed(template: str, session: Session, zone: str) -> Fact:
    start, end = session.start, session.end
    assert start is not None  # noqa: S101 - it has one, or had
    return Fact(template, start.in_zone(zone), end.in_zone(zone) if end else None)


def _times(session: Session) -> tuple[datetime | None, datetime | None]:
    start, end = session.start, session.end
    return start.at if start else None, end.at if end else None
