"""XML documents, built with lxml, from texts that may hold what XML cannot."""

import re
from typing import Any

from lxml import etree

# What has no place in XML, not even as a reference (XML 1.0, section 2.2).
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = Any  # lxml has no types


def add(parent: Element, tag: str, content: str = "", **attributes: str) -> Element:
    """Add a child with text and attributes to an element, and return it."""
    child = etree.SubElement(parent, tag)
    child.text = sayable(content) or None
    for name, value in attributes.items():
        child.set(name, sayable(value))
    return child


def sayable(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _IMPOSSIBLE.sub("", text)


def render_document(root: Element) -> bytes:
    """Return a document as indented UTF-8."""
    etree.indent(root)
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"
