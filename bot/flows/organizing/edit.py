"""Edits of organizers: rights -> base -> overlays -> next version -> store, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.changes import Change
from bot.domain.edits import Edit, apply_edit, check_edit, session_of
from bot.domain.series import Series, Session
from bot.errors import RefusalError
from bot.flows.laying import load_laid, save_laid
from bot.flows.organizing.rights import Action, Person, require_right
from bot.flows.organizing.secrecy import refuse_secrets
from bot.flows.planning.alerting import alert
from bot.flows.planning.foreseeing import Foreseen, foresee
from bot.flows.planning.notify import note_changes
from bot.flows.versions import NextVersion, plan_edits
from bot.language import saying
from bot.store.chats.subscriptions import SessionKey
from bot.store.engine import Connection, Store
from bot.store.organizing.drafts import Draft, add_draft, close_draft, count_reminders, find_draft
from bot.store.organizing.organizers import Act, add_act
from bot.store.schema.codec import content_hash
from bot.store.series.overlays import list_edits
from bot.store.series.records import StoredSeries
from bot.store.series.schedules import load_series, save_series


@dataclass(frozen=True, slots=True, kw_only=True)
class EditResult:
    """What an edit does: its series after it, the session before and after.

    `before` is None where there was no such session. `sequence` are the numbers by which calendars
    know the versions of its entry. `reminders` of it have left; `told` are the messages that will.
    """

    series: Series
    before: Session | None
    after: Session
    changes: tuple[Change, ...]
    sequence: tuple[int, int]
    reminders: int
    told: tuple[Foreseen, ...] = ()

    @property
    def shown_hash(self) -> str:
        """What tells the session as it was from any other version of it."""
        return _hash_of(self.before)


def preview(store: Store, series_id: str, edit: Edit, by: Person, *, now: datetime) -> EditResult:
    """Return what an edit would do; nothing is stored.

    Raises NoRightError, and RefusalError for what makes no sense.
    """
    with store.reading() as connection:
        require_right(connection, by, series_id)
        before, planned = plan_all(connection, series_id, [edit], now)
        return _result(connection, before, planned, edit, now)


@dataclass(frozen=True, slots=True)
class Published:
    """A draft that was published, and what that did."""

    edit: Edit
    result: EditResult


def keep_draft(  # noqa: PLR0913 - all of it is kept
    store: Store,
    draft_id: str,
    series_id: str,
    made: Edit,
    shown: EditResult,
    by: Person,
    *,
    now: datetime,
) -> None:
    """Keep an edit that was shown to a person until they answer."""
    draft = Draft(id=draft_id, series_id=series_id, edit=made, shown_hash=shown.shown_hash)
    with store.writing() as connection:
        add_draft(connection, draft, by, now=now)


def preview_draft(store: Store, draft_id: str, by: Person, *, now: datetime) -> EditResult | None:
    """Return what a person's own draft would do now; None for one that was answered.

    Raises NoRightError, and RefusalError for what makes no sense any more.
    """
    with store.reading() as connection:
        draft = find_draft(connection, draft_id, by, now=now)
    return preview(store, draft.series_id, draft.edit, by, now=now) if draft else None


def drop_draft(store: Store, draft_id: str, by: Person, *, now: datetime) -> bool:
    """Answer a person's own draft with no; return whether it was waiting."""
    with store.writing() as connection:
        is_own = find_draft(connection, draft_id, by, now=now) is not None
        return is_own and close_draft(connection, draft_id, "dropped")


