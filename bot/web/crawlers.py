"""What search engines ask for: which pages there are, and which of them they leave out."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from bot.web.answering import Answering, Wanted
from bot.web.answers import Media
from bot.web.pages.sitemap import render_sitemap
from bot.web.security import SECURITY

_UNWANTED = ("/my/", "/organize/", "/?")  # what is personal, and searches
_MAP = Media(kind="sitemap", content_type="application/xml; charset=utf-8", further=SECURITY)


class Crawlers:
    """Answers search engines."""

    def __init__(self, answering: Answering) -> None:
        """Answer by means that are shared with searches: an address may be any that is asked by."""
        self._answering = answering

    async def robots(self, request: Request) -> ASGIApp:
        """Answer `/robots.txt` (RFC 9309)."""
        request.scope["talkbell.route"] = "health"
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _UNWANTED)]
        if base := self._answering.base(request):
            lines += ["", f"Sitemap: {base}/sitemap.xml"]
        headers = {"cache-control": "no-store"}
        return PlainTextResponse("".join(f"{line}\n" for line in lines), headers=headers)

    async def sitemap(self, request: Request) -> ASGIApp:
        """Answer `/sitemap.xml`."""
        snapshot = self._answering.snapshot
        if not (base := self._answering.base(request)):
            return self._answering.not_found(request, "sitemap")  # it has whole addresses alone
        wanted = Wanted(
            ("sitemap", base),
            snapshot.number,
            lambda: render_sitemap(snapshot.listed, base, self._answering.now()),
            _MAP,
            for_all=False,
        )
        return await self._answering.answer(request, snapshot, wanted)
