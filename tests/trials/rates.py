"""How fast messages left."""

from bisect import bisect_left
from collections.abc import Sequence

from tests.trials.delivering import IN_FLIGHT


def busiest_second(times: Sequence[float]) -> int:
    """Return how many came in the second in which most came, wherever it begins."""
    ordered = sorted(times)
    return max(bisect_left(ordered, at + 1) - place for place, at in enumerate(ordered))


def most_in_a_second(rate: float, workers: int) -> int:
    """Return how many may come in a second, at most, if the limit is kept.

    Messages get turns that are no closer than the limit allows. However slow the machine is, those
    that leave after their turn were on their way then: no more than each worker may have.
    """
    return int(rate) + 1 + IN_FLIGHT * workers
