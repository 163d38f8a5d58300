"""The Telegram channel on the emulator: what arrives, and what is said of what does not."""

import asyncio
import logging
import time
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import NetworkError

from bot.channels.interface import Button, Outgoing, SendError
from bot.channels.telegram import address_of, opened_channel, send_error
from tests.telegram_emulator.client import Emulator, buttons
from tests.telegram_emulator.world import TOKEN

pytestmark = pytest.mark.enable_socket
HELLO = Outgoing(plain="Hello")
BUTTONS = ((Button(label="Join", url="https://a.example"),),)
SECRET = "https://zoom.example/j/93817264055?pwd=Zx81kQw77Lm"  # noqa: S105 - a canary


def send(emulator: Emulator, address: object, outgoing: Outgoing = HELLO) -> str:
    """Send a message and return what it is called."""

    async def go() -> str:
        async with opened_channel(emulator.token, emulator.base_url) as channel:
            return await channel.send(str(address), outgoing)

    return asyncio.run(go())


def error(emulator: Emulator, address: object, outgoing: Outgoing = HELLO) -> dict[str, Any]:
    """Return what a SendError says, without what it does not."""
    with pytest.raises(SendError) as raised:
        send(emulator, address, outgoing)
    assert SECRET not in repr(raised.value)
    return {key: value for key, value in vars(raised.value).items() if value}


@pytest.fixture
def ada(emulator: Emulator) -> int:
    """Return somebody who has started the bot."""
    user = emulator.add_user("Ada Example")
    emulator.say(user, "/start")
    return user


def texts(emulator: Emulator, chat: int) -> list[str]:
    return [message["text"] for message in emulator.bot_messages(chat)]


def test_a_message_arrives_with_all_it_has(emulator: Emulator, ada: int) -> None:
    outgoing = Outgoing(
        plain="On sets",
        html='<b>On sets</b> <a href="https://talks.example/">More</a>',
        buttons=((Button(label="Star", data="star:1"), Button(label="Join", url="https://a.example")),),
    )  # fmt: skip
    number = send(emulator, ada, outgoing)
    (message,) = emulator.bot_messages(ada)
    kept = ("message_id", "text", "entities", "reply_markup", "link_preview_options")
    assert {key: message[key] for key in kept} == {
        "message_id": int(number),
        "text": "On sets More",
        "entities": [
            {"type": "bold", "offset": 0, "length": 7},
            {"type": "text_link", "offset": 8, "length": 4, "url": "https://talks.example/"},
        ],
        "reply_markup": {
            "inline_keyboard": [
                [
                    {"text": "Star", "callback_data": "star:1"},
                    {"text": "Join", "url": "https://a.example"},
                ]
            ]
        },
        "link_preview_options": {"is_disabled": True},
    }


def test_plain_text_stays_plain(emulator: Emulator, ada: int) -> None:
    send(emulator, ada, Outgoing(plain="<b>a & b</b>"))
    assert texts(emulator, ada) == ["<b>a & b</b>"]


def test_what_is_too_long_comes_in_parts_with_the_buttons_below(
    emulator: Emulator, ada: int
) -> None:
    paragraphs = [f"<{number}> & {'a' * 2500}" for number in range(3)]
    button = ((Button(label="Star", data="star:1"),),)
    name = send(emulator, ada, Outgoing(plain="\n\n".join(paragraphs), buttons=button))
    messages = emulator.bot_messages(ada)
    assert [message["text"] for message in messages] == paragraphs
    assert [buttons(message) for message in messages] == [[], [], ["Star"]]
    assert int(name) == messages[0]["message_id"]


TWO_PARTS = Outgoing(plain="", html="\n\n".join(f"<b>{sign * 2500}</b>" for sign in "ab"))


def test_part_after_the_first_waits_out_a_pause(emulator: Emulator, ada: int) -> None:
    emulator.do("limit_rates", per_chat_second=1)
    send(emulator, ada, TWO_PARTS)
    assert [text[0] for text in texts(emulator, ada)] == ["a", "b"]


