"""Identity: who keeps an id and a UID when moved, renamed, cancelled, or called by other ids."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.identity import Adopted, Known, adopt
from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Speaker, Status, Talk


def moment(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), "Europe/Zurich")


def session(source_id: str, title: str = "", who: str = "", at: str = "", **more: Any) -> Session:
    people = tuple(Speaker(name=name) for name in who.split(", ") if name)
    talks = (Talk(id="talk", title=title, speakers=people),) if title or who else ()
    start = moment(f"2021-{at}") if at else None
    return Session(**{"id": source_id, "start": start, "talks": talks, **more})


def cancelled(one: Session) -> Session:
    return replace(one, status=Status.CANCELLED)


def known(one: Session, *source_ids: str, is_removed: bool = False) -> Known:
    return Known(session=one, source_ids=source_ids or (one.id,), is_removed=is_removed)


def adopted(before: Iterable[Known | Session], *after: Session) -> Adopted:
    ready = [one if isinstance(one, Known) else known(one) for one in before]
    return adopt(ready, Series(id="examples", title="Examples", sessions=after))


def ids(before: Iterable[Known | Session], *after: Session) -> dict[str, tuple[str, ...]]:
    """Return the source ids by permanent id."""
    return dict(adopted(before, *after).source_ids)


PETRINI = session("ada", "On Examples", "Ada Example", "07-12 16:30")
BELA = session("bela", "On Counterexamples", "Bela Exemple", "07-19 16:30")


def test_a_first_version_keeps_its_own_ids_and_order() -> None:
    found = adopted([], BELA, PETRINI)
    assert found.series.sessions == (BELA, PETRINI)
    assert found.source_ids == {"ada": ("ada",), "bela": ("bela",)}
