"""/nag: how long before sessions an organizer is reminded of what is missing."""

from markupsafe import Markup

from bot.chat import cards, words
from bot.chat.interface import Reply
from bot.chat.organizing import nag_words
from bot.chat.preferences import OFF
from bot.chat.reminding import in_numbers, read_offsets
from bot.chat.turn import Turn, in_rows, press
from bot.domain.durations import read_duration
from bot.flows.planning.nagging import choose_nags, nag_rule_of
from bot.language import in_english
from bot.reminders.nags import DEFAULT_NAGS

_PRESETS = ("14d 7d 2d", "3d 1d")


def nag(turn: Turn, text: str) -> Reply:
    """Tell or change when an organizer is reminded of what is missing, in all their series."""
    store = turn.service.store
    if text:
        said = in_numbers(text)
        offsets = read_offsets(said)
        if offsets == () and in_english(said).lower() not in OFF:
            read_duration(said)  # tells how lengths are written
        choose_nags(store, turn.person, offsets, now=turn.now)
    buttons = [press(one.replace(" ", ", "), f"nag {one}") for one in _PRESETS]
    buttons += [press(nag_words.USUAL, "nag default"), press(nag_words.NEVER, "nag off")]
    how = nag_words.NAG_HOW.format(example="/nag 7d 2d")
    return turn.show(cards.paragraphs(_rule(turn), how), in_rows(buttons))


def _rule(turn: Turn) -> Markup:
    offsets = nag_rule_of(turn.service.store, turn.person)
    if offsets is None:
        return nag_words.NAG_DEFAULT.format(offsets=words.lengths(DEFAULT_NAGS))
    if not offsets:
        return nag_words.NAG_NEVER
    return nag_words.NAG.format(offsets=words.lengths(offsets))
