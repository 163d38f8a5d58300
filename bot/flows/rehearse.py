"""Rehearsing a term: every reminder a subscriber would get, without waiting and without sending."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.audience import Audience, seen_by
from bot.domain.series import Series
from bot.reminders.messages import Message, compose, starts_by_hour
from bot.reminders.plan import Reminder, plan
from bot.reminders.rules import offsets_for


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A reminder and the message that it would be."""

    reminder: Reminder
    message: Message


def rehearse(
    series: Series,
    *,
    reader_zone: str,
    own_offsets: Sequence[timedelta] | None = None,
    begin_at: datetime | None = None,
    end_at: datetime | None = None,
) -> Iterator[Rehearsed]:
    """Yield every message that a subscriber would get, in the order in which they would leave."""
    seen = seen_by(series, Audience.SUBSCRIBERS)
    offsets = offsets_for(seen, None if own_offsets is None else tuple(own_offsets))
    starts = starts_by_hour(seen)
    for reminder in plan(seen, offsets, begin_at=begin_at, end_at=end_at):
        yield Rehearsed(reminder, compose(reminder, seen, reader_zone, starts))
