"""Lines of their own that say in which zone hours are: of the whole page, or of one entry.

Such a line may stand behind the last entry, or right above the first: it is of all of them, and
neither a title nor a speaker.
"""

import re
from collections.abc import Iterable, Sequence

from bot.sources.page.layout import is_deadline
from bot.sources.page.marks import Mark
from bot.sources.page.segments import Record
from bot.sources.page.zone_words import find_zones
from bot.sources.page.zoning import Statement

_LABEL = "zone"
_LONGEST = 200
_SHORT = 60
_OF_ALL = re.compile(
    r"(?i)\ball\b.{0,20}\b(?:times|hours)\b|^\W*(?:the )?(?:times|hours) (?:are|in|given)\b"
    r"|\balle\b.{0,20}(?:zeiten|zeitangaben)\b|^\W*(?:zeiten|uhrzeiten|zeitangaben)\b"
    r"|\btou(?:te)?s les (?:heures|horaires)\b|^\W*(?:les )?(?:heures|horaires) (?:sont|en)\b"
)


def take_statements(
    marks: Sequence[Mark],
) -> tuple[list[Mark], list[Mark], tuple[Statement, ...]]:
    """Return the marks of entries, those that only state the zone of the page, and what is stated.

    A label such as "Time zone: UTC" is of its own entry, but if it is the one on the page and the
    last line of it.
    """
    labels = [one for one in marks if one.label == _LABEL]
    last = marks[-1:] if [*marks[-1:]] == labels else []
    found = {
        at: Statement(word, one.line.number)
        for at, one in enumerate(marks)
        if (one in last or _is_of_all(one)) and (word := _word(one))
    }
    taken = [at for at in found if len(marks[at].line.text) <= _SHORT]
    rest = [one for at, one in enumerate(marks) if at not in taken]
    return rest, [marks[at] for at in taken], tuple(found.values())


def with_statements(
    known: Iterable[Statement], found: Iterable[Statement]
) -> tuple[Statement, ...]:
    """Return statements of a page, each line's once, from its top."""
    by_line = {one.line: one for one in (*found, *known)}
    return tuple(by_line[line] for line in sorted(by_line))


def zone_within(record: Record) -> str:
    """Return the zone word that a labelled line of an entry gives for it, or nothing."""
    labelled = (one for one in (*record.head, *record.tail) if one.label == _LABEL)
    return next((word for one in labelled if (word := _word(one))), "")


def _is_of_all(one: Mark) -> bool:
    text = one.line.text
    if one.is_anchor or one.fields or len(text) > _LONGEST:
        return False
    return bool(_OF_ALL.search(text)) and not is_deadline(text)


def _word(one: Mark) -> str:
    """Return the zone word of a line, one in capitals first."""
    words = [zone.word for zone in find_zones(one.line.text)]
    return next((word for word in words if word.isupper()), words[0] if words else "")
