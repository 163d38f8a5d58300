"""Several workers at once, and one that sleeps past its lease: each message leaves once."""

import signal
from collections import Counter
from datetime import timedelta

from bot.domain.moments import Moment
from bot.store.engine import Store
from tests.reminders.seminar import ZURICH, session, talk
from tests.store.seminar import HOUR, START, put
from tests.trials import rounds
from tests.trials.conftest import Report
from tests.trials.delivering import IN_FLIGHT
from tests.trials.outcomes import IN_TIME, Tally
from tests.trials.rates import busiest_second, most_in_a_second
from tests.trials.sink import Sink
from tests.trials.workers import Workers, follow_all, numbered

_LATE_FIRST = 0.1  # seconds behind its turn, on a busy machine


def test_racing_workers_plan_once_and_send_once(
    store: Store, sink: Sink, workers: Workers, report: Report
) -> None:
    """Two on SQLite, where one is usual; four on PostgreSQL."""
    chats, count = rounds(500, 10_000), 2 if store.is_embedded else 4
    workers.pace = 1.0
    addresses = follow_all(store, numbered(chats))
    together = [workers.start() for _ in range(count)]
    for worker in together:
        worker.finish()
    tally, begin = Tally.of_each(addresses, sink.counts), min(sink.times)
    report(
        4,
        f"{'two' if count == 2 else 'four'} workers plan and send at once",
        tally,
        late=sum(at - begin > IN_TIME.total_seconds() for at in sink.times),
        remark=f"all sent within {max(sink.times) - begin:.1f} s",
    )
    assert sum(worker.planned for worker in together) == chats
    assert (tally.lost, tally.repeated) == (0, 0)


def test_worker_that_slept_past_its_lease_sends_nothing_more(
    store: Store, sink: Sink, workers: Workers, report: Report
) -> None:
    """It is frozen with all its messages on their way; these alone may come twice."""
    sleeps, chats = rounds(1, 5), rounds(60, 600)
    expected: dict[str, int] = {}
    sessions = []
    for sleep in range(sleeps):
        start_at, title = START + timedelta(minutes=10 * sleep), f"Number {sleep}"
        about = {"id": f"number-{sleep}", "talks": (talk(title=title),)}
        sessions.append(session(Moment.of(start_at, ZURICH), **about))
        put(store, *sessions)
        workers.begin_at(start_at - HOUR)
        addresses = numbered(chats) if sleep else follow_all(store, numbered(chats))
        expected |= {f"{address}, {title}": 1 for address in addresses}
        _oversleep(sink, workers)
    arrived = Counter(f"{one.address}, {_title(one.text)}" for one in sink.arrived)
    tally = Tally.of(expected, arrived)
    report(5, "a worker frozen past its lease, then woken", tally, remark=f"{sleeps} times")
    assert tally.lost == 0
    assert tally.repeated <= IN_FLIGHT * sleeps


def _oversleep(sink: Sink, workers: Workers) -> None:
    """Freeze a worker, let another one do all of its work, and wake it."""
    before = len(sink.times)
    sink.delay = 1.0  # so that it is frozen with all of them on their way, not while it writes
    sleeper = workers.start()
    sink.wait_for(before + 2 * IN_FLIGHT)
    sleeper.send(signal.SIGSTOP)
    sink.delay = 0.0
    workers.start().finish()
    sleeper.send(signal.SIGCONT)
    sleeper.finish()


def _title(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("Number"))


def test_two_workers_keep_one_limit(store: Store, sink: Sink, report: Report) -> None:
    rate, chats = 50, rounds(200, 3000)
    addresses = follow_all(store, numbered(chats))
    workers = Workers(store, {"sink": str(sink.path)}, pace=1.0)
    try:
        for worker in [workers.start(gap=1 / rate) for _ in range(2)]:
            worker.finish()
    finally:
        workers.end()
    times = sorted(sink.times)
    mean, busiest = (len(times) - 1) / (times[-1] - times[0]), busiest_second(times)
    late = sum(at - times[0] - place / rate > 60 for place, at in enumerate(times))
    told = f"limit {rate} a second: {mean:.1f} on average, {busiest} in the busiest second"
    tally = Tally.of_each(addresses, sink.counts)
    report(7, "two workers under one limit", tally, late=late, remark=told)
    assert (tally.lost, tally.repeated) == (0, 0)
    # In a small run it counts how late the first one left: those behind it have their turns.
    assert len(times) - 1 <= rate * (1.02 * (times[-1] - times[0]) + _LATE_FIRST)
    assert busiest <= most_in_a_second(rate, workers=2)
