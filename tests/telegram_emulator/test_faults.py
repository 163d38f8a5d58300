"""Every switch of the emulator, as the real python-telegram-bot meets it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from .client import Emulator
from .faults import ACTIONS

pytestmark = pytest.mark.enable_socket


def with_bot(emulator: Emulator, do: Callable[[Bot], Awaitable[Any]], token: str = "") -> Any:
    """Return what something done with a bot gives."""

    async def go() -> Any:
        async with Bot(token or emulator.token, base_url=emulator.base_url) as bot:
            return await do(bot)

    return asyncio.run(go())


def outcome(emulator: Emulator, chat: int, text: str = "Hello") -> tuple[Any, str]:
    """Return the error with which a message is answered, and its text."""

    async def send(bot: Bot) -> tuple[Any, str]:
        try:
            await bot.send_message(chat, text, read_timeout=0.4)
        except TelegramError as error:
            return type(error), str(error)
        return None, ""

    result: tuple[Any, str] = with_bot(emulator, send)
    return result


def texts(emulator: Emulator, chat: int) -> list[str]:
    return [message["text"] for message in emulator.bot_messages(chat)]


@pytest.fixture
def ada(emulator: Emulator) -> int:
    """Return somebody who has started the bot."""
    user = emulator.add_user("Ada Example")
    emulator.say(user, "/start")
    return user


CASES = [
    ({"action": "answer"}, NetworkError, "Bad Gateway", False),
    ({"action": "answer", "code": 500, "description": "Internal Server Error"}, NetworkError,
     "Internal Server Error", False),
    ({"action": "answer", "code": 400, "description": "Bad Request: PEER_ID_INVALID"},
     BadRequest, "Peer_id_invalid", False),
    ({"action": "answer", "code": 403, "description": "Forbidden: user is deactivated"},
     Forbidden, "Forbidden: user is deactivated", False),
    ({"action": "answer", "code": 429, "parameters": {"retry_after": 7}}, RetryAfter,
     "Flood control exceeded. Retry in 0:00:07", False),
    ({"action": "page"}, NetworkError, "Bad Gateway (502). Parsing the server response", False),
    ({"action": "hang"}, TimedOut, "Timed out", False),
    ({"action": "hang", "is_done": True}, TimedOut, "Timed out", True),
    ({"action": "late", "seconds": 1}, TimedOut, "Timed out", True),
    ({"action": "reset"}, NetworkError, "httpx.", False),
    ({"action": "lose"}, NetworkError, "httpx.", True),
    ({"action": "truncate"}, NetworkError, "httpx.RemoteProtocolError", True),
]  # fmt: skip


def test_every_switch_is_tried() -> None:
    assert {fault["action"] for fault, *_ in CASES} == set(ACTIONS)


@pytest.mark.parametrize(
    ("fault", "error", "told", "is_shown"),
    CASES,
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else None,
)
def test_a_fault_strikes_once(
    emulator: Emulator,
    ada: int,
    fault: dict[str, Any],
    error: type[TelegramError],
    told: str,
    is_shown: bool,  # noqa: FBT001
) -> None:
    emulator.fail(**fault)
    found, text = outcome(emulator, ada)
    assert (found, text[: len(told)]) == (error, told)
    assert texts(emulator, ada) == (["Hello"] if is_shown else [])
    assert outcome(emulator, ada, "Again") == (None, "")


def test_a_fault_strikes_whom_it_is_meant_for(emulator: Emulator, ada: int) -> None:
    other = emulator.add_user("Bela Beispiel")
    emulator.say(other, "/start")
    emulator.fail("answer", chat=ada, times=None)
    assert outcome(emulator, other) == (None, "")
    assert [outcome(emulator, ada)[0] for _ in range(3)] == [NetworkError] * 3
    emulator.do("mend")
    assert outcome(emulator, ada) == (None, "")

    emulator.fail("answer", method="sendDocument", times=None)
    assert outcome(emulator, ada) == (None, "")


def test_a_share_of_the_calls_fails(emulator: Emulator, ada: int) -> None:
    emulator.fail("answer", method="sendMessage", times=None, share=0.5)

    async def send(bot: Bot) -> int:
        failed = 0
        for _ in range(60):
            try:
                await bot.send_message(ada, "Hello")
            except NetworkError:
                failed += 1
        return failed

    failed = with_bot(emulator, send)
    assert 10 < failed < 50
    assert len(texts(emulator, ada)) == 60 - failed


def test_a_flood_is_refused_to_everybody_until_it_ends(emulator: Emulator, ada: int) -> None:
    begin = time.monotonic()
    emulator.do("flood", seconds=3)
    refused = 0
    while outcome(emulator, ada)[0] is RetryAfter:
        refused += 1
    assert refused
    assert time.monotonic() - begin >= 3
    assert texts(emulator, ada) == ["Hello"]


@pytest.mark.parametrize(
    ("limits", "kind", "seconds"),
    [
        ({"per_second": 3}, "private", 1),
        ({"per_chat_second": 3}, "private", 1),
        ({"per_group_minute": 3}, "group", 60),
    ],
)
def test_rates_are_limited_where_that_is_wanted(
    emulator: Emulator, ada: int, limits: dict[str, int], kind: str, seconds: int
) -> None:
    chat = ada if kind == "private" else emulator.do("add_chat", admins=[ada])
    emulator.do("limit_rates", **limits)

    async def send(bot: Bot) -> int:
        for _ in range(3):
            await bot.send_message(chat, "Hello")
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(chat, "Hello")
        return int(refused.value._retry_after.total_seconds())  # noqa: SLF001

    assert with_bot(emulator, send) == seconds


def test_who_cannot_be_reached(emulator: Emulator, ada: int) -> None:
    stranger = emulator.add_user("Cleo Exemple")
    neighbour = emulator.add_user("Dora Ejemplo")
    group = emulator.do("add_chat", kind="supergroup", admins=[ada], members=[neighbour])
    assert outcome(emulator, 1) == (BadRequest, "Chat not found")
    assert outcome(emulator, stranger) == (BadRequest, "Chat not found")
    assert outcome(emulator, neighbour) == (
        Forbidden,
        "Forbidden: bot can't initiate conversation with a user",
    )
    emulator.do("block", user=ada)
    assert outcome(emulator, ada) == (Forbidden, "Forbidden: bot was blocked by the user")
    emulator.do("unblock", user=ada)
    assert outcome(emulator, ada) == (None, "")
    emulator.do("deactivate", user=ada)
    assert outcome(emulator, ada) == (Forbidden, "Forbidden: user is deactivated")
    emulator.do("kick", chat=group, user=neighbour)
    assert outcome(emulator, group) == (
        Forbidden,
        "Forbidden: bot was kicked from the supergroup chat",
    )
    channel = emulator.do("add_chat", kind="channel", admins=[neighbour])
    assert outcome(emulator, channel) == (
        BadRequest,
        "Need administrator rights in the channel chat",
    )
    emulator.do("promote", chat=channel, user=4242)
    assert outcome(emulator, channel) == (None, "")


def test_a_group_that_moves_tells_where(emulator: Emulator, ada: int) -> None:
    group = emulator.do("add_chat", admins=[ada])
    new = emulator.do("migrate", chat=group)
    assert outcome(emulator, group) == (
        ChatMigrated,
        f"Group migrated to supergroup. New chat id: {new}",
    )
    assert outcome(emulator, new) == (None, "")


def test_tokens_are_checked(emulator: Emulator) -> None:
    async def nothing(_: Bot) -> None: ...

    for token in ("4242:other", "nonsense"):
        with pytest.raises(InvalidToken):
            with_bot(emulator, nothing, token)
    answers = [
        httpx.get(f"{emulator.base_url}{token}/{method}").json()["error_code"]
        for token, method in (
            ("4242:other", "getMe"),
            ("nonsense", "getMe"),
            (emulator.token, "dance"),
        )
    ]
    assert answers == [401, 404, 404]


def test_calls_are_taken_down(emulator: Emulator, ada: int) -> None:
    before = len(emulator.calls())
    emulator.fail("reset", method="sendMessage")
    outcome(emulator, ada)
    outcome(emulator, ada, "Again")
    outcome(emulator, 1)
    told = [
        (call["method"], call["chat"], call["outcome"])
        for call in emulator.calls()[before:]
        if call["method"] == "sendMessage"
    ]
    assert told == [
        ("sendMessage", str(ada), "reset"),
        ("sendMessage", str(ada), 200),
        ("sendMessage", "1", 400),
    ]
    assert emulator.do("counts")[str(ada)] == 1
