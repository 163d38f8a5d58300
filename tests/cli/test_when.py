"""`talkbell when`: how a time is understood, in words and as JSON, or why it is not."""

import json
from collections.abc import Callable

import pytest

from .conftest import Ran

Talkbell = Callable[..., Ran]
KEYS = ["utc", "local", "zone", "abbreviation", "problems"]


def test_when_tells_zone_and_instant(talkbell: Talkbell) -> None:
    assert talkbell("when", "2021-06-28 16:30 CEST", "--place", "CH") == Ran(
        0,
        """\
Monday 28 June 2021, 16:30 CEST
  zone  Europe/Zurich, UTC+2 at that time
  UTC   2021-06-28T14:30:00Z
""",
        "",
    )


def test_when_tells_the_same_moment_elsewhere_in_the_order_asked_for(talkbell: Talkbell) -> None:
    elsewhere = ("--in", "Asia/Tokyo", "--in", "PT", "--in", "UTC-3")
    assert talkbell("when", *elsewhere, "28 June 2021 4.30 pm CEST") == Ran(
        0,
        """\
Monday 28 June 2021, 16:30 CEST
  zone         Europe/Paris, UTC+2 at that time
  UTC          2021-06-28T14:30:00Z
  Tokyo        Monday 28 June 2021, 23:30 JST
  Los Angeles  Monday 28 June 2021, 07:30 PDT
  Etc/GMT+3    Monday 28 June 2021, 11:30 UTC-3
""",
        "",
    )


ZURICH = {
    "utc": "2021-06-28T14:30:00Z",
    "local": "2021-06-28T16:30:00+02:00",
    "zone": "Europe/Zurich",
    "abbreviation": "CEST",
}


@pytest.mark.parametrize(
    "arguments",
    [
        ("2021-06-28 16:30 CEST", "--place", "CH"),
        ("2021-06-28 16:30", "--place", "Lausanne, CH"),
        ("2021-06-28T16:30 Europe/Zurich",),
        ("28 June 2021 4.30 pm europe/zurich",),
        ("Monday, June 28th 2021 at 4:30pm (CEST)", "--place", "Switzerland"),
    ],
    ids=["label and place", "place", "IANA", "English", "with a weekday"],
)
def test_when_json_has_the_moment(talkbell: Talkbell, arguments: tuple[str, ...]) -> None:
    ran = talkbell("when", *arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {**ZURICH, "problems": []}
    assert list(json.loads(ran.out)) == KEYS


def test_when_json_has_the_moment_elsewhere_where_that_is_asked(talkbell: Talkbell) -> None:
    ran = talkbell(
        "when", "--format", "json", "--in", "JST", "2021-06-28 16:30 CEST", "--place", "CH"
    )
    tokyo = {
        "utc": "2021-06-28T14:30:00Z",
        "local": "2021-06-28T23:30:00+09:00",
        "zone": "Asia/Tokyo",
        "abbreviation": "JST",
    }
    assert json.loads(ran.out) == {**ZURICH, "elsewhere": [tokyo], "problems": []}


def test_when_json_shows_what_no_encoding_has(talkbell: Talkbell) -> None:
    ran = talkbell("when", "soon \udcff", "--format", "json")  # as Python reads a stray byte
    (problem,) = json.loads(ran.out)["problems"]
    assert (ran.code, problem["read"]) == (1, "soon ?")


REFUSED = {
    "an unknown zone": (("2021-06-28 16:30 XYZT",), "unknown-zone", []),
    "a misspelt zone": (
        ("2021-06-28 16:30 Europe/Zurch",),
        "unknown-zone",
        ["Europe/Zurich"],
    ),
    "an ambiguous zone": (
        ("2021-06-28 16:30 IST",),
        "ambiguous-zone",
        ["Europe/Dublin (UTC+1)", "Asia/Jerusalem (UTC+2)", "Asia/Kolkata (UTC+5:30)"],
    ),
    "no zone and no place": (
        ("2021-06-28 16:30",),
        "no-zone",
        ["2021-06-28 16:30 Europe/Zurich", "2021-06-28 16:30 UTC+2"],
    ),
    "a label out of season": (
        ("2021-12-13 16:30 CEST", "--place", "CH"),
        "label-out-of-season",
        ["16:30 CET", "15:30 CET if you meant UTC+2"],
    ),
    "a skipped hour": (
        ("2021-03-28 02:30 Europe/Zurich",),
        "skipped-time",
        ["03:30 CEST", "01:30 CET"],
    ),
    "a repeated hour": (
        ("2021-10-31 02:30 Europe/Zurich",),
        "repeated-time",
        ["02:30 CEST", "02:30 CET"],
    ),
    "another weekday": (
        ("Monday 29 June 2021 16:30 CEST",),
        "weekday-mismatch",
        ["Monday 28 June 2021", "Tuesday 29 June 2021"],
    ),
    "no date": (("16:30 CEST",), "no-date", []),
    "no year": (("28 June 16:30 CEST",), "no-year", []),
    "no hour": (("2021-06-28 CEST",), "no-hour", []),
    "a slip in the year": (("0021-06-28 16:30 CEST",), "no-such-date", []),
    "a year at the end of time": (("9999-12-31 23:30 UTC-8",), "no-such-date", []),
    "an unknown place": (("2021-06-28 16:30", "--place", "Nowhere"), "unknown-place", []),
    "no time at all": (("soon",), "unreadable-time", []),
    "nothing": (("",), "unreadable-time", []),
    "an unknown zone elsewhere": (
        ("2021-06-28 16:30 CEST", "--in", "Zurych"),
        "unknown-zone",
        ["Europe/Zurich"],
    ),
}


@pytest.mark.parametrize(("arguments", "code", "choices"), REFUSED.values(), ids=list(REFUSED))
def test_when_refuses_with_the_choices(
    talkbell: Talkbell, arguments: tuple[str, ...], code: str, choices: list[str]
) -> None:
    ran = talkbell("when", *arguments, "--format", "json")
    content = json.loads(ran.out)
    assert (ran.code, ran.err, list(content)) == (1, "", KEYS)
    assert {content[key] for key in KEYS[:-1]} == {None}
    (problem,) = content["problems"]
    assert list(problem) == ["line", "code", "read", "message", "choices", "hint", "severity"]
    assert (problem["code"], problem["choices"][: len(choices)]) == (code, choices)
    told = talkbell("when", *arguments)
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(f"talkbell: {problem['message']}")
    assert all(choice in told.err for choice in choices if not problem["hint"])
