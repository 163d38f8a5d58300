"""Talks on pages that give no time for them: playlists, archives by year, lists of abstracts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.sources.page.headlines import Headline, read_headline
from bot.sources.page.lines import Shape
from bot.sources.page.links import find_materials
from bot.sources.page.listed import are_alike
from bot.sources.page.marks import Mark
from bot.sources.page.people import read_labelled_people, read_people
from bot.sources.page.sections import ends_record, is_boilerplate, is_section
from bot.sources.page.segments import Record
from bot.sources.page.starts import may_be_title, share
from bot.sources.page.when import When

_SURE = 1.0
_MOST = 0.6
_ALIKE = 0.75
_NEAR = 4
_LONGEST = 500


def undated_records(marks: Sequence[Mark]) -> list[Record]:
    """Return records for talks that a page lists without any time, in the likeliest way."""
    ways: tuple[Callable[[Sequence[Mark]], list[int]], ...] = (
        _rows, _labelled, _under_headings, _one_a_line, _items, _above_buttons,
        _people_above_titles,
    )  # fmt: skip
    found = [(way(marks), way) for way in ways]
    starts, way = max(found, key=lambda one: len(one[0]))
    if len(starts) < 2:  # noqa: PLR2004 - one line that looks like a talk may be anything
        return []
    return _records(marks, starts, headings_end=way is not _under_headings)


def with_undated(records: Sequence[Record]) -> list[Record]:
    """Part off the entries without a date that stand between others on a page of blocks.

    Where most entries close with a button ("More info", "Slides"), what follows such a line under
    a title of its own is another entry.
    """
    closed = [bool(one.tail) and is_boilerplate(one.tail[-1].line.text) for one in records]
    if sum(closed) < 3 or share(closed) < _MOST:  # noqa: PLR2004
        return list(records)
    return [part for record in records for part in _parted(record)]


def _parted(record: Record) -> list[Record]:
    for at, (one, below) in enumerate(pairwise(record.tail), 1):
        if is_boilerplate(one.line.text) and below.line.gap and may_be_title(below):
            last = record.last - len(record.tail) + at
            other = Record(
                anchor=below,
                when=When(),
                tail=record.tail[at + 1 :],
                first=last,
                last=record.last,
            )
            return [replace(record, tail=record.tail[:at], last=last), other]
    return [record]


def _records(marks: Sequence[Mark], starts: Sequence[int], *, headings_end: bool) -> list[Record]:
    records = []
    for order, at in enumerate(starts):
        limit = starts[order + 1] if order + 1 < len(starts) else len(marks)
        end = at + 1
        while end < limit and not _ends(marks[end], marks[at], headings_end=headings_end):
            end += 1
        records.append(
            Record(
                anchor=marks[at], when=When(), tail=tuple(marks[at + 1 : end]), first=at, last=end
            )
        )
    return records


def _ends(one: Mark, anchor: Mark, *, headings_end: bool) -> bool:
    if one.line.is_heading:
        return headings_end or one.line.level <= anchor.line.level
    return not one.label and ends_record(one.line)


def _rows(marks: Sequence[Mark]) -> list[int]:
    return [
        at
        for at, one in enumerate(marks)
        if {"title", "speaker"} & {role for role, text in one.fields if text}
    ]


def _labelled(marks: Sequence[Mark]) -> list[int]:
    """Return where each round of "Speaker: …", "Title: …" begins."""
    roles = [one.label for one in marks if one.label in {"title", "speaker"}]
    if not ({"title", "speaker"} <= set(roles)):
        return []
    return [at for at, one in enumerate(marks) if one.label == roles[0]]


def _under_headings(marks: Sequence[Mark]) -> list[int]:
    """Return headings that have a speaker below them."""
    found = []
    for at, one in enumerate(marks):
        if not one.line.is_heading or is_section(one.line.text):
            continue
        for other in marks[at + 1 : at + _NEAR]:
            if other.line.is_heading:
                break
            if _is_speaker(other):
                found.append(at)
                break
    return found


def _is_speaker(one: Mark) -> bool:
    if one.label == "speaker":
        return bool(read_labelled_people(one.rest))
    return (
        not one.prose and len(one.line.text) <= _LONGEST and read_people(one.line.text) is not None
    )


def _one_a_line(marks: Sequence[Mark]) -> list[int]:
    """Return lines that have speaker and title both."""
    found = []
    for at, one in enumerate(marks):
        if one.label or one.line.is_heading or len(one.line.text) > _LONGEST:
            continue
        headline = read_headline(one.line.text)
        if _is_talk(headline, one) and not is_boilerplate(one.line.text):
            found.append(at)
    return found


def _items(marks: Sequence[Mark]) -> list[int]:
    """Return the items of lists in which nearly all have speaker and title, in the same form."""
    found: list[int] = []
    run: list[int] = []
    for at, one in enumerate((*marks, None)):
        if one is not None and one.line.shape is Shape.ITEM and not (one.label or one.prose):
            run.append(at)
            continue
        if len(run) > 1 and are_alike([marks[i].line.text for i in run], most=_ALIKE):
            found += run
        run = []
    return found


def _above_buttons(marks: Sequence[Mark]) -> list[int]:
    """Return lines of speaker and title, in the same form, each above links to its recording."""
    found = [
        at
        for at, (one, below) in enumerate(pairwise(marks))
        if one.line.shape is Shape.TEXT
        and not (one.label or one.prose or is_boilerplate(one.line.text))
        and is_boilerplate(below.line.text)
    ]
    return found if are_alike([marks[at].line.text for at in found], most=_ALIKE) else []


def _people_above_titles(marks: Sequence[Mark]) -> list[int]:
    """Return lines of people with their affiliations, each with a title right below."""
    found = []
    for at, (one, below) in enumerate(pairwise(marks)):
        people = None if one.label or one.prose else read_people(one.line.text)
        is_title = not (
            below.label or below.prose or below.line.gap or read_people(below.line.text)
        )
        if people and people.have_affiliations and is_title and not is_boilerplate(below.line.text):
            found.append(at)
    return found


def _is_talk(headline: Headline, one: Mark) -> bool:
    if not (headline.speakers and headline.title):
        return False
    has_affiliation = any(speaker.affiliation for speaker in headline.speakers)
    links = [("", link) for link in one.line.links]
    has_material = bool(find_materials(links, names=()))
    return headline.score >= _SURE and (has_affiliation or has_material or one.line.level > 0)
