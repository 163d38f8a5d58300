"""New sessions of what organizers pasted: shown, published once, in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from bot.domain.edits import AddSession, Cancel, Edit
from bot.domain.series import Series, Session, in_order
from bot.errors import RefusalError
from bot.flows.laying import save_laid
from bot.flows.organizing.edit import plan_all, store_planned
from bot.flows.organizing.pasting import Understood, understand
from bot.flows.organizing.rights import (
    Action,
    NoRightError,
    Organizer,
    Origin,
    Person,
    require_right,
    series_of,
)
from bot.flows.planning.alerting import alert
from bot.flows.planning.foreseeing import Foreseen, foresee
from bot.flows.versions import plan_version
from bot.language import saying
from bot.store.engine import Connection, Store
from bot.store.organizing.organizers import Act, add_act, add_organizer
from bot.store.organizing.pastes import (
    NEW_SERIES,
    Paste,
    add_paste,
    close_paste,
    find_paste,
    save_paste,
)
from bot.store.schema.codec import to_json
from bot.store.series.records import StoredSeries
from bot.store.series.schedules import list_versions, load_series, save_series
from bot.store.series.sources import SourceKind, StoredSource, save_source

_LONGEST_MARK = 12
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A paste as it is understood now, and the messages that publishing it would make.

    `version` is that of the series by then, 0 where it is a new one.
    """

    paste: Paste
    understood: Understood
    told: tuple[Foreseen, ...] = ()
    version: int = 0

    @property
    def is_of_new_series(self) -> bool:
        """Whether a series is made of it."""
        return self.paste.series_id == NEW_SERIES

    @property
    def mark(self) -> str:
        """What tells what would be published from anything else."""
        found = self.understood
        head = found.series if self.is_of_new_series else Series(id=found.series.id, title="")
        content = to_json(replace(head, sessions=found.new))
        content += "".join(f" -{one.id}" for one in found.cancelled)
        return sha256(content.encode()).hexdigest()[:_LONGEST_MARK]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What was published: a series as it is now, and which of its sessions are new.

    `cancelled` are those that they are instead of, as they were. `told` are the messages that will
    leave for it.
    """

    series: Series
    sessions: tuple[Session, ...]
    cancelled: tuple[Session, ...] = ()
    is_new_series: bool
    told: tuple[Foreseen, ...] = ()


def begin(store: Store, paste: Paste, by: Person, *, now: datetime) -> None:
    """Keep what a person pasted until they have answered what it comes to."""
    with store.writing() as connection:
        add_paste(connection, paste, by, now=now)


def keep_said(store: Store, paste: Paste, *, now: datetime) -> bool:
    """Keep what was said of a paste; return whether it is open still."""
    with store.writing() as connection:
        return save_paste(connection, paste, now=now)


def own_paste(store: Store, paste_id: str, by: Person) -> Paste | None:
    """Return a person's own open paste."""
    with store.reading() as connection:
        return find_paste(connection, paste_id, by)


def discard(store: Store, paste_id: str, by: Person) -> bool:
    """Answer a person's own paste with no; return whether it was waiting."""
    with store.writing() as connection:
        is_own = find_paste(connection, paste_id, by) is not None
        return is_own and close_paste(connection, paste_id, "dropped")


def look(store: Store, paste: Paste, by: Person, *, now: datetime) -> Shown:
    """Return what a paste says for the series that was chosen; nothing is stored.

    Raises NoRightError, and TalkbellError where there is no series to be read in it.
    """
    with store.reading() as connection:
        if paste.series_id == NEW_SERIES:
            _require_organizer(connection, by)
            taken = list_versions(connection)
            return Shown(paste=paste, understood=understand(paste, None, taken, now))
        require_right(connection, by, paste.series_id)
        stored = _stored(connection, paste.series_id)
        understood = understand(paste, stored, (), now)
        told: tuple[Foreseen, ...] = ()
        if understood.can_be_published:
            before, planned = plan_all(connection, paste.series_id, _edits(understood), now)
            told = foresee(connection, before, planned.after, now)
        return Shown(paste=paste, understood=understood, told=told, version=stored.version)


def publish_paste(
    store: Store, paste: Paste, mark: str, by: Person, *, now: datetime
) -> Added | Shown | None:
    """Add what a paste says, once, if that is still what was shown under a mark.

    Where it is not, return it as it is now; None for one that was answered. Raises NoRightError,
    and RefusalError for what makes no sense any more.
    """
    for _ in range(_ATTEMPTS):
        shown = look(store, paste, by, now=now)
        if shown.mark != mark or not shown.understood.can_be_published:
            return shown
        with store.writing(shown.understood.series.id) as connection:
            if _version(connection, shown.understood.series.id) != shown.version:
                continue  # what was read of it may be another thing by now
            known = _allowed(connection, shown, by)
            if not close_paste(connection, paste.id, "published"):
                return None
            if shown.is_of_new_series:
                return _make(connection, shown.understood, known, now)
            return _add(connection, shown, known, now)
    return look(store, paste, by, now=now)


def _allowed(connection: Connection, shown: Shown, by: Person) -> Person:
    if shown.is_of_new_series:
        return _require_organizer(connection, by)
    return require_right(connection, by, shown.understood.series.id)


def _require_organizer(connection: Connection, by: Person) -> Person:
    """Return an organizer of some series, by name. Raises NoRightError for anybody else."""
    organized = series_of(connection, by)
    if not organized:
        raise NoRightError("only organizers may make a series")
    return require_right(connection, by, organized[0])


def _add(connection: Connection, shown: Shown, by: Person, now: datetime) -> Added:
    found = shown.understood
    before, planned = plan_all(connection, found.series.id, _edits(found), now)
    store_planned(connection, before, planned, by, now)
    series = planned.after.series
    return Added(
        series=series,
        sessions=found.new,
        cancelled=found.cancelled,
        is_new_series=False,
        told=shown.told,
    )


def _make(connection: Connection, found: Understood, by: Person, now: datetime) -> Added:
    """Store a series that lives in the chat, of which whoever made it is an organizer."""
    series = in_order(replace(found.series, sessions=found.new))
    planned = plan_version(None, series, "", now)
    after = planned.after
    save_series(connection, None, after, planned.changes, now=now)
    save_laid(connection, planned, now=now)
    save_source(connection, StoredSource(series.id, "", now, kind=SourceKind.CHAT))
    alert(connection, None, after, now=now)
    organizer = Organizer(series_id=series.id, person=by, origin=Origin.LINK)
    add_organizer(connection, organizer, now=now)
    act = Act(
        series_id=series.id,
        person=by,
        action=Action.MADE,
        version=after.version,
        recorded_at=now,
    )
    add_act(connection, act)
    return Added(series=after.series, sessions=found.new, is_new_series=True)


def _edits(found: Understood) -> list[Edit]:
    adding = [AddSession(session=one) for one in found.new]
    return [*(Cancel(session_id=one.id) for one in found.cancelled), *adding]


def _version(connection: Connection, series_id: str) -> int:
    return list_versions(connection).get(series_id, 0)


def _stored(connection: Connection, series_id: str) -> StoredSeries:
    found = load_series(connection, series_id)
    if found is None:  # nobody has a right of it
        raise RefusalError(saying("this series is not there any more"), read="", code="gone")
    return found
