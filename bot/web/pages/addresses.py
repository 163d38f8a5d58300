"""What people mean by the address of a page, now that things have moved: where it is, or was.

A session keeps its id, so its page stays where it is whatever its organizers change. What it was
called otherwise, by its source or while its id was kept back, leads to that page too.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.domain.join_secrets import JoinSecrets
from bot.domain.series import LinkPolicy
from bot.flows.publish import Publication
from bot.store.series.records import StoredSession

_TELLING = 3  # characters: so long a part of a link could be a part of a meeting's number


class Nowhere(Enum):
    """Why there is no page: there never was one, or no longer is."""

    UNKNOWN = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Here:
    """The page of a session; `own_id` is how the store knows it."""

    own_id: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A session that has its page under another id."""

    public_id: str


def series_meant(asked: str, known: Collection[str]) -> str:
    """Return the id of the series that an address names, nothing where there is none.

    Ids are small letters and hyphens: `Neural_Nets` can mean but one.
    """
    made = re.sub(r"[\s_]+", "-", asked[:100].strip()).lower()
    return next((one for one in (asked, made) if one in known), "")


def session_meant(
    publication: Publication, asked: str, now: datetime
) -> Here | Elsewhere | Nowhere:
    """Return where the session is that an address names by the id that the public sees, or saw."""
    stored = publication.known_to_public_as(asked)
    shown = publication.public_by_own_id(now)
    if stored:
        return Here(stored.session.id) if stored.session.id in shown else Nowhere.GONE
    small = asked.lower()
    called = [one for one in publication.stored.sessions if _was_called(publication, one, small)]
    there = [shown[one.session.id] for one in called if one.session.id in shown]
    if len(there) == 1:
        return Elsewhere(there[0].id)
    return Nowhere.GONE if called and not there else Nowhere.UNKNOWN


def _was_called(publication: Publication, stored: StoredSession, asked: str) -> bool:
    own_id = stored.session.id
    if asked == publication.ids_while_private[own_id]:
        return True
    if asked not in {own_id, *stored.source_ids}:
        return False
    # Where ids are kept back, an answer would tell whoever guesses that they guessed right.
    return publication.public_ids[own_id] == own_id and _tells_nothing(publication, asked)


def _tells_nothing(publication: Publication, called: str) -> bool:
    """Tell whether an old id holds no part of a private link, not even half a number of one."""
    if publication.stored.series.link is LinkPolicy.PUBLIC:
        return True
    joins = publication.stored.past_joins
    secrets = "\n".join(f"{one.url}\n{one.passcode}" for one in joins).casefold()
    parts = [part for part in called.split("-") if len(part) >= _TELLING]
    return (
        not any(part in secrets for part in parts) and JoinSecrets(joins).strike(called) == called
    )
