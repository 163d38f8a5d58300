"""The pages that organizers see: the way in, and how their series fares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.durations import describe_duration
from bot.domain.lacking import Lack
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Session
from bot.domain.wording import describe_date
from bot.flows.organizing.outlook import Day, Outlook, ToSend, What
from bot.language import speaking
from bot.store.delivery.outcomes import Outcome
from bot.web.pages import organize_words, words
from bot.web.pages.cards import session_path
from bot.web.pages.frame import Frame, framed
from bot.web.pages.outcome_chart import chart_of
from bot.web.pages.times import ShownTime, shown_time

_NAMES = {
    "telegram": "Telegram",
    "terminal": organize_words.TERMINAL,
    "apprise": organize_words.ROOMS,
}
_APPS = {
    "apple": "Apple Calendar",
    "google": "Google Calendar",
    "outlook": "Outlook",
    "thunderbird": "Thunderbird",
    "nextcloud": "Nextcloud, ICSx⁵",
    "other": organize_words.OTHER_APPS,
}
_DESCRIBED = {Lack.TITLE, Lack.SPEAKER, Lack.ABSTRACT}


@dataclass(frozen=True, slots=True)
class _Row:
    """A message that will be sent."""

    time: ShownTime
    told: str
    chats: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Missing:
    """A session that lacks something, with what is said to the bot to mend it."""

    headline: str
    href: str
    time: ShownTime | None
    what: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How many readers an app had on one day, and when it was seen last."""

    app: str
    most: int
    last: str


def opening_page(frame: Frame) -> bytes:
    """Return the page that a link leads to: nothing but the button that uses it."""
    return framed("opening.html", frame, said=organize_words, is_closed=False)


def closed_page(frame: Frame) -> bytes:
    """Return what is shown when somebody has closed the page."""
    return framed("opening.html", frame, said=organize_words, is_closed=True)


def organizers_page(outlook: Outlook, frame: Frame) -> bytes:
    """Return the page of a series for its organizers, on the clock of who reads it."""
    with speaking(frame.reader.language):
        return framed(
            "organize.html",
            frame,
            said=organize_words,
            title=outlook.series.title,
            zone=outlook.zone,
            rows=[_row(one, outlook, frame) for one in outlook.to_send],
            on_their_way=organize_words.ON_THEIR_WAY.of(outlook.on_their_way)
            if outlook.on_their_way
            else "",
            chart=chart_of(outlook.days),
            days=[one for one in outlook.days if one.total],
            totals=_totals(outlook.days),
            on=lambda day: describe_date(day, short_weekday=True),
            lacking=list(_lacking(outlook, frame)),
            following=[(_NAMES.get(one.platform, one.platform), one) for one in outlook.following],
            readers=list(_readers(outlook)),
        )


def _row(one: ToSend, outlook: Outlook, frame: Frame) -> _Row:
    headlines = ", ".join(_headline(outlook.sessions.get(name)) for name in one.session_ids)
    match one.what:
        case What.REMINDER:
            length = describe_duration(one.offset) if one.offset else ""
            told = organize_words.REMINDER.format(length=length, headline=headlines)
        case What.CHANGE:
            told = organize_words.CHANGE.format(headline=headlines)
        case What.ANNOUNCEMENT | What.DROPPED:
            told = organize_words.ANNOUNCEMENT_OF.format(text=headlines)
            told = told if headlines else str(organize_words.ANNOUNCEMENT)
    is_dropped = one.what is What.DROPPED
    return _Row(
        time=_time(Moment.of(one.at, outlook.zone), outlook, frame),
        told=told,
        chats=organize_words.CHATS.of(one.chats),
        text=one.text,
        note=str(organize_words.DROPPED_TOLD) if is_dropped else "",
    )


def _time(at: Moment, outlook: Outlook, frame: Frame) -> ShownTime:
    return shown_time(at, None, frame.reader, outlook.series)


def _headline(session: Session | None) -> str:
    return readable(session.headline) if session and session.headline else str(words.TITLE_TO_COME)


def _totals(days: Sequence[Day]) -> list[tuple[str, str, int]]:
    """Return the outcomes with their names, and how many there were of each in all."""
    counts = dict.fromkeys(Outcome, 0)
    for day in days:
        for outcome, count in day.counts:
            counts[outcome] += count
    return [(one.value, str(organize_words.OUTCOMES[one.value]), counts[one]) for one in Outcome]


def _lacking(outlook: Outlook, frame: Frame) -> Iterator[_Missing]:
    for one in outlook.lacking:
        start = one.session.start
        yield _Missing(
            headline=_headline(one.session),
            href=session_path(outlook.series.id, one.session.id),
            time=_time(start, outlook, frame) if start else None,
            what=", ".join(str(organize_words.LACKS[lack.value]) for lack in one.lacks),
            commands=tuple(_commands(one.reference, one.lacks)),
        )


def _commands(reference: str, lacks: Sequence[Lack]) -> Iterator[str]:
    """Yield what is said to the bot to fill in what is missing: it asks for the rest."""
    if _DESCRIBED & set(lacks):
        yield f"/describe {reference}"
    if Lack.LINK in lacks:
        yield f"/link {reference}"
    if Lack.DATE in lacks:
        yield f"/move {reference}"


def _readers(outlook: Outlook) -> Iterator[_Reading]:
    for app, name in _APPS.items():
        found = [one for one in outlook.readers if one.app == app]
        if found:
            last = describe_date(max(one.day for one in found), short_weekday=True)
            yield _Reading(str(name), max(one.count for one in found), last)
