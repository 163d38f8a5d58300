"""What organizers paste, in the store: one transaction, rights, series that live in the chat."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.sync import describe_result
from bot.domain.edits import Cancel, Move
from bot.domain.moments import settle_wall
from bot.domain.series import Series, Status
from bot.flows.ingest import Outcome, SyncOptions, sync
from bot.flows.organizing import adding
from bot.flows.organizing import edit as editing
from bot.flows.organizing.adding import (
    Added,
    Shown,
    begin,
    discard,
    keep_said,
    look,
    own_paste,
    publish_paste,
)
from bot.flows.organizing.edit import edit
from bot.flows.organizing.paste_years import shifted
from bot.flows.organizing.pasting import Lack
from bot.flows.organizing.rights import Action, NoRightError, Origin, Person, series_of
from bot.sources.definition import dump_definition
from bot.store.delivery.notices import list_open
from bot.store.engine import Store
from bot.store.organizing.organizers import list_acts, list_organizers
from bot.store.organizing.pastes import NEW_SERIES, AtThatHour, Mends, Paste
from bot.store.series.overlays import list_edits
from bot.store.series.schedules import list_versions, load_series
from bot.store.series.sources import SourceKind, StoredSource, list_sources
from tests.flows.test_edit import ADA, BELA, FILE, FIRST, KILLED, LATER, Desk

TALKS = b"""\
12 July 2021, 16:30
Chie Rei: On Maps
https://epfl.zoom.us/j/67799152011

