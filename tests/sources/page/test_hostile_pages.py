"""Pages that are none, pages that want to crash or stall the reader."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sources.imported import Hints, Imported
from bot.sources.page import read_page

FIXTURES = sorted((Path(__file__).parent / "fixtures").iterdir())
HINTS = Hints(today=date(2026, 11, 22))


def read(data: bytes, name: str) -> Imported:
    return read_page(data, HINTS, name)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"%PDF-1.7 \x00\x01", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (bytes(range(256)) * 50, "binary"),
        (b"Once upon a time there was no talk at all.\n", "no-talks"),
        (b"<html><body></body></html>", "no-talks"),
        (b"<html>", "no-talks"),
        (b"# Home\n\nWe are a group. Write to us.\n", "no-talks"),
        (b"10:00 Talk\n" * 1_000_000, "too-large"),
    ],
)
@pytest.mark.parametrize("name", ["page.txt", "page.md", "page.html", "-"])
def test_what_is_no_page_is_a_clear_problem(data: bytes, code: str, name: str) -> None:
    started = time.process_time()
    imported = read(data, name)
    assert [problem.code for problem in imported.problems] == [code]
    assert imported.problems[0].severity == "error"
    assert imported.series.sessions == ()
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"- a\n" * 10_001, "0.0 MB in 10001 lines"), (b"a" * 1_000_001, "1.0 MB in 0 lines")],
)
def test_long_markdown_is_refused_before_its_parser_takes_all_memory(
    data: bytes, what: str
) -> None:
    (problem,) = read(data, "page.md").problems
    assert problem.code == "too-large"
    assert problem.message == f"this has {what}; Markdown is read up to 1 MB and 10000 lines"


ENTRY = "3 May 2027, {:02}:{:02} CEST: Ada Moor (Reed College), On lists {}\n"
ROW = "<tr><td>3 May 2027, {:02}:{:02}</td><td>Ada Moor</td><td>On lists {}</td></tr>"


def many(form: str, count: int) -> str:
    return "".join(form.format(8 + i % 12, i % 60, i) for i in range(count))


@pytest.mark.parametrize(
    ("page", "name", "told"),
    [
        (many(ENTRY, 3_001), "page.txt", "the page has 3001 entries; at most 3000 are read"),
        (f"<table>{many(ROW, 3_001)}", "page.html", "the page has 3001 entries"),
        ("a\n" * 10_001, "page.txt", "the page has 10001 lines; at most 10000 are read"),
        ("<p>a" * 10_001, "page.html", "the page has 10001 lines; at most 10000 are read"),
        ("<b>" * 100_001, "page.html", "the page has 100001 tags; at most 100000 are read"),
        ("<aside>" * 200 + "<p>a" * 200_000, "page.html", "the page has 200200 tags"),
    ],
)
def test_what_is_too_long_is_refused_with_its_size(page: str, name: str, told: str) -> None:
    started = time.process_time()
    imported = read(page.encode(), name)
    (problem,) = imported.problems
    assert (problem.code, imported.series.sessions) == ("too-large", ())
    assert problem.message.startswith(told)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (many(ENTRY, 3_000), "page.txt"),
        (many(ENTRY, 3_000), "page.md"),
        ("<table>" + many(ROW, 3_000).replace("<td>On", "<td><aside>x</aside>On"), "page.html"),
        (many(ENTRY, 500) + "A line about lists\n\n" * 9_000, "page.txt"),
        ("<aside>" * 200 + "<p>a line" * 9_000 + "</aside>" * 200, "page.html"),
    ],
    ids=["text", "markdown", "rows", "lines", "sidebars"],
)
def test_the_longest_pages_are_read_within_seconds(page: str, name: str) -> None:
    started = time.process_time()
    read(page.encode(), name)
    assert time.process_time() - started < 12


def test_a_title_that_is_cut_at_its_date_ends_with_no_blank() -> None:
    page = b"Programme of the session Lists 3 of Wednesday, 21 July 2021.\nAda Moor\n"
    titles = [talk.title for one in read(page, "-").series.sessions for talk in one.talks]
    assert titles == ["Programme of the session Lists 3 of"]


@pytest.mark.parametrize("host", ["school.example/a.pdf", "zoom.us/j/1"])
def test_what_cannot_be_an_address_is_no_link(host: str) -> None:
    for sign, kept in (("", 1), ("\x15", 0)):
        page = f"3 May 2027, 10:00 CEST: Ada Moor, On lists [slides](https://{host}{sign}x)\n"
        (session,) = read(page.encode(), "a.md").series.sessions
        assert len(session.talks[0].materials) + (session.join is not None) == kept


def test_dashes_in_a_cell_are_no_speaker() -> None:
    page = b"| Date | Speaker | Title |\n|---|---|---|\n| 5 May 2027 | Ada Moor | - |\n"
    page += b"| 12 May 2027 | - - | Lists |\n| 19 May 2027 | Bo Lund | Trees |\n"
    talks = [one.talks[0] for one in read(page, "a.md").series.sessions]
    assert [talk.speaker_names for talk in talks] == ["Ada Moor", "", "Bo Lund"]


def test_an_old_encoding_is_read() -> None:
    page = "3 mai 2027, 14h : Élodie Léger (Évry), *Été*\n10 mai 2027, 14h : Zoé Brun, *Hiver*\n"
    talks = [s.talks[0] for s in read(page.encode("cp1252"), "page.txt").series.sessions]
    assert [talk.speaker_names for talk in talks] == ["Élodie Léger", "Zoé Brun"]


HOSTILE = {
    "digits": "1" * 200_000,
    "dates": "1/" * 100_000,
    "hours": "10:00 - " * 40_000,
    "names": "Ada Moor, " * 20_000,
    "brackets": "(" * 100_000,
    "closing": "Ada Moor " + ")" * 100_000,
    "nested": "<div>" * 20_000 + "10:00 Opening",
    "tables": "<table><tr><td>" * 3_000 + "10:00",
    "spans": "<table><tr><td rowspan=9999 colspan=9999>10:00</td><td>x</td></tr>"
    + "<tr><td>y</td></tr>" * 2_000,
    "quotes": "> " * 5_000 + "10:00 Opening",
    "lists": "".join("  " * i + "- 10:00 Opening\n" for i in range(400)),
    "bars": "|" * 100_000,
    "links": "[a](http://b.c)" * 8_000,
    "blanks": "10:00" + " " * 200_000 + "x",
    "mails": "a@" * 50_000,
    "tags": "<a " * 50_000,
    "capitals": "Aa " * 60_000,
    "labels": "Speaker: " * 20_000,
    "lines": "10:00 Opening\n" * 6_000,
    "days": "Monday 3 May 2027\n10:00 A talk\n" * 2_500,
    "headings": "# Talk\n3 May 2027\n" * 3_000,
    "paragraphs": ("A line that is short\n" * 3 + "\n") * 8_000 + "3 May 2027: Ada Moor, Title",
    "quotation": '"' * 100_000,
    "dashes": "- " * 80_000,
    "emphasis": "*a **b " * 20_000,
    "entities": "&amp;" * 50_000,
    "attributes": "<div " + " ".join(f"a{i}=b" for i in range(100_000)) + ">10:00 Opening",
    "one attribute": "<div class='" + "a " * 500_000 + "'>3 May 2027, 10:00: Ada Moor, x</div>",
    "deep": "<div>" * 100_000 + "10:00 Opening",
    "spanning": "<table><tr><td colspan=1000000000 rowspan=1000000000>10:00</td><td>x</td></tr>",
    "hidden": "<div style='display:none'>" * 100 + "<b></b>" * 50_000,
    "stamps": "<time datetime='2027-05-03T10:00Z'>10:00</time>" * 10_000,
    "scripts": "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>10:00 Opening",
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
@pytest.mark.parametrize("name", ["page.txt", "page.md", "page.html"])
def test_hostile_text_takes_no_long_time(kind: str, name: str) -> None:
    started = time.process_time()
    read(HOSTILE[kind].encode(), name)
    assert time.process_time() - started < 5


BITS = st.sampled_from(
    [
        "Monday", "3 May 2027", "28.06.2021", "6/5/21", "10:00", "9.30 am", "14h", "16h30 – 17h",
        "0930-1100", "CET", "(UTC+2)", "Time zone:", "Speaker:", "Title:", "Abstract:", "TBA",
        "Ada Moor", "(Univ. of X)", "Coffee break", "cancelled", "No seminar", "# ", "## ", "- ",
        "|", "| a | b |\n|---|---|\n", "\n", "\n\n", "\t", "   ", "<td>", "<tr>", "<table>", "<li>",
        "</td>", "<time datetime='2021-06-28T10:00Z'>", "<h2>", "2021", "Spring 2025", "Day 1",
        "1:02:20", "https://zoom.us/j/1", "[a](http://b.c)", "·", ",", ":", "–", "(", ")", '"',
        "29 Feb 2021", "31.11.2021", "24:00", "25:00", "2-3 May 2027", "every Tuesday 4pm",
        "Date to be defined", "12:30am", "0:00", "99:99", "é", "\x0b", "\u202e", "𝟙", "İ", "ß",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BITS, max_size=60), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_pieces_of_programmes_in_any_order_are_read(bits: list[str], name: str) -> None:
    imported = read(" ".join(bits).encode(), name)
    assert imported.series.sessions or imported.problems


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "-"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    assert read(data, name).series.id


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FIXTURES), st.data())
def test_torn_pages_are_read(path: Path, data: st.DataObject) -> None:
    lines = path.read_text("utf-8").split("\n")
    first = data.draw(st.integers(0, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    kept = lines[:first] + lines[last:]
    order = data.draw(st.booleans())
    imported = read("\n".join(kept[::-1] if order else kept).encode(), path.name)
    ids = [session.id for session in imported.series.sessions]
    assert len(set(ids)) == len(ids)
    assert set(imported.lines) == set(ids)


def test_a_page_of_ordinary_length_is_read_quickly() -> None:
    block = "Monday 3 May 2027\n" + "".join(
        f"{9 + i}:00 - {9 + i}:45 Ada Moor (Univ. of X): On the {i}th of many ways to count\n"
        for i in range(9)
    )
    page = block * 20
    read(page.encode(), "page.txt")
    best = 9.0
    for _ in range(3):
        started = time.process_time()
        read(page.encode(), "page.txt")
        best = min(best, time.process_time() - started)
    assert len(page) > 12_000
    assert best < 0.2
