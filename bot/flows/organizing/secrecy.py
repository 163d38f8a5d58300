"""Links to join are kept out of what everybody reads, before it is stored."""

from collections.abc import Iterable, Iterator

from bot.domain.describing import Describe
from bot.domain.edits import AddMaterial, Cancel, Edit
from bot.domain.join_secrets import JoinSecrets
from bot.domain.series import LinkPolicy
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.parts import refuse_join_links
from bot.store.series.records import StoredSeries


def refuse_secrets(stored: StoredSeries, edits: Iterable[Edit]) -> None:
    """Raise RefusalError for edits that would show a link to join, or a copy of one of the series.

    Feeds and messages strike such copies all the same; but who wrote one is told now.
    """
    texts = [text for edit in edits for text in _texts(edit) if text]
    for text in texts:
        refuse_join_links(text)
    series = stored.series
    joins = [*(one.join for one in series.sessions if one.join), *stored.past_joins]
    if series.link is LinkPolicy.PUBLIC or not joins or not texts:
        return
    strike = JoinSecrets(joins).strike
    if any(strike(text) != text for text in texts):
        message = saying("this tells how to join, and everybody would see it")
        raise RefusalError(message, read="", hint=saying("leave it out"), code="join-link")


def _texts(edit: Edit) -> Iterator[str]:
    match edit:
        case Cancel(reason=reason):
            yield reason
        case AddMaterial(material=material):
            yield from (material.url, material.title)
        case Describe(text=text, speakers=speakers):
            yield text
            yield from (str(one) for one in speakers)
