"""What is measured with: invented schedules, the same ones every time."""

import random
from datetime import datetime, timedelta

from bot.domain.moments import Moment
from bot.domain.series import Clock, Join, Series, SeriesKind, Session, Speaker, Talk

ZONE = "Europe/Zurich"
JOIN = Join(url="https://meet.example/j/5550001234?pwd=examples", passcode="123456")
TALKS, TALKS_A_DAY = 10_000, 50
ABSTRACT = (
    "We look at rates of order $n^{-1/2}$ for estimators that nobody has tried; 50% of the talk is"
    " about \\emph{why} they work, the rest about what they cost in practice, with examples. "
)
_WORDS = ("estimators", "rates", "kernels", "margins", "chains", "moments", "noise", "of", "for")


def conference(join: Join | None = None) -> Series:
    """Return a conference of 10,000 talks with abstracts of a usual length."""
    first = datetime(2026, 1, 5, 8, 0)
    days = [first + timedelta(days=day) for day in range(TALKS // TALKS_A_DAY)]
    return Series(
        id="large",
        title="A large conference",
        kind=SeriesKind.CONFERENCE,
        timezone=ZONE,
        place="Basel, CH",
        sessions=tuple(_day(day, number, join) for number, day in enumerate(days)),
    )


def _day(day: datetime, number: int, join: Join | None) -> Session:
    starts = [day + timedelta(minutes=10 * row) for row in range(TALKS_A_DAY)]
    talks = tuple(
        Talk(
            id=f"talk-{row}",
            title=f"Estimator {number}.{row}: on what it may and what it may not do",
            speakers=(Speaker(name=f"Ada Example {row}", affiliation="École d’Exemple"),),
            abstract=ABSTRACT * 3,
            start=Moment(start, ZONE),
            end=Moment(start + timedelta(minutes=10), ZONE),
            clock=Clock(start.time(), (start + timedelta(minutes=10)).time()),
        )
        for row, start in enumerate(starts)
    )
    end = Moment(starts[-1] + timedelta(minutes=10), ZONE)
    return Session(id=f"day-{number}", start=Moment(day, ZONE), end=end, talks=talks, join=join)


def seminar(sessions: int) -> Series:
    """Return a weekly seminar whose abstracts pack as badly as real ones do."""
    chance = random.Random(1)
    return Series(
        id="seminar",
        title="A seminar of examples",
        timezone=ZONE,
        place="Zurich, CH",
        sessions=tuple(_week(number, chance) for number in range(sessions)),
    )


def _week(number: int, chance: random.Random) -> Session:
    start = datetime(2026, 1, 5, 16, 30) + timedelta(weeks=number)
    words = " ".join(chance.choice(_WORDS) + str(chance.randrange(100)) for _ in range(90))
    talk = Talk(
        id=f"talk-{number}",
        title=f"Estimator {number}, and what it may do",
        speakers=(Speaker(name=f"Ada Example {number}", affiliation="École d’Exemple"),),
        abstract=words,
    )
    end = Moment(start + timedelta(hours=1), ZONE)
    return Session(id=f"week-{number}", start=Moment(start, ZONE), end=end, talks=(talk,))
