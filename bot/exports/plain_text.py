"""A session or talk in plain text: what calendar apps show under the title."""

from collections.abc import Iterable

from bot.domain.durations import describe_duration
from bot.domain.latex import readable
from bot.domain.series import Join, Series, Session, Status, Talk, TalkKind
from bot.language import ENGLISH, speaking


def describe_session(session: Session, series: Series) -> str:
    """Return a session's description: who, what, how to join; with its programme if it has one."""
    if len(session.talks) == 1:
        talk = session.talks[0]
        about = [readable(talk.title) if session.own_title else "", *_talk_lines(talk)]
    else:
        about = [describe_programme(session.talks)]
    return _paragraphs([describe_status(session), *about, *_around(session, series)])


def describe_talk(talk: Talk, session: Session, series: Series) -> str:
    """Return the description of a talk that has an entry of its own within a longer session."""
    is_told = session.title in {"", series.title}  # the series' title stands at the end anyway
    part = "" if is_told else f"Part of: {readable(session.title)}"
    return _paragraphs(
        [describe_status(session), *_talk_lines(talk), part, *_around(session, series)]
    )


def _talk_lines(talk: Talk) -> list[str]:
    speakers = ", ".join(str(speaker) for speaker in talk.speakers)
    label = "Speaker" if len(talk.speakers) == 1 else "Speakers"
    return [
        f"{label}: {readable(speakers)}" if speakers else "",
        readable(talk.abstract),
        _materials(talk),
    ]


def _materials(talk: Talk) -> str:
    lines = [f"{material.label}: {material.url}" for material in talk.materials]
    if talk.duration:
        with speaking(ENGLISH):  # the same for all, whoever asked first
            lines.append(f"Recording: {describe_duration(talk.duration)}")
    return "\n".join(lines)


def describe_programme(talks: Iterable[Talk]) -> str:
    """Return a line for each talk: its hours if it has some, who, what."""
    lines = []
    for talk in talks:
        hours = f"{talk.clock} " if talk.clock else ""
        kind = f" ({talk.kind.value})" if talk.kind not in _PLAIN_KINDS else ""
        lines.append(f"{hours}{readable(talk.headline)}{kind}")
    return "\n".join(lines)


_PLAIN_KINDS = {TalkKind.TALK, TalkKind.BREAK, TalkKind.OTHER}


def describe_status(session: Session) -> str:
    """Return `Cancelled: why` or `Tentative`, nothing of what takes place for sure."""
    if session.status in {Status.CANCELLED, Status.TENTATIVE}:
        reason = f": {session.reason}" if session.reason else ""
        return f"{session.status.value.capitalize()}{reason}"
    return ""


def _around(session: Session, series: Series) -> list[str]:
    return [
        f"Chair: {session.chair}" if session.chair else "",
        join_lines(session.join) if session.join else "",
        "\n".join(part for part in (series.title, series.homepage) if part),
    ]


def join_lines(join: Join) -> str:
    """Return how to join: the address, and the passcode in a line of its own."""
    passcode = f"\nPasscode: {join.passcode}" if join.passcode else ""
    return f"Join: {join.url}{passcode}"


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)
