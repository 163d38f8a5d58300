"""Syncing while a service runs: what is logged of it, and how often."""

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.series import Join
from bot.store.engine import Store, open_store
from bot.wiring.watching import Syncing

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HEAD = "id: seminar\ntitle: Seminar\ntimezone: CET\nplace: CH\nduration: 1 hour\nsessions:\n"
ROWS = [
    f"  - {{id: n{day}, start: 2027-01-{day:02} 16:30, title: Title {day}}}\n"
    for day in range(4, 9)
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/talkbell.db") as opened:
        opened.migrate()
        yield opened


class Learnt(list[Join]):
    """The joins that were learnt."""

    def __call__(self, joins: Iterable[Join]) -> None:
        self.extend(joins)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the definition of a seminar stands."""
    (tmp_path / "schedules").mkdir()
    path = tmp_path / "schedules" / "seminar.yaml"
    path.write_text(HEAD + "".join(ROWS))
    return path


def syncing(store: Store, path: Path, learn: Learnt | None = None) -> Syncing:
    return Syncing(store, path.parent, now=lambda: NOW, learn=Learnt() if learn is None else learn)


def said(log: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return what was logged since the last time, with its level."""
    lines = [(record.levelname.lower(), record.getMessage()) for record in log.records]
    log.clear()
    return lines


def test_changes_are_logged_as_a_person_says_them(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    one = syncing(store, path)
    one.run()
    assert said(caplog) == [("info", "seminar: new, 5 sessions")]
    one.run()
    assert said(caplog) == []
    path.write_text(path.read_text().replace("2027-01-08 16:30", "2027-01-08 17:30"))
    one.run()
    assert said(caplog) == [("info", "seminar: Moved: Title 8, 8 January 16:30 → 17:30")]


def test_a_problem_is_logged_once_while_it_lasts(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    one = syncing(store, path)
    good = path.read_text()
    one.run()
    said(caplog)
    path.write_text(good.replace("CET", "CTE"))
    one.run()
    (_, problem), (_, consequence) = said(caplog)
    assert problem.startswith(f"{path}:3:11: timezone: ")
    assert consequence == f"{path}: nothing was changed; what was read before stays"
    one.run()
    assert said(caplog) == []
    path.write_text(good)
    one.run()
    assert said(caplog) == []
    path.write_text(good.replace("CET", "CTE"))
    one.run()
    assert len(said(caplog)) == 2


def test_a_version_that_loses_much_is_held_back_with_the_way_out(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    one = syncing(store, path)
    one.run()
    path.write_text(HEAD + ROWS[0])
    one.run()
    assert said(caplog) == [
        (
            "error",
            (
                "seminar: held back, as 4 of 5 future sessions would be lost; "
                "if that is meant: talkbell sync --confirm"
            ),
        )
    ]


def test_joins_are_learnt_before_anything_is_logged(store: Store, path: Path) -> None:
    learnt = Learnt()
    join = '  - {start: TBD, title: A, join: "https://meet.example/j/1234567890"}\n'
    path.write_text(HEAD + join)
    syncing(store, path, learnt).run()
    assert learnt == [Join(url="https://meet.example/j/1234567890")]


def test_joins_of_long_ago_are_learnt_when_a_service_starts(store: Store, path: Path) -> None:
    whole = path.read_text()
    path.write_text(whole.replace("title: Title 4", "join: https://meet.example/j/1"))
    syncing(store, path).run()
    path.write_text(whole)
    syncing(store, path).run()
    learnt = Learnt()
    syncing(store, path, learnt).run()
    assert learnt == [Join(url="https://meet.example/j/1")]


@pytest.mark.parametrize(
    "join",
    [
        '"meet.example/canary"',
        '{url: "https://canary a"}',
        "{url: https://a.example/canary, pas: canary}",
    ],
)
def test_a_join_that_cannot_be_read_is_not_logged(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture, join: str
) -> None:
    path.write_text(HEAD + f"  - {{start: TBD, title: A, join: {join}}}\n")
    syncing(store, path).run()
    logged = [line for _, line in said(caplog)]
    assert logged[0].startswith(f"{path}:7:")
    assert "canary" not in "".join(logged)


def test_a_folder_is_outdated_once_anything_in_it_changes(store: Store, path: Path) -> None:
    one = syncing(store, path)
    assert one.is_outdated
    one.run()
    assert not one.is_outdated
    path.with_name("other.yaml").write_text(HEAD.replace("seminar", "other"))
    assert one.is_outdated
    path.with_name("other.yaml").unlink()
    one.run()
    path.write_text(path.read_text() + "# longer\n")
    assert one.is_outdated
    one.run()
    path.parent.rename(path.parent.with_name("away"))
    assert one.is_outdated
