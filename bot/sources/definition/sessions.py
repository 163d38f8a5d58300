"""Reading the sessions of a definition: when they are, how to join them, and their talks."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.durations import read_duration
from bot.domain.ids import with_talk_ids
from bot.domain.moments import Moment, settle_wall
from bot.domain.phrases import Phrase, read_phrase
from bot.domain.places import Place
from bot.domain.programme import place_talks, span_of
from bot.domain.series import Clock, Join, Session, Status
from bot.domain.zones import ZoneWord, settle_moment, settle_zone
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.addresses import read_address
from bot.sources.definition.fields import Fields, Problems
from bot.sources.definition.schema import known_keys
from bot.sources.definition.talks import read_talks
from bot.sources.definition.values import is_undecided, read_session_id, read_uid
from bot.sources.yaml_tree import Mapping, Node, Scalar

_LONGEST_NIGHT = timedelta(hours=12)
_LONGEST_SESSION = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a session takes from its series: zone, place, usual length, whether there is a slot.

    `without_zone` collects the starts that would have needed a zone where none is known.
    """

    zone: str
    place: Place
    length: timedelta | None
    has_slot: bool
    without_zone: list[Node] = field(default_factory=list)


def read_session(node: Node, around: Surroundings, problems: Problems) -> Session:
    """Return the session that a node describes, as far as it can be read."""
    if not isinstance(node, Mapping):
        refusal = RefusalError(
            saying("a session is a mapping"),
            read=node.text if isinstance(node, Scalar) else "",
            hint=saying("write `- start: …`, and `title: …` or `speaker: …` below it"),
            code="type",
        )
        problems.refuse(node, refusal)
        return Session(id="")
    fields = Fields(node, known_keys("session"), problems, "a session")
    return _SessionReader(fields, around, problems).session()


