"""What an event of a conference's schedule tells of its talk."""

import re
from collections.abc import Iterator

from bot.domain.series import Material, MaterialKind, Speaker, Talk
from bot.errors import RefusalError
from bot.sources.addresses import read_address
from bot.sources.join_links import find_join
from bot.sources.json_tree import Json, items, mapping, mappings, text
from bot.sources.kinds import kind_of, kind_of_title
from bot.sources.people import read_people
from bot.sources.plain_words import one_line, paragraphs

_SLIDES = re.compile(r"slides|folien|presentation|diapositiv", re.IGNORECASE)
_PAPER = re.compile(r"paper|preprint|arxiv|artikel", re.IGNORECASE)
_VIDEO = re.compile(r"video|recording|aufzeichnung|youtu|vimeo|media\.ccc", re.IGNORECASE)


def read_talk(about: dict[str, Json]) -> Talk:
    """Return the talk of an event."""
    title = one_line(text(about.get("title")))
    said = text(about.get("type")) or text(about.get("submission_type"))
    parts = [paragraphs(text(about.get(key))) for key in ("subtitle", "abstract", "description")]
    parts = [part for part in dict.fromkeys(parts) if part]
    return Talk(
        id="",
        title=title,
        kind=kind_of(said) if said else kind_of_title(title),
        speakers=tuple(_speakers(about)),
        abstract="\n\n".join(parts),
        materials=tuple(_materials(about)),
    )


def _speakers(about: dict[str, Json]) -> Iterator[Speaker]:
    for person in items(about.get("persons") or about.get("speakers")):
        name = text(person) or next(
            (text(mapping(person).get(key)) for key in _NAMES if mapping(person).get(key)), ""
        )
        if one_line(name):
            yield from read_people(name) if "(" in name else [Speaker(name=one_line(name))]


_NAMES = ("public_name", "name", "full_public_name", "full_name")


def read_links(about: dict[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield addresses with what they are called."""
    for key in ("links", "attachments"):
        for link in mappings(about.get(key)):
            url = address_or_nothing(text(link.get("url")) or text(link.get("href")))
            if url:
                yield url, one_line(text(link.get("title")) or text(link.get("name")))


def _materials(about: dict[str, Json]) -> Iterator[Material]:
    video = address_or_nothing(text(about.get("video_download_url")))
    if video:
        yield Material(kind=MaterialKind.VIDEO, url=video)
    for url, title in read_links(about):
        if find_join([url]) is None:
            words = f"{title} {url}"
            kind = next((kind for kind, sign in _SIGNS if sign.search(words)), MaterialKind.OTHER)
            yield Material(kind=kind, url=url, title=title if title != url else "")


_SIGNS = (
    (MaterialKind.SLIDES, _SLIDES),
    (MaterialKind.VIDEO, _VIDEO),
    (MaterialKind.PAPER, _PAPER),
)


def address_or_nothing(url: str) -> str:
    """Return an http(s) address, an empty text for anything else."""
    try:
        return read_address(url) if url else ""
    except RefusalError:
        return ""
