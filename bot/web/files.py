"""The style sheet and the script, as they are sent."""

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType

from starlette.requests import Request
from starlette.types import ASGIApp

from bot.web.answers import Answer, Media
from bot.web.assets import Asset, frame_script, icon, script, style
from bot.web.caching import Kept
from bot.web.pages import refusal_words as said
from bot.web.refusals import refusal
from bot.web.security import CORS, SECURITY

_CACHING = "public, max-age=31536000, immutable"
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)  # the name tells the version, no date has to


async def static_file(request: Request) -> ASGIApp:
    """Answer `/static/NAME`."""
    request.scope["talkbell.route"] = "static"
    answer = _answers().get(request.path_params["name"])
    if answer is None:
        return refusal(request.scope, 404, said.NOT_FOUND, [said.NO_FILE])
    return answer


@cache
def _answers() -> Mapping[str, Answer]:
    return MappingProxyType(
        {one.name: _answer(one) for one in (style(), script(), frame_script(), icon())}
    )


def _answer(one: Asset) -> Answer:
    packed = gzip.compress(one.data, mtime=0)
    kept = Kept(one.data, packed, one.digest, _MADE_AT, None, one.name)
    media = Media(
        kind="static", content_type=one.content_type, caching=_CACHING, further=(*SECURITY, *CORS)
    )
    return Answer(kept, media)