class _SessionReader:
    def __init__(self, fields: Fields, around: Surroundings, problems: Problems) -> None:
        self.fields = fields
        self.around = around
        self.problems = problems

    def session(self) -> Session:
        fields = self.fields
        talks, title = read_talks(fields, self.problems)
        session = Session(
            id=fields.read("id", read_session_id, ""),
            uid=fields.read("uid", read_uid, ""),
            status=self._status(),
            reason=fields.line("reason"),
            own_title=title,
            length=fields.read("duration", read_duration, None),
            chair=fields.line("chair"),
            room=fields.line("room"),
            join=self._join(),
            talks=with_talk_ids(talks),
        )
        phrase = self._start_phrase()
        if phrase is None:
            return self._undated(session)
        if phrase.start is None and (span := span_of(talks)) and phrase.on:
            phrase = replace(phrase, start=span.start, end=span.end)
            if any(talk.clock and talk.clock != Clock(span.start) for talk in talks):
                # The timetable tells how long it is, even where its last end is not known.
                self.around = replace(self.around, length=None)
        if phrase.start is None:
            return self._with_day(session, phrase)
        return self._dated(session, phrase)

    def _status(self) -> Status:
        status = self.fields.choice("status", Status, Status.SCHEDULED)
        if "reason" in self.fields and status not in {Status.CANCELLED, Status.TENTATIVE}:
            self._refuse(
                "reason",
                saying("a reason belongs to a cancelled or tentative session"),
                saying("add `status: cancelled`"),
            )
        settled = "start" in self.fields and not self._is_undecided("start")
        if status is Status.UNSCHEDULED and settled:
            self._refuse(
                "status",
                saying("an unscheduled session has no start"),
                saying("write `status: tentative`"),
            )
        return status

    def _is_undecided(self, key: str) -> bool:
        node = self.fields.get(key)
        return isinstance(node, Scalar) and is_undecided(node.text)

    def _refuse(self, key: str, message: str, hint: str, code: str = "contradiction") -> None:
        node = self.fields.get(key) or self.fields.node
        self.problems.refuse(node, RefusalError(message, read="", hint=hint, code=code), about=key)

    def _join(self) -> Join | None:
        node = self.fields.get("join")
        if not isinstance(node, Mapping):
            url = self.fields.read("join", read_address, "")
            return Join(url=url) if url else None
        parts = Fields(node, known_keys("join"), self.problems, "a join link")
        if parts.lacks("url"):
            self._refuse(
                "join", saying("the address is missing"), saying("write `url:`"), code="missing"
            )
            return None
        url = parts.read("url", read_address, "")
        return Join(url=url, passcode=parts.line("passcode")) if url else None

    def _start_phrase(self) -> Phrase | None:
        """Return what `start` says, None if it says nothing that can be used."""
        phrase: Phrase | None = self.fields.read("start", _read_start, None)
        if phrase and phrase.on is None:
            self._refuse(
                "start",
                saying("the date is missing"),
                saying("write it as in 2021-06-28 16:30, or TBD"),
                "no-date",
            )
            return None
        return phrase

    def _undated(self, session: Session) -> Session:
        if self._is_undecided("start") or self.fields.lacks("start"):
            self._refuse_end()
        return session

    def _refuse_end(self) -> None:
        if "end" in self.fields:
            self._refuse(
                "end",
                saying("a session that ends has an hour to start at too"),
                saying("write it as in `start: 2021-06-28 16:30`, or say `duration:`"),
                code="missing",
            )

    def _with_day(self, session: Session, phrase: Phrase) -> Session:
        self._refuse_end()
        node = self.fields.get("start")
        if phrase.zone and node:
            # Dropped in silence, "17 Uhr" would become a session without an hour, or at the slot's.
            refusal = RefusalError(
                saying("what stands beside the date is not an hour"),
                read=phrase.zone,
                hint=saying("write it as in 2021-06-28 16:30"),
                code="unreadable-time",
            )
            self.problems.refuse(node, refusal, about="start")
            return session
        if not self.around.has_slot and node and session.status is not Status.CANCELLED:
            self.problems.warn(
                node,
                saying("start: this has no hour, so it is in no calendar and nobody is reminded"),
                hint=saying("write it as in 2021-06-28 16:30, or give the series a `slot:`"),
                code="no-hour",
            )
        return replace(session, day=phrase.on)

    def _dated(self, session: Session, phrase: Phrase) -> Session:
        assert phrase.on is not None  # noqa: S101 - the caller's condition
        assert phrase.start is not None  # noqa: S101
        start = self._moment(datetime.combine(phrase.on, phrase.start), phrase.zone, "start")
        if start is None:
            return replace(session, day=phrase.on, clock=Clock(phrase.start, phrase.end))
        session = replace(session, start=start, end=self._end(start, phrase, session.length))
        try:
            return place_talks(session)
        except RefusalError as refusal:
            self.problems.refuse(self.fields.node, refusal, about="at")
            return session

    def _moment(self, wall: datetime, zone_text: str, key: str) -> Moment | None:
        """Return the moment, None (with a problem) where its zone or its label do not allow it."""
        node = self.fields.get(key) or self.fields.node
        if not zone_text and not self.around.zone:
            self.around.without_zone.append(node)
            return None
        try:
            return _settle(wall, zone_text, self.around)
        except RefusalError as refusal:
            self.problems.refuse(node, refusal, about=key)
            return None

    def _end(self, start: Moment, phrase: Phrase, length: timedelta | None) -> Moment | None:
        """Return when a session ends: by its `end`, its range, its length or the series' one."""
        said = [key for key in ("end", "duration") if key in self.fields]
        if len(said) > 1 or (said and phrase.end):
            self._refuse(said[0], saying("the end is said twice"), saying("keep one of the two"))
            return None
        if phrase.end:
            return self._ending(start, Phrase(phrase.text, start=phrase.end, zone=phrase.zone))
        if "end" in self.fields and self._is_undecided("end"):
            self._refuse(
                "end", saying("this is no hour"), saying("leave it out as long as it is not known")
            )
            return None
        if "end" in self.fields:
            end: Phrase | None = self.fields.read("end", read_phrase, None)
            return self._ending(start, end) if end else None
        length = length or self.around.length
        return start.plus(length) if length else None

    def _ending(self, start: Moment, end: Phrase) -> Moment | None:
        if end.start is None:
            self._refuse(
                "end", saying("the hour is missing"), saying("write it as in 17:30"), "no-hour"
            )
            return None
        if end.end is not None:
            self._refuse(
                "end",
                saying("this is a start and an end"),
                saying("write only the end, as in 17:30"),
            )
            return None
        begins = self._by_the_clock_of(end, start)
        on = end.on or begins.date()
        if end.on is None and end.start <= begins.time():
            on += timedelta(days=1)
        moment = self._moment(
            datetime.combine(on, end.start),
            end.zone or start.zone,
            "end" if "end" in self.fields else "start",
        )
        if moment is None:
            return None
        length = moment.at - start.at
        longest = _LONGEST_SESSION if end.on or on == begins.date() else _LONGEST_NIGHT
        if not timedelta(0) < length <= longest:
            self._refuse_ending(start, end)
            return None
        return moment

    def _refuse_ending(self, start: Moment, end: Phrase) -> None:
        """Refuse an end that is not after the start, or that only a 12-hour clock makes so."""
        assert end.start is not None  # noqa: S101 - the caller's condition
        later = datetime.combine(start.date, end.start) + timedelta(hours=12)
        slip = not (end.on or end.zone) and later.date() == start.date and later > start.wall
        refusal = RefusalError(
            saying(
                "this is not after the start ({time}), or more than half a day later",
                time=f"{start.wall:%H:%M}",
            ),
            read=end.text,
            choices=[f"{later:%H:%M}"] if slip else [],
            hint="" if slip else saying("write the hour, and the date if it is another day"),
            code="ends-before-start",
        )
        node = self.fields.get("end") or self.fields.get("start") or self.fields.node
        self.problems.refuse(node, refusal, about="end")

    def _by_the_clock_of(self, end: Phrase, start: Moment) -> datetime:
        """Return the wall time of a start where its end is said in a zone of its own."""
        if not end.zone:
            return start.wall
        try:
            word = settle_zone(end.zone, place=self.around.place, beside=self.around.zone)
        except RefusalError:
            return start.wall  # the zone is told of when the end is settled
        return start.in_zone(word.zone).wall


def _read_start(text: str) -> Phrase | None:
    return None if is_undecided(text) else read_phrase(text)


def _settle(wall: datetime, zone_text: str, around: Surroundings) -> Moment:
    if not zone_text:
        return settle_wall(wall, around.zone)
    word = settle_zone(zone_text, place=around.place, beside=around.zone)
    moment = settle_moment(wall, word)
    return _in_series_zone(moment, word, around.zone)


def _in_series_zone(moment: Moment, word: ZoneWord, zone: str) -> Moment:
    """Return a moment said by a bare offset in the series' zone, where that has the same offset."""
    fixed = word.zone.startswith(("Etc/", "UTC"))
    if fixed and zone and moment.in_zone(zone).offset == moment.offset:
        return moment.in_zone(zone)
    return moment
