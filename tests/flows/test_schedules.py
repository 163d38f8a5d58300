"""The definitions of an installation: which files are read, and what none of them says alone."""

import os
from pathlib import Path

import pytest

from bot.domain.series import Series
from bot.errors import TalkbellError
from bot.flows.schedules import ReadFile, read_schedules


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schedules").mkdir()


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.write_bytes(text.encode())
    return path


def series_ids(files: list[ReadFile]) -> list[tuple[str, str | None]]:
    return [(str(file.path), file.series.id if file.series else None) for file in files]


def told(files: list[ReadFile]) -> list[str]:
    return [str(problem) for file in files for problem in file.problems]


def test_file_is_given_back_as_it_was_read() -> None:
    path = write("schedules/on-examples.yaml", "title: On Examples\r\n")
    assert read_schedules([path]) == [
        ReadFile(path, b"title: On Examples\r\n", Series(id="on-examples", title="On Examples"), ())
    ]


def test_folder_stands_for_the_definitions_in_it_in_order_of_their_names() -> None:
    for name in ("b.yaml", "a.yml", "c.yaml", "d.txt", "e.yaml~", "f.YAML"):
        write(f"schedules/{name}", "title: a")
    Path("schedules/more.yaml").mkdir()
    write("schedules/more.yaml/g.yaml", "title: a")
    Path("schedules/gone.yaml").symlink_to("nowhere.yaml")
    assert series_ids(read_schedules([Path("schedules")])) == [
        ("schedules/a.yml", "a"),
        ("schedules/b.yaml", "b"),
        ("schedules/c.yaml", "c"),
    ]


def test_file_may_have_any_name_if_it_is_given() -> None:
    assert series_ids(read_schedules([write("notes.txt", "title: a")])) == [("notes.txt", "notes")]


def test_file_that_is_given_twice_is_read_once() -> None:
    path = write("schedules/a.yaml", "title: a")
    others = [Path("schedules"), Path("schedules/../schedules/a.yaml"), path.absolute()]
    assert series_ids(read_schedules([path, *others])) == [("schedules/a.yaml", "a")]


def test_problems_name_the_file_as_it_was_given() -> None:
    path = write("schedules/a.yaml", "title: a\ntitel: b").absolute()
    files = read_schedules([path])
    assert told(files) == [
        f'{path}:2:1: a series has no such key, read "titel"; did you mean title?'
    ]
    assert [(file.series, file.has_errors) for file in files] == [(None, True)]


def test_warnings_are_no_errors() -> None:
    path = write("a.yaml", "title: a\ntimezone: CET\nsessions: [{start: 2021-06-28, title: b}]")
    (file,) = read_schedules([path])
    assert [problem.severity.value for problem in file.problems] == ["warning"]
    assert file.series
    assert not file.has_errors


def test_every_file_is_read_whatever_is_wrong_with_another() -> None:
    write("schedules/a.yaml", "title: [")
    write("schedules/b.yaml", "title: b")
    assert series_ids(read_schedules([Path("schedules")])) == [
        ("schedules/a.yaml", None),
        ("schedules/b.yaml", "b"),
    ]


@pytest.mark.parametrize(
    ("second", "place"),
    [("title: b\nid:  a\n", "2:6"), ("id: {}\ntitle: b\nid: a", ""), ("title: b", "")],
    ids=["id", "broken", "other"],
)
def test_series_id_that_two_files_have_is_told_at_the_second(second: str, place: str) -> None:
    write("schedules/1.yaml", "id: a\ntitle: a")
    write("schedules/2.yaml", second)
    files = read_schedules([Path("schedules")])
    expected = [
        (
            f'schedules/2.yaml:{place}: id: schedules/1.yaml has this series id already, read "a";'
            " give one of the two another `id:`"
        )
    ]
    assert [line for line in told(files) if "already, read" in line and "1.yaml" in line] == (
        expected if place else []
    )
    assert series_ids(files)[0] == ("schedules/1.yaml", "a")


def test_series_id_from_the_name_of_a_file_is_told_at_its_beginning() -> None:
    Path("more").mkdir()
    paths = [write("schedules/a.yaml", "title: a"), write("more/a.yml", "\ntitle: b")]
    files = read_schedules(paths)
    assert told(files) == [
        (
            'more/a.yml:1:1: id: schedules/a.yaml has this series id already, read "a";'
            " give one of the two another `id:`"
        )
    ]
    assert series_ids(files) == [("schedules/a.yaml", "a"), ("more/a.yml", None)]
    assert files[1].has_errors


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("schedules", "schedules: there are no definitions (*.yaml) in this folder"),
        ("nowhere.yaml", "nowhere.yaml: there is no such file or folder"),
        ("nowhere/a.yaml", "nowhere/a.yaml: there is no such file or folder"),
        ("a" * 300, f"{'a' * 300}: File name too long"),
        ("a\0b", "a\0b: there is no such file or folder"),
    ],
    ids=["empty-folder", "no-file", "no-folder", "long-name", "nul"],
)
def test_path_that_leads_nowhere_is_an_error(path: str, problem: str) -> None:
    with pytest.raises(TalkbellError) as caught:
        read_schedules([Path(path)])
    assert str(caught.value) == problem


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_that_may_not_be_read_is_an_error() -> None:
    path = write("a.yaml", "title: a")
    path.chmod(0)
    with pytest.raises(TalkbellError, match=r"a\.yaml: Permission denied"):
        read_schedules([path])


def test_no_paths_give_no_files() -> None:
    assert read_schedules([]) == []
