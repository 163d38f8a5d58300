"""An organizer announces on Telegram: shown first, killed in the middle, taken back, scheduled."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.telegram_emulator.client import Emulator, Message, buttons, running_emulator, shown

from .service import environment, started, wait_until

pytestmark = pytest.mark.enable_socket
FOLLOWERS, IN_FLIGHT = 16, 4
SEMINAR = """\
id: seminar
title: Seminar on Everything
timezone: Europe/Zurich
organizers: [{{name: Ada Example, telegram: {organizer}}}]
duration: 1 hour
sessions:
  - id: first
    start: 2031-06-28 16:30
    title: On Examples
    speaker: Bela Beispiel
    join: {{url: "https://meet.example/room/canary", passcode: c4nary}}
"""
BACK = "Seminar on Everything: the organizers have taken this announcement back."


class Town:
    """An emulator with an organizer and those who follow, and the folder of the service."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator = emulator
        self.folder = folder
        self.ada = emulator.add_user("Ada Example")
        self.others = [emulator.add_user(f"Person {n}") for n in range(FOLLOWERS)]
        (folder / "schedules").mkdir()
        definition = SEMINAR.format(organizer=self.ada)
        (folder / "schedules" / "seminar.yaml").write_text(definition, "utf-8")

    @property
    def settings(self) -> dict[str, str]:
        return {
            "TALKBELL_TELEGRAM_TOKEN": self.emulator.token,
            "TALKBELL_TELEGRAM_BASE_URL": self.emulator.base_url,
            "TALKBELL_TELEGRAM_MESSAGES_PER_SECOND": "5",
        }

    def follow(self) -> None:
        for one in self.others:
            self.emulator.ask(one, "/start seminar")

    def ask(self, text: str) -> Message:
        return self.emulator.ask(self.ada, text)

    def press(self, message: Message, button: str) -> str:
        """Press a button; return what the message shows then."""
        before = shown(message)
        self.emulator.press(self.ada, message, button)
        number = message["message_id"]
        wait_until(
            lambda: shown(self.emulator.message(self.ada, number)) != before, f"{button}: nothing"
        )
        return shown(self.emulator.message(self.ada, number))

    def got(self, text: str) -> dict[int, int]:
        """Return who has messages with a text, and how many."""
        found = {
            one: sum(text in shown(m) for m in self.emulator.bot_messages(one))
            for one in self.others
        }
        return {one: count for one, count in found.items() if count}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with running_emulator() as emulator:
        yield Town(emulator, tmp_path)


def test_announcement_is_shown_published_killed_and_taken_back(town: Town) -> None:
    with started(town.folder, "run", "--port", "0", **town.settings) as service:
        town.follow()
        stranger = shown(town.emulator.ask(town.others[0], "/announce seminar: Mine."))
        assert stranger.startswith("I do not know /announce")
        preview = town.ask("/announce seminar: We meet in the <garden>.")
        assert "We meet in the <garden>." in shown(preview)
        assert f"It goes to {FOLLOWERS} chats, at once." in shown(preview)
        assert buttons(preview) == ["Publish", "Later …", "Send it to me", "Drop"]
        town.emulator.press(town.ada, preview, "Send it to me")
        after = preview["message_id"]
        told = town.emulator.wait_for_message(town.ada, after=after, containing="A message from")
        assert buttons(told) == ["About the series"]
        assert town.got("garden") == {}
        assert town.press(preview, "Publish").startswith(f"Published: it leaves for {FOLLOWERS}")
        wait_until(lambda: len(town.got("garden")) > 1, "nothing left")
        service.end(signal.SIGKILL)
    assert len(town.got("garden")) < FOLLOWERS
    with started(town.folder, "run", "--port", "0", **town.settings) as service:
        wait_until(lambda: len(town.got("garden")) == FOLLOWERS, "not all have it")
        assert sum(town.got("garden").values()) <= FOLLOWERS + IN_FLIGHT
        _take_back(town)
        assert service.end()[0] == 0
    assert "canary" not in "".join(service.out + service.err)


def _take_back(town: Town) -> None:
    preview = town.ask("/announce Examples: Bring chairs.")
    town.press(preview, "Publish")
    wait_until(lambda: len(town.got("Bring chairs.")) > 1, "nothing left")
    assert town.press(preview, "Undo").startswith("Taken back: nothing more of it leaves")
    reached = len(town.got("Bring chairs.")) + len(town.got(BACK))
    wait_until(lambda: not town.got("Bring chairs."), "not all are edited")
    time.sleep(2)  # in which as many as are left would have left
    assert town.got("Bring chairs.") == {}
    assert 1 < len(town.got(BACK)) <= reached + IN_FLIGHT < FOLLOWERS
    assert set(town.got(BACK).values()) == {1}


def test_scheduled_announcement_leaves_in_its_hour_and_history_knows_it(town: Town) -> None:
    clock = ("--clock", "2031-06-27 10:00 CEST", "--speed", "60")
    with started(town.folder, "run", "--port", "0", *clock, **town.settings) as service:
        town.follow()
        preview = town.ask("/announce Examples")
        assert "Saturday 28 June 2031, 16:30" in shown(preview) or "On Examples" in shown(preview)
        asked = shown(town.ask("/schedule 27 June 2031 10:20"))
        assert "on Friday 27 June 2031, 10:20 CEST." in asked
        last = town.emulator.bot_messages(town.ada)[-1]
        assert "Scheduled: it leaves on Friday 27 June 2031, 10:20" in town.press(
            last, "Schedule it"
        )
        assert town.got("The organizers announce:") == {}
        listed = town.ask("/announce")
        assert "Bela Beispiel: On Examples\nFriday 27 June 2031, 10:20 CEST" in shown(listed)
        wait_until(
            lambda: len(town.got("The organizers announce:")) == FOLLOWERS, "not all have it"
        )
        assert set(town.got("The organizers announce:").values()) == {1}
        service.end()


def test_command_line_announces_what_a_running_service_sends(town: Town) -> None:
    with started(town.folder, "run", "--port", "0", **town.settings) as service:
        town.follow()
        done = _announce(town, "--message", "Hello from the desk.", said="y\n")
        assert done.stdout.endswith(f"-- to {FOLLOWERS} chats, at once\n")
        town.emulator.ask(town.others[0], "/zone Tokyo")  # has the service plan at once
        wait_until(lambda: len(town.got("Hello from the desk.")) == FOLLOWERS, "not all have it")
        history = _run(town, "history", "seminar").stdout
        assert re.search(r"command line: made an announcement$", history, re.MULTILINE)
        service.end()


def _announce(town: Town, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return _run(town, "announce", "seminar", *arguments, said=said)


def _run(town: Town, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=town.folder,
        env=environment(),
        input=said,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
