"""Reading calendars as they are: bytes ─> components ─> entries ─> occurrences ─> sessions."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.ids import session_uid, slug, with_ids, with_talk_ids
from bot.domain.series import (
    Clock,
    Series,
    SeriesKind,
    Session,
    Status,
    Talk,
    TalkKind,
)
from bot.errors import Problem, RefusalError, Severity
from bot.sources.definition.values import read_color, read_uid
from bot.sources.gaps import Gaps, fill_zone, sensible_end
from bot.sources.ics.contentlines import Component, read_components
from bot.sources.ics.entries import Entry, read_entry
from bot.sources.ics.occurrences import Expansion, Occurrence
from bot.sources.ics.texts import Told, read_own_texts, read_texts
from bot.sources.ics.times import When
from bot.sources.ics.zoning import Zoning
from bot.sources.imported import Hints, Imported
from bot.sources.people import looks_like_name
from bot.sources.plain_words import one_line, paragraphs

_MOST_SPLIT_ANYWAY = 0.5  # of those with a colon: above, "Name: Title" is the calendar's way
_STATUS = {"CANCELLED": Status.CANCELLED, "TENTATIVE": Status.TENTATIVE}
_CANCELLED = re.compile(
    r"\W{0,3}(?:cancel[l]?ed|abgesagt|annul[eé]e?|cancelad[oa]|annullato)\b", re.IGNORECASE
)


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
        sessions = [self._session(one, told[id(one.entry)], zoning) for one in occurrences]
        lines = [one.entry.line for one in occurrences]
        series = self._series(with_ids(sessions), list(told.values()), zoning)
        numbers = dict(zip((one.id for one in series.sessions), lines, strict=True))
        series, gaps = fill_zone(
            series, zoning.of_calendar, Gaps(self.name, lambda one: numbers.get(one, 0))
        )
        problems = [*self.problems, *zoning.problems, *expansion.problems, *gaps]
        problems += self._hint_differs(zoning)
        return Imported(series, tuple(sorted(problems, key=lambda one: one.line)), numbers)

    def _refuse(self, refusal: RefusalError, line: int) -> None:
        self.problems.append(Problem.of(refusal, file=self.name, line=line))

    def _texts(self, entries: Sequence[Entry], used: Iterable[Entry]) -> dict[int, Told]:
        """Return what the texts of the used events tell, by how those of all are meant."""
        if self.is_own:
            return {id(one): read_own_texts(one.component, self.title) for one in used}
        before = [_before_colon(one) for one in entries]
        names = [text for text in before if text and looks_like_name(text)]
        mostly = len(names) > sum(map(bool, before)) * _MOST_SPLIT_ANYWAY
        mostly = mostly and not _is_one_name(names)
        return {id(one): read_texts(one.component, splits=mostly) for one in used}

    def _session(self, occurrence: Occurrence, told: Told, zoning: Zoning) -> Session:
        component = occurrence.entry.component
        start = zoning.moment(occurrence.start)
        session = Session(
            id="",
            uid=self._uid(component),
            status=self._status(component, told),
            reason=told.reason,
            start=start,
            chair=told.chair,
            room=told.room,
            join=told.join,
            talks=with_talk_ids(self._talks(component, told)),
        )
        if start is None:
            return _unzoned(session, occurrence)
        end = zoning.moment(occurrence.end) if occurrence.end else None
        try:
            return replace(session, end=sensible_end(start, end))
        except RefusalError as refusal:
            problem = Problem.of(refusal, file=self.name, line=occurrence.entry.line)
            self.problems.append(replace(problem, severity=Severity.WARNING))
            return session

    def _talks(self, component: Component, told: Told) -> list[Talk]:
        if not (told.title or told.speakers):
            return []
        return [
            Talk(
                id="",
                title=told.title,
                kind=self._talk_kind(component),
                speakers=told.speakers,
                abstract=told.abstract,
            )
        ]

    def _talk_kind(self, component: Component) -> TalkKind:
        """Return the kind that an entry of ours for a single talk tells in its categories."""
        categories = self._categories(component)
        known = {kind.value: kind for kind in TalkKind}
        return known.get(categories[-1], TalkKind.TALK) if categories[1:] else TalkKind.TALK

    def _categories(self, component: Component) -> list[str]:
        found = component.first("CATEGORIES")
        return found.texts if found and self.is_own else []

    def _uid(self, component: Component) -> str:
        """Return the UID of an entry of ours; others may be new each time the calendar is made."""
        if not self.is_own:
            return ""
        try:
            return read_uid(component.text("UID"))
        except RefusalError:
            return ""

    def _status(self, component: Component, told: Told) -> Status:
        if self.calendar.text("METHOD").upper() == "CANCEL" or _CANCELLED.match(told.title):
            return Status.CANCELLED
        return _STATUS.get(component.text("STATUS").upper(), Status.SCHEDULED)

    def _series(
        self, sessions: tuple[Session, ...], told: Sequence[Told], zoning: Zoning
    ) -> Series:
        calendar = self.calendar
        pages = {one.homepage for one in told}
        series_id = self.hints.id or slug(self.title)
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
        categories = self._categories(events[0]) if events else []
        known = {kind.value: kind for kind in SeriesKind}
        stated = known.get(categories[0]) if categories else None
        return stated or self.hints.kind or SeriesKind.SEMINAR

    def _hint_differs(self, zoning: Zoning) -> list[Problem]:
        if not (self.hints.timezone and zoning.stated and zoning.stated != zoning.hinted):
            return []
        return [
            Problem(
                code="hint-differs",
                message=f"--timezone says {zoning.hinted}, but the calendar has a zone of its own",
                read=zoning.stated,
                hint=f"write `timezone: {zoning.hinted}` into the definition if that is meant",
                file=self.name,
                severity=Severity.WARNING,
            )
        ]


def _whens(entries: Iterable[Entry]) -> list[When]:
    return [when for one in entries for when in (one.start, one.end, *one.extra) if when]


def _before_colon(entry: Entry) -> str:
    before, colon, _ = one_line(entry.component.text("SUMMARY")).partition(": ")
    return before if colon else ""


def _is_one_name(names: Sequence[str]) -> bool:
    """Tell whether all summaries begin alike: then it is the series that is called so."""
    return len(names) > 1 and len(set(names)) == 1


def _unzoned(session: Session, occurrence: Occurrence) -> Session:
    """Return a session of a whole day, or of hours whose zone is not known."""
    start, end = occurrence.start, occurrence.end
    if start.at is None:
        return replace(session, day=start.day)
    until = end.at if end and end.at != start.at else None
    return replace(session, day=start.day, clock=Clock(start.at, until))


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
