"""Edits in the store: rights, overlays over a file, feeds, the trail; all of an edit or nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.domain.changes import Cancelled, Moved, Restored
from bot.domain.edits import AddSession, Cancel, Edit, Move, Restore, SetLink
from bot.domain.moments import Moment
from bot.domain.series import Join, Session, Speaker, Status, Talk
from bot.flows import versions
from bot.flows.ingest import Outcome, sync
from bot.flows.organizing import edit as editing
from bot.flows.organizing.edit import edit, preview
from bot.flows.organizing.rights import Action, NoRightError, Person, invite, redeem
from bot.store.delivery.notices import list_open
from bot.store.engine import Store
from bot.store.organizing.organizers import list_acts
from bot.store.schema.organizer_tables import bases
from bot.store.series.overlays import list_edits, load_base
from bot.store.series.records import StoredSeries, StoredSession
from bot.store.series.schedules import load_series
from bot.store.series.sources import SourceKind, list_sources, save_source
from tests.store.seminar import BEFORE

ADA, BELA = Person("telegram", "1"), Person("telegram", "2")
FILE = """\
title: Seminar
timezone: Europe/Zurich
duration: 1 hour
sessions:
  - {start: %s, title: On Examples, speaker: Ada Example}
  - {start: 2021-07-05 16:30, title: More of Them, speaker: Bela Beispiel}
"""
FIRST = "2021-06-28 16:30"
LATER = BEFORE + timedelta(minutes=1)
KILLED = RuntimeError("killed")


class Desk:
    """A seminar that lives in a file, and its organizer."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.path = folder / "seminar.yaml"
        self.write(FIRST)
        self.session_id = self.stored().series.sessions[0].id
        assert redeem(store, invite(store, "seminar", "", now=BEFORE), ADA, now=BEFORE)

    def write(self, start: str, extra: str = "") -> Outcome:
        self.path.write_text(FILE % start + extra, "utf-8")
        (result,) = sync(self.store, [self.folder], now=BEFORE)
        return result.outcome

    def stored(self) -> StoredSeries:
        with self.store.reading() as connection:
            found = load_series(connection, "seminar")
        assert found
        return found

    def one(self) -> StoredSession:
        return next(x for x in self.stored().sessions if x.session.id == self.session_id)

    def named(self, session_id: str) -> StoredSession:
        return next(x for x in self.stored().sessions if x.session.id == session_id)

    def notices(self) -> int:
        with self.store.reading() as connection:
            return len(list_open(connection))

    def edits(self) -> list[Edit]:
        with self.store.reading() as connection:
            return list(list_edits(connection, "seminar"))

    def move(self, start: str) -> Move:
        at = Moment(datetime.fromisoformat(start), "Europe/Zurich")
        return Move(session_id=self.session_id, start=at)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def test_move_wins_over_the_file_until_the_file_says_it(desk: Desk) -> None:
    move, before = desk.move("2021-06-29 17:00"), desk.one()
    result = edit(desk.store, "seminar", move, ADA, now=LATER)
    assert Moved in [type(one) for one in result.changes]
    assert result.sequence == (0, 1)
    moved = desk.one()
    assert (moved.session.id, moved.session.uid) == (before.session.id, before.session.uid)
    assert (moved.session.start, moved.revision.sequence) == (move.start, 1)
    assert b"DTSTART;TZID=Europe/Zurich:20210629T170000" in moved.entries.public
    assert b"SEQUENCE:1" in moved.entries.public
    assert (desk.write(FIRST), desk.one()) == (Outcome.UNCHANGED, moved)
    assert desk.write(FIRST, "description: Read again") is Outcome.CHANGED
    assert (desk.one().session, desk.edits()) == (moved.session, [move])
    desk.write("2021-06-29 17:00")
    assert (desk.one().session.start, desk.edits()) == (move.start, [])
    desk.write("2021-06-30 17:00")
    assert desk.one().session.start == desk.move("2021-06-30 17:00").start


