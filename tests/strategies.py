"""Hypothesis strategies for what definitions hold: `texts`, `talks`, `sessions` and `series`.

What they give is as the reader of definitions leaves it: texts without blanks around them, times
that exist, talks within their session, slots applied. So reading a dump must give it back.
"""

import string
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from hypothesis import assume
from hypothesis import strategies as st

from bot.domain.accounts import OrganizerAccount
from bot.domain.moments import Moment
from bot.domain.programme import place_talks
from bot.domain.series import (
    BroadcastTarget,
    Clock,
    Join,
    LinkPolicy,
    Material,
    MaterialKind,
    Series,
    SeriesKind,
    Session,
    Slot,
    SlotUnit,
    Speaker,
    Status,
    Talk,
    TalkKind,
)
from bot.domain.slots import apply_slot
from bot.domain.unknowns import known
from bot.domain.watched import USUAL_INTERVAL, WatchedAddress
from bot.errors import RefusalError

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FIRST, LAST = datetime(1990, 1, 1), datetime(2037, 12, 31)
LONGEST_END = 48 * HOUR  # an `end` that is further away is refused as a slip

# When clocks of a zone begin to show an hour, or half of one, again: by an odd length, in a zone
# that is called alike before and after, that has numbers for names, that moves the other way.
AGAIN = {
    "Europe/Zurich": datetime(2021, 10, 31, 1, tzinfo=UTC),
    "America/New_York": datetime(2021, 11, 7, 6, tzinfo=UTC),
    "America/Adak": datetime(2021, 11, 7, 11, tzinfo=UTC),
    "America/Sao_Paulo": datetime(2018, 2, 18, 2, tzinfo=UTC),
    "Africa/Casablanca": datetime(2021, 4, 11, 2, tzinfo=UTC),
    "Antarctica/Troll": datetime(2021, 10, 31, 1, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2021, 4, 3, 15, tzinfo=UTC),
    "Europe/Dublin": datetime(2021, 10, 31, 1, tzinfo=UTC),
    "Europe/London": datetime(2021, 10, 31, 1, tzinfo=UTC),
    "Europe/Moscow": datetime(2014, 10, 25, 22, tzinfo=UTC),
    "Asia/Jerusalem": datetime(2021, 10, 30, 23, tzinfo=UTC),
    "EST5EDT": datetime(2021, 11, 7, 6, tzinfo=UTC),
    "GB": datetime(2021, 10, 31, 1, tzinfo=UTC),
}
ZONES = (*AGAIN, "Asia/Kolkata", "UTC", "Etc/GMT-2", "Etc/GMT+12", "UTC+05:30")
# A time that a zone without a slash shows twice can be said in a series that is in that zone only.
ZONES_ELSEWHERE = tuple(zone for zone in ZONES if zone not in {"EST5EDT", "GB"})

PLACES = ("", "Lausanne, CH", "Boulder, US", "Bengaluru, IN", "a barn: the red one", "online")
SLUGS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
TREACHEROUS = (
    "no",
    "~",
    "null",
    "1e3",
    "0o17",
    "16:00",
    "2021-06-28",
    "<<",
    "- a",
    "? a",
    "a: b",
    "a:",
    "a # b",
    "#a",
    "%a",
    "@a",
    "`a`",
    "&a",
    "*a",
    "!a",
    "| a",
    "> a",
    "[a",
    "{a}",
    '"a',
    "'a'",
    "it's",
    "a\\n",
    "---",
    "...",
    "🦔 \N{ZERO WIDTH JOINER}e\N{COMBINING ACUTE ACCENT}",
    "שלום",
    "a\N{NO-BREAK SPACE}b",
    "\N{ZERO WIDTH NO-BREAK SPACE}a",
    "a\0b\a",
    "word " * 40,
    "A (B",
    "A & B",
    "A, B",
    "none",
    "TBD",
)


@cache
def texts(*, empty: bool = True) -> st.SearchStrategy[str]:
    """Give text on one line, as names and titles are; sometimes none, unless `empty` is false."""
    pieces = st.one_of(
        st.sampled_from(("", "A", *TREACHEROUS)),
        st.text(string.ascii_letters + string.punctuation + " ", max_size=12),
        st.text(max_size=6),
    )
    lines = (pieces | st.tuples(pieces, pieces).map(" ".join)).map(_one_line)
    return lines if empty else lines.map(lambda line: line or "A")


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def prose() -> st.SearchStrategy[str]:
    """Give text of several lines, as abstracts are, with indents, empty lines and tabs."""
    indents = st.sampled_from(("", " ", "   ", "\t", "a \t", "a  "))
    lines = st.lists(st.tuples(indents, texts()).map("".join), max_size=4)
    return lines.map(lambda lines: "\n".join(line.rstrip() for line in lines).strip())


