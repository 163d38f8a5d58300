"""Times as people write them: what refuses quotes their words, and what is unclear has buttons."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.chat.interface import Reply
from bot.chat.organizing import organizer_words
from bot.chat.turn import Turn, in_rows, press
from bot.domain.moments import Moment
from bot.domain.unclear_times import UnclearTimeError, clock_of
from bot.domain.wording import describe_date
from bot.errors import RefusalError
from bot.language import in_english


@contextmanager
def quoting(text: str) -> Iterator[str]:
    """Read a text in English; what is refused of it is quoted as it was written."""
    try:
        yield in_english(text)
    except RefusalError as refusal:
        if refusal.read not in text:
            refusal.read = text
        raise


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
    return f"{day}, {clock_of(begin)}" + (f"–{clock_of(end)}" if end else "")


def _as_written(begin: Moment, end: Moment | None) -> str:
    """Return a time so that it is read as the same one."""
    if begin.is_repeated or (end and end.is_repeated):
        until = f"-{end.at:%H:%M}" if end else ""
        return f"{begin.at:%Y-%m-%d %H:%M}{until} UTC"
    return f"{begin.wall:%Y-%m-%d %H:%M}" + (f"-{end.wall:%H:%M}" if end else "")