def test_message_is_cut_rather_than_sent_once_more(
    emulator: Emulator,
    ada: int,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.channels.telegram._LONGEST", 0.9)  # less than the pause
    emulator.do("limit_rates", per_chat_second=1)
    number = send(emulator, ada, TWO_PARTS)
    [message] = emulator.bot_messages(ada)
    assert (str(message["message_id"]), message["text"][0]) == (number, "a")
    assert "a message is cut, as 1 of its parts are left: Telegram wants a pause" in caplog.text


def test_a_topic_has_an_address(emulator: Emulator, ada: int) -> None:
    forum = emulator.do("add_chat", kind="supergroup", admins=[ada], topics=["Talks", "Other"])
    send(emulator, address_of(forum, 3))
    send(emulator, address_of(forum))
    assert [m.get("message_thread_id") for m in emulator.bot_messages(forum)] == [3, None]
    assert error(emulator, address_of(forum, 9)) == {
        "reason": "Telegram: Message thread not found",
        "permanent": True,
    }


def refusal(code: int, description: str, **parameters: int) -> dict[str, Any]:
    return {
        "action": "answer",
        "code": code,
        "description": description,
        "parameters": parameters,
    }


@pytest.mark.parametrize(
    ("fault", "told", "is_shown"),
    [
        (
            refusal(429, "Too Many Requests: retry after 7", retry_after=7),
            {"reason": "Telegram wants a pause", "retry_after": timedelta(seconds=7)},
            False,
        ),
        (
            refusal(502, "Bad Gateway"),
            {"reason": "Telegram: Bad Gateway"},
            False,
        ),
        (
            refusal(400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
            {"reason": "Telegram: Chat_write_forbidden", "permanent": True},
            False,
        ),
        (
            refusal(400, f"Bad Request: button URL '{SECRET}' is invalid: Wrong HTTP URL"),
            {"reason": "Telegram: Button url … is invalid: wrong http url", "unparsable": True},
            False,
        ),
        (
            refusal(401, "Unauthorized"),
            {"reason": "Telegram refuses the bot's token"},
            False,
        ),
        (
            refusal(404, "Not Found"),
            {"reason": "Telegram refuses the bot's token"},
            False,
        ),
        (
            {"action": "page"},
            {"reason": "a gateway answered in Telegram's place", "was_maybe_delivered": True},
            False,
        ),
        (
            {"action": "reset"},
            {
                "reason": "the connection to Telegram broke (ClientOSError)",
                "was_maybe_delivered": True,
            },
            False,
        ),
        (
            {"action": "lose"},
            {
                "reason": "the connection to Telegram broke (ClientOSError)",
                "was_maybe_delivered": True,
            },
            True,
        ),
        (
            {"action": "truncate"},
            {
                "reason": "the connection to Telegram broke (ClientPayloadError)",
                "was_maybe_delivered": True,
            },
            True,
        ),
    ],
)
def test_what_goes_wrong_is_told(
    emulator: Emulator,
    ada: int,
    caplog: pytest.LogCaptureFixture,
    fault: dict[str, Any],
    told: dict[str, Any],
    is_shown: bool,  # noqa: FBT001
) -> None:
    caplog.set_level(logging.INFO)  # the library's words below that are never logged
    emulator.fail(**fault)
    assert error(emulator, ada, Outgoing(plain=SECRET)) == told
    assert texts(emulator, ada) == ([SECRET] if is_shown else [])
    assert not [line for line in caplog.messages if SECRET in line or emulator.token in line]
    assert send(emulator, ada)


@pytest.mark.parametrize("code", [400, 403])
@pytest.mark.parametrize("body", ["<h1>Forbidden</h1>", '{"message": "Access denied"}'])
def test_refusal_by_a_proxy_ends_nothing(code: int, body: str) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=code, text=body)

    async def go() -> None:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", refuse)
        async with (
            TestServer(application) as proxy,
            opened_channel(TOKEN, f"http://127.0.0.1:{proxy.port}/bot") as channel,
        ):
            await channel.send("1", HELLO)

    with pytest.raises(SendError) as raised:
        asyncio.run(go())
    told = {key: value for key, value in vars(raised.value).items() if value}
    assert told == {
        "reason": "a gateway answered in Telegram's place",
        "was_maybe_delivered": True,
    }


def test_who_cannot_be_reached_any_more(emulator: Emulator, ada: int) -> None:
    group = emulator.do("add_chat", admins=[ada])
    new = emulator.do("migrate", chat=group)
    emulator.do("block", user=ada)
    assert error(emulator, ada) == {
        "reason": "Telegram: Forbidden: bot was blocked by the user",
        "permanent": True,
    }
    assert error(emulator, 1) == {"reason": "Telegram: Chat not found", "permanent": True}
    assert error(emulator, group) == {
        "reason": "the group has become a supergroup",
        "moved_to": str(new),
    }
    assert error(emulator, "nowhere") == {
        "reason": 'no chat of Telegram has the address "nowhere"',
        "permanent": True,
    }


def test_what_telegram_cannot_read_is_told(emulator: Emulator, ada: int) -> None:
    assert error(emulator, ada, Outgoing(plain="a", html=f'<p title="{SECRET}">a</p>')) == {
        "reason": "Telegram: Can't parse entities: unsupported start tag … at byte offset 0",
        "unparsable": True,
    }


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (Button(label="Join", url=f"https://{SECRET}"), "Inline keyboard button url … is invalid"),
        (Button(label="Star", data="s" * 65), "Button_data_invalid"),
    ],
)
def test_buttons_that_telegram_does_not_take_are_told(
    emulator: Emulator, ada: int, button: Button, reason: str
) -> None:
    told = error(emulator, ada, Outgoing(plain="a", buttons=((button,),)))
    assert told["reason"].startswith(f"Telegram: {reason}")
    assert told["unparsable"] is True


