"""Whom a series tells of its sessions besides subscribers: names of targets, and their rules."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from bot.domain.durations import (
    describe_duration,
    read_duration,
    read_reminders,
    sorted_reminders,
)
from bot.domain.ids import slug
from bot.domain.series import BroadcastTarget, LinkPolicy, TalkKind
from bot.errors import RefusalError
from bot.sources.definition.fields import Fields, read_choice
from bot.sources.definition.schema import known_keys
from bot.sources.definition.values import is_id
from bot.sources.yaml_tree import Listing, Mapping, Node

_WORDS = re.compile(r"[A-Za-z]+(?:[ _-]+[A-Za-z]+){0,5}")  # which no token looks like


def read_broadcast(fields: Fields) -> tuple[BroadcastTarget, ...]:
    """Return the targets that a series names, each once; what cannot be read becomes problems."""
    found: dict[str, BroadcastTarget] = {}
    for node in fields.items("broadcast"):
        target = _target(node, fields)
        if target and target.name in found:
            refusal = RefusalError(
                "this target is named twice",
                read=target.name,
                hint="take one out",
                code="repeated-target",
            )
            fields.problems.refuse(node, refusal, about="broadcast")
        elif target:
            found[target.name] = target
    return tuple(found.values())


def _target(node: Node, series: Fields) -> BroadcastTarget | None:
    if not isinstance(node, Mapping):
        name = series.value(node, read_target_name, "", about="broadcast")
        return BroadcastTarget(name=name) if name else None
    fields = Fields(node, known_keys("target"), series.problems, "a broadcast target")
    name = fields.read("target", read_target_name, "")
    if fields.lacks("target"):
        refusal = RefusalError(
            "which target?",
            read="",
            hint="write it as in {target: team-slack, remind: 1 day}",
            code="missing",
        )
        series.problems.refuse(node, refusal, about="broadcast")
    nodes = fields.items("kinds")
    kinds = [fields.value(one, _read_kind, None, about="kinds") for one in nodes]
    remind = read_offsets(fields)
    audience = fields.choice("audience", LinkPolicy, LinkPolicy.PUBLIC)
    if not name:
        return None
    return BroadcastTarget(
        name=name,
        remind=remind,
        kinds=tuple(dict.fromkeys(kind for kind in kinds if kind)),
        audience=audience,
    )


def _read_kind(text: str) -> TalkKind:
    return read_choice(text, TalkKind)


def read_target_name(text: str) -> str:
    """Return what a target is called. A refusal never repeats what may be a secret address."""
    name = text.strip()
    if is_id(name):
        return name
    if _WORDS.fullmatch(name) and is_id(slug(name)):
        raise RefusalError(
            "a target's name has lower-case letters, digits and single hyphens",
            read=text,
            choices=[slug(name)],
            code="bad-id",
        )
    raise RefusalError(
        "this is no target's name, and an address may be a secret that belongs in no definition",
        read="",
        hint="put it in the settings, as in TALKBELL_BROADCAST_TEAM_SLACK, and write team-slack",
        code="target-address",
    )


def read_offsets(fields: Fields) -> tuple[timedelta, ...] | None:
    """Return what `remind:` says: lengths, the longest first; None if it says nothing."""
    node = fields.get("remind")
    if not isinstance(node, Listing):
        return fields.read("remind", read_reminders, None)
    lengths = (fields.value(item, read_duration, None, about="remind") for item in node.items)
    return sorted_reminders(length for length in lengths if length)


def described_offsets(lengths: Iterable[timedelta] | None) -> list[str] | str:
    """Return what `read_offsets` reads back; nothing for None."""
    if lengths is None:
        return ""
    return [describe_duration(length) for length in lengths] or "none"


def described_targets(targets: Sequence[BroadcastTarget]) -> list[str | dict[str, Any]]:
    """Return what `read_broadcast` reads back: in short where the name says all."""
    return [_described(target) for target in targets]


def _described(target: BroadcastTarget) -> str | dict[str, Any]:
    kinds = [kind.value for kind in target.kinds]
    is_public = target.audience is LinkPolicy.PUBLIC
    options = {
        "remind": described_offsets(target.remind),
        "kinds": kinds[0] if len(kinds) == 1 else kinds,
        "audience": "" if is_public else target.audience.value,
    }
    said = {key: value for key, value in options.items() if value}
    return {"target": target.name, **said} if said else target.name
