"""Changes in words: one line each, as a person would say it, without links and passcodes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from bot.domain.changes import (
    Added,
    Cancelled,
    Change,
    Edited,
    LinkChanged,
    MaterialAdded,
    Moved,
    Removed,
    Restored,
    SeriesEdited,
    SessionChange,
)
from bot.domain.facets import Details, Facet, Materials, Standing, Times
from bot.domain.join_secrets import JoinSecrets
from bot.domain.latex import readable
from bot.domain.move_wording import describe_move, describe_start
from bot.domain.series import Join, MaterialKind, Series, Session, Status, Talk, TalkKind

_NOW = {
    Status.SCHEDULED: "Confirmed",
    Status.TENTATIVE: "Tentative",
    Status.UNSCHEDULED: "Postponed",
}
_KINDS = {
    MaterialKind.SLIDES: "slides",
    MaterialKind.VIDEO: "recording",
    MaterialKind.PAPER: "paper",
    MaterialKind.OTHER: "link",
}
_DETAIL_WORDS = {
    "uid": "calendar UID",
    "own_title": "title",
    "from_slot": "use of the slot",
    "talks": "talks",
}
_SERIES_WORDS = {
    "timezone": "time zone",
    "link": "link policy",
    "remind": "reminders",
    "broadcast": "broadcasts",
    "accounts": "accounts of organizers",
    "updated_at": "date of the last update",
}


def describe_change(change: Change, series: Series) -> str:
    """Return one line on a change, given the series after it: `Added: Ada Example, 1 May 16:30`.

    It holds no join link and no passcode, of the series or of the change, whatever the link policy.
    """
    (line,) = describe_changes([change], series)
    return line


def describe_changes(changes: Iterable[Change], series: Series) -> tuple[str, ...]:
    """Return a line on each change, given the series after them; see `describe_change`."""
    changes = tuple(changes)
    sessions = {session.id: session for session in series.sessions}
    strike = JoinSecrets({*_joins(series.sessions), *_joins_of(changes)}).strike
    return tuple(strike(_line(change, series, sessions)) for change in changes)


def _joins(sessions: Iterable[Session]) -> Iterator[Join]:
    return (session.join for session in sessions if session.join)


def _joins_of(changes: Iterable[Change]) -> Iterator[Join]:
    for change in changes:
        if isinstance(change, Added | Removed):
            yield from _joins([change.session])
        elif isinstance(change, LinkChanged):
            yield from (join for join in (change.before, change.after) if join)


def _line(change: Change, series: Series, sessions: dict[str, Session]) -> str:
    if isinstance(change, SeriesEdited):
        return f"Series edited: {_named(_differing(change), _SERIES_WORDS)}"
    session = change.session if isinstance(change, Added | Removed) else None
    session = session or sessions.get(change.session_id) or Session(id=change.session_id)
    note = _note(change)
    who = _who(session) or readable(series.title)
    when = (
        describe_move(change.before, change.after)
        if isinstance(change, Moved)
        else describe_start(Times.of(session, frozenset()))
    )
    return f"{_label(change)}: {who}, {when}" + (f" ({note})" if note else "")


def _label(change: SessionChange) -> str:
    """Return what happened, in the past tense that names a change."""
    match change:
        case LinkChanged():
            return "Link " + (
                "added" if not change.before else "changed" if change.after else "removed"
            )
        case MaterialAdded():
            return f"{_kinds(change.before, change.after)} added"
        case Edited(after=Materials() as materials):
            return f"{_kinds(change.before, materials)} changed"
        case Edited(after=Standing(status=status)) if "status" in _differing(change):
            return _NOW[status]
        case _:
            return type(change).__name__


def _note(change: SessionChange) -> str:
    """Return what there is to say besides: a reason, or what was edited."""
    match change:
        case Cancelled(after=Standing(reason=reason)):
            return readable(reason)
        case Restored(after=Standing(status=status)) if status is not Status.SCHEDULED:
            return status.value
        case Edited(after=Standing(reason=reason)):
            told = readable(reason)
            return told if "status" in _differing(change) else f"reason: {told or 'none'}"
        case Edited(after=Details(room=room)):
            words = {**_DETAIL_WORDS, "room": f"room {readable(room)}" if room else "no room"}
            return _named(_differing(change), words)
        case _:
            return ""


def _who(session: Session) -> str:
    """Return who speaks, else the title; the title where it stands for several talks."""
    talks = [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]
    if session.own_title and len(talks) > 1:
        return readable(session.own_title)
    speakers = dict.fromkeys(speaker for talk in talks for speaker in talk.speakers)
    return readable(Talk(id="", speakers=tuple(speakers)).byline or session.title)


def _differing(change: Edited | SeriesEdited) -> list[str]:
    """Return the names of the fields in which the two sides differ."""
    before, after = change.before, change.after
    names = [field.name for field in fields(before)]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _named(names: Iterable[str], words: Mapping[str, str]) -> str:
    return ", ".join(words.get(name, name) for name in names)


def _kinds(before: Facet, after: Facet) -> str:
    """Return what kinds of materials differ: `Slides and recording`."""
    was, now = (
        {one for talk in facet.talks for one in talk.materials}
        for facet in (before, after)
        if isinstance(facet, Materials)
    )
    kinds = {one.kind for one in was ^ now or now}
    *others, last = [word for kind, word in _KINDS.items() if kind in kinds]
    words = f"{', '.join(others)} and {last}" if others else last
    return words[:1].upper() + words[1:]
