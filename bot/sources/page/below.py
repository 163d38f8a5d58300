"""What a page tells of its talks further below: abstracts under their names, lists of posters."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.series import TalkKind
from bot.sources.page.draft import Draft
from bot.sources.page.drafts import read_lines
from bot.sources.page.headlines import Habit, read_headline
from bot.sources.page.lines import Shape
from bot.sources.page.listed import group_talks
from bot.sources.page.marks import Mark
from bot.sources.page.people import read_people
from bot.sources.page.sections import is_boilerplate, is_section
from bot.sources.page.vocabulary import folded

_SHORTEST_PART = 40
_LONGEST_HEADING = 60
_LONGEST_TITLE = 250
_SENTENCE = re.compile(
    r"(?i)\b(?:will|please|your|you|can be|are encouraged|should|must|we)\b|[.!]$"
)
_NUMBER = re.compile(r"#?[A-Z]{0,3}-?\d{1,3}[.:)]?\s+(?=\S)")
_NOT_WORDS = re.compile(r"[\W_]+")


def add_abstracts(drafts: Sequence[Draft], marks: Sequence[Mark]) -> None:
    """Give talks the abstracts and links that stand below their title or their speakers' names."""
    titles, names = _indexes(drafts)
    if not titles and not names:
        return
    current: Draft | None = None
    rank = 9
    had: set[int] = {id(draft) for draft in drafts if draft.abstract}
    for one in marks:
        found = _named(one, titles, names)
        if found is not None:
            if found is not current:
                current, rank = found, one.line.level if one.line.is_heading else 9
            continue
        if _ends(one, rank):
            current = None
        if current is None:
            continue
        current.links.extend((one.label, link) for link in one.line.links)
        text = one.rest if one.label == "abstract" else one.line.text
        is_part = one.prose or len(text) >= _SHORTEST_PART or one.label == "abstract"
        if id(current) not in had and is_part and text not in current.abstract and text:
            current.abstract.append(text)


def find_posters(marks: Sequence[Mark]) -> list[Draft]:
    """Return the posters listed under a heading that says so, in order."""
    posters: list[Draft] = []
    under = False
    group: list[Mark] = []
    for one in (*marks, None):
        if one is not None and under and _is_in_list(one, group):
            group.append(one)
            continue
        if group:
            posters.extend(_posters(group))
            group, under = [], False
        if one is None:
            break
        if is_boilerplate(one.line.text) or one.line.shape is Shape.ITEM:
            continue
        low = folded(one.line.text)
        under = "poster" in low and len(low) <= _LONGEST_HEADING and not one.is_anchor
    return posters


def _is_in_list(one: Mark, group: Sequence[Mark]) -> bool:
    """Tell whether a line goes on with a list: items, or short lines where there are no items."""
    if one.is_anchor:
        return False
    if (group and group[0].line.shape is Shape.ITEM) or one.line.shape is Shape.ITEM:
        return one.line.shape is Shape.ITEM
    is_text = one.line.shape is Shape.TEXT and not (one.prose or one.label)
    return is_text and not is_section(one.line.text) and not is_boilerplate(one.line.text)


def _posters(group: Sequence[Mark]) -> list[Draft]:
    if all(_NUMBER.match(one.line.text) for one in group):
        group = [_without_number(one) for one in group]
    if group[0].line.shape is not Shape.ITEM:
        return [read_lines(lines, Habit(), kind=TalkKind.POSTER) for lines in group_talks(group)]
    if any(_SENTENCE.search(one.line.text) or len(one.line.text) > _LONGEST_TITLE for one in group):
        return []
    habit = Habit.of(one.line.text for one in group)
    drafts = []
    for one in group:
        headline = read_headline(one.line.text, habit)
        draft = Draft(line=one.line.number, kind=TalkKind.POSTER)
        draft.title, draft.speakers = headline.title, headline.speakers
        draft.links = [("", link) for link in one.line.links]
        drafts.append(draft)
    return drafts


def _without_number(one: Mark) -> Mark:
    text = _NUMBER.sub("", one.line.text)
    return replace(one, line=replace(one.line, text=text), rest=text)


def _indexes(drafts: Iterable[Draft]) -> tuple[dict[str, Draft], dict[str, Draft]]:
    titles: dict[str, Draft] = {}
    names: dict[str, list[Draft]] = {}
    for draft in drafts:
        if len(draft.title) > len("opening"):
            titles.setdefault(_key(draft.title), draft)
        if draft.speakers:
            names.setdefault(_key(" ".join(sorted(draft.names))), []).append(draft)
    return titles, {name: found[0] for name, found in names.items() if len(found) == 1}


def _named(one: Mark, titles: dict[str, Draft], names: dict[str, Draft]) -> Draft | None:
    """Return the talk that a line names by its title, its speakers or both."""
    text = one.rest if one.label in {"title", "speaker"} else one.line.text
    if not text or len(text) > 2 * _LONGEST_TITLE:
        return None
    if (draft := titles.get(_key(text))) is not None:
        return draft
    if people := read_people(text):
        return names.get(_key(" ".join(sorted(s.name for s in people.speakers))))
    if one.prose and not one.line.is_heading:
        return None
    key = _key(text)
    for title, draft in titles.items():
        if title in key and len(title) > len(key) / 3:
            rest = key.replace(title, "", 1)
            if rest in {_key(" ".join(draft.names)), _key("".join(draft.names))} or any(
                _key(name) in rest for name in draft.names
            ):
                return draft
    return None


def _ends(one: Mark, rank: int) -> bool:
    if one.line.is_heading:
        return one.line.level <= rank or is_section(one.line.text)
    return is_section(one.line.text) or one.label == "organizers"


def _key(text: str) -> str:
    return _NOT_WORDS.sub("", folded(text))
