"""The terminal chat as the channel of its platform."""

import asyncio
from io import StringIO
from pathlib import Path

import pytest

from bot.channels.interface import Outgoing, SendError
from bot.chat.conversation import Conversation, Service
from bot.chat.terminal import TerminalChat

from .people import Bot


def terminal(bot: Bot, stream: StringIO, folder: Path) -> TerminalChat:
    return TerminalChat(
        Conversation(Service(bot.store), now=lambda: bot.now),
        stream,
        clock_text=lambda: "Monday, 12:00 UTC",
        folder=folder,
        is_echoing=False,
    )


def test_reminder_and_its_update_are_shown_apart(bot: Bot, tmp_path: Path) -> None:
    stream = StringIO()
    chat = terminal(bot, stream, tmp_path)
    name = asyncio.run(chat.send("you", Outgoing(plain="Join: one")))
    assert asyncio.run(chat.edit("you", name, Outgoing(plain="Join: two"))) == name
    first = "── Reminder · Monday, 12:00 UTC ".ljust(80, "─")
    second = "── Update of a reminder · Monday, 12:00 UTC ".ljust(80, "─")
    end = "─" * 80
    assert stream.getvalue() == (
        f"\n{first}\nJoin: one\n{end}\n\n> \n{second}\nJoin: two\n{end}\n\n> "
    )


def test_terminal_that_is_gone_takes_nothing(bot: Bot, tmp_path: Path) -> None:
    stream = StringIO()
    chat = terminal(bot, stream, tmp_path)
    stream.close()
    with pytest.raises(SendError, match="takes no message"):
        asyncio.run(chat.edit("you", "1", Outgoing(plain="Join: two")))
