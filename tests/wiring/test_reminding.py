"""A worker: reminds until it is told to end, and shows no secret."""

import os
import signal
from collections.abc import Iterable
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.series import Join
from bot.settings import Settings
from bot.store.engine import open_store
from bot.wiring.reminding import work
from tests.reminders.seminar import session
from tests.store.seminar import put


def test_worker_learns_the_joins_that_no_log_may_show(tmp_path: Path) -> None:
    join = Join(url="https://meet.example/room/4711", passcode="swordfish")
    learnt: list[Join] = []

    def learn(joins: Iterable[Join]) -> None:
        learnt.extend(joins)
        os.kill(os.getpid(), signal.SIGTERM)

    with open_store(f"sqlite:///{tmp_path}/talkbell.db") as store:
        store.migrate()
        put(store, session(join=join))
        work(Settings(data=tmp_path), store, SystemClock(), learn)
    assert learnt == [join]
