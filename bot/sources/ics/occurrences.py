"""When the events of a calendar take place: once, or as often as their rules say, within limits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.domain.series import Clock, Session
from bot.errors import Problem, Severity
from bot.language import saying
from bot.sources.ics.entries import Entry
from bot.sources.ics.skeleton import MOST_DAYS, Skeleton
from bot.sources.ics.times import When

_MOST_OF_ONE = MOST_DAYS  # occurrences of one event
_MOST_OF_ALL = 5_000
_MOST_WORK = 40_000  # what rules may give in all, each counting for some more
_WORK_OF_ONE = 250


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time at which an event takes place."""

    entry: Entry
    start: When
    end: When | None

    @property
    def last_day(self) -> date:
        """The last day that it takes; a whole-day event ends before its end (section 3.6.1)."""
        if self.end is None or self.end.day <= self.start.day:
            return self.start.day
        is_before = self.end.at in {None, time()}
        return self.end.day - timedelta(days=1) if is_before else self.end.day


def without_zone(session: Session, occurrence: Occurrence) -> Session:
    """Return a session that takes place on a whole day, or at hours whose zone is not known."""
    start, end = occurrence.start, occurrence.end
    if start.at is None:
        return replace(session, day=start.day)
    is_short = end is not None and timedelta(0) < end.wall - start.wall < timedelta(days=1)
    until = end.at if end and is_short else None  # a clock cannot say more than a day
    return replace(session, day=start.day, clock=Clock(start.at, until))


class Expansion:
    """Finds when events take place, within limits; what goes beyond them is told."""

    def __init__(self, file: str, zone_of: Callable[[When], str]) -> None:
        """Take the function that settles a time's zone (an empty text: it floats)."""
        self._file = file
        self._zone_of = zone_of
        self._work = 0
        self.problems: list[Problem] = []

    def occurrences(self, entries: Sequence[Entry]) -> list[Occurrence]:
        """Return all occurrences of the given events, those of one event in order."""
        found: list[Occurrence] = []
        for group in _by_uid(entries):
            found += self._of_group(group)
            if len(found) > _MOST_OF_ALL:
                self._warn(
                    group[0],
                    saying("only the first {most} dates are taken", most=_MOST_OF_ALL),
                    "too-many",
                )
                return found[:_MOST_OF_ALL]
        return found

    def _of_group(self, group: list[Entry]) -> list[Occurrence]:
        """Return the occurrences of the entries of one UID."""
        repeating = [one for one in group if one.recurs and one.instead_of is None]
        changed = [one for one in group if one.instead_of is not None]
        if not repeating:
            return [_once(one) for one in _latest(group)]
        master = max(repeating, key=lambda one: one.sequence)
        others = [one for one in group if not one.recurs and one.instead_of is None]
        if self._work > _MOST_WORK:
            self._warn(
                master, saying("only its first date is taken: too much repeats here"), "too-many"
            )
            return [_once(one) for one in group]
        found = list(self._expanded(master, changed))
        self._work += len(found) + _WORK_OF_ONE
        kept = found[:_MOST_OF_ONE]
        if not kept:
            self._warn(master, saying("this never takes place"), "never")
        elif len(found) > len(kept) or any(rule.is_endless for rule in master.rules):
            last = kept[-1].start.day
            self._warn(
                master,
                saying("this repeats without end; its dates to {date} are taken", date=last),
                "endless",
            )
        return [*kept, *(_once(one) for one in others)]

    def _warn(self, entry: Entry, message: str, code: str) -> None:
        self.problems.append(
            Problem(
                code=code,
                message=message,
                read=entry.component.text("SUMMARY"),
                file=self._file,
                line=entry.line,
                severity=Severity.WARNING,
            )
        )

    def _expanded(self, master: Entry, changed: list[Entry]) -> Iterator[Occurrence]:
        """Yield the occurrences of a repeating event, on the wall clock of its own zone."""
        skeleton = Skeleton(master, changed, self._zone_of)
        for entry, start in skeleton.dates():
            moved = entry is not master and not entry.following
            yield _once(entry) if moved else Occurrence(entry, start, _end_of(entry, start))


def _once(entry: Entry) -> Occurrence:
    return Occurrence(entry, entry.start, _end_of(entry, entry.start))


def _by_uid(entries: Sequence[Entry]) -> list[list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for number, entry in enumerate(entries):
        groups.setdefault(entry.uid or f"\0{number}", []).append(entry)
    return list(groups.values())


def _latest(group: list[Entry]) -> list[Entry]:
    """Return events that share a UID without those of which there is a later version.

    What is of one version are different events, of a program that gives all of them one UID.
    """
    latest: dict[When | None, int] = {}
    for one in group:
        latest[one.instead_of] = max(one.sequence, latest.get(one.instead_of, 0))
    kept = [one for one in group if one.sequence == latest[one.instead_of]]
    return list({(one.start, one.instead_of): one for one in reversed(kept)}.values())[::-1]


def _end_of(entry: Entry, start: When) -> When | None:
    """Return when an occurrence ends: as long after its start as the event's own end."""
    if entry.end is not None and start == entry.start:
        return entry.end
    length = entry.length
    if entry.end is not None and (entry.end.at is None) == (start.at is None):
        length = entry.end.wall - entry.start.wall
        if entry.end.offset != entry.start.offset or entry.end.tzid != entry.start.tzid:
            length = None
    if length is None or not timedelta(0) < length < timedelta(days=30):
        return None
    wall = start.wall + length
    return replace(start, day=wall.date(), at=wall.time() if start.at else None)
