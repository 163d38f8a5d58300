"""What came of a trial, and the table of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

IN_TIME = timedelta(minutes=1)
"""Later than this after it was due, or after what held it up ended, counts as late."""

_HEAD = ("trial", "what happens", "database", "owed", "lost", "repeated", "late", "seconds", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many messages were owed, how many of them never came, and how many came once more."""

    owed: int
    lost: int
    repeated: int

    @classmethod
    def of(cls, expected: Mapping[str, int], arrived: Mapping[str, int]) -> "Tally":
        """Compare how many should come by each key with how many came; what nobody expected, too,
        is repeated."""
        every = expected.keys() | arrived.keys()
        surplus = {key: arrived.get(key, 0) - expected.get(key, 0) for key in every}
        return cls(
            owed=sum(expected.values()),
            lost=sum(-count for count in surplus.values() if count < 0),
            repeated=sum(count for count in surplus.values() if count > 0),
        )

    @classmethod
    def of_each(cls, addresses: Iterable[str], arrived: Mapping[str, int]) -> "Tally":
        """Compare with one message for each address."""
        return cls.of(dict.fromkeys(addresses, 1), arrived)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one trial on one database; numbers are those of docs/reliability.md."""

    trial: int
    name: str
    database: str
    owed: int
    lost: int
    repeated: int
    late: int
    seconds: float
    remark: str

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in its row."""
        numbers = (f"{number:,}" for number in (self.owed, self.lost, self.repeated, self.late))
        return (
            str(self.trial),
            self.name,
            self.database,
            *numbers,
            f"{self.seconds:.0f}",
            self.remark,
        )


def render_table(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as a table in Markdown, by trial, name and database."""
    ordered = sorted(outcomes, key=lambda one: (one.trial, one.name, one.database))
    rows = [_HEAD, *(one.cells for one in ordered)]
    rows.insert(1, tuple("--:" if name in _COUNTS else "---" for name in _HEAD))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


_COUNTS = {"trial", "owed", "lost", "repeated", "late", "seconds"}
