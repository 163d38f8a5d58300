"""Updates that are asked for, while Telegram refuses, or gives them to somebody else."""

import logging
from http.client import OK
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from bot.chat.telegram.trouble import Trouble
from tests.chat.telegram.talking import Conversation, talking
from tests.journeys.service import wait_until
from tests.telegram_emulator.client import Emulator

pytestmark = pytest.mark.enable_socket
CONFLICT = (
    "another process asks Telegram for what people say to this bot: end all but one of those that "
    "run with its token"
)

SHOWN = ("Commands", "Description", "ShortDescription")


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == "talkbell.telegram"]


@pytest.fixture
def ada(emulator: Emulator) -> int:
    return emulator.add_user("Ada Example")


def test_a_token_that_is_revoked_is_told_and_tried_again(
    emulator: Emulator, ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "talkbell.telegram")
    with talking(emulator, Conversation().listener()) as chat:
        emulator.ask(ada, "Hello")
        emulator.fail("answer", method="getUpdates", times=2, code=401, description="Unauthorized")
        emulator.say(ada, "once more, to end the poll that waits")
        wait_until(lambda: bool(chat.trouble), "no trouble")
        assert chat.trouble == "Telegram refuses the bot's token"
        emulator.say(ada, "Are you there?")
        emulator.wait_for_message(ada, containing="Are you there?")
        assert chat.trouble == ""
    assert told(caplog) == [
        "the bot hears nobody: Telegram refuses the bot's token",
        "Telegram is heard again",
    ]


def test_a_server_that_knows_few_methods_is_heard(emulator: Emulator, ada: int) -> None:
    for method in ("deleteWebhook", *(f"getMy{one}" for one in SHOWN), "setMyDescription"):
        emulator.fail("answer", method=method, times=None, code=404, description="Not Found")
    with talking(emulator, Conversation().listener()):
        emulator.ask(ada, "Hello")
    known = {call["method"] for call in emulator.calls() if call["outcome"] == 200}
    assert {"setMyCommands", "setMyShortDescription"} <= known


def test_webhook_is_ended_though_the_first_call_for_it_came_to_nothing(
    emulator: Emulator, ada: int
) -> None:
    """A gateway answers 404 while its server starts: that there is no webhook is not said by it."""
    hook = "http://127.0.0.1:9/"  # nobody listens there
    asked = f"{emulator.base_url}{emulator.token}/setWebhook?{urlencode({'url': hook})}"
    with urlopen(asked) as answer:  # noqa: S310 - on loopback
        assert answer.status == OK
    emulator.fail("answer", method="deleteWebhook", code=404, description="Not Found")
    with talking(emulator, Conversation().listener()):
        emulator.ask(ada, "Hello")


def test_two_that_ask_for_the_same_bot_tell_it_once(
    emulator: Emulator, ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "talkbell.telegram")
    with (
        talking(emulator, Conversation().listener()) as first,
        talking(emulator, Conversation().listener()),
    ):
        wait_until(lambda: bool(first.trouble), "no conflict")
        for number in range(6):
            emulator.ask(ada, f"Hello {number}")
        wait_until(
            lambda: [one["outcome"] for one in emulator.calls("getUpdates")].count(409) > 4,
            "no more conflicts",
        )
    lines = told(caplog)
    assert lines.count(f"the bot hears nobody: {CONFLICT}") in {1, 2}  # once for each of the two
    assert lines.count("Telegram is heard again") <= 2


def test_what_comes_and_goes_is_told_once_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "talkbell.telegram")
    trouble = Trouble()
    trouble.end()
    for _ in range(3):
        trouble.note("one thing")
        trouble.note("one thing")
        trouble.note("another thing")
        trouble.end()
    assert told(caplog) == [
        "the bot hears nobody: one thing",
        "the bot hears nobody: another thing",
        "Telegram is heard again",
    ]
    assert trouble.reason == ""


def test_what_was_taken_is_not_given_to_the_next_process(emulator: Emulator, ada: int) -> None:
    heard = []
    for text in ("One", "Two"):
        conversation = Conversation()
        with talking(emulator, conversation.listener()) as chat:
            wait_until(lambda: bool(emulator.calls("getUpdates")), "no poll")
            emulator.ask(ada, "/start")
            emulator.fail("answer", method="getUpdates")  # it ends before it could ask again
            emulator.say(ada, text)
            wait_until(lambda: bool(chat.trouble), "no trouble")
        heard.append([one.text for one in conversation.heard])
    assert (heard, emulator.do("pending")) == ([["/start", "One"], ["/start", "Two"]], 0)


def test_a_flood_is_waited_out(emulator: Emulator, ada: int) -> None:
    with talking(emulator, Conversation().listener()) as chat:
        emulator.ask(ada, "Hello")
        emulator.fail(
            "answer",
            method="getUpdates",
            code=429,
            description="Too Many Requests: retry after 2",
            parameters={"retry_after": 2},
        )
        emulator.say(ada, "to end the poll that waits")
        wait_until(lambda: chat.trouble == "Telegram wants a pause", "no pause")
        before = len(emulator.calls("getUpdates"))
        emulator.say(ada, "Are you there?")
        emulator.wait_for_message(ada, containing="Are you there?")
        calls = emulator.calls("getUpdates")
        assert calls[before]["at"] - calls[before - 1]["at"] > 1.9
