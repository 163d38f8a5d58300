"""What feeds of stored series say, and until when they stay so. Pure.

A feed is made for an audience: for the public, of what `domain/audience.py` leaves of a series,
with links that it had once kept back too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from bot.domain.audience import Audience, lines_seen_by, public_ids, seen_by, texts_seen_by
from bot.domain.change_wording import describe_changes
from bot.domain.public_ids import PublicIds
from bot.domain.series import LinkPolicy, Series, Session
from bot.domain.unknowns import without_unknowns
from bot.exports.atom import AtomEntry, render_atom
from bot.exports.entries import CalendarView, Per
from bot.exports.frab import render_frab
from bot.exports.ics import SessionEntries, join_calendar, render_entries
from bot.exports.json import render_json
from bot.flows.searchable import SearchableSession, searchable_sessions
from bot.flows.selecting import FeedQuery, boundaries_of, is_shown, select, turns
from bot.flows.twins import FoundEntries, without_twins
from bot.store.series.records import RecordedChange, StoredSeries, StoredSession

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """What is sent. `modified_at` is when it last became another one.

    `valid_until` is the next instant at which time alone changes it, None if there is none.
    """

    data: bytes
    modified_at: datetime
    valid_until: datetime | None = None


class Publication:
    """One stored series and what audiences see of it, worked out once for all its feeds."""

    def __init__(self, stored: StoredSeries, changes: Sequence[RecordedChange] = ()) -> None:
        """Take a series as it is stored, and its latest changes, the latest first."""
        self.stored = stored
        self.changes = tuple(changes)
        self.by_id = {one.session.id: one for one in stored.sessions}
        self._searchable: tuple[SearchableSession, ...] | None = None

    @property
    def id(self) -> str:
        """The series' id."""
        return self.stored.series.id

    @property
    def modified_at(self) -> datetime:
        """When the series was last changed, or archived."""
        return max(self.stored.modified_at, self.stored.archived_at or _EPOCH)

    @cached_property
    def _ids(self) -> PublicIds:
        return self.stored.public_ids()

    @cached_property
    def _sessions(self) -> tuple[StoredSession, ...]:
        """All sessions in the order of what the public sees of them: no id kept back decides it."""

        def rank(one: StoredSession) -> tuple[datetime, str]:
            return one.session.order[0], self._ids.of(one.session.id)

        return tuple(sorted(self.stored.sessions, key=rank))

    @cached_property
    def _whole(self) -> Series:
        return replace(self.stored.series, sessions=tuple(one.shown for one in self._sessions))

    @cached_property
    def header(self) -> Series:
        """The series without its sessions, as the public sees it."""
        joins = {*self.stored.past_joins, *(one.join for one in self._whole.sessions if one.join)}
        return texts_seen_by(replace(self._whole, sessions=()), Audience.PUBLIC, also=joins)

    @cached_property
    def _for_public(self) -> Series:
        return seen_by(self._whole, Audience.PUBLIC, self.stored.past_joins, self._ids)

    @cached_property
    def _told_to_public(self) -> Series:
        return without_unknowns(self._for_public)

    def told(self, now: datetime) -> Series:
        """Return the series as pages tell it: for the public, without texts that say "TBA"."""
        return self._shown(self._told_to_public, now)

    @property
    def searchable(self) -> tuple[SearchableSession, ...]:
        """The sessions by words that the public sees, also those that are shown no longer."""
        return self._searchable if self._searchable is not None else self.prepare_search()

    @property
    def is_search_prepared(self) -> bool:
        """Whether `searchable` takes no time."""
        return self._searchable is not None

    def prepare_search(self, before: "Publication | None" = None) -> tuple[SearchableSession, ...]:
        """Work out `searchable`; what an earlier version has already is taken from that."""
        known = before.searchable if before and before.is_search_prepared else ()
        self._searchable = searchable_sessions(self._sessions, self._for_public, known)
        return self._searchable

    @cached_property
    def boundaries(self) -> tuple[datetime, ...]:
        """The instants, in order, at which time alone changes what pages of the series say."""
        sessions = [one.session for one in self.stored.sessions]
        return tuple(sorted({*turns(self.stored.sessions, FeedQuery()), *boundaries_of(sessions)}))

    @cached_property
    def _texts_for_public(self) -> Series:
        return texts_seen_by(self._whole, Audience.PUBLIC, also=self.stored.past_joins)

    def public(self, now: datetime) -> Series:
        """Return the series as the public sees it now, with ids that tell nothing."""
        return self._shown(self._for_public, now)

    def texts(self, audience: Audience, now: datetime) -> Series:
        """Return the series as an audience sees it now in chats, with the ids that it has."""
        is_public = audience is Audience.PUBLIC
        return self._shown(self._texts_for_public if is_public else self._whole, now)

    def _shown(self, series: Series, now: datetime) -> Series:
        pairs = zip(self._sessions, series.sessions, strict=True)
        return replace(series, sessions=tuple(seen for one, seen in pairs if is_shown(one, now)))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The changes, each as the public may read of it."""
        told = describe_changes([one.change for one in self.changes], self._whole)
        return lines_seen_by(told, self._whole, Audience.PUBLIC, self.stored.past_joins)

    def public_by_own_id(self, now: datetime) -> Mapping[str, Session]:
        """Return what the public sees now of the sessions, by the ids that these have."""
        pairs = zip(self._sessions, self._for_public.sessions, strict=True)
        return {one.session.id: seen for one, seen in pairs if is_shown(one, now)}

    @cached_property
    def public_ids(self) -> Mapping[str, str]:
        """What the public calls the sessions that the series ever had, by their own ids."""
        return {one.session.id: self._ids.of(one.session.id) for one in self.stored.sessions}

    @cached_property
    def ids_while_private(self) -> Mapping[str, str]:
        """What the public would call the sessions if the links were for subscribers alone."""
        if self._whole.link is not LinkPolicy.PUBLIC:
            return self.public_ids
        private = replace(self._whole, link=LinkPolicy.SUBSCRIBERS)
        ids = public_ids(private, self.stored.past_joins)
        return {one.session.id: ids.of(one.session.id) for one in self.stored.sessions}

    def known_to_public_as(self, public_id: str) -> StoredSession | None:
        """Return the session that public addresses call so."""
        return self._by_public_id.get(public_id)

    @cached_property
    def _by_public_id(self) -> Mapping[str, StoredSession]:
        return {self._ids.of(one.session.id): one for one in self.stored.sessions}

    def seen(self, audience: Audience, now: datetime) -> Series:
        """Return the series as an audience sees it now, the public with ids that tell nothing."""
        is_public = audience is Audience.PUBLIC
        return self.public(now) if is_public else self._shown(self._whole, now)

    def known_as(self, session_id: str, audience: Audience) -> StoredSession:
        """Return a session by the id by which an audience knows it."""
        is_public = audience is Audience.PUBLIC
        return self._by_public_id[session_id] if is_public else self.by_id[session_id]


def calendar(
    header: Series,
    publications: Sequence[Publication],
    query: FeedQuery,
    view: CalendarView,
    now: datetime,
    only: Mapping[str, frozenset[str]] | None = None,
) -> Feed:
    """Return one calendar of the dated sessions of all publications, as a query wants them.

    It is named after `header`. Of `view`, the audience and the address count; the query has the
    rest. `only` limits a series to the sessions of the given ids.
    """
    view = replace(
        view, per=query.per, alarms=query.alarms, cancelled=query.cancelled, zone=query.zone
    )
    found = [
        one
        for publication in publications
        for one in _entries(publication, query, view, now, (only or {}).get(publication.id))
    ]
    entries = without_twins(found)
    return dated(join_calendar([header], view, entries), publications, query, now)


def _entries(
    publication: Publication,
    query: FeedQuery,
    view: CalendarView,
    now: datetime,
    ids: frozenset[str] | None,
) -> Iterator[FoundEntries]:
    """Yield each session with its entries: those that are stored, where these are wanted."""
    # What is stored is ready: to see the texts of thousands of talks would take seconds.
    is_stored = query.is_usual_view and not query.selects_talks
    audience = Audience.SUBSCRIBERS if is_stored else view.audience
    series = publication.seen(audience, now)
    whole = {session.id: session for session in series.sessions}
    for session in select(series, query, now):
        stored = publication.known_as(session.id, audience)
        if session.start is None or (ids is not None and stored.session.id not in ids):
            continue
        if session != whole[session.id]:  # some of its rows were left out, the others are entries
            rows = replace(view, per=Per.TALK)
            yield stored, render_entries(series, session, rows, stored.revision)
        elif query.is_usual_view:
            entries = stored.entries
            is_public = view.audience is Audience.PUBLIC
            data = entries.public if is_public else entries.subscribers
            yield stored, SessionEntries(data, entries.zones)
        else:
            yield stored, render_entries(series, session, view, stored.revision)


def series_calendar(publication: Publication, query: FeedQuery, base: str, now: datetime) -> Feed:
    """Return the public calendar of a series; `base` is the service's address, if it is known."""
    view = CalendarView(source_url=f"{base}/{publication.id}.ics" if base else "")
    return calendar(publication.header, [publication], query, view, now)


