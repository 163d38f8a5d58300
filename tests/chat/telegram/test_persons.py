"""Organizers on Telegram: rights are a person's number, and nobody has those of a mask."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.conversation import Conversation, Service
from bot.chat.telegram import Listener
from bot.flows.ingest import sync
from bot.flows.organizing.rights import invite
from bot.store.engine import Store
from tests.chat.people import SERIES
from tests.chat.telegram.talking import talking
from tests.journeys.service import wait_until
from tests.store.migrated import opened_migrated
from tests.telegram_emulator.client import Emulator

pytestmark = pytest.mark.enable_socket
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
UNKNOWN = "I do not know /cancel"


@pytest.fixture
def store(emulator: Emulator, tmp_path: Path) -> Iterator[Store]:
    """Give the store of a bot that is answering on the emulator."""
    (tmp_path / "analysis.yaml").write_text(f"id: analysis\n{SERIES['analysis']}", "utf-8")
    with opened_migrated() as opened:
        sync(opened, [tmp_path], now=NOW)
        conversation = Conversation(Service(opened, ""), now=lambda: NOW)
        listener = Listener(
            answer=conversation.answer,
            offer=conversation.offer,
            end=lambda *_: None,
            move=lambda *_: None,
        )
        with talking(emulator, listener):
            yield opened


def test_right_goes_with_the_person_and_never_with_a_mask(emulator: Emulator, store: Store) -> None:
    ada, bela = emulator.add_user("Ada Example"), emulator.add_user("Bela Beispiel")
    token = invite(store, "analysis", "Ada Example", now=NOW)
    assert emulator.ask(ada, f"/start o_{token}")["text"].startswith("You are an organizer of")
    group = emulator.do("add_chat", kind="supergroup", admins=[ada, bela], members=[])
    wait_until(lambda: bool(emulator.bot_messages(group)), "its greeting")
    said = "/cancel@talkbell_bot Further: ill"
    assert emulator.ask(bela, said, chat=group)["text"].startswith(UNKNOWN)
    hidden = emulator.ask(ada, said, chat=group, is_anonymous=True)
    assert hidden["text"].startswith(UNKNOWN)
    shown = emulator.ask(ada, said, chat=group)
    assert shown["text"].startswith("Nothing is published yet.")
    for person, begins in ((bela, "I do not know /publish"), (ada, "Published.")):
        emulator.press(person, shown, "Publish")
        texts = [one["text"] for one in emulator.bot_messages(group)]
        assert sum(text.startswith(begins) for text in texts) == 1, texts
    assert "Cancelled: ill" in emulator.ask(bela, "/talk Further")["text"]
