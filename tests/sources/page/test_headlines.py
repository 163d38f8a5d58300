"""One line about a talk: its title, its speakers, its kind."""

import pytest

from bot.domain.series import TalkKind
from bot.sources.page.headlines import Habit, read_headline


@pytest.mark.parametrize(
    ("text", "title", "speakers", "kind"),
    [
        ("Invited talk: Ada Moor, On lists", "On lists", "Ada Moor", TalkKind.INVITED),
        ("Ada Moor (Oslo University): On lists", "On lists", "Ada Moor (Oslo University)", None),
        ("Ada Moor (Oslo University) On lists", "On lists", "Ada Moor (Oslo University)", None),
        ("On lists – Ada Moor", "On lists", "Ada Moor", None),
        ("On lists. Ada Moor, Bo Lund", "On lists", "Ada Moor; Bo Lund", None),
        ('Ada Moor, "On lists"', "On lists", "Ada Moor", None),
        ("Ada Moor: «On lists»", "On lists", "Ada Moor", None),
        ("On lists (Ada Moor)", "On lists", "Ada Moor", None),
        ("On lists, by Ada Moor", "On lists", "Ada Moor", None),
        ("Festvortrag: Ada Moor (Wien): Stühle", "Stühle", "Ada Moor (Wien)", TalkKind.KEYNOTE),
        ("Coffee break", "Coffee break", "", TalkKind.BREAK),
        ("Panel discussion", "Panel discussion", "", TalkKind.PANEL),
        ("Trees with three roots", "Trees with three roots", "", None),
    ],
)  # fmt: skip
def test_headlines_are_split(text: str, title: str, speakers: str, kind: TalkKind | None) -> None:
    read = read_headline(text)
    assert (read.title, "; ".join(map(str, read.speakers)), read.kind) == (title, speakers, kind)


def test_the_habit_of_a_page_settles_what_one_line_leaves_open() -> None:
    habit = Habit.of(["Ada Moor - On lists of names", "Bo Lund - What a tree is for"])
    read = read_headline("Cy Dahl - Slow Light", habit)
    assert (read.title, [s.name for s in read.speakers]) == ("Slow Light", ["Cy Dahl"])
