"""Processes that are forked from one in which Talkbell is loaded, and start in a tenth of the time.

From there on each is like one that `python -m` begins: a process of its own, with its folder,
environment, arguments and streams, that dies like any other. What starting and ending themselves
are like, and standard input, is for tests that start Python anew.
"""

import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Literal, Protocol, TextIO

_LOADED = [
    "aiohttp",
    "alembic.command",
    "bot.cli.run",
    "bot.wiring.serving",
    "bot.wiring.telegram",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "telegram.ext",
]
_context = get_context("forkserver")
_context.set_forkserver_preload(_LOADED)


class Running(Protocol):
    """What tests ask of a process: a part of `subprocess.Popen[str]`."""

    @property
    def stdout(self) -> TextIO | None: ...
    @property
    def stderr(self) -> TextIO | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


class WarmProcess:
    """Runs a module as `python -m` does. What it writes comes by `stdout` and `stderr`."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        folder: Path,
        environment: Mapping[str, str],
        errors: Literal["apart", "with the rest", "to nobody"] = "apart",
    ) -> None:
        """Start it in a folder, with no more in its environment than is given."""
        out, its_out = _context.Pipe(duplex=False)
        err, its_err = _context.Pipe(duplex=False) if errors == "apart" else (None, None)
        self._process = _context.Process(
            target=_run,
            args=(module, arguments, folder, dict(environment), its_out, its_err or errors),
            daemon=True,
        )
        self._process.start()
        for one in (its_out, its_err):
            if one:
                one.close()
        self.stdout: TextIO | None = _read(out)
        self.stderr: TextIO | None = _read(err) if err else None

    def poll(self) -> int | None:
        """Return its exit code, negative that of the signal that ended it; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; return its exit code. Raises TimeoutExpired."""
        self._process.join(timeout)
        if (code := self._process.exitcode) is None:
            raise TimeoutExpired("a process", timeout or 0)
        return code

    def finish(self, timeout: float) -> str:
        """Wait until it has ended; return the rest that it wrote, no more than a pipe holds.

        Raises TimeoutExpired.
        """
        self.wait(timeout)
        assert self.stdout
        with self.stdout:
            return self.stdout.read()

    def send_signal(self, sig: int) -> None:
        """Send it a signal; none to one that has ended."""
        if self.poll() is None and self._process.pid:
            os.kill(self._process.pid, sig)

    def kill(self) -> None:
        """End it as a failing machine does."""
        self.send_signal(signal.SIGKILL)


def _read(pipe: Connection) -> TextIO:
    number = os.dup(pipe.fileno())
    pipe.close()
    return os.fdopen(number, encoding="utf-8")


def _run(
    module: str,
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    out: Connection,
    err: Connection | str,
) -> None:
    """Become what `python -m` would be, in the forked process."""
    os.dup2(out.fileno(), 1)
    if err == "with the rest":
        os.dup2(1, 2)
    else:
        os.dup2(os.open(os.devnull, os.O_WRONLY) if isinstance(err, str) else err.fileno(), 2)
    for one in (out, err):
        if isinstance(one, Connection):
            one.close()
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
