"""Broadcasts by Apprise: what arrives in each kind of room, what fails, and what is never told."""

import asyncio
import logging
import time
from collections.abc import Iterator
from io import StringIO

import pytest

from bot.channels import apprise
from bot.channels.addresses import SCHEMES, refusal_of
from bot.channels.apprise import AppriseChannel, problem_of
from bot.channels.interface import Button, Outgoing, SendError
from bot.reminders.chat_form import chat_form
from bot.reminders.plain_form import plain_form
from tests.channels.rooms import Mailbox, Webhooks, running_mailbox, running_webhooks
from tests.reminders.seminar import message, session, talk

pytestmark = pytest.mark.enable_socket

CANARY = "canaryCANARYcanaryCANARY00"
TOLD = message(session(talks=(talk(title="On <p_i> & *q*", abstract="For $p_i$."),)))
REMINDER = Outgoing(plain=plain_form(TOLD), html=chat_form(TOLD))


@pytest.fixture
def rooms() -> Iterator[Webhooks]:
    with running_webhooks() as running:
        yield running


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as running:
        yield running


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """Give all that reaches the root of the logs, where ours are written."""
    stream, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def send(address: str, outgoing: Outgoing = REMINDER) -> str:
    return asyncio.run(AppriseChannel({"room": address}).send("room", outgoing))


def failure(address: str, outgoing: Outgoing = REMINDER) -> tuple[str, bool, bool]:
    """Return why a message could not be sent, whether for good, and whether it may be there."""
    with pytest.raises(SendError) as caught:
        send(address, outgoing)
    error = caught.value
    assert error.__cause__ is None
    return error.reason, error.permanent, error.was_maybe_delivered


class TestForms:
    def test_a_text_room_gets_the_plain_text_below_its_first_line(self, rooms: Webhooks) -> None:
        send(f"json://127.0.0.1:{rooms.port}/a")
        title, _, rest = REMINDER.plain.partition("\n\n")
        ((path, arrived),) = rooms.arrived
        assert (path, arrived["title"], arrived["message"]) == ("/a", title, rest)

    def test_a_room_without_titles_gets_all_in_one(self, rooms: Webhooks) -> None:
        send(f"mmost://127.0.0.1:{rooms.port}/{CANARY}")
        ((path, arrived),) = rooms.arrived
        assert path == f"/hooks/{CANARY}"
        first, *_, last = REMINDER.plain.splitlines()
        assert arrived["text"].startswith(first)
        assert arrived["text"].endswith(last)
        assert "On <p_i> & *q*" in arrived["text"]

    def test_a_room_of_markdown_gets_it_escaped(self, rooms: Webhooks) -> None:
        send(f"rocket://{CANARY}/{CANARY}@127.0.0.1:{rooms.port}/%23general")
        ((_, arrived),) = rooms.arrived
        assert "**On \\<p\\_i\\> & \\*q\\***" in arrived["text"]
        assert "tg-time" not in arrived["text"]
        plain = arrived["text"].replace("\\", "")
        assert "Monday 28 June 2021, 16:30–17:30 CEST, in 1 hour\n" in plain

    def test_mail_has_the_first_line_for_its_subject(self, mailbox: Mailbox) -> None:
        send(f"mailto://127.0.0.1:{mailbox.port}/?from=talks@a.example&to=maths@a.example")
        (mail,) = mailbox.mails
        title, _, rest = REMINDER.plain.partition("\n\n")
        assert (mail["Subject"], mail["To"]) == (title, "maths@a.example")
        body = mail.get_body(("plain",))
        assert body is not None
        assert body.get_content().replace("\r\n", "\n").strip() == rest

    def test_nobody_is_called_by_what_a_talk_says(self, rooms: Webhooks) -> None:
        send(
            f"json://127.0.0.1:{rooms.port}",
            Outgoing(plain="A\nBy @everyone, @**all**, ada@b.example"),
        )
        ((_, arrived),) = rooms.arrived
        assert arrived["message"] == "By @\u200beveryone, @\u200b**all**, ada@b.example"

    def test_links_of_buttons_stand_at_the_end(self, rooms: Webhooks) -> None:
        buttons = ((Button(label="Join", url="https://b.example"), Button(label="No", data="x")),)
        send(f"json://127.0.0.1:{rooms.port}", Outgoing(plain="A", buttons=buttons))
        assert rooms.arrived[0][1]["message"] == "Join: https://b.example"

    def test_what_is_too_long_leaves_in_parts_that_break_no_link(self, rooms: Webhooks) -> None:
        links = [f"https://a.example/{'x' * 60}/{number}" for number in range(200)]
        send(f"mmost://127.0.0.1:{rooms.port}/{CANARY}", Outgoing(plain="\n".join(["A", *links])))
        texts = [one["text"] for _, one in rooms.arrived]
        assert len(texts) > 3
        assert [link for text in texts for link in text.split() if "example" in link] == links


