"""Definitions into the store: what changes, what is held back, and what stays as it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.change_wording import describe_change
from bot.domain.revisions import Revision
from bot.domain.series import Status
from bot.errors import TalkbellError
from bot.exports.ics import SessionEntries
from bot.flows import versions
from bot.flows.ingest import Outcome, SyncOptions, SyncResult, sync
from bot.store.engine import Store
from bot.store.series.records import Entries, StoredSeries, StoredSession
from bot.store.series.schedules import list_changes, list_versions, load_series
from bot.store.series.sources import SourceKind, StoredSource, list_sources, save_source

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
CONFIRMED = SyncOptions(is_confirmed=True)
HEAD = "title: Reading group\ntimezone: Europe/Zurich\nplace: Zurich\nduration: 1 hour\nsessions:\n"
ADA = "  - start: 2026-03-09 16:30\n    speaker: Ada Example\n    title: On sets\n"
BOB = "  - start: 2026-03-16 16:30\n    speaker: Bob Example\n    title: On rings\n"
EVE = "  - start: 2026-03-23 16:30\n    speaker: Eve Example\n    title: On fields\n"
DAN = "  - start: 2026-03-30 16:30\n    speaker: Dan Example\n    title: On groups\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "schedules"
    path.mkdir()
    write(path, ADA, BOB)
    return path


def write(folder: Path, *sessions: str, head: str = HEAD, name: str = "group") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(head + "".join(sessions) if sessions else head.replace("sessions:\n", ""))
    return path


def said(results: list[SyncResult]) -> list[tuple[Outcome, list[str]]]:
    return [
        (one.outcome, [describe_change(change, one.series) for change in one.changes if one.series])
        for one in results
    ]


def group(store: Store) -> StoredSeries:
    with store.reading() as connection:
        found = load_series(connection, "group")
    assert found
    return found


def session(store: Store, session_id: str) -> StoredSession:
    return next(one for one in group(store).sessions if one.session.id == session_id)


def unfolded(entries: bytes) -> bytes:
    """Return entries with their lines whole (RFC 5545, section 3.1)."""
    return entries.replace(b"\r\n ", b"")


def test_first_version_is_stored_whole(store: Store, folder: Path) -> None:
    assert said(sync(store, [folder], now=NOW)) == [(Outcome.NEW, [])]
    stored = group(store)
    assert stored.version == 1
    assert [one.session.id for one in stored.sessions] == ["ada-example", "bob-example"]
    assert {one.revision for one in stored.sessions} == {Revision()}
    assert all(one.entries.public.startswith(b"BEGIN:VEVENT\r\n") for one in stored.sessions)
    with store.reading() as connection:
        location = str(folder / "group.yaml")
        assert list_sources(connection) == [StoredSource("group", location, NOW)]


def test_unchanged_file_changes_nothing(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    before = group(store)
    assert said(sync(store, [folder], now=LATER)) == [(Outcome.UNCHANGED, [])]
    assert group(store) == before
    with store.reading() as connection:
        assert [one.read_at for one in list_sources(connection)] == [LATER]


def test_moved_session_keeps_its_uid_and_gets_a_sequence(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    before = session(store, "bob-example")
    write(folder, ADA, BOB.replace("03-16", "03-17"))
    results = sync(store, [folder], now=LATER)
    moved = "Moved: Bob Example, 16 March 16:30 → 17 March 16:30"
    assert said(results) == [(Outcome.CHANGED, [moved])]
    after = session(store, "bob-example")
    assert after.revision == Revision(1, before.revision.created_at, LATER)
    assert after.entries.public.count(b"UID:") == 1
    assert (
        after.entries.public.split(b"UID:")[1][:41] == before.entries.public.split(b"UID:")[1][:41]
    )
    assert session(store, "ada-example").revision == Revision()
    with store.reading() as connection:
        recorded = list_changes(connection, "group", limit=9)
        assert list_versions(connection) == {"group": 2}
    assert [(one.version, one.recorded_at, one.change) for one in recorded] == [
        (2, LATER, results[0].changes[0])
    ]


def test_other_text_is_a_new_revision_without_a_sequence(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    write(folder, ADA.replace("On sets", "On all sets"), BOB)
    sync(store, [folder], now=LATER)
    assert session(store, "ada-example").revision.sequence == 0
    assert session(store, "ada-example").revision.modified_at == LATER
    assert b"On all sets" in session(store, "ada-example").entries.public


def test_other_place_of_the_series_changes_every_session(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    write(folder, ADA, BOB, head=HEAD.replace("place: Zurich", "place: Zurich, HG G 19"))
    sync(store, [folder], now=LATER)
    assert [one.revision.sequence for one in group(store).sessions] == [1, 1]


def test_clock_that_goes_back_does_not_take_revisions_with_it(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    write(folder, ADA.replace("On sets", "On all sets"), BOB)
    sync(store, [folder], now=NOW)
    write(folder, ADA, BOB)
    sync(store, [folder], now=NOW - timedelta(days=400))
    assert session(store, "ada-example").revision.modified_at == NOW + timedelta(seconds=1)


def test_cancelled_session_remembers_since_when(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    write(folder, ADA + "    status: cancelled\n    reason: ill\n", BOB)
    results = sync(store, [folder], now=LATER)
    assert said(results) == [(Outcome.CHANGED, ["Cancelled: Ada Example, 9 March 16:30 (ill)"])]
    found = session(store, "ada-example")
    assert (found.ended_at, found.revision.sequence) == (LATER, 1)
    assert b"STATUS:CANCELLED" in found.entries.public
    write(folder, ADA, BOB)
    sync(store, [folder], now=LATER)
    found = session(store, "ada-example")
    assert (found.ended_at, found.revision.sequence) == (None, 2)


def test_session_taken_out_stays_as_cancelled_and_may_come_back(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    write(folder, ADA)
    assert said(sync(store, [folder], now=LATER)) == [
        (Outcome.CHANGED, ["Removed: Bob Example, 16 March 16:30"])
    ]
    gone = session(store, "bob-example")
    assert (gone.is_removed, gone.ended_at, gone.revision.sequence) == (True, LATER, 1)
    assert b"STATUS:CANCELLED" in gone.entries.public
    assert [one.id for one in group(store).series.sessions] == ["ada-example"]
    write(folder, ADA, BOB)
    sync(store, [folder], now=LATER)
    back = session(store, "bob-example")
    assert (back.is_removed, back.ended_at, back.revision.sequence) == (False, None, 2)
    assert b"STATUS:CONFIRMED" in back.entries.public


def test_cancelled_session_taken_out_goes_when_it_would_have_gone(
    store: Store, folder: Path
) -> None:
    sync(store, [folder], now=NOW)
    write(folder, ADA, BOB + "    status: cancelled\n")
    sync(store, [folder], now=LATER)
    write(folder, ADA)
    sync(store, [folder], now=LATER + timedelta(days=40))
    gone = session(store, "bob-example")
    assert (gone.is_removed, gone.ended_at) == (True, LATER)
    assert gone.shown.status is Status.CANCELLED


def test_past_session_taken_out_is_not_shown_as_cancelled(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    write(folder, BOB)
    sync(store, [folder], now=datetime(2026, 3, 10, tzinfo=UTC))
    gone = session(store, "ada-example")
    assert gone.is_removed
    assert gone.revision == Revision()
    assert gone.shown.status is Status.SCHEDULED


def test_file_with_problems_changes_nothing_and_others_go_on(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    before = group(store)
    write(folder, ADA, BOB.replace("2026-03-16", "2026-13-16"))
    write(folder, EVE, name="other")
    results = sync(store, [folder], now=LATER)
    assert [(one.outcome, len(one.problems)) for one in results] == [
        (Outcome.BROKEN, 1),
        (Outcome.NEW, 0),
    ]
    assert group(store) == before
    with store.reading() as connection:
        sources = {one.series_id: one.problem for one in list_sources(connection)}
    assert sources["other"] == ""
    assert "2026-13-16" in sources["group"]


@pytest.mark.parametrize(
    ("before", "after", "is_held"),
    [
        ([ADA], [], True),  # all of them
        ([ADA, BOB], [ADA], False),  # no more than two
        ([ADA, BOB, EVE, DAN], [ADA, BOB], False),
        ([ADA, BOB, EVE, DAN], [ADA], True),  # three of four
        ([ADA, BOB], [EVE], True),
    ],
)
def test_version_that_loses_much_is_held_back_until_confirmed(
    store: Store, folder: Path, before: list[str], after: list[str], *, is_held: bool
) -> None:
    write(folder, *before)
    sync(store, [folder], now=NOW)
    stored = group(store)
    write(folder, *after)
    [result] = sync(store, [folder], now=LATER)
    assert result.outcome is (Outcome.HELD if is_held else Outcome.CHANGED)
    if is_held:
        assert group(store) == stored
        assert sync(store, [folder], now=LATER)[0].outcome is Outcome.HELD
        assert sync(store, [folder], now=LATER, options=CONFIRMED)[0].outcome is Outcome.CHANGED
    assert [one.id for one in group(store).series.sessions] == [
        f"{name.split('speaker: ')[1][:3].lower()}-example" for name in after
    ]


def test_past_sessions_may_all_go(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    write(folder)
    [result] = sync(store, [folder], now=NOW + timedelta(days=90))
    assert result.outcome is Outcome.CHANGED


def test_trial_stores_nothing(store: Store, folder: Path) -> None:
    trial = SyncOptions(is_trial=True)
    assert sync(store, [folder], now=NOW, options=trial)[0].outcome is Outcome.NEW
    with store.reading() as connection:
        assert list_versions(connection) == {}
    sync(store, [folder], now=NOW)
    before = group(store)
    write(folder, ADA.replace("03-09", "03-10"), BOB)
    moved = "Moved: Ada Example, 9 March 16:30 → 10 March 16:30"
    assert said(sync(store, [folder], now=LATER, options=trial)) == [(Outcome.CHANGED, [moved])]
    assert group(store) == before


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        (SourceKind.ADDRESS, [SourceKind.FILE]),
        (SourceKind.CHAT, [SourceKind.CHAT, SourceKind.FILE]),
    ],
)
def test_only_series_with_a_definition_are_archived_with_it(
    store: Store, folder: Path, kind: SourceKind, left: list[SourceKind]
) -> None:
    write(folder, ADA, name="other")
    sync(store, [folder], now=NOW)
    with store.writing() as connection:
        [source] = [one for one in list_sources(connection) if one.series_id == "group"]
        save_source(connection, replace(source, kind=kind))
    (folder / "group.yaml").unlink()
    results = sync(store, [folder], now=LATER, options=CONFIRMED)
    assert (len(results) == 1) == (kind in left)
    with store.reading() as connection:
        assert [one.kind for one in list_sources(connection)] == left


def test_file_that_goes_archives_its_series_if_confirmed(store: Store, folder: Path) -> None:
    write(folder, ADA, name="other")
    sync(store, [folder], now=NOW)
    (folder / "group.yaml").unlink()
    results = sync(store, [folder], now=LATER)
    assert [one.outcome for one in results] == [Outcome.UNCHANGED, Outcome.HELD]
    results = sync(store, [folder], now=LATER, options=CONFIRMED)
    assert [one.outcome for one in results] == [Outcome.UNCHANGED, Outcome.ARCHIVED]
    stored = group(store)
    assert stored.archived_at == LATER
    assert [one.is_removed for one in stored.sessions] == [True, True]
    assert sync(store, [folder], now=LATER)[1:] == []
    write(folder, ADA, BOB)
    assert sync(store, [folder], now=LATER)[0].outcome is Outcome.CHANGED
    stored = group(store)
    assert stored.archived_at is None
    assert [one.revision.sequence for one in stored.sessions] == [2, 2]


@pytest.mark.parametrize("why", ["archived", "broken", "held"])
def test_series_of_which_no_version_is_taken_gets_its_entries_in_a_new_form(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """Its feed is served on: what an earlier form gave away must not stay in it."""
    write(folder, ADA, name="other")
    after_ada = NOW + timedelta(days=12)
    sync(store, [folder], now=NOW)
    if why == "archived":
        (folder / "group.yaml").unlink()
        sync(store, [folder], now=after_ada, options=CONFIRMED)
    before = group(store)
    monkeypatch.setattr(versions, "ENTRY_FORM", "another")
    monkeypatch.setattr(versions, "render_entries", _as_another)
    if why == "broken":
        write(folder, "  - start: none\n")
    elif why == "held":
        write(folder, EVE)
    now = after_ada + timedelta(days=9) if why == "archived" else NOW
    sync(store, [folder], now=now)
    after = group(store)
    assert {one.entries.public for one in after.sessions} == {b"another"}
    assert (after.series, after.archived_at) == (before.series, before.archived_at)
    left = [replace(one, entries=Entries()) for one in before.sessions]
    assert [replace(one, entries=Entries()) for one in after.sessions] == left
    sync(store, [folder], now=now)
    assert group(store).version == after.version


def _as_another(*_: object) -> SessionEntries:
    return SessionEntries(b"another")


def test_file_of_a_past_term_is_archived_without_asking(store: Store, folder: Path) -> None:
    write(folder, ADA, name="other")
    sync(store, [folder], now=NOW)
    (folder / "group.yaml").unlink()
    results = sync(store, [folder], now=NOW + timedelta(days=90))
    assert [one.outcome for one in results] == [Outcome.UNCHANGED, Outcome.ARCHIVED]
    assert [one.is_removed for one in group(store).sessions] == [False, False]


def test_renamed_file_keeps_its_series(store: Store, folder: Path) -> None:
    write(folder, ADA, BOB, head="id: group\n" + HEAD)
    sync(store, [folder], now=NOW)
    (folder / "group.yaml").rename(folder / "new.yaml")
    assert [one.outcome for one in sync(store, [folder], now=LATER)] == [Outcome.UNCHANGED]
    (folder / "new.yaml").rename(folder / "newer.yaml")
    write(folder, "  - start: none\n", head="id: group\n" + HEAD, name="newer")
    assert [one.outcome for one in sync(store, [folder], now=LATER)] == [Outcome.BROKEN]


def test_file_that_becomes_another_series_leaves_its_own(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    write(folder, ADA, "  - start: none\n", head="id: other\n" + HEAD)
    assert [one.outcome for one in sync(store, [folder], now=LATER)] == [Outcome.BROKEN]
    write(folder, ADA, BOB, head="id: other\n" + HEAD)
    results = sync(store, [folder], now=LATER)
    assert [one.outcome for one in results] == [Outcome.NEW, Outcome.HELD]
    results = sync(store, [folder], now=LATER, options=CONFIRMED)
    assert [one.outcome for one in results] == [Outcome.UNCHANGED, Outcome.ARCHIVED]
    assert group(store).archived_at == LATER
    write(folder, ADA, BOB)
    results = sync(store, [folder], now=LATER, options=CONFIRMED)
    assert [one.outcome for one in results] == [Outcome.CHANGED, Outcome.ARCHIVED]


def test_file_outside_the_folder_is_not_missed(store: Store, folder: Path, tmp_path: Path) -> None:
    elsewhere = write(tmp_path, EVE, name="elsewhere")
    sync(store, [folder, elsewhere], now=NOW)
    assert [one.outcome for one in sync(store, [folder], now=LATER)] == [Outcome.UNCHANGED]
    assert [one.outcome for one in sync(store, [elsewhere], now=LATER)] == [Outcome.UNCHANGED]


def test_folder_that_lost_all_files_changes_nothing(store: Store, folder: Path) -> None:
    sync(store, [folder], now=NOW)
    (folder / "group.yaml").unlink()
    with pytest.raises(TalkbellError, match="there are no definitions"):
        sync(store, [folder], now=LATER, options=CONFIRMED)
    assert group(store).archived_at is None


def test_text_that_a_database_cannot_hold_keeps_no_other_series_back(
    store: Store, folder: Path
) -> None:
    odd = r"""  - start: 2026-03-09 16:30
    title: "On\0sets"
    join: {url: "https://meet.example.org/abcdefgh", passcode: "a\0b"}
