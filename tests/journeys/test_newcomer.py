"""A newcomer at the command line: real processes, in a folder of their own.

Whatever a person does there, stdout has the result alone, problems stand on stderr, the exit code
tells which of the two it was, and nobody ever sees a traceback.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TALKBELL = (sys.executable, "-m", "bot")
BROKEN = "id: broken\ntitle: Broken\ntimezone: IST\nsessions:\n  - {start: TBD, title: A talk}\n"
SEMINAR = """\
id: seminar
title: Théorie “générale”
timezone: CEST
place: Lausanne, CH
duration: 1 hour
sessions:
  - {start: 2021-06-28 16:30, title: 题 n², speaker: Zoë Exemple, room: Aula 1}
"""
TIMEOUT = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the definition of one seminar."""
    (tmp_path / "schedules").mkdir()
    (tmp_path / "schedules" / "seminar.yaml").write_text(SEMINAR, "utf-8")
    return tmp_path


def environment(**changes: str) -> dict[str, str]:
    """Return an environment that says nothing of language or of Python but what `changes` says."""
    silent = ("LANG", "LC_", "PYTHON")
    own = {key: value for key, value in os.environ.items() if not key.startswith(silent)}
    return {**own, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **changes}


def talkbell(
    folder: Path,
    *arguments: str | bytes,
    preexec_fn: Callable[[], object] | None = None,
    **changes: str,
) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr, after making sure that no traceback is in them."""
    done = subprocess.run(
        [*TALKBELL, *arguments],
        cwd=folder,
        env=environment(**changes),
        capture_output=True,
        check=False,
        timeout=TIMEOUT,
        preexec_fn=preexec_fn,
    )
    out, err = (stream.decode("utf-8", "backslashreplace") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in out + err
    assert "Exception ignored" not in err
    return done.returncode, out, err


def shell(folder: Path, line: str) -> tuple[int, str, str]:
    """Run a line of bash in which `talkbell` is the command; the code is that of its first part."""
    command = f'talkbell() {{ "{sys.executable}" -m bot "$@"; }}; {line}; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT,
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "Exception ignored" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_a_newcomer_checks_exports_and_rehearses(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "schedules", tmp_path / "schedules")).parent
    code, out, err = talkbell(folder, "check")
    assert (code, err) == (0, "")
    assert out.startswith("4 definitions, ")
    assert out.endswith(" sessions: all is well\n")

    code, out, err = talkbell(folder, "export", "-o", "build/calendars/")
    names = sorted(path.stem for path in (folder / "schedules").iterdir())
    assert (code, out) == (0, "")
    assert err == "".join(f"wrote build/calendars/{name}.ics\n" for name in names)
    made = [(folder / "build" / "calendars" / f"{name}.ics").read_bytes() for name in names]
    assert all(calendar.startswith(b"BEGIN:VCALENDAR\r\n") for calendar in made)

    code, out, err = talkbell(folder, "rehearse", "theory-of-neural-nets")
    assert (code, err.count("\n")) == (0, 1)
    assert err.startswith("no reminder of Francesco Cagnetta: ")
    golden = ROOT / "tests" / "golden" / "rehearsal" / "theory-of-neural-nets" / "stdout"
    assert out == golden.read_text("utf-8")

    code, out, err = talkbell(folder, "when", "2021-06-28 16:30 CEST", "--format", "json")
    assert (code, err, json.loads(out)["utc"]) == (0, "", "2021-06-28T14:30:00Z")


MISTAKES: dict[str, tuple[tuple[str | bytes, ...], int, str]] = {
    "no command": ((), 2, "usage: talkbell"),
    "a misspelt command": (("rehears",), 2, "invalid choice"),
    "an unknown option": (("check", "--all"), 2, "unrecognized arguments: --all"),
    "no such file": (("check", "nothing.yaml"), 1, "nothing.yaml: there is no such file"),
    "a name that is too long": (("check", "n" * 300), 1, "File name too long"),
    "a name in no encoding": ((b"check", b"\xff.yaml"), 1, ".yaml: there is no such file"),
    "a file that is no text": (("check", sys.executable), 1, "this is not UTF-8 text"),
    "a broken definition": (("check", "broken.yaml"), 1, "broken.yaml:3:11: timezone: "),
    "an unknown series": (("rehearse", "semina"), 1, "did you mean seminar?"),
    "a time of no year": (("when", "0000-01-01 00:00 CEST"), 1, "talkbell: "),
    "a time in no encoding": ((b"when", b"\xff 16:30"), 1, "talkbell: "),
    "a file for a folder": (("export", "-o", "broken.yaml/a.ics"), 1, "broken.yaml/a.ics: "),
}


@pytest.mark.parametrize(("arguments", "code", "message"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_told_in_a_sentence(
    folder: Path, arguments: tuple[str | bytes, ...], code: int, message: str
) -> None:
    (folder / "broken.yaml").write_text(BROKEN)
    found, out, err = talkbell(folder, *arguments)
    assert found == code
    assert message in err
    # `check` sums up on stdout; every other mistake leaves it empty.
    assert out in ("", "1 problem in 1 of 1 definition\n")


def without_overrides() -> None:
    """Make root, in the process that is about to start, as bound by permissions as anybody."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        import ctypes  # noqa: PLC0415 - only here

        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.fixture
