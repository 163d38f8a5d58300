"""schema.org events hidden in HTML: JSON-LD scripts and microdata, as plain dictionaries."""

import json
from collections.abc import Iterator

from lxml import etree

_MOST = 2000
_DEEPEST = 12
_LONGEST = 2_000_000
_PARTS = ("subEvent", "subEvents")
_HOLDING = ("@graph", "event", "events", "itemListElement", "item", "mainEntity")

Data = dict[str, object]


def read_data(root: etree._Element) -> Iterator[Data]:
    """Yield the events of a page, each with a `line` where it was found."""
    yield from _json_ld(root)
    yield from _microdata(root)


def _json_ld(root: etree._Element) -> Iterator[Data]:
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = (script.text or "")[:_LONGEST]
        try:
            content = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for event in _events(content, 0):
            yield {**event, "line": script.sourceline or 0}


def _events(content: object, depth: int, inherited: Data | None = None) -> Iterator[Data]:
    """Yield the events in some data; a part of an event is where the whole is, unless it says."""
    if depth > _DEEPEST:
        return
    if isinstance(content, list):
        for one in content[:_MOST]:
            yield from _events(one, depth + 1, inherited)
    elif isinstance(content, dict):
        kinds = content.get("@type")
        content = {**inherited, **content} if inherited else content
        if any("Event" in str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield content
        place = {"location": content["location"]} if content.get("location") else {}
        for key in _PARTS:
            yield from _events(content.get(key), depth + 1, place)
        for key in _HOLDING:
            yield from _events(content.get(key), depth + 1)


def _microdata(root: etree._Element) -> Iterator[Data]:
    for count, scope in enumerate(root.iter()):
        if not isinstance(scope.tag, str) or "Event" not in (scope.get("itemtype") or ""):
            continue
        if count > _MOST * _DEEPEST:
            return
        event: Data = {"line": scope.sourceline or 0}
        for element in scope.iter():
            key = element.get("itemprop") if isinstance(element.tag, str) else None
            if key and element is not scope and _scope_of(element) is scope:
                event.setdefault(key, _value(element))
        yield event


def _scope_of(element: etree._Element) -> etree._Element | None:
    parent = element.getparent()
    while parent is not None and parent.get("itemscope") is None:
        parent = parent.getparent()
    return parent


def _value(element: etree._Element) -> str:
    for key in ("content", "datetime", "href", "src"):
        if value := element.get(key):
            return str(value)
    name = element.find(".//*[@itemprop='name']")
    return " ".join("".join((element if name is None else name).itertext()).split())
