"""How sessions and series look in a chat: as a line of a list, and as a card with everything."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.chat import words
from bot.chat.seen import Seen
from bot.domain.durations import describe_duration
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Status, Talk, TalkKind
from bot.domain.wording import describe_date, describe_span, material_label
from bot.flows.selecting import over_at

_FOLDED_FROM = 300  # characters of an abstract that still stand unfolded, as in reminders
_FARTHEST = timedelta(days=1000)  # Telegram refuses times of its own further ahead than 1,098 days
_LONGEST_LABEL = 40
_LONGEST_TITLE = 60
_LONGEST_HEADLINE = 120
_MOST_ROWS = 3  # talks of a session that a search shows


def tell_time(start: Moment, zone: str, now: datetime) -> Markup:
    """Return a start in short: `Mon 28 June, 16:30 CEST`, in the reader's zone if that is known."""
    here = start.in_zone(zone) if zone else start
    is_this_year = here.date.year == now.astimezone(here.local.tzinfo).year
    day = describe_date(here.date, short_weekday=True, year=not is_this_year)
    return _clocked(here, "wdt", f"{day}, {here.wall:%H:%M} {here.abbreviation}", now)


def tell_at(at: datetime, zone: str, now: datetime) -> Markup:
    """Return an instant in short; `today` and `tomorrow` where that is so in the zone."""
    here, today = Moment.of(at, zone), Moment.of(now, zone).date
    days = {today: words.TODAY_AT, today + timedelta(days=1): words.TOMORROW_AT}
    if here.date not in days:
        return tell_time(here, zone, now)
    text = days[here.date].format(time=f"{here.wall:%H:%M} {here.abbreviation}")
    return _clocked(here, "wdt", text, now)


def headline(series: Series, session: Session) -> str:
    """Return a session in one line, readable: its own, its talks', or the series' it is of."""
    talks = [talk.headline for talk in talks_of(session)]
    named = session.headline or shortened("; ".join(talks), _LONGEST_HEADLINE)
    return readable(named) or readable(series.title)


def session_line(seen: Seen, zone: str, now: datetime, *, with_series: bool) -> Markup:
    """Return a session as one of a list."""
    session = seen.session
    time = tell_time(session.start, zone, now) if session.start else _undated(session)
    if mark := _mark(session, now):
        time = Markup("{}, {}").format(time, mark)
    series = readable(seen.series.title)
    name = readable(session.headline) or series if seen.matching else headline_of(seen)
    template = words.SESSION_LINE_OF if with_series and name != series else words.SESSION_LINE
    line = template.format(time=time, headline=name, series=shortened(series, _LONGEST_TITLE))
    return lines(line, *(_row(talk, zone, now) for talk in seen.matching[:_MOST_ROWS]))


def _mark(session: Session, now: datetime) -> Markup:
    """Return what a list has to tell of a session: cancelled, on, or over earlier on its day."""
    start, over = session.start, over_at(session)
    if session.status is Status.CANCELLED:
        return words.CANCELLED
    if start is None or over is None or now < start.at:
        return Markup("")
    if now < over:
        return words.ON_NOW
    return words.IS_OVER if start.date == Moment.of(now, start.zone).date else Markup("")


def session_label(seen: Seen, zone: str) -> str:
    """Return a session as the label of a button: `28 June · Scott Pesme`."""
    session = seen.session
    start = session.start.in_zone(zone) if session.start and zone else session.start
    talks = talks_of(session)
    who = talks[0].byline if len(talks) == 1 else ""
    name = readable(who) or headline_of(seen)
    return shortened(f"{describe_date(start.date)} · {name}" if start else name, _LONGEST_LABEL)


def session_card(seen: Seen, zone: str, now: datetime, *, with_distance: bool = True) -> Markup:
    """Return all that there is to know of a session; how far off it is, if that is said now."""
    session = seen.session
    talk = _only_talk(session)
    title = session.own_title or (talk.title if talk else "") or seen.series.title
    blocks: list[list[str]] = [
        [
            Markup("<b>{}</b>").format(readable(title)),
            readable(talk.title) if talk and talk.title != title else "",
            readable(", ".join(str(who) for who in talk.speakers)) if talk else "",
        ],
        _facts(seen, zone, now, with_distance=with_distance),
        [quoted(readable(talk.abstract))] if talk else [],
        [_row(one, zone, now) for one in session.talks] if talk is None else [],
        _to_see(talk) if talk else [],
        [_origin(seen.series, title)],
    ]
    return paragraphs(*(lines(*block) for block in blocks))


def talk_card(talk: Talk, zone: str, now: datetime) -> Markup:
    """Return all that there is to know of one talk of several."""
    name = readable(", ".join(str(who) for who in talk.speakers))
    here = talk.start.in_zone(zone) if talk.start and zone else talk.start
    time = _clocked(here, "t", f"{here.wall:%H:%M}", now) if here else Markup("")
    title = Markup("<b>{}</b>").format(readable(talk.title)) if talk.title else Markup("")
    heading = Markup(" ").join(part for part in (time, title or name) if part)
    return lines(
        heading,
        name if title else "",
        quoted(readable(talk.abstract)),
        *(_link(material_label(one), one.url) for one in talk.materials),
    )


def talks_of(session: Session) -> list[Talk]:
    """Return the talks of a session, without its breaks."""
    return [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]