"""
    head = HEAD.replace("Reading group", r'"Reading\0group"')
    write(folder, odd, head=head)
    write(folder, EVE, name="other")
    first = sync(store, [folder], now=NOW)
    write(folder, odd, BOB, head=head)
    second = sync(store, [folder], now=LATER)
    assert [one.outcome for one in first] == [Outcome.NEW, Outcome.NEW]
    assert [one.outcome for one in second] == [Outcome.CHANGED, Outcome.UNCHANGED]
    assert group(store).series.title == "Reading\0group"


def test_link_that_was_replaced_stays_secret(store: Store, folder: Path) -> None:
    link = "https://meet.example.org/abcdefgh"
    note = f"    abstract: Join at {link}\n"
    write(folder, ADA + f"    join: {link}\n" + note)
    sync(store, [folder], now=NOW)
    write(folder, ADA + "    join: https://meet.example.org/ijklmnop\n" + note)
    sync(store, [folder], now=LATER)
    found = session(store, "ada-example").entries
    assert b"abcdefgh" in unfolded(found.subscribers)
    assert b"abcdefgh" not in unfolded(found.public)
    assert b"ijklmnop" not in unfolded(found.public)


def test_other_policy_gives_other_entries(store: Store, folder: Path) -> None:
    joined = ADA + "    join: https://meet.example.org/abcdefgh\n"
    write(folder, joined)
    sync(store, [folder], now=NOW)
    assert b"abcdefgh" not in unfolded(session(store, "ada-example").entries.public)
    write(folder, joined, head="link: public\n" + HEAD)
    sync(store, [folder], now=LATER)
    assert b"abcdefgh" in unfolded(session(store, "ada-example").entries.public)
