"""`talkbell rehearse`."""

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from bot.cli.choosing import choose_series, with_addresses
from bot.cli.configured import schedules_of
from bot.cli.files import print_json
from bot.domain.cities import zone_of_reader
from bot.domain.durations import describe_duration, iso_duration, read_reminders
from bot.domain.moments import Moment, around_gap, clock_readings
from bot.domain.phrases import read_phrase
from bot.domain.series import Series, Session, Status
from bot.domain.wording import describe_moment
from bot.domain.zones import ZoneWord, settle_moment, settle_zone
from bot.errors import Problem, RefusalError, TalkbellError
from bot.exports.json import instant, moment
from bot.flows.rehearse import Rehearsed, rehearse
from bot.reminders.chat_form import chat_form
from bot.reminders.plain_form import plain_form
from bot.reminders.plan import is_reminded_of

T = TypeVar("T")
_WIDTH = 80


def run(arguments: argparse.Namespace) -> int:
    """Print, in order, every message a subscriber would get, with the instant it would leave."""
    chosen, _ = choose_series([arguments.series], schedules_of(arguments))
    (series,) = with_addresses(arguments, chosen)
    own_zone = _option("--zone", zone_of_reader, arguments.zone)
    zone = own_zone or _zone_of(series)
    begin_at = _option("--from", lambda text: _instant(text, zone), arguments.begin)
    end_at = _option("--to", lambda text: _instant(text, zone, whole=True), arguments.end)
    if begin_at and end_at and end_at <= begin_at:
        raise TalkbellError("--to is before --from; write the earlier one first")
    messages = list(
        rehearse(
            series,
            reader_zone=zone,
            own_offsets=_option("--remind", read_reminders, arguments.remind),
            begin_at=begin_at,
            end_at=end_at,
        )
    )
    if arguments.format == "json":
        print_json(_document(series.id, zone, messages))
    else:
        _print_text(messages, zone)
    if not messages:
        print(f"nobody would be reminded of anything in {series.id}", file=sys.stderr)
    for session in series.sessions:
        if not is_reminded_of(session):
            name = session.headline or session.id
            print(f"no reminder of {name}: {_why_not(session)}", file=sys.stderr)
    return 0


def _why_not(session: Session) -> str:
    if session.status in {Status.CANCELLED, Status.UNSCHEDULED}:
        return session.status.value
    return "only a break" if session.start else "no hour yet"


def _zone_of(series: Series) -> str:
    """Return the series' zone; one whose sessions each say their own has that of the first."""
    return series.timezone or next((start.zone for _, start in series.scheduled()), "UTC")


def _option(name: str, reader: Callable[[str], T], text: str | None) -> T | None:
    if text is None:
        return None
    try:
        return reader(text)
    except RefusalError as refusal:
        message = f"{name}: {Problem.of(refusal).sentence()}"
        raise TalkbellError(message) from None


def _instant(text: str, zone: str, *, whole: bool = False) -> datetime:
    """Return the instant that a date (its midnight, or the next if `whole`) or a time is."""
    phrase = read_phrase(text)
    if phrase.on is None:
        raise RefusalError(
            "the date is missing", read=text, hint="write 2021-06-28", code="no-date"
        )
    word = settle_zone(phrase.zone, beside=zone) if phrase.zone else ZoneWord("", zone)
    if phrase.start is None:
        return _midnight(phrase.on + timedelta(days=int(whole)), word.zone)
    return settle_moment(datetime.combine(phrase.on, phrase.start), word).at


def _midnight(on: date, zone: str) -> datetime:
    """Return the instant at which a day begins: not at 00:00 where a clock change skips that."""
    midnight = datetime.combine(on, time())
    readings = clock_readings(midnight, zone)
    return readings[0].at if readings else around_gap(midnight, zone)[1].at


def _print_text(messages: Iterable[Rehearsed], zone: str) -> None:
    for one in messages:
        leaves = Moment.of(one.reminder.due_at, zone)
        offset = describe_duration(one.reminder.offset)
        heading = f"── {describe_moment(leaves)} · {offset} before "
        print(heading + "─" * max(0, _WIDTH - len(heading)))
        print(plain_form(one.message, _WIDTH), end="\n\n")


def _document(series_id: str, zone: str, messages: Iterable[Rehearsed]) -> dict[str, Any]:
    return {
        "series": series_id,
        "zone": zone,
        "messages": [
            {
                "leaves_at": instant(one.reminder.due_at),
                "local": moment(Moment.of(one.reminder.due_at, zone)),
                "offset": iso_duration(one.reminder.offset),
                "session": one.reminder.session.id,
                "starts_at": instant(one.reminder.start.at),
                "text": plain_form(one.message, _WIDTH),
                "html": chat_form(one.message),
            }
            for one in messages
        ],
    }
