"""Weekly slots: when a digest is due, in the reader's zone, right across clock changes.

Expanded by our own code: schedulers' own recurrences fire twice or skip a day then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.moments import Moment, around_gap, clock_readings

USEFUL_FOR = timedelta(days=1)
"""How long after its hour a digest is sent still, as after a pause."""

_DAY = timedelta(days=1)
_AROUND = range(-8, 9)  # days from today: more than a week either way


@dataclass(frozen=True, slots=True, order=True)
class WeeklySlot:
    """An hour of the week: a weekday (0 is Monday) and a minute of the day, in an IANA zone."""

    weekday: int
    minute: int
    zone: str

    def on(self, day: date) -> datetime:
        """Return the UTC instant at which clocks show the hour on a day.

        The first, where they show it twice; where they skip it, that at which the hour would have
        come without the change.
        """
        wall = datetime.combine(day, time(*divmod(self.minute, 60)))
        readings = clock_readings(wall, self.zone)
        return readings[0].at if readings else around_gap(wall, self.zone)[1].at

    def last_until(self, now: datetime) -> datetime:
        """Return the latest instant of the slot that is not after an aware instant."""
        return max(at for at in self._near(now) if at <= now)

    def next_after(self, now: datetime) -> datetime:
        """Return the first instant of the slot after an aware instant."""
        return min(at for at in self._near(now) if at > now)

    def _near(self, now: datetime) -> Iterator[datetime]:
        today = Moment.of(now, self.zone).date
        days = (today + number * _DAY for number in _AROUND)
        return (self.on(day) for day in days if day.weekday() == self.weekday)
