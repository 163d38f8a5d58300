"""What organizers have to say to those who follow a series, how often, and when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.dates import NO_YEAR
from bot.domain.moments import Moment
from bot.domain.phrases import read_phrase
from bot.domain.rescheduling import read_new_time
from bot.domain.unclear_times import weekday_in
from bot.domain.wording import describe_span
from bot.errors import RefusalError
from bot.language import counting, later, saying

LONGEST = 1500
"""Characters of an announcement: with a talk behind it, it is one message still."""

_WITHIN = timedelta(hours=24)
_DAYS = {"today": timedelta(0), "tomorrow": timedelta(days=1)}


class Obstacle(StrEnum):
    """Why an announcement is not sent, though somebody has published it."""

    NO_RIGHT = "no right"  # who wrote it may not any more
    GONE = "gone"  # its session is not there any more
    CANCELLED = "cancelled"  # its session is, and was not when it was written
    OVER = "over"  # the talk that it announces
    NOTHING = "nothing"  # no session of the series is to come
    LATE = "late"  # nobody could send it while it had a use


@dataclass(frozen=True, slots=True)
class Announcement:
    """A message in an organizer's words; without a `text`, of the session or of what is to come.

    `is_of_cancelled`: its session did not take place when it was written. `shown` tells what it was
    about, as its organizer saw that, from any other version.
    """

    text: str = ""
    is_of_cancelled: bool = False
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What organizers are told of an announcement that was not sent: its text, and why."""

    obstacle: Obstacle
    text: str = ""


def check_text(text: str) -> str:
    """Return a text as it is sent: its lines, without what cannot be seen.

    Raises RefusalError for one that is too long.
    """
    lines = (
        "".join(sign if sign.isprintable() else " " for sign in one) for one in text.split("\n")
    )
    told = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
    if len(told) > LONGEST:
        message = saying("the message is too long: it has {count} characters", count=len(told))
        hint = saying("write at most {most}, and put the rest on a page", most=LONGEST)
        raise RefusalError(message, read="", hint=hint, code="too-long")
    return told


def require_free(times: Iterable[datetime], at: datetime, most: int, zone: str) -> None:
    """Refuse one more announcement at an instant, where others leave at these (all aware).

    There are at most so many of a series within 24 hours. It is told from when on, in an IANA zone,
    there may be one. Raises RefusalError.
    """
    free_at = _free_from(sorted(times), at, most)
    if free_at == at:
        return
    here = Moment.of(free_at + timedelta(seconds=59), zone)
    message = counting(
        "{count} announcement of a series in 24 hours is the most",
        "{count} announcements of a series in 24 hours are the most",
        most,
    )
    hint = saying("the next may leave from {time} on", time=later(describe_span, here, None))
    raise RefusalError(message, read="", hint=hint, code="too-many")


def _free_from(times: list[datetime], at: datetime, most: int) -> datetime:
    candidates = [at, *(one + _WITHIN for one in times if one + _WITHIN > at)]
    return next(one for one in candidates if _is_free(times, one, most))


def _is_free(times: list[datetime], at: datetime, most: int) -> bool:
    every = sorted([*times, at])
    return all(
        last - first >= _WITHIN or not first <= at <= last
        for first, last in zip(every, every[most:], strict=False)
    )


def read_leaving_time(text: str, zone: str, now: datetime) -> Moment:
    """Return when an announcement is to leave, of what its organizer writes: "19 July 17:00".

    Hours are those of an IANA `zone`, unless a zone stands behind them; without a day, it is today.
    Raises RefusalError for what is past, or can be read in two ways, or is no time.
    """
    here = Moment.of(now.replace(second=0, microsecond=0), zone)
    words = [_DAYS.get(word.lower().rstrip(","), word) for word in text.split()]
    plain = " ".join(
        str(here.date + word) if isinstance(word, timedelta) else word for word in words
    )
    is_dated = _has_day(plain) or weekday_in(plain) is not None
    start, end = read_new_time(plain, None if is_dated else here, zone, now)
    if end is not None:
        message = saying("it leaves at one time")
        hint = saying("write it as in 19 July 17:00")
        raise RefusalError(message, read=text, hint=hint, code="range")
    if start.at <= now:
        raise RefusalError(saying("this time is past"), read=text, code="past")
    return start


def _has_day(text: str) -> bool:
    try:
        return bool(NO_YEAR.search(text)) or read_phrase(text).on is not None
    except RefusalError:
        return False
