"""A worker: reminds until it is told to end, and shows no secret."""

import asyncio
import os
import signal
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.interface import Outgoing
from bot.clock import SystemClock
from bot.domain.series import Join
from bot.flows.delivery.outlets import Limits
from bot.settings import Settings
from bot.store.engine import open_store
from bot.wiring.reminding import opened_outlets, work
from bot.wiring.telegram import limits_of
from tests.reminders.seminar import session
from tests.store.seminar import put
from tests.telegram_emulator.client import Emulator
from tests.telegram_emulator.fixtures import durations, emulator, running

__all__ = ["durations", "emulator", "running"]


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


def test_limits_are_as_they_are_set() -> None:
    assert limits_of(Settings()) == Limits()
    settings = Settings(
        telegram_messages_per_second=700,
        telegram_paid_broadcast=True,
        telegram_chat_seconds=0.5,
        telegram_group_seconds=0,
    )
    assert limits_of(settings) == Limits(
        gap=timedelta(microseconds=1443),  # 693 a second: never more than was said
        chat_gap=timedelta(seconds=0.55),
        group_gap=timedelta(0),
    )


@pytest.mark.enable_socket
@pytest.mark.parametrize("is_paid", [True, False])
def test_broadcast_is_paid_for_where_that_is_set(emulator: Emulator, *, is_paid: bool) -> None:
    ada = emulator.add_user()
    emulator.say(ada, "/start")
    settings = Settings(
        telegram_token=SecretStr(emulator.token),
        telegram_base_url=emulator.base_url,
        telegram_paid_broadcast=is_paid,
    )

    async def go() -> None:
        async with opened_outlets(settings) as outlets:
            await outlets["telegram"].channel.send(str(ada), Outgoing(plain="Hello"))

    asyncio.run(go())
    assert emulator.calls("sendMessage")[-1]["is_paid"] is is_paid
