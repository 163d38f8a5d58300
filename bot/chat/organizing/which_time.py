"""A time that can be read in several ways: a button for each that it may mean."""

from bot.chat.interface import Reply
from bot.chat.organizing import organizer_words
from bot.chat.turn import Turn, in_rows, press
from bot.domain.moments import Moment
from bot.domain.unclear_times import UnclearTimeError
from bot.domain.wording import describe_date


def offer_times(turn: Turn, unclear: UnclearTimeError, command: str, zone: str) -> Reply:
    """Offer what a time may mean, by the command that takes it, in an IANA zone.

    That shows first what comes of it, as of any time that is written.
    """
    if turn.is_answer:  # it can be answered again
        turn.ask(turn.question)
    buttons = [
        press(_label(begin, end), command, _as_written(begin, end)) for begin, end in unclear.times
    ]
    problem = f"{unclear.message[:1].upper()}{unclear.message[1:]}"
    told = organizer_words.WHICH_TIME.format(problem=problem, zone=zone)
    return turn.show(told, in_rows(buttons, 1))


def _label(begin: Moment, end: Moment | None) -> str:
    day = describe_date(begin.date, short_weekday=True, year=True)
    zone = f" {begin.abbreviation}" if begin.is_repeated else ""
    return f"{day}, {begin.wall:%H:%M}" + (f"–{end.wall:%H:%M}" if end else zone)


def _as_written(begin: Moment, end: Moment | None) -> str:
    """Return a time so that it is read as the same one."""
    if begin.is_repeated:
        return f"{begin.at:%Y-%m-%d %H:%M} UTC"
    return f"{begin.wall:%Y-%m-%d %H:%M}" + (f"-{end.wall:%H:%M}" if end else "")
