"""`talkbell chat` as a person uses it: a process of its own, spoken to line by line."""

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from .service import PATIENCE, ROOT, environment

LONG = 4 * PATIENCE  # seconds: the machine may be busy with other things


class Talk:
    """A terminal chat that runs: what is said to it, and all that it has written."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.text = ""
        self._signs: Queue[str] = Queue()
        self.codes = {0}
        self._seen = 0
        self.gatherer = Thread(target=self._gather, daemon=True)
        self.gatherer.start()

    def _gather(self) -> None:
        assert self.process.stdout
        while sign := self.process.stdout.read(1):
            self._signs.put(sign)

    def wait_for(self, pattern: str) -> str:
        """Return what was written up to a pattern, since it was last waited."""
        until = time.monotonic() + LONG
        while not (found := re.compile(pattern).search(self.text, self._seen)):
            left = until - time.monotonic()
            assert left > 0, (pattern, self.text)
            try:
                self.text += self._signs.get(timeout=min(left, 1))
            except Empty:
                assert self.process.poll() is None, self.text
        begin, self._seen = self._seen, found.end()
        return self.text[begin : found.end()]

    def say(self, line: str) -> str:
        """Say a line; return the answer."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.wait_for(r"\n\n> $")


@contextmanager
def chatting(folder: Path, *arguments: str) -> Iterator[Talk]:
    """Give a chat that has greeted; at the end, it ends by itself with nothing in the log."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell
        signal.signal(signal.SIGINT, signal.default_int_handler)  # which a child would inherit
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat", *arguments],
            cwd=folder,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
    talk = Talk(process)
    assert process.stdin
    assert process.stdout
    try:
        talk.wait_for(r"\n\n> $")
        yield talk
        process.stdin.close()
        assert process.wait(LONG) in talk.codes
    finally:
        process.kill()
        process.wait()
        talk.gatherer.join(LONG)
        process.stdin.close()
        process.stdout.close()
    assert (folder / "log").read_text() == ""


def ship(folder: Path, *series: str) -> Path:
    """Ship these series alone: reading all of them takes a while."""
    (folder / "schedules").mkdir()
    for name in series:
        shutil.copy(ROOT / "schedules" / f"{name}.yaml", folder / "schedules")
    return folder


AN_HOUR_BEFORE = ("--clock", "2021-06-28 15:29:30 CEST", "--speed", "600")


def test_the_reminder_comes_when_the_clock_reaches_it(tmp_path: Path) -> None:
    ship(tmp_path, "theory-of-neural-nets")
    with chatting(tmp_path, *AN_HOUR_BEFORE) as talk:
        assert "It is Monday 28 June 2021, 15:" in talk.text
        answer = talk.say("/start theory-of-neural-nets")
        assert "You follow Internal Seminar: Theory of Neural Nets now." in answer
        due = re.search(r"The first reminder comes today at (15:30|16:20) CEST", answer)
        assert due, answer
        heading = talk.wait_for(r"── Reminder · Monday 28 June 2021, (\d\d:\d\d) CEST ─+\n")
        assert heading.split(", ")[-1][:5] >= due[1]
        reminder = talk.wait_for(r"\n─+\n")
        assert reminder.startswith("Internal Seminar: Theory of Neural Nets — in ")
        for part in (
            "Scott Pesme\n",
            "When   Monday 28 June 2021, 16:30–17:30 CEST\n",
            "Join   https://epfl.zoom.us/j/62400754289\n",
            "Follows SGD on diagonal linear networks through a continuous-time stochastic\n",
        ):
            assert part in reminder
        numbers = re.search(r"\[(\d+)\] Calendar   \[\d+\] Remind me earlier too\n", reminder)
        assert numbers, reminder
        assert int(numbers[1]) > 5  # those of the answer still count
        assert "BEGIN" not in talk.say(numbers[1])
        assert (tmp_path / "theory-of-neural-nets-scott-pesme.ics").exists()
        assert talk.say("1").startswith("1\nInternal Seminar: Theory of Neural Nets\n")
    with chatting(tmp_path, *AN_HOUR_BEFORE) as again:  # the clock is turned back
        assert "Good to see you again." in again.text
        again.wait_for(r"Join   https://epfl.zoom.us/j/62400754289\n")


def test_buttons_are_numbers_and_files_are_written(tmp_path: Path) -> None:
    ship(tmp_path, "theory-of-neural-nets")
    with chatting(tmp_path, "--clock", "2021-06-28 15:00 CEST") as talk:
        assert "[1] Internal Seminar: Theory of Neural Nets\n" in talk.text
        assert "[1] Follow   [2] Sessions to come\n" in talk.say("1")
        assert "You follow Internal Seminar" in talk.say("1")
        assert talk.say("/calendar").endswith("\n(written to my.ics)\n\n> ")
        assert talk.say("/calendar").endswith("\n(written to my-2.ics)\n\n> ")
        assert "I do not know /wat" in talk.say("/wat")
    assert (tmp_path / "my.ics").read_bytes().count(b"BEGIN:VEVENT") == 4
    assert sorted(path.name for path in (tmp_path / "data").glob("*.db")) == ["simulated.db"]


def test_organizing_is_tried_out_on_a_clock_of_its_own(tmp_path: Path) -> None:
    ship(tmp_path, "theory-of-neural-nets")
    with chatting(tmp_path, "--clock", "2021-06-21 15:00 CEST", "--organizer") as talk:
        talk.say("/start theory-of-neural-nets")
        shown = talk.say("/move Pesme one week later")
        assert "From now on: Monday 5 July 2021, 16:30–17:30 CEST" in shown
        assert "1 chat gets this message at 15:0" in shown
        assert "Published." in talk.say("1")
        assert "Monday 5 July 2021, 16:30–17:30 CEST" in talk.say("/next")
    with chatting(tmp_path, "--clock", "2021-06-21 15:10 CEST") as again:
        assert "Moved: Scott Pesme: " in again.wait_for(r"Old time: Monday 28 June 2021.*\n")


def test_without_a_clock_it_is_the_installation_itself(tmp_path: Path) -> None:
    ship(tmp_path, "theory-of-neural-nets")
    with chatting(tmp_path, "--data", "kept") as talk:
        assert "nothing to come" in talk.say("/series")
        talk.codes = {130}
        talk.process.send_signal(signal.SIGINT)
        assert talk.process.wait(LONG) == 130
    assert sorted(path.name for path in (tmp_path / "kept").glob("*.db")) == ["talkbell.db"]


ORGANIZER = (
    "--organizer goes with --clock, where all is tried out; "
    "`talkbell organizer-link SERIES` makes somebody an organizer for good"
)
WRITE = 'write it as in "2021-06-28 15:29:30 CEST"'


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--clock", "2021-06-28 15:29"],
         f'--clock: the zone is missing, read "2021-06-28 15:29"; {WRITE}'),
        (["--clock", "15:29 CEST"],
         f'--clock: the date is missing, read "15:29 CEST"; {WRITE}'),
        (["--speed", "60"],
         "--speed goes with --clock: the machine's clock goes as it goes"),
        (["--organizer"], ORGANIZER),
    ],
)  # fmt: skip
def test_a_clock_that_cannot_be_is_told(
    arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.cli import main  # noqa: PLC0415 - the others here are processes

    code = main(["chat", "--data", str(tmp_path), *arguments])
    assert (code, capsys.readouterr().err) == (1, f"talkbell: {told}\n")
