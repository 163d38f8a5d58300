"""`talkbell check`: every problem of every file at once, and an exit code that says if any is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import BROKEN, SEMINAR, Ran

Talkbell = Callable[..., Ran]
PROBLEMS = """\
{path}:3:11: timezone: this zone word has several meanings, read "IST"; write \
Europe/Dublin (UTC+1), Asia/Jerusalem (UTC+2), or Asia/Kolkata (UTC+5:30)
{path}:4:1: a series has no such key, read "colr"; did you mean color?
"""


def told(ran: Ran) -> tuple[int, str, list[str]]:
    """Return code and output, and the problems in the order of files and lines."""
    return ran.code, ran.out, sorted(ran.err.splitlines())


def test_check_of_good_definitions_says_so(talkbell: Talkbell) -> None:
    assert talkbell("check") == Ran(0, "2 definitions, 4 sessions: all is well\n", "")


def test_check_of_one_file_counts_that(talkbell: Talkbell) -> None:
    assert talkbell("check", "schedules/workshop.yaml") == Ran(
        0, "1 definition, 1 session: all is well\n", ""
    )


def test_check_tells_the_problems_of_a_broken_definition_beside_good_ones(
    talkbell: Talkbell, folder: Path
) -> None:
    (folder / "schedules" / "broken.yaml").write_text(BROKEN)
    assert told(talkbell("check")) == (
        1,
        "2 problems in 1 of 3 definitions\n",
        sorted(PROBLEMS.format(path="schedules/broken.yaml").splitlines()),
    )


def test_check_tells_the_problems_of_every_file_and_folder_that_is_named(
    talkbell: Talkbell, folder: Path
) -> None:
    (folder / "more").mkdir()
    for name in ("a.yml", "b.yaml", "not-read.txt"):
        (folder / "more" / name).write_text(BROKEN)
    (folder / "other.yaml").write_text("]")
    code, out, problems = told(talkbell("check", "other.yaml", "more", "schedules/seminar.yaml"))
    assert problems[-1].startswith("other.yaml:1:1: ")
    both = "".join(PROBLEMS.format(path=f"more/{name}") for name in ("a.yml", "b.yaml"))
    assert problems[:-1] == sorted(both.splitlines())
    assert (code, out) == (1, "5 problems in 3 of 4 definitions\n")


def test_check_of_a_warning_is_all_well(talkbell: Talkbell, folder: Path) -> None:
    twin = SEMINAR.replace(
        "start: TBD\n    speaker: Chiara Esempio",
        "start: 2021-07-05 16:30\n    speaker: Bela Beispiel",
    )
    (folder / "schedules" / "seminar.yaml").write_text(twin)
    ran = talkbell("check")
    assert (ran.code, ran.out) == (
        0,
        "2 definitions, 4 sessions: all is well, 1 with warnings\n",
    )
    assert ran.err.startswith("schedules/seminar.yaml:17:5: warning: the same session stands in ")


def test_check_counts_two_files_with_one_series_as_a_problem(
    talkbell: Talkbell, folder: Path
) -> None:
    (folder / "schedules" / "twin.yaml").write_text(SEMINAR)
    ran = talkbell("check")
    assert (ran.code, ran.out) == (1, "1 problem in 1 of 3 definitions\n")
    place, _, problem = ran.err.partition(": ")
    assert place.startswith("schedules/twin.yaml:1:")
    assert problem == (
        'id: schedules/seminar.yaml has this series id already, read "seminar";'
        " give one of the two another `id:`\n"
    )


def test_check_can_write_ids_and_changes_nothing_else(talkbell: Talkbell, folder: Path) -> None:
    path = folder / "schedules" / "seminar.yaml"
    commented = SEMINAR.replace("start: TBD", "start: TBD  # to be found")
    path.write_text(commented)
    ran = talkbell("check", "--write-ids")
    assert (ran.code, ran.err) == (0, "schedules/seminar.yaml: ids written\n")
    written = path.read_text()
    (made,) = (line for line in written.splitlines() if line not in commented and "id:" in line)
    assert made.startswith("  - id: ")
    assert written == commented.replace("  - start: TBD", f"{made}\n    start: TBD")
    again = talkbell("check", "--write-ids")
    assert (again.code, again.err, path.read_text()) == (0, "", written)


def test_check_without_the_wish_writes_no_ids(talkbell: Talkbell, folder: Path) -> None:
    talkbell("check")
    assert (folder / "schedules" / "seminar.yaml").read_text() == SEMINAR


def test_check_writes_no_ids_into_a_broken_definition(talkbell: Talkbell, folder: Path) -> None:
    (folder / "schedules" / "broken.yaml").write_text(BROKEN)
    assert talkbell("check", "--write-ids").code == 1
    assert (folder / "schedules" / "broken.yaml").read_text() == BROKEN
    assert "id: " in (folder / "schedules" / "seminar.yaml").read_text().split("Bela")[1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("nowhere.yaml",), "talkbell: nowhere.yaml: there is no such file or folder\n"),
        (("--schedules", "nowhere"), "talkbell: nowhere: there is no such file or folder\n"),
        (("empty",), "talkbell: empty: there are no definitions (*.yaml) in this folder\n"),
    ],
    ids=["no file", "no folder", "an empty folder"],
)
def test_check_of_nothing_says_what_is_missing(
    talkbell: Talkbell, folder: Path, arguments: tuple[str, ...], expected: str
) -> None:
    (folder / "empty").mkdir()
    assert talkbell("check", *arguments) == Ran(1, "", expected)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--schedules", "other", "check"),
        ("check", "--schedules", "other"),
        ("check", "other/a.yaml", "--write-ids", "other/b.yaml"),
        ("check", "--write-ids", "other/a.yaml", "other/b.yaml"),
        ("check", "other/a.yaml", "other/b.yaml", "--write-ids"),
    ],
    ids=" ".join,
)
def test_check_takes_its_options_anywhere(
    talkbell: Talkbell, folder: Path, arguments: tuple[str, ...]
) -> None:
    (folder / "schedules").rename(folder / "other")
    (folder / "other" / "seminar.yaml").rename(folder / "other" / "a.yaml")
    (folder / "other" / "workshop.yaml").rename(folder / "other" / "b.yaml")
    ran = talkbell(*arguments)
    assert (ran.code, ran.out) == (0, "2 definitions, 4 sessions: all is well\n")
