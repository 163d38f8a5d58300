"""Items to a series: sittings with their talks, ids, and the lines where each was read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.domain.ids import series_slug, with_ids, with_talk_ids
from bot.domain.moments import Moment
from bot.domain.programme import place_talks
from bot.domain.series import (
    Clock,
    Join,
    Material,
    MaterialKind,
    Series,
    SeriesKind,
    Session,
    Status,
    Talk,
    TalkKind,
)
from bot.errors import RefusalError
from bot.sources.gaps import undated
from bot.sources.imported import Hints, Imported
from bot.sources.page.chairs import chairs_of
from bot.sources.page.clocks import clock_time
from bot.sources.page.draft import Draft
from bot.sources.page.facts import Facts
from bot.sources.page.links import find_join, find_materials, is_meeting
from bot.sources.page.problems import Problems
from bot.sources.page.settling import Item
from bot.sources.page.vocabulary import folded
from bot.sources.page.zoning import Zoning

_MANY = 3
_FEW_DAYS = 10
_KINDS = {
    SeriesKind.SEMINAR: "seminar colloquium seminaire kolloquium seminario",
    SeriesKind.WORKSHOP: "workshop",
    SeriesKind.CONFERENCE: "conference konferenz tagung symposium congres congreso convegno",
    SeriesKind.COURSE: "course vorlesung",
    SeriesKind.PLAYLIST: "playlist",
}


@dataclass(slots=True)
class Sitting:
    """The items of one session."""

    items: list[Item] = field(default_factory=list)
    posters: list[Draft] = field(default_factory=list)
    track: str = ""


@dataclass(frozen=True, slots=True)
class Assembly:
    """What a series is assembled with."""

    hints: Hints
    facts: Facts
    zoning: Zoning
    problems: Problems
    name: str


def assemble(items: Sequence[Item], posters: Sequence[Draft], with_: Assembly) -> Imported:
    """Return the series of a page's items, with ids and lines."""
    is_programme = _is_programme(items)
    sittings = _sittings(items, is_programme=is_programme)
    if posters and sittings:
        _place_posters(posters, sittings)
    title = with_.hints.title or with_.facts.title
    if not title and len(items) == 1:
        title = items[0].draft.title
    title = title or with_.name.rpartition("/")[2].partition(".")[0]
    made = [_session(sitting, title, with_, is_day=is_programme) for sitting in sittings]
    sessions = with_ids(session for session, _ in made)
    lines = {s.id: line for s, (_, (line, *_)) in zip(sessions, made, strict=True)}
    talk_lines = {
        (session.id, talk.id): line
        for session, (_, (_, *own)) in zip(sessions, made, strict=True)
        for talk, line in zip(session.talks, own, strict=True)
    }
    series = Series(
        id=with_.hints.id or series_slug(title),
        title=title,
        kind=with_.hints.kind or _kind(title, items, is_programme=is_programme),
        timezone="" if _is_zone_open(items) else _main_zone(sessions, with_),
        place=with_.hints.place.text,
        organizers=with_.facts.organizers,
        sessions=sessions,
    )
    return Imported(series, with_.problems.all(), lines, talk_lines)


def _is_programme(items: Sequence[Item]) -> bool:
    """Tell whether entries make up days, rather than each being a meeting of its own."""
    timed = Counter(item.on or _same_written(item) or item.day_line for item in items if item.row)
    if not timed:
        return False
    under_days = sum(1 for item in items if item.row and item.record.day is not None)
    if under_days > sum(timed.values()) / 2:
        return True
    undated = sum(
        1 for item in items if item.row and item.on is None and not item.record.when.has_day
    )
    if undated >= _MANY:
        return True
    full = sum(count for count in timed.values() if count >= _MANY)
    return full > len(items) / 2 or (max(timed.values()) >= _MANY and len(timed) <= _FEW_DAYS)


