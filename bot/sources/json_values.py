"""Single values of Talkbell's own JSON: times and days in ISO 8601, hours, words of a choice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.domain.dates import YEARS
from bot.domain.moments import Moment
from bot.domain.series import Clock
from bot.errors import Problem, RefusalError, Severity, TalkbellError
from bot.language import saying
from bot.sources.json_tree import Json, items, mappings, text

_MOST_ROWS = 100_000  # sessions and talks
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Once:
    """Reads names that only one of a kind may have; `refused` is said when they come again."""

    reader: Callable[[str], str]
    refused: str
    taken: set[str] = field(default_factory=set)

    def __call__(self, written: str) -> str:
        """Return the name."""
        name = self.reader(written)
        if name in self.taken:
            raise RefusalError(
                self.refused,
                read=written,
                hint=saying("look whether the two are the same"),
                code="repeated-id",
            )
        self.taken.add(name)
        return name


def refuse_many_rows(document: dict[str, Json], name: str) -> None:
    """Raise TalkbellError for a series of more sessions and talks than anybody has."""
    sessions = mappings(document.get("sessions"))
    rows = len(sessions) + sum(len(items(one.get("talks"))) for one in sessions)
    if rows > _MOST_ROWS:
        told = saying(
            "{name}: there are {number} sessions and talks in it; at most {most} are read",
            name=name,
            number=f"{rows:,}",
            most=f"{_MOST_ROWS:,}",
        )
        raise TalkbellError(told)


def read_option(word: str, options: type[E]) -> E:
    """Return the option that a word is."""
    try:
        return options(word)
    except ValueError:
        names = [option.value for option in options if option.value]
        refusal = RefusalError(
            saying("this is none of the choices"), read=word, choices=names, code="unknown-choice"
        )
        raise refusal from None


def moment_in(at: datetime, zone: str) -> Moment:
    """Return an instant in its zone; without one, in the zone of its bare offset."""
    if zone:
        return Moment.of(at, zone)
    offset = at.utcoffset() or timedelta(0)
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return Moment.of(at, f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}")


def read_time(written: str) -> date | datetime:
    """Return a date, or a date and an hour with or without offset, in ISO 8601."""
    try:
        when = datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    except ValueError:
        when = date.min
    if when.year not in YEARS:  # what no definition may say either
        raise RefusalError(
            saying("this is no date in ISO 8601"), read=written, code="unreadable-time"
        )
    return when


def read_at(written: str) -> Clock:
    """Return the hours in `08:30-08:40` or `08:30`, whatever their length."""
    start, dash, end = written.partition("-")
    try:
        clock = Clock(time.fromisoformat(start), time.fromisoformat(end) if dash else None)
    except ValueError:
        clock = None
    if clock is None or clock.start.tzinfo or (clock.end and clock.end.tzinfo):
        raise RefusalError(saying("these are no hours"), read=written, code="unreadable-time")
    return clock


def read_day(written: str) -> date:
    """Return a date; of a date and an hour, the date."""
    when = read_time(written)
    return when.date() if isinstance(when, datetime) else when


def read_instant(written: str) -> datetime:
    """Return an instant, in UTC."""
    when = read_time(written)
    if isinstance(when, datetime) and when.tzinfo:
        return when.astimezone(UTC)
    raise RefusalError(saying("this instant has no offset"), read=written, code="unreadable-time")


def told_problems(document: dict[str, Json], file: str) -> list[Problem]:
    """Return the problems that a document of ours tells of itself."""
    return [
        Problem(
            code=text(one.get("code")) or "value",
            message=text(one.get("message")),
            read=text(one.get("read")),
            choices=tuple(text(choice) for choice in items(one.get("choices"))),
            hint=text(one.get("hint")),
            file=file,
            severity=Severity.WARNING if one.get("severity") == "warning" else Severity.ERROR,
        )
        for one in mappings(document.get("problems"))
    ]
