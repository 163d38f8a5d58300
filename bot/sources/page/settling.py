"""An entry on its way to a session, and what settles the entries of one page."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.series import Clock
from bot.domain.zones import ZoneWord
from bot.sources.page.clocks import clock_time
from bot.sources.page.dates import Written
from bot.sources.page.dating import Dating
from bot.sources.page.draft import Draft
from bot.sources.page.facts import Facts
from bot.sources.page.halves import Row
from bot.sources.page.problems import Problems
from bot.sources.page.segments import Record
from bot.sources.page.zoning import Zoning


@dataclass(slots=True)
class Item:
    """An entry of the page: what it is, and when as far as that is certain.

    `day_line` is the line of the heading that it stands under, or its own.
    """

    draft: Draft
    record: Record
    on: date | None = None
    row: Row | None = None
    zone: ZoneWord | None = None
    undecided: bool = False
    day_line: int = 0
    length: timedelta | None = None
    frame: "Item | None" = None

    @property
    def line(self) -> int:
        """The line where the entry was read."""
        return self.draft.line

    @property
    def clock(self) -> Clock | None:
        """The settled hours."""
        if self.row is None:
            return None
        until = None if self.row.until is None else clock_time(self.row.until)
        begins = clock_time(self.row.begins)
        return Clock(begins, None if until == begins else until)


@dataclass(frozen=True, slots=True)
class Settling:
    """What settles the entries of a page."""

    dating: Dating
    zoning: Zoning
    facts: Facts
    problems: Problems
    only_date: tuple[Written, int] | None = None
