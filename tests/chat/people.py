"""People who chat with a bot that knows three fictional series, at a time of the test's choice."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.chat.conversation import Conversation, Service
from bot.chat.interface import Attachment, Button, Incoming, Reply
from bot.flows.ingest import Outcome, sync
from bot.store.engine import Store
from tests.reminders.telegram_html import read_html
from tests.store.migrated import folder, opened_migrated

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)  # a Monday
CANARY, PASSCODE = "https://meet.example/room/canary", "c4nary-pass"
SERIES = {
    "analysis": f"""\
title: Seminar on Analysis & Co.
timezone: Europe/Zurich
place: Lausanne, CH
duration: 1 hour
remind: [1 day, 1 hour]
sessions:
  - id: first
    start: 2027-03-01 13:30
    title: On <b>Bold</b> Examples
    speaker: Ada Example
    abstract: Tells of things & others < more.
    join: {{url: "{CANARY}", passcode: {PASSCODE}}}
  - {{id: second, start: 2027-03-08 13:30, title: On Further Ones, speaker: Bela Beispiel}}
""",
    "algebra": """\
title: Algebra Days
kind: workshop
timezone: Asia/Tokyo
link: public
sessions:
  - id: day
    start: 2027-03-02 00:30
    end: 2027-03-02 03:00
    join: https://meet.example/room/open
    talks:
      - {at: "00:30", title: Groups, speaker: Chie Rei}
      - at: "01:30"
        title: Rings
        speaker: Dan Ejemplo
        abstract: They are added and multiplied.
        slides: https://talks.example/rings.pdf
  - {id: later, start: TBD, title: A Talk without a Date, speaker: Chie Rei}
""",
    "past": """\
title: The Old Seminar on Analysis
timezone: Europe/Zurich
sessions: [{id: gone, start: 2026-12-01 16:30, title: Long Ago, speaker: Ada Example}]
""",
}


@dataclass
class Person:
    """Somebody in a chat: says things, and presses buttons of the last answer by their labels."""

    bot: "Bot"
    address: str = "1"
    kind: str = "private"
    person: str | None = None  # as the address, as in private
    may_change: bool = True
    can_locate: bool = False
    language: str = ""
    platform: str = "test"
    last: Reply = field(default_factory=lambda: Reply(html=""))

    def say(self, text: str) -> str:
        """Return the text of the answer, as it is shown."""
        return self._answer(text=text)

    def send(self, name: str, data: bytes, media_type: str = "", size: int = 0) -> str:
        """Send a file, which says of itself how large it is."""
        attachment = Attachment(
            name=name, media_type=media_type, size=size or len(data), fetch=lambda: data
        )
        return self._answer(attachment=attachment)

    def press(self, label: str) -> str:
        return self._answer(button=self.button(label).data)

    def tap(self, button: Button) -> str:
        """Press a button of a message that came by itself."""
        return self.press_data(button.data)

    def press_data(self, data: str) -> str:
        """Press a button that does what a command does, whether it was ever shown or not."""
        return self._answer(button=data)

    def button(self, label: str) -> Button:
        return next(one for row in self.last.buttons for one in row if one.label == label)

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.last.buttons for button in row]

    def _answer(
        self, text: str = "", button: str = "", attachment: Attachment | None = None
    ) -> str:
        incoming = Incoming(
            platform=self.platform,
            address=self.address,
            kind=self.kind,
            person=self.address if self.person is None else self.person,
            text=text,
            button=button,
            language=self.language,
            may_change=self.may_change,
            can_locate=self.can_locate,
            attachment=attachment,
            is_wordless=attachment is not None,
        )
        self.last = self.bot.conversation.answer(incoming)
        shown, _ = read_html(self.last.html)
        return shown


class Bot:
    """The conversation over a store, with a clock to turn."""

    def __init__(
        self, store: Store, base: str = "https://talks.example", schedules: Path = Path()
    ) -> None:
        self.now = NOW
        self.schedules = schedules
        self.store = store
        self.conversation = Conversation(Service(store, base), now=lambda: self.now)

    def person(self, address: str = "1", **parts: object) -> Person:
        return Person(self, address, **parts)


@contextmanager
def running_bot(base: str = "https://talks.example") -> Iterator[Bot]:
    """Give a bot that knows the three series, and whose definitions are as they were written."""
    known = _known_series()
    with opened_migrated(known) as store:
        yield Bot(store, base, _written())


def _written() -> Path:
    """Write the definitions, and return their folder, which is the same for all bots."""
    schedules = folder() / "schedules"
    shutil.rmtree(schedules, ignore_errors=True)
    schedules.mkdir()
    for name, content in SERIES.items():
        (schedules / f"{name}.yaml").write_text(f"id: {name}\n{content}", "utf-8")
    return schedules


@cache
def _known_series() -> Path:
    """Return a database that has the series, to be copied."""
    path = folder() / "known.db"
    with opened_migrated() as store:
        results = sync(store, [_written()], now=NOW)
        assert [one.outcome for one in results] == [Outcome.NEW] * 3, results
    shutil.copy(str(store.engine.url.database), path)
    return path
