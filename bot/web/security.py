"""Headers that keep browsers from doing what nobody meant."""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = (("referrer-policy", "no-referrer"), ("x-content-type-options", "nosniff"))
_PAGE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors "
)
SECURITY = (
    (
        "content-security-policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    *_ALWAYS,
)
PAGE_SECURITY = (("content-security-policy", f"{_PAGE}'none'"), *_ALWAYS)
"""For pages: their own style sheet and script, nothing of others, in no frame."""
EMBED_SECURITY = (("content-security-policy", f"{_PAGE}*"), *_ALWAYS)
"""For the one page that stands in frames of others."""
CORS = (
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "ETag, Last-Modified, Content-Disposition"),
)


def preflight() -> Response:
    """Return the answer to a browser that asks whether a page elsewhere may read a feed."""
    headers = {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, HEAD",
        "access-control-allow-headers": "If-None-Match, If-Modified-Since",
        "access-control-max-age": "86400",
        "allow": "GET, HEAD, OPTIONS",
    }
    return Response(status_code=204, headers=headers)


class SecureHeaders:
    """ASGI middleware: gives every answer the headers of `SECURITY` that it has not itself."""

    def __init__(self, app: ASGIApp) -> None:
        """Go before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and add to the head of the answer."""

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in SECURITY:
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_secured if scope["type"] == "http" else send)
