"""Of which talks of a series a chat is reminded: /only."""

from markupsafe import Markup

from bot.chat import cards, rule_words, words
from bot.chat.choosing import choose_series, series_buttons
from bot.chat.interface import Reply
from bot.chat.telling import filter_line, follow_summary
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.domain.latex import readable
from bot.domain.series import Series, TalkKind
from bot.errors import RefusalError
from bot.flows.delivery.buttons import reference
from bot.flows.subscribe import set_series_filter
from bot.language import in_english, saying

_ALL = {"all", "any", "default", "everything", "no", "none", "off", "reset"}
_FEWEST_LETTERS, _MOST_LETTERS, _MOST_WORDS = 2, 60, 10
_KINDS = {
    form: kind
    for kind in TalkKind
    if kind is not TalkKind.BREAK
    for form in (kind.value, f"{kind.value}s", f"{kind.value} talk", f"{kind.value} talks")
}

Filter = tuple[tuple[TalkKind, ...], tuple[str, ...]]


def only(turn: Turn, text: str) -> Reply:
    """Tell or change of which talks of a series the chat is reminded."""
    name, wanted = divided(turn, text)
    found = followed_series(turn, name, wanted, "only")
    if isinstance(found, Reply):
        return found
    if found.id not in turn.follower.subscriptions:
        told = rule_words.REMIND_FOLLOW_FIRST.format(title=readable(found.title))
        follow = named("follow", f"follow {reference(found.id)}")
        return Reply(html=told, buttons=in_rows([follow]))
    if not wanted:
        return _asked(turn, found)
    kinds, keywords = read_filter(wanted)
    store, place = turn.service.store, turn.place
    turn.change(lambda: set_series_filter(store, place, found.id, kinds, keywords, now=turn.now))
    return _told(turn, turn.view.series[found.id])


def read_filter(text: str) -> Filter:
    """Return the kinds and the keywords in `keynotes, implicit bias`; neither for `all`.

    What stands between commas is kinds, if nothing else stands there, or words that belong
    together. Raises RefusalError for what nothing could be found by.
    """
    if in_english(text.strip()).lower() in _ALL:
        return (), ()
    kinds: list[TalkKind] = []
    keywords: list[str] = []
    for piece in text.split(","):
        said = " ".join(piece.split())
        if found := _kinds(said.lower()):
            kinds += found
        elif said:
            keywords.append(said)
    if any(not _FEWEST_LETTERS <= len(one) <= _MOST_LETTERS for one in keywords):
        raise RefusalError(saying("words to look for have 2 to 60 letters"), read=text)
    if len(keywords) > _MOST_WORDS:
        hint = saying("choose {count} of them", count=_MOST_WORDS)
        message = saying("these are too many words to look for")
        raise RefusalError(message, read=text, hint=hint)
    if not (kinds or keywords):
        raise RefusalError(saying("there is nothing to look for"), read=text)
    return tuple(dict.fromkeys(kinds)), tuple(dict.fromkeys(keywords))


def _kinds(text: str) -> list[TalkKind]:
    """Return the kinds that a text consists of, none if it says anything else."""
    spoken = {str(name).lower(): kind for kind, name in rule_words.TALK_KINDS.items()}
    known = {**spoken, **_KINDS}
    if text in known:
        return [known[text]]
    said = [word for word in text.split() if in_english(word) not in {"and", "or"}]
    return [known[word] for word in said] if said and all(one in known for one in said) else []


def divided(turn: Turn, text: str) -> tuple[str, str]:
    """Return the words that name a series, as many as do, and what is wanted of it."""
    before, colon, behind = text.partition(":")
    if colon and turn.view.find_series(before):
        return before, behind.strip()
    said = text.split()
    if said and _is_whole_name(turn, said[0]):
        return said[0], " ".join(said[1:])
    for end in range(len(said), 0, -1):
        name = " ".join(said[:end])
        if turn.view.find_series(name):
            return name, " ".join(said[end:])
    return "", text


def _is_whole_name(turn: Turn, word: str) -> bool:
    ids = turn.view.series
    return word.lower() in ids or word.lower() in {reference(one) for one in ids}


def followed_series(turn: Turn, name: str, wanted: str, command: str) -> Series | Reply:
    """Return the series that is named, or the only one that the chat follows; else ask."""
    followed = turn.view.followed
    if name or not followed:
        return choose_series(turn, name, command, wanted)
    if len(followed) == 1:
        return followed[0]
    return turn.show(words.WHICH_SERIES, in_rows(series_buttons(followed, command, wanted), 1))


def _asked(turn: Turn, series: Series) -> Reply:
    now = filter_line(turn, series) or rule_words.ONLY_ALL
    html = rule_words.ONLY_NOW.format(
        title=readable(series.title), now=now, example=f"/only {series.id} keynote, open problems"
    )
    return Reply(html=html, buttons=_choices(series))


def _told(turn: Turn, series: Series) -> Reply:
    title = Markup("<b>{}</b>").format(readable(series.title))
    is_all = not filter_line(turn, series)
    text = cards.paragraphs(
        title, rule_words.ONLY_ALL if is_all else "", follow_summary(turn, series)
    )
    return Reply(html=text, buttons=in_rows([named("mine", "mine")]))


def _choices(series: Series) -> Rows:
    """Return a button for each kind of talks that the series has, if it has several."""
    name = reference(series.id)
    found = {talk.kind for session in series.sessions for talk in session.talks}
    kinds = [kind for kind in TalkKind if kind in found and kind is not TalkKind.BREAK]
    buttons = [press(rule_words.TALK_KINDS[kind], f"only {name} {kind.value}") for kind in kinds]
    every = named("all_talks", f"only {name} all")
    return in_rows([*(buttons if len(kinds) > 1 else []), every])
