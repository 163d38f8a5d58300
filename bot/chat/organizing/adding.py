"""What organizers paste: /new, files, texts that tell of talks; read, mended and published."""

from dataclasses import replace
from secrets import token_hex

from bot.chat.choosing import series_buttons
from bot.chat.interface import Attachment, Reply
from bot.chat.organizing import new_words, organizer_words
from bot.chat.organizing.foretelling import sample
from bot.chat.organizing.mending import mended, question
from bot.chat.organizing.understood import added_reply, shown_reply
from bot.chat.turn import Turn, in_rows, press
from bot.errors import RefusalError, TalkbellError
from bot.flows.delivery.buttons import reference
from bot.flows.organizing.adding import (
    Added,
    begin,
    discard,
    keep_said,
    look,
    own_paste,
    publish_paste,
)
from bot.flows.organizing.pasting import is_schedule
from bot.store.organizing.pastes import NEW_SERIES, Paste

_MOST = 1_000_000  # bytes of a file
_LEAST_LINES = 2
_LEAST_WORDS = 5  # of a single line: a day, an hour, and something said of it
_SERIES = "series"
_NEW = "new"  # what is asked for by /new alone


def heard(turn: Turn) -> tuple[str, str] | None:
    """Return the command that an organizer's text or file means without its name, if it does.

    In private alone: a file, what was asked for, and several lines that tell of a talk.
    """
    said = turn.incoming
    if not turn.is_organizer or said.kind != "private" or said.button:
        return None
    text = said.text.strip()
    is_sent = said.attachment is not None or text.lower().startswith(("/new ", "/new\n"))
    if is_sent or (text and not text.startswith("/") and _is_meant(turn, text)):
        if turn.question:
            turn.forget_question()
        return "new", ""
    return None


def _is_meant(turn: Turn, text: str) -> bool:
    """Tell whether a text without a command was asked for by /new, or is a schedule by itself.

    What answers another question, such as an abstract, is never taken for one.
    """
    if turn.question == _NEW:
        return True
    if turn.is_answer and not turn.question.startswith("mend "):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    is_long = len(lines) >= _LEAST_LINES or len(text.split()) >= _LEAST_WORDS
    return is_long and is_schedule(text, turn.now) and not _is_found(turn, text)


def _is_found(turn: Turn, text: str) -> bool:
    """Tell whether a single line is words of a talk that is there: a search, then."""
    return "\n" not in text and bool(turn.search(text))


def new(turn: Turn, _text: str) -> Reply:
    """Read what was pasted or sent, or ask for it."""
    if turn.incoming.kind != "private":
        return Reply(html=new_words.IN_PRIVATE)
    paste = _document(turn)
    if not paste.data or _is_series(turn, paste.data):
        turn.ask(_NEW)
        return Reply(html=new_words.EXPLAIN)
    if len(turn.organized) == 1:
        paste = replace(paste, series_id=next(iter(turn.organized)))
    reply = _reply(turn, paste)
    begin(turn.service.store, paste, turn.person, now=turn.now)
    return reply


def _is_series(turn: Turn, data: bytes) -> bool:
    """Tell whether that is no talk, but the name of a series for which there is one."""
    said = data.decode(errors="replace").casefold()
    return any(
        said in {own, one.title.casefold()}
        for own, one in turn.view.series.items()
        if own in turn.organized
    )


def mend(turn: Turn, text: str) -> Reply:
    """Take what a person says of their paste, or ask for it: `ID what`, `ID what value`."""
    name, _, rest = text.partition(" ")
    what, _, value = rest.partition(" ")
    paste = own_paste(turn.service.store, name, turn.person)
    if paste is None:
        return _over()
    if what == _SERIES:
        return _for_series(turn, paste, value)
    if not value:
        asked = question(turn, paste, what)
        turn.ask(f"mend {paste.id} {what}")
        return asked
    said = replace(paste, mends=mended(paste.mends, what, value, turn))
    keep_said(turn.service.store, said, now=turn.now)
    return _reply(turn, said)


