"""A series, its sessions and their talks: the nouns that everything else passes along.

Values compare by content. Empty text and empty tuples mean "not said", as `None` where none is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.accounts import OrganizerAccount
from bot.domain.moments import Moment
from bot.domain.watched import WatchedAddress

_MOST_IN_BYLINE = 3
_UNDATED = datetime.max.replace(tzinfo=UTC)  # later than all that have a start


class SeriesKind(StrEnum):
    """What sort of meeting a series is."""

    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    CONFERENCE = "conference"
    COURSE = "course"
    PLAYLIST = "playlist"


class Status(StrEnum):
    """Whether a session takes place. `UNSCHEDULED` has no settled date."""

    SCHEDULED = "scheduled"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"
    UNSCHEDULED = "unscheduled"


class TalkKind(StrEnum):
    """What sort of talk a row of the programme is."""

    TALK = "talk"
    INVITED = "invited"
    ORAL = "oral"
    SPOTLIGHT = "spotlight"
    CONTRIBUTED = "contributed"
    POSTER = "poster"
    KEYNOTE = "keynote"
    PANEL = "panel"
    BREAK = "break"
    OTHER = "other"


class LinkPolicy(StrEnum):
    """Who may see a series' join links."""

    PUBLIC = "public"
    SUBSCRIBERS = "subscribers"


class MaterialKind(StrEnum):
    """What a material is."""

    SLIDES = "slides"
    VIDEO = "video"
    PAPER = "paper"
    OTHER = "other"


class FromSlot(StrEnum):
    """What of a session's time came from the series' slot instead of the session's own words."""

    NOTHING = ""
    TIME = "time"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person who speaks."""

    name: str
    affiliation: str = ""

    def __str__(self) -> str:
        """Return `Name (Affiliation)`."""
        return f"{self.name} ({self.affiliation})" if self.affiliation else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Slides, a recording, a paper or anything else behind an http(s) address."""

    kind: MaterialKind
    url: str
    title: str = ""

    @property
    def label(self) -> str:
        """What to call it: its title, or its kind."""
        kind = "Link" if self.kind is MaterialKind.OTHER else self.kind.value.capitalize()
        return self.title or kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """How to join a session online. Private unless the series' link policy says otherwise."""

    url: str
    passcode: str = ""


def _hour(at: time) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Clock:
    """A start, and perhaps an end, on the wall clock: the day or the zone is not known (yet)."""

    start: time
    end: time | None = None

    def __str__(self) -> str:
        """Return `08:30-08:40`, or `08:30` without an end."""
        return "-".join(_hour(at) for at in (self.start, self.end) if at is not None)


