"""What of a new version of an address is sure, and what an organizer has to be asked about. Pure.

A change is doubtful where the reading has a new problem about its lines, and where what it is about
may stand on a line that could not be read. So a typo that was mended is told at once, although
another line is garbage; but nobody is told that a talk is off for a slip of the pen.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from bot.domain.series import Session
from bot.errors import Problem
from bot.language import ENGLISH, speaking
from bot.store.schema.codec import content_hash

_HARMLESS = {"hint-differs", "no-title"}  # of the head, which the definition has
_MOST_MOVED = 2  # sessions that may move at once,
_LARGEST_SHARE = 1 / 3  # and which share of those to come, if they are more
_MOST_NEW = 50  # sessions that may be new at once on a page that had some


@dataclass(frozen=True, slots=True)
class Judged:
    """What counts of a new version, and what is doubtful.

    `sessions` has what is sure as it is now, all else as it was. `doubtful` are the ids of sessions
    that wait, `problems` what is new and about them, or about what cannot be read at all. `mark`
    tells this doubt from any other; it is empty where there is none.
    """

    sessions: tuple[Session, ...]
    doubtful: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    mark: str = ""
    is_whole: bool = False  # nothing of the version is sure


def mark_of(problem: Problem) -> str:
    """Return what tells a problem from others, wherever on the page it stands."""
    with speaking(ENGLISH):  # whoever asks
        text = f"{problem.code}\0{problem.message}\0{problem.read}"
    return sha256(text.encode(errors="replace")).hexdigest()[:16]


def new_problems(problems: Iterable[Problem], settled: Iterable[str]) -> tuple[Problem, ...]:
    """Return the problems that nobody knows of yet, each once."""
    known = set(settled)
    found = {mark_of(one): one for one in problems if one.code not in _HARMLESS}
    return tuple(one for mark, one in found.items() if mark not in known)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a version: its sessions, new problems, and the lines of each session.

    `left` are the ids of sessions that were not read, but of which something stands there still;
    changes of `unlikely` ones are doubtful, however well they were read.
    """

    sessions: Sequence[Session]
    problems: Sequence[Problem] = ()
    lines: Mapping[str, Sequence[int]] = field(default_factory=dict)
    left: AbstractSet[str] = frozenset()
    unlikely: AbstractSet[str] = frozenset()


def judge(before: Sequence[Session], found: Found, now: datetime) -> Judged:
    """Return what is sure of a version. Sessions are known by their ids."""
    after, problems = found.sessions, found.problems
    old, new = ({one.id: one for one in side} for side in (before, after))
    changed = {name for name in {**old, **new} if old.get(name) != new.get(name)}
    spots = _Spots(found.lines)
    doubtful = {
        name
        for name in changed & new.keys()
        if spots.is_touched(name, problems, widely=not _is_text_only(old.get(name), new[name]))
    }
    still_there = new.keys() & old.keys() - doubtful
    told = tuple(one for one in problems if not spots.is_of_some(one, still_there))
    # A line that nothing is known of may be that of a talk which is not there any more.
    unsure = changed - new.keys() if told else found.left
    doubtful |= {name for name in unsure if _is_to_come(old[name], now)}
    doubtful |= changed & found.unlikely
    doubtful = _with_those_beside(doubtful, changed, old, new)
    kept = [one for one in before if one.id in doubtful]
    sure = [one for one in after if one.id not in doubtful]
    sessions = tuple(sorted((*kept, *sure), key=lambda one: one.order))
    return Judged(sessions, frozenset(doubtful), told, _mark(doubtful, new, told))


def judge_whole(
    before: Sequence[Session], after: Sequence[Session], problems: Sequence[Problem]
) -> Judged:
    """Return that nothing is sure of a version which loses too much."""
    old, new = ({one.id: one for one in side} for side in (before, after))
    changed = {name for name in {**old, **new} if old.get(name) != new.get(name)}
    mark = _mark(changed, new, problems)
    return Judged(tuple(before), frozenset(changed), tuple(problems), mark, is_whole=True)


