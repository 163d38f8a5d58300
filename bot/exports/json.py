"""Series as JSON: the shape that `export`, `import` and the web service share (`docs/json.md`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.domain.audience import Audience, seen_by
from bot.domain.durations import iso_duration
from bot.domain.moments import Moment
from bot.domain.series import BroadcastTarget, Clock, Series, Session, Slot, Talk, TalkKind
from bot.errors import Problem

JsonObject = dict[str, Any]


def render_json(many: Sequence[Series], audience: Audience) -> bytes:
    """Return one series as an object, several as a list of such objects."""
    documents = [series_document(series, audience) for series in many]
    content = documents[0] if len(documents) == 1 else documents
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a series was read: the lines of its sessions and talks, by ids, and the problems."""

    lines: Mapping[str, int] = field(default_factory=dict)
    talk_lines: Mapping[tuple[str, str], int] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


_NOWHERE = Origin()


def series_document(series: Series, audience: Audience, origin: Origin = _NOWHERE) -> JsonObject:
    """Return a series, its sessions and the problems met on reading it, for one audience.

    What is not known is null. Times are ISO 8601 with their offset, lengths ISO 8601 too.
    """
    seen = seen_by(series, audience)
    return {
        "series": _series(seen, audience),
        "sessions": [_session(session, seen, origin) for session in seen.sessions],
        "problems": [problem_object(problem) for problem in origin.problems],
    }


def problem_object(problem: Problem) -> JsonObject:
    """Return a problem; its line is null where it is not known."""
    return {
        "line": problem.line or None,
        "code": problem.code,
        "read": problem.read,
        "message": str(problem.message),
        "choices": [str(choice) for choice in problem.choices],
        "hint": str(problem.hint) or None,
        "severity": problem.severity.value,
    }


def _series(series: Series, audience: Audience) -> JsonObject:
    return {
        "id": series.id,
        "title": series.title,
        "kind": series.kind.value,
        "description": series.description or None,
        "timezone": series.timezone or None,
        "place": series.place or None,
        "homepage": series.homepage or None,
        "organizers": list(series.organizers),
        "link": series.link.value,
        "remind": _offsets(series.remind),
        # Where a series is told of is nobody's business but of those who run it.
        "broadcast": [_target(one) for one in series.broadcast if audience is not Audience.PUBLIC],
        "duration": _length(series.duration),
        "color": series.color or None,
        "updated": instant(series.updated_at) if series.updated_at else None,
        "slot": _slot(series.slot) if series.slot else None,
    }


def _target(target: BroadcastTarget) -> JsonObject:
    return {
        "target": target.name,
        "remind": _offsets(target.remind),
        "kinds": [kind.value for kind in target.kinds],
        "audience": target.audience.value,
    }


def _offsets(lengths: Sequence[timedelta] | None) -> list[str] | None:
    return None if lengths is None else [iso_duration(length) for length in lengths]


def _slot(slot: Slot) -> JsonObject:
    return {
        "every": slot.every,
        "unit": slot.unit.value,
        "weekdays": list(slot.weekdays),
        "nth": slot.nth,
        "at": str(Clock(slot.at)),
        "for": _length(slot.length),
        "from": str(slot.starts_on) if slot.starts_on else None,
        "until": str(slot.ends_on) if slot.ends_on else None,
        "skip": [[str(first), str(last)] for first, last in slot.skip],
        "fill": slot.fill,
    }


def _session(session: Session, series: Series, origin: Origin) -> JsonObject:
    zone = session.start.zone if session.start else series.timezone
    end_zone = session.end.zone if session.end else zone
    start, end = _when(session)
    return {
        "id": session.id,
        "uid": session.uid or None,
        "title": session.title or None,
        "status": session.status.value,
        "reason": session.reason or None,
        "start": start,
        "end": end,
        "duration": _length(session.length),
        "at": str(session.clock) if session.clock and not session.day else None,
        "timezone": zone or None,
        "end_timezone": end_zone if end_zone != zone else None,
        "from_slot": session.from_slot.value or None,
        "chair": session.chair or None,
        "room": session.room or None,
        "join": _join(session),
        "talks": [
            _talk(talk, session, origin.talk_lines.get((session.id, talk.id)))
            for talk in session.talks
        ],
        "line": origin.lines.get(session.id),
    }


def _when(session: Session) -> tuple[str | None, str | None]:
    """Return start and end: with offset, without where no zone is known, or the day alone."""
    if session.start:
        return moment(session.start), moment(session.end) if session.end else None
    if session.day and session.clock:
        start = datetime.combine(session.day, session.clock.start)
        end = datetime.combine(session.day, session.clock.end) if session.clock.end else None
        if end and end <= start:
            end += timedelta(days=1)
        return start.isoformat(), end.isoformat() if end else None
    return (str(session.day) if session.day else None), None


def _join(session: Session) -> JsonObject | None:
    if session.join is None:
        return None
    return {"url": session.join.url, "passcode": session.join.passcode or None}


def _talk(talk: Talk, session: Session, line: int | None) -> JsonObject:
    """Return a talk; one without times of its own carries its session's, unless it is a poster."""
    start, end = (talk.start, talk.end) if talk.start else (session.start, session.end)
    if not talk.start and talk.kind is TalkKind.POSTER:
        start = end = None
    return {
        "id": talk.id,
        "title": talk.title or None,
        "kind": talk.kind.value,
        "start": moment(start) if start else None,
        "end": moment(end) if end else None,
        "at": str(talk.clock) if talk.clock else None,
        "speakers": [
            {"name": speaker.name, "affiliation": speaker.affiliation or None}
            for speaker in talk.speakers
        ],
        "abstract": talk.abstract or None,
        "duration": _length(talk.duration),
        "materials": [
            {"kind": material.kind.value, "url": material.url, "title": material.title or None}
            for material in talk.materials
        ],
        "line": line,
    }


def moment(when: Moment) -> str:
    """Return a moment as local ISO 8601 time with its offset."""
    return when.local.isoformat()


def instant(at: datetime) -> str:
    """Return an aware instant as ISO 8601 time in UTC: `2021-06-28T14:30:00Z`."""
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"


def _length(length: timedelta | None) -> str | None:
    return iso_duration(length) if length else None
