"""The quick way: what was asked before, and is still right, is answered before anything else."""

from collections.abc import Callable
from datetime import datetime

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.answers import Answer
from bot.web.caching import FeedCache
from bot.web.catalogue import Catalogue
from bot.web.health import Metrics
from bot.web.limits import Limits
from bot.web.readership import Readership

_MOST = 4096  # targets
_LONGEST = 512  # characters in one


class Ready:
    """Answers by the very target that they were asked for by, valid for one state of the series."""

    def __init__(
        self, catalogue: Catalogue, cache: FeedCache, *, now: Callable[[], datetime]
    ) -> None:
        """Begin with nothing."""
        self._catalogue = catalogue
        self._cache = cache
        self._now = now
        self._answers: dict[tuple[bytes, bytes], Answer] = {}
        self._state = self._current()

    def find(self, scope: Scope) -> Answer | None:
        """Return the answer to a request, if it is known."""
        if self._state != self._current():
            self._answers.clear()
            self._state = self._current()
        answer = self._answers.get((scope["raw_path"], scope["query_string"]))
        if answer is None or scope["method"] not in {"GET", "HEAD"}:
            return None
        until = answer.kept.valid_until
        return answer if until is None or self._now() < until else None

    def remember(self, scope: Scope, answer: Answer, number: int) -> None:
        """Keep an answer made of the snapshot of that number."""
        target = (scope["raw_path"], scope["query_string"])
        if self._state[0] != number or len(target[0]) + len(target[1]) > _LONGEST:
            return
        if len(self._answers) >= _MOST:
            self._answers.clear()
        self._answers[target] = answer

    def _current(self) -> tuple[int, int]:
        # What the cache gave up must not be held here either, or its bound would be none.
        return self._catalogue.snapshot.number, self._cache.evicted


class AnswerReady:
    """ASGI middleware: answers at once what is ready, and hands on the rest.

    It goes before those that limit and count, and does so itself: passing through them all takes
    longer than answering.
    """

    def __init__(
        self, app: ASGIApp, ready: Ready, limits: Limits, metrics: Metrics, readership: Readership
    ) -> None:
        """Go before `app`."""
        self._app = app
        self._ready = ready
        self._limits = limits
        self._metrics = metrics
        self._readership = readership

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or hand on."""
        answer = self._ready.find(scope) if scope["type"] == "http" else None
        if answer is None or not self._limits.take_request(scope):
            await self._app(scope, receive, send)  # which refuses, where that was one too many
            return
        start, body = answer.messages(scope["headers"])
        self._metrics.count_request(answer.kind, start["status"])
        await send(start)
        await send(body)
        if answer.readers_of:  # who waits for the feed has it
            self._readership.note(answer.readers_of, scope)