@cache
def lengths(longest: timedelta = 53 * 7 * DAY) -> st.SearchStrategy[timedelta]:
    """Give lengths of time from a second to `longest`."""
    usual = st.sampled_from((5 * MINUTE, 10 * MINUTE, HOUR, 90 * MINUTE, DAY, 7 * DAY))
    seconds = st.integers(1, int(longest.total_seconds())).map(lambda n: timedelta(seconds=n))
    return st.one_of(usual.filter(lambda length: length <= longest), seconds)


@cache
def addresses() -> st.SearchStrategy[str]:
    """Give http(s) addresses."""
    rest = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Z"]), max_size=12)
    hosts = st.sampled_from(("http://example.org", "https://zoom.example:8443", "https://[::1]"))
    return st.tuples(hosts, rest).map("/".join)


def moments(zone: st.SearchStrategy[str]) -> st.SearchStrategy[Moment]:
    """Give moments that exist, many of them in hours that clocks show twice."""
    return zone.flatmap(_moments_in)


@cache
def _moments_in(zone: str) -> st.SearchStrategy[Moment]:
    seconds = st.datetimes(FIRST, LAST, timezones=st.just(UTC)).map(
        lambda at: at.replace(microsecond=0)
    )
    instants = seconds.map(lambda at: at.replace(second=0)) | seconds
    if zone in AGAIN:
        instants |= st.integers(-12, 11).map(lambda ticks: AGAIN[zone] + ticks * 5 * MINUTE)
    return instants.map(lambda at: Moment.of(at, zone))


@cache
def dates() -> st.SearchStrategy[date]:
    """Give dates around a clock change in many zones."""
    return st.dates(date(2021, 10, 1), date(2021, 12, 31))


@cache
def clocks() -> st.SearchStrategy[Clock]:
    """Give hours of the day, some with an end, some overnight."""
    starts = st.times().map(_whole_second)
    return st.builds(_clock, starts, st.one_of(st.none(), lengths(11 * HOUR)))


def _whole_second(at: time) -> time:
    return at.replace(microsecond=0, fold=0)


def _clock(start: time, length: timedelta | None) -> Clock:
    end = datetime.combine(date(2000, 1, 1), start) + length if length else None
    return Clock(start, end.time() if end else None)


@cache
def speakers() -> st.SearchStrategy[Speaker]:
    """Give people, with names and affiliations that may be hard to tell apart in short."""
    names = texts(empty=False).map(lambda name: known(name) or "A")
    return st.builds(Speaker, name=names, affiliation=texts())


@cache
def materials() -> st.SearchStrategy[Material]:
    """Give materials of every kind."""
    return st.builds(
        Material, kind=st.sampled_from(MaterialKind), url=addresses(), title=st.just("") | texts()
    )


@cache
@st.composite
def talks(draw: st.DrawFn) -> Talk:
    """Give a talk, without a time of its own."""
    people = tuple(draw(st.lists(speakers(), max_size=3)))
    return Talk(
        id=draw(SLUGS),
        title=known(draw(texts())) or ("" if people else "A"),
        kind=draw(st.sampled_from(TalkKind)),
        speakers=people,
        abstract=known(draw(prose())),
        duration=draw(st.none() | lengths()),
        materials=tuple(draw(st.lists(materials(), max_size=3))),
    )


@dataclass(frozen=True)
class Around:
    """What sessions take from their series: its zone, the usual length and the slot."""

    zone: str = "Europe/Zurich"
    usual: timedelta | None = None
    slot: Slot | None = None


_KNOWN = ("hour", "hour", "hour", "day", "nothing")  # of when a session is, as often as it is so


