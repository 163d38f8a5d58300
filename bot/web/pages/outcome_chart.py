"""The chart of what became of messages: bars by day, worked out for an SVG of a fixed size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.flows.organizing.outlook import Day

WIDTH, HEIGHT = 600, 120  # stretched to what room there is
_GAP = 4
_LEAST = 2.0  # of a part that there is


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, by its outcome; `y` counts from the top."""

    outcome: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """The messages of a day."""

    x: float
    width: float
    day: Day
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of `most` messages at the highest, which stand on the lower edge."""

    width: int
    height: int
    most: int
    bars: tuple[Bar, ...]


def chart_of(days: Sequence[Day]) -> Chart:
    """Return the chart of some days, as many as there are bars."""
    most = max((one.total for one in days), default=0)
    step = WIDTH / max(len(days), 1)
    bars = tuple(
        Bar(
            round(number * step + _GAP / 2, 1), round(step - _GAP, 1), day, tuple(_parts(day, most))
        )
        for number, day in enumerate(days)
    )
    return Chart(WIDTH, HEIGHT, most, bars)


def _parts(day: Day, most: int) -> Iterator[Part]:
    """Yield the parts from the bottom up: what there is little of can be seen too."""
    least = _LEAST * len(day.counts)  # so that the highest bar has room, whatever is in it
    room, y = HEIGHT - least, float(HEIGHT)
    for outcome, count in day.counts:
        if count:
            height = max(_LEAST, round(count / most * room, 1))
            y = round(y - height, 1)
            yield Part(outcome.value, y, height)