def add(turn: Turn, text: str) -> Reply:
    """Publish a paste that was shown, once; show it anew if it would come to something else now."""
    name, _, mark = text.partition(" ")
    paste = own_paste(turn.service.store, name, turn.person)
    if paste is None or not paste.series_id:
        return _over()
    done = publish_paste(turn.service.store, paste, mark, turn.person, now=turn.now)
    if done is None:
        return _over()
    if isinstance(done, Added):
        return added_reply(turn, done)
    return shown_reply(turn, done, new_words.AGAIN)


def trial(turn: Turn, text: str) -> Reply:
    """Send the message that a paste would make to who asks, as a test."""
    paste = own_paste(turn.service.store, text, turn.person)
    if paste is None or not paste.series_id:
        return _over()
    shown = look(turn.service.store, paste, turn.person, now=turn.now)
    return sample(turn, shown.understood.series, shown.told)


def discard_it(turn: Turn, text: str) -> Reply:
    """Forget what was pasted."""
    is_dropped = discard(turn.service.store, text, turn.person)
    return turn.show(organizer_words.DROPPED if is_dropped else organizer_words.ANSWERED)


def _document(turn: Turn) -> Paste:
    said = turn.incoming
    if said.attachment is not None:
        return _fetched(said.attachment)
    first, _, rest = said.text.strip().partition("\n")
    command, _, behind = first.partition(" ") if first.startswith("/") else ("", "", first)
    text = "\n".join(part for part in (behind, rest) if part) if command else said.text
    return Paste(id=token_hex(8), data=text.strip().encode())


def _fetched(attachment: Attachment) -> Paste:
    """Return a file that was sent. Raises RefusalError for one that is too large, or not there."""
    too_large = RefusalError(new_words.TOO_LARGE.format(most=_MOST // 1000), read="")
    if attachment.size > _MOST:
        raise too_large
    try:
        data = attachment.fetch()
    except TalkbellError as error:
        raise RefusalError(new_words.NO_FILE.format(reason=error), read="") from None
    if len(data) > _MOST:
        raise too_large
    return Paste(id=token_hex(8), name=attachment.name, media_type=attachment.media_type, data=data)


def _reply(turn: Turn, paste: Paste) -> Reply:
    """Return what a paste comes to, or the question for which series it is."""
    if not paste.series_id:
        return _which_series(turn, paste)
    try:
        shown = look(turn.service.store, paste, turn.person, now=turn.now)
    except RefusalError:
        raise
    except TalkbellError as error:
        reason = str(error)
        return Reply(html=new_words.NOT_READABLE.format(reason=reason))
    return shown_reply(turn, shown)


def _for_series(turn: Turn, paste: Paste, value: str) -> Reply:
    if not value:
        return _which_series(turn, paste)
    own = [one for one in turn.organized if value in {one, reference(one)}]
    series_id = NEW_SERIES if value == NEW_SERIES else next(iter(own), "")
    if not series_id:
        return _over()
    mends = replace(paste.mends, at_that_hour=None)  # that was said of another series
    chosen = replace(paste, series_id=series_id, mends=mends)
    keep_said(turn.service.store, chosen, now=turn.now)
    return _reply(turn, chosen)


def _which_series(turn: Turn, paste: Paste) -> Reply:
    own = [one for name, one in turn.view.series.items() if name in turn.organized]
    command = f"mend {paste.id} {_SERIES}"
    buttons = series_buttons(own, command)
    buttons.append(press(new_words.NEW_SERIES, f"{command} {NEW_SERIES}"))
    return Reply(html=new_words.WHICH_SERIES, buttons=in_rows(buttons, 1), replaces=turn.is_press)


def _over() -> Reply:
    return Reply(html=organizer_words.ANSWERED, notice=organizer_words.ANSWERED)
