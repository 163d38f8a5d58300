"""Which sessions of a paste a series has already, and which stand at the hour of another. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count

from bot.domain.identity import Known, adopt
from bot.domain.resemblance import contradict, saying_of
from bot.domain.series import Session
from bot.store.organizing.pastes import AtThatHour
from bot.store.series.records import StoredSeries

_Pair = tuple[Session, Session]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Whether the ids of what was read are ours, and what is said of those at others' hours."""

    keeps_ids: bool = False
    at_that_hour: AtThatHour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldApart:
    """What of a paste is `new`, and what the series has: each with what was read of it.

    `others` are those at the hour of what was read that say something else; `cancelled` those of
    them that the new ones are instead of. `lines` are of the new and the known, by their ids.
    """

    new: tuple[Session, ...] = ()
    known: tuple[_Pair, ...] = ()
    others: tuple[_Pair, ...] = ()
    cancelled: tuple[Session, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


def tell_apart(
    stored: StoredSeries | None,
    read: Sequence[Session],
    lines: Mapping[str, int],
    by: Telling,
) -> ToldApart:
    """Return what is new, what the series has already, and the lines of both.

    Ids that the importer made up say nothing of who is who. What stands at the hour of another one
    is new only where a person says what it is.
    """
    known_lines = {one.id: lines[one.id] for one in read if one.id in lines}
    if stored is None:
        return ToldApart(new=tuple(read), lines=known_lines)
    live = {one.id: one for one in stored.series.sessions}
    ever = {one.session.id for one in stored.sessions}
    new: list[Session] = []
    known: list[_Pair] = []
    others: list[_Pair] = []
    for one, found in _paired(stored, read, keeps_ids=by.keeps_ids):
        there = live.get(found.id)
        is_other = there is not None and not by.keeps_ids and _is_other(there, one)
        if there is not None and is_other:
            others.append((there, one))
        if there is not None and not (is_other and by.at_that_hour):
            if not is_other:
                known.append((there, one))
            continue
        whole = found
        if is_other or (found.id not in ever and not by.keeps_ids):
            used = ever | {each.id for each in new}
            whole = replace(one, id=_free(one.id, used), uid="" if is_other else one.uid)
        new.append(whole)
        if one.id in lines:
            known_lines[whole.id] = lines[one.id]
    is_instead = by.at_that_hour is AtThatHour.INSTEAD
    return ToldApart(
        new=tuple(new),
        known=tuple(known),
        others=tuple(others),
        cancelled=tuple(there for there, _ in others) if is_instead else (),
        lines=known_lines,
    )


def _paired(stored: StoredSeries, read: Sequence[Session], *, keeps_ids: bool) -> Iterator[_Pair]:
    """Yield what was read, each with the session that the series has or would get of it."""
    asked = tuple(
        one if keeps_ids else replace(one, id=f"paste-{number:06}", uid="")
        for number, one in enumerate(read)
    )
    known = [
        Known(session=one.session, source_ids=one.source_ids, is_removed=one.is_removed)
        for one in stored.sessions
    ]
    adopted = adopt(known, replace(stored.series, sessions=asked))
    own = {ids[0]: name for name, ids in adopted.source_ids.items()}
    found = {one.id: one for one in adopted.series.sessions}
    for one, as_asked in zip(read, asked, strict=True):
        name = own.get(as_asked.id)
        if name is not None:
            yield one, found[name]


def _is_other(there: Session, read: Session) -> bool:
    """Tell whether two that are the same by their hour say that they are not."""
    return contradict(saying_of(there), saying_of(read))


def _free(name: str, used: set[str]) -> str:
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(one for one in names if one not in used)
