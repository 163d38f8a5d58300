"""A subscriber of each shipped series, from `/start` to the reminder, in both places to chat.

What arrives is held against tests/golden/reminders/; `TALKBELL_WRITE_GOLDEN=1` writes it anew. Only
how far off the session is may differ, by what a loaded machine takes to send it.
"""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.telegram_emulator.client import Emulator, Message, buttons, running_emulator, shown

from .service import ROOT, started
from .test_terminal_chat import LONG, chatting, ship

GOLDEN = ROOT / "tests" / "golden" / "reminders"
SPEED = "30"


@dataclass(frozen=True)
class Case:
    """A series, a time five minutes before a reminder, and what stands under that."""

    series: str
    clock: str
    title: str  # as its button shows it
    joins: tuple[str, ...] = ()
    more: str = "Calendar"  # a button that gives something of the session

    def __str__(self) -> str:
        return self.series


CASES = (
    Case(
        "theory-of-neural-nets",
        "2021-06-28 15:25 CEST",
        "Internal Seminar: Theory of Neural Nets",
        joins=("https://epfl.zoom.us/j/62400754289",),
    ),
    Case("deep-learning-theory-3", "2021-07-21 06:45 PDT", "Deep Learning Theory 3",
         more="Abstracts"),
    Case("physics-of-deep-learning", "2019-06-14 07:25 PDT",
         "Theoretical Physics for Deep Learning", more="Abstracts"),
    Case(
        "deep-learning-theory-viewing",
        "2026-11-30 15:25 CET",
        "Viewing group: Deep Learning Theory Wor…",
    ),
)  # fmt: skip
_AWAY = re.compile(r"\bin (?:\d+ (?:day|hour|minute)s? ?)+(?<! )")


def arguments(case: Case) -> tuple[str, ...]:
    return "--clock", case.clock, "--speed", SPEED


def is_as_kept(text: str, name: str) -> None:
    """Hold a text against what is kept, the lead aside."""
    text = _AWAY.sub("in …", text, count=1)
    path = GOLDEN / name
    if os.environ.get("TALKBELL_WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_in_a_terminal(tmp_path: Path, case: Case) -> None:
    ship(tmp_path, case.series)
    with chatting(tmp_path, *arguments(case)) as talk:
        assert f"[1] {case.title}\n" in talk.text
        assert "[1] Follow   [2] Sessions to come\n" in talk.say("1")
        assert "The first reminder comes" in talk.say("1")
        talk.wait_for(r"── Reminder · .*─\n")
        reminder = talk.wait_for(r"\n─+\n").rstrip("─\n")
        is_as_kept(re.sub(r"\[\d+\] ", "[…] ", reminder) + "\n", f"{case.series}.terminal.txt")
        number = re.search(rf"\[(\d+)\] {case.more}\b", reminder)
        assert number
        answer = talk.say(number[1])
        assert ("(written to " if case.more == "Calendar" else "Theor") in answer


@pytest.mark.enable_socket
@pytest.mark.parametrize("case", CASES, ids=str)
def test_on_telegram(tmp_path: Path, case: Case) -> None:
    ship(tmp_path, case.series)
    with running_emulator() as emulator:
        settings = {
            "TALKBELL_TELEGRAM_TOKEN": emulator.token,
            "TALKBELL_TELEGRAM_BASE_URL": emulator.base_url,
        }
        run = ("run", "--port", "0", *arguments(case))
        with started(tmp_path, *run, **settings) as service:
            ada = emulator.add_user()
            greeting = emulator.ask(ada, "/start")
            emulator.press(ada, greeting, case.title)
            series = latest(emulator, ada)
            emulator.press(ada, series, "Follow")
            reminder = wait_for_reminder(emulator, ada)
            is_as_kept(described(reminder), f"{case.series}.telegram.txt")
            links = [one["url"] for one in reminder["entities"] if one["type"] == "text_link"]
            assert [url for url in case.joins if url not in links] == []
            emulator.press(ada, reminder, case.more)
            answers = emulator.bot_messages(ada, after=reminder["message_id"])
            if case.more == "Calendar":
                [file] = [one for one in answers if "document" in one]
                assert emulator.document(file)[1].count(b"BEGIN:VEVENT") == 1
            else:
                kinds = {entity["type"] for one in answers for entity in one["entities"]}
                assert "expandable_blockquote" in kinds
            emulator.press(ada, reminder, "No reminder of it")
            muted = emulator.message(ada, reminder["message_id"])
            assert "Remind me of it again" in buttons(muted)
            assert service.end()[0] == 0


def latest(emulator: Emulator, chat: int, *, after: int = 0) -> Message:
    return emulator.bot_messages(chat, after=after)[-1]


def wait_for_reminder(emulator: Emulator, chat: int) -> Message:
    """Return the message that can be muted, which no answer before it can."""
    until = time.monotonic() + LONG
    while True:
        for one in emulator.bot_messages(chat):
            if "No reminder of it" in buttons(one):
                return one
        assert time.monotonic() < until, [shown(one) for one in emulator.bot_messages(chat)]
        time.sleep(0.1)


def described(message: Message) -> str:
    """Return a message as it is shown, with what its links and buttons open."""
    links = [one["url"] for one in message["entities"] if one["type"] == "text_link"]
    rows = message["reply_markup"]["inline_keyboard"]
    keyboard = [
        " ".join(f"[{one['text']}{' ' + one['url'] if 'url' in one else ''}]" for one in row)
        for row in rows
    ]
    return "\n".join([shown(message), "", *links, "", *keyboard, ""])
