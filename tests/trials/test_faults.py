"""Telegram fails, hangs, or breaks off: everything comes, and again only what may not have."""

import logging
import random
from itertools import pairwise

import pytest

from bot.store.delivery.deliveries import LEASE
from bot.store.engine import Store
from tests.telegram_emulator.client import Emulator
from tests.trials import rounds
from tests.trials.conftest import Report
from tests.trials.on_emulator import Desk
from tests.trials.outcomes import Tally
from tests.trials.workers import follow_all

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def desk(store: Store, emulator: Emulator) -> Desk:
    return Desk(store, emulator)


def test_third_of_the_calls_fails(desk: Desk, report: Report) -> None:
    """One in five is answered 500, one in ten by a gateway's page."""
    people = follow_all(desk.store, desk.crowd(rounds(150, 2000)))
    always = {"method": "sendMessage", "times": None}
    desk.emulator.fail("answer", share=0.2, code=500, description="Internal", **always)
    desk.emulator.fail("page", share=0.125, **always)
    desk.deliver()
    tally, failed = Tally.of_each(people, desk.arrived(people)), len(desk.calls()) - len(people)
    told = f"{failed} of {len(desk.calls())} attempts failed"
    report(8, "30 % of calls answered 5xx", tally, late=desk.late, remark=told)
    assert (tally.lost, tally.repeated) == (0, 0)
    assert failed > len(people) / 5


@pytest.mark.parametrize(
    ("trial", "action", "name", "is_taken"),
    [
        (10, "reset", "connections reset before the message is taken", False),
        (10, "lose", "connections reset after the message is taken", True),
        (11, "truncate", "answers 200 that break off", True),
    ],
)
def test_answer_is_lost(  # noqa: PLR0913, PLR0917 - a row each
    desk: Desk,
    report: Report,
    caplog: pytest.LogCaptureFixture,
    trial: int,
    action: str,
    name: str,
    is_taken: bool,  # noqa: FBT001
) -> None:
    """Nobody can know whether Telegram took it: it comes again, and the log says that it may."""
    caplog.set_level(logging.WARNING)
    people = follow_all(desk.store, desk.crowd(rounds(100, 2000)))
    desk.emulator.fail(action, method="sendMessage", times=len(people) // 10, share=0.2)
    desk.deliver()
    tally, failed = Tally.of_each(people, desk.arrived(people)), desk.outcomes()[action]
    report(trial, name, tally, late=desk.late, remark=f"{failed} times")
    assert tally.lost == 0
    assert tally.repeated == (failed if is_taken else 0)
    assert failed == len(people) // 10
    assert sum("may be repeated" in line for line in caplog.messages) == failed


def test_calls_that_hang_hold_up_nobody_else(
    store: Store, emulator: Emulator, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All but one of those that may be on their way hang, one of them having been taken."""
    rate, hang = 30, rounds(6, 20)
    monkeypatch.setattr("bot.channels.telegram._LONGEST", hang)
    desk = Desk(store, emulator, pace=1.0)
    people = follow_all(store, desk.crowd(rounds(60, 450)))
    hung = random.sample(people[:20], 3)
    for place, chat in enumerate(hung):
        emulator.fail("hang", method="sendMessage", chat=int(chat), is_done=place == 0)
    desk.deliver(gap=1 / rate)
    tally = Tally.of_each(people, desk.arrived(people))
    begin = min(call["at"] for call in desk.calls())
    others = [call["at"] - begin for call in desk.calls() if call["chat"] not in hung]
    again = max(call["at"] - begin for call in desk.calls() if call["chat"] in hung)
    delays = [at - place / rate for place, at in enumerate(sorted(others), 1)]
    report(
        9,
        "three calls hang for as long as may be",
        tally,
        late=sum(delay > 2 for delay in delays),
        remark=f"the others at most {max(delays):.2f} s behind their turn, of 2 allowed",
    )
    assert (tally.lost, tally.repeated) == (0, 1)
    silences = [later - one for one, later in pairwise(sorted(others))]
    assert max(silences) < hang / 2  # however slow the machine is: they go on meanwhile
    assert again < LEASE.total_seconds()  # they are tried again after a delay, not after a lease
