"""What the bot is told, by long polling or at its webhook: in order, each until confirmed."""

import asyncio
import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from .refusals import RefusedError, bad_request

_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
_RETRY_AFTER = 0.2  # seconds; Telegram takes longer
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass
class Webhook:
    """Where updates are sent, and how that went."""

    url: str = ""
    secret: str = ""
    last_error: str = ""
    last_error_at: int = 0


@dataclass
class Updates:
    """The queue of one bot."""

    pending: deque[dict[str, Any]] = field(default_factory=deque)
    allowed: tuple[str, ...] = ()
    webhook: Webhook = field(default_factory=Webhook)
    _last_id: int = 700_000
    _come: asyncio.Event = field(default_factory=asyncio.Event)
    _poll: int = 0  # the number of the latest poll; an older one ends
    _pusher: asyncio.Task[None] | None = None

    def add(self, kind: str, content: dict[str, Any]) -> None:
        """Queue an update of a kind that the bot wants to hear."""
        if kind not in self.allowed if self.allowed else kind in _NOT_BY_DEFAULT:
            return
        self._last_id += 1
        self.pending.append({"update_id": self._last_id, kind: content})
        self._wake()

    def _wake(self) -> None:
        self._come.set()
        self._come = asyncio.Event()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Return updates from `offset` on, and forget those before it."""
        if self.webhook.url:
            raise RefusedError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook "
                "to delete the webhook first",
            )
        self._poll += 1
        own = self._poll
        self._wake()
        self._forget(offset)
        ends = time.monotonic() + seconds
        while not self.pending and (remaining := ends - time.monotonic()) > 0:
            try:
                async with asyncio.timeout(remaining):
                    await self._come.wait()
            except TimeoutError:
                break
            if own != self._poll:
                raise RefusedError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot "
                    "instance is running",
                )
        return list(self.pending)[:limit]

    def _forget(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()

    def set_webhook(self, url: str, secret: str) -> None:
        """Send updates to an address from now on; HTTP is taken on loopback only."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        self.delete_webhook()
        self._poll += 1
        self._wake()
        self.webhook = Webhook(url, secret)
        self._pusher = asyncio.get_running_loop().create_task(self._push())

    def delete_webhook(self) -> None:
        """Go back to polling."""
        self.webhook = Webhook()
        if self._pusher is not None:
            self._pusher.cancel()
            self._pusher = None

    async def _push(self) -> None:
        hook = self.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as session:
            while True:
                come = self._come
                if not self.pending:
                    await come.wait()
                    continue
                first = self.pending[0]
                error = await _posted(session, hook.url, first, headers)
                if error:
                    hook.last_error, hook.last_error_at = error, int(time.time())
                    await asyncio.sleep(_RETRY_AFTER)
                elif self.pending and self.pending[0] is first:
                    self.pending.popleft()

    def webhook_info(self) -> dict[str, Any]:
        """Return what getWebhookInfo tells."""
        hook = self.webhook
        told: dict[str, Any] = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if hook.last_error:
            told |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
        return told


async def _posted(
    session: aiohttp.ClientSession, url: str, update: dict[str, Any], headers: dict[str, str]
) -> str:
    try:
        async with session.post(url, json=update, headers=headers) as answer:
            if 200 <= answer.status < 300:
                return ""
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return f"Connection failed: {type(error).__name__}"
