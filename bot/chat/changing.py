"""Of which changes of a series a chat is told: /changes."""

from bot.chat import cards, change_words, rule_words
from bot.chat.filtering import divided, followed_series
from bot.chat.interface import Reply
from bot.chat.turn import Turn, in_rows, named, press
from bot.domain.latex import readable
from bot.errors import RefusalError
from bot.flows.delivery.buttons import reference
from bot.flows.subscribe import set_series_changes
from bot.language import in_english, saying
from bot.reminders.notices import Wish

_WISHES = {
    **{wish.value: wish for wish in Wish},
    "any": Wish.ALL,
    "everything": Wish.ALL,
    "on": Wish.ALL,
    "times": Wish.TIME,
    "no": Wish.NONE,
    "never": Wish.NONE,
    "off": Wish.NONE,
}


def changes(turn: Turn, text: str) -> Reply:
    """Tell or change of which changes of a series the chat is told."""
    name, wanted = divided(turn, text)
    found = followed_series(turn, name, wanted, "changes")
    if isinstance(found, Reply):
        return found
    rules = turn.follower.subscriptions.get(found.id)
    if rules is None:
        told = rule_words.REMIND_FOLLOW_FIRST.format(title=readable(found.title))
        follow = named("follow", f"follow {reference(found.id)}")
        return Reply(html=told, buttons=in_rows([follow]))
    wish = rules.changes
    if wanted:
        wish = _read(wanted)
        place = turn.place
        turn.change(
            lambda: set_series_changes(turn.service.store, place, found.id, wish, now=turn.now)
        )
    now = change_words.CHANGES[wish]
    told = change_words.CHANGES_OF.format(title=readable(found.title), now=now)
    others = [one for one in Wish if one is not wish]
    buttons = [
        press(change_words.LABELS[one], f"changes {reference(found.id)} {one.value}")
        for one in others
    ]
    asked = "" if wanted else change_words.CHANGES_ASK
    return turn.show(cards.paragraphs(told, asked), in_rows(buttons))


def _read(text: str) -> Wish:
    said = in_english(text.strip()).lower()
    if said not in _WISHES:
        hint = saying("say all, time or none")
        raise RefusalError(saying("this is no wish for changes"), read=text, hint=hint)
    return _WISHES[said]