def series_line(series: Series, next_start: Moment | None, zone: str, now: datetime) -> Markup:
    """Return what is to come of a series, in a few words."""
    if next_start is not None:
        return words.NEXT_ON.format(time=tell_time(next_start, zone, now))
    if series.sessions and not any(session.start for session in series.sessions):
        count = words.counted(len(series.sessions), "session")
        return words.NO_TIMES.format(count=count)
    return words.NOTHING_TO_COME


def series_card(series: Series) -> Markup:
    """Return what a series is."""
    return paragraphs(
        Markup("<b>{}</b>").format(readable(series.title)),
        quoted(readable(series.description)),
        lines(
            words.WHERE.format(place=series.place) if series.place else "",
            _link(words.HOMEPAGE, series.homepage),
        ),
    )


def quoted(text: str) -> Markup:
    """Return a longer text as a quotation, folded if it is long."""
    if not text:
        return Markup("")
    fold = Markup(" expandable") if len(text) > _FOLDED_FROM else Markup("")
    return Markup("<blockquote{}>{}</blockquote>").format(fold, text)


def lines(*parts: str) -> Markup:
    """Return what there is of the parts, each on a line."""
    return Markup("\n").join(part for part in parts if part)


def paragraphs(*parts: str) -> Markup:
    """Return what there is of the parts, with an empty line between them."""
    return Markup("\n\n").join(part for part in parts if part)


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _facts(seen: Seen, zone: str, now: datetime, *, with_distance: bool) -> list[str]:
    session, series = seen.session, seen.series
    place = ", ".join(part for part in (session.room, series.place) if part)
    is_online = session.join is not None or seen.is_link_withheld
    return [
        _when(session, zone, now, with_distance=with_distance),
        _status(session),
        words.WHERE.format(place=place) if place and not (is_online and not session.room) else "",
        *_joining(seen),
        words.CHAIR.format(name=session.chair) if session.chair else "",
    ]


def _when(session: Session, zone: str, now: datetime, *, with_distance: bool) -> str:
    start, over = session.start, over_at(session)
    if start is None or over is None:
        return _undated(session)
    here = start.in_zone(zone) if zone else start
    time = _clocked(here, "wDt", describe_span(here, session.end), now)
    if session.status is Status.CANCELLED or not with_distance:
        return time
    if start.at <= now < over:
        return Markup("{}, {}").format(
            time, words.BEGAN.format(distance=words.distance(start.at - now))
        )
    return Markup("{}, {}").format(
        time, words.distance((start.at if now < start.at else over) - now)
    )


def _undated(session: Session) -> str:
    """Return what is known of the time of a session without a start, nothing of a recording."""
    if session.day:
        return describe_date(session.day, short_weekday=True, year=True)
    talk = _only_talk(session)
    if talk and talk.duration:
        return words.RECORDING.format(length=describe_duration(talk.duration))
    return words.NO_DATE


def _status(session: Session) -> str:
    what = {Status.CANCELLED: words.CANCELLED, Status.TENTATIVE: words.TENTATIVE}
    told = what.get(session.status, "")
    if told and session.reason:
        return words.WITH_REASON.format(what=told, reason=session.reason)
    return told


def _joining(seen: Seen) -> list[str]:
    join = seen.session.join
    if seen.session.status is Status.CANCELLED:
        return []
    if join is None:
        return [words.JOIN_WITHHELD] if seen.is_link_withheld else []
    link = words.JOIN.format(url=join.url, host=urlsplit(join.url).hostname or join.url)
    return [link, words.PASSCODE.format(passcode=join.passcode) if join.passcode else ""]


def _row(talk: Talk, zone: str, now: datetime) -> Markup:
    template = Markup("<i>{}</i>") if talk.kind is TalkKind.BREAK else Markup("{}")
    text = template.format(readable(talk.headline))
    if talk.start is None:
        return text
    here = talk.start.in_zone(zone) if zone else talk.start
    return Markup("{} {}").format(_clocked(here, "t", f"{here.wall:%H:%M}", now), text)


def _to_see(talk: Talk) -> list[str]:
    return [*(_link(material_label(one), one.url) for one in talk.materials), _recording(talk)]


def _recording(talk: Talk) -> str:
    if talk.duration is None or talk.start is None:
        return ""
    return words.RECORDING.format(length=describe_duration(talk.duration))


def _origin(series: Series, title: str) -> Markup:
    if title == series.title:
        return _link(words.MORE, series.homepage)
    return _link(readable(series.title), series.homepage) or Markup("<i>{}</i>").format(
        readable(series.title)
    )


def _link(text: str, url: str) -> Markup:
    return words.LINK.format(url=url, text=text) if url else Markup("")


def headline_of(seen: Seen) -> str:
    """Return a session in one line: its own, its talks', or the series' it is of."""
    return headline(seen.series, seen.session)


def _only_talk(session: Session) -> Talk | None:
    talks = talks_of(session)
    return talks[0] if len(talks) == 1 else None


def _clocked(moment: Moment, form: str, text: str, now: datetime) -> Markup:
    """Return a time that clients show in their reader's zone, and `text` where they cannot."""
    if abs(moment.at - now) > _FARTHEST:
        return Markup("{}").format(text)
    tag = Markup('<tg-time unix="{}" format="{}">{}</tg-time>')
    return tag.format(int(moment.at.timestamp()), form, text)
