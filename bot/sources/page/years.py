"""Which year a part of a page is about: "## 2021", "Spring 2025", "Wintersemester 2020/21"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.sources.imported import AUTUMN
from bot.sources.page.lines import Line
from bot.sources.page.vocabulary import MONTHS, alternation, folded

_LONGEST = 80
_WORDS = (
    "talks?|seminars?|seminare|seminaires?|seminarios?|seminari|schedules?|program(?:me|m|ma)?|"
    "past|"
    "upcoming|previous|spring|summer|fall|autumn|winter|terms?|semesters?|semestre|trimester|"
    "quarter|"
    "michaelmas|hilary|trinity|lent|easter|academic|year|annee|ano|anno|ss|ws|wise|sose|fs|hs|"
    "sommersemester|"
    "wintersemester|fruhling|fruhjahr|sommer|herbst|printemps|ete|automne|hiver|primavera|verano|"
    "otono|invierno|estate|autunno|inverno|"
    "archives?|season|edition|events?|series|sessions?|lectures?|vortrage|meetings?|list|"
    "calendar|colloquium|kolloquium|of|in|the|for|du|de|del|des|im|studienjahr|academique|"
    "distinguished|public|invited|guest|scolaire|speakers?|online|videos?|recordings?|presentations?|show|hide|"
    + alternation([month for month in MONTHS if len(month) > len("sept")])
)
_STATEMENT = re.compile(
    rf"(?:(?:{_WORDS})[\s:,.–—()'-]{{1,3}}){{0,7}}(?P<first>(?:19|"
    rf"20)\d\d)(?:\s?[-/–—]\s?(?P<second>(?:(?:19|20)\d\d|"
    rf"\d\d)))?(?:[\s:,.–—()'-]{{1,3}}(?:{_WORDS})){{0,5}}"
)
# "Oberseminar Geometrie, Wintersemester 2026/27": a term within a title states the year too.
_WITHIN = re.compile(
    r"\b(?:spring|summer|fall|autumn|winter|michaelmas|hilary|trinity|semester|term|academic year"
    r"|ss|ws|wise|sose|sommersemester|wintersemester|semestre|annee|curso|printemps|automne"
    r"|primavera|otono|autunno)\s(?:term\s|semester\s|academique\s|universitaire\s)?"
    r"(?P<first>(?:19|20)\d\d)"
    r"(?:\s?[-/–—]\s?(?P<second>(?:(?:19|20)\d\d|\d\d)))?(?![\d/-])"
)
_SHORT = re.compile(
    r"(?:ss|ws|wise|sose|fs|hs)\s?'?(?P<first>\d\d)(?:\s?[-/–]\s?(?P<second>\d\d))?"
)
_FOR_ALL = re.compile(
    r"\b(?:all|alle|toutes|tous|todas|tutte)\b[^.]{0,30}\b(?:dates?|days|termine|daten|tage|fechas"
    r"|date)\b[^.\d]{0,30}\b(?P<year>20\d\d)\b(?![/.-]\d)"
    r"|\b(?:dates|termine|fechas)\b[^.\d]{0,12}\b(?:in|of|to|for|from|im jahr|de)\s(?:the year\s)?"
    r"(?P<year2>20\d\d)\b(?![/.-]\d)"
)
_LONG_MONTH = alternation([month for month in MONTHS if len(month) > len("sept") or month == "may"])
_MONTHS = re.compile(
    rf"(?<!\d\s)(?<!\d\.\s)(?<!\d(?:th|st|nd|rd)\s)\b(?:(?P<first>{_LONG_MONTH})"
    rf"(?:,?\s(?P<year1>20\d\d))?\s?"
    rf"(?:-|–|—|/|\bto\b|\band\b|\bbis\b|\bund\b|\bet\b|\ba\b|\by\b|\be\b)\s?)?"
    rf"(?P<last>{_LONG_MONTH}),?\s(?:de\s)?(?P<year>20\d\d)\b"
)
_NOT_MEANT = re.compile(
    r"updated|deadline|modified|copyright|©|published|posted|archive|since"
    r"|founded|established|gegrundet|last|before|until"
)
_MENTIONED = re.compile(r"(?<![\d/.-])(20[0-4]\d)(?![\d/.-])")
_MOST_MENTIONS = 5


@dataclass(frozen=True, slots=True)
class Term:
    """The year, or the two of a winter or an academic year, that lines from `line` on are in."""

    line: int
    first: int
    second: int | None = None

    def year_of(self, month: int) -> int:
        """Return the year in which a month of this term lies."""
        return self.first if self.second is None or month >= AUTUMN else self.second


def find_terms(lines: Sequence[Line], title: str) -> tuple[Term, ...]:
    """Return the terms that headings and short lines name, in order; the page's title first."""
    found = [term for term in [_term(title, 0), _for_all(lines)] if term]
    for line in lines:
        texts = {cell.text for cell in line.cells if cell.text}
        text = line.text if not texts else texts.pop() if len(texts) == 1 else ""
        if not 0 < len(text) <= _LONGEST:
            continue
        if (term := _term(text, line.number)) is not None:
            found.append(term)
    return tuple(found)


