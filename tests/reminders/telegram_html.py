"""What Telegram accepts as HTML, and what it shows: a strict reader for tests.

After the Bot API's "HTML style": only these tags, only these attributes, all closed in order; `<`,
`>` and `&` nowhere else but as entities; no quotation within a quotation, nothing within code.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

ATTRIBUTES = {
    **dict.fromkeys(("b", "i", "u", "s", "code", "pre"), frozenset[str]()),
    "a": {"href"},
    "blockquote": {"expandable"},
    "tg-time": {"unix", "format"},
}
_TAG = re.compile(r"</?[a-z-]+(?: [a-z]+(?:=\"[^\"<>]*\")?)*>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);")


@dataclass(frozen=True)
class Entity:
    """A stretch of the text that is shown in another way, with the attributes of its tag."""

    tag: str
    text: str
    attributes: tuple[tuple[str, str | None], ...] = ()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[Entity] = []
        self.open: list[tuple[str, int, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= ATTRIBUTES[tag], (tag, attrs)
        within = [name for name, _, _ in self.open]
        assert not {"code", "pre"} & set(within), within
        assert not (tag == "blockquote" and tag in within)
        self.open.append((tag, len(self.text), tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        opened, begin, attributes = self.open.pop()
        assert tag == opened
        self.entities.append(Entity(tag, self.text[begin:], attributes))

    def handle_data(self, data: str) -> None:
        self.text += data


def read_html(html: str) -> tuple[str, list[Entity]]:
    """Return the text that is shown, and its entities in the order in which they end."""
    assert not re.search("[<>]", _TAG.sub("", html)), html
    assert "&" not in _ENTITY.sub("", html), html
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    assert all(entity.text for entity in reader.entities), reader.entities
    return reader.text, reader.entities