def locked(folder: Path) -> Path:
    """Return a folder in which `file.yaml`, `unreadable/` and `unwritable/` are as they say."""
    (folder / "file.yaml").write_text(BROKEN)
    (folder / "file.yaml").chmod(0)
    for name, mode in (("unreadable", 0o300), ("closed", 0), ("unwritable", 0o500)):
        (folder / name).mkdir()
        (folder / name / "a.yaml").write_text(BROKEN)
        (folder / name).chmod(mode)
    probe = subprocess.run(
        ["cat", "file.yaml"],
        cwd=folder,
        capture_output=True,
        check=False,
        preexec_fn=without_overrides,
    )
    if probe.returncode == 0:
        pytest.skip("this user may read everything")
    yield folder
    for name in ("unreadable", "closed", "unwritable"):
        (folder / name).chmod(0o700)


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("check", "file.yaml"), "file.yaml"),
        (("check", "unreadable"), "unreadable"),
        (("check", "closed/a.yaml"), "closed/a.yaml"),
        (("rehearse", "a", "--schedules", "unreadable"), "unreadable"),
        (("export", "-o", "unwritable/all.ics"), "unwritable/all.ics"),
        (("export", "-o", "unwritable/new/"), "unwritable/new/seminar.ics"),
        (("export", "-o", "closed/new/all.ics"), "closed/new/all.ics"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_not_permitted_is_told(
    locked: Path, arguments: tuple[str, ...], place: str
) -> None:
    code, _, err = talkbell(locked, *arguments, preexec_fn=without_overrides)
    assert code == 1
    assert err.endswith("Permission denied\n")
    assert place in err


@pytest.mark.parametrize(
    "line",
    [
        "talkbell rehearse seminar --remind 1d,2d,3d,4d,5d | head -1",
        "talkbell rehearse seminar | true",
        "talkbell export --format json | true",
        "talkbell schema | true",
        "talkbell --help | true",
        "talkbell check | true",
        "talkbell schema >&-",
        "talkbell export >&- 2>&-",
    ],
)
def test_output_that_nobody_reads_on_is_no_mistake(folder: Path, line: str) -> None:
    code, out, err = shell(folder, line)
    assert (code, err) == (0, "")
    assert out.count("\n") == line.endswith("head -1")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", ["export", "check", "--help"])
def test_a_full_disk_is_told(folder: Path, command: str) -> None:
    code, out, err = shell(folder, f"talkbell {command} > /dev/full")
    assert (code, out, err) == (1, "", "talkbell: No space left on device\n")


@pytest.mark.parametrize(
    "changes",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["told by Python", "told by the system"],
)
def test_a_terminal_that_knows_ascii_alone_gets_what_it_can_show(
    folder: Path, changes: dict[str, str]
) -> None:
    code, out, err = talkbell(folder, "rehearse", "seminar", **changes)
    assert (code, err) == (0, "")
    heading = "-- Monday 28 June 2021, 15:30 CEST - 1 hour before "
    assert (
        out
        == f"""\
{heading}{"-" * (80 - len(heading))}
Theorie "generale" - in 1 hour

? n2
Zoe Exemple

When   Monday 28 June 2021, 16:30-17:30 CEST
Where  Aula 1, Lausanne, CH

"""
    )


@pytest.mark.parametrize("command", ["rehearse", "export"])
def test_json_is_utf_8_on_every_terminal(folder: Path, command: str) -> None:
    # It may be for another program, or for a file.
    arguments = (command, "seminar", "--format", "json")
    expected = talkbell(folder, *arguments)
    assert talkbell(folder, *arguments, PYTHONIOENCODING="ascii") == expected
    assert "Théorie" in expected[1]


def test_a_terminal_for_latin_letters_keeps_their_accents(folder: Path) -> None:
    done = subprocess.run(
        [*TALKBELL, "rehearse", "théorie"],
        cwd=folder,
        env=environment(PYTHONIOENCODING="latin-1"),
        capture_output=True,
        check=False,
        timeout=TIMEOUT,
    )
    assert done.returncode == 1
    assert 'no series has the id "théorie"; ' in done.stderr.decode("latin-1")


def test_the_language_of_a_bare_machine_does_for_everything(folder: Path) -> None:
    expected = talkbell(folder, "rehearse", "seminar")
    assert talkbell(folder, "rehearse", "seminar", LC_ALL="C", LANG="C") == expected


def wait_at_rest(process: "subprocess.Popen[bytes]") -> None:
    """Wait until a process has slept for a second, as who is starting never does."""
    seen, until = 0, time.monotonic() + TIMEOUT
    while seen < 20 and time.monotonic() < until:
        state = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0]
        seen = seen + 1 if state == "S" else 0
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are not seen here")
def test_control_c_stops_without_a_word(folder: Path) -> None:
    os.mkfifo(folder / "nobody-reads.ics")
    process = subprocess.Popen(
        [*TALKBELL, "export", "-o", "nobody-reads.ics"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    with process:
        wait_at_rest(process)  # it waits for a reader of the pipe
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=TIMEOUT)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_named_pipe_is_written_into(folder: Path) -> None:
    code, out, err = shell(folder, "mkfifo out.ics; cat out.ics & talkbell export -o out.ics; wait")
    assert (code, err) == (0, "wrote out.ics\n")
    assert out.startswith("BEGIN:VCALENDAR\n")
    assert out.endswith("END:VCALENDAR\n")