19 July 2021, 16:30
Dan Ejemplo: On Rivers
"""
PASTE = Paste(id="0a", series_id="seminar", data=TALKS)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    desk = Desk(store, tmp_path)
    begin(store, PASTE, ADA, now=LATER)
    return desk


def publish(desk: Desk, paste: Paste = PASTE, by: Person = ADA) -> Added | Shown | None:
    shown = look(desk.store, paste, by, now=LATER)
    return publish_paste(desk.store, paste, shown.mark, by, now=LATER)


def series(desk: Desk, series_id: str) -> Series:
    with desk.store.reading() as connection:
        found = load_series(connection, series_id)
    assert found
    return found.series


def test_looking_stores_nothing(desk: Desk) -> None:
    before = desk.stored()
    shown = look(desk.store, PASTE, ADA, now=LATER)
    assert [one.headline for one in shown.understood.new] == [
        "Chie Rei: On Maps",
        "Dan Ejemplo: On Rivers",
    ]
    assert [len(one.untold.notices) for one in shown.told] == [2]
    assert (desk.stored(), desk.edits(), desk.notices()) == (before, [], 0)


def test_all_is_published_in_one_version_once(desk: Desk) -> None:
    before = desk.stored()
    done = publish(desk)
    assert isinstance(done, Added)
    after = desk.stored()
    assert after.version == before.version + 1
    assert [one.id for one in after.series.sessions][2:] == [one.id for one in done.sessions]
    assert (len(desk.edits()), desk.notices()) == (2, 2)
    with desk.store.reading() as connection:
        act = list_acts(connection, "seminar")[-1]
        assert len({one.message for one in list_open(connection)}) == 1
    assert (act.action, act.version, act.person.number) == (Action.EDITED, after.version, "1")
    assert own_paste(desk.store, "0a", ADA) is None
    assert publish_paste(desk.store, PASTE, "", ADA, now=LATER) is not None  # shown, nothing new
    assert desk.stored() == after


def at_that_hour(desk: Desk, said: AtThatHour) -> Paste:
    first = desk.stored().series.sessions[0].start
    assert first is not None
    data = f"{first.date}, {first.wall:%H:%M}\nDan Ejemplo: On Rivers".encode()
    paste = replace(PASTE, data=data, mends=Mends(at_that_hour=said))
    assert keep_said(desk.store, paste, now=LATER)
    return paste


@pytest.mark.parametrize("said", list(AtThatHour))
def test_what_stands_at_the_hour_of_another_is_the_same_once_committed(
    desk: Desk, said: AtThatHour
) -> None:
    first = desk.stored().series.sessions[0]
    done = publish(desk, at_that_hour(desk, said))
    assert isinstance(done, Added)
    is_instead = said is AtThatHour.INSTEAD
    assert done.cancelled == ((first,) if is_instead else ())
    found = {one.id: one for one in desk.stored().series.sessions}
    standing = Status.CANCELLED if is_instead else Status.SCHEDULED
    assert found[first.id] == replace(first, status=standing)
    [new] = [one for name, one in found.items() if one.headline == "Dan Ejemplo: On Rivers"]
    assert (new.start, new.status) == (first.start, Status.SCHEDULED)
    assert (len(found), desk.notices()) == (3, 2 if is_instead else 1)
    before = desk.stored()
    [result] = sync(desk.store, [desk.folder], now=LATER)  # the file knows nothing of it
    assert (result.outcome, desk.stored()) == (Outcome.UNCHANGED, before)
    desk.path.write_text(dump_definition(before.series), "utf-8")
    [result] = sync(desk.store, [desk.folder], now=LATER)
    assert (result.outcome, result.changes, desk.edits()) == (Outcome.UNCHANGED, (), [])
    assert desk.stored().sessions == before.sessions


def test_what_is_cancelled_for_it_is_part_of_what_was_shown(desk: Desk) -> None:
    paste = at_that_hour(desk, AtThatHour.BOTH)
    shown = look(desk.store, paste, ADA, now=LATER)
    instead = replace(paste, mends=Mends(at_that_hour=AtThatHour.INSTEAD))
    again = publish_paste(desk.store, instead, shown.mark, ADA, now=LATER)
    assert isinstance(again, Shown)
    assert [one.id for one in again.understood.cancelled] == [desk.stored().series.sessions[0].id]


def test_what_is_committed_is_the_same_session(desk: Desk) -> None:
    publish(desk)
    before, notices = desk.stored(), desk.notices()
    desk.path.write_text(dump_definition(before.series), "utf-8")
    [result] = sync(desk.store, [desk.folder], now=LATER)
    assert (result.outcome, result.changes) == (Outcome.UNCHANGED, ())
    assert (desk.stored().sessions, desk.edits(), desk.notices()) == (before.sessions, [], notices)


@pytest.mark.parametrize("by", [BELA, Person("telegram", ""), Person("terminal", "1")])
@pytest.mark.parametrize("series_id", ["seminar", NEW_SERIES])
def test_nobody_else_can_look_or_publish(desk: Desk, by: Person, series_id: str) -> None:
    paste, before = replace(PASTE, series_id=series_id), desk.stored()
    mark = look(desk.store, paste, ADA, now=LATER).mark
    with pytest.raises(NoRightError):
        look(desk.store, paste, by, now=LATER)
    with pytest.raises(NoRightError):
        publish_paste(desk.store, paste, mark, by, now=LATER)
    assert desk.stored() == before
    assert own_paste(desk.store, "0a", by) is None


@pytest.mark.parametrize(
    ("place", "step"),
    [
        (adding, "close_paste"),
        (editing, "save_series"),
        (editing, "save_laid"),
        (editing, "note_changes"),
        (editing, "add_act"),
    ],
)
def test_publishing_that_dies_at_any_step_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, place: object, step: str
) -> None:
    before = desk.stored()
    whole = getattr(place, step)

    def dies(*args: object, **parts: object) -> None:
        whole(*args, **parts)
        raise KILLED

    monkeypatch.setattr(place, step, dies)
    with pytest.raises(RuntimeError, match="killed"):
        publish(desk)
    assert (desk.stored(), desk.edits(), desk.notices()) == (before, [], 0)
    assert own_paste(desk.store, "0a", ADA) == PASTE
    monkeypatch.undo()
    assert isinstance(publish(desk), Added)


@pytest.mark.parametrize("step", ["save_series", "save_source", "add_organizer", "add_act"])
def test_new_series_that_dies_at_any_step_is_not_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    paste = new_series(desk)
    whole = getattr(adding, step)

    def dies(*args: object, **parts: object) -> None:
        whole(*args, **parts)
        raise KILLED

    monkeypatch.setattr(adding, step, dies)
    with pytest.raises(RuntimeError, match="killed"):
        publish(desk, paste)
    with desk.store.reading() as connection:
        assert list(list_versions(connection)) == ["seminar"]
    monkeypatch.undo()
    assert isinstance(publish(desk, paste), Added)


def new_series(desk: Desk) -> Paste:
    mends = Mends(timezone="Europe/Zurich", title="Seminar")
    paste = replace(PASTE, series_id=NEW_SERIES, mends=mends)
    assert keep_said(desk.store, paste, now=LATER)
    return paste


def test_what_was_dropped_meanwhile_is_not_published(desk: Desk) -> None:
    before, shown = desk.stored(), look(desk.store, PASTE, ADA, now=LATER)
    assert discard(desk.store, "0a", ADA)
    assert publish_paste(desk.store, PASTE, shown.mark, ADA, now=LATER) is None
    assert desk.stored() == before


def test_new_series_lives_in_the_chat_and_is_its_makers(desk: Desk) -> None:
    done = publish(desk, new_series(desk))
    assert isinstance(done, Added)
    assert (done.series.id, done.series.title, len(done.sessions)) == ("seminar-2", "Seminar", 2)
    with desk.store.reading() as connection:
        sources = {one.series_id: one for one in list_sources(connection)}
        [organizer] = list_organizers(connection, ["seminar-2"])
        [act] = list_acts(connection, "seminar-2")
    assert sources["seminar-2"] == StoredSource("seminar-2", "", LATER, kind=SourceKind.CHAT)
    assert (organizer.person.number, organizer.origin) == ("1", Origin.LINK)
    assert (act.action, desk.notices()) == (Action.MADE, 0)
    sync(desk.store, [desk.folder], now=LATER)
    assert len(series(desk, "seminar-2").sessions) == 2
    more = replace(PASTE, id="0b", series_id="seminar-2", data=b"26 July 2021, 16:30\nAda: Dunes")
    begin(desk.store, more, ADA, now=LATER)
    publish(desk, more)
    with desk.store.reading() as connection:
        assert list_edits(connection, "seminar-2") == {}
    assert len(series(desk, "seminar-2").sessions) == 3


def test_file_takes_a_series_of_the_chat_over(desk: Desk) -> None:
    publish(desk, new_series(desk))
    exported = dump_definition(series(desk, "seminar-2"))
    desk.path.with_name("seminar-2.yaml").write_text(exported, "utf-8")
    results = sync(desk.store, [desk.folder], now=LATER)
    assert [one.outcome for one in results] == [Outcome.UNCHANGED] * 2
    with desk.store.reading() as connection:
        kinds = {one.series_id: one.kind for one in list_sources(connection)}
    assert kinds == dict.fromkeys(("seminar", "seminar-2"), SourceKind.FILE)


def test_what_changed_since_it_was_shown_is_shown_anew(desk: Desk) -> None:
    shown = look(desk.store, PASTE, ADA, now=LATER)
    line = "  - {start: 2021-07-12 16:30, title: On Maps, speaker: Chie Rei}\n"
    desk.path.write_text(FILE % FIRST + line, "utf-8")
    sync(desk.store, [desk.folder], now=LATER)
    again = publish_paste(desk.store, PASTE, shown.mark, ADA, now=LATER)
    assert isinstance(again, Shown)
    assert [one.headline for one in again.understood.new] == ["Dan Ejemplo: On Rivers"]
    assert [there.headline for there, _ in again.understood.known] == ["Chie Rei: On Maps"]
    assert isinstance(publish_paste(desk.store, PASTE, again.mark, ADA, now=LATER), Added)
    assert len(desk.stored().series.sessions) == 4


def test_older_export_does_not_take_back_what_the_chat_said_since(desk: Desk) -> None:
    publish(desk, new_series(desk))
    first, second = series(desk, "seminar-2").sessions
    path = desk.path.with_name("seminar-2.yaml")
    named = "organizers: [{name: Bela, telegram: 678}]\n"
    path.write_text(dump_definition(series(desk, "seminar-2")) + named, "utf-8")
    start = settle_wall(datetime(2021, 7, 13, 16, 30), "Europe/Zurich")
    edit(desk.store, "seminar-2", Move(session_id=first.id, start=start), ADA, now=LATER)
    moved = series(desk, "seminar-2")
    for _ in range(2):
        [held, _] = sync(desk.store, [desk.folder], now=LATER)
        assert (held.outcome, held.is_of_chat) == (Outcome.HELD, True)
        assert describe_result(held) == [
            "seminar-2: held back, as it lives in the chat, and is otherwise there now:",
            "  Series edited: organizers, accounts of organizers",
            "  Moved: Chie Rei, 13 July 16:30 → 12 July 16:30",
            "  To begin with that: talkbell export seminar-2 --format yaml",
            "  If the file is meant: talkbell sync --confirm",
        ]
        assert series(desk, "seminar-2") == moved
        with desk.store.reading() as connection:
            assert series_of(connection, Person("telegram", "678")) == []
    path.unlink()
    sync(desk.store, [desk.folder], now=LATER)
    assert series(desk, "seminar-2") == moved
    edit(desk.store, "seminar-2", Cancel(session_id=second.id), ADA, now=LATER)
    assert desk.edits() == []
    path.write_text(dump_definition(moved), "utf-8")
    options = SyncOptions(is_confirmed=True)
    [taken, _] = sync(desk.store, [desk.folder], now=LATER, options=options)
    assert (taken.outcome, series(desk, "seminar-2")) == (Outcome.CHANGED, moved)


PROGRAMME = b"""\
12 July 2021
09:00 Chie Rei: On Maps
14:00 Dan Ejemplo: On Rivers
"""


def test_programme_of_a_day_lasts_as_long_as_a_person_says(desk: Desk) -> None:
    paste = replace(PASTE, data=PROGRAMME)
    shown = look(desk.store, paste, ADA, now=LATER).understood
    assert (shown.can_be_published, shown.lacks[0]) == (False, Lack.LENGTH)
    paste = replace(paste, mends=Mends(length=timedelta(hours=6)))
    shown = look(desk.store, paste, ADA, now=LATER).understood
    assert shown.can_be_published
    assert [(one.end, one.own_title) for one in shown.new] == [
        (settle_wall(datetime(2021, 7, 12, 15), "Europe/Zurich"), "")
    ]


@pytest.mark.parametrize("date", ["12.07.2019", "12/07/2019", "2019-07-12", "12 July 2019"])
def test_year_that_is_past_is_mended_however_it_is_written(desk: Desk, date: str) -> None:
    text = f"{date}, 16:30\nChie Rei: On Maps\nSee arXiv:2103.2019\n".replace("12/07", "13/07")
    paste = replace(PASTE, data=text.encode(), mends=Mends(year=2021))
    [found] = look(desk.store, paste, ADA, now=LATER).understood.new
    assert found.start
    assert (found.start.date.year, found.start.date.month) == (2021, 7)
    again = shifted(text.encode().split(b"\n"), {1, 2, 3}, {2019}, 2)
    assert again.endswith(b"arXiv:2103.2019\n")


@pytest.mark.parametrize("word", ["BST", "IST", "CST"])
def test_zone_word_that_is_not_the_series_is_asked_about(desk: Desk, word: str) -> None:
    text = f"12 July 2021, 16:30 {word}\nChie Rei: On Maps\n"
    paste = replace(PASTE, data=text.encode())
    found = look(desk.store, paste, ADA, now=LATER).understood
    assert (found.can_be_published, Lack.ZONE in found.lacks) == (False, True)
    said = replace(paste, mends=Mends(timezone="Europe/London"))
    found = look(desk.store, said, ADA, now=LATER).understood
    assert [one.start.zone for one in found.new if one.start] == ["Europe/London"]
    assert found.can_be_published
