"""A message that is ready to leave, with what it was made of; or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from types import MappingProxyType

from bot.channels.interface import Outgoing
from bot.flows.planning.forecasts import quiet_hours
from bot.store.delivery.deliveries import Claimed
from bot.store.delivery.interests import Interest


class Unsent(Enum):
    """Why there is no message to be sent."""

    UNWANTED = "unwanted"  # as it was planned, nobody wants it; it is planned anew if they do
    NOTHING = "nothing"  # there is nothing to tell, nor will there be


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message, and of what it was made.

    `version` is that of its series; `shown` tells its link from others (`links.py`), None if it can
    show none. A list was made of an `interest`, and of the series with these `versions`;
    what tells a change, of what the chat had been told of it, which is `known`. All of the series
    `organized` are its reader's.
    """

    outgoing: Outgoing
    version: int = 0
    shown: str | None = None
    interest: Interest | None = None
    versions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    known: tuple[tuple[int, bool], ...] | None = None
    organized: tuple[str, ...] = ()


def quieted(outgoing: Outgoing, delivery: Claimed, zone: str, now: datetime) -> Outgoing:
    """Return a message that makes no sound in the chat's quiet hours."""
    quiet = quiet_hours(delivery.quiet, delivery.zone or zone)
    return replace(outgoing, is_silent=quiet is not None and now in quiet)
