"""Which talk of a session is which one it had before, so that it keeps its id."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.domain.resemblance import pair_by_saying, saying_of_talk
from bot.domain.series import Talk

_Keys = Sequence[Hashable]


def adopt_talks(known: Sequence[Talk], incoming: Sequence[Talk]) -> tuple[Talk, ...]:
    """Return the incoming talks of a session, each with the id of the known one that it is.

    By id, then by being equal in all else, by title and speakers, by time, and last by being the
    only one. What was adopted from the same talks before is adopted alike.
    """
    pairs = _pair_in_turn([one.id for one in incoming], [one.id for one in known], {})
    contents = [[replace(one, id="") for one in talks] for talks in (incoming, known)]
    pairs = _pair_in_turn(contents[0], contents[1], pairs)
    ours, theirs = ([saying_of_talk(one) for one in talks] for talks in (incoming, known))
    free = _free(len(ours), pairs), _free(len(theirs), pairs.values())
    pairs |= pair_by_saying(ours, theirs, *free)
    pairs |= _only_at_their_time(incoming, known, pairs)
    if len(known) == len(incoming) == 1:
        pairs = {0: 0}
    return tuple(
        replace(talk, id=known[pairs[position]].id) if position in pairs else talk
        for position, talk in enumerate(incoming)
    )


def _pair_in_turn(ours: _Keys, theirs: _Keys, pairs: Mapping[int, int]) -> dict[int, int]:
    """Return the pairs with those free ones that have equal keys, in turn where several have."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for number in sorted(_free(len(theirs), pairs.values()), reverse=True):
        waiting[theirs[number]].append(number)
    found = dict(pairs)
    for position in sorted(_free(len(ours), pairs)):
        if waiting.get(ours[position]):
            found[position] = waiting[ours[position]].pop()
    return found


def _only_at_their_time(
    incoming: Sequence[Talk], known: Sequence[Talk], pairs: Mapping[int, int]
) -> dict[int, int]:
    """Return the pairs of free talks that are the only ones at their time in either version."""
    ours, theirs = _by_time(incoming), _by_time(known)
    free = _free(len(incoming), pairs), _free(len(known), pairs.values())
    return {
        mine[0]: theirs[time][0]
        for time, mine in ours.items()
        if len(mine) == len(theirs.get(time, ())) == 1
        and mine[0] in free[0]
        and theirs[time][0] in free[1]
    }


def _by_time(talks: Sequence[Talk]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for position, talk in enumerate(talks):
        if talk.start:
            found[talk.start.at].append(position)
    return found


def _free(count: int, taken: Iterable[int]) -> set[int]:
    return set(range(count)).difference(taken)