def _for_all(lines: Sequence[Line]) -> Term | None:
    """Return the one year that a sentence, wherever it stands, gives for all dates."""
    texts = [line.text[:400] for line in lines if " 20" in line.text[:400]]
    said = [match for text in texts if (match := _FOR_ALL.search(folded(text)))]
    years = {int(match["year"] or match["year2"]) for match in said}
    return Term(0, years.pop()) if len(years) == 1 else None


def find_months(lines: Sequence[Line]) -> dict[int, int]:
    """Return the years of months that short lines name: "February and March 2027"."""
    found: dict[int, set[int]] = {}
    for line in lines:
        if line.cells or len(line.text) > 2 * _LONGEST or " 20" not in line.text:
            continue
        low = folded(line.text)
        if _NOT_MEANT.search(low):
            continue
        for match in _MONTHS.finditer(low):
            year, last = int(match["year"]), MONTHS[match["last"]]
            first = MONTHS[match["first"]] if match["first"] else last
            since = int(match["year1"] or (year if first <= last else year - 1))
            for count in range(min(12, (year - since) * 12 + last - first + 1)):
                month = (first - 1 + count) % 12 + 1
                found.setdefault(month, set()).add(since + (first - 1 + count) // 12)
    return {month: years.pop() for month, years in found.items() if len(years) == 1}


def term_at(terms: Sequence[Term], line: int) -> Term | None:
    """Return the term that a line is in: the last one named above it."""
    above = [term for term in terms if term.line <= line]
    return above[-1] if above else None


def mentioned_years(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return the years that a page speaks of, the most frequent first."""
    counts: dict[int, int] = {}
    for line in lines:
        if line.text.lstrip().startswith("©") or "opyright" in line.text:
            continue
        for found in _MENTIONED.finditer(line.text[:2000]):
            counts[int(found[1])] = counts.get(int(found[1]), 0) + 1
    return tuple(sorted(counts, key=lambda year: -counts[year])[:_MOST_MENTIONS])


def names_term(text: str) -> bool:
    """Tell whether a line names a year or a term and nothing else."""
    plain = _plain(text)
    return bool(_STATEMENT.fullmatch(plain) or _SHORT.fullmatch(plain))


def _plain(text: str) -> str:
    return folded(text[: _LONGEST + 20]).strip(" .:*_#–—-()[]»>▾▸+")


def _term(text: str, line: int) -> Term | None:
    plain = _plain(text)
    found = _STATEMENT.fullmatch(plain) or _SHORT.fullmatch(plain) or _WITHIN.search(plain)
    if not found:
        return None
    first = int(found["first"])
    first += 2000 if first < 100 else 0  # noqa: PLR2004
    second = found["second"]
    if second is None:
        return Term(line, first)
    last = int(second) if len(second) > 2 else first // 100 * 100 + int(second)  # noqa: PLR2004
    return Term(line, first, last) if last == first + 1 else None
