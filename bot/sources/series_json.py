"""Talkbell's own JSON (`docs/json.md`), read back: what an export wrote gives the same series.

The mirror of `bot.exports.json`. A document of ours with gaps (an earlier import) keeps them and
its problems; hints fill what they can.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.domain.durations import read_duration
from bot.domain.ids import with_ids, with_talk_ids
from bot.domain.moments import Moment
from bot.domain.programme import place_talks
from bot.domain.series import (
    BroadcastTarget,
    Clock,
    FromSlot,
    Join,
    LinkPolicy,
    Material,
    MaterialKind,
    Series,
    SeriesKind,
    Session,
    Slot,
    SlotUnit,
    Speaker,
    Status,
    Talk,
    TalkKind,
)
from bot.errors import Problem, RefusalError, TalkbellError, one_of
from bot.language import later, saying
from bot.sources.addresses import read_address
from bot.sources.definition import values as plain
from bot.sources.definition.broadcasts import read_target_name
from bot.sources.gaps import GAP_CODES, Gaps, fill_zone, word_by_hints
from bot.sources.imported import Hints, Imported
from bot.sources.json_tree import Json, items, lines_of_items, load_json, mapping, mappings, text
from bot.sources.json_values import (
    Once,
    moment_in,
    read_at,
    read_day,
    read_instant,
    read_option,
    read_time,
    refuse_many_rows,
    told_problems,
)

_OF_A_SESSION = saying("another session has it already; this one gets its own")
_OF_A_TALK = saying("another talk has it already; this one gets its own")
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def is_series_json(document: Json) -> bool:
    """Tell whether a JSON document is one of ours: a series, or a list of series."""
    first = document[0] if isinstance(document, list) and document else document
    return isinstance(first, dict) and "series" in first and "sessions" in first


def read_series_json(data: bytes, hints: Hints, name: str) -> Imported:
    """Return the series of a document of ours; `--id` says which, if it holds several."""
    document = load_json(data, name)
    chosen, several = _chosen(document, hints, name)
    refuse_many_rows(chosen, name)
    lines = [] if several else list(lines_of_items(data, "sessions"))
    reader = _Reader(name)
    series = reader.series(chosen, lines)
    problems = [*told_problems(chosen, name), *reader.problems]
    numbers = {
        session.id: line for session, line in zip(series.sessions, lines, strict=False) if line
    }
    zone = series.timezone or word_by_hints(hints) or ""
    series, gaps = fill_zone(series, zone, Gaps(name, lambda one: numbers.get(one, 0)))
    if zone and not gaps:
        problems = [problem for problem in problems if problem.code != "no-zone"]
    told = any(problem.code in GAP_CODES for problem in problems)
    return Imported(series, tuple(problems if told else [*problems, *gaps]), numbers)


def _chosen(document: Json, hints: Hints, name: str) -> tuple[dict[str, Json], bool]:
    """Return the one document to read, and whether it stands among several."""
    if not isinstance(document, list):
        return mapping(document), False
    known = {text(mapping(one.get("series")).get("id")): one for one in mappings(document)}
    if not known:
        raise TalkbellError(saying("{name}: there is no series in it", name=name))
    if len(known) == 1:
        return next(iter(known.values())), False
    if hints.id in known:
        return known[hints.id], True
    told = saying(
        "{name}: there are several series in it; pass --id, one of {choices}",
        name=name,
        choices=later(one_of, list(known)),
    )
    raise TalkbellError(told)


@dataclass(slots=True)
class _Reader:
    """Reads values; those that cannot be read become problems at the session's line."""

    file: str
    line: int = 0
    problems: list[Problem] = field(default_factory=list)
    ids: Once = field(default_factory=lambda: Once(plain.read_session_id, _OF_A_SESSION))
    uids: Once = field(default_factory=lambda: Once(plain.read_uid, _OF_A_SESSION))
    talk_ids: Once = field(default_factory=lambda: Once(plain.read_id, _OF_A_TALK))

    def series(self, document: dict[str, Json], lines: list[int]) -> Series:
        about = mapping(document.get("series"))
        zone = text(about.get("timezone"))
        sessions = []
        for position, one in enumerate(mappings(document.get("sessions"))):
            self.line = lines[position] if position < len(lines) else 0
            sessions.append(self._session(one))
        self.line = 0
        return Series(
            id=self._read(about, "id", plain.read_series_id, ""),
            title=text(about.get("title")),
            kind=self._choice(about, "kind", SeriesKind, SeriesKind.SEMINAR),
            description=text(about.get("description")),
            timezone=zone if self._is_zone(zone) else "",
            place=text(about.get("place")),
            homepage=self._read(about, "homepage", read_address, ""),
            organizers=tuple(text(one) for one in items(about.get("organizers"))),
            link=self._choice(about, "link", LinkPolicy, LinkPolicy.SUBSCRIBERS),
            remind=self._remind(about),
            broadcast=tuple(self._targets(about)),
            duration=self._read(about, "duration", read_duration, None),
            color=self._read(about, "color", plain.read_color, ""),
            updated_at=self._read(about, "updated", read_instant, None),
            slot=self._slot(mapping(about.get("slot"))),
            sessions=with_ids(sessions),
        )

    def _read(self, about: dict[str, Json], key: str, reader: Callable[[str], T], default: T) -> T:
        written = text(about.get(key))
        if not written:
            return default
        try:
            return reader(written)
        except RefusalError as refusal:
            problem = Problem.of(refusal, file=self.file, line=self.line)
            message = saying("{name}: {problem}", name=key, problem=problem.message)
            self.problems.append(replace(problem, message=message))
            return default

    def _choice(self, about: dict[str, Json], key: str, options: type[E], default: E) -> E:
        return self._read(about, key, lambda word: read_option(word, options), default)

    def _is_zone(self, zone: str) -> bool:
        try:
            Moment(datetime(2000, 1, 1), zone)  # noqa: DTZ001 - moments take wall time
        except (LookupError, ValueError):
            if zone:
                told = saying("no zone is called this")
                self._refuse(RefusalError(told, read=zone, code="unknown-zone"))
            return False
        return True

    def _remind(self, about: dict[str, Json]) -> tuple[timedelta, ...] | None:
        if not isinstance(about.get("remind"), list):
            return None
        lengths = [
            self._read({"remind": one}, "remind", read_duration, None) for one in about["remind"]
        ]
        return tuple(length for length in lengths if length)

    def _targets(self, about: dict[str, Json]) -> Iterator[BroadcastTarget]:
        for one in mappings(about.get("broadcast")):
            if name := self._read(one, "target", read_target_name, ""):
                kinds = ({"kinds": kind} for kind in items(one.get("kinds")))
                read = (self._choice(kind, "kinds", TalkKind, TalkKind.TALK) for kind in kinds)
                audience = self._choice(one, "audience", LinkPolicy, LinkPolicy.PUBLIC)
                yield BroadcastTarget(
                    name=name, remind=self._remind(one), kinds=tuple(read), audience=audience
                )

    def _slot(self, about: dict[str, Json]) -> Slot | None:
        at = self._read(about, "at", read_at, None)
        if at is None:
            return None
        every, nth = about.get("every"), about.get("nth")
        days = [day for day in items(about.get("weekdays")) if day in range(7)]
        skips = [
            tuple(self._read({"skip": day}, "skip", read_day, None) for day in items(pair))
            for pair in items(about.get("skip"))
        ]
        return Slot(
            every=every if isinstance(every, int) and every > 0 else 1,
            unit=self._choice(about, "unit", SlotUnit, SlotUnit.WEEK),
            weekdays=tuple(int(day) for day in days),
            nth=nth if isinstance(nth, int) and -1 <= nth <= 5 else 0,  # noqa: PLR2004
            at=at.start,
            length=self._read(about, "for", read_duration, None),
            starts_on=self._read(about, "from", read_day, None),
            ends_on=self._read(about, "until", read_day, None),
            skip=tuple((s[0], s[1]) for s in skips if len(s) == 2 and s[0] and s[1]),  # noqa: PLR2004
            fill=about.get("fill") is True,
        )

    def _session(self, about: dict[str, Json]) -> Session:
        self.talk_ids = Once(plain.read_id, _OF_A_TALK)
        talks = with_talk_ids(self._talk(one, about) for one in mappings(about.get("talks")))
        from_slot = self._choice(about, "from_slot", FromSlot, FromSlot.NOTHING)
        session = Session(
            id=self._read(about, "id", self.ids, ""),
            uid=self._read(about, "uid", self.uids, ""),
            status=self._choice(about, "status", Status, Status.SCHEDULED),
            reason=text(about.get("reason")),
            own_title=text(about.get("title")),
            length=self._read(about, "duration", read_duration, None),
            clock=self._read(about, "at", read_at, None),
            from_slot=from_slot,
            chair=text(about.get("chair")),
            room=text(about.get("room")),
            join=self._join(mapping(about.get("join"))),
            talks=talks,
        )
        # What the session is called anyway, by its one talk, is not a title of its own.
        if session.own_title == replace(session, own_title="").title:
            session = replace(session, own_title="")
        return self._timed(session, about)

    def _timed(self, session: Session, about: dict[str, Json]) -> Session:
        zone = text(about.get("timezone"))
        zone = zone if self._is_zone(zone) else ""
        start = self._read(about, "start", read_time, None)
        end = self._read(about, "end", read_time, None)
        if start is None:
            return session
        if not isinstance(start, datetime):
            return replace(session, day=start)
        ends = end if isinstance(end, datetime) else None
        if start.tzinfo is None:
            clock = Clock(start.time(), ends.time() if ends else None)
            return replace(session, day=start.date(), clock=clock)
        end_zone = text(about.get("end_timezone"))
        end_zone = end_zone if end_zone and self._is_zone(end_zone) else zone
        session = replace(
            session,
            start=moment_in(start, zone),
            end=moment_in(ends, end_zone) if ends and ends.tzinfo else None,
        )
        if session.from_slot is not FromSlot.NOTHING and session.start:
            session = replace(session, day=session.start.date)
        try:
            return place_talks(session)
        except RefusalError as refusal:
            self._refuse(refusal)
            return session

    def _refuse(self, refusal: RefusalError) -> None:
        self.problems.append(Problem.of(refusal, file=self.file, line=self.line))

    def _join(self, about: dict[str, Json]) -> Join | None:
        url = self._read(about, "url", read_address, "")
        return Join(url=url, passcode=text(about.get("passcode"))) if url else None

    def _talk(self, about: dict[str, Json], session: dict[str, Json]) -> Talk:
        return Talk(
            id=self._read(about, "id", self.talk_ids, ""),
            title=text(about.get("title")),
            kind=self._choice(about, "kind", TalkKind, TalkKind.TALK),
            speakers=tuple(
                Speaker(name=text(one.get("name")), affiliation=text(one.get("affiliation")))
                for one in mappings(about.get("speakers"))
            ),
            abstract=text(about.get("abstract")),
            clock=self._clock(about, session),
            duration=self._read(about, "duration", read_duration, None),
            materials=tuple(
                Material(
                    kind=self._choice(one, "kind", MaterialKind, MaterialKind.OTHER),
                    url=url,
                    title=text(one.get("title")),
                )
                for one in mappings(about.get("materials"))
                if (url := self._read(one, "url", read_address, ""))
            ),
        )

    def _clock(self, about: dict[str, Json], session: dict[str, Json]) -> Clock | None:
        """Return a talk's own hours: as `at` says, else as its start differs from its session's."""
        if about.get("at") or about.get("start") == session.get("start"):
            return self._read(about, "at", read_at, None)
        start = self._read(about, "start", read_time, None)
        end = self._read(about, "end", read_time, None)
        if not isinstance(start, datetime):
            return None
        return Clock(start.time(), end.time() if isinstance(end, datetime) else None)
