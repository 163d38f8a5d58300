"""Searching 10,000 talks by their stored words, and by a look at each text, and as pages do."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.chat.searching import Words, find_sessions
from bot.chat.seen import View
from bot.flows.looking import Look, look
from bot.flows.publications import read_publications
from bot.flows.publish import Publication
from bot.flows.subscribe import Follower
from bot.flows.versions import plan_version
from bot.store.engine import open_store
from bot.store.series.schedules import save_series
from bot.web.pages.frame import Frame
from bot.web.pages.search import search_page
from bot.web.pages.seeking import Sought
from bot.web.reader import Reader
from tests.benchmarks.measuring import cpu_of, show
from tests.benchmarks.samples import TALKS, conference

_FRAME = Frame(Reader(zone="Asia/Tokyo"), "/")
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_QUERIES = ("estimator 100.7", "ada example 7", "rates", "nowhere")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        open_store(f"sqlite:///{Path(name) / 'talkbell.db'}") as store,
    ):
        store.migrate()
        planned = plan_version(None, conference(), "1", _NOW)
        with store.writing() as connection:
            save_series(connection, None, planned.after, (), now=_NOW)
        with store.reading() as connection:
            publications = read_publications(connection, {}) or {}
        view = View(publications, Follower(), _NOW)
        assert view.every
        for text in _QUERIES:
            index = cpu_of(lambda text=text: find_sessions(store, view, text), rounds=3)
            look = cpu_of(lambda text=text: _look(view, text), rounds=1)
            told = f"{look * 1000:,.0f} ms by a look at each text"
            show(f"“{text}” in {TALKS:,} talks", f"{index * 1000:,.1f} ms CPU", told)
        _on_pages(list(publications.values()))


def _on_pages(publications: list[Publication]) -> None:
    first = cpu_of(lambda: publications[0].searchable, rounds=1)
    stored = publications[0].stored
    changed = replace(stored.sessions[0], session=replace(stored.sessions[0].session, room="Attic"))
    after = Publication(replace(stored, sessions=(changed, *stored.sessions[1:])))
    again = cpu_of(lambda: after.prepare_search(publications[0]))
    told = f"{again * 1000:,.0f} ms after a change of one session"
    show(f"preparing {TALKS:,} talks for pages", f"{first * 1000:,.0f} ms CPU", told)
    for text in _QUERIES:
        wanted, sought = Look(text=text), Sought(text=text)
        found = cpu_of(lambda wanted=wanted: look(publications, wanted, _NOW))
        page = cpu_of(lambda sought=sought: search_page(publications, sought, _FRAME, _NOW))
        told = f"{page * 1000:,.0f} ms with the page"
        show(f"“{text}” on pages", f"{found * 1000:,.1f} ms CPU", told)


def _look(view: View, text: str) -> None:
    wanted = Words(text)
    [wanted.find(one) for one in view.every]


if __name__ == "__main__":
    main()