def session_calendar(
    publication: Publication, session_id: str, query: FeedQuery, now: datetime
) -> Feed:
    """Return the public calendar of one session of a series, known by its own id."""
    view, only = CalendarView(), {publication.id: frozenset({session_id})}
    return calendar(publication.header, [publication], query, view, now, only)


def series_json(publication: Publication, query: FeedQuery, base: str, now: datetime) -> Feed:
    """Return a series as JSON, for the public."""
    del base
    data = render_json([_chosen(publication, query, now)], Audience.PUBLIC)
    return dated(data, [publication], query, now)


def series_frab(publication: Publication, query: FeedQuery, base: str, now: datetime) -> Feed:
    """Return a series as a conference schedule, for the public."""
    del base
    data = render_frab(_chosen(publication, query, now))
    return dated(data, [publication], query, now)


def series_atom(publication: Publication, query: FeedQuery, base: str, now: datetime) -> Feed:
    """Return the latest changes of a series, for the public; no query chooses among them."""
    series = publication.public(now)
    shown = publication.public_by_own_id(now)
    sentences = publication.sentences
    entries = [
        AtomEntry(
            key=str(one.id),
            sentence=sentence,
            changed_at=one.recorded_at,
            session=shown.get(getattr(one.change, "session_id", "")),
        )
        for one, sentence in zip(publication.changes, sentences, strict=True)
    ]
    page = f"{base}/{publication.id}"
    return dated(render_atom(series, entries, f"{page}.atom", page), [publication], query, now)


def _chosen(publication: Publication, query: FeedQuery, now: datetime) -> Series:
    """Return the series with the sessions that a query wants, each of them whole."""
    series = publication.public(now)
    ids = {session.id for session in select(series, query, now)}
    return replace(series, sessions=tuple(one for one in series.sessions if one.id in ids))


def dated(
    data: bytes, publications: Sequence[Publication], query: FeedQuery, now: datetime
) -> Feed:
    """Return a feed made of publications as a query wants them, with until when it stays so."""
    by_time: list[datetime] = []
    for publication in publications:
        by_time += turns(publication.stored.sessions, query)
    modified_at = max((one.modified_at for one in publications), default=_EPOCH)
    return Feed(
        data,
        max([modified_at, *(at for at in by_time if at <= now)]),
        min((at for at in by_time if at > now), default=None),
    )
