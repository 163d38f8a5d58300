"""Where somebody is, and what has no words, on the emulator."""

import logging
from collections.abc import Iterator

import pytest

from bot.chat.telegram import Listener
from tests.chat.people import Bot, running_bot
from tests.chat.telegram.talking import Conversation, talking
from tests.telegram_emulator.client import Emulator, buttons

pytestmark = pytest.mark.enable_socket
FILE = {"file_id": "f", "file_unique_id": "f"}
PLACE = {"latitude": 46.52, "longitude": 6.57}
WORDLESS = {
    "sticker": {"sticker": {**FILE, "type": "regular", "width": 9, "height": 9}
    | {"is_animated": False, "is_video": False}},
    "photo": {"photo": [{**FILE, "width": 9, "height": 9}]},
    "voice": {"voice": {**FILE, "duration": 3}},
    "video note": {"video_note": {**FILE, "length": 9, "duration": 3}},
    "contact": {"contact": {"phone_number": "+41000000000", "first_name": "Ada"}},
    "venue": {"location": PLACE, "venue": {"location": PLACE, "title": "Hall", "address": "1"}},
    "dice": {"dice": {"value": 3, "emoji": "🎲"}},
    "document": {"document": FILE},
}  # fmt: skip


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
def test_a_location_is_shared_by_a_button_which_goes_away(
    emulator: Emulator, ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = emulator.ask(ada, "/zone")
    assert buttons(asked)[-1] == "Where I am"
    emulator.press(ada, asked, "Where I am")
    wanted = emulator.wait_for_message(ada, containing="Press the button below")
    assert emulator.do("keyboard", user=ada) == ["Share where I am"]
    said = emulator.do("share_location", user=ada, latitude=46.5234, longitude=6.5678)
    assert said > wanted["message_id"]
    emulator.wait_for_message(ada, containing="Your zone is Europe/Zurich")
    thanks, answer = emulator.bot_messages(ada, after=said)
    assert thanks["text"] == "Thank you. Where you are is not kept, only your zone."
    assert buttons(answer) == ["What is next", "What I follow"]
    assert emulator.do("keyboard", user=ada) == []
    told = "\n".join(
        one.getMessage() for one in caplog.records if one.name.startswith(("talkbell", "bot"))
    )
    assert "46.5" not in told


@pytest.mark.usefixtures("bot")
def test_near_a_border_the_zones_are_buttons(emulator: Emulator, ada: int) -> None:
    said = emulator.do("say", user=ada, location=[65.84, 24.14])
    asked = emulator.wait_for_message(ada, after=said, containing="Clocks differ")
    assert buttons(asked) == ["Europe/Stockholm", "Europe/Helsinki"]
    emulator.press(ada, asked, "Europe/Helsinki")
    emulator.wait_for_message(ada, after=said, containing="Your zone is Europe/Helsinki")


@pytest.mark.usefixtures("bot")
def test_nowhere_but_in_private_is_a_location_heard(emulator: Emulator, ada: int) -> None:
    group = emulator.do("add_chat", kind="supergroup", admins=[ada], bot="administrator")
    emulator.do("say", user=ada, chat=group, location=[46.5, 6.6])
    asked = emulator.ask(ada, "/zone", chat=group)
    assert asked["message_id"] == emulator.bot_messages(group)[0]["message_id"]
    assert "Where I am" not in buttons(asked)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("what", WORDLESS)
def test_what_has_no_words_is_answered(emulator: Emulator, ada: int, what: str) -> None:
    said = emulator.do("say", user=ada, content=WORDLESS[what])
    answer = emulator.wait_for_message(ada, after=said)
    assert answer["text"].startswith("I can only read words.")
    assert buttons(answer) == ["Help"]


def test_a_caption_is_what_was_said_and_an_album_is_one_message(
    emulator: Emulator, ada: int
) -> None:
    conversation = Conversation()
    photo = WORDLESS["photo"]
    with talking(emulator, conversation.listener()):
        emulator.do("say", user=ada, content=photo | {"caption": "/next"})
        for _ in range(3):
            emulator.do("say", user=ada, content=photo | {"media_group_id": "1"})
        emulator.do("say", user=ada, content=photo | {"media_group_id": "2"})
        emulator.do("say", user=ada, content={"pinned_message": None, "group_chat_created": True})
        emulator.ask(ada, "Hello")
        emulator.wait_for_message(ada, containing="Hello")
    assert [(one.text, one.is_wordless) for one in conversation.heard] == [
        ("/next", False),
        ("", True),
        ("", True),
        ("Hello", False),
    ]
