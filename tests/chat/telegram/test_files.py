"""Files on Telegram: an organizer's is fetched and read, no others; no address is told."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Bot

from bot.channels.telegram import build_bot
from bot.chat.conversation import Conversation, Service
from bot.chat.telegram import Listener
from bot.flows.ingest import sync
from bot.flows.organizing.rights import invite
from bot.store.engine import Store, open_store
from tests.chat.people import SERIES
from tests.chat.telegram.talking import talking
from tests.telegram_emulator.client import Emulator, buttons
from tests.telegram_emulator.test_methods import refused, with_bot

pytestmark = pytest.mark.enable_socket
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
TALK = b"12 July 2027, 16:30\nDan Ejemplo: On Maps\n"


def fetched(emulator: Emulator) -> list[str]:
    """Return the calls that got a file, or asked for one."""
    calls = emulator.calls()
    return [one["method"] for one in calls if one["method"] in {"getFile", "file"}]


@pytest.fixture
def store(emulator: Emulator, tmp_path: Path) -> Iterator[Store]:
    """Give the store of a bot that is answering on the emulator."""
    (tmp_path / "analysis.yaml").write_text(f"id: analysis\n{SERIES['analysis']}", "utf-8")
    with open_store(f"sqlite:///{tmp_path / 'talkbell.db'}") as opened:
        opened.migrate()
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


@pytest.fixture
def orla(emulator: Emulator, store: Store) -> int:
    orla = emulator.add_user("Orla Example")
    token = invite(store, "analysis", "Orla Example", now=NOW)
    emulator.ask(orla, f"/start o_{token}")
    return orla


@pytest.mark.parametrize("details", [{}, {"caption": "for Monday"}, {"is_forwarded": True}])
def test_file_of_an_organizer_is_read(
    emulator: Emulator, orla: int, caplog: pytest.LogCaptureFixture, details: dict[str, object]
) -> None:
    caplog.set_level(logging.DEBUG)
    before = fetched(emulator)
    sent = emulator.attach(orla, "talks.txt", TALK, **details)
    shown = emulator.wait_for_message(orla, after=sent)
    assert "Monday 12 July 2027, 16:30–17:30 CEST (1 hour)" in shown["text"]
    assert "Publish" in buttons(shown)
    assert fetched(emulator) == [*before, "getFile", "file"]
    assert emulator.token.partition(":")[2] not in caplog.text


def test_file_of_a_stranger_is_not_fetched(emulator: Emulator, store: Store) -> None:
    del store  # it is answering
    before = fetched(emulator)
    eve = emulator.add_user("Eve Example")
    sent = emulator.attach(eve, "talks.txt", TALK)
    assert "Dan Ejemplo" not in emulator.wait_for_message(eve, after=sent)["text"]
    assert fetched(emulator) == before


def test_file_that_is_too_large_is_not_fetched(emulator: Emulator, orla: int) -> None:
    before = fetched(emulator)
    sent = emulator.attach(orla, "talks.txt", b"x" * 1_000_001)
    told = emulator.wait_for_message(orla, after=sent)["text"]
    assert told.startswith("This file is too large for a schedule; I take 1000 kB.")
    assert fetched(emulator) == before


@pytest.mark.parametrize("method", ["getFile", "file"])
def test_file_that_does_not_come_is_asked_for_again(
    emulator: Emulator, orla: int, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    emulator.fail("page", method=method, code=502)
    sent = emulator.attach(orla, "talks.txt", TALK)
    told = emulator.wait_for_message(orla, after=sent)["text"]
    assert told.startswith("I did not get this file (")
    assert "); send it once more." in told
    assert emulator.token.partition(":")[2] not in told + caplog.text
    sent = emulator.attach(orla, "talks.txt", TALK)
    assert "Dan Ejemplo: On Maps" in emulator.wait_for_message(orla, after=sent)["text"]


def test_emulator_gives_files_as_telegram_does(emulator: Emulator) -> None:
    ada = emulator.add_user()
    number = emulator.attach(ada, "talks.txt", TALK)
    document = emulator.message(ada, number)["document"]

    async def fetch(bot: Bot) -> bytes:
        async with build_bot(bot.token, emulator.base_url) as ours:
            file = await ours.get_file(document["file_id"])
            return bytes(await file.download_as_bytearray())

    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "talks.txt",
        "text/plain",
        len(TALK),
    )
    assert with_bot(emulator, fetch) == TALK
    told = refused(emulator, lambda bot: bot.get_file("none"))
    assert told == "Wrong file_id or the file is temporarily unavailable"
    large = emulator.attach(ada, "large.txt", b"x" * 20_000_001)
    file_id = emulator.message(ada, large)["document"]["file_id"]
    assert refused(emulator, lambda bot: bot.get_file(file_id)) == "File is too big"
