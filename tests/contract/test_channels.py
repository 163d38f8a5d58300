"""What every channel does. A new channel adds the way in which a test makes one, and reads it."""

import asyncio
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import TextIO

import pytest

from bot.channels.apprise import AppriseChannel
from bot.channels.console import ConsoleChannel
from bot.channels.interface import Button, Channel, Outgoing, SendError
from bot.channels.telegram import opened_channel
from tests.channels.rooms import Mailbox, Webhooks, running_mailbox, running_webhooks
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
    is_editing: bool = True  # else what is changed leaves as a new message


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


def webhook(request: pytest.FixtureRequest) -> Subject:
    rooms: Webhooks = request.getfixturevalue("rooms")
    names = [str(number) for number in (*range(1, 9), 42)]
    channel = AppriseChannel({name: f"json://127.0.0.1:{rooms.port}/{name}" for name in names})

    def arrived() -> str:
        texts = [(one["title"], one["message"]) for _, one in rooms.arrived]
        return "\n".join("\n\n".join(part for part in parts if part) for parts in texts)

    def fail() -> None:
        rooms.status = 500

    return Subject(channel, arrived, lambda: len(rooms.arrived), fail, is_editing=False)


def mail(request: pytest.FixtureRequest) -> Subject:
    mailbox: Mailbox = request.getfixturevalue("mailbox")
    names = [str(number) for number in (*range(1, 9), 42)]
    place = f"mailto://127.0.0.1:{mailbox.port}/?from=talks@a.example&to="
    channel = AppriseChannel({name: f"{place}{name}@a.example" for name in names})

    def arrived() -> str:
        bodies = [(one["Subject"], one.get_body(("plain",))) for one in mailbox.mails]
        texts = [(subject, body.get_content().strip()) for subject, body in bodies if body]
        return "\n".join("\n\n".join(parts) for parts in texts).replace("\r\n", "\n")

    def fail() -> None:
        mailbox.refusal = "550 no"

    return Subject(channel, arrived, lambda: len(mailbox.mails), fail, is_editing=False)


@pytest.fixture
def rooms() -> Iterator[Webhooks]:
    with running_webhooks() as running_:
        yield running_


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as running_:
        yield running_


with_sockets = pytest.mark.enable_socket


@pytest.fixture(
    params=[console, *(pytest.param(one, marks=with_sockets) for one in (telegram, webhook, mail))]
)
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
        is_same = edit(subject.channel, name, new) == name
        assert "Join: two" in subject.arrived()
        assert "https://meet.example/1" in subject.arrived()
        assert (is_same, subject.count()) == ((True, 1) if subject.is_editing else (False, 2))

    def test_edit_that_changes_nothing_is_done(self, subject: Subject) -> None:
        outgoing = Outgoing(plain="Talk", html="<b>Talk</b>", buttons=BUTTONS)
        name = send(subject.channel, outgoing)
        is_same = edit(subject.channel, name, outgoing) == name
        assert (is_same, subject.count()) == ((True, 1) if subject.is_editing else (False, 2))

    def test_failure_is_a_send_error(self, subject: Subject) -> None:
        subject.fail()
        with pytest.raises(SendError):
            send(subject.channel, Outgoing(plain="Talk"))

    def test_failed_edit_is_a_send_error(self, subject: Subject) -> None:
        name = send(subject.channel, Outgoing(plain="Talk"))
        subject.fail()
        with pytest.raises(SendError):
            edit(subject.channel, name, Outgoing(plain="Another talk"))


def test_console_shows_each_message_whole_under_its_chat() -> None:
    stream = StringIO()
    channel = ConsoleChannel(stream)
    send(channel, Outgoing(plain="First\nline", html="<b>First</b>", buttons=BUTTONS))
    send(channel, Outgoing(plain="Second"), address="")
    assert stream.getvalue() == ("[42]\nFirst\nline\nJoin: https://meet.example/1\n\nSecond\n\n")


@pytest.fixture
def pipe() -> Iterator[tuple[int, TextIO]]:
    """Return a pipe that takes 4 kB, and then nothing until it is read: its ends."""
    reading, number = os.pipe()
    fcntl.fcntl(number, fcntl.F_SETPIPE_SZ, 4096)
    writing = os.fdopen(number, "w", encoding="utf-8")
    try:
        yield reading, writing
    finally:
        os.set_blocking(reading, False)
        with suppress(BlockingIOError):
            while os.read(reading, 65536):  # so that whoever still writes can end
                time.sleep(0.05)
        writing.close()
        os.close(reading)


def test_console_that_nobody_reads_stops_nothing_else(pipe: tuple[int, TextIO]) -> None:
    reading, writing = pipe
    channel = ConsoleChannel(writing, timedelta(seconds=0.3))
    long = "é" * 10_000

    async def go() -> list[SendError]:
        errors: list[SendError] = []
        ticks = 0
        for text in (long, "next"):
            sending = asyncio.create_task(channel.send("42", Outgoing(plain=text)))
            while not sending.done():
                await asyncio.sleep(0.01)
                ticks += 1
            error = sending.exception()
            assert isinstance(error, SendError)
            errors.append(error)
        assert ticks > 20  # the loop went on all the time
        received = b""
        while len(received) < len(f"[42]\n{long}\n\n".encode()):
            received += await asyncio.to_thread(os.read, reading, 65536)
        assert received.decode() == f"[42]\n{long}\n\n"  # whole, and nothing of the other
        await channel.send("42", Outgoing(plain="again"))
        assert await asyncio.to_thread(os.read, reading, 65536) == b"[42]\nagain\n\n"
        return errors

    told = [(error.reason, error.was_maybe_delivered) for error in asyncio.run(go())]
    assert told == [
        ("nobody reads the console for 0.3 seconds", True),
        ("nobody reads the console for 0.3 seconds", False),
    ]


def test_process_ends_though_nobody_reads_its_console() -> None:
    program = (
        "import asyncio, sys; from datetime import timedelta\n"
        "from bot.channels.console import ConsoleChannel\n"
        "from bot.channels.interface import Outgoing, SendError\n"
        "channel = ConsoleChannel(sys.stdout, timedelta(seconds=0.2))\n"
        "try: asyncio.run(channel.send('42', Outgoing(plain='x' * 1_000_000)))\n"
        "except SendError as error: sys.exit(7)\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.wait(30) == 7
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_console_shows_an_edit_as_an_update() -> None:
    stream = StringIO()
    channel = ConsoleChannel(stream)
    name = send(channel, Outgoing(plain="First"))
    assert edit(channel, name, Outgoing(plain="Second", buttons=BUTTONS)) == name
    assert stream.getvalue() == (
        "[42]\nFirst\n\n"
        "[42]\n(an update of the message above)\nSecond\nJoin: https://meet.example/1\n\n"
    )
