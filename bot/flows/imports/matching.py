"""Which rows of two documents about the same meeting are the same: by time, then by likeness."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.likeness import LIKE, Neighbours, likeness
from bot.domain.series import Clock, Series, Session, Talk


@dataclass(frozen=True, slots=True)
class Row:
    """One talk, with its session; of a session without talks, that alone."""

    session: Session
    talk: Talk | None

    @property
    def title(self) -> str:
        """The talk's title, or the session's."""
        return self.talk.title if self.talk else self.session.own_title

    @property
    def speakers(self) -> str:
        """The names of the speakers."""
        return self.talk.speaker_names if self.talk else ""

    @property
    def at(self) -> datetime | None:
        """The instant at which it begins, None where date or zone are not known."""
        start = (self.talk.start if self.talk else None) or (
            None if self.is_untimed else self.session.start
        )
        return start.at if start else None

    @property
    def wall(self) -> time | None:
        """The hour at which it begins on its own wall clock."""
        if self.talk and self.talk.clock:
            return self.talk.clock.start
        if self.is_untimed:
            return None
        if self.session.start:
            return self.session.start.wall.time()
        return self.session.clock.start if self.session.clock else None

    @property
    def day(self) -> date | None:
        """The day on which it is."""
        start = (self.talk.start if self.talk else None) or self.session.start
        return start.date if start else self.session.day

    @property
    def clock(self) -> Clock | None:
        """Its hours on its own wall clock, as far as it has any of its own."""
        return self.talk.clock if self.talk else None

    @property
    def is_untimed(self) -> bool:
        """Whether it is one of several talks, without an hour: a poster, a paper."""
        return bool(self.talk and not self.talk.clock and len(self.session.talks) > 1)


def rows_of(series: Series) -> list[Row]:
    """Return the talks of a series, each with its session."""
    return [
        Row(session, talk) for session in series.sessions for talk in (session.talks or (None,))
    ]


def match_rows(ours: Sequence[Row], theirs: Sequence[Row]) -> dict[int, int]:
    """Return for positions in `ours` those of the same rows in `theirs`, each at most once.

    First rows at the same time: the likest, or the only two. Then rows of like title, or of the
    same speakers without titles that differ, whatever their times.
    """
    matched: dict[int, int] = {}
    for _, left, right in _at_same_time(ours, theirs):
        _match(left, right, ours, theirs, matched, alone=len(left) == len(right) == 1)
    rest = [one for one in range(len(ours)) if one not in matched]
    taken = set(matched.values())
    others = [one for one in range(len(theirs)) if one not in taken]
    _match(rest, others, ours, theirs, matched, alone=False)
    return matched


def _at_same_time(
    ours: Sequence[Row], theirs: Sequence[Row]
) -> Iterator[tuple[Hashable, list[int], list[int]]]:
    """Yield the positions of rows at the same time: of equal instants, else of equal walls.

    A row whose day is not known is at the time of all days' rows at its hour.
    """
    both_dated = all(row.at for row in (*ours, *theirs) if row.wall)
    days = {row.day for row in (*ours, *theirs) if row.wall}
    use_day = None not in days

    def key(row: Row) -> Hashable:
        if both_dated:
            return row.at
        return (row.day, row.wall) if use_day and row.wall else row.wall

    left: dict[Hashable, list[int]] = defaultdict(list)
    right: dict[Hashable, list[int]] = defaultdict(list)
    for side, rows in ((left, ours), (right, theirs)):
        for position, row in enumerate(rows):
            if (found := key(row)) is not None:
                side[found].append(position)
    for found, positions in left.items():
        if found in right:
            yield found, positions, right[found]


def _match(
    left: list[int],
    right: list[int],
    ours: Sequence[Row],
    theirs: Sequence[Row],
    matched: dict[int, int],
    *,
    alone: bool,
) -> None:
    """Match the likest pairs first; two rows that are `alone` at their time however unlike."""
    if alone:
        matched[left[0]] = right[0]
        return
    taken = set(matched.values())
    for one, other in _likely_pairs(left, right, ours, theirs):
        if one not in matched and other not in taken:
            matched[one] = other
            taken.add(other)


def _likely_pairs(
    left: list[int], right: list[int], ours: Sequence[Row], theirs: Sequence[Row]
) -> list[tuple[int, int]]:
    """Return the pairs of rows that may be the same, likest first; only those with common words."""
    neighbours = Neighbours({one: f"{theirs[one].title} {theirs[one].speakers}" for one in right})
    scored: list[tuple[float, int, int, int]] = []
    for one in left:
        near = neighbours.near(f"{ours[one].title} {ours[one].speakers}")
        scores = ((likeness(ours[one], theirs[other]), other) for other in near)
        scored += [(-score, abs(one - o), one, o) for score, o in scores if score >= LIKE]
    return [(one, other) for _, _, one, other in sorted(scored)]
