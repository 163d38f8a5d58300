"""Answers as HTTP sends them: the whole of a kept feed, packed or not, or that it did not change.

RFC 9110: sections 8.8 (validators), 12.5.3 (Accept-Encoding), 13.1 (conditional requests).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

from starlette.types import Message, Receive, Scope, Send

from bot.web.caching import Kept
from bot.web.connections import READY_HEAD

Headers = list[tuple[bytes, bytes]]
Messages = tuple[Message, Message]
PUBLIC_CACHING = "public, max-age=60, stale-if-error=86400"
PRIVATE_CACHING = "private, no-cache"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")  # in a file's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What kind of thing is sent: its type, under which file name, and who may keep it.

    Who asks for it counts as a reader of the series `readers_of`, if it is of one.
    """

    kind: str
    content_type: str
    file_name: str = ""
    caching: str = PUBLIC_CACHING
    further: tuple[tuple[str, str], ...] = ()
    cookies: tuple[str, ...] = ()
    readers_of: str = ""


class Answer:
    """A kept feed as an ASGI application, its headers ready; it answers any number of requests."""

    def __init__(self, kept: Kept, media: Media) -> None:
        """Prepare both forms."""
        self.kept = kept
        self.kind = media.kind
        self.readers_of = media.readers_of
        self._seconds = int(kept.modified_at.timestamp())
        self._plain = _Form(kept, media, kept.data, is_packed=False)
        self._packed = _Form(kept, media, kept.packed, is_packed=True) if kept.packed else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, or that it is as the client knows it."""
        del receive
        for message in self.messages(scope["headers"]):
            await send(message)

    def messages(self, asked: Iterable[tuple[bytes, bytes]]) -> Messages:
        """Return what to send to who asks with these headers: the head of the answer, its body."""
        matches = since = None
        accepts_packed = False
        for name, value in asked:
            if name == b"accept-encoding":
                accepts_packed = accepts_packed or _accepts_gzip(value)
            elif name == b"if-none-match":
                matches = value if matches is None else matches + b"," + value
            elif name == b"if-modified-since":
                since = value
        form = self._packed if accepts_packed and self._packed else self._plain
        return form.unchanged if self._is_known(form.etag, matches, since) else form.whole

    def _is_known(self, etag: bytes, matches: bytes | None, since: bytes | None) -> bool:
        if matches == etag:  # as nearly all say it
            return True
        if matches is not None:
            known = (one.strip() for one in matches.split(b","))
            return any(one in {etag, b"*"} or one == b"W/" + etag for one in known)
        return since is not None and _seconds(since) >= self._seconds


class _Form:
    """One of the two forms: what is sent of it, and what is sent to who knows it."""

    def __init__(self, kept: Kept, media: Media, data: bytes, *, is_packed: bool) -> None:
        self.etag = f'"{kept.etag}{"-gz" if is_packed else ""}"'.encode()
        about = {
            "etag": self.etag.decode(),
            "last-modified": format_datetime(kept.modified_at, usegmt=True),
            "cache-control": media.caching,
            "vary": "Accept-Encoding",
            **dict(media.further),
        }
        content = {"content-type": media.content_type, "content-length": str(len(data))}
        if is_packed:
            content["content-encoding"] = "gzip"
        if media.file_name:
            name = _UNSAFE.sub("-", media.file_name)
            content["content-disposition"] = f'inline; filename="{name}"'
        said = [*about.items(), *(("set-cookie", one) for one in media.cookies)]
        self.unchanged = _messages(304, said, b"")
        self.whole = _messages(200, [*content.items(), *said], data)


def _messages(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Messages:
    raw = raw_headers(headers)
    start = {"type": "http.response.start", "status": status, "headers": raw}
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in raw)
    start[READY_HEAD] = lines, len(body)
    return start, {"type": "http.response.body", "body": body}


def raw_headers(pairs: Iterable[tuple[str, str]]) -> Headers:
    """Return headers as ASGI has them."""
    return [(name.encode(), value.encode("latin-1", "replace")) for name, value in pairs]


@lru_cache(maxsize=256)  # clients send the same few
def _accepts_gzip(value: bytes) -> bool:
    """Tell whether a client wants gzip: by its name, or by `*`, and not with a weight of 0."""
    for part in value.lower().split(b","):
        coding, *parameters = (piece.strip() for piece in part.split(b";"))
        if coding in {b"gzip", b"x-gzip", b"*"}:
            weight = next((p[2:].strip() for p in parameters if p[:2] == b"q="), b"1")
            return weight.strip(b"0.") != b""
    return False


def _seconds(date: bytes) -> float:
    """Return the time of a date of HTTP, one before all others if it is none."""
    try:
        return parsedate_to_datetime(date.decode("latin-1")).timestamp()
    except (ValueError, OverflowError, TypeError):
        return -1
