"""What comes: /next, /today, /week and /now, of what the chat follows, else of everything."""

from datetime import UTC, datetime, timedelta

from bot.chat import cards, words
from bot.chat.choosing import choose_series, list_sessions, session_buttons
from bot.chat.interface import Reply
from bot.chat.seen import Seen
from bot.chat.sessions import about, rows, show_session
from bot.chat.turn import Turn, in_rows, named
from bot.domain.moments import Moment
from bot.domain.wording import describe_day

_THEN = 3  # sessions after the next one
_MOST = 40  # sessions in one answer
_WEEK = timedelta(days=7)


def next_one(turn: Turn, text: str) -> Reply:
    """Show the next session whole, of one series if it is named, and what comes then."""
    if text:
        series = choose_series(turn, text, "next")
        if isinstance(series, Reply):
            return series
        among, which = list(turn.view.sessions(series.id)), ""
    else:
        among, which = _among(turn)
    coming = [one for one in turn.view.to_come(among) if one.key not in turn.follower.mutes]
    begun = [one for one in coming if one.session.start and one.session.start.at <= turn.now]
    ahead = [one for one in coming if one not in begun] or begun
    if not ahead:
        return _nothing(words.NOTHING_NEXT.format(which=which))
    then = ahead[1 : 1 + _THEN]
    is_mixed = len({one.series.id for one in ahead}) > 1
    html = cards.paragraphs(
        about(turn, ahead[0]),
        words.THEN_HEADING if then else "",
        *(turn.line(one, with_series=is_mixed) for one in then),
    )
    return Reply(
        html=html, buttons=(*rows(turn, ahead[0]), *in_rows(session_buttons(turn, then, "talk")))
    )


def today(turn: Turn, _text: str) -> Reply:
    """List the sessions of today, as the day is in the chat's zone."""
    among, which = _among(turn)
    found = [one for one in among if _is_today(turn, one)]
    if not found:
        return _nothing(
            cards.paragraphs(words.NOTHING_TODAY.format(which=which), _after(turn, among))
        )
    day = describe_day(Moment.of(turn.now, _zone(turn, found[0])))
    return list_sessions(turn, words.TODAY_HEADING.format(day=day), found, most=_MOST)


def week(turn: Turn, _text: str) -> Reply:
    """List the sessions of the next seven days."""
    among, which = _among(turn)
    found = [one for one in turn.view.to_come(among) if _begins(one) < turn.now + _WEEK]
    if not found:
        text = words.NOTHING_IN_WEEK.format(which=which)
        return _nothing(cards.paragraphs(text, _after(turn, among)))
    return list_sessions(turn, words.WEEK_HEADING, found, most=_MOST)


def now(turn: Turn, _text: str) -> Reply:
    """Show what is on at the moment, with the way in."""
    among, which = _among(turn)
    found = [one for one in turn.view.to_come(among) if _begins(one) <= turn.now]
    if not found:
        return _nothing(
            cards.paragraphs(words.NOTHING_NOW.format(which=which), _after(turn, among))
        )
    if len(found) == 1:
        return show_session(turn, found[0])
    return list_sessions(turn, words.NOW_HEADING, found)


def _among(turn: Turn) -> tuple[list[Seen], str]:
    found, is_following = turn.view.of_interest()
    return found, "" if is_following else words.OF_ALL


def _is_today(turn: Turn, seen: Seen) -> bool:
    zone = _zone(turn, seen)
    today_there = Moment.of(turn.now, zone).date
    start = seen.session.start
    return start is not None and start.in_zone(zone).date == today_there


def _zone(turn: Turn, seen: Seen) -> str:
    return turn.zone or (seen.session.start.zone if seen.session.start else "UTC")


def _begins(seen: Seen) -> datetime:
    start = seen.session.start
    return start.at if start else datetime.max.replace(tzinfo=UTC)


def _after(turn: Turn, among: list[Seen]) -> str:
    """Return what comes next, for those who asked for an earlier time."""
    coming = [one for one in turn.view.to_come(among) if _begins(one) > turn.now]
    if not coming or coming[0].session.start is None:
        return ""
    start = coming[0].session.start
    return words.COMES_NEXT.format(
        headline=cards.headline(coming[0].session),
        time=cards.tell_time(start, turn.zone, turn.now),
        distance=words.distance(start.at - turn.now),
    )


def _nothing(text: str) -> Reply:
    return Reply(html=text, buttons=in_rows([named("series", "series")]))
