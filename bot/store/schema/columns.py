"""Instants and lists as columns hold them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult

from bot.domain.series import TalkKind

_HEARD = "heard "  # before a language that a client said, and that nobody chose
Lengths = tuple[timedelta, ...]


def seconds(at: datetime) -> int:
    """Return an aware instant as SQL computes with it: whole seconds since 1970, rounded down."""
    return int(at.timestamp() // 1)


def instant(number: int) -> datetime:
    """Return the aware UTC instant that a column's seconds are."""
    return datetime.fromtimestamp(number, UTC)


def offsets_text(offsets: Sequence[timedelta] | None) -> str | None:
    """Return what a column holds of offsets: none for those that say nothing."""
    if offsets is None:
        return None
    return json.dumps([int(offset.total_seconds()) for offset in offsets])


def offsets_of(text: str | None) -> Lengths | None:
    """Return the offsets that a column holds."""
    if not text:
        return None
    return tuple(timedelta(seconds=length) for length in json.loads(text))


def kinds_text(kinds: Sequence[TalkKind]) -> str | None:
    """Return what a column holds of kinds of talks: nothing where none are said."""
    return json.dumps([kind.value for kind in kinds]) if kinds else None


def kinds_of(text: str | None) -> tuple[TalkKind, ...]:
    """Return the kinds of talks that a column holds."""
    return tuple(TalkKind(kind) for kind in json.loads(text)) if text else ()


def keywords_text(keywords: Sequence[str]) -> str | None:
    """Return what a column holds of keywords: nothing where none are said."""
    return json.dumps(keywords, ensure_ascii=False) if keywords else None


def keywords_of(text: str | None) -> tuple[str, ...]:
    """Return the keywords that a column holds."""
    return tuple(json.loads(text)) if text else ()


def language_text(chosen: str, heard: str) -> str | None:
    """Return what a column holds of the language that was chosen, else of the one heard."""
    return chosen or (f"{_HEARD}{heard}" if heard else None)


def language_of(text: str | None) -> tuple[str, str]:
    """Return the language that was chosen, and the one that was heard; one of them is empty."""
    if text and text.startswith(_HEARD):
        return "", text.removeprefix(_HEARD)
    return text or "", ""


def count_of(result: CursorResult[Any]) -> int:
    """Return how many rows a statement has changed."""
    return result.rowcount
