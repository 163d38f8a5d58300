"""What the fields of a search say, read kindly: what cannot be understood is told beside its field.

Everything else still counts, so that an address with a mistake is no dead end.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import parse_qs

from bot.domain.series import TalkKind
from bot.flows.looking import When
from bot.web.pages import search_words as said

FIELDS = ("q", "series", "kind", "speaker", "when", "from", "to")
"""The names of the fields, in the order in which addresses have them."""

_LONGEST = 300  # signs of a field
_LONGEST_TOLD = 60  # signs of what was read, in a sentence about it
_YEARS = range(1900, 2200)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a field: a text, in which `{read}` is what the field said."""

    field: str
    text: str
    read: str = ""

    @property
    def sentence(self) -> str:
        """What to tell, in the language that is spoken."""
        shown = "".join(sign for sign in self.read if sign.isprintable())
        return self.text.format(read=shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is searched for, as far as it was understood; `troubles` are of the rest."""

    text: str = ""
    series: str = ""
    kind: TalkKind | None = None
    speaker: str = ""
    when: When = When.ANY
    first: date | None = None
    last: date | None = None
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_search(self) -> bool:
        """Whether anything is sought for; else the first page is shown as it is."""
        return bool(self.pairs or self.troubles)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words is sought for."""
        return any(name != "q" for name, _ in self.pairs)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What is sought for as an address says it, always in the same order."""
        values = (
            self.text,
            self.series,
            self.kind.value if self.kind else "",
            self.speaker,
            self.when.value,
            self.first.isoformat() if self.first else "",
            self.last.isoformat() if self.last else "",
        )
        return tuple((name, value) for name, value in zip(FIELDS, values, strict=True) if value)

    def trouble(self, field: str) -> str:
        """Return what is wrong with a field, nothing if nothing is."""
        return " ".join(one.sentence for one in self.troubles if one.field == field)


def read_sought(raw: bytes, series_ids: Collection[str]) -> Sought:
    """Return what a query string asks for, where there are these series. Other fields are let be.

    Of a field that is said several times, the last counts.
    """
    found = parse_qs(raw.decode("utf-8", "replace"), keep_blank_values=True)
    fields = {name: " ".join(found[name][-1].split()) for name in FIELDS if name in found}
    troubles = [
        Trouble(name, said.TOO_LONG) for name in ("q", "speaker") if _is_long(fields.get(name, ""))
    ]
    read = _Reader(fields, troubles)
    first = read.value("from", _day, said.UNKNOWN_DATE)
    last = read.value("to", _day, said.UNKNOWN_DATE)
    if first and last and last < first:
        troubles.append(Trouble("to", said.TURNED))
        last = None
    return Sought(
        text=fields.get("q", "")[:_LONGEST].strip(),
        series=read.value("series", _one_of(series_ids), said.UNKNOWN_SERIES) or "",
        kind=read.value("kind", _kind, said.UNKNOWN_KIND),
        speaker=fields.get("speaker", "")[:_LONGEST].strip(),
        when=read.value("when", When, said.UNKNOWN_WHEN) or When.ANY,
        first=first,
        last=last,
        troubles=tuple(troubles),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads fields, and keeps what is wrong with them."""

    fields: Mapping[str, str]
    troubles: list[Trouble]

    def value(self, name: str, read: Callable[[str], _T], trouble: str) -> _T | None:
        """Return what a field says, None if it says nothing, or nothing that is known."""
        if not (written := self.fields.get(name, "")):
            return None
        try:
            return read(written)
        except ValueError:
            self.troubles.append(Trouble(name, trouble, written[:_LONGEST_TOLD]))
            return None


def _is_long(text: str) -> bool:
    return len(text) > _LONGEST


def _one_of(known: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return read


def _kind(text: str) -> TalkKind:
    kind = TalkKind(text)
    if kind not in said.KINDS:
        raise ValueError(text)
    return kind


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in _YEARS:
        raise ValueError(text)
    return day
