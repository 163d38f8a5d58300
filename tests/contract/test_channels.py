"""What every channel does. A new channel adds the way in which a test makes one, and reads it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

import pytest

from bot.channels.console import ConsoleChannel
from bot.channels.interface import Button, Channel, Outgoing, SendError
from bot.channels.telegram import opened_channel
from tests.telegram_emulator.client import Emulator
from tests.telegram_emulator.fixtures import durations, emulator, running

__all__ = ["durations", "emulator", "running"]

BUTTONS = ((Button(label="Join", url="https://meet.example/1"), Button(label="Mute", data="m:1")),)


@dataclass(frozen=True)
class Subject:
    """A channel, what has arrived by it, and how to make it fail."""

    channel: Channel
    arrived: Callable[[], str]
    count: Callable[[], int]  # of messages that are to be seen, those changed counted once
    fail: Callable[[], None]


def console(_: pytest.FixtureRequest) -> Subject:
    stream = StringIO()
    updates = "(an update of the message above)"

    def count() -> int:
        return stream.getvalue().count("[42]") - stream.getvalue().count(updates)

    return Subject(ConsoleChannel(stream), stream.getvalue, count, stream.close)


class OpenedForEach:
    """The channel of Telegram, opened for each message, as each has an event loop of its own."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def send(self, address: str, outgoing: Outgoing) -> str:
        async with opened_channel(self._emulator.token, self._emulator.base_url) as channel:
            return await channel.send(address, outgoing)

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        async with opened_channel(self._emulator.token, self._emulator.base_url) as channel:
            return await channel.edit(address, message_id, outgoing)


def telegram(request: pytest.FixtureRequest) -> Subject:
    emulator: Emulator = request.getfixturevalue("emulator")
    people = [emulator.add_user(number=number) for number in (*range(1, 9), 42)]
    for person in people:
        emulator.say(person, "/start")

    def arrived() -> str:
        messages = [one for person in people for one in emulator.bot_messages(person)]
        return "\n".join(f"{one['text']}\n{one.get('reply_markup')}" for one in messages)

    return Subject(
        OpenedForEach(emulator),
        arrived,
        lambda: len(emulator.bot_messages(42)),
        lambda: emulator.fail("reset"),
    )


@pytest.fixture(params=[console, pytest.param(telegram, marks=pytest.mark.enable_socket)])
def subject(request: pytest.FixtureRequest) -> Subject:
    make: Callable[[pytest.FixtureRequest], Subject] = request.param
    return make(request)


def send(channel: Channel, outgoing: Outgoing, address: str = "42") -> str:
    return asyncio.run(channel.send(address, outgoing))


def edit(channel: Channel, name: str, outgoing: Outgoing, address: str = "42") -> str:
    return asyncio.run(channel.edit(address, name, outgoing))


class TestChannels:
    def test_message_arrives_and_has_a_name(self, subject: Subject) -> None:
        names = [send(subject.channel, Outgoing(plain=f"Talk {n}")) for n in range(3)]
        assert len(set(names)) == 3
        assert all(names)
        assert [f"Talk {n}" in subject.arrived() for n in range(4)] == [True, True, True, False]

    def test_plain_text_arrives_as_it_stands(self, subject: Subject) -> None:
        text = 'Über <b>p&q</b> & "sets"\n\n1 < 2'
        send(subject.channel, Outgoing(plain=text))
        assert text in subject.arrived()

    def test_link_of_a_button_arrives(self, subject: Subject) -> None:
        send(subject.channel, Outgoing(plain="A", html="<b>A</b>", buttons=BUTTONS, is_silent=True))
        assert "https://meet.example/1" in subject.arrived()

    def test_several_messages_may_be_on_their_way(self, subject: Subject) -> None:
        async def all_at_once() -> list[str]:
            sends = (subject.channel.send(str(n), Outgoing(plain=f"Talk {n}")) for n in range(1, 9))
            return await asyncio.gather(*sends)

        assert len(set(asyncio.run(all_at_once()))) == 8

    def test_edited_message_is_the_same_one_with_the_new_text(self, subject: Subject) -> None:
        name = send(subject.channel, Outgoing(plain="Join: one", html="<b>Join</b>: one"))
        new = Outgoing(plain="Join: two", html="<b>Join</b>: two", buttons=BUTTONS)
        assert edit(subject.channel, name, new) == name
        assert "Join: two" in subject.arrived()
        assert "https://meet.example/1" in subject.arrived()
        assert subject.count() == 1

    def test_edit_that_changes_nothing_is_done(self, subject: Subject) -> None:
        outgoing = Outgoing(plain="Talk", html="<b>Talk</b>", buttons=BUTTONS)
        name = send(subject.channel, outgoing)
        assert edit(subject.channel, name, outgoing) == name
        assert subject.count() == 1

    def test_failure_is_a_send_error(self, subject: Subject) -> None:
        name = send(subject.channel, Outgoing(plain="Talk"))
        subject.fail()
        with pytest.raises(SendError):
            send(subject.channel, Outgoing(plain="Talk"))
        subject.fail()
        with pytest.raises(SendError):
            edit(subject.channel, name, Outgoing(plain="Another talk"))


def test_console_shows_each_message_whole_under_its_chat() -> None:
    stream = StringIO()
    channel = ConsoleChannel(stream)
    send(channel, Outgoing(plain="First\nline", html="<b>First</b>", buttons=BUTTONS))
    send(channel, Outgoing(plain="Second"), address="")
    assert stream.getvalue() == ("[42]\nFirst\nline\nJoin: https://meet.example/1\n\nSecond\n\n")


def test_console_shows_an_edit_as_an_update() -> None:
    stream = StringIO()
    channel = ConsoleChannel(stream)
    name = send(channel, Outgoing(plain="First"))
    assert edit(channel, name, Outgoing(plain="Second", buttons=BUTTONS)) == name
    assert stream.getvalue() == (
        "[42]\nFirst\n\n"
        "[42]\n(an update of the message above)\nSecond\nJoin: https://meet.example/1\n\n"
    )
