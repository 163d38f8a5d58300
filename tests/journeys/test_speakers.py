"""Speakers and organizers on Telegram: a talk filled in and approved, and what is missing told."""

import re
import signal
from pathlib import Path

import pytest

from tests.telegram_emulator.client import Emulator, Message, buttons, running_emulator, shown

from .service import started

pytestmark = pytest.mark.enable_socket
ORLA, SAM, EVE, FAN = 1001, 1002, 1003, 1004
CANARY = "https://meet.example/room/canary"
SEMINAR = f"""\
id: examples
title: Seminar on Examples
timezone: Europe/Zurich
place: Lausanne, CH
duration: 1 hour
organizers: [{{name: Orla Example, telegram: {ORLA}}}]
sessions:
  - {{id: tba, start: 2027-03-08 13:30, title: TBA, join: {CANARY}}}
  - {{id: other, start: 2027-03-08 15:00, title: TBA, join: {CANARY}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schedules").mkdir()
    (tmp_path / "schedules" / "examples.yaml").write_text(SEMINAR, "utf-8")
    return tmp_path


def run(folder: Path, emulator: Emulator, clock: str, speed: int):  # noqa: ANN201 - a context
    settings = {
        "TALKBELL_TELEGRAM_TOKEN": emulator.token,
        "TALKBELL_TELEGRAM_BASE_URL": emulator.base_url,
    }
    clocks = "--clock", clock, "--speed", str(speed)
    return started(folder, "run", "--port", "0", *clocks, **settings)


def after_press(emulator: Emulator, user: int, message: Message, button: str) -> Message:
    """Press a button and return the message that comes of it: a new one, or the same anew."""
    last = emulator.bot_messages(user)[-1]
    emulator.press(user, message, button)
    found = emulator.bot_messages(user)[-1]
    new = found["message_id"] != last["message_id"]
    return found if new else emulator.message(user, message["message_id"])


def nags(emulator: Emulator) -> list[str]:
    told = [shown(one) for one in emulator.bot_messages(ORLA)]
    return [one for one in told if one.startswith("Something is still missing")]


def test_speaker_fills_in_organizer_approves_subscribers_see_it(folder: Path) -> None:
    with running_emulator() as emulator:
        for number in (ORLA, SAM, EVE, FAN):
            emulator.add_user(f"Person {number}", number=number)
        with run(folder, emulator, "2027-02-20 12:00 CET", 60) as service:
            emulator.ask(FAN, "/follow examples")
            card = emulator.ask(ORLA, "/edit")
            choice = next(one for one in buttons(card) if one.startswith("8 March"))
            one = after_press(emulator, ORLA, card, choice)
            described = after_press(emulator, ORLA, one, "Describe it")
            links = after_press(emulator, ORLA, described, "A link for the speaker")
            invitation = after_press(emulator, ORLA, links, "Make a link")
            found = re.search(r"https://t\.me/\w+\?start=(s_[\w-]{43})", shown(invitation))
            assert found, shown(invitation)
            start = f"/start {found[1]}"

            talk = emulator.ask(SAM, start)
            assert "Title: still missing" in shown(talk)
            assert "canary" not in shown(talk)
            assert shown(emulator.ask(EVE, start)).startswith("This link does not count")
            asked = after_press(emulator, SAM, talk, "Write the title")
            assert shown(asked) == "Write the title of your talk."
            talk = emulator.ask(SAM, "On <Sets>")
            after_press(emulator, SAM, talk, "Write the abstract")
            talk = emulator.ask(SAM, "They have elements.\n\nSome have none.")
            after_press(emulator, SAM, talk, "Send to the organizers")

            letter = emulator.wait_for_message(ORLA, containing="A speaker has filled in a talk")
            assert "Title: On <Sets>\n\nAbstract:\nThey have elements.\n\nSome have none." in shown(
                letter
            )
            assert "On <Sets>" not in shown(emulator.ask(FAN, "/next"))
            service.process.send_signal(signal.SIGKILL)
            service.process.wait()
        with run(folder, emulator, "2027-02-20 13:00 CET", 60) as service:
            done = after_press(emulator, ORLA, letter, "Approve")
            assert shown(done).startswith("Published: On <Sets>")
            again = after_press(emulator, ORLA, letter, "Approve")
            assert shown(again) == "That was answered already, or has been too long ago."
            told = emulator.wait_for_message(SAM, containing="The organizers have published")
            assert "On <Sets>" in shown(told)
            notice = emulator.wait_for_message(FAN, containing="Announced: On <Sets>")
            assert "canary" not in shown(notice)
            seen = shown(emulator.ask(FAN, "/talk Sets"))
            assert "They have elements.\n\nSome have none." in seen
            assert b"SUMMARY:On <Sets>" in service.get("/examples.ics")[1]
            assert service.end()[0] == 0
            assert found[1] not in "".join(service.err)


def test_organizer_is_reminded_of_what_is_missing_and_only_then(folder: Path) -> None:
    with running_emulator() as emulator:
        for number in (ORLA, FAN):
            emulator.add_user(f"Person {number}", number=number)
        with run(folder, emulator, "2027-03-01 13:10 CET", 60) as service:
            emulator.ask(FAN, "/follow examples")
            emulator.ask(ORLA, "/start")  # Telegram lets nobody be written to who has not written
            nag = emulator.wait_for_message(ORLA, containing="Something is still missing")
            assert shown(nag).count("missing: title, speaker, abstract") == 2
            fill_in(emulator)
            service.process.send_signal(signal.SIGKILL)
            service.process.wait()
        assert len(nags(emulator)) == 1
        with run(folder, emulator, "2027-03-06 13:29 CET", 30) as service:
            last = nag["message_id"]
            nag = emulator.wait_for_message(ORLA, after=last, containing="is still missing")
            assert shown(nag).count("missing: title, speaker, abstract") == 1
            assert "13:30" in shown(nag)
            assert "Describe it" in buttons(nag)
            assert service.end()[0] == 0
        with run(folder, emulator, "2027-03-08 13:28 CET", 30) as service:
            reminder = emulator.wait_for_message(FAN, containing="The title is yet to be announced")
            assert "Seminar on Examples" in shown(reminder)
            links = [one["url"] for one in reminder["entities"] if one["type"] == "text_link"]
            assert CANARY in links
            assert service.end()[0] == 0
        assert len(nags(emulator)) == 2
        assert not [one for one in emulator.bot_messages(FAN) if "missing" in shown(one)]


def fill_in(emulator: Emulator) -> None:
    """Let the organizer describe the second talk."""
    shown_all = emulator.ask(ORLA, "/edit")
    rows = shown_all["reply_markup"]["inline_keyboard"]
    [_, second] = [one["callback_data"].split()[1] for row in rows for one in row]
    for said in ("title: On Groups", "speakers: Chie Rei", "abstract: They are closed."):
        preview = emulator.ask(ORLA, f"/describe {second} {said}")
        done = after_press(emulator, ORLA, preview, "Publish")
        assert shown(done).startswith("Published."), shown(done)
