"""What every reader of foreign documents takes and gives: hints in, a series with its gaps out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.places import NOWHERE, Place
from bot.domain.series import Series, SeriesKind
from bot.errors import Problem

AUTUMN = 8
"""The month from which on dates of an academic year are in its first year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a person says of a document that it may not say itself.

    A hint fills only what the document lacks: what that states wins, and a difference is a problem.
    With `is_academic_year`, `year` is that in which one begins: months before August are later.
    `timezone` is a zone word as written; `today` bounds the years that are offered as candidates
    (ten before and after) and is used for nothing else.
    """

    today: dt.date
    year: int | None = None
    is_academic_year: bool = False
    date: dt.date | None = None
    timezone: str = ""
    place: Place = NOWHERE
    id: str = ""
    title: str = ""
    kind: SeriesKind | None = None

    def year_of(self, month: int) -> int | None:
        """Return the year of dates in a month that say none."""
        is_next = self.year is not None and self.is_academic_year and month < AUTUMN
        return self.year + 1 if self.year is not None and is_next else self.year


@dataclass(frozen=True, slots=True)
class Imported:
    """A series as far as a document tells it, what it does not tell, and where each part stands.

    A session whose zone is not known has `day` and `clock` instead of a start; one whose date is
    not known has neither, and its talks their clocks. `lines` has the line of each session by its
    id, `talk_lines` that of each talk by session id and talk id; lines count from 1. `notes` says
    by the same ids in words where something was read, if its line alone does not tell.
    """

    series: Series
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    talk_lines: Mapping[tuple[str, str], int] = field(default_factory=dict)
    notes: Mapping[str | tuple[str, str], str] = field(default_factory=dict)