@st.composite
def sessions(draw: st.DrawFn, around: Around = Around()) -> Session:
    """Give a session with a start, with a date alone or with neither, before a slot is applied."""
    programme = tuple(draw(st.lists(talks(), max_size=3, unique_by=lambda talk: talk.id)))
    title = known(draw(texts()))
    session = Session(
        id=draw(SLUGS),
        own_title=title if title != Session(id="", talks=programme).title else "",
        chair=draw(texts()),
        room=draw(texts()),
        join=draw(st.none() | st.builds(Join, url=addresses(), passcode=texts())),
        talks=programme,
    )
    date_known = draw(st.sampled_from(("hour", "day", "nothing") if around.slot else _KNOWN))
    if date_known == "hour":
        return draw(_dated(session, around))
    own_length = draw(st.none() | lengths())
    if date_known == "day":
        session = draw(_with_status(session, tuple(set(Status) - {Status.UNSCHEDULED})))
        return replace(session, day=draw(dates()), length=own_length)
    session = draw(_with_status(session, tuple(Status)))
    if not (around.slot and around.slot.fill):
        hours = [draw(st.none() | clocks()) for _ in programme]
        session = replace(session, talks=_on_clocks(programme, hours))
    return replace(session, length=own_length)


@st.composite
def _with_status(draw: st.DrawFn, session: Session, among: tuple[Status, ...]) -> Session:
    status = draw(st.sampled_from(sorted(among)))
    reason = draw(texts()) if status in {Status.CANCELLED, Status.TENTATIVE} else ""
    return replace(session, status=status, reason=reason)


@st.composite
def _dated(draw: st.DrawFn, session: Session, around: Around) -> Session:
    session = draw(_with_status(session, tuple(set(Status) - {Status.UNSCHEDULED})))
    own = [around.zone] * len(ZONES) if around.zone else []
    zones = st.sampled_from((*own, *ZONES_ELSEWHERE))
    start = in_series_zone(draw(moments(zones)), around.zone)
    length = draw(st.none() | lengths())
    end = None
    if length or around.usual:
        end = start.plus(length or around.usual or HOUR)
    if not length and draw(st.booleans()):
        there = draw(st.sampled_from((*[start.zone] * len(ZONES), *ZONES_ELSEWHERE)))
        later = draw(lengths(LONGEST_END))
        end = in_series_zone(Moment.of(start.at + later, there), around.zone)
    session = replace(session, start=start, end=end, length=length)
    inside = (end.at if end else start.at + 11 * HOUR) - start.at
    hours = [draw(st.none() | _clocks_within(start, min(inside, 11 * HOUR))) for _ in session.talks]
    return _with_programme(session, hours)


