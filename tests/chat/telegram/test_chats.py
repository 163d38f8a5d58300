"""Groups, forum topics and channels: who may change what, and how each of them ends."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.conversation import Conversation, Service
from bot.chat.telegram import Listener
from bot.flows.ingest import sync
from bot.flows.subscribe import Place, leave
from bot.store.engine import Store
from bot.store.schema import tables
from tests.chat.people import SERIES
from tests.chat.telegram.talking import talking
from tests.journeys.service import wait_until
from tests.store.migrated import opened_migrated
from tests.telegram_emulator.client import Emulator

pytestmark = pytest.mark.enable_socket
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ADMINS_ONLY = "Only admins of this group can change that"
FOLLOWING = "You follow Algebra Days now."
BOT = 4242


@pytest.fixture
def store(emulator: Emulator, tmp_path: Path) -> Iterator[Store]:
    """Give the store of a bot that is answering on the emulator."""
    (tmp_path / "algebra.yaml").write_text(f"id: algebra\n{SERIES['algebra']}", "utf-8")
    with opened_migrated() as opened:
        sync(opened, [tmp_path], now=NOW)
        conversation = Conversation(Service(opened, ""), now=lambda: NOW)
        listener = Listener(
            answer=conversation.answer,
            offer=conversation.offer,
            end=lambda address, reason: leave(opened, Place("telegram", address), reason, now=NOW),
            move=lambda *_: None,
        )
        with talking(emulator, listener):
            yield opened


@pytest.fixture
def ada(emulator: Emulator) -> int:
    return emulator.add_user("Ada Example")


@pytest.fixture
def bela(emulator: Emulator) -> int:
    return emulator.add_user("Bela Beispiel")


def chats(store: Store) -> dict[str, str]:
    """Return why each chat that is stored ended, by its address."""
    table = tables.chats
    with store.reading() as connection:
        rows = connection.execute(select(table.c.address, table.c.ended_reason)).all()
    return {row.address: row.ended_reason for row in rows}


def wait_for(store: Store, expected: dict[str, str]) -> None:
    wait_until(lambda: chats(store) == expected, f"{expected}, but {chats(store)}")


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_only_admins_change_what_a_group_follows(
    emulator: Emulator, store: Store, ada: int, bela: int, kind: str
) -> None:
    group = emulator.add_group(kind=kind, admins=[ada], members=[bela])
    said = emulator.ask(bela, "/follow@talkbell_bot algebra", chat=group)
    assert said["text"].startswith(ADMINS_ONLY)
    hidden = emulator.ask(ada, "/follow algebra", chat=group, is_anonymous=True)
    assert hidden["text"].startswith("You write as the group itself")
    shown = emulator.ask(bela, "/series algebra", chat=group)
    assert emulator.press(bela, shown, "Follow")["text"].startswith(ADMINS_ONLY)
    assert emulator.bot_messages(group, after=shown["message_id"]) == []
    assert chats(store) == {}
    assert emulator.press(ada, shown, "Follow")["text"] == FOLLOWING
    emulator.do("promote", chat=group, user=bela)
    assert "Asia/Tokyo" in emulator.ask(bela, "/zone Tokyo", chat=group)["text"]
    emulator.do("promote", chat=group, user=bela, status="member")
    assert emulator.ask(bela, "/zone Paris", chat=group)["text"].startswith(ADMINS_ONLY)
    assert chats(store) == {str(group): ""}


def test_a_mask_is_nobody_whoever_it_is_an_admin_of(
    emulator: Emulator, store: Store, ada: int
) -> None:
    """Telegram itself would call the mask an admin."""
    group = emulator.add_group(kind="supergroup", admins=[ada])
    for mask, name in ((1_087_968_824, "GroupAnonymousBot"), (136_817_688, "Channel_Bot")):
        sender = {"id": mask, "is_bot": True, "first_name": "Group", "username": name}
        said = emulator.do(
            "say", user=ada, chat=group, content={"from": sender, "text": "/follow algebra"}
            | {"entities": [{"type": "bot_command", "offset": 0, "length": 7}]},
        )  # fmt: skip
        answer = emulator.wait_for_message(group, after=said, containing="admins")
        assert answer["text"].startswith(ADMINS_ONLY)
    assert chats(store) == {}


@pytest.mark.usefixtures("store")
def test_an_admin_may_reply_without_a_slash(emulator: Emulator, ada: int) -> None:
    group = emulator.add_group(kind="supergroup", admins=[ada])
    shown = emulator.ask(ada, "/follow algebra", chat=group)
    asked = emulator.ask(ada, "forget", chat=group, reply_to=shown["message_id"])
    assert asked["text"].startswith("Delete all that is stored of this chat")


def test_who_is_put_into_a_group_introduces_itself(
    emulator: Emulator, store: Store, ada: int
) -> None:
    group = emulator.do("add_chat", kind="group", admins=[ada])
    assert emulator.wait_for_message(group)["text"].startswith("Talkbell tells you of talks")
    assert chats(store) == {}


def test_topics_are_chats_of_their_own_and_end_with_their_group(
    emulator: Emulator, store: Store, ada: int
) -> None:
    forum, other = (
        emulator.add_group(kind="supergroup", admins=[ada], topics=["Talks", "Tea"])
        for _ in range(2)
    )
    for chat, topic in ((forum, 0), (forum, 2), (forum, 3), (other, 2)):
        answer = emulator.ask(ada, "/follow algebra", chat=chat, topic=topic)
        assert answer.get("message_thread_id", 0) == topic
        assert FOLLOWING in answer["text"]
    assert chats(store) == dict.fromkeys((str(forum), f"{forum}/2", f"{forum}/3", f"{other}/2"), "")
    emulator.do("kick", chat=forum, user=ada)
    removed = "the bot was removed"
    wait_for(
        store,
        {
            str(forum): removed,
            f"{forum}/2": removed,
            f"{forum}/3": removed,
            f"{other}/2": "",
        },
    )


@pytest.mark.parametrize("status", ["left", "kicked"])
def test_a_group_that_removes_the_bot_ends_and_comes_back(
    emulator: Emulator, store: Store, ada: int, status: str
) -> None:
    group = emulator.add_group(kind="supergroup", admins=[ada])
    emulator.ask(ada, "/follow algebra", chat=group)
    emulator.do("kick", chat=group, user=ada, status=status)
    wait_for(store, {str(group): "the bot was removed"})
    emulator.do("promote", chat=group, user=BOT, status="member")
    emulator.ask(ada, "/mine", chat=group)
    assert chats(store) == {str(group): ""}


def test_a_group_in_which_the_bot_may_not_write_ends(
    emulator: Emulator, store: Store, ada: int
) -> None:
    group = emulator.add_group(kind="supergroup", admins=[ada])
    emulator.ask(ada, "/follow algebra", chat=group)
    emulator.do("promote", chat=group, user=BOT, status="restricted")
    wait_for(store, {str(group): "the bot was removed"})


def test_who_blocks_the_bot_is_left_alone_until_they_come_back(
    emulator: Emulator, store: Store, ada: int
) -> None:
    emulator.ask(ada, "/follow algebra")
    emulator.do("block", user=ada)
    wait_for(store, {str(ada): "the bot was blocked"})
    emulator.do("unblock", user=ada)
    emulator.ask(ada, "/mine")
    assert chats(store) == {str(ada): ""}


def test_a_channel_follows_by_its_posts_and_ends_with_the_bot(
    emulator: Emulator, store: Store, ada: int, bela: int
) -> None:
    channel = emulator.do("add_chat", kind="channel", admins=[ada], bot="administrator")
    emulator.say(ada, "An ordinary post", chat=channel)
    answer = emulator.ask(ada, "/follow algebra", chat=channel)
    assert FOLLOWING in answer["text"]
    assert emulator.press(bela, answer, "Unfollow")["text"].startswith(ADMINS_ONLY)
    assert chats(store) == {str(channel): ""}
    emulator.do("kick", chat=channel, user=ada, status="left")
    wait_for(store, {str(channel): "the bot was removed"})