def publish(store: Store, draft_id: str, by: Person, *, now: datetime) -> Published | Draft | None:
    """Make the edit of a draft, once, if the session is still as it was shown.

    Where it is not, return the draft, which is over; None for one that was answered, or is not
    theirs. Raises NoRightError, and RefusalError for what makes no sense any more.
    """
    with store.reading() as connection:
        draft = find_draft(connection, draft_id, by, now=now)
    if draft is None:
        return None
    with store.writing(draft.series_id) as connection:
        known = require_right(connection, by, draft.series_id)
        if not close_draft(connection, draft_id, "published"):
            return None
        stored = load_series(connection, draft.series_id)
        if stored and _hash_of(_found(stored, draft.edit.session_id)) != draft.shown_hash:
            return draft
        before, planned = plan_all(connection, draft.series_id, [draft.edit], now)
        result = _result(connection, before, planned, draft.edit, now)
        store_planned(connection, before, planned, known, now)
    return Published(draft.edit, result)


def edits_of(store: Store, key: SessionKey) -> dict[Edit, datetime]:
    """Return the edits that lie over a session, as its source says something else, by their time.

    Raises StoreError.
    """
    with store.reading() as connection:
        found = list_edits(connection, key[0])
    return {one: at for one, at in found.items() if one.session_id == key[1]}


def edit(store: Store, series_id: str, made: Edit, by: Person, *, now: datetime) -> EditResult:
    """Make an edit: all of it is stored, or nothing.

    Raises NoRightError, and RefusalError for what makes no sense.
    """
    with store.writing(series_id) as connection:
        known = require_right(connection, by, series_id)
        before, planned = plan_all(connection, series_id, [made], now)
        result = _result(connection, before, planned, made, now)
        store_planned(connection, before, planned, known, now)
    return result


def plan_all(
    connection: Connection, series_id: str, made: Sequence[Edit], now: datetime
) -> tuple[StoredSeries, NextVersion]:
    """Return a series as it is stored, and the version that edits make of it together.

    Of several, those that say nothing new are left out. Raises RefusalError for what makes no
    sense, or would show a link to join.
    """
    before = load_series(connection, series_id)
    if before is None:  # nobody has a right of it
        raise RefusalError(saying("this series is not there any more"), read="", code="gone")
    series, news = before.series, []
    for one in made:
        edited = apply_edit(series, one)
        if edited != series or len(made) == 1:
            check_edit(series, one, now)
            news.append(one)
        series = edited
    refuse_secrets(before, news)
    planned = plan_edits(before, load_laid(connection, series_id), news, now)
    if planned.is_suspicious:
        message = saying("too many sessions would be lost")
        raise RefusalError(message, read="", code="loses-much")
    return before, planned


def store_planned(
    connection: Connection,
    before: StoredSeries,
    planned: NextVersion,
    by: Person,
    now: datetime,
    *,
    about: str = "",
) -> None:
    """Store a version that edits of a person make, with all that follows from it.

    `about` is what the trail tells besides.
    """
    after = planned.after
    save_series(connection, before, after, planned.changes, now=now)
    save_laid(connection, planned, now=now)
    alert(connection, before, after, now=now)
    note_changes(connection, before, after, now=now)
    act = Act(
        series_id=after.series.id,
        person=by,
        action=Action.EDITED,
        about=about,
        version=after.version,
        recorded_at=now,
    )
    add_act(connection, act)


def _result(
    connection: Connection,
    before: StoredSeries,
    planned: NextVersion,
    made: Edit,
    now: datetime,
) -> EditResult:
    series_id, session_id = before.series.id, made.session_id
    sequences = [
        next((one.revision.sequence for one in stored.sessions if one.session.id == session_id), 0)
        for stored in (before, planned.after)
    ]
    return EditResult(
        series=planned.after.series,
        before=_found(before, session_id),
        after=session_of(planned.after.series, session_id),
        changes=planned.changes,
        sequence=(sequences[0], sequences[1]),
        reminders=count_reminders(connection, series_id, session_id, now=now),
        told=foresee(connection, before, planned.after, now),
    )


def _found(stored: StoredSeries, session_id: str) -> Session | None:
    return next((one for one in stored.series.sessions if one.id == session_id), None)


def _hash_of(session: Session | None) -> str:
    return content_hash(session) if session else ""
