"""A talk from the organizer's paste to its end, the service killed between any two steps.

What subscribers got, and what calendars show, is held against what is written here.
"""

import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.score import shared
from tests.telegram_emulator.client import Emulator, Message, running_emulator, shown

from .service import Service, started, wait_until

pytestmark = pytest.mark.enable_socket
ORLA = 77  # who organizes, by her number on Telegram
DEFINITION = """\
id: internal
title: Internal Seminar
timezone: Europe/Zurich
duration: 1 hour
organizers: [{name: Orla Example, telegram: 77}]
sessions:
  - {start: 2027-09-06 16:30, title: On Examples, speaker: Ada Example, abstract: Many.}
"""
OUR_TEXT = """\
July 12th at 4.30 pm.

Zoom link: https://epfl.zoom.us/j/1234567890

Speaker: Dan Ejemplo.

Title: On Maps That Fold

Abstract: Maps are drawn, folded, and drawn again.
"""
_DOCUMENT = "internal-seminar.txt"


def shared_text() -> str:
    """Return the talk of July as the seminar's page has it; nothing where that is not there."""
    path = shared() / "documents" / _DOCUMENT
    if not path.is_file():
        return ""
    found = re.search(
        r"^July 12th.*?^Slides link\.$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found
    return found[0]


@dataclass
class Seminar:
    """The service on its simulated clock, which is killed after each step, and who is there."""

    folder: Path
    emulator: Emulator
    people: dict[str, int] = field(default_factory=dict)
    begun: dict[str, int] = field(default_factory=dict)  # the last message before the journey

    @contextmanager
    def at(self, hour: str) -> Iterator[Service]:
        """Give the service at an hour of 28 June; it dies at the end, as by a power cut."""
        clock = f"2027-06-28 {hour} CEST"
        settings = {
            "TALKBELL_TELEGRAM_TOKEN": self.emulator.token,
            "TALKBELL_TELEGRAM_BASE_URL": self.emulator.base_url,
        }
        with started(self.folder, "run", "--port", "0", "--clock", clock, **settings) as service:
            yield service
            assert service.end(signal.SIGKILL)[0] == -signal.SIGKILL

    def join(self, name: str, *said: str) -> None:
        person = self.people[name] = self.emulator.add_user(name)
        for one in ("/start internal", *said):
            answer = self.emulator.ask(person, one)
        self.begun[name] = answer["message_id"]

    def ask(self, hour: str, said: str) -> Message:
        with self.at(hour):
            return self.emulator.ask(ORLA, said)

    def press(self, hour: str, message: Message, button: str) -> Message:
        """Return the message as it is, once it says something else."""
        with self.at(hour):
            self.emulator.press(ORLA, message, button)
            return self.emulator.message(ORLA, message["message_id"])

    def publish(self, hour: str, preview: Message, title: str) -> list[tuple[str, ...]]:
        """Press Publish; return what feeds say of the talk then.

        That is its start, SEQUENCE and STATUS, and its UID.
        """
        with self.at(hour) as service:
            before = service.get("/internal.ics")[1]
            self.emulator.press(ORLA, preview, "Publish")
            told = shown(self.emulator.message(ORLA, preview["message_id"]))
            assert told.startswith("Published"), told
            wait_until(lambda: service.get("/internal.ics")[1] != before, "the change in the feed")
            feeds = [service.get(f"/{name}.ics")[1] for name in ("internal", "all")]
        return [_entry(feed.decode(), title) for feed in feeds]

    def wait_for(self, hour: str, heading: str) -> None:
        """Let all who follow get a message."""
        with self.at(hour):
            for name in ("Ada", "Bela", "Chie"):
                self.emulator.wait_for_message(
                    self.people[name], after=self.begun[name], containing=heading
                )
            # Killed before it has noted that a message left, the service may send that again.
            wait_until(self.is_noted, "that all messages on their way are noted as sent")

    def is_noted(self) -> bool:
        """Tell whether no message is on its way, as the service's database has it."""
        address = f"file:{self.folder / 'data' / 'simulated.db'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=5)) as database:
            [[sending]] = database.execute(
                "SELECT count(*) FROM deliveries WHERE status IN ('claimed', 'sending')"
            )
        return not sending

    def told(self, name: str) -> list[str]:
        """Return all that somebody was told since the journey began."""
        found = self.emulator.bot_messages(self.people[name], after=self.begun[name])
        return [shown(one) for one in found]


def _entry(feed: str, title: str) -> tuple[str, ...]:
    lines = feed.replace("\r\n ", "").replace("\r\n", "\n")
    [entry] = [one for one in lines.split("BEGIN:VEVENT") if title in one]
    names = ("DTSTART", "SEQUENCE", "STATUS", "UID")
    return tuple(re.search(rf"^{name}\b.*?:(.*)$", entry, re.MULTILINE)[1] for name in names)  # type: ignore[index]


def test_talk_from_its_paste_to_its_end(tmp_path: Path) -> None:
    text = shared_text() or OUR_TEXT
    talk = re.search(r"^Title: (.*)$", text, re.MULTILINE)
    speaker = re.search(r"^Speaker: (.*?)\.$", text, re.MULTILINE)
    assert talk
    assert speaker
    headline = f"{speaker[1]}: {talk[1]}"
    (tmp_path / "schedules").mkdir()
    (tmp_path / "schedules" / "internal.yaml").write_text(DEFINITION, "utf-8")
    with running_emulator() as emulator:
        seminar = Seminar(tmp_path, emulator)
        emulator.add_user("Orla Example", number=ORLA)
        with seminar.at("12:00"):
            seminar.join("Ada")
            seminar.join("Bela", "/changes Internal time")
            seminar.join("Chie", "/zone Tokyo")
            seminar.join("Dan", "/changes Internal none")
        run(seminar, text, talk[1])
        assert {name: seminar.told(name) for name in seminar.people} == expected(headline)


def run(seminar: Seminar, text: str, title: str) -> None:
    """Paste, mend and publish the talk; move it twice, and once more; cancel it."""
    pasted = seminar.ask("12:01", text)
    assert "Missing: the year" in shown(pasted)
    mended = seminar.press("12:02", pasted, "2027")
    assert "Monday 12 July 2027, 16:30–17:30 CEST (1 hour)" in shown(mended)
    assert "3 chats get this message at 12:07 CEST" in shown(mended)
    first = seminar.publish("12:03", mended, title)
    assert [one[:3] for one in first] == [("20270712T163000", "0", "CONFIRMED")] * 2
    seminar.wait_for("12:10", "New: ")

    preview = seminar.ask("12:20", move(title, "19 July 17:00"))
    seminar.publish("12:21", preview, title)
    preview = seminar.ask("12:22", move(title, "20 July 16:00"))
    assert seminar.publish("12:23", preview, title) == [
        ("20270720T160000", "2", "CONFIRMED", one[3]) for one in first
    ]
    seminar.wait_for("12:28", "New time: Tuesday 20 July 2027")

    preview = seminar.ask("12:40", move(title, "26 July 16:30"))
    assert seminar.publish("12:41", preview, title) == [
        ("20270726T163000", "3", "CONFIRMED", one[3]) for one in first
    ]
    seminar.wait_for("12:48", "New time: Monday 26 July 2027")

    preview = seminar.ask("13:00", f"/cancel {title.rsplit(maxsplit=1)[-1]}: the speaker is ill")
    assert seminar.publish("13:01", preview, title) == [
        ("20270726T163000", "4", "CANCELLED", one[3]) for one in first
    ]
    seminar.wait_for("13:08", "Cancelled: ")
    with seminar.at("13:30") as service:  # nothing more comes
        assert service.get("/healthz")[0] == 200


def move(title: str, when: str) -> str:
    """Return how the talk is moved, named by a word of its title."""
    return f"/move {title.rsplit(maxsplit=1)[-1]} {when}"


def expected(headline: str) -> dict[str, list[str]]:
    """Return all that each subscriber is told, in order."""
    zurich = [
        ("Monday 12 July 2027, 16:30–17:30 CEST", "Tuesday 20 July 2027, 16:00–17:00 CEST"),
        ("Tuesday 20 July 2027, 16:00–17:00 CEST", "Monday 26 July 2027, 16:30–17:30 CEST"),
    ]
    tokyo = [
        (
            "Monday 12 July 2027, 23:30 – Tuesday 13 July 2027, 00:30 JST",
            "Tuesday 20 July 2027, 23:00 – Wednesday 21 July 2027, 00:00 JST",
        ),
        (
            "Tuesday 20 July 2027, 23:00 – Wednesday 21 July 2027, 00:00 JST",
            "Monday 26 July 2027, 23:30 – Tuesday 27 July 2027, 00:30 JST",
        ),
    ]
    here, there = messages(headline, zurich), messages(headline, tokyo)
    return {"Ada": here, "Bela": here, "Chie": there, "Dan": []}


def messages(headline: str, moves: list[tuple[str, str]]) -> list[str]:
    """Return what one subscriber is told of a talk that is moved so, and cancelled."""
    end = "\n\nInternal Seminar"
    return [
        f"New: {headline}\n\nWhen: {moves[0][0]}{end}",
        *(
            f"Moved: {headline}\n\nNew time: {new}\nOld time: {old}\n"
            f"Your calendar may show the old time until it refreshes.{end}"
            for old, new in moves
        ),
        (
            f"Cancelled: {headline}\n\nIt was planned for: {moves[-1][1]}\n"
            f"Reason: the speaker is ill{end}"
        ),
    ]
