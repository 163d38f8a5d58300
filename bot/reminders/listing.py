"""Lists of sessions that leave by themselves: digests and alerts, in both forms of a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Series, Session
from bot.domain.wording import describe_date
from bot.language import plural, text

WEEK = text("The next seven days")
MENTIONED = plural("A talk mentions {words}", "{count} talks mention {words}")
QUOTED = text("“{words}”")
MORE = text("… and {count} more.")
END_OF_WEEK = text("This comes once a week; /digest changes that.")
END_OF_WATCHES = text("/watch has what you are told of, and ends it.")
REMIND_ME = text("Remind me of it")
ABOUT_SERIES = text("About the series")

FARTHEST = timedelta(days=1000)
"""Telegram refuses times further ahead than 1,098 days."""

_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One session of a list; `start` is in the zone in which it is told. All text is plain."""

    start: Moment
    headline: str
    series_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of sessions under a heading; `more` are left out, `end` says how it came to be."""

    heading: str
    entries: tuple[Entry, ...]
    more: int = 0
    end: str = ""


def entry_of(series: Series, session: Session, zone: str) -> Entry:
    """Return a session that has a start as an entry, in an IANA zone; without one, in its own."""
    assert session.start is not None  # noqa: S101 - promised
    start = session.start.in_zone(zone) if zone else session.start
    title = readable(series.title)
    return Entry(start, readable(session.headline) or title, title)


def listing_of(heading: str, entries: Sequence[Entry], most: int, end: str) -> Listing:
    """Return a list of the first entries, at most so many."""
    shown = tuple(entries[:most])
    more = len(entries) - len(shown)
    return Listing(heading=str(heading), entries=shown, more=more, end=str(end))


def button_label(entry: Entry) -> str:
    """Return an entry as the label of a button: `28 June · Ada Example: On Sets`."""
    label = f"{describe_date(entry.start.date)} · {entry.headline}"
    is_long = len(label) > _LONGEST_LABEL
    return f"{label[: _LONGEST_LABEL - 1].rstrip()}…" if is_long else label


def listing_plain(listing: Listing) -> str:
    """Return a list as plain text."""
    blocks = [listing.heading, *(entry_plain(one) for one in listing.entries)]
    return "\n\n".join([*blocks, *_behind(listing)])


def listing_html(listing: Listing, now: datetime) -> str:
    """Return a list as Telegram HTML, each time on the reader's own clock."""
    blocks = [f"<b>{_text(listing.heading)}</b>"]
    blocks += [entry_html(one, now) for one in listing.entries]
    return "\n\n".join([*blocks, *(_text(line) for line in _behind(listing))])


def entry_plain(entry: Entry) -> str:
    """Return an entry as plain text."""
    return "\n".join(_lines(entry))


def entry_html(entry: Entry, now: datetime) -> str:
    """Return an entry as Telegram HTML, its time on the reader's own clock."""
    time, headline, *series = _lines(entry)
    lines = [_time(entry.start, time, now), f"<b>{_text(headline)}</b>"]
    return "\n".join([*lines, *(f"<i>{_text(title)}</i>" for title in series)])


def _behind(listing: Listing) -> list[str]:
    more = MORE.format(count=listing.more) if listing.more else ""
    return [line for line in (more, listing.end) if line]


def _lines(entry: Entry) -> list[str]:
    """Return the time, the headline, and the series unless it says the same."""
    start = entry.start
    day = describe_date(start.date, short_weekday=True)
    time = f"{day}, {start.wall:%H:%M} {start.abbreviation}"
    series = [entry.series_title] if entry.series_title != entry.headline else []
    return [time, entry.headline, *series]


def _time(start: Moment, told: str, now: datetime) -> str:
    if start.at > now + FARTHEST:
        return _text(told)
    seconds = int(start.at.timestamp())
    return f'<tg-time unix="{seconds}" format="wDt">{_text(told)}</tg-time>'


def _text(text: str) -> str:
    return escape(text, quote=False)
