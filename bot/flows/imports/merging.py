"""Joining several documents about the same meeting: each row once, with what all of them say.

Rows are matched first (`matching`), then made one (`agreeing`). What only one document has is kept;
a date, a zone or an hour that one lacks comes from the other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from bot.domain.ids import with_ids, with_talk_ids
from bot.domain.moments import Moment, settle_wall
from bot.domain.programme import place_talks, span_of
from bot.domain.series import Clock, Series, Session, Status, Talk
from bot.errors import Problem, RefusalError, Severity
from bot.flows.imports.agreeing import Agreeing
from bot.flows.imports.matching import Row, match_rows, rows_of
from bot.sources.gaps import GAP_CODES, Gaps, fill_zone
from bot.sources.imported import Imported

Key = str | tuple[str, str]


def merge(parts: Sequence[tuple[str, Imported]]) -> Imported:
    """Return what several documents, each with its name, tell together of one meeting."""
    (name, first), *others = parts
    merging = _Merging(first, name)
    for other_name, other in others:
        merging.add(other, other_name)
    return merging.result()


@dataclass(frozen=True, slots=True)
class _Where:
    """The line and the name of a document."""

    line: int
    file: str

    def __str__(self) -> str:
        name = PurePosixPath(self.file.replace("\\", "/")).name
        return f"line {self.line} of {name}" if self.line else name


@dataclass(slots=True)
class _Joint:
    """One session of ours, on the way: with the rows of theirs that are the same."""

    session: Session
    partner: Session | None = None
    talks: list[Talk] = field(default_factory=list)
    origins: list[list[_Where]] = field(default_factory=list)


class _Merging:
    """What is merged so far, and where each of it stands; a session's own place comes first."""

    def __init__(self, first: Imported, name: str) -> None:
        self.name = name
        self.series = first.series
        self.problems = list(first.problems)
        self.where = _places(first, name)

    def add(self, other: Imported, name: str) -> None:
        """Merge one more document into what is there."""
        places = _places(other, name)
        ours, theirs = rows_of(self.series), rows_of(other.series)
        matched = match_rows(ours, theirs)
        joints = {one.id: _Joint(one) for one in self.series.sessions}
        self._find_partners(joints, matched, ours, theirs)
        for position, row in enumerate(ours):
            their = theirs[matched[position]] if position in matched else None
            self._join_row(joints[row.session.id], row, their, places, name)
        new = self._add_rest(joints, set(matched.values()), theirs, places)
        self.problems += other.problems
        made = [self._settled(one, places, name) for one in joints.values()]
        self._keep(other.series, [*made, *new], name)

    def result(self) -> Imported:
        """Return all that is merged; gaps that one document filled for another are no problem."""
        lines = {key: where[0].line for key, where in self.where.items() if where}
        series, gaps = fill_zone(
            self.series,
            self.series.timezone,
            Gaps(self._file(), lambda one: lines.get(one, 0)),
        )
        problems = [*self.problems, *(gaps if not self._told("no-zone") else [])]
        if not _has_gap(series):
            problems = [problem for problem in problems if problem.code not in GAP_CODES]
        return Imported(
            series,
            tuple(problems),
            {key: line for key, line in lines.items() if isinstance(key, str) and line},
            {key: line for key, line in lines.items() if isinstance(key, tuple) and line},
            {key: ", ".join(map(str, where)) for key, where in self.where.items() if where},
        )

    def _file(self) -> str:
        return next((where[0].file for where in self.where.values() if where), "")

    def _told(self, code: str) -> bool:
        return any(problem.code == code for problem in self.problems)

    def _find_partners(
        self,
        joints: dict[str, _Joint],
        matched: dict[int, int],
        ours: Sequence[Row],
        theirs: Sequence[Row],
    ) -> None:
        """Give each session of ours the one of theirs that has most of the same rows."""
        votes: dict[str, Counter[str]] = {}
        for position, other in matched.items():
            found = votes.setdefault(ours[position].session.id, Counter())
            found[theirs[other].session.id] += 1
        by_id = {row.session.id: row.session for row in theirs}
        for session_id, counter in votes.items():
            joints[session_id].partner = by_id[counter.most_common(1)[0][0]]

    def _join_row(
        self,
        joint: _Joint,
        row: Row,
        their: Row | None,
        places: dict[Key, list[_Where]],
        name: str,
    ) -> None:
        if row.talk is None:
            if their and their.talk:
                joint.talks.append(replace(their.talk, id=""))
                joint.origins.append(places[their.session.id, their.talk.id])
            return
        here = self.where.get((row.session.id, row.talk.id), [])
        if their is None:
            joint.talks.append(row.talk)
            joint.origins.append(here)
            return
        where = (here or self.where.get(row.session.id) or [_Where(0, "")])[0]
        other = their.talk or Talk(id="", title=their.session.own_title)
        there = places.get((their.session.id, other.id), places.get(their.session.id, []))
        agreeing = Agreeing(where.file, where.line, str(there[0]) if there else name)
        _tell_times(agreeing, row, their)
        joint.talks.append(agreeing.talk(row.talk, other))
        joint.origins.append([*here, *there])
        self.problems += agreeing.problems

    def _add_rest(
        self,
        joints: dict[str, _Joint],
        taken: set[int],
        theirs: Sequence[Row],
        places: dict[Key, list[_Where]],
    ) -> list[Session]:
        """Put rows that only they have where the others of their session are; return the rest."""
        homes = {one.partner.id: one for one in reversed(joints.values()) if one.partner}
        whole: dict[str, Session] = {}
        for position, row in enumerate(theirs):
            home = homes.get(row.session.id)
            if home is None:
                whole[row.session.id] = row.session
            elif row.talk and position not in taken:
                home.talks.append(replace(row.talk, id=""))
                home.origins.append(places.get((row.session.id, row.talk.id), []))
        new = []
        for session in whole.values():
            named = session if session.id not in joints else replace(session, id="")
            new.append(named)
            self._adopt(session, named, places)
        return new

    def _adopt(self, session: Session, named: Session, places: dict[Key, list[_Where]]) -> None:
        for key in [session.id, *((session.id, talk.id) for talk in session.talks)]:
            if named.id and key in places:
                self.where[key] = places[key]

    def _settled(self, joint: _Joint, places: dict[Key, list[_Where]], name: str) -> Session:
        """Return a session with all that was joined, at the time that both tell together."""
        session, partner = joint.session, joint.partner
        talks = with_talk_ids(joint.talks)
        for talk, origins in zip(talks, joint.origins, strict=True):
            self.where[session.id, talk.id] = origins
        session = replace(session, talks=talks)
        if partner is None:
            return session
        here = self.where.get(session.id, [])
        there = places.get(partner.id, [])
        self.where[session.id] = [*here, *there]
        where = here[0] if here else _Where(0, "")
        agreeing = Agreeing(where.file, where.line, str(there[0]) if there else name)
        session = replace(session, **agreeing.session(joint.session, partner))
        self.problems += agreeing.problems
        try:
            return _timed(session, partner)
        except RefusalError as refusal:
            self.problems.append(Problem.of(refusal, file=where.file, line=where.line))
            return session

    def _keep(self, theirs: Series, sessions: Sequence[Session], name: str) -> None:
        agreeing = Agreeing(self.name, 0, str(_Where(0, name)))
        self.series = replace(
            self.series,
            **agreeing.series(self.series, theirs),
            timezone=self.series.timezone or theirs.timezone,
            sessions=with_ids(sessions),
        )
        self.problems += agreeing.problems


