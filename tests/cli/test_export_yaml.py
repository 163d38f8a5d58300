"""`talkbell export --format yaml`: the definition as it counts, to be committed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.accounts import OrganizerAccount
from bot.domain.edits import AddSession, Cancel, SetLink
from bot.domain.moments import Moment
from bot.domain.series import Join, Session, Speaker, Talk
from bot.flows.organizing.edit import edit
from bot.flows.organizing.rights import Person, invite, redeem
from bot.store.engine import open_store
from bot.store.series.overlays import list_edits
from tests.cli.conftest import SEMINAR, WORKSHOP, Ran
from tests.definitions import series_of

Talkbell = Callable[..., Ran]
NOW = datetime(2021, 6, 1, 12, tzinfo=UTC)
ADA = Person("telegram", "1", "Ada Example")


def change(folder: Path) -> None:
    """Let an organizer cancel a session and change its link."""
    with open_store(f"sqlite:///{folder / 'data' / 'talkbell.db'}") as store:
        redeem(store, invite(store, "seminar", ADA.name, now=NOW), ADA, now=NOW)
        for made in (
            Cancel(session_id="first", reason="ill"),
            SetLink(session_id="first", join=Join(url="https://meet.example/other")),
        ):
            edit(store, "seminar", made, ADA, now=NOW)


def edits(folder: Path) -> int:
    address = f"sqlite:///{folder / 'data' / 'talkbell.db'}"
    with open_store(address) as store, store.reading() as connection:
        return len(list_edits(connection, "seminar"))


def test_definition_with_what_was_changed_in_chat_takes_its_place(
    folder: Path, talkbell: Talkbell
) -> None:
    talkbell("sync")
    change(folder)
    made = talkbell("export", "seminar", "--format", "yaml")
    assert made.code == 0
    assert "# status changed in chat on 2021-06-01; join changed in chat on 2021-06-01" in made.out
    first = series_of(made.out).sessions[0]
    assert (first.status.value, first.reason) == ("cancelled", "ill")
    assert edits(folder) == 2
    told = "seminar: 2 edits made in chat lie over it; to commit: talkbell export seminar"
    assert told in talkbell("sync").out
    path = folder / "schedules" / "seminar.yaml"
    assert talkbell("export", "seminar", "--format", "yaml", "-o", str(path)).code == 0
    synced = talkbell("sync")
    assert "seminar:" not in synced.out  # nothing of it is new
    assert edits(folder) == 0
    history = [line[25:] for line in talkbell("history", "seminar").out.splitlines()]
    assert "Ada Example (telegram 1): Cancelled: Ada Example, 28 June 16:30 (ill)" in history
    assert "meet.example" not in "".join(history)


def test_session_added_in_chat_is_written_too(folder: Path, talkbell: Talkbell) -> None:
    talkbell("sync")
    change(folder)
    start = Moment(datetime(2021, 7, 12, 16, 30), "Europe/Zurich")
    talk = Talk(id="a", title="On Maps", speakers=(Speaker(name="Chie Rei"),))
    add = AddSession(session=Session(id="chie-rei", start=start, talks=(talk,)))
    with open_store(f"sqlite:///{folder / 'data' / 'talkbell.db'}") as store:
        edit(store, "seminar", add, ADA, now=NOW)
    made = talkbell("export", "seminar", "--format", "yaml")
    assert "# session added in chat on 2021-06-01" in made.out
    assert "On Maps" in [one.title for one in series_of(made.out).sessions]
    (folder / "schedules" / "seminar.yaml").write_text(made.out, "utf-8")
    talkbell("sync")
    assert edits(folder) == 0
    again = talkbell("export", "seminar", "--format", "yaml").out
    assert series_of(again) == series_of(made.out)


def test_series_that_is_not_stored_is_written_as_its_file_says(talkbell: Talkbell) -> None:
    made = talkbell("export", "workshop", "--format", "yaml")
    assert series_of(made.out) == series_of(WORKSHOP)
    assert series_of(talkbell("export", "seminar", "--format", "yaml").out) == series_of(SEMINAR)


def test_several_go_into_a_folder(folder: Path, talkbell: Talkbell) -> None:
    talkbell("sync")
    refused = talkbell("export", "seminar", "workshop", "--format", "yaml")
    assert (refused.code, "name it, or give -o a folder" in refused.err) == (1, True)
    assert talkbell("export", "--format", "yaml", "-o", "out/").code == 0
    assert sorted(one.name for one in (folder / "out").iterdir()) == [
        "seminar.yaml",
        "workshop.yaml",
    ]


def test_organizers_of_a_version_that_is_held_back_are_those_that_count(
    folder: Path, talkbell: Talkbell
) -> None:
    head = "title: A\ntimezone: Europe/Zurich\n"
    talks = "sessions: [{id: far, start: 2199-06-28 16:30, title: On Examples}]\n"
    ada, bela = "{name: Ada Example, telegram: 1}", "{name: Bela Beispiel, telegram: 2}"
    path = folder / "schedules" / "far.yaml"
    path.write_text(f"{head}organizers: [{ada}]\n{talks}", "utf-8")
    assert talkbell("sync").code == 0
    path.write_text(f"{head}organizers: [{bela}]\nsessions: []\n", "utf-8")
    assert "far: held back" in talkbell("sync").out
    made = series_of(talkbell("export", "far", "--format", "yaml").out)
    assert [one.id for one in made.sessions] == ["far"]
    assert made.organizers == ("Ada Example", "Bela Beispiel")  # the names that are shown wait
    assert made.accounts == (OrganizerAccount(name="Bela Beispiel", telegram="2"),)
