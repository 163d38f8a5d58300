"""`talkbell announce`: the same preview, printed; asked, published, and taken back."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.chats.subscriptions import find_or_add_chat, subscribe
from bot.store.delivery.announcing import list_waiting
from bot.store.delivery.letters import Letter
from bot.store.engine import open_store
from tests.cli.conftest import Ran

Talkbell = Callable[..., Ran]
GARDEN = ("announce", "seminar", "--message", "We meet in the garden.")
SHOWN = """\
A message from the organizers of Seminar on Everything

We meet in the garden.

-- to 1 chat, at once
"""


@pytest.fixture
def stored(folder: Path, talkbell: Talkbell) -> Path:
    """Return a folder with a stored seminar that one chat follows."""
    talkbell("sync")
    now = datetime.now(UTC)
    with open_store(address(folder)) as store, store.writing() as connection:
        chat_id = find_or_add_chat(connection, "test", "5", now=now)
        subscribe(connection, chat_id, "seminar", now=now)
    return folder


def address(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'talkbell.db'}"


def waiting(folder: Path) -> list[Letter]:
    with open_store(address(folder)) as store, store.reading() as connection:
        return list_waiting(connection)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_dry_run_shows_it_and_stops_there(stored: Path, talkbell: Talkbell) -> None:
    assert talkbell(*GARDEN, "--dry-run") == Ran(0, SHOWN, "")
    assert waiting(stored) == []


def test_it_is_published_after_a_yes_alone(
    stored: Path, talkbell: Talkbell, answers: Callable[[str], None]
) -> None:
    for said in ("", "\n", "n\n", "yes?\n"):
        answers(said)
        ran = talkbell(*GARDEN)
        assert ran == Ran(1, SHOWN, "Publish it? [y/N] nothing is sent\n")
    assert waiting(stored) == []
    answers("y\n")
    ran = talkbell(*GARDEN)
    assert (ran.code, ran.out) == (0, SHOWN)
    assert "published: it leaves within a minute" in ran.err
    [letter] = waiting(stored)
    assert (letter.series_id, letter.session_id, letter.by.platform) == ("seminar", "", "")
    assert talkbell(*GARDEN[:2], "--undo").out == "taken back: nothing of it had left\n"
    assert waiting(stored) == []
    assert "nothing of seminar waits" in talkbell(*GARDEN[:2], "--undo").err
    lines = [line[25:] for line in talkbell("history", "seminar").out.splitlines()]
    assert lines == [
        "command line: made an announcement",
        "command line: took an announcement back",
    ]


def test_it_is_scheduled_in_the_zone_of_the_series(
    stored: Path, talkbell: Talkbell, answers: Callable[[str], None]
) -> None:
    year = datetime.now(UTC).year + 1
    answers("y\n")
    ran = talkbell(*GARDEN, "second", "--at", f"19 July {year} 17:00")
    assert f"19 July {year}, 17:00 CEST\n" in ran.out
    [letter] = waiting(stored)
    assert (letter.session_id, letter.due_at) == ("second", datetime(year, 7, 19, 15, tzinfo=UTC))
    [line] = talkbell("history", "seminar").out.splitlines()
    assert "command line: scheduled an announcement: Bela Beispiel, for " in line


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--at", "2021-06-28 17:00"), "this time is past"),
        (("--at", "Tuesday 17:00"), "which day is meant"),
        (("nobody",), 'no single session of seminar is "nobody"; there are first, second'),
        (("--message", "https://meet.example/j/123456789"), "this is a link to join"),
        (("--message", "a" * 1501), "the message is too long"),
        (("first", "--message", ""), "it is over"),
        (("--message", ""), "nothing of this series is to come"),
    ],
)
@pytest.mark.usefixtures("stored")
def test_what_makes_no_sense_is_refused(
    talkbell: Talkbell, arguments: tuple[str, ...], told: str
) -> None:
    ran = talkbell(*GARDEN, *arguments, "--dry-run")
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err


def test_a_session_is_named_by_words(talkbell: Talkbell, stored: Path) -> None:
    del stored
    ran = talkbell("announce", "seminar", "on examples", "--message", "Slides follow.", "--dry-run")
    assert ran.out.startswith("Ada Example: On Examples\n\nA message from the organizers:\n")


def test_the_most_a_day_is_a_setting(
    stored: Path,
    talkbell: Talkbell,
    answers: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TALKBELL_ANNOUNCEMENTS_PER_DAY", "1")
    answers("y\n")
    assert talkbell(*GARDEN).code == 0
    ran = talkbell(*GARDEN, "--dry-run")
    assert "1 announcement of a series in 24 hours is the most" in ran.err
    tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=2)
    ran = talkbell(*GARDEN, "--dry-run", "--at", f"{tomorrow:%Y-%m-%d %H:%M} UTC")
    assert ran.code == 0
    assert stored
