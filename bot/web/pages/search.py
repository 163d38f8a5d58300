"""The page of what was found: sessions with the talks that have the words, these marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from bot.domain.latex import readable
from bot.domain.series import Series, Session, TalkKind
from bot.flows.finding import searched_words
from bot.flows.looking import Found, Look, look
from bot.flows.publish import Feed, Publication
from bot.reminders.messages import Starts, starts_by_hour
from bot.web.pages import search_words
from bot.web.pages.cards import Card, card_of, public_series
from bot.web.pages.fields import fields_of
from bot.web.pages.frame import Frame, framed
from bot.web.pages.marking import Piece, excerpt, marked
from bot.web.pages.seeking import Sought
from bot.web.pages.turns import page_feed
from bot.web.reader import Reader
from bot.web.rich_text import unmarked

_MOST_SHOWN = 50  # sessions
_MOST_ROWS = 5  # talks of one


@dataclass(frozen=True, slots=True)
class _Row:
    """A talk that was found, in pieces of which some are marked."""

    title: tuple[Piece, ...]
    speakers: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]

    @property
    def is_marked(self) -> bool:
        """Whether title or names have a word that was searched for."""
        return any(piece.is_marked for piece in (*self.title, *self.speakers))


@dataclass(frozen=True, slots=True)
class _Result:
    """A session that was found. `about` says of it what a row says of a talk.

    `rows` are the first talks that were found, where it has several; `more` is how many others.
    """

    card: Card
    about: _Row
    rows: tuple[_Row, ...]
    more: int

    @property
    def is_title_marked(self) -> bool:
        """Whether the title has a word that was searched for; else it stands as everywhere."""
        return any(piece.is_marked for piece in self.about.title)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The words to be marked in texts, and in names; folded."""

    words: tuple[str, ...]
    names: tuple[str, ...]

    def row(self, title: str, speakers: str, abstract: str) -> _Row:
        return _Row(
            marked(readable(title), self.words),
            marked(readable(speakers), self.names),
            excerpt(unmarked(abstract), self.words),
        )


def search_page(
    publications: Sequence[Publication], sought: Sought, frame: Frame, now: datetime
) -> Feed:
    """Return the page of what is found in the series that are listed."""
    wanted = Look(
        text=sought.text,
        speaker=sought.speaker,
        series_id=sought.series,
        kind=sought.kind,
        when=sought.when,
        first=sought.first,
        last=sought.last,
        zone=frame.reader.zone,
    )
    found = look(publications, wanted, now) if sought.pairs else []
    data = framed(
        "search.html",
        frame,
        said=search_words,
        sought=sought,
        fields=fields_of(publications, sought),
        results=_results(found[:_MOST_SHOWN], sought, frame.reader, now),
        count=sum(one.count for one in found),
        more=max(0, len(found) - _MOST_SHOWN),
    )
    return page_feed(data, publications, frame.reader, now)


def _results(
    found: Sequence[Found], sought: Sought, reader: Reader, now: datetime
) -> tuple[_Result, ...]:
    words = searched_words(sought.text)
    wanted = _Wanted(words, (*words, *searched_words(sought.speaker)))
    shown: dict[str, _Shown] = {}
    for one in found:
        if one.publication.id not in shown:
            shown[one.publication.id] = _Shown.of(public_series(one.publication, now))
    return tuple(_result(one, shown[one.publication.id], wanted, reader, now) for one in found)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A series as pages show it, with what its cards need."""

    series: Series
    sessions: dict[str, Session]
    starts: Starts

    @classmethod
    def of(cls, series: Series) -> "_Shown":
        return cls(series, {one.id: one for one in series.sessions}, starts_by_hour(series))


def _result(found: Found, shown: _Shown, wanted: _Wanted, reader: Reader, now: datetime) -> _Result:
    session = shown.sessions[found.session.id]
    card = card_of(shown.series, session, reader, now, shown.starts)
    talks = [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]
    if len(talks) <= 1:
        abstract = talks[0].abstract if talks else ""
        return _Result(card, wanted.row(card.title, card.speakers, abstract), (), 0)
    rows = tuple(islice(_rows(found, session, wanted), _MOST_ROWS))
    more = max(0, found.count - len(rows)) if found.talks else 0
    return _Result(card, wanted.row(card.title, card.speakers, ""), rows, more)


def _rows(found: Found, session: Session, wanted: _Wanted) -> Iterator[_Row]:
    """Yield the talks that were found; where that is all, those that say so in title or names."""
    ids = {talk.id for talk in found.talks or found.named}
    for talk in session.talks:
        if talk.id not in ids:
            continue
        row = wanted.row(talk.title, ", ".join(str(one) for one in talk.speakers), talk.abstract)
        if found.talks or row.is_marked:
            yield row
