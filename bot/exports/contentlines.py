"""Writing iCalendar components as content lines (RFC 5545, section 3.1).

The icalendar library has the components and the values; its own writer folds slowly, reorders
properties and lets control characters pass, any of which makes some reader reject the whole file.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from icalendar import Component, vText, vUri

# What RFC 5545 does not allow in text (section 3.3.11) or what readers take for a line's end.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_ADDRESS = re.compile(r"([^:/?#]*://)([^/?#]*)(.*)")
_ALLOWED = "%:/?#@!$&'()*+,;="  # in an address, beside letters, digits and -._~ (RFC 3986)
_CONTINUATION = 0x80  # how the later bytes of a character begin in UTF-8
_LIMIT = 75  # octets in a line, without its end


class _Text(vText):
    """Text whose backslashes stay such: icalendar makes a line's end of those before an N."""

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode()


def text(value: str) -> vText:
    """Return text as a value that no character of it can break out of."""
    return _Text(_CONTROLS.sub("", _LINE_ENDS.sub("\n", value)))


def uri(value: str) -> vUri:
    """Return an address as a value that is a URI (RFC 3986), without blanks and controls."""
    address = "".join(_CONTROLS.sub("", value).split())
    scheme, authority, rest = (
        found.groups() if (found := _ADDRESS.fullmatch(address)) else ("", "", address)
    )
    return vUri(scheme + _authority(authority) + quote(rest, safe=_ALLOWED))


def _authority(authority: str) -> str:
    """Return user, host and port, the host as the name system has it (RFC 3492)."""
    user, at, host_and_port = authority.rpartition("@")
    host, colon, port = host_and_port.partition(":")
    if host.startswith("["):  # an IPv6 address
        return quote(user, safe=_ALLOWED) + at + quote(host_and_port, safe=_ALLOWED + "[]")
    labels = (_label(label) for label in host.split("."))
    return quote(user, safe=_ALLOWED) + at + ".".join(labels) + quote(colon + port, safe=_ALLOWED)


def _label(label: str) -> str:
    if label.isascii():
        return quote(label, safe=_ALLOWED)
    plain = unicodedata.normalize("NFKC", label.lower())
    return "xn--" + plain.encode("punycode").decode() if not plain.isascii() else plain


def render_component(component: Component) -> bytes:
    """Return a component with all that is in it, lines folded and ended by CRLF.

    Properties keep the order in which they were set.
    """
    return b"".join(_lines(component))


def _lines(component: Component) -> Iterator[bytes]:
    yield f"BEGIN:{component.name}\r\n".encode()
    for name, values in component.items():
        for value in values if isinstance(values, list) else [values]:
            parameters = value.params.to_ical()
            head = name.encode() + (b";" + parameters if parameters else b"")
            content: bytes | str = value.to_ical()  # offsets give str, whatever their types say
            yield fold(head + b":" + (content.encode() if isinstance(content, str) else content))
    for part in component.subcomponents:
        yield from _lines(part)
    yield f"END:{component.name}\r\n".encode()


def fold(line: bytes) -> bytes:
    """Return a content line in pieces of at most 75 octets, never cut inside a character."""
    if len(line) <= _LIMIT:
        return line + b"\r\n"
    pieces = []
    begin, room = 0, _LIMIT
    while len(line) - begin > room:
        end = begin + room
        while line[end] & 0xC0 == _CONTINUATION:
            end -= 1
        pieces.append(line[begin:end])
        begin, room = end, _LIMIT - 1  # the blank that begins a continuation counts
    pieces.append(line[begin:])
    return b"\r\n ".join(pieces) + b"\r\n"
