"""What programs read of a session's page."""

from datetime import datetime

from bot.domain.changes import Moved
from bot.domain.describing import talks_of
from bot.domain.lacking import is_title_awaited
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import LinkPolicy, Series, Session, Status
from bot.exports.schema_org import Known, session_node
from bot.flows.publish import Publication
from bot.flows.selecting import over_at
from bot.web.pages import series_words, words
from bot.web.pages.cards import series_path, session_path
from bot.web.pages.frame import Frame
from bot.web.pages.previews import Alternate, Preview, described
from bot.web.pages.times import Span


def link_comes(publication: Publication, session: Session, now: datetime) -> bool:
    """Tell whether those who follow a session will get a link that the public does not see.

    That is said wherever a series has such links at all, so that it tells nothing of one session.
    """
    over = over_at(session)
    is_to_come = session.status is not Status.CANCELLED and (over is None or now < over)
    is_kept_back = publication.stored.series.link is LinkPolicy.SUBSCRIBERS
    return is_to_come and is_kept_back and bool(publication.stored.past_joins)


def session_preview(
    publication: Publication, series: Series, session: Session, frame: Frame, now: datetime
) -> Preview:
    """Return it for a session of a series, both as the public sees them."""
    base, path = frame.base, session_path(series.id, session.id)
    talks = talks_of(session)
    title = title_of(series, session)
    people = ", ".join(dict.fromkeys(one.name for talk in talks for one in talk.speakers))
    start = session.start
    when = f"{(span := Span(start, session.end)).day}, {span.hours}" if start else ""
    asked = f"?lang={frame.language_asked}" if frame.language_asked else ""
    image = f"{base}{path}.png{asked}" if base else ""
    return Preview(
        title=described(title),
        site=described(series.title),
        description=described(
            people, when, session.room, talks[0].abstract if len(talks) == 1 else ""
        ),
        kind="article",
        image=image,
        image_text=described(title, people, when),
        alternates=(
            *([_calendar(path)] if start else []),
            Alternate(
                "application/atom+xml",
                f"{series_path(series.id)}.atom",
                str(series_words.FEED_CHANGES),
            ),
        ),
        node=session_node(
            series,
            session,
            Known(
                series_url=f"{base}{series_path(series.id)}" if base else "",
                url=f"{base}{path}" if base else "",
                image=image,
                moved_from=_moved_from(publication, session),
                is_online=link_comes(publication, session, now),
            ),
        ),
        is_worth_finding=bool(session.own_title or any(one.title or one.speakers for one in talks)),
    )


def _calendar(path: str) -> Alternate:
    return Alternate("text/calendar", f"{path}.ics", str(series_words.FEED_CALENDAR))


def title_of(series: Series, session: Session) -> str:
    """Return what a session is called in plain text: by its title, or else by its series."""
    talks = talks_of(session)
    title = session.own_title or (talks[0].title if len(talks) == 1 else "")
    if not title and is_title_awaited(series, session):
        return str(words.TITLE_TO_COME)
    return readable(title or series.title)


def _moved_from(publication: Publication, session: Session) -> Moment | None:
    """Return when a session was to be before its latest move, as far as the history is kept."""
    own_ids = {own for own, public in publication.public_ids.items() if public == session.id}
    moves = (one.change for one in publication.changes if isinstance(one.change, Moved))
    before = next((move.before.start for move in moves if move.session_id in own_ids), None)
    return before if session.start and before and before.at != session.start.at else None