def test_moved_session_is_known_again_by_what_its_file_said(desk: Desk) -> None:
    edit(desk.store, "seminar", desk.move("2021-08-30 10:00"), ADA, now=LATER)
    text = (FILE % FIRST).replace("On Examples, speaker: Ada Example", "Anew, speaker: Dan Ejemplo")
    desk.path.write_text(text, "utf-8")
    sync(desk.store, [desk.folder], now=BEFORE)
    known = desk.one()
    assert (known.session.title, known.is_removed, len(desk.stored().sessions)) == (
        "Anew",
        False,
        2,
    )
    assert known.session.start == desk.move("2021-08-30 10:00").start


def test_cancelled_and_restored_session_keeps_its_entry(desk: Desk) -> None:
    cancel = Cancel(session_id=desk.session_id, reason="ill")
    (change,) = edit(desk.store, "seminar", cancel, ADA, now=LATER).changes
    assert isinstance(change, Cancelled)
    off = desk.one()
    assert b"STATUS:CANCELLED" in off.entries.public
    assert b"SEQUENCE:1" in off.entries.public
    (change,) = edit(desk.store, "seminar", Restore(session_id=desk.session_id), ADA,
                     now=LATER).changes  # fmt: skip
    assert isinstance(change, Restored)
    on = desk.one()
    assert (on.session.status, on.session.uid, desk.edits()) == (
        Status.SCHEDULED,
        off.session.uid,
        [],
    )
    assert b"SEQUENCE:2" in on.entries.public
    assert b"STATUS:CANCELLED" not in on.entries.public


def test_old_link_stays_a_secret(desk: Desk) -> None:
    join = Join(url="https://meet.example/canary", passcode="c4nary")
    edit(desk.store, "seminar", SetLink(session_id=desk.session_id, join=join), ADA, now=LATER)
    edit(desk.store, "seminar", SetLink(session_id=desk.session_id), ADA, now=LATER)
    stored = desk.stored()
    assert (stored.past_joins, desk.one().session.join) == ((join,), None)
    assert all(b"canary" not in one.entries.public for one in stored.sessions)


@pytest.mark.parametrize("person", [BELA, Person("telegram", ""), Person("terminal", "1")])
def test_nobody_else_can_edit_or_preview(desk: Desk, person: Person) -> None:
    before = desk.stored()
    for do in (edit, preview):
        with pytest.raises(NoRightError):
            do(desk.store, "seminar", Cancel(session_id=desk.session_id), person, now=LATER)
    assert (desk.stored(), desk.edits()) == (before, [])


def test_preview_stores_nothing_and_tells_what_an_edit_does(desk: Desk) -> None:
    before, move = desk.stored(), desk.move("2021-06-29 17:00")
    told = preview(desk.store, "seminar", move, ADA, now=LATER)
    assert (desk.stored(), desk.edits()) == (before, [])
    assert edit(desk.store, "seminar", move, ADA, now=LATER) == told


def test_trail_names_who_did_it_in_which_version(desk: Desk) -> None:
    edit(desk.store, "seminar", Cancel(session_id=desk.session_id), ADA, now=LATER)
    with desk.store.reading() as connection:
        act = list_acts(connection, "seminar")[-1]
    assert (act.person.number, act.action, act.version, act.recorded_at) == (
        "1",
        Action.EDITED,
        desk.stored().version,
        LATER,
    )


@pytest.mark.parametrize("step", ["save_series", "save_laid", "alert", "add_act"])
def test_edit_that_dies_at_any_step_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = desk.stored()
    whole = getattr(editing, step)

    def dies(*args: object, **parts: object) -> None:
        whole(*args, **parts)
        raise KILLED

    monkeypatch.setattr(editing, step, dies)
    with pytest.raises(RuntimeError, match="killed"):
        edit(desk.store, "seminar", desk.move("2021-06-29 17:00"), ADA, now=LATER)
    assert (desk.stored(), desk.edits()) == (before, [])
    monkeypatch.undo()
    edit(desk.store, "seminar", desk.move("2021-06-29 17:00"), ADA, now=LATER)
    assert len(desk.edits()) == 1


