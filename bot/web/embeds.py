"""The frame for sites of others: `/SERIES/embed`. It sets no cookies and reads none.

What it answers depends on its address alone, so that all who see it may share an answer.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from bot.flows.publish import Feed
from bot.language import speaking
from bot.web.answering import Answering, Wanted, unready
from bot.web.answers import Media
from bot.web.pages import embed_words
from bot.web.pages.cards import series_path
from bot.web.pages.embed import embed_page, embed_refusal
from bot.web.pages.embedding import Embedding, read_embedding
from bot.web.pages.frame import Frame
from bot.web.reader import Reader
from bot.web.security import EMBED_SECURITY

_HTML = "text/html; charset=utf-8"


class Embeds:
    """Answers frames."""

    def __init__(self, answering: Answering) -> None:
        """Answer by the means that all public answers share."""
        self._answering = answering

    async def answer(self, request: Request) -> ASGIApp:
        """Answer `/SERIES/embed`."""
        series_id: str = request.path_params["series"]
        embedding, problem = read_embedding(request.scope["query_string"])
        snapshot = self._answering.snapshot
        publication = snapshot.publications.get(series_id)
        if publication is None:
            if not self._answering.is_ready:
                return unready(request)
            with speaking(embedding.language):
                problem = embed_words.NO_SERIES.format(name=series_id[:80])
            return _refused(embedding, problem, 404)
        if problem:
            return _refused(embedding, problem, 400)
        frame = self._frame(f"{series_path(series_id)}/embed", embedding)

        def make() -> Feed:
            with speaking(embedding.language):
                return embed_page(publication, frame, embedding, self._answering.now())

        further = (*EMBED_SECURITY, ("content-language", embedding.language))
        media = Media(kind="embed", content_type=_HTML, further=further)
        key = ("embed", series_id, embedding)
        wanted = Wanted(key, publication.stored.version, make, media)
        return await self._answering.answer(request, snapshot, wanted)

    def _frame(self, path: str, embedding: Embedding) -> Frame:
        reader = Reader(embedding.language, embedding.zone)
        return Frame(reader, path, self._answering.public_url)


def _refused(embedding: Embedding, problem: str, status: int) -> Response:
    """Return what is wrong, where whoever made the frame will see it."""
    data = embed_refusal(embedding, problem)
    headers = {"cache-control": "no-store", **dict(EMBED_SECURITY)}
    return Response(data, status, headers, media_type="text/html")
