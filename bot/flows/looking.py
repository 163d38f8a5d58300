"""Searching all that the public sees, in memory: requests must not ask the database.

The same words find the same as in `flows/finding.py`, which looks into the store.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.series import Session, Talk, TalkKind
from bot.domain.zonedata import load_zone
from bot.flows.finding import searched_words
from bot.flows.publish import Publication
from bot.flows.searchable import SearchableSession, SearchableTalk
from bot.flows.selecting import is_shown

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class When(StrEnum):
    """Of which time; `COMING` has what is on, and what has no date yet."""

    ANY = ""
    COMING = "coming"
    WEEK = "week"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is looked for: each word of `text` must begin one of a talk's, or of its session's.

    Those of `speaker` must begin words of names. Only in one series, of one kind, of a time, from
    the day `first` to the day `last`, where these are said. Days and weeks are those of `zone`, an
    IANA name; without it, of the zone of each series. Without any words, everything is found.
    """

    text: str = ""
    speaker: str = ""
    series_id: str = ""
    kind: TalkKind | None = None
    when: When = When.ANY
    first: date | None = None
    last: date | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A session that was found, as the public sees it, and which of its talks.

    `talks` is empty where all of them were, or it has none.
    """

    publication: Publication
    session: Session
    talks: tuple[Talk, ...]
    order: tuple[object, ...]
    _searched: SearchableSession
    _needles: "_Needles"

    @property
    def named(self) -> tuple[Talk, ...]:
        """The talks that have some of the words in title or names, or in their session's title."""
        words = {*self._needles.words, *self._needles.people}
        return tuple(
            one.talk
            for one in self._searched.talks
            if one.talk and any(word in one.title + one.people for word in words)
        )

    @property
    def count(self) -> int:
        """How many talks that is: breaks are none, and a session without talks is one."""
        talks = self.talks or self.session.talks
        return sum(talk.kind is not TalkKind.BREAK for talk in talks) or 1


def look(publications: Sequence[Publication], wanted: Look, now: datetime) -> list[Found]:
    """Return all sessions that have what is looked for, those that matter most first.

    Those to come are before those without a date, and these before those that are over. Among them
    it counts whether the words are in a title, in names too, or elsewhere; then how near it is.
    Archived series should not be among the publications: nothing keeps them out here.
    """
    words, people = searched_words(wanted.text), searched_words(wanted.speaker)
    if not (words or people) and (wanted.text.strip() or wanted.speaker.strip()):
        return []  # signs alone are no words
    needles = _Needles(_spaced(words), _spaced(people), wanted.kind.value if wanted.kind else "")
    found = [
        one
        for publication in publications
        if not wanted.series_id or publication.id == wanted.series_id
        for one in _in_series(publication, wanted, needles, now)
    ]
    return sorted(found, key=lambda one: one.order)


@dataclass(frozen=True, slots=True)
class _Needles:
    """Words with a blank before each, the longest first: they are the rarest."""

    words: tuple[str, ...]
    people: tuple[str, ...]
    kind: str

    def find(self, talks: Iterable[SearchableTalk]) -> list[SearchableTalk]:
        """Return the talks that have all of the words and are of the kind."""
        for word in self.words:
            talks = [talk for talk in talks if word in talk.whole]
        for word in self.people:
            talks = [talk for talk in talks if word in talk.people]
        return [talk for talk in talks if not self.kind or talk.kind == self.kind]

    def place(self, talk: SearchableTalk) -> int:
        """Return where the words are: 0 in the title, 1 in title and names, 2 elsewhere too."""
        if all(word in talk.title for word in self.words):
            return 0
        both = talk.title + talk.people
        return 1 if all(word in both for word in self.words) else 2


def _spaced(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((f" {word}" for word in words), key=len, reverse=True))


def _in_series(
    publication: Publication, wanted: Look, needles: _Needles, now: datetime
) -> Iterator[Found]:
    zone = wanted.zone or publication.stored.series.timezone or "UTC"
    begin, end = _bounds(wanted, zone, now)
    for one in publication.searchable:
        if not _is_of_time(one, wanted.when, begin, end, now):
            continue
        talks = needles.find(one.talks)
        if not talks or not is_shown(one.stored, now):
            continue
        is_whole = len(talks) == len(one.talks)
        yield Found(
            publication,
            one.seen,
            () if is_whole else tuple(talk.talk for talk in talks if talk.talk),
            _order(publication, one, min(map(needles.place, talks)), now),
            one,
            needles,
        )


def _order(
    publication: Publication, one: SearchableSession, place: int, now: datetime
) -> tuple[object, ...]:
    if one.start_at is None or one.over_at is None:
        group, nearness = 1, 0.0
    else:
        group = 0 if now < one.over_at else 2
        nearness = abs((one.start_at - now).total_seconds())
    return group, place, nearness, publication.id, one.seen.id


def _bounds(wanted: Look, zone: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the instants between which sessions must start."""
    firsts = [wanted.first] if wanted.first else []
    ends = [wanted.last + _DAY] if wanted.last else []
    if wanted.when is When.WEEK:
        today = now.astimezone(load_zone(zone)).date()
        monday = today - timedelta(days=today.weekday())
        firsts, ends = [*firsts, monday], [*ends, monday + _WEEK]
    begin = _midnight(max(firsts), zone) if firsts else None
    return begin, _midnight(min(ends), zone) if ends else None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), load_zone(zone))


def _is_of_time(
    one: SearchableSession,
    when: When,
    begin: datetime | None,
    end: datetime | None,
    now: datetime,
) -> bool:
    if when is When.COMING and one.over_at and one.over_at <= now:
        return False
    if when is When.PAST and (one.over_at is None or one.over_at > now):
        return False
    if not (begin or end):
        return True
    start = one.start_at
    return bool(start and (not begin or begin <= start) and (not end or start < end))
