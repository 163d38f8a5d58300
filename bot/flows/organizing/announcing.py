"""Announcing: shown first, published once, and taken back; each asks for the right anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.announcements import Announcement
from bot.domain.audience import Audience, text_seen_by
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Series
from bot.domain.wording import describe_span
from bot.flows.organizing.announcement_previews import Announcing, Wanted, said_of, show, zone_of
from bot.flows.organizing.announcements import Reader, session_in
from bot.flows.organizing.letters import owe_to_person
from bot.flows.organizing.rights import Action, Person, require_right, series_of
from bot.store.delivery.announcing import list_waiting, publish_draft, purge_drafts, set_draft_due
from bot.store.delivery.letters import (
    NOBODY,
    Letter,
    Purpose,
    add_letter,
    find_letter,
    list_letters,
    withdraw_letter,
)
from bot.store.engine import Connection, Store
from bot.store.organizing.organizers import Act, add_act
from bot.store.schema.codec import from_json, to_json
from bot.store.series.schedules import load_series

PER_DAY = 3
"""How many announcements of a series may leave within 24 hours, unless that is set."""

UNDONE_WITHIN = timedelta(minutes=1)
"""How long after it has begun to leave an announcement can be taken back."""

READER = Reader()
_USEFUL_FOR = timedelta(days=2)


class Undoing(Enum):
    """What came of taking an announcement back."""

    DROPPED = "dropped"  # nothing of it had left
    UNDONE = "undone"  # some of it may have left, and is edited
    TOO_LATE = "too late"
    NONE = "none"  # there is none of theirs, or it was taken back already


class Announcer:
    """What one person, or the command line, announces. Raises NoRightError for who may not."""

    def __init__(self, store: Store, by: Person = NOBODY, *, per_day: int = PER_DAY) -> None:
        """Take who announces, and how many announcements of a series may leave in 24 hours."""
        self._store = store
        self._by = by
        self._per_day = per_day

    def preview(self, wanted: Wanted, *, reader: Reader = READER, now: datetime) -> Announcing:
        """Return what an announcement would say to a reader, and to how many.

        Nothing is stored. Raises RefusalError for what makes no sense, holds a link to join, or is
        too much within 24 hours.
        """
        with self._store.reading() as connection:
            self._require(connection, wanted.series_id)
            return show(connection, wanted, reader, self._per_day, now)

    def draft(self, wanted: Wanted, *, reader: Reader = READER, now: datetime) -> Announcing:
        """Return the same, and keep it for two days at most, until it is published or dropped."""
        with self._store.writing(wanted.series_id) as connection:
            by = self._require(connection, wanted.series_id)
            shown = show(connection, wanted, reader, self._per_day, now)
            purge_drafts(connection, now=now)
            letter = Letter(
                series_id=wanted.series_id,
                session_id=wanted.session_id,
                purpose=Purpose.DRAFT,
                content=to_json(said_of(shown.series, wanted, now)),
                by=by,
                created_at=now,
                due_at=wanted.at or now,
                expires_at=(wanted.at or now) + _USEFUL_FOR,
            )
            return replace(shown, letter_id=add_letter(connection, letter))

    def again(self, letter_id: int, *, reader: Reader = READER, now: datetime) -> Announcing | None:
        """Return one's own draft as it would leave now; None if it is none any more."""
        with self._store.reading() as connection:
            letter = self._own_draft(connection, letter_id)
            if letter is None:
                return None
            shown = show(connection, _wanted(letter), reader, self._per_day, now)
        return replace(shown, letter_id=letter_id)

    def schedule(
        self, letter_id: int, at: datetime, *, reader: Reader = READER, now: datetime
    ) -> Announcing | None:
        """Let one's own draft leave at an instant, once it is published; return it as `again`."""
        with self._store.writing() as connection:
            letter = self._own_draft(connection, letter_id)
            if letter is None or not set_draft_due(connection, letter_id, at):
                return None
            again = replace(_wanted(letter), at=at)
            shown = show(connection, again, reader, self._per_day, now)
        return replace(shown, letter_id=letter_id)

    def publish(self, letter_id: int, *, now: datetime) -> Announcing | Letter | None:
        """Publish one's own draft, once: it leaves at its time, at once without one.

        Where what it is about is not as it was shown, return the draft as a letter, and nothing is
        done; None if it was answered already. Raises RefusalError as `preview` does.
        """
        with self._store.reading() as connection:
            letter = self._own_draft(connection, letter_id)
        if letter is None:
            return None
        with self._store.writing(letter.series_id) as connection:
            by = self._require(connection, letter.series_id)
            wanted = _wanted(letter)
            shown = show(connection, wanted, READER, self._per_day, now)
            said = from_json(letter.content, Announcement)
            if said.shown != said_of(shown.series, wanted, now).shown:
                return letter
            due_at = wanted.at or now
            times = {"due_at": due_at, "expires_at": due_at + _USEFUL_FOR, "now": now}
            if not publish_draft(connection, letter_id, **times):
                return None
            action = Action.SCHEDULED if wanted.at else Action.ANNOUNCED
            add_act(connection, act_of(shown.series, letter, by, action, now))
        return replace(shown, letter_id=letter_id)

    def try_out(self, letter_id: int, *, now: datetime) -> bool:
        """Send one's own draft to oneself, in a private chat; return whether it is one, and new."""
        with self._store.writing() as connection:
            letter = self._own_draft(connection, letter_id)
            if letter is None:
                return False
            trial = replace(
                letter,
                purpose=Purpose.TRIAL,
                key=str(letter_id),
                created_at=now,
                due_at=now,
                expires_at=now + timedelta(hours=1),
            )
            number = add_letter(connection, trial)
            return owe_to_person(connection, number, self._by, now=now) > 0

    def take_back(self, letter_id: int, *, now: datetime) -> Undoing:
        """Take back what leaves or waits, of any organizer of its series, or one's own draft.

        Nothing more of it leaves once this is stored. What has begun to leave can be taken back for
        a minute.
        """
        with self._store.reading() as connection:
            letter = find_letter(connection, letter_id)
        if letter is None or letter.purpose not in {Purpose.DRAFT, Purpose.ANNOUNCEMENT}:
            return Undoing.NONE
        with self._store.writing(letter.series_id) as connection:
            by = self._require(connection, letter.series_id)
            stored = load_series(connection, letter.series_id)
            letter = find_letter(connection, letter_id)
            if letter is None or letter.withdrawn_at or stored is None or self._is_foreign(letter):
                return Undoing.NONE
            if letter.released_at and now > letter.released_at + UNDONE_WITHIN:
                return Undoing.TOO_LATE
            if not withdraw_letter(connection, letter_id, now=now):
                return Undoing.NONE
            taken = find_letter(connection, letter_id)
            if letter.purpose is Purpose.ANNOUNCEMENT:
                add_act(connection, act_of(stored.series, letter, by, Action.WITHDREW, now))
        return Undoing.UNDONE if taken and taken.released_at else Undoing.DROPPED

    def open_ones(self, *, now: datetime) -> list[Letter]:
        """Return what waits, and what can be taken back, of all series that one may change."""
        with self._store.reading() as connection:
            return _open_ones(connection, series_of(connection, self._by), now)

    def open_ones_of(self, series_id: str, *, now: datetime) -> list[Letter]:
        """Return the same of one series."""
        with self._store.reading() as connection:
            self._require(connection, series_id)
            return _open_ones(connection, [series_id], now)

    def latest_draft(self) -> Letter | None:
        """Return the draft that one has made last, None if none waits."""
        with self._store.reading() as connection:
            found = list_letters(connection, series_of(connection, self._by), Purpose.DRAFT)
        own = [one for one in found if not self._is_foreign(one) and not one.withdrawn_at]
        return own[-1] if own else None

    def _is_foreign(self, letter: Letter) -> bool:
        """Tell whether a letter is a draft of somebody else, who alone answers it."""
        own = (self._by.platform, self._by.number)
        return letter.purpose is Purpose.DRAFT and own != (letter.by.platform, letter.by.number)

    def _own_draft(self, connection: Connection, letter_id: int) -> Letter | None:
        letter = find_letter(connection, letter_id)
        if letter is None or letter.purpose is not Purpose.DRAFT or letter.withdrawn_at:
            return None
        if self._is_foreign(letter):
            return None
        self._require(connection, letter.series_id)
        return letter

    def _require(self, connection: Connection, series_id: str) -> Person:
        """Return who announces, with their name here; who has the machine needs no right."""
        return self._by if self._by == NOBODY else require_right(connection, self._by, series_id)


