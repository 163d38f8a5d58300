"""Which session of a new version is which known one, so that it keeps its id and its UID.

By its names first (`claims`), then by what it says of itself, then by its time and room
(`resemblance`). Where that is not sure, a session is a new one: calendars then show one that went
and one that came, which is true, while a wrong partner would be a wrong time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from bot.domain.claims import Known, settle_claims, without_borrowed_uids
from bot.domain.ids import known_uid
from bot.domain.public_ids import PublicIds
from bot.domain.resemblance import (
    contradict,
    pair_by_saying,
    pair_by_time,
    saying_of,
)
from bot.domain.series import Series, Session, Status
from bot.domain.talk_identity import adopt_talks

__all__ = ["Adopted", "Known", "adopt"]


_AS_THEY_ARE = PublicIds()


@dataclass(frozen=True, slots=True)
class Adopted:
    """A version of a series with permanent ids and UIDs.

    `source_ids` has for each session's permanent id the ids by which its source has called it, the
    latest first.
    """

    series: Series
    source_ids: Mapping[str, tuple[str, ...]]


def adopt(known: Sequence[Known], incoming: Series, called: PublicIds = _AS_THEY_ARE) -> Adopted:
    """Return a version of a series as its source has it, with the ids and UIDs that are known.

    `known` are all sessions that the series ever had, each with another id and UID. A session that
    was cancelled, and that a new one of its title and speakers replaces, is left out: the new one
    is what it was. New sessions get an id and a UID that no known session has; known ones keep
    theirs. Adopting the same version again gives the same. New ones are `called` otherwise than by
    their source where that id holds a secret.
    """
    sessions = without_borrowed_uids(incoming.id, sorted(incoming.sessions, key=lambda one: one.id))
    matching = _Matching(known, sessions)
    matching.by_names(incoming.id)
    matching.by_moves()
    matching.by_resemblance()
    sources = matching.source_ids()
    adopted = {
        one: _taken_over(sessions[one], known[number].session)
        for one, number in matching.pairs.items()
    }
    new = [
        one for one in range(len(sessions)) if one not in adopted and one not in matching.left_out
    ]
    new_sessions = {one: called.given_to(sessions[one]) for one in new}
    adopted |= _named(incoming.id, [one.session for one in known], new_sessions)
    return Adopted(
        replace(incoming, sessions=_as_before(incoming, sessions, adopted)),
        {adopted[one].id: sources[one] for one in sorted(adopted)},
    )


class _Matching:
    """Which incoming session is which known one, as far as that is found out; by positions."""

    def __init__(self, known: Sequence[Known], incoming: Sequence[Session]) -> None:
        self.known = known
        self.incoming = incoming
        self.pairs: dict[int, int] = {}
        self.left_out: set[int] = set()
        self.moved: dict[int, int] = {}

    def by_names(self, series_id: str) -> None:
        self.pairs, self.left_out = settle_claims(series_id, self.known, self.incoming)

    def by_moves(self) -> None:
        """Let the one new session of a cancelled one's title and speakers take its place."""
        keys = [saying_of(one).key for one in self.incoming]
        times = Counter(saying_of(one.session).key for one in self.known if _is_live(one))
        for one, number in sorted(self.pairs.items()):
            key = saying_of(self.known[number].session).key
            if key is None or not self._is_now_cancelled(one, number) or times[key] > 1:
                continue
            others = {other for other, its in enumerate(keys) if its == key} - {one}
            same = sorted(others - self.left_out)  # without the halves of earlier moves
            if len(same) == 1 and self._is_new(same[0]) and _takes_place(self.incoming[same[0]]):
                del self.pairs[one]
                self.left_out.add(one)
                self.pairs[same[0]] = number
                self.moved[same[0]] = one

    def by_resemblance(self) -> None:
        """Match the rest by what they say and when they are, first with those that are live."""
        live = {number for number, one in enumerate(self.known) if not one.is_removed}
        for numbers in (live, set(range(len(self.known)))):
            self._by_saying(sorted(numbers))
            self._by_time(sorted(numbers))

    def source_ids(self) -> dict[int, tuple[str, ...]]:
        """Return for each incoming session its id and those that it had before."""
        found: dict[int, tuple[str, ...]] = {
            one: (session.id,) for one, session in enumerate(self.incoming)
        }
        for one, number in self.pairs.items():
            half = (self.incoming[self.moved[one]].id,) if one in self.moved else ()
            earlier = self.known[number].source_ids
            found[one] = tuple(dict.fromkeys((*found[one], *half, *earlier)))
        return found

    def _by_saying(self, numbers: Sequence[int]) -> None:
        """Match by title and speakers; one that was removed comes back only with both of them."""
        theirs = [saying_of(self.known[number].session) for number in numbers]
        ours = [saying_of(one) for one in self.incoming]
        live = {place for place, number in enumerate(numbers) if not self.known[number].is_removed}
        their_free = {
            place
            for place in self._free_of(numbers)
            if place in live or theirs[place].key is not None
        }
        for one, place in pair_by_saying(ours, theirs, self._free(), their_free).items():
            if place in live or ours[one].key is not None:
                self.pairs[one] = numbers[place]

    def _by_time(self, numbers: Sequence[int]) -> None:
        """Match by time and room; those that do not take place only with what says the same."""
        theirs = [self.known[number].session for number in numbers]
        found = pair_by_time(self.incoming, theirs, self._free(), self._free_of(numbers))
        for one, place in found.items():
            ours, known = self.incoming[one], self.known[numbers[place]]
            both_live = _is_live(known) and _takes_place(ours)
            if both_live or not contradict(saying_of(ours), saying_of(known.session)):
                self.pairs[one] = numbers[place]

    def _free(self) -> set[int]:
        return {one for one in range(len(self.incoming)) if self._is_new(one)}

    def _free_of(self, numbers: Sequence[int]) -> set[int]:
        taken = set(self.pairs.values())
        return {place for place, number in enumerate(numbers) if number not in taken}

    def _is_new(self, one: int) -> bool:
        return one not in self.pairs and one not in self.left_out

    def _is_now_cancelled(self, one: int, number: int) -> bool:
        return not _takes_place(self.incoming[one]) and _is_live(self.known[number])


