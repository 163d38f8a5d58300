"""Overlays: edits laid over what the source of a series says, until it says the same."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.domain.edits import Edit, apply_edit, facet_of
from bot.domain.series import Series
from bot.errors import RefusalError


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A series as it counts, and the edits without which it would be another."""

    series: Series
    needed: tuple[Edit, ...]


def with_edit(edits: Iterable[Edit], edit: Edit) -> tuple[Edit, ...]:
    """Return edits with one more, which takes the place of an earlier one of its facet."""
    key = edit.session_id, facet_of(edit)
    others = (one for one in edits if (one.session_id, facet_of(one)) != key)
    return (*others, edit)


def overlay(base: Series, edits: Iterable[Edit], awaited: Collection[str] = ()) -> Overlaid:
    """Return a series with edits laid over what its source says now, in their order.

    Edits that the source says itself by now are needed no more. Those of a session, or a talk, that
    it does not have are kept for as long as the session is `awaited`: it may come back.
    """
    series, needed = base, []
    for edit in edits:
        try:
            edited = apply_edit(series, edit)
        except RefusalError:
            if edit.session_id in awaited:
                needed.append(edit)
            continue
        if edited != series:
            needed.append(edit)
            series = edited
    return Overlaid(series, tuple(needed))
