"""Telegram wants a pause, for all workers of a bot: silence, then everything at the usual pace."""

import time
from collections.abc import Iterator, Sequence

import pytest

from bot.store.engine import Store
from tests.telegram_emulator.client import Emulator
from tests.trials import rounds
from tests.trials.conftest import Report
from tests.trials.delivering import IN_FLIGHT
from tests.trials.outcomes import IN_TIME, Tally
from tests.trials.rates import busiest_second, most_in_a_second
from tests.trials.workers import Workers, follow_all

pytestmark = pytest.mark.enable_socket
RATE = 30  # a second, as on Telegram
PAUSE = 3  # seconds


@pytest.fixture
def workers(store: Store, emulator: Emulator) -> Iterator[Workers]:
    """Give workers that send to the emulator, by the machine's clock."""
    made = Workers(store, {"emulator": emulator.base_url}, pace=1.0)
    yield made
    made.end()


def test_flood_silences_all_workers_and_then_everything_comes(
    store: Store, emulator: Emulator, workers: Workers, report: Report
) -> None:
    floods, chats = rounds(1, 5), rounds(90, 1200)
    people = [str(one) for one in emulator.do("add_crowd", count=chats)]
    before = len(emulator.calls())
    follow_all(store, people)
    together = [workers.start(gap=1 / RATE) for _ in range(2)]
    ends = []
    for flood in range(floods):
        _wait_for(emulator, people, (flood + 1) * chats // (floods + 1))
        emulator.do("flood", seconds=PAUSE)
        ends.append(time.time() + PAUSE)
        time.sleep(PAUSE)
    for worker in together:
        worker.finish()
    calls = emulator.calls()[before:]
    sent = [call["at"] for call in calls if call["outcome"] == 200]
    refused = [call["at"] for call in calls if call["outcome"] == 429]
    after = [at for at in sent if at > ends[0]]
    counts = {chat: count for chat, count in emulator.do("counts").items() if chat in people}
    tally = Tally.of_each(people, counts)
    report(
        6,
        "429 for two workers: silence, then all",
        tally,
        late=sum(at > ends[-1] + chats / RATE + IN_TIME.total_seconds() for at in sent),
        remark=f"{floods} pauses, {len(refused)} calls into them; then {busiest_second(after)} "
        f"in the busiest second of {RATE} allowed",
    )
    assert (tally.lost, tally.repeated) == (0, 0)
    assert len(sent) + len(refused) == len(calls)
    # What had its turn before the first refusal is on its way already; nothing else leaves.
    assert floods <= len(refused) <= IN_FLIGHT * len(together) * floods
    assert busiest_second(after) <= most_in_a_second(RATE, workers=2)


def _wait_for(emulator: Emulator, people: Sequence[str], messages: int) -> None:
    """Wait until people have got so many messages.

    Not by the calls: telling all of them keeps the emulator from noting when others come.
    """
    until, owed = time.monotonic() + 300, set(people)

    def taken() -> int:
        counts: dict[str, int] = emulator.do("counts")
        return sum(count for chat, count in counts.items() if chat in owed)

    while taken() < messages:
        assert time.monotonic() < until, f"{taken()} of {messages}"
        time.sleep(0.1)
