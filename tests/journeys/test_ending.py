"""A service that is told to end while a message hangs ends soon, and says so."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.telegram_emulator.client import Emulator, running_emulator

from .service import ROOT, environment, started_anew, wait_until

pytestmark = pytest.mark.enable_socket
CLOCK = ("--clock", "2021-06-28 15:27 CEST", "--speed", "10")  # three minutes before a reminder
TOLD = "was leaving at the end; it may have arrived and be repeated"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "schedules", tmp_path / "schedules")
    return tmp_path


def on(emulator: Emulator) -> dict[str, str]:
    return {
        "TALKBELL_TELEGRAM_TOKEN": emulator.token,
        "TALKBELL_TELEGRAM_BASE_URL": emulator.base_url,
    }


def hang_at_the_reminder(emulator: Emulator) -> None:
    ada = emulator.add_user()
    emulator.ask(ada, "/start theory-of-neural-nets")
    before = len(emulator.calls("sendMessage"))
    emulator.fail("hang", method="sendMessage", times=None)
    wait_until(lambda: len(emulator.calls("sendMessage")) > before, "no reminder")


def test_run_ends_while_a_message_hangs(folder: Path) -> None:
    with (
        running_emulator() as emulator,
        started_anew(folder, "run", "--port", "0", *CLOCK, **on(emulator)) as service,
    ):
        hang_at_the_reminder(emulator)
        code, seconds = service.end()
        told = "".join(service.err)
    assert (code, seconds < 8) == (0, True), seconds
    assert TOLD in told


def test_worker_ends_while_a_message_hangs(folder: Path) -> None:
    with running_emulator() as emulator, (folder / "log").open("w+") as log:
        settings = environment(**on(emulator))
        talkbell = [sys.executable, "-m", "bot"]
        with started_anew(folder, "run", "--port", "0", *CLOCK, **on(emulator)) as service:
            assert service.end()[0] == 0  # the simulated database has the series now
        with subprocess.Popen(
            [*talkbell, "worker", *CLOCK], cwd=folder, env=settings, stderr=log
        ) as worker:
            hang_at_the_reminder(emulator)
            begin = time.monotonic()
            worker.send_signal(signal.SIGTERM)
            code, seconds = worker.wait(30), time.monotonic() - begin
        log.seek(0)
        told = log.read()
    assert (code, seconds < 8) == (0, True), seconds
    assert TOLD in told
