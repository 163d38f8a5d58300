"""Reading calendars as they are: bytes ─> components ─> entries ─> occurrences ─> sessions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.ids import series_slug, session_uid, slug, with_ids, with_talk_ids
from bot.domain.series import (
    Series,
    SeriesKind,
    Session,
    Status,
    Talk,
)
from bot.errors import Problem, RefusalError, Severity
from bot.language import saying
from bot.sources.definition.values import read_color
from bot.sources.gaps import Gaps, fill_zone, sensible_end, word_by_hints
from bot.sources.ics.contentlines import Component, read_components
from bot.sources.ics.entries import Entry, read_entry
from bot.sources.ics.occurrences import Expansion, Occurrence, without_zone
from bot.sources.ics.own import Row, by_session, common_place, own_session
from bot.sources.ics.own_texts import read_own_texts
from bot.sources.ics.texts import Told, is_cancelled, read_texts
from bot.sources.ics.times import When
from bot.sources.ics.zoning import Zoning
from bot.sources.imported import Hints, Imported
from bot.sources.people import looks_like_name
from bot.sources.plain_words import one_line, paragraphs

_MOST_SPLIT_ANYWAY = 0.5  # of those with a colon: above, "Name: Title" is the calendar's way


def read_ics(data: bytes, hints: Hints, name: str) -> Imported:
    """Return the series that a calendar is, each of its events a session.

    Ids come from content, so that a calendar whose UIDs are new each time gives the same sessions.
    Raises TalkbellError for a file that is no calendar.
    """
    return _Reader(read_components(data, name), hints, name).imported()


class _Reader:
    def __init__(self, calendar: Component, hints: Hints, name: str) -> None:
        self.calendar = calendar
        self.hints = hints
        self.name = name
        self.problems: list[Problem] = []
        self.is_own = "//Talkbell//" in calendar.text("PRODID")
        self.title = one_line(calendar.text("NAME") or calendar.text("X-WR-CALNAME"))

    def imported(self) -> Imported:
        events = self.calendar.named("VEVENT")
        entries = [one for event in events if (one := read_entry(event, self._refuse))]
        zoning = Zoning(self.calendar, _whens(entries), self.hints, self.name)
        expansion = Expansion(self.name, zoning.zone_of)
        occurrences = expansion.occurrences(entries)
        told = self._texts(entries, {id(one.entry): one.entry for one in occurrences}.values())
        rows = [Row(one, told[id(one.entry)]) for one in occurrences]
        groups = by_session(rows) if self.is_own else [[row] for row in rows]
        place = common_place(rows) if self.is_own else ""
        sessions = [self._session(group, zoning, place) for group in groups]
        series = replace(self._series(with_ids(sessions), list(told.values()), zoning), place=place)
        of_ids = dict(zip((one.id for one in series.sessions), groups, strict=True))
        lines = {session_id: group[0].line for session_id, group in of_ids.items()}
        series, gaps = fill_zone(
            series, zoning.of_calendar, Gaps(self.name, lambda one: lines.get(one, 0))
        )
        problems = [*self.problems, *zoning.problems, *expansion.problems, *gaps]
        problems += self._hint_differs(zoning)
        problems.sort(key=lambda one: one.line)
        return Imported(series, tuple(problems), lines, _lines_of_talks(series, of_ids))

    def _refuse(self, refusal: RefusalError, line: int) -> None:
        self.problems.append(Problem.of(refusal, file=self.name, line=line))

    def _texts(self, entries: Sequence[Entry], used: Iterable[Entry]) -> dict[int, Told]:
        """Return what the texts of the used events tell, by how those of all are meant."""
        if self.is_own:
            return {id(one): read_own_texts(one.component) for one in used}
        before = [_before_colon(one) for one in entries]
        names = [text for text in before if text and looks_like_name(text)]
        mostly = len(names) > sum(map(bool, before)) * _MOST_SPLIT_ANYWAY
        mostly = mostly and not _is_one_name(names)
        return {id(one): read_texts(one.component, splits=mostly) for one in used}

    def _session(self, rows: Sequence[Row], zoning: Zoning, place: str) -> Session:
        if not self.is_own:
            return self._foreign_session(rows[0].occurrence, rows[0].told, zoning)
        session, refusals = own_session(rows, zoning, place)
        for refusal in refusals:
            self._warn(refusal, rows[0].line)
        return session

    def _foreign_session(self, occurrence: Occurrence, told: Told, zoning: Zoning) -> Session:
        start = zoning.moment(occurrence.start, occurrence.entry.line)
        session = Session(
            id="",
            status=self._status(occurrence.entry, told),
            reason=told.reason,
            start=start,
            chair=told.chair,
            room=told.room,
            join=told.join,
            talks=with_talk_ids(_talks(told)),
        )
        if start is None:
            self._tell_days(occurrence)
            return without_zone(session, occurrence)
        end = zoning.moment(occurrence.end) if occurrence.end else None
        try:
            return replace(session, end=sensible_end(start, end))
        except RefusalError as refusal:
            self._warn(refusal, occurrence.entry.line)
            return session

    def _tell_days(self, occurrence: Occurrence) -> None:
        """Tell of a whole-day event how many days it takes: a session has one of them."""
        last = occurrence.last_day
        if last > occurrence.start.day:
            refusal = RefusalError(
                saying("this takes several days, of which only the first is kept"),
                read=f"{occurrence.start.day} to {last}",
                hint=saying("write the others into the definition, each as a session"),
                code="date-range",
            )
            self._warn(refusal, occurrence.entry.line)

    def _warn(self, refusal: RefusalError, line: int) -> None:
        problem = Problem.of(refusal, file=self.name, line=line)
        self.problems.append(replace(problem, severity=Severity.WARNING))

    def _status(self, entry: Entry, told: Told) -> Status:
        summary = one_line(entry.component.text("SUMMARY"))
        is_off = is_cancelled(summary) or is_cancelled(told.title)
        if is_off or self.calendar.text("METHOD").upper() == "CANCEL":
            return Status.CANCELLED
        return entry.status

    def _series(
        self, sessions: tuple[Session, ...], told: Sequence[Told], zoning: Zoning
    ) -> Series:
        calendar = self.calendar
        pages = {one.homepage for one in told}
        made = series_slug(self.title) if slug(self.title) else ""
        series_id = self.hints.id or made
        return Series(
            id=series_id,
            title=self.title,
            kind=self._kind(),
            description=paragraphs(calendar.text("DESCRIPTION") or calendar.text("X-WR-CALDESC")),
            timezone=zoning.stated or _most_common_zone(sessions) or zoning.hinted,
            homepage=pages.pop() if len(pages) == 1 else "",
            color=_color(calendar.text("COLOR")),
            sessions=_without_needless_uids(sessions, series_id),
        )

    def _kind(self) -> SeriesKind:
        events = self.calendar.named("VEVENT")
        categories = events[0].first("CATEGORIES") if events and self.is_own else None
        known = {kind.value: kind for kind in SeriesKind}
        stated = known.get(categories.texts[0]) if categories and categories.texts else None
        return stated or self.hints.kind or SeriesKind.SEMINAR

    def _hint_differs(self, zoning: Zoning) -> list[Problem]:
        hint = word_by_hints(self.hints, beside=zoning.told)
        if not (self.hints.timezone and hint and zoning.told) or hint.zone == zoning.told:
            return []
        return [
            Problem(
                code="hint-differs",
                message=saying(
                    "--timezone says {zone}, but the calendar has a zone of its own", zone=hint.zone
                ),
                read=zoning.told,
                hint=saying(
                    "write `timezone: {zone}` into the definition if that is meant", zone=hint.zone
                ),
                file=self.name,
                severity=Severity.WARNING,
            )
        ]


def _talks(told: Told) -> list[Talk]:
    if not (told.title or told.speakers):
        return []
    return [Talk(id="", title=told.title, speakers=told.speakers, abstract=told.abstract)]


def _lines_of_talks(
    series: Series, rows: Mapping[str, Sequence[Row]]
) -> dict[tuple[str, str], int]:
    """Return where the talks of sessions stand that several entries are of."""
    return {
        (session.id, talk.id): row.line
        for session in series.sessions
        if len(rows[session.id]) > 1
        for talk, row in zip(session.talks, rows[session.id], strict=True)
    }


def _whens(entries: Iterable[Entry]) -> Iterator[tuple[When, int]]:
    for one in entries:
        yield from ((when, one.line) for when in (one.start, one.end, *one.extra) if when)


def _before_colon(entry: Entry) -> str:
    before, colon, _ = one_line(entry.component.text("SUMMARY")).partition(": ")
    return before if colon else ""


def _is_one_name(names: Sequence[str]) -> bool:
    """Tell whether all summaries begin alike: then it is the series that is called so."""
    return len(names) > 1 and len(set(names)) == 1


def _most_common_zone(sessions: Iterable[Session]) -> str:
    zones = Counter(session.start.zone for session in sessions if session.start)
    return zones.most_common(1)[0][0] if zones else ""


def _color(text: str) -> str:
    try:
        return read_color(text)
    except RefusalError:
        return ""


def _without_needless_uids(sessions: Sequence[Session], series_id: str) -> tuple[Session, ...]:
    """Return sessions without the UIDs that their ids would give anyway, or that two share."""
    count = Counter(session.uid for session in sessions)

    def needed(session: Session) -> str:
        made = session_uid(series_id, session.id)
        return session.uid if session.uid != made and count[session.uid] == 1 else ""

    return tuple(replace(one, uid=needed(one)) for one in sessions)
