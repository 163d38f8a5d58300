"""One line about a talk, split: "Invited talk: A, T", "A (X): T", "T – A", "T (A; B)", "T von A".

Where a line could be read in several ways, the one that the page's other lines favour wins: `Habit`
counts who comes first, speaker or title, and behind which sign.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.domain.series import Speaker, TalkKind
from bot.domain.unknowns import is_unknown
from bot.sources.page.affiliations import affiliation_score
from bot.sources.page.kinds import kind_of, take_kind
from bot.sources.page.people import People, read_people, split_top

_LONGEST = 1500
_SUFFIX = re.compile(
    r"(?i)\s*(?:\[(?:[^\[\]]{0,30}(?:video|slides?|recording|pdf|abstract|link|paper|youtube|"
    r"arxiv|notes|poster|code|website)[^\[\]]{0,30})\]"
    r"|\((?:in[- ]person(?: only)?|online(?:[- ]only)?|presented online|virtual|hybrid|remote|"
    r"via zoom|zoom|(?:video|slides?|recording|pdf|abstract|link|paper|youtube|arxiv|notes|"
    r"show abstract)(?:[,/& ]{1,3}(?:video|slides?|recording|pdf|abstract|link|paper))?)\)"
    r"|[🔗¶→]|\b(?:show|read|view|toggle|see) (?:abstract|more)\b)\s*$"
)
_SUFFIX_ENDS = (")", "]", "🔗", "¶", "→", "abstract", "more", "Abstract", "More")
_SEPARATORS = (
    ("colon", re.compile(r":\s+|：")),
    ("dash", re.compile(r"\s+(?:-{1,3}|–|—|―)\s+|—|\s[|»]\s|\s::\s")),
    ("quote", re.compile(r",?:?\s+(?=[\"“„«‘])|(?<=[\"”“»])\s?[,:–—-]?\s+(?=[^\W\d_a-z])")),
    ("comma", re.compile(r",\s+")),
    ("stop", re.compile(r"\.\s+(?=[A-Z\"“„«])")),
    ("slash", re.compile(r"\s/\s")),
    ("bracket", re.compile(r"(?<=\))\s+(?=[^\W\d_a-z])")),  # "A (X) Title"
)
_PARTS = (". ", ": ", " – ", " - ", " — ")
_BY = re.compile(r"(?:,?\s(?:\(?presented |\(?given )?(?:by|von|par|por|di|with|mit|avec)\s)")
_CODE = re.compile(r"^[A-Z]{1,3}[-.]?\d{1,3}[.:)]\s+(?=\S)")
_QUOTES = tuple(
    tuple(pair.split())
    for pair in ('" "', "“ ”", "„ “", "„ ”", "« »", "'' ''", "`` ''", "‘ ’", "» «", "* *", "_ _")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What one line tells of a talk; `form` names how it was split, `label` its kind in words."""

    title: str = ""
    speakers: tuple[Speaker, ...] = ()
    kind: TalkKind | None = None
    form: str = ""
    score: float = 0.0
    label: str = ""


@dataclass(slots=True)
class Habit:
    """Which forms the lines of a page have, each with how surely."""

    forms: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Habit":
        """Return the habit that lines show when each is read for itself."""
        habit = cls()
        for line in lines:
            best = read_headline(line)
            if best.speakers and best.title:
                habit.forms[best.form] = habit.forms.get(best.form, 0.0) + best.score
        return habit

    def bonus(self, form: str) -> float:
        """Return how much a form is favoured over one that the page never uses."""
        total = sum(self.forms.values())
        return 0.25 * self.forms.get(form, 0.0) / total if total else 0.0


def read_headline(text: str, habit: Habit | None = None) -> Headline:
    """Return the kind, speakers and title in one line; what cannot be split is a title."""
    whole = _stripped(text)
    text, kind = take_kind(whole)
    label = whole.removesuffix(text).strip(" []:–—-|") if text != whole else ""
    if not text:
        return Headline(kind=kind, label=label)
    if len(text) > _LONGEST:
        return Headline(title=text, kind=kind, score=0.1)
    best = max(
        _readings(text),
        key=lambda one: one.score + (habit.bonus(one.form) if habit else 0.0),
    )
    title = unquoted(best.title)
    if best.speakers and title:
        title, second = take_kind(title)
        kind = kind or second
    return replace(
        best, title=title, label=label, kind=kind or kind_of(title, named=bool(best.speakers))
    )


