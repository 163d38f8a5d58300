"""What a document leaves open about time, filled by hints where they can, told where they cannot.

Readers give sessions whose zone they do not know a day and a clock (`Session.day`, `.clock`); here
these get a start, if a hint names the zone. Nothing else fills a gap: not this machine's zone, not
today's date.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.dates import NO_YEAR, take_date
from bot.domain.moments import Moment, settle_wall
from bot.domain.phrases import Phrase, read_phrase, with_year
from bot.domain.programme import place_talks, span_of
from bot.domain.series import Clock, Series, Session, Status
from bot.domain.zones import ZoneWord, settle_moment, settle_zone, zone_of_place
from bot.errors import Problem, RefusalError, Severity
from bot.language import counting, saying
from bot.sources.imported import AUTUMN, Hints

_YEARS_AROUND = 10
_LEAP_YEAR = 2000
_LONGEST_SESSION = timedelta(days=2)
GAP_CODES = frozenset({"no-year", "no-date", "no-zone"})


def word_by_hints(hints: Hints, beside: str = "") -> ZoneWord | None:
    """Return the zone that the hints settle, in company of that of the document if it has one.

    None if they settle none; raises RefusalError for a zone word that names none.
    """
    if hints.timezone:
        return settle_zone(hints.timezone, place=hints.place, beside=beside)
    try:
        zone = zone_of_place(hints.place)
    except RefusalError:
        return None
    return ZoneWord(zone, zone)


def zone_by_hints(hints: Hints) -> str:
    """Return the IANA zone that the hints settle, an empty text if they do not.

    Raises RefusalError for a zone word that names none.
    """
    word = word_by_hints(hints)
    return word.zone if word else ""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Tells the problems of one document, by the line of the session that they are about."""

    file: str
    line_of: Callable[[str], int]

    def problem(self, refusal: RefusalError, session_id: str) -> Problem:
        """Return a refusal as the error that it is at a session."""
        return Problem.of(refusal, file=self.file, line=self.line_of(session_id))

    def warning(self, refusal: RefusalError, session_id: str) -> Problem:
        """Return a refusal as a warning at a session."""
        return replace(self.problem(refusal, session_id), severity=Severity.WARNING)


def fill_zone(series: Series, zone: ZoneWord | str, gaps: Gaps) -> tuple[Series, list[Problem]]:
    """Return the series with a start for each session that has a day and a clock.

    Without a `zone` they stay as they are, which is one problem, told at the first of them. Of a
    label out of season the hour on the wall is kept, with a warning that names the other reading.
    """
    open_sessions = [one for one in series.sessions if one.clock and one.day and not one.start]
    if not open_sessions:
        return series, []
    if not zone:
        return series, [gaps.problem(no_zone(open_sessions), open_sessions[0].id)]
    word = ZoneWord(zone, zone) if isinstance(zone, str) else zone
    problems: list[Problem] = []
    sessions = []
    for session in series.sessions:
        try:
            filled, doubt = settled(session, word)
        except RefusalError as refusal:
            problems.append(gaps.problem(refusal, session.id))
            sessions.append(session)
            continue
        problems += [gaps.warning(doubt, session.id)] if doubt else []
        sessions.append(filled)
    timezone = series.timezone or word.zone
    return replace(series, sessions=tuple(sessions), timezone=timezone), problems


def no_zone(sessions: list[Session]) -> RefusalError:
    """Return the refusal of sessions whose hours are in no zone."""
    first = sessions[0]
    more = len(sessions) - 1
    of_several = counting(
        "nothing tells in which zone these hours are (and {count} more)",
        "nothing tells in which zone these hours are (and {count} more)",
        more,
    )
    return RefusalError(
        of_several if more else saying("nothing tells in which zone these hours are"),
        read=f"{first.day} {first.clock}",
        hint=saying("pass --timezone, as in Europe/Zurich or CEST, or --place, as in CH"),
        code="no-zone",
    )


