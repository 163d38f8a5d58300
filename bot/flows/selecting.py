"""What of a series a feed shows: by what its readers ask for, and by what time has done.

Everything here works on series as an audience sees them: a search that found words which were
struck from a text would tell that they were in it.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.series import Series, SeriesKind, Session, Status, Talk, TalkKind
from bot.exports.entries import Cancelled, Per, rows_of
from bot.store.series.records import StoredSession

KEPT = timedelta(days=30)
"""How long a session that was cancelled or taken out stays in feeds."""

_USUAL_LENGTH = timedelta(hours=1)  # of a session whose end nobody said


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedQuery:
    """What readers ask of a feed. Without anything said, they get all of it.

    A session or row is shown if it is of one of the `kinds`, has all of the `words`, and is given
    by one of the `speakers`. `alarms` are lengths before the start, `zone` an IANA name; with
    `past` False, what is over is left out. Equal wishes are equal values: tuples are sorted.
    """

    kinds: tuple[SeriesKind | TalkKind, ...] = ()
    words: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    per: Per | None = None
    alarms: tuple[timedelta, ...] = ()
    cancelled: Cancelled = Cancelled.KEEP
    past: bool = True
    zone: str = ""

    @property
    def selects_talks(self) -> bool:
        """Whether some rows of a programme may be left out, others not."""
        talk_kinds = any(isinstance(kind, TalkKind) for kind in self.kinds)
        return talk_kinds or bool(self.words or self.speakers)

    @property
    def is_usual_view(self) -> bool:
        """Whether entries look as they do without a query."""
        drops = self.cancelled is not Cancelled.PREFIX
        return drops and self.per is None and not self.alarms and not self.zone


def folded(text: str) -> str:
    """Return text as it is searched: without case and accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def is_shown(stored: StoredSession, now: datetime) -> bool:
    """Tell whether feeds still show a session; undated ones go when they are taken out."""
    if stored.is_removed and stored.session.start is None:
        return False
    return stored.ended_at is None or now < stored.ended_at + KEPT


def turns(stored: Iterable[StoredSession], query: FeedQuery) -> Iterator[datetime]:
    """Yield the instants at which time alone changes what `select` gives."""
    for one in stored:
        if one.ended_at:
            yield one.ended_at + KEPT
        if not query.past and (over := over_at(one.session)):
            yield over


def select(series: Series, query: FeedQuery, now: datetime) -> Iterator[Session]:
    """Yield the sessions that a query asks for; of their programme, only the rows that it wants.

    A session that has one entry in calendars stays whole. `series` is as the audience sees it.
    """
    kinds = [kind for kind in query.kinds if isinstance(kind, SeriesKind)]
    if kinds and series.kind not in kinds:
        return
    for session in series.sessions:
        over = None if query.past else over_at(session)
        is_dropped = query.cancelled is Cancelled.DROP and session.status is Status.CANCELLED
        if is_dropped or (over and over <= now):
            continue
        if not query.selects_talks:
            yield session
        elif chosen := _chosen(series, session, query):
            yield chosen


def over_at(session: Session) -> datetime | None:
    """Return when a session is over; None for one without a date, which never is."""
    if session.start is None:
        return None
    return session.end.at if session.end else session.start.at + _USUAL_LENGTH


def boundaries_of(sessions: Iterable[Session]) -> Iterator[datetime]:
    """Yield the instants at which sessions and the rows of their programmes begin and end."""
    for session in sessions:
        if session.start is None:
            continue
        yield session.start.at
        if over := over_at(session):
            yield over
        for talk in session.talks:
            yield from (one.at for one in (talk.start, talk.end) if one)
            if talk.start and not talk.end:  # by when it counts as over, if nothing ends it before
                yield talk.start.at + _USUAL_LENGTH


def _chosen(series: Series, session: Session, query: FeedQuery) -> Session | None:
    about = folded(f"{series.title} {session.own_title} {session.chair} {session.room}")
    talks = tuple(talk for talk in session.talks if _matches(talk, about, query))
    if not talks:
        alone = not session.talks and not query.speakers and _has_words(about, query)
        is_asked = not any(isinstance(kind, TalkKind) for kind in query.kinds)
        return session if alone and is_asked else None
    rows = rows_of(session, query.per)
    if not rows:
        return session
    wanted = tuple(talk for talk in talks if talk in rows)
    return replace(session, talks=wanted) if wanted else None


def _matches(talk: Talk, about: str, query: FeedQuery) -> bool:
    kinds = [kind for kind in query.kinds if isinstance(kind, TalkKind)]
    if kinds and talk.kind not in kinds:
        return False
    names = [folded(speaker.name).split() for speaker in talk.speakers]
    wanted = [folded(name).split() for name in query.speakers]
    if wanted and not any(_is_name(parts, name) for parts in wanted for name in names):
        return False
    people = " ".join(str(speaker) for speaker in talk.speakers)
    return _has_words(f"{about} {folded(f'{talk.title} {people} {talk.abstract}')}", query)


def _is_name(wanted: list[str], name: list[str]) -> bool:
    """Tell whether each wanted word begins some word of a name: `j pen` is Jeffrey Pennington."""
    return all(any(word.startswith(part) for word in name) for part in wanted)


def _has_words(text: str, query: FeedQuery) -> bool:
    return all(folded(word) in text for word in query.words)
