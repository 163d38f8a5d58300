"""What Telegram shows of the bot, in each language, within what Telegram takes."""

import json

import pytest

from bot.chat.commands import COMMANDS
from bot.chat.interface import Incoming, Reply
from bot.chat.telegram import Introduction, Listener, introduction
from bot.language import ENGLISH, offered
from tests.chat.telegram.talking import talking
from tests.telegram_emulator.client import Emulator

pytestmark = pytest.mark.enable_socket


def listener() -> Listener:
    def answer(incoming: Incoming) -> Reply:
        return Reply(html=f"You said {incoming.text}")

    return Listener(answer=answer, offer=lambda _: (), end=lambda *_: None, move=lambda *_: None)


def test_the_bot_is_shown_in_each_language(emulator: Emulator) -> None:
    shown = introduction()
    for _ in range(2):
        with talking(emulator, listener(), introduction=shown) as running:
            emulator.ask(emulator.add_user(), "Hello")
            assert running.name == "talkbell_bot"
    every: dict[str, Introduction] = {"": shown, **shown.translations}
    assert set(every) == {"", *offered()} - {ENGLISH}
    told = emulator.do("told")
    commands = {
        json.loads(key)[1]: {one["command"]: one["description"] for one in listed}
        for key, listed in told["commands"].items()
    }
    assert commands == {language: dict(one.commands) for language, one in every.items()}
    assert told["description"] == {language: one.description for language, one in every.items()}
    assert told["short_description"] == {
        language: one.short_description for language, one in every.items()
    }
    calls = [one["method"] for one in emulator.calls() if one["method"].startswith("setMy")]
    assert len(calls) == 3 * len(every)  # once, as nothing was new the second time


def test_the_menu_is_translated() -> None:
    shown = introduction()
    assert shown.commands["help"] == "what I understand"
    assert shown.translations["de"].commands["help"] == "was ich verstehe"
    assert shown.translations["fr"].commands["help"] == "ce que je comprends"
    listed = [name for name, one in COMMANDS.items() if one.summary]
    assert {tuple(one.commands) for one in shown.translations.values()} == {tuple(listed)}
