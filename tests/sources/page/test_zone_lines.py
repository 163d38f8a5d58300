"""Lines that say in which zone the hours of a page, or of one entry, are: wherever they stand."""

from datetime import date

import pytest

from bot.sources.imported import Hints
from bot.sources.page import read_page

ONE = "13 July 2027, 16:30\nDan Ejemplo: On Maps\n"
TWO = f"{ONE}\n20 July 2027, 16:30\nEli Exemplo: On Hills\n"
READ = ["Dan Ejemplo: On Maps, 16:30 {}", "Eli Exemplo: On Hills, 16:30 {}"]


def read(text: str) -> list[str]:
    """Return what is read of a text, in Zurich where it does not say otherwise."""
    found = read_page(
        text.encode(), Hints(today=date(2027, 3, 1), timezone="Europe/Zurich"), "talks.txt"
    )
    return [
        f"{one.headline}, {one.start.wall:%H:%M} {one.start.zone}"
        for one in found.series.sessions
        if one.start
    ]


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("All times are UTC", "UTC"),
        ("All times in Eastern Time.", "America/New_York"),
        ("(all times EDT)", "America/New_York"),
        ("Times are given in London time", "Europe/London"),
        ("Alle Zeiten in UTC", "UTC"),
        ("Time zone: America/New_York", "America/New_York"),
    ],
)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_zone_of_the_page_counts_above_and_below_its_talks(line: str, zone: str, gap: str) -> None:
    expected = [one.format(zone) for one in READ]
    assert read(f"{TWO}{gap}{line}\n") == expected
    assert read(f"{ONE}{gap}{line}\n") == expected[:1]
    if not line.startswith("Time zone:") or gap:
        assert read(f"{line}\n{gap}{TWO}") == expected
        assert read(f"{line}\n{gap}{ONE}") == expected[:1]


def test_label_within_an_entry_is_of_that_one() -> None:
    first = ONE.replace("Dan", "Time zone: UTC\nDan")
    assert read(TWO.replace(ONE, first)) == [READ[0].format("UTC"), READ[1].format("Europe/Zurich")]


def test_hour_s_own_zone_counts_over_that_of_the_page() -> None:
    own = TWO.replace("16:30\nDan", "16:30 EDT\nDan")
    expected = [READ[0].format("America/New_York"), READ[1].format("UTC")]
    assert read(f"{own}\nAll times are UTC\n") == expected


def test_zone_in_what_a_talk_is_about_says_nothing() -> None:
    about = f"{ONE}Abstract: The UTC leap second is told to all.\n"
    assert read(about) == [READ[0].format("Europe/Zurich")]