def _is_live(one: Known) -> bool:
    return not one.is_removed and _takes_place(one.session)


def _takes_place(session: Session) -> bool:
    return session.status is not Status.CANCELLED


def _taken_over(session: Session, known: Session) -> Session:
    """Return an incoming session with the ids and the UID of the known one that it is."""
    talks = adopt_talks(known.talks, session.talks)
    return replace(session, id=known.id, uid=known.uid, talks=talks)


def _named(
    series_id: str, known: Iterable[Session], new: Mapping[int, Session]
) -> dict[int, Session]:
    """Return the new sessions, each with an id and a UID that no session had before it.

    Those that bring along what is free get it first, so that their order decides nothing.
    """
    known = tuple(known)
    ids = {session.id for session in known}
    uids = {known_uid(series_id, session) for session in known}
    named: dict[int, Session] = {}

    def is_free(session: Session) -> bool:
        return session.id not in ids and known_uid(series_id, session) not in uids

    def name(one: int, session: Session) -> None:
        named[one] = session
        ids.add(session.id)
        uids.add(known_uid(series_id, session))

    for one, session in new.items():
        if is_free(session):
            name(one, session)
    for one, session in new.items():
        if one not in named:
            own = replace(session, uid="") if session.uid in uids else session
            numbered = (replace(own, id=f"{own.id}-{number}") for number in count(2))
            name(one, next(found for found in chain([own], numbered) if is_free(found)))
    return named


def _as_before(
    incoming: Series, sessions: Sequence[Session], adopted: Mapping[int, Session]
) -> tuple[Session, ...]:
    """Return the adopted sessions in the order in which their source has them."""
    by_id = {sessions[one].id: session for one, session in adopted.items()}
    return tuple(by_id[one.id] for one in incoming.sessions if one.id in by_id)
