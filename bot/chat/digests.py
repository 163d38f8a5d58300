"""The weekly digest: /digest."""

from dataclasses import replace

from markupsafe import Markup

from bot.chat import cards, list_words, zone_words
from bot.chat.interface import Reply
from bot.chat.preferences import OFF, clock_of, set_chat_rules, split_zone, zone_rows
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.domain.dates import WEEKDAYS, read_weekday
from bot.domain.hours import take_hours
from bot.errors import RefusalError
from bot.language import in_english, saying, weekday_name
from bot.reminders.digests import WeeklySlot

Slot = tuple[int, int]

USUAL: Slot = (0, 8 * 60)
"""A Monday, 8:00: what `on` means to who has said nothing else."""

_ON = {"on", "yes", "weekly"}
_PRESETS = ((0, 8 * 60), (4, 16 * 60), (6, 18 * 60))
_FILLERS = {"at", "on", "every", "to"}  # French has one word for "at" and "to"


def digest(turn: Turn, text: str) -> Reply:
    """Tell or change when the chat is told of its coming seven days."""
    hours, name = split_zone(text)
    rules, word = turn.follower.rules, in_english(hours.strip()).lower()
    if not text:
        told = cards.paragraphs(digest_line(turn) or list_words.DIGEST_NONE, list_words.DIGEST_ASK)
        return Reply(html=told, buttons=_rows(turn))
    if word in OFF:
        wanted = None
    else:
        usual = rules.digest or USUAL
        wanted = usual if word in _ON else read_slot(hours, usual)
        if not (name or turn.zone):
            asked = cards.paragraphs(list_words.DIGEST_NEEDS_ZONE, zone_words.ZONE_ASK)
            said = f"digest {WEEKDAYS[wanted[0]]} {clock_of(wanted[1])} @"
            return Reply(html=asked, buttons=zone_rows(turn, said))
    set_chat_rules(turn, replace(rules, digest=wanted, zone=name or turn.zone))
    return turn.show(digest_line(turn) or list_words.DIGEST_NONE, _rows(turn))


def read_slot(text: str, usual: Slot) -> Slot:
    """Return the weekday and the minute of the day in `Monday 8:00`, `fri 4 pm` or `18:00`.

    What is not said is as usual. Raises RefusalError for anything else.
    """
    message, hint = saying("this is no hour of the week"), saying("write a weekday and an hour")
    wrong = RefusalError(message, read=text, hint=hint)
    try:
        start, end, rest = take_hours(in_english(text.replace(",", " ")))
        day = " ".join(one for one in rest.split() if one.lower() not in _FILLERS)
        weekday = read_weekday(day.removesuffix("s")) if day else usual[0]
    except RefusalError:
        raise wrong from None
    if end or not (start or day):
        raise wrong
    return weekday, start.hour * 60 + start.minute if start else usual[1]


def digest_line(turn: Turn) -> Markup:
    """Return when the chat gets its digest, and the next one; nothing if it gets none."""
    rules = turn.follower.rules
    if rules.digest is None or not rules.zone:
        return Markup("")
    next_at = WeeklySlot(*rules.digest, rules.zone).next_after(turn.now)
    return list_words.DIGEST_IS.format(
        day=weekday_name(rules.digest[0]),
        time=clock_of(rules.digest[1]),
        next=cards.tell_at(next_at, rules.zone, turn.now),
    )


def _rows(turn: Turn) -> Rows:
    buttons = [
        press(f"{weekday_name(day)} {clock_of(minute)}", f"digest {WEEKDAYS[day]} {minute // 60}h")
        for day, minute in _PRESETS
        if (day, minute) != turn.follower.rules.digest
    ]
    off = [named("no_digest", "digest off")] if turn.follower.rules.digest else []
    return in_rows([*buttons, *off])
