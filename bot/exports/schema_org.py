"""Series and sessions as search engines and assistants read them (schema.org, in JSON-LD 1.1).

Texts are plain, in the words of who wrote them; times have the host's offset. What is made is for
whoever may see the series that is given: join links stand in it where that has them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.domain.describing import talks_of
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Join, Material, MaterialKind, Series, Session, Speaker, Status, Talk

_CONTEXT = "https://schema.org"
_SERIES, _SITTING = "EventSeries", "EducationEvent"
_LONGEST = 5000  # characters of a description
_WORKS = {
    MaterialKind.SLIDES: "PresentationDigitalDocument",
    MaterialKind.VIDEO: "VideoObject",
    MaterialKind.PAPER: "ScholarlyArticle",
    MaterialKind.OTHER: "CreativeWork",
}
# HTML ends a script at "</script" and hides it behind "<!--", whatever JSON says it is.
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&"})

Node = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a session besides; addresses are absolute, or empty where not known.

    `url` and `series_url` are pages, `image` a picture. `moved_from` is when it was to be before.
    `is_online` tells that it can be joined from afar, though its link is kept back.
    """

    url: str = ""
    series_url: str = ""
    image: str = ""
    moved_from: Moment | None = None
    is_online: bool = False


_NOTHING = Known()


def series_node(series: Series, url: str) -> Node:
    """Return a series, without its sessions; `url` is its page, empty where that is not known."""
    return {"@context": _CONTEXT, **_series(series, url)}


def session_node(series: Series, session: Session, known: Known = _NOTHING) -> Node:
    """Return a session of a series, with its programme."""
    talks = talks_of(session)
    only = talks[0] if len(talks) == 1 else None
    return _told(
        {
            "@context": _CONTEXT,
            "@type": _SITTING,
            "@id": known.url,
            "url": known.url,
            "name": readable(session.title or (only.title if only else "") or series.title),
            **_times(session.start, session.end),
            **_status(session, known.moved_from),
            "eventAttendanceMode": _attendance(series, session, is_online=known.is_online),
            "location": [*_place(session.room, series.place), *_online(session.join)],
            "image": known.image,
            "description": _cut(readable(only.abstract)) if only else "",
            "performer": _people(speaker for talk in talks for speaker in talk.speakers),
            "organizer": _organizers(series),
            "workFeatured": _works(only.materials) if only else [],
            "subEvent": [] if only else [_talk(one) for one in talks if one.title or one.speakers],
            "superEvent": _told(
                {
                    "@type": _SERIES,
                    "@id": known.series_url,
                    "url": known.series_url,
                    "name": readable(series.title),
                }
            ),
        }
    )


def as_script(node: Node) -> str:
    """Return a node as text that can stand within a script element of HTML and ends none.

    It is ASCII, and reads back as the same whatever its texts hold.
    """
    return json.dumps(node, ensure_ascii=True, separators=(",", ":")).translate(_ESCAPED)


def _series(series: Series, url: str) -> Node:
    dated = [start for _, start in series.scheduled()]
    return _told(
        {
            "@type": _SERIES,
            "@id": url,
            "url": url,
            "name": readable(series.title),
            "description": _cut(readable(series.description)),
            "startDate": _iso(dated[0]) if dated else "",
            "endDate": _iso(dated[-1]) if dated else "",
            "location": _place("", series.place),
            "organizer": _organizers(series),
            "sameAs": _web(series.homepage),
        }
    )


def _talk(talk: Talk) -> Node:
    return _told(
        {
            "@type": _SITTING,
            "name": readable(talk.title or talk.speaker_names),
            **_times(talk.start, talk.end),
            "description": _cut(readable(talk.abstract)),
            "performer": _people(talk.speakers),
            "workFeatured": _works(talk.materials),
        }
    )


def _times(start: Moment | None, end: Moment | None) -> Node:
    return {"startDate": _iso(start) if start else "", "endDate": _iso(end) if end else ""}


def _status(session: Session, moved_from: Moment | None) -> Node:
    """Return whether it takes place; nothing is said of what has no date yet."""
    if session.status is Status.CANCELLED:
        return {"eventStatus": f"{_CONTEXT}/EventCancelled"}
    if session.start is None:
        return {}
    if moved_from and moved_from.at != session.start.at:
        was = {"previousStartDate": _iso(moved_from)}
        return {"eventStatus": f"{_CONTEXT}/EventRescheduled", **was}
    return {"eventStatus": f"{_CONTEXT}/EventScheduled"}


def _attendance(series: Series, session: Session, *, is_online: bool) -> str:
    """Return in which way people can be there, nothing where that is not known."""
    is_joined, has_room = bool(session.join) or is_online, bool(session.room or series.place)
    modes = {(True, True): "Mixed", (True, False): "Online", (False, True): "Offline"}
    mode = modes.get((is_joined, has_room))
    return f"{_CONTEXT}/{mode}EventAttendanceMode" if mode else ""


def _place(room: str, place: str) -> list[Node]:
    name = readable(room or place)
    return [_told({"@type": "Place", "name": name, "address": readable(place)})] if name else []


def _online(join: Join | None) -> list[Node]:
    return [{"@type": "VirtualLocation", "url": join.url}] if join and _web(join.url) else []


def _people(speakers: Iterable[Speaker]) -> list[Node]:
    return [
        _told(
            {
                "@type": "Person",
                "name": readable(one.name),
                "affiliation": _told({"@type": "Organization", "name": readable(one.affiliation)})
                if one.affiliation
                else {},
            }
        )
        for one in dict.fromkeys(speakers)
    ]


def _organizers(series: Series) -> list[Node]:
    return [{"@type": "Person", "name": readable(name)} for name in series.organizers]


def _works(materials: Iterable[Material]) -> list[Node]:
    return [
        {"@type": _WORKS[one.kind], "name": readable(one.label), "url": one.url}
        for one in materials
        if _web(one.url)
    ]


def _web(url: str) -> str:
    """Return an address of the web, nothing for any other (`javascript:`)."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""


def _told(node: Node) -> Node:
    """Return a node without what is empty."""
    return {name: value for name, value in node.items() if value}


def _iso(moment: Moment) -> str:
    return moment.local.isoformat()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
