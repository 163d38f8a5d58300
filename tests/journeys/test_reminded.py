"""A subscriber, from `/start` to the reminder: the whole service on a simulated clock."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.telegram_emulator.client import Emulator, buttons, running_emulator, shown

from .service import ROOT, environment, started_anew

pytestmark = pytest.mark.enable_socket
CLOCK = ("--clock", "2021-06-28 15:28 CEST", "--speed", "10")  # two minutes before a reminder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "schedules", tmp_path / "schedules")
    return tmp_path


def on(emulator: Emulator) -> dict[str, str]:
    return {
        "TALKBELL_TELEGRAM_TOKEN": emulator.token,
        "TALKBELL_TELEGRAM_BASE_URL": emulator.base_url,
    }


def test_subscriber_on_telegram_is_reminded_in_time(folder: Path) -> None:
    with (
        running_emulator() as emulator,
        started_anew(folder, "run", "--port", "0", *CLOCK, **on(emulator)) as service,
    ):
        ada = emulator.add_user()
        answer = emulator.ask(ada, "/start theory-of-neural-nets")
        assert "Theory of Neural Nets" in shown(answer)
        reminder = emulator.wait_for_message(ada, after=answer["message_id"])
        assert "Scott Pesme" in shown(reminder)
        assert "Implicit Bias of SGD" in shown(reminder)
        assert "stochastic flow" in shown(reminder)  # the abstract
        links = [one["url"] for one in reminder["entities"] if one["type"] == "text_link"]
        assert "https://epfl.zoom.us/j/62400754289" in links
        assert service.end()[0] == 0
        told = "".join(service.out + service.err)
    assert emulator.token not in told
    assert "62400754289" not in "".join(service.err)
    assert buttons(answer)


def test_simulated_clock_reaches_nobody_on_the_real_telegram(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--port", "0", *CLOCK],
        cwd=folder,
        env=environment(TALKBELL_TELEGRAM_TOKEN="1234567:" + "a" * 35),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "a simulated clock reminds nobody on Telegram" in done.stderr
