"""What the emulator does and refuses, through the real python-telegram-bot."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, Conflict

from .client import Emulator, buttons
from .test_faults import with_bot

pytestmark = pytest.mark.enable_socket
BUTTON = InlineKeyboardButton("a", callback_data="a")
LOCAL = InlineKeyboardButton("a", url="http://localhost:8000/")
NO_KIND = "Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
WRONG_ADDRESS = "Inline keyboard button url 'http://localhost:8000/' is invalid: wrong http url"


@pytest.fixture
def ada(emulator: Emulator) -> int:
    """Return somebody who has started the bot, of which it was told."""
    user = emulator.add_user("Ada Example", username="ada_example", language="fr")
    emulator.say(user, "/start")
    emulator.do("forget_updates")
    return user


def refused(emulator: Emulator, do: Callable[[Bot], Awaitable[Any]]) -> str:
    """Return why something is refused."""

    async def go(bot: Bot) -> str:
        with pytest.raises(BadRequest) as refusal:
            await do(bot)
        return refusal.value.message

    return str(with_bot(emulator, go))


def updates(emulator: Emulator, **options: Any) -> tuple[Update, ...]:
    found: tuple[Update, ...] = with_bot(emulator, lambda bot: bot.get_updates(**options))
    return found


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(rows)


def test_what_is_sent_is_shown(emulator: Emulator, ada: int) -> None:
    async def send(bot: Bot) -> None:
        await bot.send_message(
            ada,
            " <b>On 🏟</b> &lt;sets&gt; ",
            parse_mode="HTML",
            reply_markup=keyboard([InlineKeyboardButton("Star", callback_data="star:1")]),
        )
        await bot.send_message(ada, '{"a": 1}')
        await bot.send_document(ada, b"BEGIN:VCALENDAR", "A file", filename="x.ics")

    with_bot(emulator, send)
    first, second, third = emulator.bot_messages(ada)
    assert (first["text"], first["entities"], buttons(first)) == (
        "On 🏟 <sets>",
        [{"type": "bold", "offset": 0, "length": 5}],
        ["Star"],
    )
    assert second["text"] == '{"a": 1}'
    assert (third["caption"], emulator.document(third)) == (
        "A file",
        ("x.ics", b"BEGIN:VCALENDAR"),
    )

    async def fetch(bot: Bot) -> bytes:
        file = await bot.get_file(third["document"]["file_id"])
        return bytes(await file.download_as_bytearray())

    async def fetch_here(bot: Bot) -> bytes:
        there = Bot(
            bot.token, base_url=emulator.base_url, base_file_url=f"{emulator.address}/file/bot"
        )
        async with there:
            return await fetch(there)

    assert with_bot(emulator, fetch_here) == b"BEGIN:VCALENDAR"


def test_texts_are_measured_once_they_are_read(emulator: Emulator, ada: int) -> None:
    longest = "<b>" + "&amp;" * 4096 + "</b>"
    sent = with_bot(emulator, lambda bot: bot.send_message(ada, longest, "HTML"))
    assert sent.text == "&" * 4096
    assert refused(emulator, lambda bot: bot.send_message(ada, "a" * 4097)) == "Message is too long"
    assert refused(emulator, lambda bot: bot.send_message(ada, "🏟" * 2049)) == "Message is too long"
    assert refused(emulator, lambda bot: bot.send_message(ada, " \n ")) == "Message text is empty"
    assert (
        refused(emulator, lambda bot: bot.send_message(ada, "<b></b>", "HTML"))
        == "Message text is empty"
    )
    assert (
        refused(emulator, lambda bot: bot.send_document(ada, b"a", "a" * 1025))
        == "Message caption is too long"
    )
    assert refused(emulator, lambda bot: bot.send_document(ada, b"")) == "File must be non-empty"
    assert refused(emulator, lambda bot: bot.send_message(ada, "<p>", "HTML")) == (
        'Can\'t parse entities: unsupported start tag "p" at byte offset 0'
    )


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (keyboard([InlineKeyboardButton("a", callback_data="é" * 33)]), "Button_data_invalid"),
        (keyboard([InlineKeyboardButton("a", callback_data="")]), "Button_data_invalid"),
        (keyboard([InlineKeyboardButton(" ", callback_data="a")]), "Button_text_invalid"),
        (keyboard([InlineKeyboardButton("a")]), NO_KIND),
        (keyboard([LOCAL]), WRONG_ADDRESS),
        (keyboard(*[[BUTTON]] * 101), "Reply_markup_too_long"),
        (keyboard([BUTTON] * 9), "Reply_markup_too_long"),
        (keyboard([InlineKeyboardButton("a", copy_text=CopyTextButton(""))]),
         "Button_copy_text_invalid"),
    ],
)  # fmt: skip
def test_keyboards_are_refused(
    emulator: Emulator, ada: int, markup: InlineKeyboardMarkup, reason: str
) -> None:
    said = refused(emulator, lambda bot: bot.send_message(ada, "a", reply_markup=markup))
    assert said.lower() == reason.lower()


def test_messages_are_edited_and_deleted(emulator: Emulator, ada: int) -> None:
    markup = keyboard([InlineKeyboardButton("Star", callback_data="star")])
    sent = with_bot(emulator, lambda bot: bot.send_message(ada, "One", reply_markup=markup))
    number = sent.message_id
    assert refused(
        emulator,
        lambda bot: bot.edit_message_text("One", ada, number, reply_markup=markup),
    ).startswith("Message is not modified: ")
    with_bot(emulator, lambda bot: bot.edit_message_text("Two", ada, number))
    now = emulator.message(ada, number)
    assert (now["text"], buttons(now), "edit_date" in now) == ("Two", [], True)
    with_bot(emulator, lambda bot: bot.edit_message_reply_markup(ada, number, reply_markup=markup))
    assert buttons(emulator.message(ada, number)) == ["Star"]
    assert (
        refused(emulator, lambda bot: bot.edit_message_text("a", ada, 99))
        == "Message to edit not found"
    )
    assert (
        refused(emulator, lambda bot: bot.edit_message_text("a", ada, number - 1))
        == "Message can't be edited"
    )
    with_bot(emulator, lambda bot: bot.delete_message(ada, number))
    assert emulator.bot_messages(ada) == []


def test_updates_wait_until_they_are_confirmed(emulator: Emulator, ada: int) -> None:
    for text in ("one", "/two@talkbell_bot x", "three"):
        emulator.say(ada, text)
    first = updates(emulator)
    assert [update.message.text for update in first] == ["one", "/two@talkbell_bot x", "three"]
    assert first[1].message.entities[0].length == len("/two@talkbell_bot")
    assert first[0].effective_user.language_code == "fr"
    assert updates(emulator) == first
    assert updates(emulator, offset=first[1].update_id, limit=1) == first[1:2]
    assert updates(emulator, offset=first[2].update_id + 1) == ()
    assert emulator.do("pending") == 0


def test_a_poll_ends_as_soon_as_something_comes(emulator: Emulator, ada: int) -> None:
    async def poll(bot: Bot) -> tuple[Update, ...]:
        waiting = asyncio.ensure_future(bot.get_updates(timeout=20))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(emulator.say, ada, "Hello")
        async with asyncio.timeout(5):
            return await waiting

    assert [update.message.text for update in with_bot(emulator, poll)] == ["Hello"]


def test_one_poll_at_a_time(emulator: Emulator, ada: int) -> None:
    assert ada

    async def poll(bot: Bot) -> str:
        waiting = asyncio.ensure_future(bot.get_updates(timeout=20))
        await asyncio.sleep(0.2)
        async with Bot(bot.token, base_url=emulator.base_url) as other:
            assert await other.get_updates(timeout=0) == ()
        with pytest.raises(Conflict) as refusal:
            await waiting
        return refusal.value.message

    assert with_bot(emulator, poll).startswith("Conflict: terminated by other getUpdates request")


def test_only_the_kinds_that_are_wanted_come(emulator: Emulator, ada: int) -> None:
    updates(emulator, allowed_updates=["my_chat_member"])
    emulator.say(ada, "unheard")
    emulator.do("block", user=ada)
    (update,) = updates(emulator)
    changed = update.my_chat_member
    assert (changed.old_chat_member.status, changed.new_chat_member.status) == ("member", "kicked")


class _Hook(BaseHTTPRequestHandler):
    """Takes the second of each update only."""

    seen: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        secret = self.headers["X-Telegram-Bot-Api-Secret-Token"]
        is_again = bool(self.seen) and self.seen[-1][0] == told["message"]["text"]
        self.seen.append((told["message"]["text"], secret))
        self.send_response(200 if is_again else 500)
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


def test_a_webhook_gets_each_update_until_it_takes_it(emulator: Emulator, ada: int) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Hook)
    url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        with_bot(emulator, lambda bot: bot.set_webhook(url, secret_token="s" * 32))
        with pytest.raises(Conflict):
            updates(emulator)
        for text in ("one", "two"):
            emulator.say(ada, text)
        emulator._wait_for(lambda: None if emulator.do("pending") else True, "end")  # noqa: SLF001
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert _Hook.seen == [(text, "s" * 32) for text in ("one", "one", "two", "two")]
    with_bot(emulator, lambda bot: bot.delete_webhook())
    assert updates(emulator) == ()
    assert refused(emulator, lambda bot: bot.set_webhook("http://bot.example/")) == (
        "Bad webhook: an https url must be provided for webhook"
    )
    wrong = "a b"
    assert refused(emulator, lambda bot: bot.set_webhook(url, secret_token=wrong)) == (
        "Secret token contains unallowed characters"
    )


def test_presses_are_answered_once(emulator: Emulator, ada: int) -> None:
    markup = keyboard([InlineKeyboardButton("Star", callback_data="star:1")])
    sent = with_bot(emulator, lambda bot: bot.send_message(ada, "A talk", reply_markup=markup))

    async def answer(bot: Bot) -> tuple[str | None, str]:
        pressing = asyncio.ensure_future(
            asyncio.to_thread(emulator.press, ada, sent.to_dict(), "Star")
        )
        (update,) = await bot.get_updates(timeout=10)
        query = update.callback_query
        await query.answer("Starred")
        with pytest.raises(BadRequest) as refusal:
            await query.answer()
        assert (await pressing)["text"] == "Starred"
        return query.data, refusal.value.message

    assert with_bot(emulator, answer) == (
        "star:1",
        "Query is too old and response timeout expired or query id is invalid",
    )


def test_inline_queries_are_answered(emulator: Emulator, ada: int) -> None:
    def article(number: str, text: str = "<b>Shared</b>") -> InlineQueryResultArticle:
        return InlineQueryResultArticle(number, "A talk", InputTextMessageContent(text, "HTML"))

    async def answer(bot: Bot) -> dict[str, Any]:
        typing = asyncio.ensure_future(asyncio.to_thread(emulator.type_inline, ada, "sets"))
        (update,) = await bot.get_updates(timeout=10)
        query = update.inline_query
        for wrong in ([article("1"), article("1")], [article("1", "<p>")]):
            with pytest.raises(BadRequest):
                await query.answer(wrong)
        await query.answer([article("1")])
        return await typing

    (result,) = with_bot(emulator, answer)["results"]
    assert (result["title"], result["text"]) == ("A talk", "Shared")


def test_groups_keep_what_is_not_for_the_bot(emulator: Emulator, ada: int) -> None:
    bela = emulator.add_user("Bela Beispiel")
    group = emulator.do(
        "add_chat", kind="supergroup", admins=[ada], members=[bela], topics=["Talks"]
    )
    said = with_bot(emulator, lambda bot: bot.send_message(group, "Hello", message_thread_id=2))
    for text in ("unheard", "/next", "/next@other_bot", "/next@talkbell_bot"):
        emulator.say(bela, text, chat=group, topic=2)
    emulator.say(bela, "a reply", chat=group, reply_to=said.message_id)
    emulator.say(ada, "/mask", chat=group, is_anonymous=True)
    added, *heard = updates(emulator)
    assert added.my_chat_member.from_user.id == ada
    assert [(update.message.text, update.message.message_thread_id) for update in heard] == [
        ("/next", 2),
        ("/next@talkbell_bot", 2),
        ("a reply", None),
        ("/mask", None),
    ]
    assert heard[-1].message.from_user.id == 1087968824
    assert heard[-1].message.sender_chat.id == group
    assert (
        refused(emulator, lambda bot: bot.send_message(group, "a", message_thread_id=3))
        == "Message thread not found"
    )
    emulator.do("promote", chat=group, user=4242)
    emulator.say(bela, "heard", chat=group)
    assert updates(emulator)[-1].message.text == "heard"


def test_members_and_admins_are_told(emulator: Emulator, ada: int) -> None:
    bela = emulator.add_user("Bela Beispiel")
    group = emulator.do("add_chat", admins=[ada], members=[bela])

    async def ask(bot: Bot) -> tuple[list[str], list[int]]:
        members = [(await bot.get_chat_member(group, user)).status for user in (ada, bela, 4242)]
        admins = [member.user.id for member in await bot.get_chat_administrators(group)]
        return members, admins

    assert with_bot(emulator, ask) == (["creator", "member", "member"], [ada])
    assert (
        refused(emulator, lambda bot: bot.get_chat_administrators(ada))
        == "There are no administrators in the private chat"
    )
    assert with_bot(emulator, lambda bot: bot.get_chat(group)).title == "A group"


def test_the_bot_tells_of_itself(emulator: Emulator) -> None:
    groups = BotCommandScopeAllGroupChats()

    async def tell(bot: Bot) -> list[str]:
        await bot.set_my_commands([BotCommand("next", "The next talk")])
        await bot.set_my_commands([BotCommand("help", "Help")], scope=groups)
        await bot.set_my_short_description("Reminders")
        await bot.set_my_description("Reminders of talks")
        found = [await bot.get_my_commands(), await bot.get_my_commands(scope=groups)]
        return [command.command for commands in found for command in commands] + [
            (await bot.get_my_short_description()).short_description,
            (await bot.get_my_description()).description,
        ]

    assert with_bot(emulator, tell) == ["next", "help", "Reminders", "Reminders of talks"]
    for command in (BotCommand("Next", "a"), BotCommand("a" * 33, "a")):
        assert (
            refused(emulator, lambda bot, wrong=command: bot.set_my_commands([wrong]))  # type: ignore[misc]
            == "Bot_command_invalid"
        )
    assert (
        refused(emulator, lambda bot: bot.set_my_short_description("a" * 121))
        == "Bot_short_description_too_long"
    )


def test_replies_name_what_they_answer(emulator: Emulator, ada: int) -> None:
    said = emulator.say(ada, "A question")
    with_bot(
        emulator,
        lambda bot: bot.send_message(ada, "A", reply_parameters=ReplyParameters(said)),
    )
    assert emulator.bot_messages(ada)[-1]["reply_to_message"]["text"] == "A question"


def test_the_page_for_people_is_there(emulator: Emulator) -> None:
    host, _, port = emulator.address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        answer = connection.makefile("rb").read()
    assert b"200 OK" in answer
    assert b"Chat with the bot" in answer
