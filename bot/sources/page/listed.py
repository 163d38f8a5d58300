"""Talks listed without times of their own: one a line, title and people in turn, or in blocks."""

from collections import Counter
from collections.abc import Sequence

from bot.sources.page.headlines import Habit, read_headline
from bot.sources.page.marks import Mark
from bot.sources.page.people import read_people
from bot.sources.page.starts import share

_SURE = 0.75
_MOST = 0.7
_LARGEST_BLOCK = 4


def group_talks(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Return the lines of each talk that marks list, nothing where they are no such list."""
    if len(marks) < 2 or any(one.prose or one.label for one in marks):  # noqa: PLR2004
        return []
    for groups in (_one_a_line(marks), _in_turn(marks), _in_blocks(marks)):
        if len(groups) > 1:
            return groups
    return []


def are_alike(texts: Sequence[str], *, most: float = 1.0) -> bool:
    """Tell whether lines have speaker and title each, most of them in the same form."""
    habit = Habit.of(texts)
    read = [read_headline(text, habit) for text in texts]
    whole = [one for one in read if one.title and one.speakers and one.score >= _SURE]
    usual = max(Counter(one.form for one in whole).values(), default=0)
    return len(whole) >= most * len(texts) and usual >= _MOST * len(texts)


def _one_a_line(marks: Sequence[Mark]) -> list[list[Mark]]:
    return [[one] for one in marks] if are_alike([one.line.text for one in marks]) else []


def _in_turn(marks: Sequence[Mark]) -> list[list[Mark]]:
    people = [read_people(one.line.text) is not None for one in marks]
    half = len(marks) // 2
    if len(marks) % 2 or people not in ([False, True] * half, [True, False] * half):
        return []
    return [list(marks[at : at + 2]) for at in range(0, len(marks), 2)]


def _in_blocks(marks: Sequence[Mark]) -> list[list[Mark]]:
    blocks: list[list[Mark]] = []
    for one in marks:
        if one.line.gap or not blocks:
            blocks.append([])
        blocks[-1].append(one)
    people = [[read_people(one.line.text) is not None for one in block] for block in blocks]
    fit = [any(flags) and not all(flags) and len(flags) <= _LARGEST_BLOCK for flags in people]
    return blocks if share(fit) == 1.0 else []
