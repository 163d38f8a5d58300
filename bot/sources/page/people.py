"""People in a text: "A (X) & B (Y)", "A · B", "A, University of X", "Prof. Dr. A".

`read_people` returns None for what is not surely people: titles are what names are mistaken for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.domain.series import Speaker
from bot.sources.page.affiliations import affiliation_score
from bot.sources.page.name_words import (
    AFFILIATIONS,
    COUNTRIES,
    HONORIFICS,
    MAY_BE_NAMES,
    MAY_BE_SURNAMES,
    NOT_NAME_ENDINGS,
    NOT_NAMES,
    PARTICLES,
)
from bot.sources.page.vocabulary import folded

SURE = 0.7
_LONGEST = 3000
_MOST_WORDS = 7
_LONGEST_TOWN = 4
_PREFIXES = ("d'", "d’", "al-", "el-")
_SHORTEST_SURNAME_IN_CAPITALS = 3
_WORD = re.compile(r"[^\W\d_][\w.'’‘`´-]*\.?|[a-z]'|’t")
_INITIAL = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*\.?-?[^\W\d_]?\.?")
_COMMA = re.compile(r",\s*(?:and|und|et|&)\s|,\s")
_AND = re.compile(r"\s(?:and|&|und|et|y|e|with|sowie)\s")
_LEAD = re.compile(
    r"(?i)^(?:\d{1,3} presenters?(?=[A-Z])|\d{1,3} presenters?\b|(?:presented |given |"
    r"chaired )?by\b|von\b|par\b|por\b|"
    r"speakers?:|with\b|moderators?:|presenters?:)\s*"
)
_TRAIL = re.compile(
    r"(?i)\s*\((?:moderator|chair|host|speaker|organi[sz]er|online|remote|virtual|in person|"
    r"tb[acd]|joint work[^()]{0,80})\)"
)
_GLUED = re.compile(r"(?i)\b(prof|dr|ing)\.(?=\S)")
_ROLE = re.compile(r"(?i)^(?:moderator|chair|host|discussant|moderated by)\s?:?\s+")
_POST = re.compile(
    r"(?i)(?:(?:assistant|associate|senior|junior|full|visiting|distinguished|research|chief"
    r"|principal|staff|deputy)\s){0,3}(?:professor|scientist|researcher|lecturer|fellow|postdoc\w*"
    r"|director|engineer|ph\.?d\.? (?:student|candidate)|graduate student)\b.{0,60}$"
)
_OPENING = "([{"
_BRACKET = re.compile(r"[()\[\]{}]")


@dataclass(frozen=True, slots=True)
class People:
    """Speakers, and how surely (0 to 1) the text is people at all."""

    speakers: tuple[Speaker, ...]
    score: float

    @property
    def have_affiliations(self) -> bool:
        """Whether some of the people have an affiliation."""
        return any(speaker.affiliation for speaker in self.speakers)


@lru_cache(maxsize=4096)
def read_people(text: str) -> People | None:
    """Return the people that a text consists of, None if it is not surely that."""
    people = _read(text)
    return people if people and people.score >= SURE else None


def read_labelled_people(text: str) -> tuple[Speaker, ...]:
    """Return the people in a text that says of itself that it is people: "Speaker: …"."""
    text = _cleaned(text)
    if not text or len(text) > _LONGEST:
        return ()
    if people := _read(text, trusting=True):
        return people.speakers
    name, affiliation = _name_and_affiliation(text)
    return (Speaker(name=name, affiliation=affiliation),) if name else ()


@lru_cache(maxsize=4096)
def name_score(name: str) -> float:
    """Return how much a text looks like one person's name, from 0 to 1."""
    name = without_honorifics(name)
    if not name or any(sign in name for sign in ':?!$\\/=+"“”@#%<>0123456789[]{}()…'):
        return 0.0
    words = name.replace("‐", "-").split()
    if len(words) > _MOST_WORDS:
        return 0.0
    if all(folded(word).strip(".,") in COUNTRIES for word in words):
        return 0.0
    weights = [_weight(position, words) for position in range(len(words))]
    if any(weight is None for weight in weights):
        return 0.0
    known = [weight for weight in weights if weight is not None]
    real = sum(1 for weight in known if weight.counts)
    score = 1.0 - sum(weight.doubt for weight in known)
    if real < len(("first", "last")):
        score -= 0.55 if len(words) == 1 or real == 0 else 0.2
    return max(score - 0.1 * max(0, real - 4), 0.0)


