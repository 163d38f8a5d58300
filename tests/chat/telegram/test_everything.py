"""Telegram takes all that is said of the shipped series, whatever people write and press."""

import logging
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.commands import COMMANDS
from bot.chat.conversation import Conversation, Service
from bot.chat.telegram import Listener
from bot.flows.ingest import SyncOptions, sync
from bot.store.engine import open_store
from tests.chat.telegram.talking import talking
from tests.telegram_emulator.client import Emulator, Message

pytestmark = pytest.mark.enable_socket
ROOT = Path(__file__).parents[3]
NOW = datetime(2021, 6, 28, 9, 0, tzinfo=UTC)
MOST_PRESSES = 60


@pytest.fixture
def ada(emulator: Emulator, tmp_path: Path) -> Iterator[int]:
    """Return somebody with whom the bot talks of the shipped series."""
    with open_store(f"sqlite:///{tmp_path / 'talkbell.db'}") as store:
        store.migrate()
        sync(store, [ROOT / "schedules"], now=NOW, options=SyncOptions(is_confirmed=True))
        service = Service(store, "https://talks.example")
        conversation = Conversation(service, now=lambda: NOW)
        listener = Listener(
            answer=conversation.answer,
            offer=conversation.offer,
            end=lambda *_: None,
            move=lambda *_: None,
        )
        with talking(emulator, listener):
            yield emulator.add_user("Ada Example")


def presses(message: Message) -> list[tuple[Message, str]]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [
        (message, button["callback_data"])
        for row in rows
        for button in row
        if "callback_data" in button
    ]


def refusals(emulator: Emulator) -> list[dict[str, object]]:
    return [
        call
        for call in emulator.calls()
        if call["outcome"] != 200 and call["method"] != "getUpdates"
    ]


def test_whatever_is_said_or_pressed_telegram_takes_the_answer(
    emulator: Emulator, ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    sentences = ["/start", "/start theory-of-neural-nets", "neural", "/search <b>", "a" * 600]
    sentences += [f"/{name}" for name in COMMANDS] + [
        str(one.example) for one in COMMANDS.values() if one.example
    ]
    waiting = deque(
        press for sentence in sentences for press in presses(emulator.ask(ada, sentence))
    )
    pressed: set[str] = set()
    last = emulator.messages(ada)[-1]["message_id"]
    while waiting and len(pressed) < MOST_PRESSES:
        message, data = waiting.popleft()
        now = emulator.message(ada, message["message_id"])
        if data in pressed or data not in [one for _, one in presses(now)]:
            continue
        pressed.add(data)
        emulator.press(ada, message, data)
        changed = emulator.message(ada, message["message_id"])
        shown = [changed, *emulator.messages(ada, after=last)]
        last = max(one["message_id"] for one in [*shown, {"message_id": last}])
        waiting.extend(press for one in shown for press in presses(one))
    assert len(pressed) > 30
    assert refusals(emulator) == []
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []
