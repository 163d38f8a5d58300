"""Values of the domain as JSON text and back, exactly; and the hash of their content.

What is empty is left out, so that a field added later, empty in all that is there, changes neither
the text nor the hash.
"""

import json
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import TypeVar

from cattrs import Converter
from cattrs.strategies import configure_tagged_union

from bot.domain.changes import Change
from bot.domain.edits import Edit
from bot.domain.series import Series, Session
from bot.language import ENGLISH, Text, speaking

_HASH_FORM = "1"  # to be raised when equal values get another text than before
T = TypeVar("T")


def to_json(value: object) -> str:
    """Return a value as JSON text: the same text for equal values."""
    return _dump(_converter().unstructure(value))


def from_json(text: str, kind: type[T]) -> T:
    """Return the value of that kind that `to_json` made the text of."""
    return _converter().structure(json.loads(text), kind)


def change_to_json(change: Change) -> str:
    """Return a change as JSON text that names its kind."""
    return _dump(_converter().unstructure(change, Change))


def change_from_json(text: str) -> Change:
    """Return the change that `change_to_json` made the text of."""
    change: Change = _converter().structure(json.loads(text), Change)  # type: ignore[arg-type]
    return change


def edit_to_json(edit: Edit) -> str:
    """Return an edit as JSON text that names its kind."""
    return _dump(_converter().unstructure(edit, Edit))


def edit_from_json(text: str) -> Edit:
    """Return the edit that `edit_to_json` made the text of."""
    edit: Edit = _converter().structure(json.loads(text), Edit)  # type: ignore[arg-type]
    return edit


def content_hash(value: Series | Session) -> str:
    """Return a hash that equal values share and others do not: `1:` and 32 hexadecimal digits."""
    return f"{_HASH_FORM}:{sha256(to_json(value).encode()).hexdigest()[:32]}"


def _dump(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_english)


def _english(value: object) -> str:
    """Return a text as it is stored: in English, in whatever language it was about to be said."""
    if not isinstance(value, Text):
        message = f"{type(value).__name__} is no JSON"
        raise TypeError(message)
    with speaking(ENGLISH):
        return str(value)


@lru_cache(maxsize=1)
def _converter() -> Converter:
    """Return the converter, made on first use: it writes code for each kind that it meets."""
    converter = Converter(omit_if_default=True)
    for kind in (datetime, date, time):
        converter.register_unstructure_hook(kind, kind.isoformat)
        converter.register_structure_hook(kind, lambda text, of: of.fromisoformat(text))
    converter.register_unstructure_hook(timedelta, timedelta.total_seconds)
    converter.register_structure_hook(timedelta, lambda seconds, _: timedelta(seconds=seconds))
    configure_tagged_union(Change, converter, tag_name="change")
    configure_tagged_union(Edit, converter, tag_name="edit")
    return converter
