"""Announcements of organizers: /announce, shown before it leaves; /schedule, and taking back."""

import re
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Reply
from bot.chat.organizing import announcement_words as words
from bot.chat.organizing import organizer_words
from bot.chat.organizing.announcement_targets import find_target
from bot.chat.organizing.which_time import offer_times, quoting
from bot.chat.turn import Turn, in_rows, press
from bot.domain.announcements import Announcement, read_leaving_time
from bot.domain.audience import Audience, text_seen_by
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Series
from bot.domain.unclear_times import UnclearTimeError
from bot.domain.wording import describe_span
from bot.flows.organizing.announcement_previews import Announcing, Wanted, zone_of
from bot.flows.organizing.announcements import Reader
from bot.flows.organizing.announcing import Announcer, Undoing, leaving_at
from bot.store.delivery.letters import Letter
from bot.store.schema.codec import from_json

_NUMBER = re.compile(r"#(\d{1,18})\s*")
_COLON = re.compile(r":(?!//)")
_SHOWN = 80  # characters of a text in a list
_MOST = 8
_MOST_DIGITS = 18  # of a number that both databases can hold
_DAY = timedelta(days=1)


def announce(turn: Turn, text: str) -> Reply:
    """Show what would be told to those who follow, or what waits to leave."""
    name, message = _divided(turn, text)
    if not name and not message:
        return _list(turn)
    target = find_target(turn, name, message)
    if isinstance(target, Reply):
        return target
    wanted = Wanted(series_id=target.series.id, session_id=target.session_id, text=message)
    shown = _announcer(turn).draft(wanted, reader=_reader(turn), now=turn.now)
    return _preview(turn, shown, words.PREVIEW)


def schedule(turn: Turn, text: str) -> Reply:
    """Let one's last draft, or the one of a button, leave at a time."""
    announcer, found = _announcer(turn), _NUMBER.match(text)
    draft = announcer.latest_draft()
    number = int(found[1]) if found else draft.id if draft else 0
    known = announcer.again(number, reader=_reader(turn), now=turn.now) if number else None
    if known is None:
        return Reply(html=words.NO_DRAFT)
    when = text[found.end() :] if found else text
    if not when:
        return _ask_when(turn, known)
    zone = zone_of(known.series)
    try:
        with quoting(when) as said:
            at = read_leaving_time(said, zone, turn.now).at
    except UnclearTimeError as unclear:
        return offer_times(turn, unclear, f"schedule #{number}", zone)
    shown = announcer.schedule(number, at, reader=_reader(turn), now=turn.now)
    return _preview(turn, shown, words.PREVIEW) if shown else Reply(html=words.ANSWERED)


def answer(turn: Turn, text: str) -> Reply:
    """Do what a button below an announcement says: its word, and the number behind it."""
    word, _, number = text.partition(" ")
    doing = {"send": _send, "later": _later, "test": _test, "drop": _drop, "undo": _drop}.get(word)
    if doing is None or not number.isdecimal() or len(number) > _MOST_DIGITS:
        return _over(turn)
    return doing(turn, int(number))


def _send(turn: Turn, number: int) -> Reply:
    announcer = _announcer(turn)
    found = announcer.publish(number, now=turn.now)
    if found is None:
        return _over(turn)
    if isinstance(found, Letter):
        return _shown_anew(turn, found)
    if found.at:
        told = words.SCHEDULED.format(time=_time(found.series, found.at))
        return turn.show(told, in_rows([press(words.DROP, f"announcing drop {number}")]))
    undo = press(words.UNDO, f"announcing undo {number}")
    return turn.show(cards.lines(words.PUBLISHED.of(found.chats)), in_rows([undo]))


def _shown_anew(turn: Turn, draft: Letter) -> Reply:
    """Show a draft as another one: what it is about has changed since it was shown."""
    announcer, said = _announcer(turn), from_json(draft.content, Announcement)
    announcer.take_back(draft.id, now=turn.now)
    wanted = Wanted(
        series_id=draft.series_id,
        session_id=draft.session_id,
        text=said.text,
        at=leaving_at(draft),
    )
    shown = announcer.draft(wanted, reader=_reader(turn), now=turn.now)
    return _preview(turn, shown, words.PREVIEW_AGAIN)


def _later(turn: Turn, number: int) -> Reply:
    known = _announcer(turn).again(number, reader=_reader(turn), now=turn.now)
    return _ask_when(turn, known) if known else _over(turn)


def _test(turn: Turn, number: int) -> Reply:
    announcer = _announcer(turn)
    if announcer.try_out(number, now=turn.now):
        told = words.SENT_TO_ME
    elif announcer.again(number, reader=_reader(turn), now=turn.now):
        told = words.SENT_ALREADY
    else:
        return _over(turn)
    return Reply(html=told, notice=told.striptags())


def _drop(turn: Turn, number: int) -> Reply:
    told = {
        Undoing.DROPPED: words.DROPPED,
        Undoing.UNDONE: words.UNDONE,
        Undoing.TOO_LATE: words.TOO_LATE,
        Undoing.NONE: words.ANSWERED,
    }[_announcer(turn).take_back(number, now=turn.now)]
    return turn.show(told)


