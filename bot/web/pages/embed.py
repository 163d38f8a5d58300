"""The frame for sites of others: the next talk, those that come, or timetables, little around."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from bot.domain.series import Series, Session
from bot.flows.publish import Feed, Publication
from bot.flows.selecting import over_at
from bot.reminders.messages import starts_by_hour
from bot.web import assets
from bot.web.pages import embed_words, series_words
from bot.web.pages.cards import Card, card_of, public_series, series_path
from bot.web.pages.days import days_of
from bot.web.pages.embedding import Embedding, Show
from bot.web.pages.frame import Frame, framed
from bot.web.pages.programme import ShownDay, shown_day
from bot.web.pages.series import following
from bot.web.pages.turns import page_feed
from bot.web.reader import Reader


def embed_page(publication: Publication, frame: Frame, embedding: Embedding, now: datetime) -> Feed:
    """Return the frame of a series. It holds links to join only where everybody may see them."""
    series = public_series(publication, now)
    starts = starts_by_hour(series)
    ahead = [one for one in series.sessions if (over := over_at(one)) and over > now]
    ahead.sort(key=lambda one: one.order)

    def cards(sessions: list[Session]) -> tuple[Card, ...]:
        return tuple(card_of(series, one, frame.reader, now, starts) for one in sessions)

    is_list, is_next = embedding.show is Show.LIST, embedding.show is Show.NEXT
    data = framed(
        "embed.html",
        frame,
        said=series_words,
        embed_words=embed_words,
        embedding=embedding,
        script=assets.frame_script().path if embedding.for_device else "",
        problem="",
        title=series.title,
        page=series_path(series.id),
        next=cards(list(following(ahead, now))) if is_next else (),
        coming=cards(ahead[: embedding.most]) if is_list else (),
        days=()
        if is_list or is_next
        else tuple(islice(_days(series, ahead, frame.reader, now), embedding.most)),
    )
    return page_feed(data, [publication], frame.reader, now)


def embed_refusal(embedding: Embedding, problem: str) -> bytes:
    """Return a frame that says why there is nothing in it."""
    frame = Frame(Reader(embedding.language), "/")
    return framed(
        "embed.html",
        frame,
        embed_words=embed_words,
        embedding=embedding,
        script="",
        problem=problem,
    )


def _days(
    series: Series, ahead: list[Session], reader: Reader, now: datetime
) -> Iterator[ShownDay]:
    """Yield the days that are not over, whole: what is over of a day is on its timetable too."""
    starts = starts_by_hour(series)
    wanted = {one.id for one in ahead}
    for day in days_of(series.sessions, reader.zone):
        if any(one.id in wanted for one in day.sessions):
            yield shown_day(day, series, reader, now, starts)
