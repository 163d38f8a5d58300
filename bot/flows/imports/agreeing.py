"""What two documents say of the same series, session or talk, made one; disagreement is told.

Where one says nothing, the other counts; where one says more, the fuller text wins; letter case
and punctuation are no disagreement, nor is a more telling kind (`oral` beside `contributed`).
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from bot.domain.likeness import plain
from bot.domain.series import Join, Material, Series, Session, Speaker, Status, Talk, TalkKind
from bot.errors import Problem, Severity

T = TypeVar("T")
_SAME_TEXT = 0.5  # share of words in common, from which on one text is a version of the other
# What a kind may be called more exactly.
_MORE_EXACT = {
    TalkKind.OTHER: set(TalkKind),
    TalkKind.TALK: set(TalkKind),
    TalkKind.CONTRIBUTED: {TalkKind.ORAL, TalkKind.SPOTLIGHT, TalkKind.POSTER},
    TalkKind.INVITED: {TalkKind.KEYNOTE, TalkKind.ORAL},
    TalkKind.POSTER: {TalkKind.SPOTLIGHT, TalkKind.BREAK},
}


@dataclass(slots=True)
class Agreeing:
    """Makes one of two readings, and tells where they differ. `ours` is that of the first document.

    `file` and `line` are where the first has it, `other_place` where the second.
    """

    file: str
    line: int
    other_place: str
    problems: list[Problem] = field(default_factory=list)

    def talk(self, ours: Talk, theirs: Talk) -> Talk:
        """Return one talk of two; its hours are those of the first, if it has any."""
        return Talk(
            id=ours.id,
            title=self._text("title", ours.title, theirs.title),
            kind=self._kind(ours.kind, theirs.kind),
            speakers=self._speakers(ours.speakers, theirs.speakers),
            abstract=self._prose(ours.abstract, theirs.abstract),
            start=ours.start,
            end=ours.end,
            clock=ours.clock or theirs.clock,
            duration=self._value("duration", ours.duration, theirs.duration),
            materials=_materials(ours.materials, theirs.materials),
        )

    def session(self, ours: Session, theirs: Session) -> dict[str, Any]:
        """Return what the two say of a session beside its time and talks, as keywords."""
        return {
            "status": self._status(ours, theirs),
            "reason": ours.reason or theirs.reason,
            "own_title": ours.own_title or (theirs.own_title if not ours.title else ""),
            "chair": self._text("chair", ours.chair, theirs.chair),
            "room": self._text("room", ours.room, theirs.room),
            "uid": ours.uid or theirs.uid,
            "join": self._join(ours.join, theirs.join),
        }

    def series(self, ours: Series, theirs: Series) -> dict[str, Any]:
        """Return what the two say of the whole, beside its sessions and its zone, as keywords."""
        return {
            "title": self._text("title of the series", ours.title, theirs.title),
            "description": max(ours.description, theirs.description, key=len),
            "place": self._text("place", ours.place, theirs.place),
            "homepage": ours.homepage or theirs.homepage,
            "organizers": self._organizers(ours.organizers, theirs.organizers),
            "color": ours.color or theirs.color,
        }

    def tell(
        self, what: str, ours: object, theirs: object, severity: Severity = Severity.WARNING
    ) -> None:
        """Add the problem that the two differ in `what`, with both readings."""
        self.problems.append(
            Problem(
                code="sources-differ",
                message=f"{what}: {self.other_place} says otherwise",
                read=str(ours),
                choices=(str(ours), str(theirs)),
                hint=f'there it is "{theirs}"; write into the definition which one is right',
                file=self.file,
                line=self.line,
                severity=severity,
            )
        )

    def _text(self, what: str, ours: str, theirs: str) -> str:
        """Return the fuller of two texts; two that say different things are told."""
        first, second = plain(ours), plain(theirs)
        if first == second or not second:
            return ours
        if not first:
            return theirs
        if f" {first} " not in f" {second} " and f" {second} " not in f" {first} ":
            self.tell(what, ours, theirs)
        return theirs if len(second) > len(first) else ours

    def _prose(self, ours: str, theirs: str) -> str:
        first, second = plain(ours), plain(theirs)
        if first and second and first != second:
            left, right = set(first.split()), set(second.split())
            if len(left & right) < _SAME_TEXT * min(len(left), len(right)):
                self.tell("abstract", ours, theirs)
        return theirs if len(second) > len(first) else ours

    def _value(self, what: str, ours: T | None, theirs: T | None) -> T | None:
        if ours and theirs and ours != theirs:
            self.tell(what, ours, theirs)
        return ours or theirs

    def _join(self, ours: Join | None, theirs: Join | None) -> Join | None:
        if ours and theirs and ours.url != theirs.url:
            self.tell("join", ours.url, theirs.url)
            return ours
        return next((one for one in (ours, theirs) if one and one.passcode), ours or theirs)

    def _kind(self, ours: TalkKind, theirs: TalkKind) -> TalkKind:
        if theirs in _MORE_EXACT.get(ours, set()):
            return theirs
        if ours != theirs and ours not in _MORE_EXACT.get(theirs, set()):
            self.tell("kind", ours.value, theirs.value)
        return ours

    def _status(self, ours: Session, theirs: Session) -> Status:
        settled = [
            one.status
            for one in (ours, theirs)
            if one.status not in {Status.SCHEDULED, Status.UNSCHEDULED}
        ]
        if len(settled) == 1 and Status.UNSCHEDULED not in {ours.status, theirs.status}:
            self.tell("status", ours.status.value, theirs.status.value)
        if settled:
            return settled[0]
        return Status.SCHEDULED if Status.SCHEDULED in {ours.status, theirs.status} else ours.status

    def _speakers(
        self, ours: tuple[Speaker, ...], theirs: tuple[Speaker, ...]
    ) -> tuple[Speaker, ...]:
        """Return the longer list of people; if the other has more than that, it is told."""
        fuller, other = (theirs, ours) if len(theirs) > len(ours) else (ours, theirs)
        left = list(other)
        found = []
        for speaker in fuller:
            twin = next((one for one in left if _same_person(speaker.name, one.name)), None)
            if twin:
                left.remove(twin)
            found.append(_person(speaker, twin))
        if left:
            self.tell("speakers", _names(ours), _names(theirs))
        return tuple(found)

    def _organizers(self, ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
        """Return the longer list of organizers; if the other has more than that, it is told."""
        fuller, other = (theirs, ours) if len(theirs) > len(ours) else (ours, theirs)
        left = [one for one in other if not any(map(partial(_same_organizer, one), fuller))]
        if left:
            self.tell("organizers", ", ".join(ours), ", ".join(theirs))
        return fuller


def _same_organizer(one: str, other: str) -> bool:
    """Tell whether two organizers may be one person, an affiliation in brackets aside."""
    return _same_person(one.partition("(")[0], other.partition("(")[0])


def _names(people: tuple[Speaker, ...]) -> str:
    return ", ".join(one.name for one in people)


def _same_person(one: str, other: str) -> bool:
    """Tell whether two names may be one person's: the last name, and what is said of the others."""
    left, right = plain(one).split(), plain(other).split()
    if sorted(left) == sorted(right):
        return True
    if not left or not right or left[-1] != right[-1]:
        return False
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(left, right, strict=False))


def _person(speaker: Speaker, twin: Speaker | None) -> Speaker:
    if twin is None:
        return speaker
    name = max(speaker.name, twin.name, key=len)
    return Speaker(name=name, affiliation=speaker.affiliation or twin.affiliation)


def _materials(ours: tuple[Material, ...], theirs: tuple[Material, ...]) -> tuple[Material, ...]:
    known = {material.url for material in ours}
    return (*ours, *(material for material in theirs if material.url not in known))
