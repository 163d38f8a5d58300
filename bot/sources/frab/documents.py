"""The two forms of a conference's schedule, XML and JSON, as the same plain mappings."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bot.errors import TalkbellError
from bot.language import saying
from bot.sources.json_tree import Json, items, load_json, mapping, mappings, text


@dataclass(frozen=True, slots=True)
class Event:
    """One event, and the day, the room and the line that it stands in."""

    about: dict[str, Json]
    day: str = ""
    room: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule of either form: what it says of the conference, and its events in order."""

    about: dict[str, Json]
    events: list[Event] = field(default_factory=list)


def is_frab_json(document: Json) -> bool:
    """Tell whether a JSON document is such a schedule: frab's, or that of pretalx's widget."""
    found = mapping(document)
    return "conference" in mapping(found.get("schedule")) or (
        isinstance(found.get("talks"), list) and "rooms" in found
    )


def parse_xml(data: bytes, name: str) -> Schedule:
    """Return what a `schedule.xml` says; raises TalkbellError for other XML, and for entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        told = saying(
            "{name}:{line}: this is not XML: {error}",
            name=name,
            line=error.lineno or 1,
            error=error.msg,
        )
        raise TalkbellError(told) from None
    doctype = root.getroottree().docinfo.internalDTD
    if doctype is not None and any(True for _ in doctype.iterentities()):
        raise TalkbellError(
            saying("{name}: this XML defines entities of its own, which are not read", name=name)
        )
    if etree.QName(root).localname != "schedule":
        first = f"<{etree.QName(root).localname}>"
        told = saying(
            "{name}: this XML is no schedule: it begins with {first}", name=name, first=first
        )
        raise TalkbellError(told)
    return _schedule_of_xml(root)


def parse_json(data: bytes, name: str) -> Schedule:
    """Return what a frab JSON, or the JSON behind pretalx's widget, says."""
    document = mapping(load_json(data, name))
    schedule = mapping(document.get("schedule"))
    return _schedule_of_json(schedule) if schedule else _schedule_of_widget(document)


def _schedule_of_xml(root: Any) -> Schedule:  # noqa: ANN401 - lxml has no types
    conference = root.find("conference")
    about = _children(conference) if conference is not None else {}
    about.setdefault("url", root.findtext("url"))
    events = []
    for day in root.iterfind("day"):
        for room in day.iterfind("room"):
            for event in room.iterfind("event"):
                line = min(event.sourceline or 0, 10**9)
                events.append(
                    Event(_children(event), day.get("date") or "", room.get("name") or "", line)
                )
    return Schedule(about, events)


def _children(element: Any) -> dict[str, Json]:  # noqa: ANN401 - lxml has no types
    """Return an element's children as JSON would have them; lists are those of `links` and such."""
    found: dict[str, Json] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue  # a comment, or an entity
        if len(child) and child.tag in {"persons", "links", "attachments"}:
            found[child.tag] = [
                {"name": "".join(one.itertext()), "url": one.get("href") or ""}
                for one in child
                if isinstance(one.tag, str)
            ]
        else:
            found.setdefault(child.tag, "".join(child.itertext()))
    return found


def _schedule_of_json(schedule: dict[str, Json]) -> Schedule:
    conference = mapping(schedule.get("conference"))
    about = {"url": schedule.get("url"), **conference}
    events = [
        Event(event, text(day.get("date")), room)
        for day in mappings(conference.get("days"))
        for room, inside in _rooms(day.get("rooms"))
        for event in mappings(inside)
    ]
    return Schedule(about, events)


def _rooms(rooms: Json) -> Iterator[tuple[str, Json]]:
    """Yield names of rooms with their events: of a mapping, or of a list of rooms."""
    if isinstance(rooms, dict):
        yield from rooms.items()
    for room in mappings(rooms):
        yield text(room.get("name")), room.get("events") or room.get("talks")


def _schedule_of_widget(document: dict[str, Json]) -> Schedule:
    """Return what pretalx's widget is made of: talks that name rooms and speakers by number."""
    rooms = {text(one.get("id")): text(one.get("name")) for one in mappings(document.get("rooms"))}
    people = {text(one.get("code")): one for one in mappings(document.get("speakers"))}
    events = []
    for talk in mappings(document.get("talks")):
        persons = [people.get(text(one), mapping(one)) for one in items(talk.get("speakers"))]
        about = {**talk, "date": talk.get("start"), "start": None, "persons": persons}
        events.append(Event(about, "", rooms.get(text(talk.get("room")), "")))
    about = {"time_zone_name": document.get("timezone"), "title": document.get("event_name")}
    return Schedule(about, events)
