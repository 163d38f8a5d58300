"""Records to items: each entry with its date, hours and zone settled as far as the page allows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.language import later, saying, weekday_name
from bot.sources.page.agreeing import agree, zone_of
from bot.sources.page.clocks import Hours, clock_time
from bot.sources.page.draft import Draft
from bot.sources.page.facts import UsualHour
from bot.sources.page.halves import Row, settle_halves
from bot.sources.page.sections import opens_part
from bot.sources.page.segments import Record
from bot.sources.page.settling import Item, Settling
from bot.sources.page.when import When
from bot.sources.page.zone_lines import zone_within


def settle_items(
    records: Sequence[Record], drafts: Sequence[Draft], settling: Settling
) -> list[Item]:
    """Return the entries with date, hours and zone, and the problems told."""
    items = []
    for record, draft in zip(records, drafts, strict=True):
        item = Item(draft, record, undecided=record.when.undecided)
        item.day_line = record.day.line.number if record.day else record.line
        item.on = _date_of(record, settling)
        item.length = record.when.length
        hours = record.when.hours
        if hours is None and item.on is not None and not _has_stamp(item, settling):
            hours = _usual_hours(item, settling)
        if hours is not None:
            item.row = Row(hours, record.line)
        items.append(item)
    _settle_hours(items, settling)
    items = _without_containers(items)
    for item in items:
        _settle_zone(item, settling)
        agree(item, settling)
    _compare_with_usual(items, settling)
    return [one for item in items for one in _with_children(item)]


def _date_of(record: Record, settling: Settling) -> date | None:
    dating, when = settling.dating, record.when
    if when.undecided or when.length is not None:
        return None
    if record.day is not None and when.date is None:
        on = dating.settle(record.day.when, record.day.line.number)
        weekday = when.weekday.weekday if when.weekday else None
        return (
            on
            if on is None or weekday in {None, on.weekday()}
            else dating.settle(when, record.line)
        )
    if when.has_day:
        return dating.settle(when, record.line)
    return _date_of_page(settling) if when.hours is not None else None


def _date_of_page(settling: Settling) -> date | None:
    """Return the one day that the page names, or the hint does, for entries with hours alone."""
    dating = settling.dating
    if settling.only_date is not None:
        written, line = settling.only_date
        return dating.settle(When(date=written), line)
    if dating.hints.date is not None:
        return dating.hints.date
    settling.problems.needs(
        "no-date",
        saying("the page does not say on which day this is"),
        line=0,
        choices=tuple(f"{on:%Y-%m-%d}" for on in dating.days[:8]),
        hint=saying("pass --date"),
    )
    return None


def _has_stamp(item: Item, settling: Settling) -> bool:
    """Tell whether the page tells machines the hour of an entry that the usual one is not for."""
    usual, stamp = settling.facts.usual, item.record.stamp
    is_usual = usual is not None and item.on and usual.weekday in {None, item.on.weekday()}
    return not is_usual and stamp is not None and stamp.begins is not None and stamp.on == item.on


def _usual_hours(item: Item, settling: Settling) -> Hours | None:
    usual = settling.facts.usual
    if usual is None or item.on is None or item.draft.no_talk:
        return None
    if usual.weekday is not None and item.on.weekday() != usual.weekday:
        settling.problems.warn(
            "no-hour",
            saying(
                "the usual hour is for {usual}s, and this is a {weekday}",
                usual=later(weekday_name, usual.weekday),
                weekday=later(weekday_name, item.on.weekday()),
            ),
            line=item.line,
            read=f"{item.on}",
        )
        return None
    item.length = item.length or settling.facts.length
    return usual.hours


def _settle_hours(items: Sequence[Item], settling: Settling) -> None:
    is_24 = any(item.row.hours.padded for item in items if item.row)
    groups: dict[object, list[Row]] = {}
    for item in items:
        if item.row:
            key = (item.on or item.day_line, item.draft.track)
            groups.setdefault(key, []).append(item.row)
    for rows in groups.values():
        settle_halves(rows, settling.problems, is_24=is_24)


def _without_containers(items: Sequence[Item]) -> list[Item]:
    """Return the entries without those that only frame others; these get the frame's zone."""
    kept = []
    for at, item in enumerate(items):
        inside = _inside(items, at)
        for other in items[at + 1 : at + 1 + inside]:
            other.frame = item
        if not inside:
            kept.append(item)
    return kept


def _inside(items: Sequence[Item], at: int) -> int:
    """Return how many entries the one at a position frames, as "11:00-12:30 Session 1" does."""
    item = items[at]
    if item.row is not None and item.row.until is None and opens_part(item.draft.title):
        same = items[at + 1].row if at + 1 < len(items) else None
        return int(same is not None and same.begins == item.row.begins)
    if item.row is None or item.row.until is None or item.draft.speakers or item.draft.children:
        return 0
    inside = 0
    for position in range(at + 1, len(items)):
        other = items[position]
        row = other.row
        if row is None or other.on != item.on or other.draft.track != item.draft.track:
            break
        last = row.until if row.until is not None else row.begins + 1
        if row.begins < item.row.begins or last > item.row.until or last <= row.begins:
            break
        if not inside and row.begins != item.row.begins:
            return 0
        inside += 1
    return inside if inside > 1 or item.draft.is_empty else 0


def _settle_zone(item: Item, settling: Settling) -> None:
    if item.row is None:
        return
    when, usual = item.record.when, settling.facts.usual
    word, others, line = when.zone, when.others, item.line
    word = word or zone_within(item.record)
    if not word and item.record.day is not None:
        word = item.record.day.when.zone
    if not word and item.frame is not None:
        word = item.frame.record.when.zone
    if when.hours is None and usual is not None:
        word, others = word or usual.zone, usual.others
        line = usual.line
    own = None if word else zone_of(item, settling)
    item.zone = own or settling.zoning.zone_at(word, line if not word else item.line)
    if item.zone and item.on and others:
        wall = datetime.combine(item.on, clock_time(item.row.begins))
        settling.zoning.check_others(wall, item.zone, others, line)


def _compare_with_usual(items: Iterable[Item], settling: Settling) -> None:
    """Report a header such as "All seminars start at 2:30pm" that entries contradict."""
    usual: UsualHour | None = settling.facts.usual
    if usual is None or not usual.is_for_all:
        return
    for item in items:
        if item.row and item.record.when.hours and item.row.begins != usual.hours.begins:
            settling.problems.warn(
                "header-differs",
                saying(
                    "the page gives {usual} for all, this entry {time}, which was taken",
                    usual=f"{clock_time(usual.hours.begins):%H:%M}",
                    time=f"{clock_time(item.row.begins):%H:%M}",
                ),
                line=item.line,
                read=item.record.when.hours.text,
                choices=(
                    f"{clock_time(item.row.begins):%H:%M}",
                    f"{clock_time(usual.hours.begins):%H:%M}",
                ),
            )


def _with_children(item: Item) -> list[Item]:
    """Return the talks within a timed block in the block's place, at its hours."""
    if not item.draft.children:
        return [item]
    children = []
    for child in item.draft.children:
        child.kind = child.kind or item.draft.kind
        children.append(replace(item, draft=child))
    return children
