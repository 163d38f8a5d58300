"""Series that are read from an address, on the command line."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.store.engine import open_store
from bot.store.schema.watched_tables import watched
from tests.watched_page import Page, listed, serving_page

from .conftest import Ran

pytestmark = pytest.mark.enable_socket
Talkbell = Callable[..., Ran]

ADA = "5 July 2099, 16:30–17:30: Ada Example: On Kernels"
BELA = "13 July 2099, 16:30–17:30: Bela Beispiel: On Widths"
SOURCE = "source: {url: 'URL?SECRET', every: 6 hours}"


@pytest.fixture
def page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv("TALKBELL_FETCH_PRIVATE", "yes")
    for path in (folder / "schedules").glob("*.yaml"):
        path.unlink()
    with serving_page() as page:
        page.body = listed(ADA, BELA)
        define(folder, page)
        yield page


def define(folder: Path, page: Page) -> None:
    source = SOURCE.replace("URL", page.url)
    text = f"title: Example Seminar\ntimezone: CET\n{source}\n"
    (folder / "schedules" / "seminar.yaml").write_text(text, "utf-8")


def test_sync_reads_the_page_and_tells_what_is_asked(
    folder: Path, talkbell: Talkbell, page: Page
) -> None:
    ran = talkbell("sync")
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            "seminar: new, 0 sessions",
            "seminar: 2 changes at its address",
            "  Added: Ada Example, 5 July 16:30",
            "  Added: Bela Beispiel, 13 July 16:30",
            "1 series: 1 new",
        ],
    )
    page.body = listed()
    assert talkbell("sync").code == 0  # it is not due yet
    age(folder)
    ran = talkbell("sync")
    asked = [
        (
            "seminar: Example Seminar: 2 of 2 sessions to come are not on 127.0.0.1 any more."
            " Nothing was changed, and nobody has been told."
        ),
        "  Taken out: Ada Example: On Kernels, Sunday 5 July 2099, 16:30–17:30 CEST",
        "  Taken out: Bela Beispiel: On Widths, Monday 13 July 2099, 16:30–17:30 CEST",
    ]
    lines = ran.out.splitlines()
    assert (ran.code, lines[:3]) == (1, asked)
    assert lines[-2] == "  If that is meant: talkbell sync --confirm"
    assert talkbell("sync").out == ran.out
    assert "waits for an organizer's yes or no" in talkbell("doctor").out
    ran = talkbell("sync", "--confirm")
    assert (ran.code, "Removed: Ada Example, 5 July 16:30" in ran.out) == (0, True)
    history = talkbell("history", "seminar").out.splitlines()
    whose = [line.split("  ")[1].split(": ")[0] for line in history]
    assert whose == ["page at 127.0.0.1"] * 2 + ["command line"] * 2


def age(folder: Path) -> None:
    """Let the last fetch have been yesterday."""
    with open_store(f"sqlite:///{folder / 'data' / 'talkbell.db'}") as store:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        with store.writing() as connection:
            aged = update(watched).values(fetched_at=yesterday, next_at=yesterday)
            connection.execute(aged)


def test_page_that_fails_is_told_without_its_address(
    folder: Path, talkbell: Talkbell, page: Page
) -> None:
    talkbell("sync")
    age(folder)
    page.status = 500
    ran = talkbell("sync")
    assert (ran.code, ran.out.splitlines()[0]) == (
        1,
        (
            "seminar: its address cannot be read, what was read last stays:"
            " the server answers 500 Internal Server Error"
        ),
    )
    told = talkbell("doctor").out
    assert "127.0.0.1 has failed for 1 minute: the server answers 500" in told
    assert "SECRET" not in told + ran.out + ran.err


def test_trial_fetches_nothing(talkbell: Talkbell, page: Page) -> None:
    talkbell("sync", "--dry-run")
    assert page.asked == []


@pytest.mark.usefixtures("page")
def test_export_and_rehearsal_have_what_was_read(talkbell: Talkbell) -> None:
    for command in (("export", "seminar"), ("rehearse", "seminar")):
        ran = talkbell(*command)
        assert (ran.code, ran.err) == (
            1,
            "talkbell: seminar: its address was not read yet; run `talkbell sync`\n",
        )
    talkbell("sync")
    assert "SUMMARY:Ada Example: On Kernels" in talkbell("export", "seminar").out
    assert "Ada Example" in talkbell("rehearse", "seminar").out
    text = talkbell("export", "seminar", "--format", "yaml").out
    assert text.startswith("# `source: http://127.0.0.1:")
    assert "source:" not in text.split("\n", 1)[1]
    assert "On Widths" in text


@pytest.mark.usefixtures("page")
def test_doctor_tells_of_other_times(folder: Path, talkbell: Talkbell) -> None:
    talkbell("sync")
    assert "was read 1 minute ago, and has 2 sessions" in talkbell("doctor").out
    path = folder / "schedules" / "seminar.yaml"
    own = "sessions:\n  - {id: ada-example, start: 2099-07-06 16:30, title: By hand}\n"
    path.write_text(path.read_text("utf-8") + own, "utf-8")
    talkbell("sync")
    assert "the definition has another time than 127.0.0.1: By hand" in talkbell("doctor").out
