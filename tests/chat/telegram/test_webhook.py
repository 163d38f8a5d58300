"""Updates that Telegram brings: over HTTP, through the web service, to the conversation."""

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any

import pytest

from bot.chat.telegram import Webhook, webhook_secret
from bot.web.app import build_app
from bot.web.hook import Hook
from bot.web.options import WebOptions
from tests.chat.telegram.talking import Conversation, Running, talking
from tests.journeys.service import wait_until
from tests.store.migrated import opened_migrated
from tests.telegram_emulator.client import Emulator
from tests.web.site import serving

pytestmark = pytest.mark.enable_socket
PATH = "/telegram/updates"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
SOON = timedelta(milliseconds=100)


@dataclass
class Hooked:
    """A bot at a webhook, and the service in front of it."""

    conversation: Conversation
    port: int
    secret: str
    chat: Running | None = None

    def bring(self, body: bytes, method: str = "POST", **headers: str) -> int:
        """Bring something as Telegram does, and return the status of the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, PATH, body, {HEADER: self.secret} | headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    def metric(self) -> bytes:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", "/metrics")
            return connection.getresponse().read()
        finally:
            connection.close()


@contextmanager
def hooked(emulator: Emulator, **details: Any) -> Iterator[Hooked]:
    conversation = Conversation()
    secret = webhook_secret(emulator.token)
    found: list[Hooked] = []

    async def receive(content: Any) -> bool:
        return found[0].chat is not None and await found[0].chat.take(content)

    with opened_migrated() as store:
        hook = Hook(path=PATH, header=HEADER.lower(), secret=secret, receive=receive)
        options = WebOptions(requests_per_minute=20)
        with serving(build_app(store, options, hook=hook)) as port:
            found.append(Hooked(conversation, port, secret))
            url = f"http://127.0.0.1:{port}{PATH}"
            with talking(
                emulator, conversation.listener(), Webhook(url=url, look_every=SOON, **details)
            ) as chat:
                found[0].chat = chat
                wait_until(lambda: emulator.do("told")["webhook"]["url"] == url, "no webhook")
                yield found[0]


def update(number: int, text: str = "Hello", user: int = 1) -> bytes:
    told = {
        "message_id": number,
        "date": 1,
        "chat": {"id": user, "type": "private", "first_name": "Ada"},
        "from": {"id": user, "is_bot": False, "first_name": "Ada"},
        "text": text,
    }
    return json.dumps({"update_id": number, "message": told}).encode()


def texts(hooked: Hooked) -> list[str]:
    return [one.text for one in hooked.conversation.heard]


def test_people_are_answered_at_a_webhook(emulator: Emulator) -> None:
    ada = emulator.add_user("Ada Example")
    before = len(emulator.calls("setWebhook"))
    with hooked(emulator) as bot:
        assert emulator.ask(ada, "Hello")["text"] == "You said Hello"
        long = "\N{GRINNING FACE}" * 2000  # which JSON may write with 12 signs each
        emulator.ask(ada, long)
        assert texts(bot) == ["Hello", long]
        assert b'talkbell_requests_total{route="webhook",status="200"} 2.0' in bot.metric()
    assert [one["outcome"] for one in emulator.calls("setWebhook")][before:] == [200]
    assert emulator.do("pending") == 0


def test_each_update_counts_once(emulator: Emulator) -> None:
    with hooked(emulator) as bot:
        ada = emulator.add_user()
        emulator.ask(ada, "/start")
        for number, text in ((1, "a"), (1, "a"), (2, "b"), (1, "a"), (3, "c")):
            assert bot.bring(update(number, text, ada)) == 200
        wait_until(lambda: "c" in texts(bot), "not all was heard")
        assert texts(bot) == ["/start", "a", "b", "c"]


@pytest.mark.parametrize(
    "headers",
    [
        {HEADER: ""},
        {HEADER: "0" * 64},
        {HEADER: "\xe9" * 64},
        {HEADER: webhook_secret("4242:other")},
    ],
)
def test_who_does_not_know_the_secret_finds_nothing(
    emulator: Emulator, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with hooked(emulator) as bot:
        statuses = [bot.bring(update(number), **headers) for number in range(25)]
        # It counts against the client's limit; what Telegram brings does not.
        assert (set(statuses[:20]), set(statuses[20:])) == ({404}, {429})
        assert bot.bring(update(50)) == 200
        wait_until(lambda: texts(bot) == ["Hello"], "it was not heard")
        assert bot.bring(b"", "GET") == 429
        told = bot.metric()
    assert texts(bot) == ["Hello"]
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("telegram")]
    assert not any(bot.secret in line or "0" * 64 in line for line in ours)
    assert bot.secret.encode() not in told


def test_what_makes_no_sense_is_refused(emulator: Emulator) -> None:
    with hooked(emulator) as bot:
        assert [
            bot.bring(body)
            for body in (
                b"",
                b"{",
                b"\xff",
                b"[]",
                b"1",
                b"null",
                b"{}",
                b"[" * 100_000,
                b'{"update_id": 1, "message": 5}',
            )
        ] == [400] * 9
        assert bot.bring(b" " * 2**20 + b"{}") == 413
        assert bot.bring(update(1, "still there")) == 200
        wait_until(lambda: texts(bot) == ["still there"], "it was not heard")


def test_what_was_taken_is_answered_before_the_end(emulator: Emulator) -> None:
    ada = emulator.add_user()
    with hooked(emulator) as bot:
        emulator.ask(ada, "/start")
        emulator.fail("late", method="sendMessage", seconds=1.0)
        for number in range(5):
            assert bot.bring(update(number, str(number), ada)) == 200
    assert [message["text"] for message in emulator.bot_messages(ada)] == [
        "You said /start",
        *(f"You said {number}" for number in range(5)),
    ]


def test_what_comes_too_early_or_too_late_is_to_be_brought_again(emulator: Emulator) -> None:
    with hooked(emulator) as bot:
        chat, bot.chat = bot.chat, None
        assert bot.bring(update(1)) == 503
        bot.chat = chat
        assert bot.bring(update(1)) == 200
        assert chat is not None
        chat.end()
        bot.chat = None
        assert bot.bring(update(2)) == 503


def test_an_address_that_telegram_cannot_reach_is_told_and_polled_for(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    ada = emulator.add_user()
    for is_required in (True, False):
        conversation = Conversation()
        webhook = Webhook(
            url="http://127.0.0.1:9/updates", is_required=is_required, look_every=SOON
        )
        with talking(emulator, conversation.listener(), webhook) as chat:
            wait_until(lambda: bool(emulator.do("told")["webhook"]["url"]), "no webhook")
            emulator.say(ada, "Hello")
            if is_required:
                wait_until(lambda: bool(chat.trouble), "no trouble")
                assert chat.trouble == (
                    "Telegram cannot bring updates to http://127.0.0.1:9/updates "
                    "(Connection failed: ClientConnectorError)"
                )
                assert conversation.heard == []
            else:
                wait_until(lambda: len(conversation.heard) == 2, "not heard")  # noqa: B023
                assert (chat.trouble, emulator.do("told")["webhook"]["url"]) == ("", "")
    told = [one.getMessage() for one in caplog.records if one.name == "talkbell.telegram"]
    url, reason = "http://127.0.0.1:9/updates", "(Connection failed: ClientConnectorError)"
    cannot = f"Telegram cannot bring updates to {url} {reason}"
    assert told == [
        f"the bot hears nobody: {cannot}",
        f"{cannot}; so they are asked for from now on",
    ]


def test_an_address_that_telegram_refuses_is_told(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    ada = emulator.add_user()
    with talking(
        emulator, Conversation().listener(), Webhook(url="http://a.example/", is_required=False)
    ):
        assert emulator.ask(ada, "Hello")["text"] == "You said Hello"
    reason = "Telegram: Bad webhook: an https url must be provided for webhook"
    assert caplog.messages == [f"{reason}; so they are asked for from now on"]


def test_a_webhook_that_another_took_away_is_set_again(emulator: Emulator) -> None:
    with hooked(emulator) as bot:
        emulator.do("forget_updates")
        ada = emulator.add_user()
        wait_until(lambda: bool(emulator.do("told")["webhook"]["url"]), "no webhook")
        assert emulator.ask(ada, "Hello")["text"] == "You said Hello"
        assert texts(bot) == ["Hello"]


def test_going_back_to_polling_ends_the_webhook(emulator: Emulator) -> None:
    ada = emulator.add_user()
    with hooked(emulator):
        emulator.ask(ada, "Hello")
    assert emulator.do("told")["webhook"]["url"]
    emulator.say(ada, "Meanwhile")
    conversation = Conversation()
    with talking(emulator, conversation.listener()):
        emulator.wait_for_message(ada, containing="Meanwhile")
    assert (emulator.do("told")["webhook"]["url"], emulator.do("pending")) == ("", 0)
    assert [one.text for one in conversation.heard] == ["Meanwhile"]


def test_a_secret_that_could_be_guessed_is_refused() -> None:
    async def receive(_: object) -> bool:
        await asyncio.sleep(0)
        return True

    with pytest.raises(ValueError, match="at least 32 bytes"):
        Hook(path=PATH, header="x", secret="s" * 31, receive=receive)
    assert len(webhook_secret("4242:token")) == 64
