"""Records to drafts of talks: an entry's lines in order, those of talks within it apart."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from bot.domain.series import TalkKind
from bot.sources.page.draft import Draft, Said
from bot.sources.page.draft_reader import DraftReader
from bot.sources.page.headlines import Habit, read_headline
from bot.sources.page.kinds import kind_of
from bot.sources.page.lines import Shape
from bot.sources.page.listed import group_talks
from bot.sources.page.marks import Mark
from bot.sources.page.sections import is_boilerplate
from bot.sources.page.segments import Record
from bot.sources.page.vocabulary import folded

_PLAIN_SHAPES = frozenset({Shape.TEXT})
_MEANT_TO_RUN_ON = frozenset({"abstract", "bio"})


def draft_of(record: Record, habit: Habit, *, stock: frozenset[str] = frozenset()) -> Draft:
    """Return what a record says; `stock` are lines that stand in most records and mean nothing."""
    head, body, children = _with_children(record)
    draft = Draft(line=record.line, track=record.anchor.track)
    reader = DraftReader(draft, habit)
    reader.in_table = bool(record.anchor.fields)
    reader.speaker_apart = any(role == "speaker" for role, _ in record.anchor.fields)
    for said in (*_said(head), *_said_by_anchor(record.anchor), *_said(body)):
        if said.mark is record.anchor or not _is_stock(said, stock):
            reader.take(said)
    reader.finish()
    own = Habit.of(group[0].line.text for group in children)
    habit = own if own.forms else habit  # talks in a block may be written otherwise than blocks
    draft.children = [
        one for group in children if not (one := read_lines(group, habit)).is_empty and one.speakers
    ]
    draft.children = draft.children if len(draft.children) > 1 else []
    return draft


def _is_stock(said: Said, stock: frozenset[str]) -> bool:
    """Tell whether a line stands in most records, or begins with a label that does."""
    text = folded(said.text)
    label, colon, _ = text.partition(":")
    return text in stock or (not said.role and bool(colon) and f"{label}:" in stock)


def headline_texts(records: Iterable[Record]) -> Iterator[str]:
    """Yield the lines from which the page's habit shows: those that stand beside the time."""
    for record in records:
        for mark in (*record.head, record.anchor):
            if not mark.label and not mark.fields and mark.rest and not mark.prose:
                yield mark.rest
        for role, text in record.anchor.fields:
            if role in {"", "title"}:
                yield text


def _with_children(record: Record) -> tuple[tuple[Mark, ...], list[Mark], list[list[Mark]]]:
    """Part the list items that are talks of their own within a timed block from its other lines."""
    anchor = record.anchor.line
    depth = anchor.level if anchor.shape is Shape.ITEM else 0
    body: list[Mark] = []
    groups: list[list[Mark]] = _listed_below(record)
    if groups:
        return record.head, list(record.tail[sum(map(len, groups)) :]), groups
    for mark in record.tail:
        deeper = mark.line.shape is Shape.ITEM and mark.line.level > depth
        if deeper and not mark.label and (mark.line.level == depth + 1 or not groups):
            groups.append([mark])
        elif (groups and (deeper or not mark.line.gap)) or (groups and len(groups) > 1):
            groups[-1].append(mark)
        else:
            body.append(mark)
    if len(groups) < 2 or not record.when.hours:  # noqa: PLR2004
        return record.head, list(record.tail), []
    return record.head, body, groups


def _listed_below(record: Record) -> list[list[Mark]]:
    """Return the talks that stand, a line or two each, below the name of a timed block."""
    rest = " ".join((record.anchor.rest, *(text for _, text in record.anchor.fields))).strip()
    if not record.when.hours or kind_of(rest) is None or read_headline(rest).speakers:
        return []
    lines = list(takewhile(lambda one: one.line.shape in _PLAIN_SHAPES, record.tail))
    return group_talks(lines)


def read_lines(group: Sequence[Mark], habit: Habit, *, kind: TalkKind | None = None) -> Draft:
    """Return what lines say of one talk that has no time of its own."""
    draft = Draft(line=group[0].line.number, kind=kind)
    reader = DraftReader(draft, habit)
    for said in _said(group):
        reader.take(said)
    reader.finish()
    return draft


def _said(marks: Iterable[Mark]) -> Iterator[Said]:
    """Yield what marks say; an abstract runs on over the lines below its label."""
    role = ""
    for mark in marks:
        if mark.fields:
            yield from _fields(mark)
            continue
        if mark.label:
            role = mark.label
            if role in {"date", "when", "time"}:
                role = ""
            text = mark.rest
            if role in _MEANT_TO_RUN_ON or text or mark.line.links:
                yield Said(role, text, mark)
                role = role if role in _MEANT_TO_RUN_ON else ""
            continue
        if mark.line.shape is Shape.RULE:
            role = ""
            continue
        text = mark.rest if mark.is_anchor else mark.line.text
        if role and role not in _MEANT_TO_RUN_ON and not is_boilerplate(text):
            yield Said(role, text, mark)  # "Title:" on a line of its own
            role = ""
            continue
        if role in _MEANT_TO_RUN_ON and is_boilerplate(text):
            role = ""
        yield Said(role if role in _MEANT_TO_RUN_ON else "", text, mark)


def _said_by_anchor(mark: Mark) -> Iterator[Said]:
    if mark.fields:
        yield from _fields(mark)
    else:
        yield Said("", mark.rest, mark, leading=True)


def _fields(mark: Mark) -> Iterator[Said]:
    for position, (role, text) in enumerate(mark.fields):
        yield Said(role, text, mark, leading=position == 0)
    if not mark.fields:
        yield Said("", "", mark)
