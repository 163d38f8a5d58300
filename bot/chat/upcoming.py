"""What comes: /next, /today, /tomorrow, /week, /now; of what is followed, else of everything."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.chat import cards, list_words, words
from bot.chat.choosing import Paged, list_sessions
from bot.chat.interface import Reply
from bot.chat.seen import Seen, in_order
from bot.chat.sessions import show_session
from bot.chat.turn import Turn, in_rows, named
from bot.domain.moments import Moment
from bot.domain.wording import describe_day
from bot.errors import RefusalError
from bot.language import saying

_MOST = 40  # sessions in one answer
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def next_one(turn: Turn, text: str) -> Reply:
    """Show the next session whole, of one series or search if it is named, and what comes then."""
    among, which = _among(turn, text, "next")
    coming = [one for one in turn.view.to_come(among) if one.key not in turn.follower.mutes]
    begun = [one for one in coming if one.session.start and one.session.start.at <= turn.now]
    ahead = [one for one in coming if one not in begun] or begun
    if not ahead:
        return _nothing(list_words.NOTHING_NEXT, which)
    return show_session(turn, ahead[0], with_then=True)


def today(turn: Turn, text: str) -> Reply:
    """List the sessions of today, as the day is in the chat's zone, and what is on."""
    return _of_day(turn, text, 0)


def tomorrow(turn: Turn, text: str) -> Reply:
    """List the sessions of tomorrow, as the day is in the chat's zone."""
    return _of_day(turn, text, 1)


_HEADINGS = (list_words.TODAY_HEADING, list_words.TOMORROW_HEADING)
_NOTHING = (list_words.NOTHING_TODAY, list_words.NOTHING_TOMORROW)
_LISTS = ("today", "tomorrow")


def _of_day(turn: Turn, text: str, days: int) -> Reply:
    """List the sessions of a day, so many days from today."""
    among, which = _among(turn, text, _LISTS[days])
    found = [one for one in among if _is_on_day(turn, one, days)]
    if not found:
        return _nothing(_NOTHING[days], _after(turn, among), which)
    day = describe_day(Moment.of(turn.now + days * _DAY, _zone(turn, found[0])))
    heading = cards.lines(_HEADINGS[days].format(day=day), which)
    return _listed(turn, heading, in_order(found), _LISTS[days], text)


def week(turn: Turn, text: str) -> Reply:
    """List the sessions of the next seven days."""
    among, which = _among(turn, text, "week")
    found = [one for one in turn.view.ahead(among) if _begins(one) < turn.now + _WEEK]
    if not found:
        return _nothing(list_words.NOTHING_IN_WEEK, _after(turn, among), which)
    return _listed(turn, cards.lines(list_words.WEEK_HEADING, which), found, "week", text)


def now(turn: Turn, text: str) -> Reply:
    """Show what is on at the moment, with the way in."""
    among, which = _among(turn, text, "now")
    found = [_at_its_talk(turn, one) for one in _running(turn, among)]
    if not found:
        return _nothing(list_words.NOTHING_NOW, _after(turn, among), which)
    if len(found) == 1:
        return show_session(turn, found[0])
    return _listed(turn, cards.lines(list_words.NOW_HEADING, which), found, "now", text)


def _listed(turn: Turn, heading: str, found: Sequence[Seen], command: str, text: str) -> Reply:
    listing = f"{command} {turn.without_page(text)}".strip()
    return list_sessions(turn, heading, found, paged=Paged(listing, _MOST))


def _running(turn: Turn, among: Sequence[Seen]) -> list[Seen]:
    return [one for one in turn.view.to_come(among) if _begins(one) <= turn.now]


def _at_its_talk(turn: Turn, seen: Seen) -> Seen:
    """Return a session of several talks, at the one that began last."""
    begun = [one for one in cards.talks_of(seen.session) if one.start and one.start.at <= turn.now]
    is_one_of_several = begun and len(seen.session.talks) > 1
    return replace(seen, matching=(begun[-1],)) if is_one_of_several else seen


def _among(turn: Turn, text: str, command: str) -> tuple[Sequence[Seen], str]:
    """Return the sessions to look at, and which those are, if that is not what would be thought.

    They are those of the series that a text names, else those with its words. Raises RefusalError
    if there are none.
    """
    words_of = turn.without_page(text)
    if not words_of:
        found, is_following = turn.view.of_interest()
        return found, "" if is_following else list_words.OF_ALL
    if series := turn.view.find_series(words_of):
        return [one for each in series for one in turn.view.sessions(each.id)], ""
    if not (matching := turn.search(words_of)):
        message = saying("no series and no talk has these words")
        raise RefusalError(
            message, read=words_of, hint=saying("without any: /{command}", command=command)
        )
    return matching, ""


def _is_on_day(turn: Turn, seen: Seen, days: int) -> bool:
    start = seen.session.start
    if start is None or seen.session.is_only_breaks:
        return False
    zone = _zone(turn, seen)
    day = Moment.of(turn.now, zone).date + days * _DAY
    return start.in_zone(zone).date == day or (not days and bool(_running(turn, [seen])))


def _zone(turn: Turn, seen: Seen) -> str:
    return turn.zone or (seen.session.start.zone if seen.session.start else "UTC")


def _begins(seen: Seen) -> datetime:
    start = seen.session.start
    return start.at if start else datetime.max.replace(tzinfo=UTC)


def _after(turn: Turn, among: Sequence[Seen]) -> str:
    """Return what comes next, for those who asked for an earlier time."""
    coming = [one for one in turn.view.to_come(among) if _begins(one) > turn.now]
    if not coming or coming[0].session.start is None:
        return ""
    start = coming[0].session.start
    return list_words.COMES_NEXT.format(
        headline=cards.headline_of(coming[0]),
        time=cards.tell_time(start, turn.zone, turn.now),
        distance=words.distance(start.at - turn.now),
    )


def _nothing(*told: str) -> Reply:
    return Reply(html=cards.paragraphs(*told), buttons=in_rows([named("series", "series")]))
