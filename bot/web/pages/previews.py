"""What programs read of a page: search engines, feed readers, and chats that show a link.

A preview says what the page says, for the same reader; all of it is text, and escaped as such.
"""

from dataclasses import dataclass

from markupsafe import Markup

from bot.domain.latex import readable
from bot.exports.schema_org import Node, as_script

_LONGEST = 220  # characters; more of a description is shown nowhere
_LEAST = 2 / 3  # of that, where it is cut at a word's end


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same in another form: its media type, where it is, and what to call it."""

    media_type: str
    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a page is to programs. `image` is an absolute address, `image_text` says what it shows.

    A page that is not `is_worth_finding` asks to be left out of searches.
    """

    title: str
    site: str
    description: str = ""
    kind: str = "website"
    image: str = ""
    image_text: str = ""
    alternates: tuple[Alternate, ...] = ()
    node: Node | None = None
    is_worth_finding: bool = True

    @property
    def linked_data(self) -> Markup:
        """The node as it may stand within a script element."""
        return Markup(as_script(self.node or {}))  # noqa: S704 - it holds none of HTML's signs


def described(*parts: str) -> str:
    """Return texts as one short line, those that say nothing left out."""
    line = " · ".join(told for part in parts if (told := " ".join(readable(part).split())))
    if len(line) <= _LONGEST:
        return line
    cut = line[: _LONGEST - 1]
    words, _, _ = cut.rpartition(" ")
    return f"{words if len(words) > _LONGEST * _LEAST else cut}…"
