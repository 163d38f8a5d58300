"""Writing a series as a definition that reads back as the same series."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from bot.domain.durations import describe_duration
from bot.domain.moments import Moment, offset_name
from bot.domain.series import (
    Clock,
    FromSlot,
    Join,
    LinkPolicy,
    Material,
    Series,
    Session,
    Slot,
    Speaker,
    Status,
    Talk,
    TalkKind,
)
from bot.domain.zones import settle_moment, settle_zone
from bot.errors import RefusalError
from bot.language import ENGLISH, speaking
from bot.sources.definition.broadcasts import described_offsets, described_targets
from bot.sources.definition.organizers import described_organizers
from bot.sources.definition.values import describe_slot_day, read_speaker
from bot.sources.definition.watched import described_source

_WIDTH = 100
_NAMELESS = "TBA"  # a talk says something of who or what it is, or that this is not known yet
# Characters that YAML has by their numbers only, in double quotes.
_NOT_IN_BLOCKS = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010fffe]"
)


class _Time(str):
    """Text about time, which stands without quotes although YAML could take it for a timestamp."""

    __slots__ = ()


def _represent_time(representer: RoundTripRepresenter, text: _Time) -> ScalarNode:
    tag = representer.dumper.resolver.resolve(ScalarNode, str(text), (True, False))
    node: ScalarNode = representer.represent_scalar(tag, str(text))
    return node


@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """What is said beside the definition: lines at its top, words beside a session or a talk.

    Sessions are named by their ids, talks by their session's and their own.
    """

    top: Sequence[str] = ()
    sessions: Mapping[str, str] = field(default_factory=dict)
    talks: Mapping[tuple[str, str], str] = field(default_factory=dict)


_NO_COMMENTS = Comments()


@speaking(ENGLISH)  # its lengths are words, whoever writes it
def dump_definition(series: Series, comments: Comments = _NO_COMMENTS) -> str:
    """Return the YAML definition of a series: `read_definition` gives the same series back.

    A series with gaps gives a definition with the same gaps, which are problems of it then.
    """
    yaml = YAML()
    yaml.representer.add_representer(_Time, _represent_time)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(_series(series, comments), stream)
    return (
        "".join(f"# {_comment(line)}".rstrip() + "\n" for line in comments.top) + stream.getvalue()
    )


def _comment(text: str) -> str:
    """Return text as one line that may stand in a comment: YAML allows no control characters."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _beside_id(values: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the keys with a comment behind the id."""
    if not text or "id" not in values:
        return values
    commented = CommentedMap(values)
    commented.yaml_add_eol_comment(_comment(text), key="id", column=0)
    return commented


def _series(series: Series, comments: Comments) -> dict[str, Any]:
    return _said(
        id=series.id,
        title=series.title,
        kind=series.kind.value,
        description=_prose(series.description),
        timezone=series.timezone,
        place=series.place,
        homepage=series.homepage,
        organizers=described_organizers(series),
        link=series.link.value if series.link is not LinkPolicy.SUBSCRIBERS else "",
        remind=described_offsets(series.remind),
        broadcast=described_targets(series.broadcast),
        duration=_length(series.duration),
        color=series.color,
        updated=_updated(series.updated_at),
        slot=_slot(series.slot),
        source=described_source(series.source),
        sessions=[_session(session, series, comments) for session in series.sessions],
    )


def _updated(at: datetime | None) -> str:
    return _Time(at.replace(tzinfo=None).isoformat(timespec="seconds") + "Z") if at else ""


def _said(**values: object) -> dict[str, Any]:
    """Return the keys that say something."""
    return {key.rstrip("_"): value for key, value in values.items() if value}


def _prose(text: str) -> Any:  # noqa: ANN401 - ruamel has no types for its strings
    """Return text as a block: lines kept if it has several, else folded at blanks."""
    if _NOT_IN_BLOCKS.search(text):
        return text
    if "\n" in text:
        return LiteralScalarString(text)
    if len(text) < _WIDTH - 20 or "  " in text:
        return text
    folded = FoldedScalarString(text)
    folded.fold_pos = _fold_positions(text, _WIDTH - 15)
    return folded


def _fold_positions(text: str, width: int) -> list[int]:
    positions: list[int] = []
    begin = 0
    for found in re.finditer(" ", text):
        following = text.find(" ", found.end())
        if (following if following >= 0 else len(text)) - begin > width:
            positions.append(found.start())
            begin = found.end()
    return positions


def _length(length: timedelta | None) -> str:
    return describe_duration(length) if length else ""


def _slot(slot: Slot | None) -> dict[str, Any]:
    if slot is None:
        return {}
    days = [describe_slot_day(weekday, slot.nth) for weekday in slot.weekdays]
    return _said(
        every=f"{slot.every} {slot.unit.value}{'s' if slot.every > 1 else ''}",
        on=days[0] if len(days) == 1 else days,
        at=str(Clock(slot.at)),
        for_=_length(slot.length),
        from_=_Time(str(slot.starts_on)) if slot.starts_on else "",
        until=_Time(str(slot.ends_on)) if slot.ends_on else "",
        skip=[_Time(str(a)) if a == b else f"{a}..{b}" for a, b in slot.skip],
        fill="yes" if slot.fill else "",
    )


