"""`--clock` and `--speed`: another time than the machine's, to live through a term."""

import argparse
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock, SimulatedClock, SystemClock
from bot.domain.moments import Moment
from bot.domain.phrases import read_phrase
from bot.domain.zones import settle_moment, settle_zone
from bot.errors import Problem, RefusalError, TalkbellError

_EXAMPLE = 'write it as in "2021-06-28 15:29:30 CEST"'


@dataclass(frozen=True, slots=True)
class ClockChoice:
    """What clock a command runs by: from `start` on at `speed`, or the machine's without one."""

    start: Moment | None
    speed: float

    def begin(self) -> Clock:
        """Return the clock, which begins to run now."""
        return SimulatedClock(self.start.at, self.speed) if self.start else SystemClock()


def clock_of(arguments: argparse.Namespace) -> ClockChoice:
    """Return which clock is asked for. Raises TalkbellError for one that cannot be understood."""
    if arguments.clock is None:
        if arguments.speed is not None:
            raise TalkbellError("--speed goes with --clock: the machine's clock goes as it goes")
        return ClockChoice(None, 1.0)
    try:
        return ClockChoice(_moment(arguments.clock), arguments.speed or 1.0)
    except RefusalError as refusal:
        message = f"--clock: {Problem.of(refusal).sentence()}"
        raise TalkbellError(message) from None


def _moment(text: str) -> Moment:
    phrase = read_phrase(text)
    for name, part in (("date", phrase.on), ("hour", phrase.start), ("zone", phrase.zone or None)):
        if part is None:
            message = f"the {name} is missing"
            raise RefusalError(message, read=text, hint=_EXAMPLE, code=f"no-{name}")
    assert phrase.on is not None  # noqa: S101 - told above
    assert phrase.start is not None  # noqa: S101
    return settle_moment(datetime.combine(phrase.on, phrase.start), settle_zone(phrase.zone))
