"""/page: a link by which an organizer sees the page of a series in a browser."""

from bot.chat import words
from bot.chat.choosing import series_buttons
from bot.chat.interface import Reply
from bot.chat.organizing import organizer_words, series_page_words, speaker_words
from bot.chat.turn import Turn, in_rows
from bot.domain.latex import readable
from bot.domain.series import Series
from bot.flows.organizing.page_access import offer_page

PATH = "/organize/"
"""Where the page is found, before the token of a link."""


def page(turn: Turn, text: str) -> Reply:
    """Give a link to the page of a series that one organizes; never for others to see."""
    if turn.incoming.kind != "private":
        told = speaker_words.IN_PRIVATE
        return Reply(html="" if turn.is_press else told, notice=told.striptags())
    if not turn.service.base:
        return Reply(html=series_page_words.NO_ADDRESS)
    own = [turn.view.series[one] for one in turn.organized if one in turn.view.series]
    ids = {one.id for one in own}
    found = [one for one in turn.view.find_series(text) if one.id in ids] if text else own
    if not found:
        return Reply(html=organizer_words.NO_SUCH_OWN.format(words=text))
    if len(found) > 1:
        return turn.show(words.WHICH_SERIES, in_rows(series_buttons(found, "page"), 1))
    return _link(turn, found[0])


def _link(turn: Turn, series: Series) -> Reply:
    store, person = turn.service.store, turn.person
    token = offer_page(store, series.id, person, turn.language, now=turn.now)
    link = f"{turn.service.base}{PATH}{token}"
    return Reply(html=series_page_words.LINK.format(title=readable(series.title), link=link))