def _session(session: Session, series: Series, comments: Comments) -> dict[str, Any]:
    fills = series.slot is not None and series.slot.fill
    unscheduled = session.status is Status.UNSCHEDULED
    said = session.status is not Status.SCHEDULED and (fills or not unscheduled)
    values = _said(
        id=session.id,
        uid=session.uid,
        start=_start(session, series),
        **_length_or_end(session, series),
        status=session.status.value if said else "",
        reason=session.reason,
        title=session.own_title,
        chair=session.chair,
        room=session.room,
        join=_join(session.join),
        talks=[
            _beside_id(_talk(talk), comments.talks.get((session.id, talk.id), ""))
            for talk in session.talks
        ],
    )
    return _beside_id(values, comments.sessions.get(session.id, ""))


def _start(session: Session, series: Series) -> str:
    if session.from_slot is FromSlot.DATE:
        return ""
    if session.from_slot is FromSlot.TIME or session.start is None:
        return _day(session) if session.day else "TBD"
    return _moment(session.start, series.timezone, series.timezone)


def _day(session: Session) -> str:
    """Return a day, with the hours where only the zone is missing."""
    clock = session.clock if session.from_slot is FromSlot.NOTHING else None
    return f"{session.day} {clock}" if clock else _Time(str(session.day))


def _length_or_end(session: Session, series: Series) -> dict[str, str]:
    """Return how long a session is: its own `duration`, an `end`, or nothing if that is usual."""
    if session.length:
        return {"duration": _length(session.length)}
    start, end = session.start, session.end
    if start is None or end is None or session.from_slot is not FromSlot.NOTHING:
        return {}
    usual = series.duration or (series.slot.length if series.slot else None)
    if usual and start.plus(usual) == end:
        return {}
    return {"end": _moment(end, start.zone, series.timezone)}


def _moment(moment: Moment, zone: str, series_zone: str) -> str:
    """Return a moment as text that reads back where `zone` is the one that need not be said.

    With its zone where that is another, and with its label where clocks show the time twice.
    """
    text = f"{moment.wall.date()} {Clock(moment.wall.time())}"
    if moment.is_repeated:
        return f"{text} {_label(moment, series_zone)}"
    return _Time(text) if moment.zone == zone else f"{text} {moment.zone}"


def _label(moment: Moment, series_zone: str) -> str:
    """Return a label that tells which of two equal times is meant, its offset if it has no name."""
    zone = "" if moment.zone == series_zone else f" {moment.zone}"
    label = f"{moment.abbreviation}{zone}"
    try:
        if settle_moment(moment.wall, settle_zone(label, beside=series_zone)) == moment:
            return label
    except RefusalError:
        pass
    return f"{offset_name(moment.offset)}{zone}"


def _join(join: Join | None) -> dict[str, str] | str:
    if join is None:
        return ""
    return _said(url=join.url, passcode=join.passcode) if join.passcode else join.url


def _talk(talk: Talk) -> dict[str, Any]:
    return _said(
        id=talk.id,
        at=_hours(talk.clock) if talk.clock else "",
        kind=talk.kind.value if talk.kind is not TalkKind.TALK else "",
        title=talk.title or (_NAMELESS if not talk.headline else ""),
        speakers=[_speaker(speaker) for speaker in talk.speakers],
        abstract=_prose(talk.abstract),
        duration=_length(talk.duration),
        **_materials(talk.materials),
    )


def _hours(clock: Clock) -> str:
    """Return hours, both with seconds if one has some: "10:30:15-04:00" is one and its offset."""
    hours = [at for at in (clock.start, clock.end) if at is not None]
    precision = "seconds" if any(at.second for at in hours) else "minutes"
    return "-".join(at.isoformat(timespec=precision) for at in hours)


def _speaker(speaker: Speaker) -> dict[str, str] | str:
    """Return a speaker in short if that reads back alike, else in full."""
    try:
        if read_speaker(str(speaker)) == speaker:
            return str(speaker)
    except RefusalError:
        pass
    return _said(name=speaker.name, affiliation=speaker.affiliation)


def _materials(materials: tuple[Material, ...]) -> dict[str, Any]:
    """Return materials by their kinds, or in full where that would lose a title or their order."""
    short: dict[str, list[str]] = {"slides": [], "video": [], "paper": []}
    for material in materials:
        short.get(material.kind.value, []).append(material.url)
    in_order = [(kind, url) for kind, urls in short.items() for url in urls]
    if in_order == [(m.kind, m.url) for m in materials] and not any(m.title for m in materials):
        return {kind: urls[0] if len(urls) == 1 else urls for kind, urls in short.items() if urls}
    return {"materials": [_said(kind=m.kind.value, url=m.url, title=m.title) for m in materials]}