def unquoted(text: str) -> str:
    """Return a text without the quotation marks around it, and without a final stop or colon."""
    text = text.strip(" ,;:|–—\t")
    if is_unknown(text):
        return text
    for opening, closing in _QUOTES:
        inner = text.removesuffix(".")
        if (
            len(inner) > len(opening) + len(closing)
            and inner.startswith(opening)
            and inner.endswith(closing)
            and closing not in inner[len(opening) : -len(closing)]
        ):
            return inner[len(opening) : -len(closing)].strip(" ,")
    return text[:-1] if text.endswith(".") and not text.endswith(("..", "etc.")) else text


def plain_title(text: str) -> str:
    """Return a title without quotation marks and the "(slides)" of a link behind it."""
    return unquoted(_stripped(text))


def _stripped(text: str) -> str:
    text = _CODE.sub("", text.strip(" \t*_|>"))
    if not text.endswith(_SUFFIX_ENDS):
        return text.rstrip(" »") if "«" not in text else text
    while (shorter := _SUFFIX.sub("", text).strip(" \t*_|>")) != text:
        text = shorter
    return text if "«" in text else text.rstrip(" »")


@lru_cache(maxsize=2048)
def _readings(text: str) -> tuple[Headline, ...]:
    return tuple(_all_readings(text))


def _all_readings(text: str) -> Iterator[Headline]:
    yield Headline(title=text, form="title", score=0.72)
    if people := read_people(text):
        yield Headline(speakers=people.speakers, form="people", score=people.score - 0.02)
    for form, separators in _SEPARATORS:
        yield from _split(text, form, separators)
    yield from _by(text)
    yield from _bracketed(text)


def _split(text: str, form: str, separators: re.Pattern[str]) -> Iterator[Headline]:
    pieces = split_top(text, separators)
    if len(pieces) < 2:  # noqa: PLR2004
        return
    positions, at = [], 0
    for piece in pieces[:-1]:
        at = text.index(piece, at) + len(piece)
        positions.append(at)
    for at in {*positions[:6], *positions[-2:]}:
        left = text[:at].strip()
        found = separators.match(text, at)
        right = text[found.end() if found else at :].strip()
        yield from _sides(left, right, form)


_WEIGHT = {
    "colon": 0.12,
    "dash": 0.12,
    "quote": 0.2,
    "comma": 0.0,
    "stop": 0.0,
    "slash": -0.05,
    "bracket": -0.05,
}


def _sides(left: str, right: str, form: str) -> Iterator[Headline]:
    if not left or not right:
        return
    for form_of, names, title in ((f"name {form}", left, right), (f"title {form}", right, left)):
        people = read_people(names)
        if not people or _is_bad_title(title):
            continue
        yield Headline(
            title=title,
            speakers=people.speakers,
            form=form_of,
            score=_score(people, title, form)
            + _WEIGHT[form]
            - (0.1 if form_of[0] == "t" else 0.0)
            - 0.0002 * len(names),
        )


def _score(people: People, title: str, form: str) -> float:
    score = people.score - 0.1 + 0.08 * people.have_affiliations
    if is_unknown(title):
        return score + 0.1
    # "A, University of X" is one person; a colon says more surely that a title follows.
    if affiliation_score(title) >= {"comma": 0.5, "dash": 0.9}.get(form, 1.0):
        score -= 0.35
    elif read_people(title):
        score -= 0.15
    if len(title.split()) == 1:
        score -= 0.05
    if any(sign in title and read_people(title.rpartition(sign)[2]) for sign in _PARTS):
        score -= 0.2  # "Title. A, B": A is no part of the title
    return score


def _is_bad_title(title: str) -> bool:
    return len(title.strip(" .,:;()")) < 3 and not is_unknown(title)  # noqa: PLR2004


def _by(text: str) -> Iterator[Headline]:
    for found in list(_BY.finditer(text))[-3:]:
        people = read_people(text[found.end() :].rstrip(") "))
        title = text[: found.start()].strip(" (,")
        if people and title:
            yield Headline(
                title=title, speakers=people.speakers, form="title by", score=people.score + 0.1
            )


def _bracketed(text: str) -> Iterator[Headline]:
    """Read "Spotlight talks (A; B)" and "Title (A, University of X)"."""
    if not text.endswith(")"):
        return
    depth, at = 0, len(text) - 1
    while at >= 0:
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if not depth:
            break
        at -= 1
    title, inside = text[:at].strip(), text[at + 1 : -1]
    people = read_people(inside) if at > 0 else None
    if people and len(title) > 2:  # noqa: PLR2004
        yield Headline(
            title=title,
            speakers=people.speakers,
            form="title brackets",
            score=people.score + 0.05 - 0.3 * bool(read_people(title)),
        )