class SlotUnit(StrEnum):
    """In what a recurring slot's steps are counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A recurring time: it makes no sessions, but gives time and length to those that lack them.

    `weekdays` count from Monday, 0; `nth` picks one of a month's (-1: the last). `at` is wall time
    in the series' zone. `skip` holds first and last dates. `fill` gives undated sessions free ones.
    """

    every: int = 1
    unit: SlotUnit = SlotUnit.WEEK
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    at: time
    length: timedelta | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    skip: tuple[tuple[date, date], ...] = ()
    fill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One row of a programme.

    `clock` is its time on the wall clock of its session, if it has one of its own; `start` and
    `end` follow from it once the session has a date. `duration` is the length of a recording.
    """

    id: str
    title: str = ""
    kind: TalkKind = TalkKind.TALK
    speakers: tuple[Speaker, ...] = ()
    abstract: str = ""
    start: Moment | None = None
    end: Moment | None = None
    clock: Clock | None = None
    duration: timedelta | None = None
    materials: tuple[Material, ...] = ()

    @property
    def speaker_names(self) -> str:
        """The speakers' names, joined by commas."""
        return ", ".join(speaker.name for speaker in self.speakers)

    @property
    def byline(self) -> str:
        """The speakers' names, with `et al.` for the rest of more than three."""
        if len(self.speakers) > _MOST_IN_BYLINE:
            return f"{self.speakers[0].name} et al."
        return self.speaker_names

    @property
    def headline(self) -> str:
        """`Speaker: Title`, or what there is of it."""
        return ": ".join(part for part in (self.byline, self.title) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sitting that people join together.

    A session takes place at `start` (and until `end`); `length` is how long by its own word.
    Without a start, `day` is the date if that alone is known, and `clock` the hour if that is
    known without date or zone. `own_title` is the title that was given to the session itself;
    `title` falls back on that of its one talk. `uid` is what calendars know the session by, if
    they have known it by something else than what its ids give.
    """

    id: str
    uid: str = ""
    status: Status = Status.SCHEDULED
    reason: str = ""
    own_title: str = ""
    start: Moment | None = None
    end: Moment | None = None
    length: timedelta | None = None
    day: date | None = None
    clock: Clock | None = None
    from_slot: FromSlot = FromSlot.NOTHING
    chair: str = ""
    room: str = ""
    join: Join | None = None
    talks: tuple[Talk, ...] = ()

    @property
    def title(self) -> str:
        """The session's own title, else that of its one talk, else that talk's speakers."""
        if self.own_title or len(self.talks) != 1:
            return self.own_title
        return self.talks[0].title or self.talks[0].byline

    @property
    def headline(self) -> str:
        """One line for calendars and messages: `Speaker: Title` for one talk, else the title."""
        if len(self.talks) == 1 and not self.own_title:
            return self.talks[0].headline
        if len(self.talks) == 1 and self.talks[0].speakers:
            return f"{self.talks[0].byline}: {self.own_title}"
        return self.title

    @property
    def order(self) -> tuple[datetime, str]:
        """What sessions of a series are sorted by: start, those without one last, then id."""
        return self.start.at if self.start else _UNDATED, self.id

    @property
    def is_only_breaks(self) -> bool:
        """Whether there is nothing in the session but breaks."""
        return bool(self.talks) and all(talk.kind is TalkKind.BREAK for talk in self.talks)

    @property
    def has_timed_talks(self) -> bool:
        """Whether some talk of the session has times of its own."""
        return any(talk.start for talk in self.talks)


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastTarget:
    """A room that is told of a series' sessions; only the settings know its address.

    It has rules as subscriptions do. Of join links it sees what its `audience` sees.
    """

    name: str
    remind: tuple[timedelta, ...] | None = None
    kinds: tuple[TalkKind, ...] = ()
    audience: LinkPolicy = LinkPolicy.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One seminar, workshop, conference, course or playlist.

    `timezone` is an IANA name. `remind` None means that nothing is said of reminders, an empty
    tuple that none are wanted. `updated_at` (UTC) is when the definition last changed by its word.
    """

    id: str
    title: str
    kind: SeriesKind = SeriesKind.SEMINAR
    description: str = ""
    timezone: str = ""
    place: str = ""
    homepage: str = ""
    organizers: tuple[str, ...] = ()
    accounts: tuple[OrganizerAccount, ...] = ()
    link: LinkPolicy = LinkPolicy.SUBSCRIBERS
    remind: tuple[timedelta, ...] | None = None
    broadcast: tuple[BroadcastTarget, ...] = ()
    duration: timedelta | None = None
    color: str = ""
    updated_at: datetime | None = None
    slot: Slot | None = None
    source: WatchedAddress | None = None  # which sessions come from, too
    sessions: tuple[Session, ...] = ()

    def scheduled(self) -> Iterator[tuple[Session, Moment]]:
        """Yield the sessions that have a start, by start and then by id."""
        dated = [(session, session.start) for session in self.sessions if session.start]
        yield from sorted(dated, key=lambda pair: (pair[1].at, pair[0].id))


def in_order(series: Series) -> Series:
    """Return the series with its sessions by start, those without one last, and then by id."""
    return replace(series, sessions=tuple(sorted(series.sessions, key=lambda one: one.order)))