class _Weight(NamedTuple):
    """How much a word makes one doubt a name, and whether it counts as a first or last name."""

    doubt: float = 0.0
    counts: bool = True


def _weight(position: int, words: list[str]) -> _Weight | None:
    """Return what a word says of the name that it would be part of, None if it is of no name."""
    word, is_last = words[position], position == len(words) - 1
    plain, is_capital = folded(word).strip(".,'’"), word[0].isupper()
    if plain in PARTICLES and position and not is_last:
        return _Weight(counts=False)
    if _INITIAL.fullmatch(word) and word.endswith("."):
        return _Weight(counts=not position)
    if is_capital and len(words) > 1 and plain in MAY_BE_NAMES | MAY_BE_SURNAMES:
        return _Weight(0.0 if is_last and plain in MAY_BE_SURNAMES else 0.25)
    if not _WORD.fullmatch(word) or plain in NOT_NAMES or plain in AFFILIATIONS:
        return None
    if not is_capital:
        return _small(position, words)
    is_noun = plain.endswith(NOT_NAME_ENDINGS) and len(plain) > len("fleming")
    in_capitals = word.isupper() and len(word) >= _SHORTEST_SURNAME_IN_CAPITALS
    return _Weight(0.45 * is_noun + 0.15 * in_capitals, counts=len(word) > 1 or not position)


def _small(position: int, words: list[str]) -> _Weight | None:
    """Weigh a word in small letters: "zhanglin peng", "d'Alembert"."""
    plain = folded(words[position])
    if position == 0 and len(words) > 1 and not words[1][0].isupper():
        return _Weight(0.25)
    is_particle = plain.split("'")[0] in PARTICLES or plain.startswith(_PREFIXES)
    return _Weight() if is_particle else None


def without_honorifics(name: str) -> str:
    """Return a name without "Prof. Dr." before it and degrees after it."""
    name = name.strip(" .,;:–—-|*_")
    if "." in name:
        name = _GLUED.sub(r"\1. ", name)
    words = name.split()
    while len(words) > 1 and folded(words[0]) in HONORIFICS and words[0] != "M.":
        words = words[1:]
    while len(words) > 1 and folded(words[-1]).strip(",.") in {"phd", "ph.d", "msc", "md"}:
        words = words[:-1]
    return " ".join(words).strip(" .,;:") if words else ""


def split_top(text: str, separators: re.Pattern[str]) -> list[str]:
    """Split a text where a pattern matches outside brackets."""
    cuts = list(separators.finditer(text))
    if not cuts or not any(sign in text for sign in _OPENING):
        return separators.split(text) if cuts else [text]
    brackets = [
        (found.start(), 1 if found[0] in _OPENING else -1) for found in _BRACKET.finditer(text)
    ]
    pieces, depth, last, passed = [], 0, 0, 0
    for cut in cuts:
        while passed < len(brackets) and brackets[passed][0] < cut.start():
            depth = max(0, depth + brackets[passed][1])
            passed += 1
        if not depth and cut.start() >= last:
            pieces.append(text[last : cut.start()])
            last = cut.end()
    return [*pieces, text[last:]]


def _cleaned(text: str) -> str:
    text = text.strip().strip("*_|🔗 ")
    if "(" in text:
        text = _TRAIL.sub("", text)
    text = _LEAD.sub("", text).strip(" ,;:")
    return text.removesuffix(".") if not text.endswith(("Jr.", "Sr.")) else text


def _read(text: str, *, trusting: bool = False) -> People | None:
    text = _cleaned(text)
    if not 2 < len(text) <= _LONGEST or text.lower() in {"tba", "tbd", "tbc"}:  # noqa: PLR2004
        return None
    for sign in (" · ", "·", " • ", ";", " | ", " / ", "/"):
        if sign in text and (people := _separate(text, re.compile(re.escape(sign)), trusting)):
            return people
    return _listed(text, trusting=trusting)


