"""The emulator for tests: a process of its own, and people in it."""

import base64
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.warm import WarmProcess

from .world import TOKEN

_ROOT = Path(__file__).parents[2]
_PATIENCE = 30  # seconds for what a loaded machine does slowly
Message = dict[str, Any]


@dataclass
class Emulator:
    """A running emulator. `do` takes the verbs of `people.People`; the usual ones have a name."""

    address: str
    token: str = TOKEN

    @property
    def base_url(self) -> str:
        """Return what python-telegram-bot and TALKBELL_TELEGRAM_BASE_URL want."""
        return f"{self.address}/bot"

    def do(self, verb: str, **arguments: Any) -> Any:
        """Do what a verb says and return its result. Raises AssertionError with the reason."""
        request = Request(  # noqa: S310 - loopback
            f"{self.address}/control/{verb}",
            json.dumps(arguments).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
                return json.load(answer)["result"]
        except HTTPError as refusal:
            with refusal:
                raise AssertionError(refusal.read().decode()) from None

    def add_user(self, name: str = "Ada Example", **details: Any) -> int:
        """Return the number of a new person, and of their private chat."""
        return int(self.do("add_user", name=name, **details))

    def say(self, user: int, text: str, **details: Any) -> int:
        """Write to the bot, in private unless a `chat` is named; return the message's number."""
        return int(self.do("say", user=user, text=text, **details))

    def attach(self, user: int, name: str, data: bytes, **details: Any) -> int:
        """Send a file to the bot; return the message's number."""
        content = base64.b64encode(data).decode()
        return int(self.do("attach", user=user, name=name, content=content, **details))

    def ask(self, user: int, text: str, **details: Any) -> Message:
        """Write to the bot and return its next message there."""
        said = self.say(user, text, **details)
        return self.wait_for_message(int(details.get("chat", user)), after=said)

    def add_group(self, **details: Any) -> int:
        """Put the bot into a new group, where it introduces itself, and return the group."""
        group = int(self.do("add_chat", **details))
        self.wait_for_message(group)
        return group

    def press(self, user: int, message: Message, button: str) -> dict[str, Any]:
        """Press a button by its text or data and return how the press was answered."""
        query = self.do(
            "press",
            user=user,
            chat=message["chat"]["id"],
            message=message["message_id"],
            button=button,
        )
        return dict(self._wait_for(lambda: self.do("answer", query=query), f"answer to {button}"))

    def delete(self, chat: int, message: int) -> None:
        """Delete a message, as people do."""
        self.do("delete", chat=chat, message=message)

    def type_inline(self, user: int, words: str, **details: Any) -> dict[str, Any]:
        """Type words after the bot's name and return what it offers."""
        query = self.do("type_inline", user=user, words=words, **details)
        return dict(self._wait_for(lambda: self.do("answer", query=query), f"answer to {words}"))

    def offers(self, user: int, words: str) -> dict[str, dict[str, Any]]:
        """Type words after the bot's name and return what it offers, by title."""
        return {one["title"]: one for one in self.type_inline(user, words)["results"]}

    def messages(self, chat: int, *, after: int = 0) -> list[Message]:
        """Return what a chat shows, oldest first."""
        return list(self.do("messages", chat=chat, after=after))

    def bot_messages(self, chat: int, *, after: int = 0) -> list[Message]:
        """Return what the bot wrote into a chat."""
        return [m for m in self.messages(chat, after=after) if not _is_by_a_person(m)]

    def message(self, chat: int, number: int) -> Message:
        """Return a message as it is now."""
        return dict(self.do("message", chat=chat, number=number))

    def wait_for_message(self, chat: int, *, after: int = 0, containing: str = "") -> Message:
        """Return the bot's first message after another that has a text in it, once there is one."""

        def find() -> Message | None:
            return next(
                (m for m in self.bot_messages(chat, after=after) if containing in shown(m)), None
            )

        return self._wait_for(find, f"message with {containing!r} in {chat}")

    def fail(self, action: str, **details: Any) -> None:
        """Switch a fault on; `faults.ACTIONS` has them, `faults.Fault` their details."""
        self.do("fail", action=action, **details)

    def calls(self, method: str = "") -> list[dict[str, Any]]:
        """Return the calls of the bot, of a method or of all, in the order in which they came."""
        return list(self.do("calls", method=method))

    def document(self, message: Message) -> tuple[str, bytes]:
        """Return the name and content of the document that a message carries."""
        found = self.do("document", file_id=message["document"]["file_id"])
        return found["name"], base64.b64decode(found["content"])

    def _wait_for(self, find: Any, told: str) -> Any:
        begin = time.monotonic()
        while (found := find()) is None:
            assert time.monotonic() - begin < _PATIENCE, f"no {told}"
            time.sleep(0.02)
        return found


def shown(message: Message) -> str:
    """Return the text that a message shows."""
    return str(message.get("text") or message.get("caption") or "")


def buttons(message: Message) -> list[str]:
    """Return the texts of a message's buttons."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def _is_by_a_person(message: Message) -> bool:
    return "from" in message and not (
        message["from"]["is_bot"] and message["from"]["username"] == "talkbell_bot"
    )


@contextmanager
def running_emulator() -> Iterator[Emulator]:
    """Give an emulator in a process of its own; it is killed at the end."""
    process = WarmProcess(
        "tests.telegram_emulator",
        *("--port", "0"),
        folder=_ROOT,
        environment=os.environ,
        errors="to nobody",
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://127[\d.:]+", process.stdout.readline())
        assert found, "the emulator did not start"
        yield Emulator(found[0])
    finally:
        process.kill()
        process.wait(_PATIENCE)
        if process.stdout is not None:
            process.stdout.close()