def unlikely(
    before: Sequence[Session], after: Sequence[Session], restless: AbstractSet[str], now: datetime
) -> frozenset[str]:
    """Return the ids of sessions whose change is likelier a mistake of the page than meant.

    Where most of what is to come moves at once, a page has begun to write hours in another way, or
    zone. What is `restless`, such as on a page that comes in two versions by turns, is left as it
    is; so is what would come in a flood.
    """
    old, new = ({one.id: one for one in side} for side in (before, after))
    to_come = {name for name, one in old.items() if one.start and _is_to_come(one, now)}
    moved = {name for name in to_come & new.keys() if _is_moved(old[name], new[name])}
    added = new.keys() - old.keys()
    is_shift = len(moved) > _MOST_MOVED and len(moved) > len(to_come) * _LARGEST_SHARE
    is_flood = bool(old) and len(added) > _MOST_NEW
    unsettled = {
        name
        for name in restless & (new.keys() | to_come)
        if not _is_text_only(old.get(name), new.get(name))
    }
    return frozenset((moved if is_shift else set()) | (added if is_flood else set()) | unsettled)


def _is_moved(before: Session, after: Session) -> bool:
    return bool(before.start and after.start and before.start.at != after.start.at)


class _Spots:
    """Where sessions stand, and so what a problem on a line is about."""

    def __init__(self, lines: Mapping[str, Sequence[int]]) -> None:
        self._lines = {name: sorted(line for line in own if line) for name, own in lines.items()}
        self._first = sorted({own[0] for own in self._lines.values() if own})

    def is_touched(self, name: str, problems: Iterable[Problem], *, widely: bool) -> bool:
        return any(self._is_about(one.line, name, widely=widely) for one in problems)

    def is_of_some(self, problem: Problem, names: Iterable[str]) -> bool:
        """Tell a problem that stands on the very lines of sessions that are still there."""
        return any(self._is_about(problem.line, name, widely=False) for name in names)

    def _is_about(self, line: int, name: str, *, widely: bool) -> bool:
        own = self._lines.get(name)
        if not line or not own:  # about the whole document, or nobody knows where
            return widely or not own
        return own[0] <= line <= (self._end(own[0]) if widely else own[-1])

    def _end(self, first: int) -> float:
        """Return the last line before the next session."""
        later = [other for other in self._first if other > first]
        return later[0] - 1 if later else float("inf")


def _is_text_only(before: Session | None, after: Session | None) -> bool:
    """Tell whether a change leaves alone when a session is, and whether it is."""
    if before is None or after is None:
        return before is after
    sides = [
        (one.start, one.end, one.day, one.clock, one.status, [t.clock for t in one.talks])
        for one in (before, after)
    ]
    return sides[0] == sides[1]


def _is_to_come(session: Session, now: datetime) -> bool:
    return session.start is None or (session.end or session.start).at > now


def _with_those_beside(
    doubtful: set[str],
    changed: set[str],
    old: Mapping[str, Session],
    new: Mapping[str, Session],
) -> set[str]:
    """Add what would come to stand at the hour of a session that stays only for being doubtful.

    Of two talks that change places, one alone would tell people to be in two rooms at once.
    """
    found = set(doubtful)
    while True:
        hours = {start.at for name in found & old.keys() if (start := old[name].start)}
        more = {
            name
            for name in changed & new.keys() - found
            if (start := new[name].start)
            and start.at in hours
            and (name not in old or old[name].start != start)
        }
        if not more:
            return found
        found |= more


def _mark(doubtful: Iterable[str], new: Mapping[str, Session], problems: Iterable[Problem]) -> str:
    """Return what tells a doubt from any other; nothing where there is none."""
    parts = [f"{name} {content_hash(new[name]) if name in new else ''}" for name in doubtful]
    told = sorted([*parts, *map(mark_of, problems)])
    return sha256("\n".join(told).encode()).hexdigest()[:16] if told else ""
