"""`talkbell rehearse`: whole rehearsals, case by case, and what its options change.

A new case is a new folder in `tests/golden/rehearsal/`: `arguments` in one line, what is printed in
`stdout`, and `schedules/` unless they are the shipped ones. To write them anew, and read the diff:
`TALKBELL_WRITE_GOLDEN=1 pytest tests/cli/test_rehearse.py`.
"""

import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reminders.telegram_html import read_html

from .conftest import BROKEN, Ran

Talkbell = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parents[1] / "golden" / "rehearsal"


def cases() -> list[str]:
    return sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


@pytest.mark.parametrize("case", cases())
def test_rehearsal_is_the_golden_one(talkbell: Talkbell, case: str) -> None:
    folder = CASES / case
    own = folder / "schedules"
    schedules = own if own.is_dir() else ROOT / "schedules"
    arguments = shlex.split((folder / "arguments").read_text("utf-8"))
    ran = talkbell("rehearse", *arguments, "--schedules", str(schedules))
    assert (ran.code, ran.err) == (0, "")
    if os.environ.get("TALKBELL_WRITE_GOLDEN"):
        (folder / "stdout").write_text(ran.out, "utf-8")
    assert ran.out == (folder / "stdout").read_text("utf-8")


def leaving(talkbell: Talkbell, *arguments: str) -> list[str]:
    """Return when, on the reader's clock, the messages of the seminar leave."""
    ran = talkbell("rehearse", "seminar", "--format", "json", *arguments)
    assert ran.code == 0
    return [message["local"][:16] for message in json.loads(ran.out)["messages"]]


ALL = ["2021-06-27T16:30", "2021-06-28T15:30", "2021-07-04T16:30", "2021-07-05T15:30"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ALL),
        (("--from", "2021-06-28"), ALL[1:]),
        (("--from", "28 June 2021 3.30 pm"), ALL[1:]),
        (("--from", "2021-06-28 15:31"), ALL[2:]),
        (("--from", "2021-06-28 09:31 EDT"), ALL[2:]),
        (("--from", "2021-06-28T13:30Z"), ALL[1:]),
        (("--to", "2021-06-28"), ALL[:2]),
        (("--to", "2021-06-28 15:30"), ALL[:1]),
        (("--to", "2021-07-04 16:31 CEST"), ALL[:3]),
        (("--from", "2021-06-28", "--to", "2021-07-04"), ALL[1:3]),
        (("--from", "2021-07-06"), []),
        (("--from", "2021-07-06", "--to", "2021-06-01"), []),
        (("--remind", "10m"), ["2021-06-28T16:20", "2021-07-05T16:20"]),
        (("--remind", "1h, 1 hour, 60 min"), [ALL[1], ALL[3]]),
        (("--remind", "none"), []),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_rehearsal_keeps_to_the_readers_rule_and_window(
    talkbell: Talkbell, arguments: tuple[str, ...], expected: list[str]
) -> None:
    assert leaving(talkbell, *arguments) == expected


def test_rehearsal_reckons_window_and_hours_on_the_readers_clock(talkbell: Talkbell) -> None:
    assert leaving(talkbell, "--zone", "Asia/Tokyo", "--remind", "6h") == [
        "2021-06-28T17:30",
        "2021-07-05T17:30",
    ]
    window = ("--zone", "JST", "--remind", "1h", "--from", "2021-06-29", "--to")
    assert leaving(talkbell, *window, "2021-07-05 22:31") == ["2021-07-05T22:30"]
    assert leaving(talkbell, *window, "2021-07-05 22:30") == []
    assert leaving(talkbell, "--zone", "ET", "--remind", "1h") == [
        "2021-06-28T09:30",
        "2021-07-05T09:30",
    ]


def test_rehearsal_takes_a_date_for_its_midnight_where_clocks_skip_that(
    talkbell: Talkbell,
) -> None:
    # Clocks in Beirut went from 00:00 to 01:00 on 28 March 2021.
    near = ("--zone", "Asia/Beirut", "--remind", "92d", "--from", "2021-03-28")
    assert leaving(talkbell, *near) == ["2021-03-28T17:30", "2021-04-04T17:30"]
    assert leaving(talkbell, *near, "--to", "2021-03-27") == []