def _open_ones(connection: Connection, series_ids: Sequence[str], now: datetime) -> list[Letter]:
    waiting = [one for one in list_waiting(connection) if one.series_id in series_ids]
    left = list_letters(connection, series_ids, Purpose.ANNOUNCEMENT)
    return waiting + [
        one
        for one in left
        if one.released_at and not one.withdrawn_at and now <= one.released_at + UNDONE_WITHIN
    ]


def act_of(series: Series, letter: Letter, by: Person, action: Action, now: datetime) -> Act:
    """Return the line of the trail for an announcement: what it is about, and when it leaves."""
    session = session_in(series, letter.session_id)
    about = readable(session.headline) if session else ""
    if action is Action.SCHEDULED:
        at = describe_span(Moment.of(letter.due_at, zone_of(series)), None)
        about = f"{about}, for {at}" if about else f"for {at}"
    about = text_seen_by(about, series, Audience.PUBLIC)
    return Act(series_id=series.id, person=by, action=action, about=about, recorded_at=now)


def _wanted(letter: Letter) -> Wanted:
    said = from_json(letter.content, Announcement)
    return Wanted(
        series_id=letter.series_id,
        session_id=letter.session_id,
        text=said.text,
        at=leaving_at(letter),
    )


def leaving_at(draft: Letter) -> datetime | None:
    """Return the instant (UTC) that was said for a draft, None for one that leaves at once.

    It may be before the draft was made, if the clock was set back since.
    """
    return None if draft.due_at == draft.created_at.replace(microsecond=0) else draft.due_at