def added() -> AddSession:
    start = Moment(datetime.fromisoformat("2021-07-12 16:30"), "Europe/Zurich")
    talk = Talk(id="chie-rei", title="On Maps", speakers=(Speaker(name="Chie Rei"),))
    end = start.plus(timedelta(hours=1))
    return AddSession(session=Session(id="chie-rei", start=start, end=end, talks=(talk,)))


def test_added_session_stays_until_the_file_has_it_and_is_the_same_then(desk: Desk) -> None:
    add = added()
    result = edit(desk.store, "seminar", add, ADA, now=LATER)
    assert (result.before, result.after, result.sequence) == (None, add.session, (0, 0))
    assert desk.write(FIRST, "description: Read again") is Outcome.CHANGED
    before, notices = desk.named("chie-rei"), desk.notices()
    assert (before.session, before.is_removed, desk.edits()) == (add.session, False, [add])
    line = "  - {start: 2021-07-12 16:30, title: On Maps, speaker: Chie Rei, id: of-the-file}\n"
    assert desk.write(FIRST, line) is Outcome.CHANGED
    after = desk.named("chie-rei")
    assert (after.session.start, after.session.uid) == (add.session.start, before.session.uid)
    assert (after.revision, after.is_removed) == (before.revision, False)
    assert (len(desk.stored().sessions), desk.edits(), desk.notices()) == (3, [], notices)


def test_added_session_is_moved_and_cancelled_as_any_other(desk: Desk) -> None:
    add = added()
    edit(desk.store, "seminar", add, ADA, now=LATER)
    later = Moment(datetime.fromisoformat("2021-07-13 16:30"), "Europe/Zurich")
    edit(desk.store, "seminar", Move(session_id="chie-rei", start=later), ADA, now=LATER)
    edit(desk.store, "seminar", Cancel(session_id="chie-rei"), ADA, now=LATER)
    desk.write(FIRST, "description: Read again")
    found = desk.named("chie-rei")
    assert (found.session.start, found.session.status) == (later, Status.CANCELLED)
    assert (found.revision.sequence, len(desk.edits())) == (2, 3)


def test_edits_change_the_base_itself_of_a_series_of_the_chat(desk: Desk) -> None:
    with desk.store.writing() as connection:
        [source] = list_sources(connection)
        save_source(connection, replace(source, location="", kind=SourceKind.CHAT))
    move = desk.move("2021-06-29 17:00")
    edit(desk.store, "seminar", move, ADA, now=LATER)
    edit(desk.store, "seminar", added(), ADA, now=LATER)
    with desk.store.reading() as connection:
        assert load_base(connection, "seminar") == desk.stored().series
    assert (desk.edits(), desk.one().session.start) == ([], move.start)
    assert [one.id for one in desk.stored().series.sessions][-1] == "chie-rei"


def test_series_of_the_chat_gets_its_entries_in_a_new_form(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.store.writing() as connection:
        [source] = list_sources(connection)
        save_source(connection, replace(source, location="", kind=SourceKind.CHAT))
    before = desk.stored()
    monkeypatch.setattr(versions, "ENTRY_FORM", "another")
    other = desk.folder / "other"
    other.mkdir()
    (other / "one.yaml").write_text(FILE % FIRST, "utf-8")
    sync(desk.store, [other], now=LATER)
    after = desk.stored()
    assert after.entry_form != before.entry_form
    assert (after.series, after.sessions) == (before.series, before.sessions)


def test_series_of_an_earlier_version_without_a_base_is_edited_too(desk: Desk) -> None:
    with desk.store.writing() as connection:
        connection.execute(delete(bases))
    edit(desk.store, "seminar", desk.move("2021-06-29 17:00"), ADA, now=LATER)
    assert desk.write(FIRST, "description: Read again") is Outcome.CHANGED
    assert desk.one().session.start == desk.move("2021-06-29 17:00").start
