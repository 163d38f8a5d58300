"""Recurring slots: which dates they fall on, and which sessions they give a time.

Expanded by our own code on calendar dates, so that "every Monday, 16:30" stays 16:30 on the wall
across clock changes; schedulers' own recurrences fire twice or skip a day then.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import dropwhile, islice

from bot.domain.moments import Moment, settle_wall
from bot.domain.programme import place_talks
from bot.domain.series import FromSlot, Series, Session, Slot, SlotUnit, Status
from bot.errors import RefusalError
from bot.language import saying

_MOST_DATES = 2000  # a slot without an end still ends: nobody plans further ahead
_LAST_DATE = date(2199, 12, 31)


def slot_dates(slot: Slot) -> Iterator[date]:
    """Yield the dates of a slot from its first on, in order, without those to skip.

    Nothing for a slot that does not say from when on it is.
    """
    if slot.starts_on is None:
        return
    for on in islice(_all_dates(slot, slot.starts_on), _MOST_DATES):
        if on > min(slot.ends_on or _LAST_DATE, _LAST_DATE):
            return
        if not any(first <= on <= last for first, last in slot.skip):
            yield on


def _all_dates(slot: Slot, first: date) -> Iterator[date]:
    if slot.unit is SlotUnit.WEEK:
        return _weekly(slot, first)
    if slot.unit is SlotUnit.MONTH:
        return _monthly(slot, first)
    every_day = _days(first, slot.every)
    return (on for on in every_day if not slot.weekdays or on.weekday() in slot.weekdays)


def _days(first: date, step: int) -> Iterator[date]:
    days = range(0, (_LAST_DATE - first).days + 1, step)
    return (first + timedelta(days=day) for day in days)


def _weekly(slot: Slot, first: date) -> Iterator[date]:
    weekdays = sorted(set(slot.weekdays)) or [first.weekday()]
    # Every second week counts from the week of the first date, not from that of "from".
    first = min(first + timedelta(days=(weekday - first.weekday()) % 7) for weekday in weekdays)
    mondays = _days(first - timedelta(days=first.weekday()), 7 * slot.every)
    every = (monday + timedelta(days=weekday) for monday in mondays for weekday in weekdays)
    return (on for on in every if on >= first)


def _monthly(slot: Slot, first: date) -> Iterator[date]:
    weekday = slot.weekdays[0] if slot.weekdays else first.weekday()

    def in_month(months: int) -> date | None:
        return _nth_weekday(months // 12, months % 12 + 1, weekday, slot.nth or 1)

    # As with weeks, every second month counts from that of the first date.
    months = range(first.year * 12 + first.month - 1, _LAST_DATE.year * 12 + _LAST_DATE.month)
    dates = dropwhile(lambda on: on is None or on < first, map(in_month, months))
    return (on for on in islice(dates, 0, None, slot.every) if on)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    first = date(year, month, 1)
    days = [first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * week) for week in range(5)]
    days = [on for on in days if on.month == month]
    return days[-1] if nth < 0 else days[nth - 1] if nth <= len(days) else None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A session that the slot could not give a time, and why."""

    session_id: str
    why: RefusalError


def apply_slot(series: Series) -> tuple[Series, tuple[Unplaced, ...]]:
    """Return the series with the times that its slot gives, and the sessions it could not place.

    Sessions with only a date get the slot's time and length; with `fill`, undated sessions get the
    next free dates in order (not those marked unscheduled or cancelled). Applying twice is
    applying once.
    """
    slot = series.slot
    if slot is None:
        return series, ()
    sessions = [without_slot(session) for session in series.sessions]
    free = _free_dates(slot, sessions)
    placed: list[Session] = []
    unplaced: list[Unplaced] = []
    for session in sessions:
        try:
            placed.append(_placed(session, series, slot, free))
        except RefusalError as why:
            placed.append(session)
            unplaced.append(Unplaced(session.id, why))
    return replace(series, sessions=tuple(placed)), tuple(unplaced)


def without_slot(session: Session) -> Session:
    """Return the session as its own words have it, without what a slot gave."""
    if session.from_slot is FromSlot.NOTHING:
        return session
    bare = replace(session, start=None, end=None, from_slot=FromSlot.NOTHING)
    if session.from_slot is FromSlot.DATE:
        bare = replace(bare, day=None)
    return replace(bare, talks=tuple(replace(talk, start=None, end=None) for talk in session.talks))


def _free_dates(slot: Slot, sessions: list[Session]) -> Iterator[date]:
    taken = {session.start.date if session.start else session.day for session in sessions}
    return (on for on in slot_dates(slot) if on not in taken)


def _placed(session: Session, series: Series, slot: Slot, free: Iterator[date]) -> Session:
    if session.start or session.clock:
        return session
    on, given = session.day, FromSlot.TIME
    if on is None:
        if not slot.fill or session.status in {Status.UNSCHEDULED, Status.CANCELLED}:
            return session
        on, given = next(free, None), FromSlot.DATE
        if on is None:
            raise RefusalError(
                saying("the slot has no free date left for this session"),
                read=session.headline,
                hint=saying("give the slot a later `until`, or the session a `start`"),
                code="slot-full",
            )
    start = _on_the_wall(datetime.combine(on, slot.at), series.timezone)
    length = session.length or slot.length or series.duration
    end = start.plus(length) if length else None
    return place_talks(replace(session, start=start, end=end, day=on, from_slot=given))


def _on_the_wall(wall: datetime, zone: str) -> Moment:
    try:
        return settle_wall(wall, zone)
    except RefusalError as refusal:
        hint = saying("skip this date, or give the session its own `start`")
        raise RefusalError(
            refusal.message, read=refusal.read, hint=hint, code=refusal.code
        ) from None
