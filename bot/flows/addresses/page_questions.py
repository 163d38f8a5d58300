"""What organizers are asked about watched addresses, and what their answer does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.changes import Change
from bot.domain.join_secrets import JoinSecrets
from bot.domain.page_questions import Doubt, PageQuestion, PageTrouble, Unread
from bot.domain.series import Join, Series, Session
from bot.flows.addresses.doubts import Judged, mark_of
from bot.flows.addresses.page_reading import host_of
from bot.flows.addresses.watched import Proposed, propose, store_sessions
from bot.flows.organizing.letters import owe_to_organizers
from bot.flows.organizing.rights import Action, Person, require_right
from bot.store.delivery.letters import (
    Letter,
    Purpose,
    add_letter,
    find_letter,
    reopen_letter,
    withdraw_letter,
)
from bot.store.engine import Connection, Store
from bot.store.organizing.organizers import Act, add_act, list_acts
from bot.store.schema.codec import to_json
from bot.store.series.watched import WatchedSeries, find_watched, save_watched

_ANSWERED_FOR = timedelta(days=14)  # a question has a use for so long
_KNOWN_FOR = timedelta(days=7)  # an answer of no counts for so long, when the same comes back


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer did: to which series, with what changes."""

    series: Series
    changes: tuple[Change, ...] = ()


def question_of(proposed: Proposed, judged: Judged, now: datetime) -> PageQuestion:
    """Return what is doubtful of a reading, as organizers are asked about it. It has no links."""
    planned = proposed.plan(proposed.sessions, now)
    live = {one.id: one for one in proposed.before.series.sessions}
    then = {one.id: one for one in planned.after.series.sessions}
    strike = JoinSecrets(_joins(*live.values(), *then.values())).strike
    names = [name for name in {**live, **then} if name in judged.doubtful]
    pairs = [(live.get(name), then.get(name)) for name in names]
    is_whole = planned.is_suspicious
    return PageQuestion(
        host=host_of(proposed.row.definition),
        doubts=tuple(
            Doubt(_bare(was, strike), _bare(is_now, strike))
            for was, is_now in pairs
            if was != is_now
        ),
        unread=tuple(Unread(one.line, strike(one.sentence())) for one in judged.problems),
        lost=planned.lost if is_whole else 0,
        future=planned.future if is_whole else 0,
    )


def _joins(*sessions: Session) -> Iterator[Join]:
    return (one.join for one in sessions if one.join)


def _bare(session: Session | None, strike: Callable[[str], str]) -> Session | None:
    """Return what a question shows of a session."""
    if session is None:
        return None
    talks = tuple(
        replace(talk, title=strike(talk.title), abstract="", materials=()) for talk in session.talks
    )
    own_title, room = strike(session.own_title), strike(session.room)
    return replace(session, join=None, own_title=own_title, room=room, talks=talks)


def ask(
    connection: Connection, row: WatchedSeries, question: PageQuestion, *, now: datetime
) -> WatchedSeries:
    """Ask all organizers of a series, in place of what they were asked before."""
    if row.letter:
        withdraw_letter(connection, row.letter, now=now)
    letter = _letter(row.series_id, Purpose.PAGE_QUESTION, to_json(question), now)
    number = add_letter(connection, letter)
    owe_to_organizers(connection, number, now=now)
    return replace(row, letter=number)


def ask_again(connection: Connection, row: WatchedSeries, *, now: datetime) -> bool:
    """Let the question count again that was asked last; return whether that is of use still."""
    if not row.letter or not reopen_letter(connection, row.letter, now=now):
        return False
    owe_to_organizers(connection, row.letter, now=now)
    return True


def let_rest(connection: Connection, row: WatchedSeries, *, now: datetime) -> WatchedSeries:
    """Take back what is asked, as nothing is doubtful now.

    What it was stays known for a while: a page that comes in two versions by turns asks once.
    """
    if row.letter:
        withdraw_letter(connection, row.letter, now=now)
    ignored = row.ignored if row.ignored and _is_ignored_lately(connection, row, now) else ""
    return replace(row, pending=None, ignored=ignored)


