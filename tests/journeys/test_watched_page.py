"""A watched page that changes in eight ways, the whole service on a simulated clock."""

import re
from pathlib import Path

import pytest

from tests.telegram_emulator.client import Emulator, Message, buttons, running_emulator, shown
from tests.watched_page import Page, listed, serving_page

from .service import Service, started, wait_until

pytestmark = pytest.mark.enable_socket

CLOCK = ("--clock", "2027-06-01 09:00 UTC", "--speed", "100")  # five minutes in 3 seconds
LINK = '<a href="https://zoom.us/j/62400754289?pwd=c4narypass">Zoom</a>'
ADA = f"5 July 2027, 16:30–17:30: Ada Example: On Kernels {LINK}"
BELA = f"12 July 2027, 16:30–17:30: Bela Beispiel: On Widths {LINK}"
CLEO = f"19 July 2027, 16:30–17:30: Cleo Exemple: On Dephts {LINK}"
DORA = f"26 July 2027, 16:30–17:30: Dora Esempio: On Noise {LINK}"
EMIL = f"2 August 2027, 16:30–17:30: Emil Eksempel: On Limits {LINK}"
MOVED, MENDED = ADA.replace("16:30–17:30", "17:00–18:00"), CLEO.replace("Dephts", "Depths")


def define(folder: Path, page: Page, organizer: int) -> None:
    (folder / "schedules").mkdir()
    text = (
        "title: Example Seminar\ntimezone: Europe/Zurich\n"
        f"organizers: [{{name: Olga Example, telegram: {organizer}}}]\n"
        f"source: {{url: '{page.url}', every: 5 min}}\n"
    )
    (folder / "schedules" / "seminar.yaml").write_text(text, "utf-8")


def fails(service: Service, page: Page, why: str, **changes: object) -> None:
    """Let the page fail in a way, until that is told, and be well again."""
    before = {name: getattr(page, name) for name in changes}
    for name, value in changes.items():
        setattr(page, name, value)
    service.wait_for_log(why)
    for name, value in before.items():
        setattr(page, name, value)
    asked = len(page.asked)
    wait_until(lambda: len(page.asked) > asked, "another fetch")


def told(emulator: Emulator, chat: int, after: int) -> list[str]:
    return [shown(one).splitlines()[0] for one in emulator.bot_messages(chat, after=after)]


def entries(service: Service) -> list[str]:
    """Return when each entry of the public feed begins, and what it is called."""
    text = service.get("/seminar.ics")[1].decode()
    found = re.findall(r"(?s)BEGIN:VEVENT.*?END:VEVENT", text)
    live = [one for one in found if "STATUS:CANCELLED" not in one]
    return sorted(
        f"{re.search(r'DTSTART[^:]*:(.*)', one)[1].strip()} "  # type: ignore[index]
        f"{re.search(r'SUMMARY:(.*)', one)[1].strip()}"  # type: ignore[index]
        for one in live
    )


def question(emulator: Emulator, organizer: int, after: int, text: str) -> Message:
    found = emulator.wait_for_message(organizer, after=after, containing=text)
    assert buttons(found) == ["Apply", "Ignore"]
    return found


def test_eight_changes_of_a_page(tmp_path: Path) -> None:
    with running_emulator() as emulator, serving_page() as page:
        olga, ada = emulator.add_user("Olga Example"), emulator.add_user("Ada Reader")
        define(tmp_path, page, olga)
        page.body = listed(ADA, BELA, CLEO, DORA)
        changes = {
            "TALKBELL_TELEGRAM_TOKEN": emulator.token,
            "TALKBELL_TELEGRAM_BASE_URL": emulator.base_url,
            "TALKBELL_FETCH_PRIVATE": "yes",
            "TALKBELL_WATCHED_MINUTES": "1",
            "TALKBELL_WATCHED_SECONDS": "1",
        }
        with started(tmp_path, "run", "--port", "0", *CLOCK, **changes) as service:
            service.wait_for("/seminar.ics", b"On Noise")
            begun = emulator.ask(ada, "/start seminar")["message_id"]
            asked = emulator.ask(olga, "/edit")["message_id"]

            page.body = listed(MOVED, BELA, CLEO, DORA)
            emulator.wait_for_message(ada, after=begun, containing="Moved: Ada Example")
            page.body = listed(MOVED, BELA, MENDED, DORA)
            service.wait_for("/seminar.ics", b"On Depths")
            page.body = listed(MOVED, BELA, MENDED, DORA, EMIL)
            emulator.wait_for_message(ada, after=begun, containing="On Limits")
            page.body = listed(MOVED, BELA, MENDED, DORA)
            emulator.wait_for_message(ada, after=begun, containing="Cancelled: Emil Eksempel")
            whole = entries(service)
            assert whole == [
                "20270705T170000 Ada Example: On Kernels",
                "20270712T163000 Bela Beispiel: On Widths",
                "20270719T163000 Cleo Exemple: On Depths",
                "20270726T163000 Dora Esempio: On Noise",
            ]
            assert told(emulator, olga, asked) == []

            page.body = listed("The programme follows.")
            gone = question(emulator, olga, asked, "4 of 4 sessions to come are not on 127.0.0.1")
            assert entries(service) == whole
            emulator.press(olga, gone, "Ignore")
            emulator.wait_for_message(olga, containing="Ignored.")
            page.body = listed(MOVED, BELA, MENDED, DORA)
            count = len(page.asked)
            wait_until(lambda: len(page.asked) > count, "another fetch")
            fails(service, page, "this is not text", body=b"\0\1\2\3 garbage")
            fails(service, page, "the server answers 500", status=500)
            fails(service, page, "the server takes too long", seconds=3.0)
            assert entries(service) == whole
            assert len(told(emulator, olga, asked)) == 1

            page.body = listed(MOVED)
            lost = question(emulator, olga, gone["message_id"], "3 of 4 sessions to come are not")
            assert entries(service) == whole
            answer = emulator.press(olga, lost, "Apply")
            assert answer
            emulator.wait_for_message(ada, after=begun, containing="3 sessions are cancelled")
            assert entries(service) == whole[:1]
            assert told(emulator, ada, begun) == [
                "Moved: Ada Example: On Kernels",
                "New: Emil Eksempel: On Limits",
                "Cancelled: Emil Eksempel: On Limits",
                "3 sessions are cancelled",
            ]
            assert service.end()[0] == 0
        log = "".join(service.out + service.err)
    assert "62400754289" not in log
    assert "c4narypass" not in log
