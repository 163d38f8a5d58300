"""What is odd about a definition's sessions once all are read: twins, and what cannot fit."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.durations import describe_duration
from bot.domain.moments import Moment
from bot.domain.series import Session, Talk
from bot.errors import RefusalError
from bot.language import later, saying
from bot.sources.definition.fields import Problems
from bot.sources.yaml_tree import Listing, Mapping, Node

_LONGEST_NIGHT = timedelta(hours=12)


def check_sessions(sessions: Sequence[Session], nodes: Sequence[Node], problems: Problems) -> None:
    """Refuse ids that stand twice and talks outside their session.

    Warn of sessions that stand twice and of recordings too long.
    """
    check_ids("session", [session.id for session in sessions], nodes, problems)
    _check_uids(sessions, nodes, problems)
    seen: dict[tuple[object, ...], Node] = {}
    for session, node in zip(sessions, nodes, strict=True):
        _refuse_talks_outside(session, node, problems)
        if session.start:
            content = (session.start.at, session.headline, session.room)
            if content in seen:
                _warn_of_twin(session, node, seen[content], problems)
            seen.setdefault(content, node)
        _warn_of_long_recording(session, node, problems)


def check_ids(noun: str, ids: Sequence[str], nodes: Sequence[Node], problems: Problems) -> None:
    """Refuse ids that stand twice; an empty one is none."""
    first: dict[str, Node] = {}
    for own, node in zip(ids, nodes, strict=True):
        if own and own in first:
            refusal = RefusalError(
                _repeated(noun, first[own].line),
                read=own,
                choices=[f"{own}-2"],
                code="repeated-id",
            )
            problems.refuse(_value(node, "id") or node, refusal, about="id")
        first.setdefault(own, node)


def _repeated(noun: str, line: int) -> str:
    if noun == "talk":
        return saying("another talk has this id already, in line {line}", line=line)
    return saying("another session has this id already, in line {line}", line=line)


def _refuse_talks_outside(session: Session, node: Node, problems: Problems) -> None:
    nodes = _talk_nodes(node)
    for position, talk in enumerate(session.talks):
        if session.start is None or not _is_outside(talk, session.start, session.end):
            continue
        refusal = RefusalError(
            _outside(session.start, session.end),
            read=f"{talk.clock} {talk.headline}",
            hint=saying("mend one of the two"),
            code="outside-session",
        )
        where = nodes[position] if len(nodes) == len(session.talks) else node
        problems.refuse(_value(where, "at") or where, refusal, about="at")


def _outside(start: Moment, end: Moment | None) -> str:
    begin = f"{start.wall:%H:%M}"
    if end is None:
        return saying("this talk is outside its session ({start})", start=begin)
    return saying(
        "this talk is outside its session ({start} to {end})",
        start=begin,
        end=f"{end.wall:%H:%M}",
    )


def _is_outside(talk: Talk, start: Moment, end: Moment | None) -> bool:
    if talk.start is None:
        return False
    # What is earlier on the clock than the session is on the day after, but hardly as late as this.
    if end is None:
        return talk.start.date != start.date and talk.start.at - start.at > _LONGEST_NIGHT
    return (talk.end or talk.start).at > end.at


def _talk_nodes(session: Node) -> list[Node]:
    found: list[Node] = []
    for node in (_value(session, "talk"), _value(session, "talks")):
        found += node.items if isinstance(node, Listing) else [node] if node else []
    return found


def _value(node: Node, key: str) -> Node | None:
    return node.entries[key][1] if isinstance(node, Mapping) and key in node.entries else None


def _check_uids(sessions: Sequence[Session], nodes: Sequence[Node], problems: Problems) -> None:
    first: dict[str, Node] = {}
    for session, node in zip(sessions, nodes, strict=True):
        if session.uid and session.uid in first:
            refusal = RefusalError(
                saying(
                    "another session has this UID already, in line {line}",
                    line=first[session.uid].line,
                ),
                read=session.uid,
                hint=saying("take it out of one of the two"),
                code="repeated-uid",
            )
            problems.refuse(_value(node, "uid") or node, refusal, about="uid")
        first.setdefault(session.uid, node)


def _warn_of_twin(session: Session, node: Node, first: Node, problems: Problems) -> None:
    problems.warn(
        node,
        saying("the same session stands in line {line}", line=first.line),
        read=session.headline,
        hint=saying("take one out, or give them different rooms"),
        code="twin",
    )


def _warn_of_long_recording(session: Session, node: Node, problems: Problems) -> None:
    if not (session.start and session.end):
        return
    length = session.end.at - session.start.at
    for talk in session.talks:
        if talk.duration and talk.duration > length:
            problems.warn(
                node,
                saying(
                    "{length} is too short for a recording of {duration}",
                    length=later(describe_duration, length),
                    duration=later(describe_duration, talk.duration),
                ),
                read=talk.headline,
                hint=saying("give the session, or the slot, more time"),
                code="too-short",
            )
