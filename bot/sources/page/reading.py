"""Pages to series: bytes, lines, marks, records, drafts, items, and then the sessions.

              decoding      html, markdown, plain     tables, marks      segments
bytes ──────────> text ───────────────────────> lines ─────────────> marks ──────> records
records ─> drafts (what) ─┐
records ─> items (when) ──┴─> assembling ──> Series, with the problems of all on the way
"""

from collections import Counter
from collections.abc import Sequence

from bot.domain.identity import slug
from bot.domain.series import Series
from bot.errors import Problem, RefusalError
from bot.sources.imported import Hints, Imported
from bot.sources.page.assembling import Assembly, assemble
from bot.sources.page.below import add_abstracts, find_posters
from bot.sources.page.dates import Written, find_dates
from bot.sources.page.dating import Dating
from bot.sources.page.decoding import PageKind, decode_page
from bot.sources.page.draft_reader import Draft
from bot.sources.page.drafts import draft_of, headline_texts
from bot.sources.page.facts import Facts, find_facts
from bot.sources.page.headlines import Habit, is_type
from bot.sources.page.html import html_page
from bot.sources.page.items import Item, Settling, settle_items
from bot.sources.page.lines import Page
from bot.sources.page.markdown import markdown_page
from bot.sources.page.marks import Mark
from bot.sources.page.plain import plain_lines
from bot.sources.page.problems import Problems
from bot.sources.page.segments import Record, marks_of, split_records, with_dates_within
from bot.sources.page.structured import structured_records
from bot.sources.page.undated import undated_records
from bot.sources.page.vocabulary import folded
from bot.sources.page.whereabouts import find_home, find_place
from bot.sources.page.years import find_terms, mentioned_years
from bot.sources.page.zoning import Zoning

_MOST = 0.6
_MANY = 3
_MOST_LINES = 60_000
_MOST_MARKDOWN = 1_000_000  # characters; its parser takes a few hundred times as much memory
_LONGEST = 2000


def read_page(data: bytes, hints: Hints, name: str) -> Imported:
    """Return the series that a page of text, Markdown or HTML describes, with what it lacks.

    `name` is the file's name or address. Raises nothing: a page that cannot be read is a problem.
    """
    try:
        page = load_page(data, name)
        return _read(page, hints, name)
    except RefusalError as refusal:
        empty = Series(id=hints.id or slug(name.rpartition("/")[2]) or "series", title=hints.title)
        return Imported(empty, (Problem.of(refusal, file=name),))


def load_page(data: bytes, name: str) -> Page:
    """Return a page's lines; raises RefusalError for what is no page."""
    text, kind = decode_page(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    match kind:
        case PageKind.HTML:
            page = html_page(text, name)
        case PageKind.MARKDOWN:
            _refuse_long_markdown(text, name)
            page = markdown_page(text, name)
        case PageKind.TEXT:
            page = Page(plain_lines(text), name=name)
    if len(page.lines) > _MOST_LINES:
        raise RefusalError(
            f"the page has {len(page.lines)} lines; at most {_MOST_LINES} are read",
            read=name,
            hint="cut out the part with the programme",
            code="too-large",
        )
    return page


def _refuse_long_markdown(text: str, name: str) -> None:
    """Refuse what would take minutes and all memory before its lines could be counted."""
    lines = text.count("\n")
    if len(text) > _MOST_MARKDOWN or lines > _MOST_LINES:
        raise RefusalError(
            f"this has {len(text) / 1e6:.1f} MB in {lines} lines; Markdown is read up to 1 MB and"
            f" {_MOST_LINES} lines",
            read=name,
            hint="cut out the part with the programme",
            code="too-large",
        )


def _read(page: Page, hints: Hints, name: str) -> Imported:
    marks = marks_of(page.lines)
    records = _records(page, marks)
    stock = _stock(records)
    habit = Habit.of(headline_texts(records))
    drafts = [
        draft_of(record, habit, stock=frozenset(folded(text) for text in stock))
        for record in records
    ]
    kept = [(r, d) for r, d in zip(records, drafts, strict=True) if not d.is_empty or d.children]
    if not kept:
        raise RefusalError(
            "no talk was found on this page",
            read=name,
            hint="is it the page with the programme? Does it load its entries later, by script?",
            code="no-talks",
        )
    problems = Problems(name)
    outside = _outside(marks, [record for record, _ in kept])
    facts = find_facts(page, outside, first=kept[0][0].line, stock=stock)
    settling = _settling(page, hints, problems, facts, outside)
    _learn(settling.dating, page, kept)
    posters = find_posters(outside)
    settling.dating.check_hint(kept[0][0].line)
    items = settle_items([r for r, _ in kept], [d for _, d in kept], settling)
    add_abstracts([item.draft for item in items], _below(outside, kept[0][0].line, posters))
    _count(facts, len(items), problems)
    _tell_of_hours(items, problems)
    with_ = Assembly(hints, facts, settling.zoning, problems, name)
    return assemble(items, posters, with_)


def _records(page: Page, marks: list[Mark]) -> list[Record]:
    """Return the visible entries, or the hidden schema.org events where those tell more."""
    records = split_records(marks)
    hidden = structured_records(page.data)
    timed = [r for r in records if r.when.hours and (r.when.has_day or r.day)]
    if len(hidden) > len(records) or (hidden and not timed):
        return hidden
    return records or split_records(with_dates_within(marks)) or undated_records(marks)


def _outside(marks: Sequence[Mark], records: Sequence[Record]) -> list[Mark]:
    claimed = {i for record in records for i in range(record.first, record.last)}
    return [one for at, one in enumerate(marks) if at not in claimed]


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


def _settling(
    page: Page, hints: Hints, problems: Problems, facts: Facts, outside: Sequence[Mark]
) -> Settling:
    lines = [one.line for one in outside]
    dating = Dating(
        hints, problems, find_terms(page.lines, page.title), mentioned_years(page.lines)
    )
    dating.usual_weekday = facts.usual.weekday if facts.usual else None
    zoning = Zoning(
        hints, problems, facts.statements, find_place(lines), find_home(page.lines, page.name)
    )
    return Settling(dating, zoning, facts, problems, _only_date(outside))


def _learn(dating: Dating, page: Page, kept: Sequence[tuple[Record, Draft]]) -> None:
    dates = [
        written
        for line in page.lines
        if len(line.text) < _LONGEST
        for written in find_dates(line.text)
    ]
    dates += [record.when.date for record, _ in kept if record.when.date]
    dating.learn(dates)


def _only_date(outside: Sequence[Mark]) -> tuple[Written, int] | None:
    """Return the one date that the page names in passing, None if there are several."""
    found: dict[object, tuple[Written, int]] = {}
    for one in outside:
        for written in find_dates(one.line.text):
            if written.until is None:
                key = written.orders
                if key not in found or (written.year and not found[key][0].year):
                    found[key] = (written, one.line.number)
    return next(iter(found.values())) if len(found) == 1 else None


def _count(facts: Facts, number: int, problems: Problems) -> None:
    if facts.count and facts.count[0] != number:
        said, line, text = facts.count
        problems.warn(
            "count-mismatch",
            f"the page speaks of {said}, but {number} were found on it",
            line=line,
            read=text,
        )


def _tell_of_hours(items: Sequence[Item], problems: Problems) -> None:
    without = [i for i in items if i.on and i.row is None and not i.draft.cancelled]
    if without:
        problems.warn(
            "no-hour",
            f"{len(without)} of {len(items)} entries have a date but no hour",
            line=without[0].line,
            hint="write the hours, or a `slot:`, into the definition",
        )