def _sittings(items: Sequence[Item], *, is_programme: bool) -> list[Sitting]:
    if not is_programme:
        return [Sitting([item], track=item.draft.track) for item in items]
    groups: dict[object, Sitting] = {}
    for item in items:
        day: object = item.on
        if day is None:
            own = item.record.when.has_day or item.record.day is not None
            day = item.day_line if own and item.record.day else ("line", item.line) if own else 0
            day = _same_written(item) or day
        track = item.draft.track
        groups.setdefault((day, track), Sitting(track=track)).items.append(item)
    return list(groups.values())


def _same_written(item: Item) -> object:
    """Return what tells undated days apart: the date as it is written."""
    day = item.record.when.date or (item.record.day.when.date if item.record.day else None)
    return ("written", day.orders, day.year) if day else None


def _place_posters(posters: Sequence[Draft], sittings: Sequence[Sitting]) -> None:
    """Put posters into the day that has a poster block, else into the last one."""
    blocks = [
        sitting
        for sitting in sittings
        if any("poster" in folded(item.draft.title) for item in sitting.items)
    ]
    (blocks or list(sittings))[-1].posters.extend(posters)


def _session(
    sitting: Sitting, title: str, with_: Assembly, *, is_day: bool
) -> tuple[Session, list[int]]:
    """Return a session without an id, its line, and the line of each of its talks."""
    first = min(sitting.items, key=_by_hour) if is_day else sitting.items[0]
    single = not is_day
    pairs = [(_talk(item.draft, item, single=single), item.line) for item in sitting.items]
    pairs = [*pairs, *((_talk(draft, None, single=False), draft.line) for draft in sitting.posters)]
    talks = with_talk_ids(talk for talk, _ in pairs)
    drafts = [item.draft for item in sitting.items]
    session = Session(
        id="",
        status=_status(sitting),
        own_title=(sitting.track or title) if is_day else "",
        chair=drafts[0].chair if single else with_.facts.chair or _chairs(sitting),
        room=drafts[0].room if single else sitting.track,
        join=_join(sitting, drafts, with_),
        talks=talks,
    )
    session = undated(_timed(session, sitting, first, with_, single=single))
    return session, [sitting.items[0].line, *(line for _, line in pairs)]


def _chairs(sitting: Sitting) -> str:
    """Return who chairs on a day, those of blocks that only frame talks included."""
    frames = [item.frame for item in sitting.items if item.frame]
    return chairs_of([item.draft for item in (*frames, *sitting.items)])


def _join(sitting: Sitting, drafts: Sequence[Draft], with_: Assembly) -> Join | None:
    """Return the sitting's own meeting link, else the one that the page gives for all."""
    texts = [text for draft in drafts for text in draft.texts]
    own = find_join(texts, [link for draft in drafts for _, link in draft.links])
    meets = _status(sitting) is Status.SCHEDULED and any(item.on for item in sitting.items)
    return own or (with_.facts.join if meets else None)


def _by_hour(item: Item) -> tuple[bool, int]:
    """Order a day's items by the hour, those before six in the morning as of the night after."""
    return item.row is None, item.row.begins if item.row else 0


def _status(sitting: Sitting) -> Status:
    if all(item.draft.cancelled for item in sitting.items):
        return Status.CANCELLED
    return Status.UNSCHEDULED if all(item.undecided for item in sitting.items) else Status.SCHEDULED


def _talk(draft: Draft, item: Item | None, *, single: bool) -> Talk:
    is_recording = item is not None and item.record.when.length is not None
    kind = draft.kind or TalkKind.TALK
    materials = find_materials(draft.links, names=draft.names, all_kinds=is_recording)
    if is_recording:
        materials = tuple(_as_video(material) for material in materials)
    return Talk(
        id="",
        title=draft.title.strip(),  # it may have been cut at a blank
        kind=TalkKind.OTHER if draft.no_talk else kind,
        speakers=draft.speakers,
        abstract="\n\n".join(draft.abstract),
        clock=item.clock if item and not (single and item.on and item.zone) else None,
        duration=item.record.when.length if item and is_recording else None,
        materials=materials,
    )


