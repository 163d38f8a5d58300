"""`talkbell organizer-link` and `talkbell history`."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.flows.organizing.page_access import find_pass, open_page
from bot.flows.organizing.rights import OPERATOR, Person, redeem, series_of
from bot.store.engine import open_store
from bot.store.organizing.page_keys import Pass
from tests.cli.conftest import Ran
from tests.telegram_emulator.client import Emulator
from tests.telegram_emulator.fixtures import durations, emulator, running

__all__ = ["durations", "emulator", "running"]
Talkbell = Callable[..., Ran]


def test_link_is_printed_once_and_makes_an_organizer(folder: Path, talkbell: Talkbell) -> None:
    assert talkbell("sync").code == 0
    made = talkbell("organizer-link", "seminar", "--name", "Ada Example")
    found = re.fullmatch(r"/start o_([\w-]{43})\n", made.out)
    assert made.code == 0
    assert found
    assert "It counts once, for 24 hours. It is shown this once." in made.err
    now, ada = datetime.now(UTC), Person("telegram", "12345")
    with open_store(f"sqlite:///{folder / 'data' / 'talkbell.db'}") as store:
        assert redeem(store, found[1], ada, now=now) == "seminar"
        with store.reading() as connection:
            assert series_of(connection, ada) == ["seminar"]
    lines = [line[25:] for line in talkbell("history", "seminar").out.splitlines()]
    assert lines == [
        "command line: a link was made that makes an organizer: Ada Example",
        "Ada Example (telegram 12345): is an organizer now",
    ]


@pytest.mark.parametrize("command", ["organizer-link", "organizer-page", "history"])
def test_series_that_is_not_stored_is_told(talkbell: Talkbell, command: str) -> None:
    assert "run `talkbell sync` first" in talkbell(command, "seminar").err
    talkbell("sync")
    ran = talkbell(command, "semina")
    assert (ran.code, "did you mean seminar?" in ran.err) == (1, True)


def test_history_tells_what_the_definition_changed(folder: Path, talkbell: Talkbell) -> None:
    talkbell("sync")
    assert (
        talkbell("history", "seminar").out
        == "seminar: nothing has changed since it was read first\n"
    )
    path = folder / "schedules" / "seminar.yaml"
    path.write_text(
        path.read_text("utf-8").replace("06-28", "06-29").replace("/j/1234", "/j/9"), "utf-8"
    )
    talkbell("sync")
    ran = talkbell("history", "seminar")
    assert [line[25:] for line in ran.out.splitlines()] == [
        "definition: Moved: Ada Example, 28 June 16:30 → 29 June 16:30",
        "definition: Link changed: Ada Example, 29 June 16:30",
    ]


@pytest.mark.enable_socket
def test_link_leads_to_the_bot_where_it_has_a_name(
    talkbell: Talkbell, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALKBELL_TELEGRAM_TOKEN", emulator.token)
    monkeypatch.setenv("TALKBELL_TELEGRAM_BASE_URL", emulator.base_url)
    talkbell("sync")
    made = talkbell("organizer-link", "seminar")
    assert re.fullmatch(r"https://t\.me/talkbell_bot\?start=o_[\w-]{43}\n", made.out)


def test_page_is_for_who_is_given_its_link(
    folder: Path, talkbell: Talkbell, monkeypatch: pytest.MonkeyPatch
) -> None:
    talkbell("sync")
    unset = talkbell("organizer-page", "seminar")
    assert (unset.code, "TALKBELL_PUBLIC_URL" in unset.err) == (1, True)
    monkeypatch.setenv("TALKBELL_PUBLIC_URL", "https://talks.example")
    made = talkbell("organizer-page", "seminar")
    found = re.fullmatch(r"https://talks\.example/organize/([\w-]{43})\n", made.out)
    assert found
    assert "It counts once, for 15 minutes. It is shown this once." in made.err
    now = datetime.now(UTC)
    with open_store(f"sqlite:///{folder / 'data' / 'talkbell.db'}") as store:
        session = open_page(store, found[1], now=now)
        with store.reading() as connection:
            seen = find_pass(connection, session or "", now=now)
    assert seen == Pass("seminar", OPERATOR, "")
