"""Calendar apps stay subscribed while a series changes: each shows what is so, and nothing else.

vdirsyncer keeps a folder in step with the feed, khal shows what is in that folder, and ical.js,
Thunderbird's engine, reads the feed itself. (vdirsyncer gives entries of a feed UIDs of its own, a
hash of what they say; so UIDs are looked at in the feed.)
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from icalendar import Calendar

from tests.readers import with_icaljs

from .service import Service, started, wait_until

pytestmark = pytest.mark.enable_socket
BIN = Path(sys.executable).parent
SECONDS = 120
LIVE = 2  # seconds after which a change is published
HEAD = """\
title: Reading group
link: public
timezone: Europe/Zurich
place: Zurich
duration: 1 hour
sessions:
"""
ADA = """\
  - id: {ada}
    start: {start}
    speaker: Ada Example
    title: On sets
    join: {link}
"""
BELA = """\
  - id: {bela}
    start: 2030-03-11 16:30
    status: {status}
    speaker: Bela Beispiel
    title: On rings
    room: HG G 19
"""
CLEO = """\
  - id: {cleo}
    start: 2030-04-01 16:30
    speaker: Cleo Exemple
    title: {title}
    room: HG G 19
"""
START, LINK = "2030-03-04 16:30", "https://meet.example.org/first-room"


@dataclass(frozen=True, order=True)
class Shown:
    """What a calendar shows of one entry; its start is an instant."""

    summary: str
    start: datetime
    status: str
    location: str


def definition(
    *,
    start: str = START,
    status: str = "scheduled",
    title: str = "On fields",
    link: str = LINK,
    ids: tuple[str, str, str] = ("ada", "bela", "cleo"),
) -> str:
    """Return a version of the series; with other ids, its sessions come in another order, too."""
    ada, bela, cleo = ids
    rows = [
        ADA.format(ada=ada, start=start, link=link),
        BELA.format(bela=bela, status=status),
        CLEO.format(cleo=cleo, title=title),
    ]
    return HEAD + "".join(rows if ada == "ada" else reversed(rows))


def entries(
    *, start: datetime, status: str = "CONFIRMED", title: str = "On fields", link: str = LINK
) -> dict[str, Shown]:
    """Return what every calendar has to show, by who speaks."""
    here = "HG G 19, Zurich"
    at_four = datetime(2030, 3, 11, 15, 30, tzinfo=UTC), datetime(2030, 4, 1, 14, 30, tzinfo=UTC)
    return {
        "Ada": Shown("Ada Example: On sets", start, "CONFIRMED", link),
        "Bela": Shown("Bela Beispiel: On rings", at_four[0], status, here),
        "Cleo": Shown(f"Cleo Exemple: {title}", at_four[1], "CONFIRMED", here),
    }


FIRST = datetime(2030, 3, 4, 15, 30, tzinfo=UTC)
MOVED = datetime(2030, 4, 5, 8, 0, tzinfo=UTC)  # on the other side of a clock change
NEW_START, NEW_TITLE, NEW_LINK = (
    "2030-04-05 10:00",
    "On finite fields",
    "https://meet.example.org/b",
)
VERSIONS = [
    ("first", definition(), entries(start=FIRST), (0, 0, 0)),
    ("moved", definition(start=NEW_START), entries(start=MOVED), (1, 0, 0)),
    (
        "cancelled",
        definition(start=NEW_START, status="cancelled"),
        entries(start=MOVED, status="CANCELLED"),
        (1, 1, 0),
    ),
    ("restored", definition(start=NEW_START), entries(start=MOVED), (1, 2, 0)),
    (
        "retitled",
        definition(start=NEW_START, title=NEW_TITLE),
        entries(start=MOVED, title=NEW_TITLE),
        (1, 2, 0),
    ),
    (
        "with another link",
        definition(start=NEW_START, title=NEW_TITLE, link=NEW_LINK),
        entries(start=MOVED, title=NEW_TITLE, link=NEW_LINK),
        (1, 2, 0),
    ),
    (
        "with other ids",
        definition(start=NEW_START, title=NEW_TITLE, link=NEW_LINK, ids=("x1", "x2", "x3")),
        entries(start=MOVED, title=NEW_TITLE, link=NEW_LINK),
        (1, 2, 0),
    ),
]


class Vdirsyncer:
    """A folder that vdirsyncer keeps in step with the feed, and khal over it."""

    def __init__(self, folder: Path, feed: str) -> None:
        self.items = folder / "items"
        self.items.mkdir(parents=True)
        self._folder = folder
        (folder / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{folder}/status"\n'
            f'[pair talks]\na = "feed"\nb = "here"\ncollections = null\n'
            f'[storage feed]\ntype = "http"\nurl = "{feed}"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{self.items}"\nfileext = ".ics"\n'
        )
        (folder / "khal").write_text(
            f"[calendars]\n[[talks]]\npath = {self.items}\nreadonly = True\n"
            f"[sqlite]\npath = {folder}/khal.db\n"
            "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        )
        self._vdirsyncer("discover")

    def refresh(self) -> None:
        """Fetch what is new."""
        self._vdirsyncer("sync")

    def events(self) -> list[Shown]:
        """Return what is shown of each entry in the folder."""
        files = [path.read_bytes() for path in self.items.iterdir()]
        return sorted(shown for data in files for _, _, shown in events_of(data))

    def khal(self) -> list[Shown]:
        """Return what khal lists of that year."""
        form = "{title}\t{start}\t{status}\t{location}"
        told = self._run("khal", "--config", f"{self._folder}/khal", "list", "--format", form,
                         "--day-format", "", "2030-01-01", "365d")  # fmt: skip
        lines = [line.split("\t") for line in told.splitlines() if line]
        return sorted(
            Shown(
                title.removeprefix("CANCELLED "),
                datetime.strptime(start, "%Y-%m-%d %H:%M").replace(tzinfo=UTC),
                status.strip(),
                location,
            )
            for title, start, status, location in lines
        )

    def _vdirsyncer(self, *arguments: str) -> None:
        self._run("vdirsyncer", "-c", f"{self._folder}/vdirsyncer", *arguments)

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [BIN / program, *arguments],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "HOME": str(self._folder), "LC_ALL": "C.UTF-8"},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


class Browser:
    """A client that remembers what it has, as Thunderbird does."""

    def __init__(self, feed: str) -> None:
        self._feed = feed
        self._etag = ""
        self.data = b""

    def refresh(self) -> bool:
        """Fetch the feed if it is another one; return whether it is."""
        headers = {"If-None-Match": self._etag} if self._etag else {}
        try:
            with urlopen(Request(self._feed, headers=headers), timeout=SECONDS) as answer:  # noqa: S310
                self.data, self._etag = answer.read(), answer.headers["ETag"]
        except HTTPError as answer:
            if answer.code != 304:
                raise
            return False
        return True


def events_of(data: bytes) -> list[tuple[str, int, Shown]]:
    """Return UID, SEQUENCE and what is shown of each entry of a calendar."""
    return [
        (
            str(event["UID"]),
            int(event["SEQUENCE"]),
            Shown(
                str(event["SUMMARY"]),
                event.decoded("DTSTART").astimezone(UTC),
                str(event["STATUS"]),
                str(event["LOCATION"]),
            ),
        )
        for event in Calendar.from_ical(data).walk("VEVENT")
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schedules").mkdir()
    write(tmp_path, VERSIONS[0][1])
    return tmp_path


def write(folder: Path, text: str) -> None:
    part = folder / "part"
    part.write_text(text)
    part.replace(folder / "schedules" / "group.yaml")


def test_subscribed_calendars_show_every_version(folder: Path) -> None:
    with started(folder, "run", "--port", "0") as service:
        feed = f"{service.address}/group.ics"
        local, browser = Vdirsyncer(folder / "client", feed), Browser(feed)
        uids: dict[str, str] = {}
        for name, text, expected, sequences in VERSIONS:
            write(folder, text)
            if name != "with other ids":  # which changes nothing that a calendar shows
                wait_until(browser.refresh, f"{name} is not published")
            else:
                sleep(2 * LIVE)
            assert not browser.refresh(), f"{name}: nothing changed, yet it was sent again"
            published = events_of(browser.data)
            uids = uids or {shown.summary.split()[0]: uid for uid, _, shown in published}
            assert sorted(published) == sorted(
                (uids[who], sequence, shown)
                for (who, shown), sequence in zip(expected.items(), sequences, strict=True)
            ), name
            wanted = sorted(expected.values())
            local.refresh()
            assert local.events() == wanted, name
            assert local.khal() == wanted, name
            if not with_icaljs.missing():
                assert _by_icaljs(browser.data) == wanted, name


def _by_icaljs(data: bytes) -> list[Shown]:
    read = with_icaljs.read(data)
    return sorted(Shown(one.summary, one.start_utc, one.status, one.location) for one in read)


@pytest.fixture
def installations(tmp_path: Path) -> Iterator[Callable[[str], Service]]:
    """Give a function that starts a fresh installation of the same definitions."""
    with_blocks = []

    def start(name: str) -> Service:
        folder = tmp_path / name
        (folder / "schedules").mkdir(parents=True)
        write(folder, VERSIONS[0][1])
        block = started(folder, "run", "--port", "0")
        with_blocks.append(block)
        return block.__enter__()

    yield start
    for block in with_blocks:
        block.__exit__(None, None, None)


def test_two_fresh_installations_publish_the_same_bytes(
    installations: Callable[[str], Service],
) -> None:
    one, other = installations("one"), installations("other")
    for path in ("group.ics", "group.json", "group.xml", "all.ics", "group/ada.ics"):
        first, second = (service.get(f"/{path}") for service in (one, other))
        assert first[0] == 200, path
        ours = one.address.encode(), other.address.encode()
        assert first[1].replace(ours[0], b"") == second[1].replace(ours[1], b""), path