def _as_video(material: Material) -> Material:
    """Take the page of a recording, which is nothing else, for the recording."""
    if material.kind is not MaterialKind.OTHER or is_meeting(material.url):
        return material
    return replace(material, kind=MaterialKind.VIDEO)


def _timed(
    session: Session, sitting: Sitting, first: Item, with_: Assembly, *, single: bool
) -> Session:
    if first.row is None or first.on is None or first.clock is None:
        return replace(session, day=first.on)
    span = _span(sitting, first)
    whole = first.record.day.when.hours if first.record.day else None
    latest = max(item.row.until or item.row.begins for item in sitting.items if item.row)
    if span.end is None and whole and whole.until and whole.until > latest:
        span = Clock(span.start, clock_time(whole.until))  # "4 December, 13:00-17:00" above it
    if first.zone is None:
        return replace(session, day=first.on, clock=span)
    start = with_.zoning.moment(datetime.combine(first.on, span.start), first.zone, first.line)
    if start is None:
        return replace(session, day=first.on, clock=span)
    length = (first.length or with_.facts.length) if single else None
    session = replace(session, start=start, end=_end(start, span, length))
    for item in sitting.items[1:]:
        if item.zone and item.row and item.on:
            _tell_of_label(item, with_)
    try:
        return place_talks(session)
    except RefusalError as refusal:
        with_.problems.refuse(refusal, line=first.line)
        return replace(session, start=None, end=None, day=first.on, clock=span)


def _tell_of_label(item: Item, with_: Assembly) -> None:
    """Tell on each row of its own zone word that this is out of season, as `moment` does."""
    if item.record.when.zone and item.on and item.zone and item.clock:
        with_.zoning.moment(datetime.combine(item.on, item.clock.start), item.zone, item.line)


def _span(sitting: Sitting, first: Item) -> Clock:
    assert first.row is not None  # noqa: S101 - the caller's condition
    assert first.clock is not None  # noqa: S101
    rows = [item.row for item in sitting.items if item.row]
    last = max(rows, key=lambda row: row.begins)
    ends = [row.begins + row.length for row in rows if row.until is not None]
    until = max(ends, default=None)
    if until is None or until <= first.row.begins or (last.until is None and until <= last.begins):
        return Clock(first.clock.start, None)
    minutes = until % (24 * 60)
    end = datetime(2000, 1, 1) + timedelta(minutes=minutes)  # noqa: DTZ001 - a wall clock
    return Clock(first.clock.start, end.time() if end.time() != first.clock.start else None)


def _end(start: Moment, span: Clock, length: timedelta | None) -> Moment | None:
    if span.end is None:
        return start.plus(length) if length else None
    begins = datetime.combine(date(2000, 1, 1), span.start)
    lasts = datetime.combine(date(2000, 1, 1), span.end) - begins
    wall = start.wall + (lasts if lasts > timedelta(0) else lasts + timedelta(days=1))
    try:
        return Moment(wall, start.zone)
    except ValueError:
        return None


def _is_zone_open(items: Iterable[Item]) -> bool:
    """Tell whether some hours have no zone, which the zone of others must not become."""
    return any(item.row is not None and item.zone is None for item in items)


def _main_zone(sessions: Iterable[Session], with_: Assembly) -> str:
    zones = Counter(session.start.zone for session in sessions if session.start)
    if zones:
        return zones.most_common(1)[0][0]
    settled = next((word.zone for word in with_.zoning.settled.values() if word), "")
    return settled or (with_.zoning.hint.zone if with_.zoning.hint else "")


def _kind(title: str, items: Sequence[Item], *, is_programme: bool) -> SeriesKind:
    low = folded(title)
    if not any(item.on or item.row or item.undecided or item.record.when.has_day for item in items):
        return SeriesKind.PLAYLIST
    for kind, words in _KINDS.items():
        if any(word in low for word in words.split()):
            return kind
    return SeriesKind.WORKSHOP if is_programme else SeriesKind.SEMINAR
