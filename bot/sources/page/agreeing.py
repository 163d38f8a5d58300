"""Whether the hours to be seen on a page and those it says for machines are the same instant."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.moments import Moment, settle_wall
from bot.domain.zones import ZoneWord
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.page.clocks import clock_time
from bot.sources.page.halves import Row
from bot.sources.page.settling import Item, Settling
from bot.sources.page.stamps import Stamp

_DAY = 24 * 60
_OF_MACHINES = saying(
    "what is to be seen, and what the page says for machines, are two times;"
    " what is said for machines was taken"
)
_TO_BE_SEEN = saying(
    "what is to be seen, and what the page says for machines, are two times;"
    " what is to be seen was taken"
)


def agree(item: Item, settling: Settling) -> None:
    """Give an entry the hours of its stamp if it has none, and tell where the two differ."""
    stamp = item.record.stamp
    if stamp is None or item.on is None:
        return
    if item.row is None:
        if stamp.begins is not None and stamp.on == item.on and not item.draft.no_talk:
            _take(item, stamp, settling)
    elif stamp.begins is None:
        if stamp.on != item.on:
            _tell(item, stamp, settling)
    else:
        _compare(item, item.row, stamp, settling)


def _compare(item: Item, row: Row, stamp: Stamp, settling: Settling) -> None:
    assert item.on is not None  # noqa: S101 - the caller's condition
    wall = datetime.combine(item.on, clock_time(row.begins))
    shift = int((wall - stamp.wall).total_seconds()) // 60
    there = stamp.at is not None and item.zone is not None and _instant(wall, item.zone) == stamp.at
    if there or (not shift and (stamp.at is None or item.zone is None)):
        if row.until is None and stamp.until is not None:
            row.until = (stamp.until + shift) % _DAY
        return
    _tell(item, stamp, settling)
    if shift and (stamp.is_sure or item.zone is None):
        _take(item, stamp, settling)


def zone_of(item: Item, settling: Settling) -> ZoneWord | None:
    """Return the zone of an entry whose words have none: the page's, else its stamp's offset."""
    stamp = item.record.stamp
    if stamp is None or not stamp.word or settling.zoning.is_told():
        return None
    return settling.zoning.zone_at(stamp.word, item.line)


def _take(item: Item, stamp: Stamp, settling: Settling) -> None:
    """Take day, hours and zone of a stamp, on the clock of the page's zone if that is told."""
    hours = stamp.hours
    if hours is None:
        return
    item.on, item.row = stamp.on, Row(hours, item.line)
    told = settling.zoning.is_told()
    own = settling.zoning.zone_at("" if told else stamp.word, item.line)
    item.zone = own
    if not told or own is None or stamp.at is None:
        return
    there = Moment.of(stamp.at.replace(tzinfo=UTC), own.zone).wall
    shift = int((there - stamp.wall).total_seconds()) // 60
    until = None if hours.until is None else (hours.until + shift) % _DAY
    moved = replace(hours, begins=(hours.begins + shift) % _DAY, until=until)
    item.on, item.row, item.zone = there.date(), Row(moved, item.line), replace(own, offset=None)


def _instant(wall: datetime, zone: ZoneWord) -> datetime | None:
    """Return the instant of a wall time, whatever season its label is of; None if there is none."""
    try:
        return settle_wall(wall, zone.zone).at.replace(tzinfo=None)
    except RefusalError:
        return None


def _tell(item: Item, stamp: Stamp, settling: Settling) -> None:
    seen = f"{item.on}"
    if item.row is not None and stamp.begins is not None:
        zone = f" {item.zone.zone}" if item.zone else ""
        seen = f"{item.on} {clock_time(item.row.begins):%H:%M}{zone}"
    settling.problems.warn(
        "readings-differ",
        _OF_MACHINES if stamp.is_sure else _TO_BE_SEEN,
        line=item.line,
        read=stamp.text,
        choices=(seen, stamp.text),
    )
