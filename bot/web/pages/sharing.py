"""What is shown of a session where somebody shares its address."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.latex import readable
from bot.domain.series import Series, Session
from bot.flows.publish import Feed, Publication, dated
from bot.flows.selecting import FeedQuery
from bot.web.pages import words
from bot.web.pages.cards import card_of, public_series
from bot.web.reader import Reader

if TYPE_CHECKING:
    from bot.exports.share_picture import SharePicture

_LONGEST = 2000  # characters of a text that are looked at; a picture has room for fewer


def session_picture(publication: Publication, session_id: str, now: datetime) -> Feed:
    """Return the picture of a session that the public sees, by its own id.

    Its times are the host's, and its words those of the language that is spoken: it is one for all.
    """
    from bot.exports.share_picture import render_share_picture  # noqa: PLC0415 - slow to load

    series = public_series(publication, now)
    public_id = publication.public_by_own_id(now)[session_id].id
    session = next(one for one in series.sessions if one.id == public_id)
    data = render_share_picture(_picture(series, session, now))
    return dated(data, [publication], FeedQuery(), now)


def _picture(series: Series, session: Session, now: datetime) -> "SharePicture":
    from bot.exports.share_picture import SharePicture  # noqa: PLC0415 - slow to load

    card = card_of(series, session, Reader(), now, {})
    title = card.title or (str(words.TITLE_TO_COME) if card.is_title_awaited else "")
    when = (card.time.here.day, card.time.here.hours) if card.time else (card.when,)
    return SharePicture(
        series_title=_shown(series.title),
        title=_shown(title) or _shown(card.speakers) or _shown(series.title),
        speakers=_shown(card.speakers) if title else "",
        when=when,
        status=_shown(card.status_note),
        is_off=card.is_cancelled,
        color=series.color,
    )


def _shown(text: str) -> str:
    return readable(text[:_LONGEST])
