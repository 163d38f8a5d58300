"""Who is in a text, and which texts are nobody."""

import pytest

from bot.sources.page.people import read_labelled_people, read_people


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Moor", ["Ada Moor"]),
        ("Prof. Dr. Ada Moor (TU Graz)", ["Ada Moor (TU Graz)"]),
        ("Ada Moor (Ox) & Bo Lund (Yale)", ["Ada Moor (Ox)", "Bo Lund (Yale)"]),
        ("Ada Moor · Bo Lund · Cy Dahl", ["Ada Moor", "Bo Lund", "Cy Dahl"]),
        ("Ada Moor, University of Oslo", ["Ada Moor (University of Oslo)"]),
        ("Ada Moor, Bo Lund and Cy Dahl", ["Ada Moor", "Bo Lund", "Cy Dahl"]),
        ("A. Moor, B. Lund", ["A. Moor", "B. Lund"]),
        ("Jean d'Alembert", ["Jean d'Alembert"]),
        ("MOOR Ada", ["MOOR Ada"]),
    ],
)  # fmt: skip
def test_people_are_read(text: str, expected: list[str]) -> None:
    people = read_people(text)
    assert people is not None
    assert [str(speaker) for speaker in people.speakers] == expected


@pytest.mark.parametrize(
    "text",
    ["Coffee break", "On the length of lists", "University of Oslo", "TBA", "What is a list?"],
)
def test_nobody_is_read(text: str) -> None:
    assert read_people(text) is None


def test_a_label_makes_the_rest_a_place() -> None:
    assert [str(one) for one in read_labelled_people("Mabel Torrance, Prairie State")] == [
        "Mabel Torrance (Prairie State)"
    ]