def _separate(text: str, sign: re.Pattern[str], trusting: bool) -> People | None:  # noqa: FBT001
    pieces = [piece.strip() for piece in split_top(text, sign) if piece.strip()]
    if len(pieces) < 2:  # noqa: PLR2004
        return None
    found = [_listed(piece, trusting=trusting) for piece in pieces]
    scores = [people.score if people else 0.0 for people in found]
    average = sum(scores) / len(scores)
    if average < SURE or (len(pieces) == 2 and min(scores) < SURE):  # noqa: PLR2004
        return None
    return People(tuple(s for people in found if people for s in people.speakers), average)


def _listed(text: str, *, trusting: bool) -> People | None:
    """Read "A, B and C (X)": names and affiliations between commas and ands."""
    speakers: list[Speaker] = []
    scores: list[float] = []
    inside = False  # an affiliation that commas may continue
    for joined, whole in _pieces(text):
        piece = _ROLE.sub("", whole)
        name, affiliation = _name_and_affiliation(piece)
        score = name_score(name)
        if trusting and not speakers and score < SURE and _is_single_name(name):
            score = SURE
        is_post = bool(speakers) and bool(_POST.match(piece))
        starts = score >= SURE and not is_post and not (inside and joined == ",")
        if starts or (not speakers):
            if not name:  # a row of dashes
                return None
            speakers.append(Speaker(name=name, affiliation=affiliation))
            scores.append(score)
            inside = bool(affiliation) and not piece.endswith(")")
            continue
        if "(" in piece and name_score(piece[: piece.find("(")]) >= SURE:
            return None
        worth = max(affiliation_score(piece), 0.4 if inside else 0.0, 0.9 * is_post)
        if trusting and joined == "," and not inside and _may_be_place(piece):
            worth = max(worth, 0.5)  # "Speaker: A, Prairie State"
        if worth < (0.5 if not speakers[-1].affiliation or inside else 0.9) and not inside:
            return None
        last = speakers[-1]
        joint = f"{last.affiliation}{', ' if joined == ',' else f' {joined} '}{piece}"
        speakers[-1] = Speaker(name=last.name, affiliation=joint.removeprefix(", ").strip())
        scores.append(0.6 + 0.4 * worth)
        inside = True
    if not speakers:
        return None
    bonus = 0.05 if any(speaker.affiliation for speaker in speakers) else 0.0
    return People(tuple(speakers), min(1.0, min(scores) + bonus))


def _may_be_place(piece: str) -> bool:
    """Tell whether a piece behind a name in a field of people is one: short and in capitals."""
    words = piece.split()
    return 0 < len(words) <= _LONGEST_TOWN and all(word[:1].isupper() for word in words)


def _is_single_name(name: str) -> bool:
    return 0 < len(name.split()) <= 4 and not any(c.isdigit() for c in name)  # noqa: PLR2004


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces between commas and ands outside brackets, with what stands before each."""
    for first in split_top(text, _COMMA):
        joined = ","
        for piece in split_top(first, _AND):
            if piece.strip(" ,."):
                yield joined, piece.strip(" ,")
            joined = "and"


def _closing(text: str, opening: int) -> int:
    """Return where the bracket that opens at a position closes, the end if it never does."""
    depth = 0
    for at in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return at
    return len(text)


def _name_and_affiliation(piece: str) -> tuple[str, str]:
    """Split "A (X)", "A -- X" and "A [X]"; brackets within X stay."""
    piece = piece.strip()
    opening = piece.find("(")
    if opening > 0:
        closing = _closing(piece, opening)
        rest = piece[closing + 1 :].strip(" :,-–—.")
        if not rest or (rest.startswith("(") and rest.endswith(")")):
            return without_honorifics(piece[:opening]), piece[opening + 1 : closing].strip()
    for sign in (" -- ", " – ", " — ", " - ", "\t", " @ ", " at ", " from "):
        name, found, affiliation = piece.partition(sign)
        if found and affiliation_score(affiliation) >= 0.5:  # noqa: PLR2004
            return without_honorifics(name), affiliation.strip(" -–—")
    return without_honorifics(piece), ""
