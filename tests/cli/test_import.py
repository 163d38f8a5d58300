"""`talkbell import`, from the outside."""

import io
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.cli import main
from bot.domain.audience import Audience
from bot.exports.json import render_json
from bot.flows.schedules import read_schedules
from bot.sources.definition import read_definition

ICS = """BEGIN:VCALENDAR
X-WR-CALNAME:Engines
BEGIN:VEVENT
DTSTART;TZID=Europe/Zurich:20260601T163000
DTEND;TZID=Europe/Zurich:20260601T173000
SUMMARY:Ada Nowhere: On engines
LOCATION:Aula; https://uni.zoom.us/j/9?pwd=x
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260608
SUMMARY:Excursion
END:VEVENT
END:VCALENDAR
"""
FLOATING = ICS.replace(";TZID=Europe/Zurich", "")
CSV = """Date,Time,Speaker,Title
2026-06-01,16:30-17:30,Ada Nowhere (London),On engines
2026-06-15,16:30,Bo Nobody,On motors
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    monkeypatch.chdir(tmp_path)
    for name, text in (("a.ics", ICS), ("floating.ics", FLOATING), ("a.csv", CSV)):
        Path(name).write_text(text)

    def call(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        code = main(["import", *arguments])
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return call


DEFINITION = """\
id: engines
title: Engines
kind: seminar
timezone: Europe/Zurich
sessions:
  - id: ada-nowhere # line 3
    start: 2026-06-01 16:30
    end: 2026-06-01 17:30
    room: Aula
    join: https://uni.zoom.us/j/9?pwd=x
    talks:
      - id: ada-nowhere
        title: On engines
        speakers:
          - Ada Nowhere
  - id: excursion # line 9
    start: 2026-06-08
    talks:
      - id: excursion
        title: Excursion