def _is_ignored_lately(connection: Connection, row: WatchedSeries, now: datetime) -> bool:
    acts = list_acts(connection, row.series_id)
    return any(one.action is Action.IGNORED and one.recorded_at > now - _KNOWN_FOR for one in acts)


def unask(connection: Connection, row: WatchedSeries, *, now: datetime) -> WatchedSeries:
    """Take back what is asked: it was answered."""
    if row.letter:
        withdraw_letter(connection, row.letter, now=now)
    return replace(row, pending=None, doubt="", ignored="", letter=0)


def tell_trouble(
    connection: Connection, series_id: str, trouble: PageTrouble, *, now: datetime
) -> None:
    """Tell all organizers of a series that its address cannot be read, or can again."""
    letter = _letter(series_id, Purpose.PAGE_TROUBLE, to_json(trouble), now)
    owe_to_organizers(connection, add_letter(connection, letter), now=now)


def _letter(series_id: str, purpose: Purpose, content: str, now: datetime) -> Letter:
    return Letter(
        series_id=series_id,
        purpose=purpose,
        content=content,
        created_at=now,
        due_at=now,
        expires_at=now + _ANSWERED_FOR,
    )


def apply_page(store: Store, letter_id: int, by: Person, *, now: datetime) -> Answered | None:
    """Take over what the address says, all of it; None if that is not asked any more.

    Raises NoRightError for who may not.
    """
    with store.writing(_series_of(store, letter_id)) as connection:
        row, known = _asked(connection, letter_id, by)
        return take_over(connection, row, known, now=now) if row else None


def ignore_page(store: Store, letter_id: int, by: Person, *, now: datetime) -> bool:
    """Leave all as it is until the address says something else; False if nothing is asked.

    Raises NoRightError for who may not.
    """
    with store.writing(_series_of(store, letter_id)) as connection:
        row, known = _asked(connection, letter_id, by)
        if row is None:
            return False
        act = Act(series_id=row.series_id, person=known, action=Action.IGNORED, recorded_at=now)
        add_act(connection, act)
        withdraw_letter(connection, row.letter, now=now)
        save_watched(connection, replace(row, ignored=row.doubt, letter=0))
    return True


def take_over(
    connection: Connection, row: WatchedSeries, by: Person, *, now: datetime
) -> Answered | None:
    """Store all that the address said last; None where nothing of it waits, or the series is gone.

    `by` was found to have the right, or is the operator.
    """
    reading = row.pending
    proposed = propose(connection, row, reading) if reading else None
    if reading is None or proposed is None:
        return None
    planned = store_sessions(connection, proposed, proposed.sessions, Action.APPLIED, by, now=now)
    row = unask(connection, replace(row, pieces=reading.pieces), now=now)
    settled = tuple(sorted({mark_of(one) for one in reading.problems}))
    save_watched(connection, replace(row, accepted=proposed.sessions, settled=settled))
    return Answered(planned.after.series, planned.changes)


def asked_of(connection: Connection, series_id: str, now: datetime) -> PageQuestion | None:
    """Return what waits for an answer about a series; None if nothing does."""
    row = find_watched(connection, series_id)
    if row is None or row.pending is None or not row.is_asking:
        return None
    proposed = propose(connection, row, row.pending)
    return question_of(proposed, proposed.judge(row.pending, now), now) if proposed else None


def _series_of(store: Store, letter_id: int) -> str:
    with store.reading() as connection:
        letter = find_letter(connection, letter_id)
    return letter.series_id if letter else ""


def _asked(
    connection: Connection, letter_id: int, by: Person
) -> tuple[WatchedSeries | None, Person]:
    """Return the series that a letter still asks about, and the name of who has the right of it."""
    letter = find_letter(connection, letter_id)
    if letter is None or letter.purpose is not Purpose.PAGE_QUESTION:
        return None, by
    known = require_right(connection, by, letter.series_id)
    row = find_watched(connection, letter.series_id)
    is_open = (
        row is not None and row.letter == letter_id
    )  # what is asked now has a letter of its own
    return (row if is_open else None), known
