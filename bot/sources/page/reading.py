"""Pages to series: bytes, lines, marks, records, drafts, items, and then the sessions.

              decoding      html, markdown, plain     tables, marks      segments
bytes ──────────> text ───────────────────────> lines ─────────────> marks ──────> records
records ─> drafts (what) ─┐
records ─> items (when) ──┴─> assembling ──> Series, with the problems of all on the way
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ids import series_slug
from bot.domain.series import Series
from bot.errors import Problem, RefusalError
from bot.language import saying
from bot.sources.imported import Hints, Imported
from bot.sources.page.assembling import Assembly, assemble
from bot.sources.page.below import add_abstracts, find_posters
from bot.sources.page.bounds import (
    refuse_long_markdown,
    refuse_long_text,
    refuse_many_entries,
    refuse_many_lines,
    refuse_many_tags,
)
from bot.sources.page.chairs import give_chairs
from bot.sources.page.combining import Entry, combine
from bot.sources.page.dates import Written, find_dates
from bot.sources.page.dating import Dating
from bot.sources.page.decoding import PageKind, decode_page
from bot.sources.page.draft import Draft
from bot.sources.page.drafts import draft_of, headline_texts
from bot.sources.page.facts import Facts, find_facts
from bot.sources.page.headlines import Habit
from bot.sources.page.html import html_page
from bot.sources.page.items import settle_items
from bot.sources.page.kinds import is_type
from bot.sources.page.layout import is_deadline
from bot.sources.page.lines import Page
from bot.sources.page.markdown import markdown_page
from bot.sources.page.marks import Mark
from bot.sources.page.plain import plain_lines
from bot.sources.page.problems import Problems
from bot.sources.page.segments import (
    Record,
    marks_of,
    split_records,
    with_dates_within,
    with_hours_behind,
)
from bot.sources.page.settling import Item, Settling
from bot.sources.page.shorthand import spelled_out
from bot.sources.page.structured import (
    Event,
    dates_of,
    event_records,
    place_of,
    read_events,
    with_data,
)
from bot.sources.page.undated import undated_records, with_undated
from bot.sources.page.vocabulary import folded
from bot.sources.page.whereabouts import find_home, find_place
from bot.sources.page.years import find_months, find_terms, mentioned_years
from bot.sources.page.zone_lines import take_statements, with_statements
from bot.sources.page.zoning import Zoning

_MOST = 0.6
_MANY = 3
_LONGEST_LABEL = 25
_LONGEST = 2000


def read_page(data: bytes, hints: Hints, name: str) -> Imported:
    """Return the series that a page of text, Markdown or HTML describes, with what it lacks.

    `name` is the file's name or address. Raises nothing: a page that cannot be read is a problem.
    """
    try:
        page = load_page(data, name)
        return _read(page, hints, name)
    except RefusalError as refusal:
        empty = Series(id=hints.id or series_slug(name.rpartition("/")[2]), title=hints.title)
        return Imported(empty, (Problem.of(refusal, file=name),))


def load_page(data: bytes, name: str) -> Page:
    """Return a page's lines; raises RefusalError for what is no page."""
    text, kind = decode_page(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    match kind:
        case PageKind.HTML:
            refuse_many_tags(text, name)
            page = html_page(text, name)
        case PageKind.MARKDOWN:
            refuse_long_markdown(text, name)
            page = markdown_page(text, name)
        case PageKind.TEXT:
            refuse_long_text(text, name)
            page = Page(plain_lines(text), name=name)
    refuse_many_lines(len(page.lines), name)
    return replace(page, lines=spelled_out(page.lines))


def _read(page: Page, hints: Hints, name: str) -> Imported:
    marks, apart, stated = take_statements(with_hours_behind(marks_of(page.lines)))
    events = read_events(page.data)
    records = _records(marks)
    refuse_many_entries(max(len(records), len(events)), name)
    kept = _entries(records, [event for event in events if event.is_talk])
    if not kept:
        raise RefusalError(
            saying("no talk was found on this page"),
            read=name,
            hint=saying(
                "is it the page with the programme? Does it load its entries later, by script?"
            ),
            code="no-talks",
        )
    problems = Problems(name)
    outside = _outside(marks, [record for record, _ in kept], apart)
    stock = _stock([record for record, _ in kept])
    facts = find_facts(page, outside, first=kept[0][0].line, stock=stock)
    facts = replace(facts, statements=with_statements(facts.statements, stated))
    facts = with_data(facts, page.data, events)
    place = _on_place(outside, kept)
    settling = _settling(page, hints, problems, facts, place, first=kept[0][0].line)
    settling = replace(settling, only_date=_only_date(outside, events))
    _learn(settling.dating, page, kept, dates_of(events))
    posters = find_posters(outside)
    settling.dating.check_hint(kept[0][0].line)
    items = settle_items([r for r, _ in kept], [d for _, d in kept], settling)
    add_abstracts([item.draft for item in items], _below(outside, kept[0][0].line, posters))
    give_chairs([item.draft for item in items], outside)
    _count(facts, len(items), problems)
    _tell_of_hours(items, problems)
    with_ = Assembly(hints, facts, settling.zoning, problems, name)
    return assemble(items, posters, with_)


def _entries(records: Sequence[Record], events: Sequence[Event]) -> list[Entry]:
    """Return what is to be seen with what events add to it, or the events where they tell more."""
    combined = combine(_drafted(records), events)
    return combined if combined is not None else _drafted(event_records(events))


def _records(marks: list[Mark]) -> list[Record]:
    """Return the entries that are to be seen."""
    if records := split_records(marks):
        return with_undated(records)
    return split_records(with_dates_within(marks)) or undated_records(marks)


def _drafted(records: Sequence[Record]) -> list[Entry]:
    """Return records with drafts of what they say, without those that say nothing."""
    stock = frozenset(map(folded, (*_stock(records), *_stock_labels(records))))
    habit = Habit.of(headline_texts(records))
    drafted = [(record, draft_of(record, habit, stock=stock)) for record in records]
    return [(r, d) for r, d in drafted if not d.is_empty or d.children]


def _outside(marks: Sequence[Mark], records: Sequence[Record], apart: Sequence[Mark]) -> list[Mark]:
    claimed = {i for record in records for i in range(record.first, record.last)}
    unclaimed = (one for at, one in enumerate(marks) if at not in claimed)
    return sorted((*unclaimed, *apart), key=lambda one: one.line.number)


def _below(outside: Sequence[Mark], first: int, posters: Sequence[Draft]) -> list[Mark]:
    """Return the marks below the first entry that belong to no entry and no poster."""
    taken = {draft.line for draft in posters}
    return [m for m in outside if m.line.number > first and m.line.number not in taken]


def _stock(records: Sequence[Record]) -> list[str]:
    """Return the lines that stand in most entries and so tell nothing of any of them."""
    if len(records) < _MANY:
        return []
    counts: Counter[str] = Counter()
    for record in records:
        counts.update(
            {
                m.line.text
                for m in record.tail
                if not (m.fields or m.is_anchor or is_type(m.line.text))
            }
        )
    return [text for text, count in counts.items() if count >= _MOST * len(records) and text]


def _stock_labels(records: Sequence[Record]) -> list[str]:
    """Return labels of no known meaning that stand in most entries: "Discussant:"."""
    counts: Counter[str] = Counter()
    for record in records:
        texts = [
            m.line.text
            for m in record.tail
            if not (m.fields or m.label or m.is_anchor or m.line.links)
        ]
        heads = [text.partition(":") for text in texts if ":" in text[:_LONGEST_LABEL]]
        counts.update({f"{head}:" for head, _, _ in heads if head and not is_type(head)})
    return [text for text, count in counts.items() if count >= _MOST * len(records) and count > 1]


def _settling(
    page: Page,
    hints: Hints,
    problems: Problems,
    facts: Facts,
    outside: Sequence[Mark],
    *,
    first: int,
) -> Settling:
    lines = [one.line for one in outside]
    dating = Dating(
        hints, problems, find_terms(page.lines, page.title), mentioned_years(page.lines)
    )
    dating.months = find_months([line for line in lines if line.number < first])
    dating.usual_weekday = facts.usual.weekday if facts.usual else None
    zoning = Zoning(
        hints,
        problems,
        facts.statements,
        place if (place := find_place(lines)).place.zones else place_of(page.data),
        find_home(page.lines, page.name),
    )
    return Settling(dating, zoning, facts, problems)


def _learn(dating: Dating, page: Page, kept: Sequence[Entry], told: Sequence[Written]) -> None:
    dates = [
        written
        for line in page.lines
        if len(line.text) < _LONGEST
        for written in find_dates(line.text)
    ]
    dates += [record.when.date for record, _ in kept if record.when.date]
    dates += told
    dating.learn(dates)


def _on_place(outside: Sequence[Mark], kept: Sequence[Entry]) -> list[Mark]:
    """Return the marks that may tell where the meeting is: no lines about speakers."""
    own = [m for r, _ in kept for m in (*r.head, *r.tail) if m.label == "room"]
    return [*outside, *own]


def _only_date(outside: Sequence[Mark], events: Sequence[Event]) -> tuple[Written, int] | None:
    """Return the one date that the page names in passing, None if there are several."""
    found: dict[object, tuple[Written, int]] = {}
    for one in outside:
        for written in find_dates(one.line.text):
            if written.until is None and not is_deadline(one.line.text):
                key = written.orders
                if key not in found or (written.year and not found[key][0].year):
                    found[key] = (written, one.line.number)
    told = [(on, 0) for on in dates_of(events) if on.until is None] if not found else []
    only = [*found.values(), *told]
    return only[0] if len(only) == 1 else None


def _count(facts: Facts, number: int, problems: Problems) -> None:
    if facts.count and facts.count[0] != number:
        said, line, text = facts.count
        problems.warn(
            "count-mismatch",
            saying(
                "the page speaks of {said}, but {number} were found on it", said=said, number=number
            ),
            line=line,
            read=text,
        )


def _tell_of_hours(items: Sequence[Item], problems: Problems) -> None:
    without = [i for i in items if i.on and i.row is None and not i.draft.cancelled]
    if without:
        problems.warn(
            "no-hour",
            saying(
                "{number} of {all} entries have a date but no hour",
                number=len(without),
                all=len(items),
            ),
            line=without[0].line,
            hint=saying("write the hours, or a `slot:`, into the definition"),
        )
