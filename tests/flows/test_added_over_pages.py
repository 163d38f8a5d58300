"""A talk that was added in chat over a page: it stays until the page has it, as the same one."""

import pytest

from bot.flows.organizing.adding import Added, begin, look, publish_paste
from bot.flows.organizing.rights import Person, invite, redeem
from bot.store.organizing.pastes import Paste
from bot.store.series.overlays import list_edits
from bot.store.series.schedules import load_series
from tests.flows.watching_pages import ALL, MOVED, NOW, WHOLE, Watch, told, watch

__all__ = ["watch"]

pytestmark = pytest.mark.enable_socket
ORLA = Person("telegram", "77")
EMIL = "2 August 2027, 16:30–17:30: Emil Eksempel: On Limits"
ADDED = "Emil Eksempel: On Limits 02.08. 16:30"


def uids(watch: Watch) -> dict[str, str]:
    with watch.store.reading() as connection:
        stored = load_series(connection, "seminar")
    assert stored
    return {one.session.headline: f"{one.session.id} {one.session.uid}" for one in stored.sessions}


def edits(watch: Watch) -> int:
    with watch.store.reading() as connection:
        return len(list_edits(connection, "seminar"))


def test_it_stays_until_the_page_has_it(watch: Watch) -> None:
    assert redeem(watch.store, invite(watch.store, "seminar", "", now=NOW), ORLA, now=NOW)
    paste = Paste(id="0a", series_id="seminar", data=EMIL.encode())
    begin(watch.store, paste, ORLA, now=NOW)
    mark = look(watch.store, paste, ORLA, now=NOW).mark
    assert isinstance(publish_paste(watch.store, paste, mark, ORLA, now=NOW), Added)
    known = uids(watch)
    assert (watch.times, edits(watch)) == ([*WHOLE, ADDED], 1)
    watch.later(MOVED, *ALL[1:])
    assert (watch.times[-1], edits(watch)) == (ADDED, 1)
    watch.define("description: Said again")
    assert (watch.times[-1], edits(watch)) == (ADDED, 1)
    assert told(watch.later(MOVED, *ALL[1:], EMIL)) == []
    assert (watch.times[-1], edits(watch), uids(watch)) == (ADDED, 0, known)
    assert watch.letters() == []
