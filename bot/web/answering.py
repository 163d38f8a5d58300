"""How all that is public is answered: made once, kept, and sent, or refused with a reason."""

import difflib
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.types import ASGIApp

from bot.domain.ids import RESERVED_IDS
from bot.domain.latex import readable
from bot.errors import Problem
from bot.flows.publish import Feed
from bot.web.answers import Answer, Media
from bot.web.caching import FeedCache
from bot.web.catalogue import Catalogue, Snapshot
from bot.web.limits import Limits, too_many
from bot.web.options import WebOptions
from bot.web.pages import refusal_words as said
from bot.web.queries import ABOUT
from bot.web.readership import Readership
from bot.web.ready import Ready
from bot.web.refusals import Link, refusal

_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_NEAR = 0.4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be answered: how it is called, what it is made of, how, and as what it is sent.

    What is `for_all` is the same for everybody who asks by the same address.
    """

    key: Hashable
    of: Hashable
    make: Callable[[], Feed]
    media: Media
    for_all: bool = True


class Answering:
    """Answers from a catalogue, and keeps answers in a cache."""

    def __init__(
        self,
        catalogue: Catalogue,
        cache: FeedCache,
        limits: Limits,
        options: WebOptions,
        readership: Readership,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """Take what all of them share."""
        self._readership = readership
        self.ready = Ready(catalogue, cache, now=now)
        self.now = now
        self.public_url = options.public_url
        self.bot_name = options.bot_name
        self._catalogue = catalogue
        self._cache = cache
        self._limits = limits

    @property
    def snapshot(self) -> Snapshot:
        """All series as they are now."""
        return self._catalogue.snapshot

    @property
    def is_ready(self) -> bool:
        """Whether the series were read from the database once."""
        return self._catalogue.read_at is not None

    def serves(self, name: str) -> bool:
        """Whether addresses begin so: there is such a series, or the service keeps the name."""
        return name in RESERVED_IDS or name in self.snapshot.publications

    async def answer(self, request: Request, snapshot: Snapshot, wanted: Wanted) -> ASGIApp:
        """Return the answer: what is kept if it is still right, else what is made now."""
        request.scope["talkbell.route"] = wanted.media.kind
        if self._catalogue.read_at is None:
            return unready(request)
        kept = self._cache.valid(wanted.key, wanted.of)
        if kept is None:
            if not self._limits.take_build(request.scope):
                return too_many(request.scope, self._limits)
            kept = await self._cache.get(wanted.key, wanted.of, wanted.make)
        answer = Answer(kept, wanted.media)
        if answer.readers_of:
            self._readership.note(answer.readers_of, request.scope)
        if wanted.for_all and kept.of == wanted.of:
            self.ready.remember(request.scope, answer, snapshot.number)
        return answer

    def not_found(self, request: Request, wanted: str, ending: str = "") -> ASGIApp:
        """Return that there is no such address, with the nearest ones."""
        if self._catalogue.read_at is None:
            return unready(request)
        known = {one.id: one for one in self._catalogue.snapshot.listed}
        near = difflib.get_close_matches(wanted[:80].lower(), known, n=3, cutoff=_NEAR)
        titles = {one: readable(known[one].header.title) for one in near}  # as the public has them
        links = [Link(f"/{one}{ending}", title) for one, title in titles.items()]
        links += [Link("/", said.ALL_SERIES)]
        sentences = [said.NOTHING_HERE]
        sentences += [said.NEAREST] if near else []
        return refusal(request.scope, 404, said.NOT_FOUND, sentences, links=links)

    def base(self, request: Request) -> str:
        """Return the service's address: as it was set, or as this request has it."""
        if self.public_url:
            return self.public_url
        host = request.headers.get("host", "")
        return f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else ""


def unready(request: Request) -> ASGIApp:
    """Return that nothing was read from the database yet."""
    return refusal(request.scope, 503, said.UNREADY, [said.UNREADY_TOLD], {"retry-after": "5"})


def bad_query(request: Request, problems: list[Problem], known: tuple[str, ...]) -> ASGIApp:
    """Return everything that is wrong with a query, and what could be asked."""
    sentences = [problem.sentence() for problem in problems]
    if known:
        sentences += ["What can be asked for here:", *(f"{name}: {ABOUT[name]}" for name in known)]
    return refusal(request.scope, 400, "This query cannot be understood", sentences)
