"""Logs as they are written: one line each, readable or JSON, and no secret in any."""

import io
import json
import logging
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.domain.series import Join
from bot.logs import Redactor, configure_logs

ROOT = Path(__file__).parents[2]
CANARIES = (
    "1234567" + ":" + "AAcanary-canary_canary0123456789abc",
    "https://epfl.zoom.us/j/62400754289?pwd=canary",
    "/my/canary-canary",
    "postgresql://me:canary@host/db",
    "https://meet.example/room/canary",
    "s3cret-canary",
)


@pytest.fixture
def restored() -> Iterator[None]:
    """Put back what `configure_logs` changes in this process."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    hooks = sys.excepthook, sys.unraisablehook
    quiet = (
        "alembic",
        "apscheduler",
        "asyncio",
        "httpcore",
        "httpx",
        "limits",
        "telegram",
        "uvicorn",
        "watchfiles",
    )
    levels = {name: logging.getLogger(name).level for name in quiet}
    yield
    structlog.reset_defaults()
    logging.captureWarnings(capture=False)
    sys.excepthook, sys.unraisablehook = hooks
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, earlier in levels.items():
        logging.getLogger(name).setLevel(earlier)


Configure = Callable[..., tuple[io.StringIO, Redactor]]


@pytest.fixture
def configure(restored: None) -> Configure:
    """Return what starts logging into a text."""
    del restored

    def start(form: str, level: str = "info") -> tuple[io.StringIO, Redactor]:
        stream = io.StringIO()
        logging.getLogger().handlers.clear()  # pytest's own, which raise what they cannot write
        return stream, configure_logs(level, form, stream)  # type: ignore[arg-type]

    return start


def log_everywhere(secret: str) -> None:
    """Log a secret in every place of a line, by both ways of logging."""
    ours, theirs = structlog.get_logger("talkbell.test"), logging.getLogger("elsewhere")
    ours.info(f"seen {secret} there", key=secret, deep=[{"a": (secret,)}], error=ValueError(secret))
    ours.warning("seen %s there", secret)
    theirs.info("seen %s there", secret)
    try:
        raise ValueError(secret)  # noqa: TRY301 - to be logged with its traceback
    except ValueError:
        ours.exception("failed")
        theirs.exception("failed")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"seen {secret} there", stacklevel=1)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("secret", CANARIES)
def test_no_secret_reaches_a_log(configure: Configure, form: str, secret: str) -> None:
    stream, redactor = configure(form)
    log_everywhere("harmless")
    assert stream.getvalue().count("harmless") >= 9  # so all of these places are written
    stream.truncate(0)
    redactor.learn([Join(url="https://meet.example/room/canary", passcode="s3cret-canary")])
    log_everywhere(secret)
    assert "Traceback" in stream.getvalue()
    assert "canary" not in stream.getvalue()
    assert "62400754289" not in stream.getvalue()


def test_json_has_one_object_in_a_line(configure: Configure) -> None:
    stream, _ = configure("json")
    structlog.get_logger("talkbell.test").info("Zürich\nsaid\u2028 it", port=8000, names=["a"])
    logging.getLogger("elsewhere").error("no", exc_info=ValueError("why"))
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "Zürich\nsaid\u2028 it",
        "level": "info",
        "logger": "talkbell.test",
        "names": ["a"],
        "port": 8000,
    }
    assert (second["level"], second["exception"]) == ("error", "ValueError: why")


def test_text_has_one_line_and_commands_no_terminal(configure: Configure) -> None:
    stream, _ = configure("text")
    structlog.get_logger("talkbell.test").info("one\ntwo\x1b[31m", path="a\rb", port=8000)
    (line,) = stream.getvalue().splitlines()
    assert line[8:].split() == [
        "[info", "]", r"one\ntwo\x1b[31m", "[talkbell.test]", r"path=a\rb", "port=8000",
    ]  # fmt: skip


def test_a_level_leaves_out_what_is_below_it(configure: Configure) -> None:
    stream, _ = configure("text", "warning")
    structlog.get_logger("talkbell.test").info("quiet")
    logging.getLogger("elsewhere").info("quiet")
    logging.getLogger("elsewhere").warning("loud")
    assert [line.split()[3] for line in stream.getvalue().splitlines()] == ["loud"]


@pytest.mark.parametrize(
    "name",
    [
        "telegram.Bot",
        "httpx",
        "httpcore.http11",
        "uvicorn.access",
        "alembic.runtime",
        "apscheduler.scheduler",
    ],
)
def test_chatty_libraries_are_heard_from_warnings_on(configure: Configure, name: str) -> None:
    stream, _ = configure("text", "debug")
    logging.getLogger(name).info("quiet")
    logging.getLogger(name).warning("loud")
    assert stream.getvalue().count("\n") == 1


def test_configuring_again_does_not_double_lines(configure: Configure) -> None:
    configure("text")
    stream, _ = configure("text")
    logging.getLogger("elsewhere").info("once")
    assert stream.getvalue().count("once") == 1


def test_a_line_that_cannot_be_made_shows_nothing_of_it(
    configure: Configure, capsys: pytest.CaptureFixture[str]
) -> None:
    stream, _ = configure("text")
    logging.getLogger("elsewhere").info("%d", "canary")
    assert stream.getvalue() == ""
    assert capsys.readouterr().err == "talkbell: elsewhere could not log a line\n"


PROGRAM = """
import sys, threading
from bot.logs import configure_logs
configure_logs("info", "auto")
def fail(): raise ValueError("pwd=canary")
thread = threading.Thread(target=fail); thread.start(); thread.join()
class Late:
    def __del__(self): fail()
Late()
fail()
"""


def test_what_nobody_caught_is_logged_without_secrets() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (1, b"")
    lines = [json.loads(line) for line in done.stderr.decode().splitlines()]  # no terminal: JSON
    assert [line["event"] for line in lines] == [
        "a thread ended by a mistake of ours",
        "a mistake of ours was passed over",
        "ended by a mistake of ours",
    ]
    assert all("pwd=[hidden]" in line["exception"] for line in lines)
    assert b"canary" not in done.stderr