@st.composite
def _clocks_within(draw: st.DrawFn, start: Moment, length: timedelta) -> Clock:
    first = draw(st.integers(0, length // MINUTE))
    last = draw(st.integers(first, length // MINUTE))
    begins, ends = start.wall + first * MINUTE, start.wall + last * MINUTE
    return Clock(begins.time(), ends.time() if last > first else None)


def _with_programme(session: Session, hours: list[Clock | None]) -> Session:
    """Return the session with the hours of its talks, without if a clock change breaks them."""
    try:
        placed = place_talks(replace(session, talks=_on_clocks(session.talks, hours)))
    except RefusalError:
        return session
    last = session.end.at if session.end else None
    for talk in placed.talks:
        ends = talk.end or talk.start
        if ends and last and ends.at > last:
            return session
    return placed


def _on_clocks(talks: Iterable[Talk], hours: list[Clock | None]) -> tuple[Talk, ...]:
    return tuple(replace(talk, clock=at) for talk, at in zip(talks, hours, strict=True))


def in_series_zone(moment: Moment, zone: str) -> Moment:
    """Return a moment said by a bare offset in the series' zone, where that has the same one."""
    bare = moment.zone.startswith(("Etc/", "UTC"))
    return moment.in_zone(zone) if bare and zone and _same_offset(moment, zone) else moment


def _same_offset(moment: Moment, zone: str) -> bool:
    return moment.in_zone(zone).offset == moment.offset


@cache
@st.composite
def slots(draw: st.DrawFn) -> Slot:
    """Give slots of every unit, some that fill."""
    unit = draw(st.sampled_from(SlotUnit))
    weekdays = draw(st.lists(st.integers(0, 6), max_size=2))
    starts_on = draw(st.none() | dates() | dates() | dates())
    last = starts_on or date(2021, 10, 1)
    spans = st.tuples(dates(), st.integers(0, 9)).map(lambda s: (s[0], s[0] + s[1] * DAY))
    is_monthly = unit is SlotUnit.MONTH
    return Slot(
        every=1 if unit is SlotUnit.DAY else draw(st.integers(1, 3)),
        unit=unit,
        weekdays=(draw(st.integers(0, 6)),) if is_monthly else tuple(sorted(weekdays)),
        nth=draw(st.sampled_from((1, 2, 3, 4, -1))) if is_monthly else 0,
        at=draw(st.times(max_value=time(23, 50)).map(_whole_second)),
        length=draw(st.none() | lengths()),
        starts_on=starts_on,
        ends_on=draw(st.none() | st.integers(40, 400).map(lambda days: last + days * DAY)),
        skip=tuple(draw(st.lists(spans, max_size=2))),
        fill=starts_on is not None and draw(st.sampled_from((True, True, False))),
    )


@st.composite
def series(draw: st.DrawFn, most_sessions: int = 4) -> Series:
    """Give a series with everything that a definition can say."""
    zone = draw(st.sampled_from((*ZONES, "")))
    slot = draw(st.none() | slots()) if zone else None
    duration = draw(st.none() | lengths())
    around = Around(zone, duration or (slot.length if slot else None), slot)
    sittings = draw(
        st.lists(sessions(around), min_size=1, max_size=most_sessions, unique_by=lambda one: one.id)
    )
    names = draw(st.lists(texts(empty=False), max_size=3))
    whole = Series(
        id=draw(SLUGS),
        title=draw(texts(empty=False)),
        kind=draw(st.sampled_from(SeriesKind)),
        description=draw(prose()),
        timezone=zone,
        place=draw(st.sampled_from(PLACES)) if zone else "",
        homepage=draw(st.just("") | addresses()),
        organizers=tuple(names),
        accounts=tuple(
            OrganizerAccount(name=name, telegram=str(number))
            for number, name in enumerate(dict.fromkeys(names), 1)
            if draw(st.booleans())
        ),
        link=draw(st.sampled_from(LinkPolicy)),
        remind=draw(offsets()),
        broadcast=tuple(draw(st.lists(targets(), max_size=2, unique_by=lambda one: one.name))),
        duration=duration,
        color=draw(st.just("") | st.sampled_from(("teal", "null", "yes"))),
        updated_at=draw(st.none() | moments(st.just("UTC")).map(lambda moment: moment.at)),
        slot=slot,
        source=None if not zone or (slot and slot.fill) else draw(st.none() | sources()),
        sessions=tuple(sittings),
    )
    return _settled(whole)


@cache
def sources() -> st.SearchStrategy[WatchedAddress]:
    """Give addresses that are watched, by the usual interval and by others."""
    hours = st.integers(1, 28 * 24).map(lambda count: timedelta(hours=count))
    return st.builds(
        WatchedAddress,
        url=addresses(),
        every=st.just(USUAL_INTERVAL) | hours,
        year=st.none() | st.integers(1900, 2199),
    )


@cache
def offsets() -> st.SearchStrategy[tuple[timedelta, ...] | None]:
    """Give what may be said of reminders, nothing and none among it."""
    return st.none() | st.lists(lengths(), max_size=3, unique=True).map(_longest_first)


@cache
def targets() -> st.SearchStrategy[BroadcastTarget]:
    """Give rooms that are told of a series, with and without rules of their own."""
    kinds = st.lists(st.sampled_from(TalkKind), max_size=2, unique=True).map(tuple)
    audiences = st.sampled_from(LinkPolicy)
    ruled = st.builds(
        BroadcastTarget, name=SLUGS, remind=offsets(), kinds=kinds, audience=audiences
    )
    return st.builds(BroadcastTarget, name=SLUGS) | ruled


def _longest_first(found: list[timedelta]) -> tuple[timedelta, ...]:
    return tuple(sorted(found, reverse=True))


def _settled(whole: Series) -> Series:
    """Return the series with its slot applied; one that cannot place a session is no example."""
    whole, unplaced = apply_slot(whole)
    assume(not unplaced)
    return replace(whole, sessions=tuple(_unscheduled(session) for session in whole.sessions))


def _unscheduled(session: Session) -> Session:
    """Return an undated session as one that says so."""
    undated = session.start is None and session.day is None
    if undated and session.status is Status.SCHEDULED:
        return replace(session, status=Status.UNSCHEDULED)
    return session
