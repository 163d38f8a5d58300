"""`talkbell export`: what it writes, where to, for whom, and what becomes of broken definitions."""

import json
import os
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from icalendar import Calendar

from .conftest import BROKEN, Ran

Talkbell = Callable[..., Ran]
PRIVATE = ("https://meet.example/j/123456789", "s3cret")


def summaries(ics: str) -> list[str]:
    return sorted(str(event["SUMMARY"]) for event in Calendar.from_ical(ics).walk("VEVENT"))


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


FIRST, SECOND = "Ada Example: On Examples", "Bela Beispiel"
OPENING, KEYNOTE = "Opening", "Dana Exemple: Keynote"
ALL = sorted([FIRST, SECOND, OPENING, KEYNOTE])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ALL),
        (("seminar",), [FIRST, SECOND]),
        (("workshop", "seminar", "workshop"), ALL),
        (("seminar", "--per", "session", "workshop"), sorted([FIRST, SECOND, "The Day"])),
        (("--per", "talk", "workshop"), [KEYNOTE, OPENING]),
        (("workshop", "--per", "session"), ["The Day"]),
        (("-o", "-", "seminar"), [FIRST, SECOND]),
    ],
    ids=lambda value: " ".join(value) or "nothing",
)
def test_export_writes_the_series_that_are_named_to_stdout(
    talkbell: Talkbell, arguments: tuple[str, ...], expected: list[str]
) -> None:
    ran = talkbell("export", *arguments)
    assert (ran.code, ran.err, summaries(ran.out)) == (0, "", expected)


def test_export_writes_calendars_with_the_line_ends_of_calendars(talkbell: Talkbell) -> None:
    lines = talkbell("export").out.split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert not any("\n" in line for line in lines)


def test_export_gives_each_entry_every_alarm(talkbell: Talkbell) -> None:
    ran = talkbell("export", "--alarm", "15m", "seminar", "--alarm", "1 day")
    alarms = [
        [alarm["TRIGGER"].to_ical() for alarm in event.walk("VALARM")]
        for event in Calendar.from_ical(ran.out).walk("VEVENT")
    ]
    assert [sorted(triggers) for triggers in alarms] == [[b"-P1D", b"-PT15M"]] * 2
    assert "VALARM" not in talkbell("export").out


@pytest.mark.parametrize("form", ["ics", "json"])
def test_export_shows_links_to_subscribers_alone(talkbell: Talkbell, form: str) -> None:
    unfolded = {
        audience: talkbell(*("export", "--format", form), *audience).out.replace("\r\n ", "")
        for audience in ((), ("--for", "public"), ("--for", "subscribers"))
    }
    assert all(secret in unfolded["--for", "subscribers"] for secret in PRIVATE)
    for audience in ((), ("--for", "public")):
        assert not any(secret in unfolded[audience] for secret in PRIVATE)


def test_export_tells_a_calendar_where_it_comes_from(talkbell: Talkbell) -> None:
    out = talkbell("export", "--source", "https://feeds.example/a.ics").out
    assert "SOURCE;VALUE=URI:https://feeds.example/a.ics\r\n" in out


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("new", ["new/seminar.ics", "new/workshop.ics"]),
        ("there", ["there/seminar.ics", "there/workshop.ics"]),
        ("there/", ["there/seminar.ics", "there/workshop.ics"]),
        ("a/b/", ["a/b/seminar.ics", "a/b/workshop.ics"]),
        ("a.b/", ["a.b/seminar.ics", "a.b/workshop.ics"]),
        ("there.ics", ["there.ics/seminar.ics", "there.ics/workshop.ics"]),
        ("all.ics", ["all.ics"]),
        ("a/b/all.ics", ["a/b/all.ics"]),
        ("old", ["old"]),
    ],
    ids=[
        "a new folder",
        "a folder",
        "a folder with a slash",
        "new folders",
        "a new folder with a dot",
        "a folder named as a file",
        "a file",
        "a file in new folders",
        "a file without an ending",
    ],
)
def test_export_writes_a_file_or_one_for_each_series(
    talkbell: Talkbell, folder: Path, output: str, expected: list[str]
) -> None:
    (folder / "there").mkdir()
    (folder / "there.ics").mkdir()
    (folder / "old").write_text("before")
    ran = talkbell("export", "-o", output)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "".join(f"wrote {name}\n" for name in expected)
    assert sorted({*names(folder), "old"}) == sorted(
        {*expected, "old", "schedules/seminar.yaml", "schedules/workshop.yaml"}
    )
    written = (summaries((folder / name).read_bytes().decode()) for name in expected)
    assert sorted(chain.from_iterable(written)) == ALL


def test_export_to_a_file_writes_what_it_prints(talkbell: Talkbell, folder: Path) -> None:
    for form in ("ics", "json"):
        printed = talkbell("export", "--format", form).out
        talkbell("export", "--format", form, "--output", f"all.{form}")
        assert (folder / f"all.{form}").read_bytes().decode() == printed


