"""What addresses of series say: applied or ignored by organizers, and told where they look."""

from markupsafe import Markup

from bot.chat import page_words
from bot.chat.interface import Reply
from bot.chat.turn import Turn
from bot.domain.change_wording import describe_changes
from bot.flows.page_questions import apply_page, ignore_page

_MOST = 20  # lines
_DIGITS = 9


def apply_it(turn: Turn, text: str) -> Reply:
    """Take over what a question is about, once; one that is not asked any more does nothing."""
    number = _number(text)
    found = apply_page(turn.service.store, number, turn.person, now=turn.now) if number else None
    if found is None:
        return turn.show(page_words.ANSWERED)
    lines = describe_changes(found.changes, found.series)[:_MOST]
    told = Markup("\n").join(Markup.escape(line) for line in lines)
    return turn.show(
        page_words.APPLIED.format(changes=told) if lines else page_words.APPLIED_NOTHING
    )


def ignore_it(turn: Turn, text: str) -> Reply:
    """Leave what a question is about as it is."""
    number = _number(text)
    is_done = ignore_page(turn.service.store, number, turn.person, now=turn.now) if number else None
    return turn.show(page_words.IGNORED if is_done else page_words.ANSWERED)


def _number(text: str) -> int:
    """Return the number of a letter, 0 for what is none."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return int(text) if is_one else 0
