"""Words that say that something is not known yet: "TBA", "to be announced", "N.N.".

It says nothing, so nothing of it goes into a series: a talk that is called TBA lacks a title.
"""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from bot.domain.series import Series, Session, Talk

_UNKNOWN = re.compile(
    r"(?:title |abstract |speaker )?(?:t\.?\s?b\.?\s?[acd]\.?|to be (?:announced|determined|"
    r"confirmed|defined|decided|scheduled)"
    r"|wird noch bekannt ?gegeben|n\.?\s?n\.?|a definir|da definire|por (?:definir|anunciar|"
    r"confirmar)|a (?:preciser|confirmer|venir)|titre a venir|\?{1,5}|[-–—]{1,5}|coming soon)\.?"
)
_LONGEST = 60  # longer texts say something


@lru_cache(maxsize=4096)
def is_unknown(text: str) -> bool:
    """Tell whether a text says that something is not known yet, in any case: "TBA"."""
    if len(text) > _LONGEST:
        return False
    plain = unicodedata.normalize("NFKD", text.casefold())
    low = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return bool(_UNKNOWN.fullmatch(low.strip(" *_()[]\n\t")))


def known(text: str) -> str:
    """Return a text, or nothing if it only says that it is not known yet."""
    return "" if is_unknown(text) else text


def without_unknowns(series: Series) -> Series:
    """Return a series in which titles, speakers and abstracts say something, or are not there."""
    sessions = tuple(_session(one) for one in series.sessions)
    return series if sessions == series.sessions else replace(series, sessions=sessions)


def talk_without_unknowns(talk: Talk) -> Talk:
    """Return a talk whose title, speakers and abstract say something, or are not there."""
    title, abstract = known(talk.title), known(talk.abstract)
    speakers = tuple(one for one in talk.speakers if not is_unknown(one.name))
    if (title, abstract, speakers) == (talk.title, talk.abstract, talk.speakers):
        return talk  # as nearly always, and pages do this for each session each time
    return replace(talk, title=title, abstract=abstract, speakers=speakers)


def _session(session: Session) -> Session:
    own_title = known(session.own_title)
    talks = tuple(talk_without_unknowns(one) for one in session.talks)
    if (own_title, talks) == (session.own_title, session.talks):
        return session
    return replace(session, own_title=own_title, talks=talks)
