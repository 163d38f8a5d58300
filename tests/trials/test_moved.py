"""A session is moved or cancelled in the midst of its fan-out: nobody is told the old time."""

import time
from collections import Counter
from collections.abc import Callable

from bot.domain.series import Status
from bot.store.engine import Store
from tests.reminders.seminar import moment, session
from tests.store.seminar import DUE, HOUR, put
from tests.trials import rounds
from tests.trials.conftest import Report
from tests.trials.delivering import IN_FLIGHT
from tests.trials.outcomes import Tally
from tests.trials.sink import Arrival, Sink
from tests.trials.workers import Workers, follow_all, numbered

OLD, NEW = "16:30", "18:30"
CHATS = rounds(300, 5000)


def change_in_the_midst(
    sink: Sink, workers: Workers, change: Callable[[], object]
) -> list[Arrival]:
    """Let two workers send, store a change meanwhile, and return what came after its commit."""
    sink.delay = rounds(20, 5) / 1000
    workers.pace = 1.0
    together = [workers.start() for _ in range(2)]
    sink.wait_for(CHATS // 3)
    change()
    committed_at = time.monotonic()
    for worker in together:
        worker.finish()
    return [one for one in sink.arrived if one.at > committed_at]


def test_moved_session_is_told_with_its_new_time(
    store: Store, sink: Sink, workers: Workers, report: Report
) -> None:
    addresses = follow_all(store, numbered(CHATS))
    moved = session(moment(f"2021-06-28 {NEW}"))
    stale = change_in_the_midst(sink, workers, lambda: put(store, moved))
    workers.begin_at(DUE + 2 * HOUR)
    workers.start().finish()
    arrived = Counter(f"{one.address} {NEW if NEW in one.text else OLD}" for one in sink.arrived)
    expected = {f"{one} {OLD}": 1 for one in addresses if arrived[f"{one} {OLD}"]}
    told_early = len(expected)
    tally = Tally.of(expected | {f"{one} {NEW}": 1 for one in addresses}, arrived)
    report(
        15,
        "a session moved in its fan-out",
        tally,
        remark=f"{told_early} were told the old time; {len(stale)} of them after the commit",
    )
    assert (tally.lost, tally.repeated) == (0, 0)
    assert CHATS // 3 <= told_early < CHATS
    assert len(stale) <= 2 * IN_FLIGHT  # what was on its way when it was moved
    assert all(OLD in one.text for one in stale)


def test_cancelled_session_is_told_to_nobody_more(
    store: Store, sink: Sink, workers: Workers, report: Report
) -> None:
    follow_all(store, numbered(CHATS))
    cancelled = session(status=Status.CANCELLED)
    stale = change_in_the_midst(sink, workers, lambda: put(store, cancelled))
    workers.begin_at(DUE + HOUR / 2)
    workers.start().finish()
    told_early = len(sink.counts)
    tally = Tally.of_each(sink.counts, sink.counts)
    report(
        15,
        "a session cancelled in its fan-out",
        tally,
        remark=f"{told_early} of {CHATS} were told before; {len(stale)} of them after the commit",
    )
    assert (tally.lost, tally.repeated) == (0, 0)
    assert CHATS // 3 <= told_early < CHATS
    assert len(stale) <= 2 * IN_FLIGHT