def test_a_call_that_hangs_is_given_up(
    emulator: Emulator, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram._LONGEST", 0.5)
    emulator.fail("hang", is_done=True)
    begin = time.monotonic()
    assert error(emulator, ada) == {
        "reason": "Telegram did not answer within 0.5 seconds",
        "was_maybe_delivered": True,
    }
    assert time.monotonic() - begin < 5
    assert texts(emulator, ada) == ["Hello"]


def test_a_server_that_is_not_there_has_had_nothing() -> None:
    async def go() -> None:
        async with opened_channel(TOKEN, "http://127.0.0.1:9/bot") as channel:
            await channel.send("1", HELLO)

    with pytest.raises(SendError) as raised:
        asyncio.run(go())
    assert (raised.value.reason, raised.value.was_maybe_delivered, raised.value.permanent) == (
        "Telegram cannot be reached (ClientConnectorError)",
        False,
        False,
    )


def edit(emulator: Emulator, chat: int, number: str, outgoing: Outgoing) -> str:
    async def go() -> str:
        async with opened_channel(emulator.token, emulator.base_url) as channel:
            return await channel.edit(str(chat), number, outgoing)

    return asyncio.run(go())


def test_message_that_is_gone_is_followed_by_a_new_one(emulator: Emulator, ada: int) -> None:
    gone = send(emulator, ada, Outgoing(plain="Join: one"))
    emulator.delete(ada, int(gone))
    number = edit(emulator, ada, gone, Outgoing(plain="Join: two"))
    assert [(str(one["message_id"]), one["text"]) for one in emulator.bot_messages(ada)] == [
        (number, "Join: two")
    ]
    assert number != gone


def test_methods_are_spelled_as_the_bot_api_does(emulator: Emulator, ada: int) -> None:
    """Telegram takes other cases too; servers of one's own need not."""
    edit(emulator, ada, send(emulator, ada), Outgoing(plain="Join: two"))
    assert {one["method"] for one in emulator.calls()} == {"sendMessage", "editMessageText"}


def test_edit_of_a_long_message_changes_its_first_part(emulator: Emulator, ada: int) -> None:
    words = "word " * 1000
    number = send(emulator, ada, Outgoing(plain=f"Join: one\n\n{words}", buttons=BUTTONS))
    first, *others = emulator.bot_messages(ada)
    assert others
    edit(emulator, ada, number, Outgoing(plain=f"Join: two\n\n{words}", buttons=BUTTONS))
    edited, *left = emulator.bot_messages(ada)
    assert edited["text"] == first["text"].replace("one", "two")
    assert left == others


@pytest.mark.parametrize("code", [400, 403])
def test_edit_that_is_refused_otherwise_says_why(emulator: Emulator, ada: int, code: int) -> None:
    number = send(emulator, ada)
    emulator.fail("answer", method="editMessageText", code=code, description="Bad Request: odd")
    with pytest.raises(SendError, match=r"[Oo]dd") as raised:
        edit(emulator, ada, number, Outgoing(plain="Another"))
    assert raised.value.permanent == (code == 403)
    assert texts(emulator, ada) == ["Hello"]


def test_what_telegram_says_is_told_without_addresses() -> None:
    error = NetworkError("Internal Server Error: at https://meet.example/j/1?pwd=secret")
    assert send_error(error).reason == "Telegram: Internal Server Error: at …"
