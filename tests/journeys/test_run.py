"""`talkbell run`: the whole service, as a person starts it, uses it and ends it."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from .service import ROOT, environment, started, started_anew
from .test_newcomer import without_overrides

pytestmark = pytest.mark.enable_socket
SEMINAR = """\
id: seminar
title: Seminar on Everything
timezone: CEST
place: Lausanne, CH
duration: 1 hour
sessions:
  - {id: first, start: 2099-06-29 16:30, title: On Examples, speaker: Ada Example}
  - {id: second, start: 2099-07-06 16:30, title: On Further Ones, speaker: Bela Beispiel,
     join: {url: "https://meet.example/room/canary", passcode: c4nary}}
"""
OTHER = "id: other\ntitle: Other\ntimezone: Europe/Zurich\nsessions: [{start: TBD, title: A}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the definition of one seminar."""
    (tmp_path / "schedules").mkdir()
    (tmp_path / "schedules" / "seminar.yaml").write_text(SEMINAR, "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, **options: object) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr of a command that ends by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **options,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout, done.stderr


def test_a_fresh_checkout_is_served_without_any_setting(tmp_path: Path) -> None:
    for name in ("schedules", "config"):
        shutil.copytree(ROOT / name, tmp_path / name)
    with started_anew(tmp_path, "run", "--port", "0") as service:
        assert service.get("/theory-of-neural-nets.ics")[0] == 200
        assert service.get("/readyz") == (200, b"ready\n")
        said = "".join(service.out)
        assert said.startswith(f"Talkbell serves 4 series of schedules at {service.address}/\n")
        assert f"  {service.address}/theory-of-neural-nets\n" in said
        assert ": talkbell rehearse deep-learning-theory-3\n" in said
        code, seconds = service.end()
    assert (code, seconds < 5) == (0, True)
    assert (tmp_path / "data" / "talkbell.db").exists()
    assert {json.loads(line)["level"] for line in service.err} == {"info"}


def test_what_is_saved_is_live_and_what_is_broken_changes_nothing(folder: Path) -> None:
    path = folder / "schedules" / "seminar.yaml"
    with started(folder, "run", "--port", "0") as service:
        feed = "/seminar.ics"
        assert b"DTSTART;TZID=Europe/Zurich:20990629T163000" in service.get(feed)[1]

        path.write_text(SEMINAR.replace("06-29", "06-30"), "utf-8")
        service.wait_for(feed, b"DTSTART;TZID=Europe/Zurich:20990630T163000")
        service.wait_for_log("seminar: Moved: Ada Example, 29 June 16:30 → 30 June 16:30")

        good = service.get(feed)
        path.write_text(SEMINAR.replace("CEST", "IST"), "utf-8")
        service.wait_for_log("schedules/seminar.yaml:3:11: timezone: ")
        service.wait_for_log("what was read before stays")
        assert service.get(feed) == good

        other = folder / "schedules" / "other.yaml"
        other.write_text(OTHER, "utf-8")
        service.wait_for("/", b"other")
        assert service.get("/other.json")[0] == 200
        assert sum("timezone: " in line for line in service.err) == 1  # said once, while it lasts

        other.unlink()
        service.wait_for_log("other: archived")
        path.write_text(SEMINAR.replace("On Examples", "On Instances"), "utf-8")
        service.wait_for(feed, b"On Instances")
        assert service.end()[0] == 0
    assert "canary" not in "".join(service.out + service.err)
    assert "c4nary" not in "".join(service.out + service.err)


def test_a_change_is_live_within_two_seconds(folder: Path) -> None:
    path = folder / "schedules" / "seminar.yaml"
    with started(folder, "run", "--port", "0") as service:
        taken = []
        for title in ("On One", "On Two", "On Three"):
            path.write_text(SEMINAR.replace("On Examples", title), "utf-8")
            taken.append(service.wait_for("/seminar.ics", title.encode()))
    assert min(taken) < 2  # the others may have been waited for by a busy machine


def test_a_folder_that_goes_and_comes_back_is_followed(folder: Path) -> None:
    with started(folder, "run", "--port", "0") as service:
        (folder / "schedules").rename(folder / "away")
        service.wait_for_log("schedules: there is no such file or folder")
        assert service.get("/seminar.ics")[0] == 200
        text = SEMINAR.replace("On Examples", "On Instances")
        (folder / "away" / "seminar.yaml").write_text(text, "utf-8")
        (folder / "away").rename(folder / "schedules")
        service.wait_for("/seminar.ics", b"On Instances")
        text = SEMINAR.replace("On Examples", "On Cases")
        (folder / "schedules" / "seminar.yaml").write_text(text, "utf-8")
        service.wait_for("/seminar.ics", b"On Cases")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_signal_ends_it_though_somebody_holds_a_connection(folder: Path, sign: int) -> None:
    with started_anew(folder, "run", "--port", "0") as service:
        host, port = service.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as idle:
            idle.sendall(b"GET /seminar.ics HTTP/1.1\r\nHost: a\r\n")  # and nothing more
            time.sleep(0.2)
            code, seconds = service.end(sign)
    assert (code, seconds < 5) == (0, True)
    assert "Traceback" not in "".join(service.err)


def test_a_signal_ends_it_though_the_database_is_held_by_another(folder: Path) -> None:
    path = folder / "schedules" / "seminar.yaml"
    with (
        started_anew(folder, "run", "--port", "0") as service,
        closing(sqlite3.connect(folder / "data" / "talkbell.db")) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        path.write_text(SEMINAR.replace("On Examples", "On Instances"), "utf-8")
        time.sleep(2)  # by now it waits to store
        assert b"On Examples" in service.get("/seminar.ics")[1]
        code, seconds = service.end()
    assert (code, seconds < 5) == (0, True)
    assert "Traceback" not in "".join(service.err)


def test_it_starts_again_with_what_it_had(folder: Path) -> None:
    with started_anew(folder, "run", "--port", "0") as service:
        first = service.get("/seminar.ics")
        service.process.kill()
    with started_anew(folder, "run", "--port", "0") as service:
        assert service.get("/seminar.ics") == first


def test_web_serves_what_was_synced_and_migrates_by_itself(folder: Path) -> None:
    with started(folder, "web", "--port", "0") as service:
        assert "0 series" in service.out[0]
        assert service.get("/seminar.ics")[0] == 404
        assert run(folder, "sync")[:2] == (0, "seminar: new, 2 sessions\n1 series: 1 new\n")
        service.wait_for("/seminar.ics", b"On Examples")
        assert service.end()[0] == 0


def test_arguments_and_variables_point_it_elsewhere(folder: Path) -> None:
    (folder / "schedules").rename(folder / "series")
    arguments = ("run", "--schedules", "series", "--data", "kept", "--host", "127.0.0.1")
    with started(folder, *arguments, TALKBELL_PORT="0", TALKBELL_LOG_FORMAT="text") as service:
        assert service.get("/seminar.ics")[0] == 200
        assert service.out[0].startswith("Talkbell serves 1 series of series at ")
        assert " [info     ] seminar: new, 2 sessions [talkbell.sync]" in service.err[0]
    assert (folder / "kept" / "talkbell.db").exists()
    assert not (folder / "data").exists()


def test_a_proxy_that_is_trusted_tells_who_asks(folder: Path) -> None:
    settings = {
        "TALKBELL_TRUSTED_PROXIES": "127.0.0.1",
        "TALKBELL_REQUESTS_PER_MINUTE": "2",
        "TALKBELL_PUBLIC_URL": "https://talks.example.org/",
    }
    with started(folder, "run", "--port", "0", **settings) as service:
        assert " at https://talks.example.org/ (here: http://127.0.0.1:" in service.out[0]
        asked = [service.get("/", client)[0] for client in ("192.0.2.1", "192.0.2.1", "192.0.2.2")]
        assert asked == [200, 200, 200]
        assert service.get("/", "192.0.2.1")[0] == 429
        assert (
            b"https://talks.example.org/seminar.ics" in service.get("/seminar.ics", "192.0.2.2")[1]
        )


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port at which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.mark.parametrize("command", ["run", "web"])
def test_a_busy_port_is_told_before_anything_is_made(
    folder: Path, taken: int, command: str
) -> None:
    code, out, err = run(folder, command, "--port", str(taken))
    assert (code, out) == (1, "")
    assert err.startswith(f"talkbell: port {taken} of 127.0.0.1 is taken: ")
    assert err.count("\n") == 1
    assert not (folder / "data").exists()


def test_a_missing_folder_is_told(folder: Path) -> None:
    assert run(folder, "run", "--port", "0", "--schedules", "none") == (
        1,
        "",
        "talkbell: none: there is no such file or folder\n",
    )


def test_settings_that_cannot_be_used_are_told_at_once(folder: Path) -> None:
    code, out, err = run(folder, "run", "--port", "x", "--host", "a b")
    assert (code, out) == (1, "")
    assert [line.partition(":")[0] for line in err.splitlines()] == ["--host", "--port", "talkbell"]


@pytest.mark.parametrize(
    ("command", "locked"),
    [
        ("run --port 0", "."),
        ("run --port 0", "data"),
        ("run --port 0", "data/talkbell.db"),
        ("web --port 0", "data"),
        ("sync", "data"),
    ],
)
def test_data_that_may_not_be_written_is_told(folder: Path, command: str, locked: str) -> None:
    if locked != ".":
        (folder / "data").mkdir()
        (folder / "data" / "talkbell.db").touch()
    (folder / locked).chmod(0o500)
    if os.access(folder / locked, os.W_OK) and not can_drop_overrides(folder / locked):
        pytest.skip("this user may write everything")
    found = run(folder, *command.split(), preexec_fn=without_overrides)
    (folder / locked).chmod(0o700)
    mending = "this may not be written; mend its rights, or name another folder with --data"
    told = "data: Permission denied" if locked == "." else f"{locked}: {mending}"
    assert found == (1, "", f"talkbell: {told}\n")


def can_drop_overrides(path: Path) -> bool:
    """Tell whether a process can be made that may not write what it should not."""
    probe = subprocess.run(["test", "-w", path], preexec_fn=without_overrides, check=False)
    return probe.returncode != 0
