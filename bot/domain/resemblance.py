"""Which sessions or talks of two versions are the same by what they say, whatever they are called.

A pair counts only where nothing else would do as well, among those too that have found their
partners otherwise: one week of a journal club is never taken for another.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.likeness import LIKE, Neighbours, plain, share, words
from bot.domain.series import Session, Talk, TalkKind

_VERY_LIKE = 0.8  # for titles alone, where no speaker confirms them
_Finding = Callable[[int], set[int]]


@dataclass(frozen=True, slots=True)
class Saying:
    """What a session or a talk says of itself: its titles and its speakers."""

    title: str
    speakers: str

    @property
    def key(self) -> tuple[str, str] | None:
        """What is equal for the same talk elsewhere; None unless it has title and speakers."""
        key = plain(self.title), plain(self.speakers)
        return key if all(key) else None


def saying_of(session: Session) -> Saying:
    """Return what a session says of itself, its talks included; breaks say nothing."""
    talks = [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]
    return Saying(
        " ".join(part for part in (session.own_title, *(talk.title for talk in talks)) if part),
        ", ".join(talk.speaker_names for talk in talks if talk.speakers),
    )


def saying_of_talk(talk: Talk) -> Saying:
    """Return what a talk says of itself."""
    return Saying(talk.title, talk.speaker_names)


def resemblance(one: Saying, other: Saying) -> float:
    """Return how much speaks for two being the same, 0 where nothing does or anything against it.

    Titles with other numbers in them are other titles: part 2 is not part 1.
    """
    titles = words(one.title), words(other.title)
    speakers = words(one.speakers), words(other.speakers)
    by_title = share(*titles) if not _have_other_numbers(*titles) else 0
    by_speaker = share(*speakers)
    if all(titles) and all(speakers):
        return by_title + by_speaker if by_title >= LIKE and by_speaker else 0
    if all(titles):
        return by_title if by_title >= _VERY_LIKE else 0
    return by_speaker if by_speaker >= LIKE else 0


def contradict(one: Saying, other: Saying) -> bool:
    """Whether both say what they are, and say different things."""
    both_say = (one.title and other.title) or (one.speakers and other.speakers)
    return bool(both_say) and not resemblance(one, other)


def pair_by_saying(
    ours: Sequence[Saying],
    theirs: Sequence[Saying],
    our_free: AbstractSet[int],
    their_free: AbstractSet[int],
) -> dict[int, int]:
    """Return pairs of free ones of which each is the likest of all to the other, and alone so."""
    if not our_free or not their_free:
        return {}
    return _mutual(_likest_in(theirs, ours), _likest_in(ours, theirs), our_free, their_free)


def pair_by_time(
    ours: Sequence[Session],
    theirs: Sequence[Session],
    our_free: AbstractSet[int],
    their_free: AbstractSet[int],
) -> dict[int, int]:
    """Return pairs of free ones that are the only two at their time and in their room.

    Where only one of two has an hour, the day is their time; where only one has a room, any is.
    """
    if not our_free or not their_free:
        return {}
    return _mutual(_fitting_in(theirs, ours), _fitting_in(ours, theirs), our_free, their_free)


def _mutual(
    for_ours: _Finding,
    for_theirs: _Finding,
    our_free: AbstractSet[int],
    their_free: AbstractSet[int],
) -> dict[int, int]:
    pairs = {}
    for one in sorted(our_free):
        found = for_ours(one)
        if len(found) == 1 and found <= their_free:
            (other,) = found
            if for_theirs(other) == {one}:
                pairs[one] = other
    return pairs


def _likest_in(among: Sequence[Saying], asking: Sequence[Saying]) -> _Finding:
    """Return what finds for a position in `asking` those of the likest in `among`."""
    neighbours = Neighbours({n: f"{one.title} {one.speakers}" for n, one in enumerate(among)})

    def find(position: int) -> set[int]:
        own = asking[position]
        near = neighbours.near(f"{own.title} {own.speakers}")
        scores = {n: resemblance(own, among[n]) for n in near}
        best = max(scores.values(), default=0)
        return {n for n, score in scores.items() if score == best} if best else set()

    return find


def _fitting_in(among: Sequence[Session], asking: Sequence[Session]) -> _Finding:
    """Return what finds for a position in `asking` those at its time and in its room."""
    by_time: dict[date | datetime, set[int]] = defaultdict(set)
    for number, session in enumerate(among):
        for key in _times(session):
            by_time[key].add(number)

    def find(position: int) -> set[int]:
        own = asking[position]
        near = {number for key in _times(own) for number in by_time.get(key, ())}
        return {number for number in near if _fit(own, among[number])}

    return find


def _times(session: Session) -> list[date | datetime]:
    start, day = session.start, session.day
    return [start.at, start.date] if start else [day] if day else []


def _fit(one: Session, other: Session) -> bool:
    if one.room and other.room and plain(one.room) != plain(other.room):
        return False
    return not (one.start and other.start) or one.start.at == other.start.at


def _have_other_numbers(one: set[str], other: set[str]) -> bool:
    numbers = [{word for word in found if word.isdecimal()} for found in (one, other)]
    return bool(numbers[0] - numbers[1]) and bool(numbers[1] - numbers[0])
