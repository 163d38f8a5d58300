"""Chats, what they follow and by which rules: on both databases."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain.series import TalkKind
from bot.store.chats.endings import end_chats
from bot.store.chats.moves import move_chat
from bot.store.chats.subscriptions import (
    Chat,
    ChatRules,
    Subscription,
    SubscriptionRules,
    delete_chat,
    end_chat,
    find_or_add_chat,
    get_chat,
    list_mutes,
    list_stars,
    list_subscriptions,
    mute,
    revive_chat,
    set_chat_rules,
    set_subscription_rules,
    star,
    subscribe,
    unmute,
    unstar,
    unsubscribe,
)
from bot.store.engine import Store
from bot.store.schema import tables
from tests.store.seminar import BEFORE, START, follow, put

ONE = ("seminar", "examples")


def test_chat_is_found_by_its_address(store: Store) -> None:
    with store.writing() as connection:
        first = find_or_add_chat(connection, "test", "1", now=BEFORE)
        assert find_or_add_chat(connection, "test", "1", now=START) == first
        assert find_or_add_chat(connection, "other", "1", now=BEFORE) != first
        found = get_chat(connection, first)
    assert found == Chat(id=first, platform="test", address="1", rules=ChatRules())


def test_rules_are_kept_as_they_are_said(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    of_chat = ChatRules(
        kind="group", zone="Europe/Zurich", language="de", offsets=(), quiet=(1320, 420)
    )
    of_series = SubscriptionRules(
        offsets=(timedelta(days=1), timedelta(minutes=10)),
        kinds=(TalkKind.KEYNOTE, TalkKind.PANEL),
        keywords=("implicit bias", "Schrödinger"),
    )
    with store.writing() as connection:
        set_chat_rules(connection, chat_id, of_chat, now=START)
        assert set_subscription_rules(connection, chat_id, "seminar", of_series, now=START)
        assert not set_subscription_rules(connection, chat_id, "other", of_series, now=START)
        found = get_chat(connection, chat_id)
        subscriptions = list_subscriptions(connection, chat_id)
        [ruled_at] = connection.execute(select(tables.subscriptions.c.ruled_at)).scalars()
    assert found
    assert found.rules == of_chat
    assert subscriptions == [Subscription("seminar", of_series, BEFORE)]
    assert ruled_at == START.timestamp()


def test_what_is_followed_once_is_not_followed_anew(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    with store.writing() as connection:
        assert not subscribe(connection, chat_id, "seminar", now=START)
        assert [star(connection, chat_id, *ONE, now=START) for _ in range(2)] == [True, False]
        assert [mute(connection, chat_id, *ONE, now=START) for _ in range(2)] == [True, False]
        assert list_subscriptions(connection, chat_id) == [
            Subscription("seminar", SubscriptionRules(), BEFORE)
        ]
        assert list_stars(connection, chat_id) == [ONE]
        assert list_mutes(connection, chat_id) == [ONE]
        assert [unsubscribe(connection, chat_id, "seminar") for _ in range(2)] == [True, False]
        assert [unstar(connection, chat_id, *ONE) for _ in range(2)] == [True, False]
        assert [unmute(connection, chat_id, *ONE) for _ in range(2)] == [True, False]
        assert list_subscriptions(connection, chat_id) == []
        assert list_stars(connection, chat_id) == list_mutes(connection, chat_id) == []


def test_chat_that_cannot_be_reached_keeps_what_it_follows(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    with store.writing() as connection:
        assert not revive_chat(connection, chat_id, now=START)
        end_chat(connection, chat_id, "blocked", now=START)
        ended = get_chat(connection, chat_id)
        assert revive_chat(connection, chat_id, now=START)
        revived = get_chat(connection, chat_id)
        assert len(list_subscriptions(connection, chat_id)) == 1
    assert ended
    assert revived
    assert (ended.ended_at, ended.ended_reason) == (START, "blocked")
    assert (revived.ended_at, revived.ended_reason) == (None, "")


def test_forgotten_chat_leaves_nothing(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    with store.writing() as connection:
        star(connection, chat_id, *ONE, now=START)
        mute(connection, chat_id, *ONE, now=START)
        delete_chat(connection, chat_id)
        for table in (tables.chats, tables.subscriptions, tables.stars, tables.mutes):
            assert connection.execute(select(table)).all() == []


def test_chat_moves_to_a_new_address(store: Store) -> None:
    put(store)
    chat_id = follow(store, "1")
    with store.writing() as connection:
        move_chat(connection, chat_id, "-1001")
        move_chat(connection, chat_id, "-1001")
        found = get_chat(connection, chat_id)
        assert len(list_subscriptions(connection, chat_id)) == 1
    assert found
    assert found.address == "-1001"


def test_chat_moves_to_one_that_is_there(store: Store) -> None:
    put(store)
    put(store, id="other")
    old = follow(store, "1")
    new = follow(store, "2", to="other")
    with store.writing() as connection:
        subscribe(connection, old, "other", now=START)
        star(connection, old, *ONE, now=START)
        move_chat(connection, old, "2")
        assert get_chat(connection, old) is None
        followed = [one.series_id for one in list_subscriptions(connection, new)]
        assert followed == ["other", "seminar"]
        assert list_stars(connection, new) == [ONE]


def test_a_group_ends_with_its_topics_and_nobody_else(store: Store) -> None:
    put(store)
    addresses = ("-1001", "-1001/5", "-1001/67", "-10012", "-10012/5", "-100", "1001", "-1_01/5")
    chats = {address: follow(store, address) for address in addresses}
    with store.writing() as connection:
        end_chats(connection, "other", "-1001", "gone", now=START)
        end_chats(connection, "test", "-1001", "the bot was removed", now=START)
        found = {address: get_chat(connection, chat_id) for address, chat_id in chats.items()}
    assert {address: chat.ended_reason for address, chat in found.items() if chat} == {
        **dict.fromkeys(addresses, ""),
        **dict.fromkeys(("-1001", "-1001/5", "-1001/67"), "the bot was removed"),
    }
    with store.writing() as connection:  # a sign that stands for any other is none here
        end_chats(connection, "test", "-1_01", "gone", now=START)
        (ended,) = connection.execute(
            select(tables.chats.c.address).where(tables.chats.c.ended_reason == "gone")
        )
    assert ended == ("-1_01/5",)
