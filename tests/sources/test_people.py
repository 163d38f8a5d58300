"""Names in cells and behind labels."""

import pytest

from bot.domain.series import Speaker
from bot.sources.people import looks_like_name, read_people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Nowhere", ["Ada Nowhere"]),
        ("Ada Nowhere (London) & Bo Nobody", ["Ada Nowhere (London)", "Bo Nobody"]),
        ("Nowhere, A.", ["Nowhere, A."]),
        ("TBA", []),
        ("(t.b.d.)", []),
        ("N.N.", []),
        ("---", []),
        ("", []),
        ("??", []),
        ("Ada (London", ["Ada (London"]),
    ],
)
def test_people_are_read_as_they_can_be(text: str, names: list[str]) -> None:
    assert [str(person) for person in read_people(text)] == names


def test_many_people_are_all_kept() -> None:
    names = [f"Ada Nowhere {chr(65 + n % 26)}" for n in range(100)]
    assert read_people("; ".join(names)) == tuple(Speaker(name=name) for name in names)


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Ada Nowhere", True),
        ("A. B. Nowhere (London)", True),
        ("Marie-Ève van der Void", True),
        ("Deep Learning", False),
        ("Seminar", False),
        ("Reading Group", False),
        ("on engines", False),
        ("Talk 7", False),
    ],
)
def test_names_are_told_from_titles(text: str, *, is_name: bool) -> None:
    assert looks_like_name(text) is is_name