def test_export_to_a_file_leaves_it_as_open_as_it_was(talkbell: Talkbell, folder: Path) -> None:
    path = folder / "all.ics"
    path.write_text("before")
    path.chmod(0o604)
    talkbell("export", "-o", "all.ics")
    assert path.read_text().startswith("BEGIN:VCALENDAR")
    assert path.stat().st_mode & 0o777 == 0o604


def test_export_to_a_device_writes_into_it(talkbell: Talkbell, folder: Path) -> None:
    # By a link: were the device itself replaced, as root could, the machine would suffer.
    (folder / "sink").symlink_to(os.devnull)
    assert talkbell("export", "-o", "sink") == Ran(0, "", "wrote sink\n")
    assert (folder / "sink").is_char_device()


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("file/all.ics", "talkbell: file/all.ics: "),
        ("file/", "talkbell: file/seminar.ics: "),
        ("file/a/b/all.ics", "talkbell: file/a/b/all.ics: "),
        (f"{'n' * 300}.ics", f"talkbell: {'n' * 300}.ics: File name too long"),
    ],
    ids=["a file as a folder", "a file with a slash", "folders in a file", "too long a name"],
)
def test_export_says_where_it_cannot_write(
    talkbell: Talkbell, folder: Path, output: str, expected: str
) -> None:
    (folder / "file").write_text("kept")
    ran = talkbell("export", "-o", output)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(expected)
    assert (folder / "file").read_text() == "kept"


def test_export_leaves_no_half_written_file_behind(talkbell: Talkbell, folder: Path) -> None:
    before = names(folder)
    (folder / "all.ics" / "inside").mkdir(parents=True)
    (folder / "all.ics" / "seminar.ics").mkdir()  # where the calendar should go
    (folder / "all.ics" / "seminar.ics" / "more").write_text("")
    assert talkbell("export", "seminar", "-o", "all.ics").code in (0, 1)
    assert names(folder) == sorted([*before, "all.ics/seminar.ics/more"])


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("seminr", "did you mean seminar?"),
        ("WORKSHOP", "did you mean workshop?"),
        ("work", "did you mean workshop?"),
        ("zzz", "there are seminar, workshop"),
    ],
)
def test_export_of_an_unknown_series_says_what_there_is(
    talkbell: Talkbell, name: str, hint: str
) -> None:
    ran = talkbell("export", "seminar", name)
    assert ran == Ran(1, "", f'talkbell: no series has the id "{name}"; {hint}\n')


def test_export_of_a_broken_definition_by_its_name_tells_why_it_is_unknown(
    talkbell: Talkbell, folder: Path
) -> None:
    (folder / "schedules" / "broken.yaml").write_text(BROKEN)
    ran = talkbell("export", "broken")
    assert (ran.code, ran.out) == (1, "")
    lines = ran.err.splitlines()
    assert sorted(line.partition(": ")[0] for line in lines[:-1]) == [
        f"schedules/broken.yaml:{place}" for place in ("3:11", "4:1")
    ]
    assert lines[-1] == (
        'talkbell: no series has the id "broken"; there are seminar, workshop'
        " (a definition with problems counts for nothing, see above)"
    )


def test_export_writes_the_good_definitions_beside_a_broken_one(
    talkbell: Talkbell, folder: Path
) -> None:
    (folder / "schedules" / "broken.yaml").write_text(BROKEN)
    ran = talkbell("export")
    assert (ran.code, summaries(ran.out), ran.err.count("\n")) == (1, ALL, 2)
    assert all(line.startswith("schedules/broken.yaml:") for line in ran.err.splitlines())
    # Who names a good one has nothing to do with the other.
    assert talkbell("export", "seminar").code == 0
    assert talkbell("export", "seminar").err == ""


@pytest.mark.parametrize("form", ["ics", "json"])
@pytest.mark.parametrize("output", ["-", "all.out", "folder/"])
def test_export_of_broken_definitions_alone_writes_nothing(
    talkbell: Talkbell, folder: Path, output: str, form: str
) -> None:
    (folder / "bad").mkdir()
    (folder / "bad" / "broken.yaml").write_text(BROKEN)
    before = names(folder)
    ran = talkbell("export", "--schedules", "bad", "--format", form, "-o", output)
    assert (ran.code, ran.out, ran.err.count("\n"), names(folder)) == (1, "", 2, before)


@pytest.mark.parametrize("text", ["soon", "", "0m", "1:30", "54 weeks"])
def test_export_refuses_an_alarm_that_is_no_length(talkbell: Talkbell, text: str) -> None:
    ran = talkbell("export", "--alarm", text)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("talkbell: --alarm: this ")


def test_export_takes_its_options_anywhere(talkbell: Talkbell) -> None:
    expected = talkbell("export", "seminar", "workshop", "--format", "json").out
    for arguments in (
        ("--format", "json", "seminar", "workshop"),
        ("seminar", "--format", "json", "workshop"),
        ("--schedules", "schedules", "seminar", "--format=json", "--for", "public", "workshop"),
    ):
        assert talkbell("export", *arguments).out == expected
    assert [one["series"]["id"] for one in json.loads(expected)] == ["seminar", "workshop"]
