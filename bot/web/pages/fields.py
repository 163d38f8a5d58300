"""The fields of a search as a page shows them: what can be chosen, and what was."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.flows.publish import Publication
from bot.web.pages import search_words as said
from bot.web.pages.seeking import Sought


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen: what an address says for it, and its name."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Fields:
    """What can be chosen in the fields of a search."""

    series: tuple[Option, ...]
    kinds: tuple[Option, ...]
    whens: tuple[Option, ...]


def fields_of(publications: Sequence[Publication], sought: Sought) -> Fields:
    """Return what can be chosen: of the kinds, those that there are. Series by their titles."""
    titles = sorted((one.header.title.casefold(), one.header.title, one.id) for one in publications)
    sessions = (session for one in publications for session in one.stored.series.sessions)
    kinds = {talk.kind for session in sessions for talk in session.talks}
    return Fields(
        tuple(Option(name, title, name == sought.series) for _, title, name in titles),
        tuple(
            Option(kind.value, str(name), kind is sought.kind)
            for kind, name in said.KINDS.items()
            if kind in kinds or kind is sought.kind
        ),
        tuple(
            Option(when.value, str(name), when is sought.when) for when, name in said.WHENS.items()
        ),
    )
