"""Until when a page stays as it is: time alone changes what is on, what is over, and "tomorrow"."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.domain.series import Session
from bot.flows.publish import Feed, Publication, dated
from bot.flows.selecting import over_at
from bot.web.pages.times import midnight_after
from bot.web.reader import Reader


def page_feed(
    data: bytes, publications: Sequence[Publication], reader: Reader, now: datetime
) -> Feed:
    """Return a page that is made anew when a session or its rows begin or end, and at midnight."""
    sessions = [one.session for each in publications for one in each.stored.sessions]
    zones = {reader.zone} if reader.zone else {each.stored.series.timezone for each in publications}
    further = [*_boundaries(sessions), *(midnight_after(now, zone or "UTC") for zone in zones)]
    return dated(data, publications, now, further)


def _boundaries(sessions: Iterable[Session]) -> Iterator[datetime]:
    for session in sessions:
        if session.start is None:
            continue
        yield session.start.at
        if over := over_at(session):
            yield over
        for talk in session.talks:
            yield from (one.at for one in (talk.start, talk.end) if one)