def settled(session: Session, word: ZoneWord) -> tuple[Session, RefusalError | None]:
    """Return a session that has a day and a clock with its start; others as they are.

    With what is to be told of a label out of season, if `word` is one that day. Raises
    RefusalError for hours that a clock change skips or repeats.
    """
    if session.start or not (session.day and session.clock):
        return session, None
    start, doubt = on_the_wall(datetime.combine(session.day, session.clock.start), word)
    end = _end(start, session.clock)
    return place_talks(replace(session, start=start, end=end, day=None, clock=None)), doubt


def on_the_wall(wall: datetime, word: ZoneWord) -> tuple[Moment, RefusalError | None]:
    """Return the moment at which clocks show `wall`, by a zone word that may be out of season.

    Then that day's true offset counts, and the refusal of the word is to be told as a warning.
    Raises RefusalError for hours that a clock change skips or repeats.
    """
    try:
        return settle_moment(wall, word), None
    except RefusalError as refusal:
        if refusal.code != "label-out-of-season":
            raise
        kept = settle_wall(wall, word.zone)
        doubt = RefusalError(
            saying(
                "{problem}; the hour on the wall is kept, as {name}",
                problem=refusal.message,
                name=kept.abbreviation,
            ),
            read=refusal.read,
            choices=refusal.choices,
            code=refusal.code,
        )
        return kept, doubt


def _end(start: Moment, clock: Clock) -> Moment | None:
    if clock.end is None:
        return None
    on = start.date + timedelta(days=0 if clock.end > clock.start else 1)
    return settle_wall(datetime.combine(on, clock.end), start.zone)


def undated(session: Session) -> Session:
    """Return a session that has neither date nor day as one that is not scheduled."""
    if session.start or session.day or session.status is not Status.SCHEDULED:
        return session
    return replace(session, status=Status.UNSCHEDULED)


def day_and_hours(session: Session, on: date, clock: Clock | None) -> Session:
    """Return the session on a day: at its own hours, those of its talks, or none."""
    return replace(session, day=on, clock=clock or span_of(session.talks))


def sensible_end(start: Moment, end: Moment | None) -> Moment | None:
    """Return an end, None for one that is not after the start or days later.

    Raises RefusalError, with code `bad-end`, where there is one that cannot be used.
    """
    if end is None or end.at == start.at:
        return None
    if timedelta(0) < end.at - start.at <= _LONGEST_SESSION:
        return end
    raise RefusalError(
        saying("this end is before the start, or more than two days later; it is left out"),
        read=f"{end.wall:%Y-%m-%d %H:%M}",
        hint=saying("write the right end into the definition"),
        code="bad-end",
    )


def read_with_year(text: str, hints: Hints) -> Phrase:
    """Return what a phrase about time says, the year filled from the hints if it has none.

    Raises RefusalError: without a year to fill in, with the years that fit the weekday.
    """
    try:
        return read_phrase(text)
    except RefusalError as refusal:
        if refusal.code != "no-year":
            raise
        if hints.year is not None and hints.is_academic_year:
            return _in_academic_year(text, hints)
        year = hints.year or (hints.date.year if hints.date else None)
        if year is not None:
            return read_phrase(with_year(text, year))
        raise no_year(text, hints.today) from None


def _in_academic_year(text: str, hints: Hints) -> Phrase:
    """Return a phrase in that one of the two years in which its month lies."""
    said = NO_YEAR.search(text)
    on, _ = take_date(with_year(said[0], _LEAP_YEAR)) if said else (None, text)
    year = hints.year_of(on.month if on else AUTUMN)
    return read_phrase(with_year(text, year or hints.today.year))


def no_year(text: str, today: date) -> RefusalError:
    """Return the refusal of a date without a year, with the years around today that fit."""
    years = list(_fitting_years(text, today))
    fits = years if len(years) < 2 * _YEARS_AROUND else []
    candidates = saying("{years}; pass --year", years=", ".join(str(year) for year in fits))
    return RefusalError(
        saying("the year is missing"),
        read=text,
        choices=[str(year) for year in fits],
        hint=candidates if fits else saying("pass --year"),
        code="no-year",
    )


def _fitting_years(text: str, today: date) -> Iterator[int]:
    for year in range(today.year - _YEARS_AROUND, today.year + _YEARS_AROUND + 1):
        try:
            read_phrase(with_year(text, year))
        except RefusalError:
            continue
        yield year
