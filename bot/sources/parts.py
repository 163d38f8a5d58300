"""A part of a talk as somebody writes it in chat: its title, its speakers, its abstract, a room."""

from bot.domain.describing import Part
from bot.domain.series import Speaker
from bot.domain.unknowns import is_unknown
from bot.errors import RefusalError
from bot.language import in_english, saying
from bot.sources.addresses import read_address
from bot.sources.join_links import find_urls, is_join_link
from bot.sources.people import read_people

_NONE = {"none", "off", "no"}
_LONGEST = {Part.TITLE: 300, Part.SPEAKERS: 500, Part.ABSTRACT: 5000, Part.ROOM: 100}


def read_part(part: Part, text: str) -> tuple[str, tuple[Speaker, ...]]:
    """Return the text of a part, or the speakers; nothing for "none", or for what is not known yet.

    Raises RefusalError for what is too long, names nobody, or holds a link to join.
    """
    refuse_join_links(text)
    said = _prose(text) if part is Part.ABSTRACT else " ".join(_printable(text).split())
    if is_unknown(said) or in_english(said).casefold().strip(". ") in _NONE:
        return "", ()
    if len(said) > _LONGEST[part]:
        message = saying("this is too long")
        hint = saying("at most {count} characters", count=_LONGEST[part])
        raise RefusalError(message, read=f"{said[:40]}…", hint=hint, code="too-long")
    if part is not Part.SPEAKERS:
        return said, ()
    people = read_people(said)
    if not people:
        raise RefusalError(saying("this names nobody"), read=said, code="unclear-names")
    return "", people


def read_slides(text: str) -> str:
    """Return the address of slides. Raises RefusalError for none, and for a link to join."""
    url = read_address(text)
    refuse_join_links(url)
    return url


def refuse_join_links(text: str) -> None:
    """Raise RefusalError for a text with a link to join a meeting, which everybody would see."""
    if any(is_join_link(url) for url in find_urls(text)):
        message = saying("this is a link to join, and everybody would see it")
        raise RefusalError(message, read="", hint=saying("leave it out"), code="join-link")


def _prose(text: str) -> str:
    """Return a text of several lines, without blanks at their ends, and never two empty lines."""
    lines = ("\n".join(_printable(line).rstrip() for line in text.splitlines())).strip()
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    return lines


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
