"""The conversation's Telegram side on the emulator, with a conversation that only repeats."""

import asyncio
import logging
from collections.abc import Iterator
from threading import Event

import pytest

from bot.channels.interface import Button
from bot.channels.telegram import build_bot
from bot.chat.interface import Document, Incoming, Reply
from bot.chat.telegram import TelegramChat
from bot.errors import TalkbellError
from tests.chat.telegram.talking import INTRODUCTION, Conversation, talking
from tests.journeys.service import wait_until
from tests.telegram_emulator.client import Emulator, buttons

pytestmark = pytest.mark.enable_socket
STAR = ((Button(label="Star", data="star:1"),),)


@pytest.fixture
def conversation(emulator: Emulator) -> Iterator[Conversation]:
    """Give a conversation that a bot of the emulator holds."""
    conversation = Conversation()
    with talking(emulator, conversation.listener()):
        yield conversation
        for gate in conversation.gates.values():
            gate.set()


@pytest.fixture
def ada(emulator: Emulator) -> int:
    return emulator.add_user("Ada Example", language="fr")


def test_people_are_heard_and_answered(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    answer = emulator.ask(ada, "/start seminar")
    assert (answer["text"], answer["entities"]) == (
        "You said /start seminar",
        [{"type": "bold", "offset": 9, "length": 14}],
    )
    assert answer["link_preview_options"] == {"is_disabled": True}
    assert "reply_to_message" not in answer
    assert conversation.heard == [
        Incoming(
            platform="telegram",
            address=str(ada),
            text="/start seminar",
            language="fr",
            person=str(ada),
            can_locate=True,
        )
    ]


def test_buttons_put_an_answer_in_place_of_their_message(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    conversation.replies["a talk"] = Reply(html="A talk", buttons=STAR)
    conversation.replies["star:1"] = Reply(
        html="A talk ★", buttons=STAR, replaces=True, notice="Starred"
    )
    talk = emulator.ask(ada, "a talk")
    assert emulator.press(ada, talk, "Star")["text"] == "Starred"
    (now,) = emulator.bot_messages(ada)
    assert (now["message_id"], now["text"], buttons(now)) == (
        talk["message_id"],
        "A talk ★",
        ["Star"],
    )
    # Once more: it is so already, which is no reason to say it again.
    assert emulator.press(ada, talk, "Star")["text"] == "Starred"
    assert len(emulator.bot_messages(ada)) == 1
    assert conversation.heard[-1] == Incoming(
        platform="telegram",
        address=str(ada),
        button="star:1",
        language="fr",
        person=str(ada),
        can_locate=True,
    )


def test_a_message_that_cannot_be_replaced_is_followed_by_a_new_one(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    conversation.replies["a talk"] = Reply(html="A talk", buttons=STAR)
    conversation.replies["star:1"] = Reply(html="Starred", replaces=True)
    talk = emulator.ask(ada, "a talk")
    emulator.fail(
        "answer",
        method="editMessageText",
        code=400,
        description="Bad Request: message can't be edited",
    )
    emulator.press(ada, talk, "Star")
    assert [message["text"] for message in emulator.bot_messages(ada)] == ["A talk", "Starred"]


def test_documents_follow_the_answer(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    file = Document(name="talks.ics", media_type="text/calendar", data=b"BEGIN:VCALENDAR")
    conversation.replies["/calendar"] = Reply(html="Your calendar", documents=(file,))
    answer = emulator.ask(ada, "/calendar")
    document = emulator.wait_for_message(ada, after=answer["message_id"])
    assert emulator.document(document) == ("talks.ics", b"BEGIN:VCALENDAR")


def test_long_answers_come_in_parts_with_the_buttons_below(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    long = "\n\n".join(f"<b>{number}</b> {'a' * 2000}" for number in range(4))
    conversation.replies["long"] = Reply(html=long, buttons=STAR)
    conversation.replies["star:1"] = Reply(html=long, buttons=STAR, replaces=True)
    first = emulator.ask(ada, "long")
    last = emulator.wait_for_message(ada, containing="3 a")
    assert (buttons(first), buttons(last)) == ([], ["Star"])
    emulator.press(ada, last, "Star")
    assert [message["text"][0] for message in emulator.bot_messages(ada)] == ["0", "0", "2"]


def test_an_answer_that_telegram_cannot_read_comes_without_tags(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    conversation.replies["a talk"] = Reply(html="<p>Sets &amp; <b>maps</b></p>")
    assert emulator.ask(ada, "a talk")["text"] == "Sets & maps"


def test_only_admins_may_change_what_a_group_wants(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    bela = emulator.add_user("Bela Beispiel", language="")
    group = emulator.add_group(kind="supergroup", admins=[ada], members=[bela], topics=["Talks"])
    answer = emulator.ask(ada, "/mute@talkbell_bot one", chat=group, topic=2)
    assert (answer["reply_to_message"]["text"], answer["message_thread_id"]) == (
        "/mute@talkbell_bot one",
        2,
    )
    emulator.ask(bela, "/mute", chat=group)
    emulator.ask(ada, "/mute", chat=group, is_anonymous=True)
    emulator.do("promote", chat=group, user=4242)  # so that it hears everything
    emulator.say(bela, "/mute@other_bot", chat=group)
    emulator.say(bela, "not for the bot", chat=group)
    found = emulator.ask(bela, "a search", chat=group, reply_to=answer["message_id"])
    assert found["text"] == "You said a search"
    assert [(one.address, one.kind, one.text, one.may_change) for one in conversation.heard] == [
        (str(group), "group", "/start", False),
        (f"{group}/2", "group", "/mute one", True),
        (str(group), "group", "/mute", False),
        (str(group), "group", "/mute", False),
        (str(group), "group", "a search", False),
    ]


def test_a_button_in_a_group_knows_who_pressed_it(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    bela = emulator.add_user("Bela Beispiel")
    group = emulator.add_group(admins=[ada], members=[bela])
    conversation.replies["/next"] = Reply(html="A talk", buttons=STAR)
    talk = emulator.ask(bela, "/next", chat=group)
    for user in (bela, ada):
        emulator.press(user, talk, "Star")
    assert [one.may_change for one in conversation.heard] == [False, False, False, True]


def test_who_writes_for_a_channel_may_change_it(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    channel = emulator.do("add_chat", kind="channel", admins=[ada], bot="administrator")
    emulator.say(ada, "A post", chat=channel)
    emulator.ask(ada, "/start seminar", chat=channel)
    assert conversation.heard == [
        Incoming(platform="telegram", address=str(channel), kind="channel", text="/start seminar")
    ]


def test_chats_that_end_or_move_are_told_of(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    group, other = (emulator.do("add_chat", admins=[ada]) for _ in range(2))
    emulator.ask(ada, "/start")
    emulator.do("block", user=ada)
    emulator.do("kick", chat=group, user=ada)
    new = emulator.do("migrate", chat=other)
    wait_until(lambda: len(conversation.ended) == 2 and bool(conversation.moved), "no end")
    assert set(conversation.ended) == {  # two chats: each has its turns
        (str(ada), "the bot was blocked"),
        (str(group), "the bot was removed"),
    }
    assert conversation.moved == [(str(other), str(new))]


def test_a_chat_that_ends_while_it_is_answered_ends(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    emulator.fail("answer", code=403, description="Forbidden: user is deactivated")
    emulator.say(ada, "/start")
    wait_until(lambda: bool(conversation.ended), "no end")
    assert conversation.ended == [(str(ada), "Telegram: Forbidden: user is deactivated")]


def test_answers_are_given_again_where_telegram_failed(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    emulator.fail("answer", method="sendMessage")
    emulator.fail(
        "answer", method="sendMessage", code=429, description="", parameters={"retry_after": 1}
    )
    assert emulator.ask(ada, "Hello")["text"] == "You said Hello"
    assert len(conversation.heard) == 1


def test_a_mistake_of_ours_leaves_everybody_else_answered(
    emulator: Emulator, conversation: Conversation, ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    conversation.replies["a talk"] = Reply(
        html="A talk", buttons=((Button(label="Crash", data="/crash"),),)
    )
    talk = emulator.ask(ada, "a talk")
    assert emulator.press(ada, talk, "Crash")["text"] == ""
    assert emulator.ask(ada, "Hello")["text"] == "You said Hello"
    assert [
        (one.levelno, one.getMessage()) for one in caplog.records if one.name == "talkbell.telegram"
    ] == [(logging.ERROR, "what was said could not be answered")]


def test_chats_wait_for_themselves_and_for_nobody_else(
    emulator: Emulator, conversation: Conversation, ada: int
) -> None:
    bela = emulator.add_user("Bela Beispiel")
    conversation.gates["slow"] = Event()
    emulator.say(ada, "slow")
    emulator.say(ada, "after it")
    assert emulator.ask(bela, "Hello")["text"] == "You said Hello"
    assert emulator.bot_messages(ada) == []
    conversation.gates["slow"].set()
    emulator.wait_for_message(ada, containing="after it")
    assert [message["text"] for message in emulator.bot_messages(ada)] == [
        "You said slow",
        "You said after it",
    ]


def test_the_bot_introduces_itself_where_that_is_news(emulator: Emulator) -> None:
    def calls() -> int:
        return sum(call["method"].startswith("setMy") for call in emulator.calls())

    user = emulator.add_user()
    counts = []
    for _ in range(2):
        with talking(emulator, Conversation().listener()):
            emulator.ask(user, "Hello")
        counts.append(calls())
    told = emulator.do("told")
    (commands,) = told["commands"].values()
    assert {one["command"]: one["description"] for one in commands} == INTRODUCTION.commands
    assert told["description"] == {"": "Reminders of talks"}
    assert counts[0] == counts[1]


def test_telegram_is_waited_for(
    emulator: Emulator, ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.fail("answer", method="getMe")
    with talking(emulator, Conversation().listener()):
        assert emulator.ask(ada, "Hello")["text"] == "You said Hello"
    assert "the bot hears nobody: Telegram: Bad Gateway" in caplog.messages


def test_a_token_that_telegram_does_not_know_is_told(emulator: Emulator) -> None:
    async def go() -> None:
        bot = build_bot("4242:other", emulator.base_url)
        await TelegramChat(bot, Conversation().listener(), INTRODUCTION).run()

    with pytest.raises(TalkbellError, match="set TALKBELL_TELEGRAM_TOKEN"):
        asyncio.run(go())