def test_rehearsal_as_json_has_each_message_in_both_forms(talkbell: Talkbell) -> None:
    ran = talkbell("rehearse", "seminar", "--format", "json", "--to", "2021-06-27")
    assert ran.err == ""
    assert json.loads(ran.out) == {
        "series": "seminar",
        "zone": "Europe/Zurich",
        "messages": [
            {
                "leaves_at": "2021-06-27T14:30:00Z",
                "local": "2021-06-27T16:30:00+02:00",
                "offset": "P1D",
                "session": "first",
                "starts_at": "2021-06-28T14:30:00Z",
                "text": """\
Seminar on Everything — in 1 day

On Examples
Ada Example (Université d’Exemple)

When      Monday 28 June 2021, 16:30–17:30 CEST
Join      https://meet.example/j/123456789
Passcode  s3cret

An abstract.""",
                "html": """\
<b>On Examples</b>
Ada Example (Université d’Exemple)

<tg-time unix="1624890600" format="wDt">Monday 28 June 2021, 16:30</tg-time>–\
<tg-time unix="1624894200" format="t">17:30 CEST</tg-time>, in 1 day
<a href="https://meet.example/j/123456789">Join on meet.example</a>
Passcode: <code>s3cret</code>

<blockquote>An abstract.</blockquote>

<i>Seminar on Everything</i>""",
            }
        ],
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_rehearsal_of_nothing_says_so_beside_its_output(talkbell: Talkbell, form: str) -> None:
    ran = talkbell("rehearse", "seminar", "--remind", "none", "--format", form)
    assert (ran.code, ran.err) == (0, "nobody would be reminded of anything in seminar\n")
    empty = {"series": "seminar", "zone": "Europe/Zurich", "messages": []}
    assert (json.loads(ran.out) if form == "json" else ran.out) == (empty if form == "json" else "")


def test_rehearsal_of_a_series_without_a_zone_is_read_where_its_first_session_is(
    talkbell: Talkbell, folder: Path
) -> None:
    (folder / "schedules" / "roaming.yaml").write_text("""\
id: roaming
title: Roaming
sessions:
  - {start: "2021-07-05 16:30 Asia/Tokyo", title: There}
  - {start: "2021-06-28 16:30 Europe/Zurich", title: Here}
""")
    ran = talkbell("rehearse", "roaming")
    assert (ran.code, ran.err) == (0, "")
    assert [line for line in ran.out.splitlines() if line.startswith(("──", "When", "  "))] == [
        "── Monday 28 June 2021, 15:30 CEST · 1 hour before ─────────────────────────────",
        "When   Monday 28 June 2021, 16:30 CEST",
        "── Monday 5 July 2021, 08:30 CEST · 1 hour before ──────────────────────────────",
        "When   Monday 5 July 2021, 09:30 CEST",
        "       16:30 JST (Tokyo time)",
    ]


def test_rehearsal_of_a_series_of_which_nothing_is_dated_is_empty(
    talkbell: Talkbell, folder: Path
) -> None:
    (folder / "schedules" / "open.yaml").write_text(
        "id: open\ntitle: Open\nsessions:\n  - {start: TBD, title: There}\n"
    )
    ran = talkbell("rehearse", "open")
    assert ran == Ran(0, "", "nobody would be reminded of anything in open\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("seminar", "--zone", "IST"), "--zone: this zone word has several meanings, read"),
        (("seminar", "--zone", "Zurych-on-Sea"), "--zone: no zone is called this, read"),
        (("seminar", "--zone", ""), "--zone: no zone is given"),
        (("seminar", "--remind", "soon"), "--remind: this is not a length of time, read"),
        (("seminar", "--remind", ""), "--remind: this is not a length of time"),
        (("seminar", "--remind", "1d,0m"), "--remind: this is no sensible length"),
        (("seminar", "--from", "soon"), "--from: no date or hour is to be seen, read"),
        (("seminar", "--from", "28 June"), "--from: the year is missing, read"),
        (("seminar", "--from", "16:30"), "--from: the date is missing, read"),
        (("seminar", "--to", "2021-02-30"), "--to: there is no such day, read"),
        (("seminar", "--to", "9999-12-31"), "--to: this year "),
        (("seminar", "--to", "5/6/2021"), "--to: the day and the month cannot be told apart"),
        (("seminar", "--from", "2021-12-01 16:30 CEST"), "--from: Europe/Zurich is on CET, not on"),
        (("seminr",), 'no series has the id "seminr"; did you mean seminar?'),
        (("",), 'no series has the id ""; did you mean seminar, or workshop?'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_rehearsal_refuses_what_it_cannot_read(
    talkbell: Talkbell, arguments: tuple[str, ...], message: str
) -> None:
    ran = talkbell("rehearse", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"talkbell: {message}")


def test_rehearsal_does_not_mind_a_broken_definition_beside_its_own(
    talkbell: Talkbell, folder: Path
) -> None:
    good = talkbell("rehearse", "seminar")
    (folder / "schedules" / "broken.yaml").write_text(BROKEN)
    assert talkbell("rehearse", "seminar") == good
    ran = talkbell("rehearse", "broken")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("schedules/broken.yaml:")


def test_rehearsal_takes_its_options_anywhere(talkbell: Talkbell, folder: Path) -> None:
    expected = talkbell("rehearse", "seminar", "--zone", "ET", "--remind", "1h")
    (folder / "schedules").rename(folder / "other")
    for arguments in (
        "rehearse --zone ET --schedules other --remind 1h seminar",
        "rehearse --zone=ET seminar --remind=1h --schedules=other",
        "--schedules other rehearse seminar --remind 1h --zone ET --format text",
    ):
        assert talkbell(*arguments.split()) == expected


@pytest.mark.parametrize("case", [name for name in cases() if name.endswith("json")])
def test_golden_html_is_what_telegram_accepts(case: str) -> None:
    messages = json.loads((CASES / case / "stdout").read_text("utf-8"))["messages"]
    assert messages
    for message in messages:
        text, entities = read_html(message["html"])
        assert text
        assert entities[0].tag == "b"
