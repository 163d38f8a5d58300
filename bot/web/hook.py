"""A webhook: another service brings what it has for us, and proves by a secret that it may."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.health import Metrics

_MOST_BODY = 1024 * 1024  # bytes; what Telegram brings has seldom more than 50 kB
_LONGEST = 10.0  # seconds for a body to come
_LEAST_SECRET = 32  # bytes
_REFUSED, _TOO_LARGE, _NOT_NOW, _TOO_SLOW = 400, 413, 503, 408


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """Where something may be brought, and by whom.

    `header` (in lower case) has to carry the `secret`. `receive` gets the JSON; it returns False
    for what cannot be taken now, and raises ValueError for what makes no sense.
    """

    path: str
    header: str
    secret: str = field(repr=False)
    receive: Callable[[Any], Awaitable[bool]]

    def __post_init__(self) -> None:
        """Refuse a secret that could be guessed."""
        if len(self.secret) < _LEAST_SECRET:
            raise ValueError(f"a webhook's secret has at least {_LEAST_SECRET} bytes")


class TakeBrought:
    """ASGI middleware: takes what comes with the secret, and hands on the rest.

    Without it, the address is one that is not there, and counts against its client's limit. With
    it, no limit counts: it is always the same client, who would come again.
    """

    def __init__(self, app: ASGIApp, hook: Hook, metrics: Metrics) -> None:
        """Go before `app`."""
        self._app = app
        self._hook = hook
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take or hand on."""
        if scope["type"] == "http" and scope["path"] == self._hook.path and self._may(scope):
            status = await self._taken(receive)
            self._metrics.count_request("webhook", status)
            await Response(status_code=status, headers={"cache-control": "no-store"})(
                scope, receive, send
            )
        else:
            await self._app(scope, receive, send)

    def _may(self, scope: Scope) -> bool:
        name = self._hook.header.encode()
        said = [value for key, value in scope["headers"] if key == name]
        is_right = hmac.compare_digest(b"".join(said), self._hook.secret.encode())
        return is_right and scope["method"] == "POST"

    async def _taken(self, receive: Receive) -> int:
        """Take the body, and return the status of the answer."""
        try:
            async with asyncio.timeout(_LONGEST):
                body = await _read(receive)
        except TimeoutError:
            return _TOO_SLOW
        if body is None:
            return _TOO_LARGE
        try:
            is_taken = await self._hook.receive(json.loads(body))
        except (ValueError, RecursionError):
            return _REFUSED
        return 200 if is_taken else _NOT_NOW


async def _read(receive: Receive) -> bytes | None:
    """Return a body, empty where its client has left; None for one that is too large."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        body += message.get("body", b"")
        if len(body) > _MOST_BODY:
            return None
        if not message.get("more_body", False):
            return bytes(body)
