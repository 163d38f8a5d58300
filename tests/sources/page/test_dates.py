"""Dates as people write them: the (month, day) they can mean, year, weekday, end of a range."""

import pytest

from bot.sources.page.dates import find_dates

Row = tuple[tuple[tuple[int, int], ...], int | None, int | None, tuple[int | None, int, int] | None]


def read(text: str) -> list[Row]:
    return [(one.orders, one.year, one.weekday, one.until) for one in find_dates(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("June 28th 2021", [(((6, 28),), 2021, None, None)]),
        ("28 June 2021", [(((6, 28),), 2021, None, None)]),
        ("28.06.2021", [(((6, 28),), 2021, None, None)]),
        ("2021/6/28", [(((6, 28),), 2021, None, None)]),
        ("6/7/2021", [(((6, 7), (7, 6)), 2021, None, None)]),
        ("6/28/21", [(((6, 28),), 2021, None, None)]),
        ("Mo, 28. Juni", [(((6, 28),), None, 0, None)]),
        ("jeudi 8 avril 2027", [(((4, 8),), 2027, 3, None)]),
        ("6 de octubre de 2026", [(((10, 6),), 2026, None, None)]),
        ("giovedì 11 marzo", [(((3, 11),), None, 3, None)]),
        ("8-9 avril 2027", [(((4, 8),), 2027, None, (2027, 4, 9))]),
        ("March 30–31 2022", [(((3, 30),), 2022, None, (2022, 3, 31))]),
        ("Monday 1 – Thursday 4 March 2027", [(((3, 1),), 2027, 0, (2027, 3, 4))]),
        ("Day 1 - Monday, 4 October 2027", [(((10, 4),), 2027, 0, None)]),
        ("Day 2: 5 May 2027", [(((5, 5),), 2027, None, None)]),
        ("Tag 1 – 4. Oktober 2027", [(((10, 4),), 2027, None, None)]),
        ("1/8: organizational meeting", [(((1, 8), (8, 1)), None, None, None)]),
        ("half of 1/8 of it", []),
        ("31 November 2027", [(((11, 31),), 2027, None, None)]),
        ("32 November 2027", []),
        ("31/11/2027", [(((11, 31),), 2027, None, None)]),
        ("version 3.5.2", []),
    ],
)
def test_dates_are_found(text: str, expected: list[Row]) -> None:
    assert read(text) == expected
