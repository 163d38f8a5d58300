"""How long before a session people are reminded."""

from datetime import timedelta

from bot.domain.durations import sorted_reminders
from bot.domain.series import Series

DEFAULT_OFFSETS = (timedelta(hours=1),)


def offsets_for(
    series: Series,
    own: tuple[timedelta, ...] | None,
    default: tuple[timedelta, ...] = DEFAULT_OFFSETS,
) -> tuple[timedelta, ...]:
    """Return the offsets that count: the subscriber's own, else the series', else the default.

    Each once, longest first. None means "says nothing", an empty tuple "wants none".
    """
    said = own if own is not None else series.remind
    return sorted_reminders(default if said is None else said)
