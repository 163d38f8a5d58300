"""The page of a session: title, people, abstract, materials, and when it is."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.describing import talks_of
from bot.domain.durations import describe_duration
from bot.domain.series import Series, Session, Talk, TalkKind
from bot.flows.publish import Feed, Publication
from bot.reminders.messages import starts_by_hour
from bot.web.pages import kind_words, session_words, subscribe_words
from bot.web.pages.apps import add_panel
from bot.web.pages.cards import Card, card_of, public_series, series_path
from bot.web.pages.credits import Credit, Handout, credits_of, handouts_of
from bot.web.pages.frame import Frame, framed
from bot.web.pages.neighbours import neighbours_of
from bot.web.pages.session_preview import link_comes, session_preview
from bot.web.pages.times import ShownTime, clock_of_all, shown_time
from bot.web.pages.turns import page_feed
from bot.web.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A talk as a session shows it; `time` is there if it has one."""

    id: str
    title: str
    kind: str
    speakers: tuple[Credit, ...]
    abstract: str
    handouts: tuple[Handout, ...]
    recording: str
    time: ShownTime | None
    is_break: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class _Around:
    """The cards of the sessions around one."""

    before: Card | None
    after: Card | None
    meanwhile: tuple[Card, ...]


def session_page(publication: Publication, session_id: str, frame: Frame, now: datetime) -> Feed:
    """Return the page of a session that the public sees, by its own id."""
    series = public_series(publication, now)
    public_id = publication.public_ids[session_id]
    session = next(one for one in series.sessions if one.id == public_id)
    starts = starts_by_hour(series)
    card = card_of(series, session, frame.reader, now, starts)
    around = neighbours_of(series, session)

    def shown(other: Session | None) -> Card | None:
        return card_of(series, other, frame.reader, now, starts) if other else None

    talks = talks_of(session)
    data = framed(
        "session.html",
        frame,
        said=session_words,
        series=series,
        clock=clock_of_all([series], frame.reader),
        series_href=series_path(series.id),
        card=card,
        adding=add_panel(series, session, frame),
        subscribe_words=subscribe_words,
        only=_row(series, talks[0], frame.reader, now) if len(talks) == 1 else None,
        rows=[_row(series, one, frame.reader, now) for one in session.talks]
        if len(session.talks) > 1
        else [],
        around=_Around(
            shown(around.before),
            shown(around.after),
            tuple(card_of(series, one, frame.reader, now, starts) for one in around.meanwhile),
        ),
        link_comes=link_comes(publication, session, now),
        preview=session_preview(publication, series, session, frame, now),
    )
    return page_feed(data, [publication], frame.reader, now)


def _row(series: Series, talk: Talk, reader: Reader, now: datetime) -> _Row:
    start, end = talk.start, talk.end
    is_break = talk.kind is TalkKind.BREAK
    kind = str(kind_words.BREAK if is_break else kind_words.TALKS.get(talk.kind, ""))
    return _Row(
        id=talk.id,
        title=talk.title,
        kind=kind,
        speakers=credits_of(talk.speakers),
        abstract=talk.abstract,
        handouts=handouts_of(talk.materials),
        recording=session_words.RECORDING.format(length=describe_duration(talk.duration))
        if talk.duration
        else "",
        time=shown_time(start, end, reader, series) if start else None,
        is_break=is_break,
        is_on=bool(start and end and start.at <= now < end.at),
    )