def _over(turn: Turn) -> Reply:
    return turn.show(words.ANSWERED)


def _preview(turn: Turn, shown: Announcing, heading: Markup) -> Reply:
    number = shown.letter_id
    goes = words.GOES_NOW.of(shown.chats)
    if shown.at:
        goes = words.GOES_AT.of(shown.chats, time=_time(shown.series, shown.at))
    told = cards.paragraphs(
        heading,
        Markup(shown.outgoing.html),  # noqa: S704 - its form has escaped it
        words.LINE_BETWEEN,
        cards.lines(goes, words.WHO),
    )
    buttons = [
        press(words.PUBLISH_LATER if shown.at else words.PUBLISH, f"announcing send {number}"),
        press(words.LATER, f"announcing later {number}"),
        press(words.TO_ME, f"announcing test {number}"),
        press(words.DROP, f"announcing drop {number}"),
    ]
    return Reply(html=told, buttons=in_rows(buttons), replaces=turn.is_press)


def _ask_when(turn: Turn, shown: Announcing) -> Reply:
    zone, number = zone_of(shown.series), shown.letter_id
    tomorrow = Moment.of(turn.now, zone).date + _DAY
    turn.ask(f"schedule #{number}")
    told = words.WHEN.format(example=organizer_words.NEW_TIME, zone=zone)
    button = press(words.TOMORROW, f"schedule #{number} {tomorrow} 09:00")
    return Reply(html=told, buttons=in_rows([button]))


def _list(turn: Turn) -> Reply:
    found = _announcer(turn).open_ones(now=turn.now)[:_MOST]
    waiting = [one for one in found if not one.released_at]
    leaving = [one for one in found if one.released_at]
    buttons = [press(words.DROP_ONE.format(title=_title(turn, one)), f"announcing drop {one.id}")
               for one in waiting]  # fmt: skip
    buttons += [press(words.UNDO_ONE.format(title=_title(turn, one)), f"announcing undo {one.id}")
                for one in leaving]  # fmt: skip
    how = words.HOW.format(message="/announce Example: …", talk="/announce Example")
    told = cards.paragraphs(
        *([words.WAITING] if waiting else []),
        *(_line(turn, one) for one in waiting),
        *([words.LEAVING] if leaving else []),
        *(_line(turn, one) for one in leaving),
        how,
    )
    return turn.show(told, in_rows(buttons, 1))


def _line(turn: Turn, letter: Letter) -> Markup:
    said = _text_of(turn, letter)
    short = cards.shortened(" ".join(said.split()), _SHOWN)
    series = turn.view.series.get(letter.series_id)
    time = _time(series, letter.due_at) if series else ""
    return words.LINE.format(
        title=_title(turn, letter), time=time, text=short or str(words.WITHOUT_TEXT)
    )


def _text_of(turn: Turn, letter: Letter) -> str:
    """Return the words of an announcement without what has become a way in since."""
    said, known = from_json(letter.content, Announcement).text, turn.publications
    if letter.series_id not in known:
        return ""
    stored = known[letter.series_id].stored
    return text_seen_by(said, stored.series, Audience.PUBLIC, stored.past_joins)


def _title(turn: Turn, letter: Letter) -> str:
    seen = turn.view.find_key((letter.series_id, letter.session_id)) if letter.session_id else None
    if seen:
        return cards.headline(seen.series, seen.session)
    series = turn.view.series.get(letter.series_id)
    return readable(series.title) if series else letter.series_id


def _time(series: Series, at: datetime) -> str:
    return describe_span(Moment.of(at, zone_of(series)), None)


def _announcer(turn: Turn) -> Announcer:
    per_day = turn.service.announcements_per_day
    return Announcer(turn.service.store, turn.person, per_day=per_day)


def _reader(turn: Turn) -> Reader:
    """Return as who the preview is seen: others read along in a group."""
    is_private = turn.incoming.kind == "private"
    return Reader(Audience.SUBSCRIBERS if is_private else Audience.PUBLIC, turn.zone)


def _divided(turn: Turn, text: str) -> tuple[str, str]:
    """Return what stands before the colon, and the message behind it, its lines as written."""
    raw = text if turn.is_press else turn.incoming.text.strip()
    if raw.startswith("/") and not turn.is_press:
        _, _, raw = raw.replace("\n", " \n", 1).partition(" ")
    found = _COLON.search(raw)
    if found is None:
        return _begun_by_series(turn, raw) or (text, "")
    return " ".join(raw[: found.start()].split()), raw[found.end() :].strip()


def _begun_by_series(turn: Turn, raw: str) -> tuple[str, str] | None:
    """Return a message that stands behind the id of a series of one's own, without a colon."""
    name, message = [*raw.split(maxsplit=1), "", ""][:2]
    return (name, message.strip()) if name in turn.organized and message else None
