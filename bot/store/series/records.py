"""What the store gives and takes: series and sessions with what is known of them besides."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.audience import public_ids
from bot.domain.changes import Change
from bot.domain.public_ids import PublicIds
from bot.domain.revisions import Revision
from bot.domain.series import Join, Series, Session, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The calendar entries of one session, ready to be joined into a calendar.

    `zones` has each zone that they need, with a year in which they need it.
    """

    public: bytes = b""
    subscribers: bytes = b""
    zones: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """A talk by the words that it is found by, as the public sees them, folded.

    `talk_id` and `kind` are empty for a session without talks.
    """

    talk_id: str
    kind: str
    title: tuple[str, ...]
    people: tuple[str, ...]
    abstract: tuple[str, ...]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session, with its permanent id and UID, and what the store knows of it.

    `source_ids` are the ids by which its source has called it, the latest first. `ended_at` is the
    UTC instant at which it was cancelled or taken out, None while it takes place. `findable` is how
    it is to be found from now on; None leaves that as it is, and is what is loaded.
    """

    session: Session
    revision: Revision
    source_ids: tuple[str, ...]
    ended_at: datetime | None = None
    is_removed: bool = False
    entries: Entries = Entries()
    findable: tuple[Findable, ...] | None = field(default=None, compare=False)

    @property
    def shown(self) -> Session:
        """The session as feeds show it: cancelled, if it was taken out before it began."""
        start = self.session.start
        if self.is_removed and start and self.ended_at and self.ended_at < start.at:
            return replace(self.session, status=Status.CANCELLED, reason="")
        return self.session


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSeries:
    """A series as it was last read, and all sessions that it ever had.

    `series` has the sessions that its source has now, `sessions` also those that it had.
    `version` counts its stored changes. `past_joins` are links that sessions have or ever had: they
    are secrets still. `archived_at` is the UTC instant at which its source went away.
    `source_hash` is of the series as the source says it, `entry_form` tells how the sessions'
    entries were rendered.
    """

    series: Series
    version: int
    modified_at: datetime
    archived_at: datetime | None = None
    source_hash: str = ""
    entry_form: str = ""
    sessions: tuple[StoredSession, ...] = ()
    past_joins: tuple[Join, ...] = ()

    def public_ids(self) -> PublicIds:
        """Return what the public calls the sessions that the series ever had, and their talks."""
        shown = tuple(one.shown for one in self.sessions)
        return public_ids(replace(self.series, sessions=shown), self.past_joins)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedChange:
    """One line of a series' history: what changed, in which version, and when (UTC)."""

    id: int
    version: int
    recorded_at: datetime
    change: Change
