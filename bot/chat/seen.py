"""The stored series as one chat sees them: with links where it follows, without them elsewhere."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.domain.audience import Audience
from bot.domain.series import Series, Session, Talk
from bot.flows.delivery.buttons import reference
from bot.flows.publish import Publication
from bot.flows.selecting import folded, over_at
from bot.flows.subscribe import Follower
from bot.flows.versions import entry_form
from bot.reminders.plan import is_reminded_of
from bot.store.chats.subscriptions import SessionKey

__all__ = ["Seen", "View", "in_order", "reference"]

_REFERENCE = re.compile(r"~[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Seen:
    """A session of a series, both as a chat sees them; `session.id` is its own, never shown.

    `public_id` is the id in addresses; `is_link_withheld` tells of a link that the chat does not
    see. `matching` are the talks of several that a search has found.
    """

    series: Series
    session: Session
    public_id: str
    is_link_withheld: bool = False
    matching: tuple[Talk, ...] = ()

    @property
    def key(self) -> SessionKey:
        """The ids under which the session is stored."""
        return self.series.id, self.session.id

    @property
    def reference(self) -> str:
        """What buttons and shared links call it: a hash, which anybody may have, of no secret."""
        return reference(self.series.id, self.public_id)


class View:
    """All listed series as one chat sees them at one time."""

    def __init__(
        self, publications: Mapping[str, Publication], follower: Follower, now: datetime
    ) -> None:
        """Take all publications, what the chat follows, and the time."""
        self._publications = publications
        self._follower = follower
        self._now = now
        self._sessions: dict[str, tuple[Seen, ...]] = {}
        self._by_id: dict[str, dict[str, Seen]] = {}

    @cached_property
    def series(self) -> dict[str, Series]:
        """The series by id, those with the nearest session to come first."""
        listed = [one for one in self._publications.values() if one.stored.archived_at is None]
        found = [one.texts(self._audience(one.id), self._now) for one in listed]
        return {one.id: one for one in sorted(found, key=self._order)}

    @property
    def followed(self) -> list[Series]:
        """The series that the chat follows."""
        return [one for one in self.series.values() if one.id in self._follower.subscriptions]

    def sessions(self, series_id: str) -> tuple[Seen, ...]:
        """Return the sessions of a listed series, by start, those without one last."""
        if series_id not in self._sessions:
            self._sessions[series_id] = tuple(self._seen(self._publications[series_id]))
        return self._sessions[series_id]

    def of_interest(self) -> tuple[list[Seen], bool]:
        """Return the sessions that the chat follows, and True; all, and False, if it follows none.

        What it has muted is among them.
        """
        every = self.every
        followed = [one for one in every if self._follower.follows(one.key)]
        is_following = bool(self._follower.subscriptions or self._follower.stars)
        return (followed, True) if is_following else (every, False)

    def to_come(self, among: Iterable[Seen]) -> list[Seen]:
        """Return the sessions that take place and are not over yet, by start."""
        return in_order(
            one
            for one in among
            if is_reminded_of(one.session) and (over := over_at(one.session)) and over > self._now
        )

    def ahead(self, among: Iterable[Seen]) -> list[Seen]:
        """Return the sessions that are not over yet, cancelled ones too, by start."""
        return in_order(
            one
            for one in among
            if not one.session.is_only_breaks
            and (over := over_at(one.session))
            and over > self._now
        )

    def earlier(self, among: Iterable[Seen]) -> list[Seen]:
        """Return the sessions that are over, the last first."""
        return in_order(
            one for one in among if (over := over_at(one.session)) and over <= self._now
        )[::-1]

    def undated(self, among: Iterable[Seen]) -> list[Seen]:
        """Return the sessions without a start."""
        return [one for one in among if one.session.start is None]

    def find_series(self, words: str) -> list[Series]:
        """Return the series that some words name: by reference or id alone, else by its title."""
        every = list(self.series.values())
        for one in every:
            if words.lower() in {one.id, reference(one.id)}:
                return [one]
        wanted = folded(words).split()
        names = [(one, folded(f"{one.title} {one.id.replace('-', ' ')}")) for one in every]
        return [one for one, name in names if wanted and all(word in name for word in wanted)]

    def find_session(self, words: str) -> Seen | None:
        """Return the session of a reference, or of `SERIES-SESSION`."""
        word = words.strip().lower()
        is_reference = _REFERENCE.fullmatch(word)
        for series_id in self.series:
            if is_reference or word.startswith(f"{series_id}-"):
                for one in self.sessions(series_id):
                    # The buttons of those who know the link are called by its own id.
                    own = reference(*one.key)
                    if word in {one.reference, own, f"{series_id}-{one.public_id}"}:
                        return one
        return None

    def again(self, seen: Seen) -> Seen:
        """Return a session as it is seen now, with the talks that were found of it before."""
        now_seen = next(one for one in self.sessions(seen.series.id) if one.key == seen.key)
        ids = {talk.id for talk in seen.matching}
        return replace(
            now_seen, matching=tuple(one for one in now_seen.session.talks if one.id in ids)
        )

    @property
    def every(self) -> list[Seen]:
        """All sessions of all listed series."""
        return [one for series_id in self.series for one in self.sessions(series_id)]

    @property
    def now(self) -> datetime:
        """The time."""
        return self._now

    def group(self, seen: Seen) -> int:
        """Return 0 for a session that is to come or on, 1 for one without a date, 2 for others."""
        over = over_at(seen.session)
        if over is None:
            return 1
        return 0 if over > self._now else 2

    def nearness(self, seen: Seen) -> float:
        """Return what is the less, the nearer a session is to now."""
        start = seen.session.start
        return abs(start.at.timestamp() - self._now.timestamp()) if start else 0.0

    def is_indexed(self, series_id: str) -> bool:
        """Tell whether a listed series is found by its words in the store, as they are now."""
        return self._publications[series_id].stored.entry_form == entry_form()

    def find_key(self, key: SessionKey) -> Seen | None:
        """Return the session of two ids, if it is listed."""
        if key[0] not in self.series:
            return None
        if key[0] not in self._by_id:
            self._by_id[key[0]] = {one.session.id: one for one in self.sessions(key[0])}
        return self._by_id[key[0]].get(key[1])

    def _order(self, series: Series) -> tuple[bool, float, str]:
        starts = [
            start.at.timestamp()
            for session, start in series.scheduled()
            if is_reminded_of(session) and start.at > self._now
        ]
        return not starts, min(starts, default=0.0), series.title

    def _audience(self, series_id: str) -> Audience:
        is_followed = series_id in self._follower.subscriptions
        return Audience.SUBSCRIBERS if is_followed else Audience.PUBLIC

    def _seen(self, publication: Publication) -> Iterable[Seen]:
        series = self.series[publication.id]
        public_ids = publication.public_by_own_id(self._now)
        whole = publication.texts(Audience.SUBSCRIBERS, self._now)
        with_links = {session.id: session for session in whole.sessions}
        for session in sorted(series.sessions, key=lambda one: one.order):
            own = with_links[session.id]
            is_starred = (series.id, session.id) in self._follower.stars
            yield Seen(
                series=whole if is_starred else series,
                session=own if is_starred else session,
                public_id=public_ids[session.id].id,
                is_link_withheld=bool(own.join) and not is_starred and session.join is None,
            )


def in_order(found: Iterable[Seen]) -> list[Seen]:
    """Return sessions by start, whatever series they are of."""
    return sorted(found, key=lambda one: (*one.session.order, one.series.id))