"""


def test_definition_is_written_with_lines(run: Run) -> None:
    assert run("a.ics") == Ran(0, DEFINITION, "")


def test_standard_input_is_read(run: Run) -> None:
    assert run("-", stdin=ICS.encode()) == Ran(0, DEFINITION, "")


def test_missing_zone_is_told_at_its_line_and_needs_a_hint(run: Run) -> None:
    ran = run("floating.ics")
    message = (
        'floating.ics:3: nothing tells in which zone these hours are, read "2026-06-01 16:30-17:30"'
        "; pass --timezone, as in Europe/Zurich or CEST, or --place, as in CH\n"
    )
    assert (ran.code, ran.err) == (2, message)
    assert ran.out.startswith(f"# {message}id: engines\n")
    assert "    start: 2026-06-01 16:30-17:30\n" in ran.out
    assert run("floating.ics", "--timezone", "CEST", "--place", "CH").code == 0
    assert run("floating.ics", "--place", "Lausanne, CH").code == 0


def test_json_has_lines_and_problems(run: Run) -> None:
    ran = run("floating.ics", "--format", "json")
    document = json.loads(ran.out)
    first, second = document["sessions"]
    assert (first["start"], first["end"]) == ("2026-06-01T16:30:00", "2026-06-01T17:30:00")
    assert (first["timezone"], first["line"]) == (None, 3)
    assert (second["start"], second["line"]) == ("2026-06-08", 9)
    (problem,) = document["problems"]
    assert (problem["line"], problem["code"]) == (3, "no-zone")
    assert ran.code == 2


def test_hints_fill_what_is_missing(run: Run) -> None:
    arguments = ["--place", "Zürich, CH", "--id", "x", "--title", "The X", "--kind", "course"]
    ran = run("a.csv", *arguments)
    assert ran.out.startswith(
        "id: x\ntitle: The X\nkind: course\ntimezone: Europe/Zurich\nplace: Zürich, CH\n"
    )
    assert (ran.code, ran.err) == (0, "")


def test_sources_are_merged(run: Run) -> None:
    ran = run("a.ics", "a.csv", "--merge")
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "[1/2] a.ics: 2 sessions, 0 problems",
        "[2/2] a.csv: 2 sessions, 1 problem",
    ]
    assert "  - id: ada-nowhere # line 3 of a.ics, line 2 of a.csv\n" in ran.out
    assert "Ada Nowhere (London)" in ran.out
    assert "  - id: bo-nobody # line 3 of a.csv\n    start: 2026-06-15 16:30\n" in ran.out


def test_several_sources_become_several_definitions(run: Run, tmp_path: Path) -> None:
    ran = run("a.ics", "a.csv", "--place", "CH")
    assert ran.code == 0
    assert [text.partition("\nid: ")[2][:3] or text[4:7] for text in ran.out.split("---\n")] == [
        "eng",
        "a\nt",
    ]
    assert run("a.ics", "a.csv", "--place", "CH", "-o", "schedules/").code == 0
    assert sorted(path.name for path in (tmp_path / "schedules").iterdir()) == [
        "a.yaml",
        "engines.yaml",
    ]
    with_one_file = run("a.ics", "a.csv", "-o", "all.yaml")
    assert (with_one_file.code, "a file holds one definition" in with_one_file.err) == (1, True)
    assert json.loads(run("a.ics", "a.csv", "--format", "json").out)[1]["series"]["id"] == "a"


def test_source_that_cannot_be_read_stops_no_other(run: Run) -> None:
    ran = run("a.ics", "missing.txt")
    assert (ran.code, ran.out) == (1, DEFINITION)
    assert "talkbell: missing.txt: No such file or directory\n" in ran.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["missing.txt"], "missing.txt: No such file or directory"),
        (["a.ics", "--timezone", "Mars"], "--timezone: no zone is called this"),
        (["a.ics", "--timezone", "IST"], "--timezone: this zone word has several meanings"),
        (["a.ics", "--date", "tomorrow"], "--date: "),
        (["a.ics", "--id", "No Id"], "--id: an id has"),
        (["a.ics", "a.csv", "--id", "x"], "--id names one series"),
    ],
)
def test_mistake_is_told_in_a_sentence(run: Run, arguments: list[str], why: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"talkbell: {why}") or why in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.enable_socket
@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://10.1.2.3/talks.html"])
def test_address_inside_is_not_fetched(run: Run, url: str) -> None:
    ran = run(url)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"talkbell: {url}: ")
    assert "private network or this machine" in ran.err


@pytest.mark.parametrize("arguments", [[], ["a.ics", "--year", "soon"], ["a.ics", "--kind", "x"]])
def test_wrong_usage_is_told(run: Run, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        run(*arguments)
    assert exit_.value.code == 2


@pytest.fixture
def address() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(ICS.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/feeds/engines.ics"
        server.shutdown()
        thread.join()


@pytest.mark.enable_socket
def test_address_is_fetched(run: Run, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(address).code == 1
    monkeypatch.setenv("TALKBELL_FETCH_PRIVATE", "yes")
    assert run(address) == Ran(0, DEFINITION, "")


@pytest.mark.parametrize(
    ("source", "hints"),
    [
        ("a.ics", []),
        ("a.ics", ["--merge"]),
        ("floating.ics", ["--timezone", "Asia/Tokyo"]),
        ("a.csv", ["--place", "CH"]),
    ],
)
def test_what_is_imported_passes_check(run: Run, source: str, hints: list[str]) -> None:
    assert run(source, *hints, "-o", "schedules/made.yaml").code == 0
    assert main(["check"]) == 0


def test_exported_json_comes_back_exactly(
    run: Run, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    for file in read_schedules([pytestconfig.rootpath / "schedules"]):
        assert file.series is not None
        path = tmp_path / "one.json"
        path.write_bytes(render_json([file.series], Audience.SUBSCRIBERS))
        ran = run(str(path))
        assert (ran.code, ran.err) == (0, "")
        assert read_definition(ran.out.encode(), "x.yaml") == (file.series, [])
