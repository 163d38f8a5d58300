"""HTML as Telegram reads it: text and entities, whose offsets count UTF-16 code units.

Stricter than Telegram where its papers forbid what it silently drops (what may stand within what),
so that a test tells of what people would never see.
"""

import re
import time
from dataclasses import dataclass, field
from typing import Any, Never
from urllib.parse import urlsplit

from .refusals import bad_request

MOST_ENTITIES = 100  # what comes after is dropped without a word
_FURTHEST = 1098 * 86_400  # seconds ahead that a date may be
_KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-time": "date_time",
    "tg-emoji": "custom_emoji",
}
_LONERS = {"text_link", "date_time", "custom_emoji"}  # they cannot contain each other
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(?P<decimal>\d+)|#x(?P<hex>[\da-fA-F]+)|(?P<name>[A-Za-z]+));?")
_SPACES = re.compile(r"\s*")
_START = re.compile(r"<([^\s>]*)")
_END = re.compile(r"</([^\s>]*)\s*")
_ATTRIBUTE = re.compile(r"[^\s=>]*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]+")


def units(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and its entities. Raises RefusedError."""
    reader = _Reader(html)
    reader.read()
    if any("\ud800" <= character <= "\udfff" for character in reader.text):
        raise bad_request(
            "can't parse entities: Text contains invalid Unicode characters after decoding HTML "
            "entities, check for unmatched surrogate code units"
        )
    return _trimmed(reader.text, reader.entities)


def read_plain(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text as it is shown."""
    return _trimmed(text, [])


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    before = units(text) - units(text.lstrip())
    text = text.strip()
    length = units(text)
    kept = []
    for entity in entities:
        begin = max(entity["offset"] - before, 0)
        end = min(entity["offset"] + entity["length"] - before, length)
        if end > begin:
            kept.append(entity | {"offset": begin, "length": end - begin})
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, kept[:MOST_ENTITIES]


@dataclass
class _Open:
    tag: str
    kind: str
    offset: int  # in UTF-16 code units of the text
    at: int  # in characters of the text
    attributes: dict[str, str]


@dataclass
class _Reader:
    html: str
    text: str = ""
    length: int = 0
    place: int = 0
    opened: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> None:
        while self.place < len(self.html):
            if self.html.startswith("</", self.place):
                self._end_tag()
            elif self.html[self.place] == "<":
                self._start_tag()
            else:
                self._shown()
        if self.opened:
            self._refuse(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')

    def _refuse(self, reason: str, place: int | None = None) -> Never:
        where = ""
        if place is not None:
            where = f" at byte offset {len(self.html[:place].encode('utf-8', 'surrogatepass'))}"
        raise bad_request(f"can't parse entities: {reason.format(where)}")

    def _shown(self) -> None:
        end = self.html.find("<", self.place)
        end = len(self.html) if end < 0 else end
        shown = _CHARACTER.sub(_decoded, self.html[self.place : end])
        self.text += shown
        self.length += units(shown)
        self.place = end

    def _start_tag(self) -> None:
        begin = self.place
        found = _START.match(self.html, begin)
        assert found
        self.place = found.end()
        if self.place == len(self.html):
            self._refuse("Unclosed start tag{}", begin)
        tag = found[1].lower()
        if tag not in _KINDS:
            self._refuse(f'Unsupported start tag "{_braced(tag)}"{{}}', begin)
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse('Tag "span" must have class "tg-spoiler"{}', begin)
        kind = _KINDS[tag]
        self._check_nesting(kind, begin)
        self.opened.append(_Open(tag, kind, self.length, len(self.text), attributes))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        """Read up to and past the `>`."""
        attributes = {}
        while True:
            self._skip_spaces()
            if self.html.startswith(">", self.place):
                self.place += 1
                return attributes
            found = _ATTRIBUTE.match(self.html, self.place)
            assert found
            name = found[0].lower()
            self.place = found.end()
            if not name and self.place < len(self.html):
                self._refuse(f'Empty attribute name in the tag "{tag}"{{}}', begin)
            self._skip_spaces()
            if self.place == len(self.html):
                self._refuse(f'Unclosed start tag "{tag}"{{}}', begin)
            if self.html[self.place] == "=":
                self.place += 1
                attributes[name] = self._value(tag, begin)
            elif (tag, name) == ("blockquote", "expandable"):
                attributes[name] = ""
            else:
                self._refuse(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}"{{}}',
                    begin,
                )

    def _value(self, tag: str, begin: int) -> str:
        self._skip_spaces()
        if self.place == len(self.html):
            self._refuse(f'Unclosed start tag "{tag}"{{}}', begin)
        quote = self.html[self.place]
        if quote in "'\"":
            end = self.html.find(quote, self.place + 1)
            if end < 0:
                self._refuse("Unclosed start tag{}", begin)
            value = self.html[self.place + 1 : end]
            self.place = end + 1
            return _CHARACTER.sub(_decoded, value)
        token = _TOKEN.match(self.html, self.place)
        end = token.end() if token else self.place
        if end == len(self.html) or not (self.html[end].isspace() or self.html[end] == ">"):
            self._refuse("Unexpected end of name token{}", self.place)
        self.place = end
        return token[0] if token else ""

    def _skip_spaces(self) -> None:
        found = _SPACES.match(self.html, self.place)
        assert found
        self.place = found.end()

    def _check_nesting(self, kind: str, begin: int) -> None:
        around = {one.kind for one in self.opened}
        is_code_of_pre = kind == "code" and self.opened and self.opened[-1].kind == "pre"
        for outer in around:
            if (
                (outer in {"code", "pre"} and not is_code_of_pre)
                or (outer == kind == "blockquote")
                or (kind in {"code", "pre"} and outer not in {"blockquote", "pre"})
                or {outer, kind} <= _LONERS
            ):
                self._refuse(f'Entity "{kind}" can\'t be within "{outer}"{{}}', begin)

    def _end_tag(self) -> None:
        begin = self.place
        found = _END.match(self.html, begin)
        assert found
        if not self.opened:
            self._refuse("Unexpected end tag{}", begin)
        if not self.html.startswith(">", found.end()):
            self._refuse("Unclosed end tag{}", begin)
        self.place = found.end() + 1
        opened = self.opened.pop()
        tag = found[1].lower()
        if tag not in {"", opened.tag}:
            self._refuse(
                f'Unmatched end tag{{}}, expected "</{opened.tag}>", found "</{_braced(tag)}>"',
                begin,
            )
        self._close(opened, begin)

    def _close(self, opened: _Open, place: int) -> None:
        entity: dict[str, Any] = {
            "type": opened.kind,
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        attributes = opened.attributes
        if opened.kind == "text_link":
            url = _address(attributes.get("href", self.text[opened.at :]))
            if not url:
                return  # an address that is none is shown as plain text
            entity["url"] = url
        elif opened.kind == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.kind == "date_time":
            entity |= self._date(attributes, place)
        elif opened.kind == "custom_emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        if entity["length"]:
            self.entities.append(entity)

    def _date(self, attributes: dict[str, str], place: int) -> dict[str, Any]:
        unix, form = attributes.get("unix", ""), attributes.get("format", "")
        if not re.fullmatch(r"\d{1,10}", unix):
            self._refuse(f'Invalid Unix time "{_braced(unix)}"{{}}', place)
        if not re.fullmatch("r|w?[dD]?[tT]?", form):
            self._refuse(f'Invalid date format "{_braced(form)}"{{}}', place)
        if int(unix) > time.time() + _FURTHEST:
            self._refuse(f'Invalid Unix time "{unix}"{{}}', place)
        return {"unix_time": int(unix), "date_time_format": form}


def _braced(text: str) -> str:
    """Return a text that `format` leaves as it is."""
    return text.replace("{", "{{").replace("}", "}}")


def _decoded(found: re.Match[str]) -> str:
    if found["name"]:
        return _NAMED.get(found["name"], found[0])
    number = int(found["decimal"]) if found["decimal"] else int(found["hex"], 16)
    return chr(number) if 0 < number <= 0x10FFFF else found[0]


def _address(text: str) -> str:
    """Return a link that Telegram takes, or nothing."""
    text = text.strip()
    if re.match(r"(?:tg|ton|mailto|tel):", text):
        return text
    if "://" not in text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return ""
    is_one = parts.scheme.lower() in {"http", "https"} and re.fullmatch(
        r"[^\s.]+(\.[^\s.]+)+", host
    )
    return text if is_one and not re.search(r"\s", text) else ""


def is_address(text: str) -> bool:
    """Return whether a button may lead there."""
    return bool(_address(text))
