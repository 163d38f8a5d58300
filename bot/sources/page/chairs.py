"""Who chairs: "Session 2: Strings. Chair: A", "Opening (Chair: A)", "Moderation: A (X)"."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from bot.sources.page.draft import Draft
from bot.sources.page.marks import Mark
from bot.sources.page.people import SURE, name_score, read_labelled_people

_CHAIR = re.compile(
    r"(?i)(?:^|[\s.;(\[|–—-]{1,4})(?:(?:session\s)?(?:chairs?|moderators?|hosts?|moderation|leitung"
    r"|sitzungsleitung|vorsitz|moderateur|moderatrice|moderatore|presidente)\s?[:：]"
    r"|(?:session\s)?(?:chaired|moderated|hosted)\sby\b:?)\s?"
    r"(?P<names>[^\[\]():;]{3,120}(?:\([^()]{1,60}\))?)[)\]]?\.?$"
)
_LIKELY = re.compile(r"(?i)chair|moder|host|leitung|vorsitz|president")
_LONGEST = 300


def take_chair(text: str) -> tuple[str, str]:
    """Return a line without the chair at its end, and the names, empty where there is none."""
    likely = len(text) <= _LONGEST and _LIKELY.search(text)
    found = _CHAIR.search(text) if likely else None
    if not found:
        return text, ""
    people = read_labelled_people(found["names"])
    if not people or any(name_score(person.name) < SURE for person in people):
        return text, ""
    return text[: found.start()].strip(), ", ".join(person.name for person in people)


def give_chairs(drafts: Sequence[Draft], marks: Sequence[Mark]) -> None:
    """Give the chairs of headings that belong to no entry to the first entry below each."""
    below = sorted(drafts, key=lambda draft: draft.line)
    lines = [draft.line for draft in below]
    for one in marks:
        _, chair = take_chair(one.line.text)
        at = bisect_right(lines, one.line.number)
        if chair and one.label != "chair" and 0 < at < len(below):
            below[at].chair = below[at].chair or chair


def chairs_of(drafts: Sequence[Draft]) -> str:
    """Return the chairs of a day's entries, each once, in order."""
    names = [name for draft in drafts for name in draft.chair.split(", ") if name]
    return ", ".join(dict.fromkeys(names))
