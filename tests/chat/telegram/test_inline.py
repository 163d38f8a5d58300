"""Talks that are shared in any chat, on the emulator, with the conversation that is to run."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
from telegram.error import BadRequest

from bot.channels.telegram import build_bot
from bot.chat.sharing import Card
from bot.chat.telegram import Listener
from bot.chat.telegram.offering import share
from tests.chat.people import CANARY, PASSCODE, Bot, running_bot
from tests.chat.telegram.talking import Conversation, talking
from tests.journeys.service import wait_until
from tests.telegram_emulator.client import Emulator, buttons

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def bot(emulator: Emulator) -> Iterator[Bot]:
    with running_bot() as running:
        answering = running.conversation
        listener = Listener(
            answer=answering.answer,
            offer=answering.offer,
            end=lambda *_: None,
            move=lambda *_: None,
        )
        with talking(emulator, listener):
            yield running


@pytest.fixture
def ada(emulator: Emulator) -> int:
    return emulator.add_user("Ada Example")


@pytest.mark.usefixtures("bot")
def test_a_talk_is_found_shared_and_followed_in_one_tap(emulator: Emulator, ada: int) -> None:
    emulator.ask(ada, "/start analysis")
    group = emulator.do("add_chat", members=[ada], bot="left")
    query = emulator.do("type_inline", user=ada, words="bold")
    wait_until(lambda: emulator.do("answer", query=query) is not None, "no answer")
    answer = emulator.do("answer", query=query)
    (offer,) = answer["results"]
    assert (answer["cache_time"], answer["is_personal"], answer["next_offset"]) == (30, False, "")
    assert (offer["title"], offer["description"]) == (
        "Ada Example: On <b>Bold</b> Examples",
        "Mon 1 March, 13:30 CET · Seminar on Analysis & Co.",
    )
    number = emulator.do("choose", user=ada, query=query, result=offer["id"], chat=group)
    message = emulator.message(group, number)
    assert message["text"].startswith("On <b>Bold</b> Examples\nAda Example\n\nMonday 1 March")
    assert "date_time" in [one["type"] for one in message["entities"]]
    assert CANARY not in repr(message)
    assert PASSCODE not in repr(message)
    ((button,),) = message["reply_markup"]["inline_keyboard"]
    assert button == {
        "text": "Remind me of it",
        "url": "https://t.me/talkbell_bot?start=analysis-first",
    }
    bela = emulator.add_user("Bela Beispiel")
    followed = emulator.ask(bela, f"/start {button['url'].rpartition('=')[2]}")
    assert followed["text"].startswith("You follow this session now.")


@pytest.mark.usefixtures("bot")
def test_without_words_comes_what_is_next(emulator: Emulator, ada: int) -> None:
    assert list(emulator.offers(ada, "")) == [
        "Ada Example: On <b>Bold</b> Examples",
        "Chie Rei: Groups; Dan Ejemplo: Rings",
        "Bela Beispiel: On Further Ones",
    ]
    assert emulator.offers(ada, "no such words") == {}


@pytest.mark.usefixtures("bot")
def test_whatever_is_typed_is_answered(
    emulator: Emulator, ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    for words in ("<b>", "\\", "a" * 256, "💩" * 20, "/start", "~0123456789ab", "*.(["):
        emulator.type_inline(ada, words)
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []


def test_what_is_answered_too_late_is_told_and_nothing_else_ends(
    emulator: Emulator, ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    conversation = Conversation()
    with talking(emulator, conversation.listener()):
        emulator.fail(
            "answer",
            method="answerInlineQuery",
            code=400,
            description="Bad Request: query is too old and response timeout expired",
        )
        emulator.do("type_inline", user=ada, words="late")
        wait_until(lambda: bool(conversation.queries), "not heard")
        emulator.ask(ada, "Hello")
        emulator.type_inline(ada, "soon")
    assert [(one.text, one.language, one.address) for one in conversation.queries] == [
        ("late", "en", ""),
        ("soon", "en", ""),
    ]
    assert caplog.messages == [
        "nothing could be offered: Telegram: Query is too old and response timeout expired"
    ]


def test_a_card_that_telegram_cannot_read_is_offered_without_tags(
    emulator: Emulator, ada: int
) -> None:
    conversation = Conversation()
    conversation.cards = [
        Card(name=name, title="Sets", about="", html=html, label="", start="")
        for name, html in (("a", "<p>Sets &amp; maps</p>"), ("b", "<b>Sets</b>"))
    ]
    with talking(emulator, conversation.listener()):
        answer = emulator.type_inline(ada, "sets")
    assert [one["text"] for one in answer["results"]] == ["Sets & maps", "Sets"]
    assert [buttons(one) for one in answer["results"]] == [[], []]


def test_inline_mode_that_is_off_is_told(
    emulator: Emulator, ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "talkbell.telegram")
    emulator.do("switch_inline", is_on=False)
    try:
        with talking(emulator, Conversation().listener()):
            emulator.ask(ada, "Hello")
    finally:
        emulator.do("switch_inline", is_on=True)
    assert "talks cannot be shared in other chats: /setinline at @BotFather" in caplog.messages


def card(**parts: str) -> Card:
    usual = {"name": "a", "title": "A", "about": "", "html": "A", "label": "B", "start": "c"}
    return Card(**{**usual, **parts})


@pytest.mark.parametrize(
    ("cards", "told"),
    [
        ([card(name="a" * 65)], "Result_id_invalid"),
        ([card(), card()], "Result_id_duplicate"),
        ([card(name=str(number)) for number in range(51)], "Results_too_much"),
        ([card(title="")], "Article_title_empty"),
        ([card(html="a" * 4097)], "Message is too long"),
        ([card(html="")], "Message text is empty"),
    ],
)
def test_emulator_is_as_strict_as_telegram(
    emulator: Emulator, ada: int, cards: list[Card], told: str
) -> None:
    query = emulator.do("type_inline", user=ada, words="")

    async def go(offered: list[Card]) -> None:
        async with build_bot(emulator.token, emulator.base_url) as own:
            await share(own, query, offered)

    with pytest.raises(BadRequest, match=rf"(?i){told}"):
        asyncio.run(go(cards))
    asyncio.run(go([card()]))
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        asyncio.run(go([card()]))