def _places(imported: Imported, name: str) -> dict[Key, list[_Where]]:
    found: dict[Key, list[_Where]] = {}
    for session in imported.series.sessions:
        line = imported.lines.get(session.id, 0)
        found[session.id] = [_Where(line, name)]
        for talk in session.talks:
            own = imported.talk_lines.get((session.id, talk.id), 0)
            found[session.id, talk.id] = [_Where(own or line, name)]
    return found


def _tell_times(agreeing: Agreeing, ours: Row, theirs: Row) -> None:
    """Tell two times of the same row: an error, as a wrong time is worse than none."""
    if ours.at and theirs.at:
        if ours.at != theirs.at:
            agreeing.tell("start", _time(ours), _time(theirs), Severity.ERROR)
    elif ours.day and theirs.day and ours.day != theirs.day:
        agreeing.tell("day", ours.day, theirs.day, Severity.ERROR)
    elif ours.wall and theirs.wall and ours.wall != theirs.wall:
        agreeing.tell("hour", f"{ours.wall:%H:%M}", f"{theirs.wall:%H:%M}", Severity.ERROR)


def _time(row: Row) -> str:
    start = (row.talk.start if row.talk else None) or row.session.start
    return f"{start.wall:%Y-%m-%d %H:%M} {start.zone}" if start else ""


def _timed(session: Session, partner: Session) -> Session:
    """Return a session with a start, its end and its talks' times, as far as both tell them."""
    if session.start is None and partner.start is not None:
        clock = session.clock or span_of(session.talks)
        start, end = partner.start, partner.end
        if clock and clock.start != start.wall.time():
            start = settle_wall(
                datetime.combine(session.day or start.date, clock.start), start.zone
            )
            end = _end(start, clock) or (end if end and end.at > start.at else None)
        elif end is None and clock:
            end = _end(start, clock)
        session = replace(session, start=start, end=end, day=None, clock=None)
    elif session.start is None:
        day = session.day or partner.day
        clock = session.clock or (
            None if session.talks and span_of(session.talks) else partner.clock
        )
        session = replace(
            session, day=day, clock=clock or (span_of(session.talks) if day else None)
        )
    elif session.end is None and partner.end is not None and partner.end.at > session.start.at:
        session = replace(session, end=partner.end.in_zone(session.start.zone))
    if session.status is Status.UNSCHEDULED and (session.start or session.day):
        session = replace(session, status=Status.SCHEDULED)
    return place_talks(session)


def _end(start: Moment, clock: Clock) -> Moment | None:
    if clock.end is None:
        return None
    on = start.date + timedelta(days=0 if clock.end > clock.start else 1)
    return settle_wall(datetime.combine(on, clock.end), start.zone)


def _has_gap(series: Series) -> bool:
    return any(
        one.start is None and (one.clock or any(talk.clock for talk in one.talks))
        for one in series.sessions
    )
