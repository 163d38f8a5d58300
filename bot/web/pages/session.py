"""The page of a session: title, people, abstract, materials, and when it is."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.series import Series, Session, Talk
from bot.flows.publish import Feed, Publication
from bot.reminders.messages import starts_by_hour
from bot.web.pages import session_words, subscribe_words
from bot.web.pages.apps import add_panel
from bot.web.pages.cards import card_of, public_series, series_path
from bot.web.pages.frame import Frame, framed
from bot.web.pages.times import ShownTime, shown_time
from bot.web.pages.turns import page_feed
from bot.web.reader import Reader


@dataclass(frozen=True, slots=True)
class _Row:
    """A talk, with its time where it has one of its own."""

    talk: Talk
    time: ShownTime | None


def session_page(publication: Publication, session_id: str, frame: Frame, now: datetime) -> Feed:
    """Return the page of a session that the public sees, by its own id."""
    series = public_series(publication, now)
    public_id = publication.public_by_own_id(now)[session_id].id
    session = next(one for one in series.sessions if one.id == public_id)
    data = framed(
        "session.html",
        frame,
        said=session_words,
        series=series,
        series_href=series_path(series.id),
        session=session,
        card=card_of(series, session, frame.reader, now, starts_by_hour(series)),
        adding=add_panel(series, session, session_id, frame),
        subscribe_words=subscribe_words,
        rows=_rows(series, session, frame.reader),
    )
    return page_feed(data, [publication], frame.reader, now)


def _rows(series: Series, session: Session, reader: Reader) -> tuple[_Row, ...]:
    return tuple(
        _Row(talk, shown_time(talk.start, talk.end, reader, series) if talk.start else None)
        for talk in session.talks
    )
