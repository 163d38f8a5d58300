"""What organizers are asked, or told, of the address that their series is read from."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.series import Session


@dataclass(frozen=True, slots=True)
class Doubt:
    """A session as it is and as the address has it now; None where there is none. No links."""

    before: Session | None
    after: Session | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of which the reading is not sure: where (0 for no line of its own), and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuestion:
    """What would change if what the address says were taken over.

    Of a version that loses too much, `lost` of `future` sessions would go; else both are 0.
    """

    host: str
    doubts: tuple[Doubt, ...] = ()
    unread: tuple[Unread, ...] = ()
    lost: int = 0
    future: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTrouble:
    """That an address cannot be read since an instant (UTC), or can again: then nothing is why."""

    host: str
    since: datetime
    why: str = ""