class TestFailures:
    @pytest.mark.parametrize(
        ("status", "is_permanent"),
        [
            (401, True),
            (403, True),
            (404, True),
            (410, True),
            (400, False),
            (429, False),
            (500, False),
        ],
    )
    def test_status_tells_whether_to_try_again(
        self,
        rooms: Webhooks,
        status: int,
        is_permanent: bool,  # noqa: FBT001 - a case
    ) -> None:
        rooms.status = status
        address = f"json://127.0.0.1:{rooms.port}/{CANARY}"
        assert failure(address) == (f"room: JSON answered with {status}", is_permanent, False)

    def test_redirect_is_not_followed(self, rooms: Webhooks) -> None:
        rooms.status, rooms.headers = 302, {"Location": f"http://127.0.0.1:{rooms.port}/other"}
        address = f"json://127.0.0.1:{rooms.port}/{CANARY}?redirect=yes&retry=2&optional=yes"
        assert failure(address) == ("room: JSON answered with 302", False, False)
        assert rooms.arrived == []

    def test_nobody_there_is_tried_again(self, rooms: Webhooks, mailbox: Mailbox) -> None:
        port = rooms.port
        mailbox.refusal = "451 later"
        told = "room: {} could not be reached, or broke off"
        mail = f"mailto://127.0.0.1:{mailbox.port}/?from=talks@a.example&to=maths@a.example"
        assert failure(mail) == (told.format("E-Mail"), False, True)
        with running_webhooks() as gone:
            port = gone.port
        assert failure(f"json://127.0.0.1:{port}/{CANARY}") == (told.format("JSON"), False, True)

    def test_room_that_hangs_ends_in_time_and_holds_up_nobody(
        self, rooms: Webhooks, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(apprise, "_LONGEST", 0.3)
        monkeypatch.setattr(apprise, "_MOST_THREADS", 2)
        problem_of("json://a.example")  # loads the platforms, which takes longer
        channel = AppriseChannel({"room": f"json://127.0.0.1:{rooms.port}/{CANARY}"})
        rooms.is_hanging = True
        told = []
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(SendError) as caught:
                asyncio.run(channel.send("room", REMINDER))
            assert time.monotonic() - began < 10  # it hangs for a minute
            told.append((caught.value.reason, caught.value.was_maybe_delivered))
        hanging = ("room did not answer within 0.3 seconds", True)
        assert told == [hanging, hanging, ("too many broadcasts hang already", False)]
        rooms.is_hanging = False
        rooms.wait.set()
        deadline = time.monotonic() + 10
        while not rooms.arrived and time.monotonic() < deadline:
            try:
                asyncio.run(channel.send("room", REMINDER))
            except SendError:
                time.sleep(0.05)
        assert rooms.arrived

    @pytest.mark.parametrize(
        ("address", "reason"),
        [
            ("slack://canary", "Apprise does not understand this address"),
            ("https://canary.example/hook", "Apprise does not understand this address"),
            ("https://api.telegram.org/bot1:canary", "Apprise does not understand this address"),
            (
                "json://canary.example/?template=/canary",
                "no file goes with a broadcast; leave out options that name one",
            ),
        ],
    )
    def test_address_that_cannot_be_used_is_told_without_it(
        self, address: str, reason: str
    ) -> None:
        assert problem_of(address) == reason
        assert failure(address) == (f"the address of room cannot be used: {reason}", True, False)

    def test_target_without_an_address_is_told(self) -> None:
        with pytest.raises(SendError) as caught:
            asyncio.run(AppriseChannel({}).send("team-slack", REMINDER))
        assert caught.value.permanent
        assert caught.value.reason == "no address is set for the broadcast target team-slack"


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        ["file:///etc/hosts", "exec://ls", "dbus://", "syslog://", "macosx://", "windows://",
         "tgram://1:canary/2", "SYSLOG://a", "http://a.example", "gnome://", "apprise://a/b"],
    )  # fmt: skip
    def test_others_than_peoples_platforms_are_refused(self, address: str) -> None:
        told = refusal_of(address)
        assert told.startswith(
            "broadcasts go to people's platforms alone; begin it with one of slack, "
        )
        assert "canary" not in told
        assert problem_of(address) == told

    @pytest.mark.parametrize(
        "address",
        [
            f"slack://T1JJ3T3L2/A1BRTD4JD/{CANARY[:24]}/#general",
            f"https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/{CANARY[:24]}",
            f"discord://4174216298/{CANARY}",
            f"matrixs://{CANARY}@matrix.example/!room:matrix.example",
            f"zulip://bot@org/{CANARY[:8] * 4}/stream",
            f"mmosts://chat.example/{CANARY}",
            "mailto://mail.example.org?from=talks@example.org&to=maths@example.org",
            f" mailtos://ada:{CANARY}@mail.example:465/maths@a.example ",
        ],
    )
    def test_those_of_peoples_platforms_are_understood(self, address: str) -> None:
        assert (refusal_of(address), problem_of(address)) == ("", "")

    def test_each_platform_is_one_that_apprise_has(self) -> None:
        from apprise.manager_plugins import NotificationManager  # noqa: PLC0415 - slow

        known = NotificationManager()
        assert [scheme for scheme in SCHEMES if scheme not in known] == []


class TestSecrets:
    def test_no_address_is_in_a_log_or_an_error(
        self, rooms: Webhooks, logged: StringIO, capfd: pytest.CaptureFixture[str]
    ) -> None:
        address = f"json://ada:{CANARY}@127.0.0.1:{rooms.port}/{CANARY}?+X-Key={CANARY}"
        send(address)
        said = []
        for status in (200, 302, 404, 500):
            rooms.status = status
            if status != 200:
                said.append(failure(address)[0])
        said += [failure(f"slack://{CANARY}")[0], failure(f"json://{CANARY}.invalid/")[0]]
        rooms.is_hanging = True
        rooms.wait.set()  # breaks off
        said.append(failure(address)[0])
        assert len(said) == 6
        said.append(repr(AppriseChannel({"a": address})))
        told = "\n".join([*said, logged.getvalue(), *capfd.readouterr()])
        assert "JSON answered with 404" in told
        assert "selector" in told  # of asyncio: what is logged does get there
        assert CANARY not in told
        assert CANARY.lower() not in told.lower()
