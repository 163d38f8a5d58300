"""A real PostgreSQL server for tests: one a process, on a Unix socket, thrown away at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url, text

from bot.store.engine import Store

_INSTALLED = Path("/usr/lib/postgresql")
_USER = "talkbell"
_START = 30  # seconds
_TABLES = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
_NUMBERS = "SELECT format('setval(%L, 1, false)', sequencename) FROM pg_sequences"
# Nobody else is there, and rows that belong together go in any order.
_ALONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica"""


def find_server() -> Path | None:
    """Return the folder of the newest server's programs, None if there is none on this machine."""
    found = sorted(_INSTALLED.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("postgres")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def running_server(programs: Path) -> Iterator["Server"]:
    """Start a server that keeps nothing after the block."""
    folder = Path(tempfile.mkdtemp(prefix="talkbell-pg-"))
    account = _unprivileged_account()
    if account:
        shutil.chown(folder, account, account)
    server = Server(programs, folder, account)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """One server: it can be stopped and started again, with what it holds."""

    def __init__(self, programs: Path, folder: Path, account: str | None) -> None:
        self._programs = programs
        self._folder = folder
        self._account = account
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{_USER}@/{database}?host={self._folder}"

    def do(self, statement: str) -> None:
        """Do what is done from outside of databases, such as making one."""
        url = make_url(self.address("postgres")).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))

    def make(self) -> None:
        """Make the files of the server."""
        options = ["--auth=trust", f"--username={_USER}", "--encoding=UTF8", "--locale=C"]
        self._run("initdb", "--no-sync", *options, "--pgdata", str(self._folder / "data"))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        data = str(self._folder / "data")
        options = ["-h", "", "-k", str(self._folder), "-F", "-c", "shared_buffers=16MB"]
        self._process = subprocess.Popen(
            [self._programs / "postgres", "-D", data, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            user=self._account,
            group=self._account,
            extra_groups=[] if self._account else None,
        )
        until = time.monotonic() + _START
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                message = "PostgreSQL does not start"
                raise RuntimeError(message)
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once, as a failing machine would."""
        if self._process and self._process.poll() is None:
            self._process.kill()
        if self._process:
            self._process.wait()
            (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def _answers(self) -> bool:
        ready = [str(self._programs / "pg_isready"), "-q", "-h", str(self._folder)]
        return subprocess.run(ready, check=False, timeout=10).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            capture_output=True,
            timeout=60,
            cwd=self._folder,
            user=self._account,
            group=self._account,
            extra_groups=[] if self._account else None,
        )


class Emptied:
    """A database that is empty again after each test: making one takes longer than most tests.

    Its tables stay as they are: a test that changes them has to make its own.
    """

    def __init__(self, store: Store) -> None:
        """Take the database while its tables are as they were made."""
        self.engine = store.engine
        with store.reading() as connection:
            tables = connection.scalars(text(_TABLES)).all()
            numbers = connection.scalars(text(_NUMBERS)).all()
        rows = [f"DELETE FROM {name}" for name in tables]  # noqa: S608 - our own names
        self._statement = "; ".join([_ALONE, *rows, *(f"SELECT {one}" for one in numbers)])

    def empty(self) -> None:
        """Take away all rows, and whoever is connected still; ids begin with 1 again."""
        self.engine.dispose()
        with self.engine.begin() as connection:
            connection.exec_driver_sql(self._statement)


def _unprivileged_account() -> str | None:
    """Return an account for a server that root starts, which PostgreSQL refuses to run as."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
