"""iCalendar text as components with properties, read as strangers write it.

RFC 5545, section 3.1. Own code, because a broken line must not cost the whole calendar, because
each part has to know its line, and because the icalendar library takes a text of one line for a
file's name and keeps every VTIMEZONE it has seen for the next calendar.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.errors import TalkbellError
from bot.language import saying

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}(?=[;:])")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DEEPEST = 5
_MOST_COMPONENTS = 20_000
_MOST_PROPERTIES = 300_000  # each takes some hundred bytes


@dataclass(frozen=True, slots=True)
class Property:
    """One property, its value as it was written."""

    name: str
    value: str
    params: Mapping[str, str]

    @property
    def text(self) -> str:
        """The value as text: its escapes undone (section 3.3.11)."""
        return _unescaped(self.value).strip()

    @property
    def texts(self) -> list[str]:
        """The values of a list, parted at commas that are not escaped."""
        pieces = re.split(r"(?<!\\),", self.value)
        return [piece for text in pieces if (piece := _unescaped(text).strip())]


def _unescaped(value: str) -> str:
    plain = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return _CONTROLS.sub("", plain)


@dataclass(slots=True)
class Component:
    """A component: what stands between BEGIN and END. `line` counts from 1."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """Return the first property of a name."""
        return next((one for one in self.properties if one.name == name), None)

    def text(self, name: str) -> str:
        """Return the text of a property, an empty one where it is missing."""
        found = self.first(name)
        return found.text if found else ""

    def named(self, name: str) -> list["Component"]:
        """Return the parts of a name."""
        return [part for part in self.parts if part.name == name]


def read_components(data: bytes, file: str) -> Component:
    """Return one component with all that stands in the file: its calendars' properties and parts.

    Raises TalkbellError for a file that holds no calendar, or too much.
    """
    root = Component("", 0)
    open_parts: list[Component] = []
    count = properties = 0
    for line, content in _logical_lines(data):
        prop = _property(content)
        if prop is None:
            continue
        properties += 1
        if properties > _MOST_PROPERTIES:
            raise TalkbellError(
                saying(
                    "{name}:{line}: this calendar has more than {most} properties",
                    name=file,
                    line=line,
                    most=f"{_MOST_PROPERTIES:,}",
                )
            )
        if prop.name == "BEGIN":
            count += 1
            if count > _MOST_COMPONENTS or len(open_parts) >= _DEEPEST:
                raise TalkbellError(
                    saying(
                        "{name}:{line}: this calendar is too large, or nested too deep",
                        name=file,
                        line=line,
                    )
                )
            open_parts.append(Component(prop.text.upper(), line))
        elif prop.name == "END" and open_parts:
            _close(open_parts, root)
        elif open_parts:
            open_parts[-1].properties.append(prop)
    while open_parts:  # a file that was cut off
        _close(open_parts, root)
    calendars = root.named("VCALENDAR")
    if not calendars:
        raise TalkbellError(
            saying("{name}: this is no iCalendar file: it does not say BEGIN:VCALENDAR", name=file)
        )
    root.properties = [one for calendar in calendars for one in calendar.properties]
    root.parts = [part for calendar in calendars for part in calendar.parts]
    return root


def _close(open_parts: list[Component], root: Component) -> None:
    part = open_parts.pop()
    (open_parts[-1] if open_parts else root).parts.append(part)


def _logical_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield unfolded lines with the number of their first; bytes first, a fold may cut a letter."""
    begin, pieces = 1, list[bytes]()
    for number, line in enumerate(data.splitlines(), 1):
        if line[:1] in {b" ", b"\t"} and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield begin, _decoded(b"".join(pieces))
        begin, pieces = number, [line]
    if pieces:
        yield begin, _decoded(b"".join(pieces))


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _property(content: str) -> Property | None:
    """Return the property of a content line, None for a line that is none."""
    found = _NAME.match(content)
    if not found:
        return None
    params: dict[str, str] = {}
    position = found.end()
    while content[position : position + 1] == ";":
        end = _end_of_parameter(content, position + 1)
        key, _, value = content[position + 1 : end].partition("=")
        params.setdefault(key.strip().upper(), value.replace('"', "").strip())
        position = end
    if content[position : position + 1] != ":":
        return None
    return Property(found[0].upper(), content[position + 1 :], params)


def _end_of_parameter(content: str, position: int) -> int:
    quoted = False
    for index in range(position, len(content)):
        char = content[index]
        if char == '"':
            quoted = not quoted
        elif char in ";:" and not quoted:
            return index
    return len(content)
