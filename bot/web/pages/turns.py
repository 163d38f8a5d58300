"""Until when a page stays as it is: time alone changes what is on, what is over, and "tomorrow"."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.flows.publish import Feed, Publication
from bot.web.pages.times import midnight_after, midnight_before
from bot.web.reader import Reader

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def page_feed(
    data: bytes, publications: Sequence[Publication], reader: Reader, now: datetime
) -> Feed:
    """Return a page that is made anew when a session or its rows begin or end, and at midnight."""
    zones = {reader.zone} if reader.zone else {each.stored.series.timezone for each in publications}
    changed = [each.modified_at for each in publications]
    changes = [midnight_after(now, zone or "UTC") for zone in zones]
    changed += [midnight_before(now, zone or "UTC") for zone in zones]
    for each in publications:
        place = bisect_right(each.boundaries, now)
        changed += each.boundaries[max(0, place - 1) : place]
        changes += each.boundaries[place : place + 1]
    return Feed(data, max(changed, default=_EPOCH), min(changes, default=None))
