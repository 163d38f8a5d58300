"""What is odd about a definition's sessions once all are read: twins, and what cannot fit."""

from collections.abc import Sequence

from bot.domain.durations import describe_duration
from bot.domain.series import Session
from bot.errors import RefusalError
from bot.sources.definition.fields import Problems
from bot.sources.yaml_tree import Mapping, Node


def check_sessions(sessions: Sequence[Session], nodes: Sequence[Node], problems: Problems) -> None:
    """Refuse ids that stand twice; warn of sessions that stand twice and of recordings too long."""
    ids: dict[str, Node] = {}
    uids: dict[str, Node] = {}
    seen: dict[tuple[object, ...], Node] = {}
    for session, node in zip(sessions, nodes, strict=True):
        if session.id in ids:
            _refuse_id(session, node, ids[session.id], problems)
        if session.uid and uids.setdefault(session.uid, node) is not node:
            _refuse_uid(session, node, uids[session.uid], problems)
        ids.setdefault(session.id, node)
        if session.start:
            content = (session.start.at, session.headline, session.room)
            if content in seen:
                _warn_of_twin(session, node, seen[content], problems)
            seen.setdefault(content, node)
        _warn_of_long_recording(session, node, problems)


def _refuse_id(session: Session, node: Node, first: Node, problems: Problems) -> None:
    where = node.entries["id"][1] if isinstance(node, Mapping) and "id" in node.entries else node
    refusal = RefusalError(
        f"another session has this id already, in line {first.line}",
        read=session.id,
        choices=[f"{session.id}-2"],
        code="repeated-id",
    )
    problems.refuse(where, refusal, about="id")


def _refuse_uid(session: Session, node: Node, first: Node, problems: Problems) -> None:
    where = node.entries["uid"][1] if isinstance(node, Mapping) and "uid" in node.entries else node
    refusal = RefusalError(
        f"another session has this UID already, in line {first.line}",
        read=session.uid,
        hint="take it out of one of the two",
        code="repeated-uid",
    )
    problems.refuse(where, refusal, about="uid")


def _warn_of_twin(session: Session, node: Node, first: Node, problems: Problems) -> None:
    problems.warn(
        node,
        f"the same session stands in line {first.line}",
        read=session.headline,
        hint="take one out, or give them different rooms",
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
                f"{describe_duration(length)} is too short for a recording"
                f" of {describe_duration(talk.duration)}",
                read=talk.headline,
                hint="give the session, or the slot, more time",
                code="too-short",
            )
