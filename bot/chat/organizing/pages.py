"""What addresses of series say: applied or ignored by organizers, and told where they look."""

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Reply
from bot.chat.organizing import page_words
from bot.chat.turn import Turn
from bot.domain.change_wording import describe_changes
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.wording import describe_moment
from bot.flows.addresses.page_questions import apply_page, ignore_page
from bot.flows.addresses.page_reading import host_of
from bot.store.series.watched import WatchedSeries, find_watched

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


def concerns(turn: Turn) -> Markup:
    """Return how the addresses fare that an organizer's series are read from, if not well."""
    with turn.service.store.reading() as connection:
        rows = [find_watched(connection, name) for name in sorted(turn.organized)]
    return cards.lines(*(_concern(turn, row) for row in rows if row))


def _concern(turn: Turn, row: WatchedSeries) -> Markup:
    about = {"title": readable(row.definition.title), "host": host_of(row.definition)}
    if row.is_asking:
        return page_words.WAITING.format(**about)
    if row.failing_since:
        zone = turn.zone or row.definition.timezone
        at = describe_moment(Moment.of(row.failing_since, zone))
        return page_words.FAILING.format(**about, time=at)
    return Markup("")


def _number(text: str) -> int:
    """Return the number of a letter, 0 for what is none."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return int(text) if is_one else 0
