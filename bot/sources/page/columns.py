"""Heads of tables to columns: roles, days, rooms and tracks of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.unknowns import is_unknown
from bot.sources.page.clocks import find_hours
from bot.sources.page.dates import find_dates, find_weekday
from bot.sources.page.field_labels import role_of_head
from bot.sources.page.kinds import kind_of
from bot.sources.page.lines import Line
from bot.sources.page.people import read_people
from bot.sources.page.vacancies import is_no_talk
from bot.sources.page.vocabulary import folded
from bot.sources.page.when import When
from bot.sources.page.zone_words import find_zones, is_about_time

WHEN_ROLES = frozenset({"date", "when", "time", "end"})
_LONGEST_HEAD = 60
_MOST = 0.8
_APART = 0.4
_DAY_OF_MONTH = re.compile(r"[\s.,]{0,3}\d{1,2}(?:st|nd|rd|th|er)?")
_NO_HEAD = re.compile(r"\d{1,2}[:.h]\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a column holds: a role, or a day of its own, or a room or track of its own."""

    role: str = ""
    zone: str = ""
    day: When | None = None
    track: str = ""


def unnamed_columns(rows: Sequence[Line]) -> tuple[Column, ...]:
    """Return the columns of a table without a head, where one of two holds people throughout.

    Only for a column of times and two more: with names in one of them, the other has the titles.
    """
    rows = [row for row in rows if len(row.cells) == 3 and all(c.text for c in row.cells)]  # noqa: PLR2004
    if len(rows) < 2 or any(role_of_head(rows[0].cells[i].text) for i in (0, 1, 2)):  # noqa: PLR2004
        return ()
    if not all(find_hours(row.cells[0].text) or find_dates(row.cells[0].text) for row in rows):
        return ()
    shares = [_share_of_people([row.cells[i].text for row in rows]) for i in (1, 2)]
    if max(shares) < _MOST or abs(shares[0] - shares[1]) < _APART:
        return ()
    roles = ("speaker", "title") if shares[0] > shares[1] else ("title", "speaker")
    return (Column(), *(Column(role=role) for role in roles))


def _share_of_people(texts: Sequence[str]) -> float:
    """Return how many of the texts are people, those with an affiliation half as much again."""
    told = [text for text in texts if not (is_unknown(text) or kind_of(text) or is_no_talk(text))]
    people = [found for text in told if (found := read_people(text))]
    from_somewhere = sum(one.have_affiliations for one in people)
    return (len(people) + 0.5 * from_somewhere) / len(told) if told else 0.0


def heads_tracks(row: Line, below: Sequence[Line]) -> bool:
    """Tell whether a row names tracks: hours below its first cell, as many cells in the rows."""
    first, *others = [cell.text for cell in row.cells]
    if len(others) < 2 or len({*others}) < len(others) or not all(others):  # noqa: PLR2004
        return False
    if first and role_of_head(first) not in WHEN_ROLES:
        return False
    if any(role_of_head(text) or find_dates(text) or find_hours(text) for text in others):
        return False
    alike = [one for one in below if len(one.cells) == len(row.cells)]
    hours = [find_hours(one.cells[0].text) for one in alike]
    return len(alike) >= len(below) / 2 and bool(hours) and all(hours)


def read_head(row: Line, *, first: bool, tracks: bool = False) -> tuple[Column, ...] | None:
    """Return the columns that a row names, None if it is no head."""
    cells = [cell for cell in row.cells if cell.text and not cell.repeated]
    if len(cells) < 2 or any(len(cell.text) > _LONGEST_HEAD for cell in cells):  # noqa: PLR2004
        return None
    if any(_NO_HEAD.search(cell.text) for cell in cells[:1]):
        return None
    roles = [role_of_head(cell.text) for cell in row.cells]
    days = [day_of(cell.text) if not roles[i] else None for i, cell in enumerate(row.cells)]
    known = sum(1 for role in roles if role)
    if sum(1 for day in days if day) > 1 and (known or not row.cells[0].text):
        return tuple(Column(role=r, day=d) for r, d in zip(roles, days, strict=True))
    if not (row.header or tracks) and (not first or known < len(cells) / 2):
        return None
    if any(days) and not row.header:
        return None
    return _columns(row, roles)


def _columns(row: Line, roles: Sequence[str]) -> tuple[Column, ...]:
    columns = []
    for cell, said in zip(row.cells, roles, strict=True):
        zones = find_zones(cell.text)
        zone = zones[0].word if zones else ""
        is_hour = bool(zone) and not said and len(cell.text) <= len(zone) + 8  # headed "CET"
        role = "time" if is_hour else said
        told = is_about_time(cell.text) or role == "time"
        columns.append(Column(role=role, zone=zone if told else ""))
    if not any(column.role == "title" for column in columns):
        columns = [replace(c, role="title") if c.role == "paper" else c for c in columns]
    unknown = [
        i
        for i, (cell, c) in enumerate(zip(row.cells, columns, strict=True))
        if not c.role and cell.text
    ]
    timed = any(column.role in WHEN_ROLES for column in columns) or not row.cells[0].text
    named = {c.role for c in columns} & {"title", "speaker"}
    if timed and len(unknown) > 1 and not named:
        for i in unknown:
            columns[i] = replace(columns[i], track=row.cells[i].text)
    return tuple(columns)


def day_of(text: str) -> When | None:
    """Return the day that a column's head is."""
    dates = find_dates(text)
    if dates:
        return When(date=dates[0])
    weekday = find_weekday(text)
    plain = folded(text).strip(" .,")
    if weekday and folded(weekday.text).strip(" .,") == plain:
        return When(weekday=weekday)
    if weekday and not weekday.start and _DAY_OF_MONTH.fullmatch(plain[weekday.end :]):
        return When(weekday=replace(weekday, text=text))  # "Mon 8th"
    return None
