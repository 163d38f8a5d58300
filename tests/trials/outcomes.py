"""What came of a trial, and the table of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

IN_TIME = timedelta(minutes=1)
"""Later than this after it was due, or after what held it up ended, counts as late."""

Cells = tuple[str, ...]
_HEAD = (
    "trial",
    "what happens",
    "database",
    "owed",
    "lost",
    "repeated",
    "late",
    "seconds",
    "remark",
    "held on",
)


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
    held_on: str

    @property
    def cells(self) -> Cells:
        """What stands in its row."""
        numbers = (f"{number:,}" for number in (self.owed, self.lost, self.repeated, self.late))
        return (
            str(self.trial),
            self.name,
            self.database,
            *numbers,
            f"{self.seconds:.0f}",
            self.remark,
            self.held_on,
        )


def render_table(rows: Iterable[Cells]) -> str:
    """Return a table in Markdown, by trial, name and database."""
    ordered = sorted(rows, key=lambda row: (int(row[0]), row[1:]))
    line = tuple("--:" if name in _COUNTS else "---" for name in _HEAD)
    return "\n".join(f"| {' | '.join(row)} |" for row in [_HEAD, line, *ordered])


def read_table(text: str) -> list[Cells]:
    """Return the rows of a table that `render_table` made, wherever it stands in a text."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rows = [tuple(line[2:-2].split(" | ")) for line in lines]
    return [row for row in rows if row[0].isdigit()]


_COUNTS = {"trial", "owed", "lost", "repeated", "late", "seconds"}
