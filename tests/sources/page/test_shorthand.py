"""What lists leave out, put back."""

from bot.sources.page.plain import plain_lines
from bot.sources.page.shorthand import spelled_out


def texts(page: str) -> list[str]:
    return [line.text for line in spelled_out(plain_lines(page))]


def test_days_get_the_month_above_them() -> None:
    assert texts("January 2027\n\n14 – Ada Moor: Lists\n21st: Bo Lund\n") == [
        "14 January 2027 – Ada Moor: Lists",
        "21st January 2027: Bo Lund",
    ]


def test_numbers_that_go_up_and_down_are_no_days() -> None:
    page = "May\n3 Apples\n1 Pear\n2 Plums"
    assert texts(page) == page.split("\n")


def test_a_line_of_several_entries_is_parted() -> None:
    assert texts('1 Feb: Ada Moor, "Lists"; 8 Feb: Bo Lund, "Trees".') == [
        '1 Feb: Ada Moor, "Lists"',
        '8 Feb: Bo Lund, "Trees".',
    ]
    assert texts("3 May 9:00 Welcome; 9:30 Ada Moor: On lists") == [
        "3 May 9:00 Welcome",
        "3 May 9:30 Ada Moor: On lists",
    ]


def test_hours_in_several_zones_are_one_entry() -> None:
    page = "7:00 PDT | 10:00 EDT | 16:00 CEST"
    assert texts(page) == ["7:00 PDT 10:00 EDT 16:00 CEST"]


def test_hours_of_four_digits_are_written_out() -> None:
    assert texts("0900 Welcome\n0930 Lists\n1000 Trees") == [
        "09:00 Welcome",
        "09:30 Lists",
        "10:00 Trees",
    ]
    assert texts("2019 Lists\n2020 Trees\n2021 Moss") == ["2019 Lists", "2020 Trees", "2021 Moss"]


def test_lengths_of_a_playlist_are_no_hours() -> None:
    assert texts("Lists\n45:12\nTrees\n1:02:44") == ["Lists", "0:45:12", "Trees", "1:02:44"]
    assert texts("Lists\n9:00\nTrees\n10:00") == ["Lists", "9:00", "Trees", "10:00"]
