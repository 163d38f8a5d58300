"""Personal feeds: what one chat follows, join links included, behind an address that is secret.

Whoever has the token has the feed. It is known by its hash alone, and stands in no log, label or
message. Tokens that are unknown, revoked or no tokens at all take the same way and get the same
answer.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from anyio import to_thread
from starlette.requests import Request
from starlette.types import ASGIApp

from bot.domain.audience import Audience
from bot.domain.series import Series
from bot.exports.entries import CalendarView
from bot.flows.personal_feed import hash_of_token
from bot.flows.publish import Feed, Publication, calendar
from bot.flows.selecting import FeedQuery
from bot.store.chats.personal import Selection, find_selection
from bot.store.engine import Store, StoreError
from bot.web.answering import bad_query, unready
from bot.web.answers import PRIVATE_CACHING, Answer, Media
from bot.web.caching import FeedCache
from bot.web.catalogue import Catalogue
from bot.web.limits import Limits, too_many
from bot.web.pages import refusal_words as said
from bot.web.queries import CALENDAR, read_query
from bot.web.refusals import Link, refusal
from bot.web.security import SECURITY

_logger = logging.getLogger(__name__)
_HEADER = Series(id="my", title="My talks")
_PRIVATE = (("x-robots-tag", "noindex, nofollow"), *SECURITY)
_MEDIA = Media(
    kind="personal",
    content_type="text/calendar; charset=utf-8",
    file_name="my-talks.ics",
    caching=PRIVATE_CACHING,
    further=_PRIVATE,
)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What a selection holds of the series that there are."""

    publications: tuple[Publication, ...]
    only: dict[str, frozenset[str]]

    @classmethod
    def of(cls, selection: Selection, known: dict[str, Publication]) -> "_Chosen":
        starred: dict[str, set[str]] = {}
        for series_id, session_id in selection.starred:
            if series_id not in selection.series_ids:
                starred.setdefault(series_id, set()).add(session_id)
        ids = sorted({*selection.series_ids, *starred} & set(known))
        only = {series_id: frozenset(found) for series_id, found in starred.items()}
        return cls(tuple(known[series_id] for series_id in ids), only)

    @property
    def version(self) -> tuple[object, ...]:
        """What changes whenever the feed may."""
        versions = tuple((one.id, one.stored.version) for one in self.publications)
        return versions, tuple(sorted(self.only.items()))


class PersonalFeeds:
    """Answers `/my/TOKEN.ics`."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        cache: FeedCache,
        limits: Limits,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """Ask the store who a token is of; the series are in the catalogue."""
        self._store = store
        self._catalogue = catalogue
        self._cache = cache
        self._limits = limits
        self._now = now

    async def answer(self, request: Request) -> ASGIApp:
        """Answer with the feed of a token."""
        request.scope["talkbell.route"] = _MEDIA.kind
        token_hash = hash_of_token(request.path_params["token"])
        query, problems = read_query(request.scope["query_string"], CALENDAR)
        if not self._catalogue.is_reachable and (kept := self._cache.last((token_hash, query))):
            return Answer(kept, _MEDIA)  # rather than keep everybody waiting for a timeout
        try:
            selection = await to_thread.run_sync(_find, self._store, token_hash)
        except StoreError as error:
            return self._last(request, (token_hash, query), error)
        if selection is None:
            return _unknown(request)
        if problems:
            return bad_query(request, problems, CALENDAR)
        if self._catalogue.read_at is None:
            return unready(request)
        return await self._made(request, (token_hash, query), selection)

    async def _made(
        self, request: Request, key: tuple[bytes, FeedQuery], selection: Selection
    ) -> ASGIApp:
        chosen = _Chosen.of(selection, dict(self._catalogue.snapshot.publications))
        is_kept = self._cache.valid(key, chosen.version) is not None
        if not is_kept and not self._limits.take_build(request.scope):
            return too_many(request.scope, self._limits)
        kept = await self._cache.get(
            key, chosen.version, lambda: _make(chosen, key[1], self._now())
        )
        return Answer(kept, _MEDIA)

    def _last(self, request: Request, key: tuple[bytes, FeedQuery], error: StoreError) -> ASGIApp:
        """Return what went out last: rather that than an error, which apps remember for long."""
        kept = self._cache.last(key)
        _logger.warning("a personal feed goes out as it was last: %s", error)
        return Answer(kept, _MEDIA) if kept else unready(request)


def _find(store: Store, token_hash: bytes) -> Selection | None:
    with store.reading() as connection:
        return find_selection(connection, token_hash)


def _make(chosen: _Chosen, query: FeedQuery, now: datetime) -> Feed:
    view = CalendarView(audience=Audience.SUBSCRIBERS)
    return calendar(_HEADER, chosen.publications, query, view, now, chosen.only)


def _unknown(request: Request) -> ASGIApp:
    headers = {"cache-control": "private, no-store", **dict(_PRIVATE)}
    links = [Link("/", said.ALL_SERIES)]
    return refusal(request.scope, 404, said.NOT_FOUND, [said.NO_CALENDAR], headers, links)
