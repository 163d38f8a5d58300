"""Who speaks, and what they leave to read and to watch, each with where that is to be found."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from bot.domain.series import Material, Speaker
from bot.domain.wording import material_label

_LONGEST = 120  # characters of a name


@dataclass(frozen=True, slots=True)
class Credit:
    """A speaker; `href` finds all talks of a person of this name, empty for what is no name."""

    name: str
    affiliation: str
    href: str


@dataclass(frozen=True, slots=True)
class Handout:
    """Slides, a recording, a paper: what to call it, and on whose site it is."""

    label: str
    url: str
    host: str


def credits_of(speakers: Iterable[Speaker]) -> tuple[Credit, ...]:
    """Return the speakers, each with a search for what else they give."""
    return tuple(
        Credit(one.name, one.affiliation, _search(one.name) if len(one.name) <= _LONGEST else "")
        for one in speakers
    )


def _search(name: str) -> str:
    return f"/?{urlencode({'speaker': name}, errors='replace')}"


def handouts_of(materials: Iterable[Material]) -> tuple[Handout, ...]:
    """Return the materials that browsers may be sent to: those on the web."""
    found = []
    for one in materials:
        parts = urlsplit(one.url)
        if parts.scheme in {"http", "https"} and parts.hostname:
            host = parts.hostname.removeprefix("www.")
            found.append(Handout(material_label(one), one.url, host))
    return tuple(found)
