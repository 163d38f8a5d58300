"""What is answered to people: following, finding, and being told what goes wrong."""

import logging
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.commands import ALIASES, COMMANDS
from bot.chat.conversation import Conversation, Service
from bot.chat.interface import Incoming
from bot.flows.subscribe import Place, leave
from bot.store.engine import open_store
from tests.reminders.telegram_html import read_html

from .people import CANARY, NOW, PASSCODE, Bot, Person


def test_start_shows_the_series_the_nearest_first(ada: Person) -> None:
    assert (
        ada.say("/start")
        == """\
Talkbell tells you of talks before they begin: who speaks, about what, and the link to join.

Which series do you want to follow?

Seminar on Analysis & Co.
seminar, next on Mon 1 March, 13:30 CET

Algebra Days
workshop, next on Tue 2 March, 00:30 JST

The Old Seminar on Analysis
seminar, nothing to come"""
    )
    assert ada.labels == [
        "Seminar on Analysis & Co.",
        "Algebra Days",
        "The Old Seminar on Analysis",
    ]


@pytest.mark.parametrize(
    "path",
    [["/start analysis"], ["/start f44e85c4b8ea"], ["/start", "Seminar on Analysis & Co."]],
)
def test_following_tells_the_first_reminder(ada: Person, path: list[str]) -> None:
    said, *pressed = path
    shown = ada.say(said)
    for label in (*pressed, *(["Follow"] if pressed else [])):
        shown = ada.press(label)
    assert (
        shown
        == """\
You follow Seminar on Analysis & Co. now.

You are reminded 1 day and 1 hour before (as the series suggests).
No reminder is due any more for Ada Example: On <b>Bold</b> Examples, Mon 1 March, 13:30 CET.
The first reminder comes Sun 7 March, 13:30 CET (in 6 days).
It is for Bela Beispiel: On Further Ones, Mon 8 March, 13:30 CET.

Times are those of Zurich; say where you are to see yours."""
    )
    assert ada.labels == [
        "10 minutes before too",
        "Sessions to come", "Reminders", "Which talks", "Calendar", "Unfollow", "My zone",
    ]  # fmt: skip


def test_a_link_to_a_session_follows_that_alone(ada: Person) -> None:
    shown = ada.say("/start analysis-second")
    assert shown.startswith(
        "You follow this session now.\nNext reminder: Sun 7 March, 13:30 CET (in 6 days)\n\n"
        "On Further Ones"
    )
    assert "Single sessions" in ada.say("/mine")
    assert ada.say("/unfollow analysis") == (
        "You do not follow Seminar on Analysis & Co..\n\n"
        "Of it, you still follow single sessions: Bela Beispiel: On Further Ones."
    )


def test_unfollowing_a_series_keeps_its_single_sessions(ada: Person) -> None:
    ada.say("/star further")
    ada.say("/follow analysis")
    ada.say("/mute bold")
    assert ada.say("/unfollow analysis") == (
        "You do not follow Seminar on Analysis & Co. any more.\n\n"
        "Of it, you still follow single sessions: Bela Beispiel: On Further Ones."
    )
    assert ada.press("8 March · Bela Beispiel").startswith("On Further Ones")
    ada.press("Do not remind me of it")
    assert ada.say("/mine").startswith("Zone: not said, /zone Tokyo sets it\n\nYou follow nothing")


QUIET_REFUSED = """\
Two times of day make quiet hours, read "22"; write when they begin and end.

For example: /quiet 22:00-07:00"""


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("/nxt", "I do not know /nxt; did you mean /next?"),
        ("/xyzzyx", "I do not know /xyzzyx. /help has what I understand."),
        ("/series nothing", "There is no series “nothing”. These there are:"),
        ("/series analysis days", "There is no series “analysis days”. These there are:"),
        ("/talk nobody", "I find no talk for “nobody”."),
        ("x" * 501, "That is too long for me; a few words are enough."),
        ("/talk ~0123456789ab", "That is not there any more. /next shows what is to come."),
        ("/quiet 22", QUIET_REFUSED),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_is_right(ada: Person, said: str, shown: str) -> None:
    assert ada.say(said) == shown


def test_other_text_is_a_search(ada: Person) -> None:
    assert ada.say("ada example") == (
        "Found for “ada example”\n\nMon 1 March, 13:30 CET\nAda Example: On <b>Bold</b> Examples\n"
        "Seminar on Analysis & Co.\n\nTue 1 December 2026, 16:30 CET\nAda Example: Long Ago\n"
        "The Old Seminar on Analysis"
    )
    assert ada.press("1 December · Ada Example").startswith("Long Ago\nAda Example\n")
    assert ada.say("RINGS").startswith("01:30 Rings\n")  # the one session with it
    assert ada.say("chie").endswith(
        "Tue 2 March, 00:30 JST\nAlgebra Days\n00:30 Chie Rei: Groups\n\n"
        "no date yet\nChie Rei: A Talk without a Date\nAlgebra Days"
    )
    assert ada.say("algebra").startswith("Algebra Days\n\nTue 2 March")


def test_words_are_found_from_their_beginning(ada: Person) -> None:
    assert ada.say("ring").startswith("01:30 Rings\n")
    assert ada.say("ings").startswith("Nothing is found for “ings”.")
    assert ada.say("exam ada bold").startswith("On <b>Bold</b> Examples\n")


@pytest.mark.parametrize(
    ("said", "meant"), [("Hi!", "/start"), ("next", "/next"), ("?", "/start"), ("Help", "/help")]
)
def test_what_everybody_writes_is_understood(ada: Person, said: str, meant: str) -> None:
    assert ada.say(said) == ada.say(meant)


def test_next_is_the_session_with_link_and_abstract(ada: Person) -> None:
    ada.say("/follow analysis")
    ada.bot.now = NOW.replace(hour=11)
    assert (
        ada.say("/next")
        == """\
On <b>Bold</b> Examples
Ada Example

Monday 1 March 2027, 13:30–14:30 CET, in 1 hour 30 minutes
Join on meet.example
Passcode: c4nary-pass

Tells of things & others < more.

Seminar on Analysis & Co.

Next reminder: today at 12:30 CET (in 30 minutes)

Then

Mon 8 March, 13:30 CET
Bela Beispiel: On Further Ones"""
    )
    assert ada.button("Join").url == CANARY
    ada.bot.now = NOW.replace(minute=45)
    assert ada.say("/now").splitlines()[3] == (
        "Monday 1 March 2027, 13:30–14:30 CET, began 15 minutes ago"
    )
    assert ada.say("/next").startswith("On Further Ones")


def test_days_are_those_of_the_readers_zone(ada: Person) -> None:
    ada.say("/zone Tokyo")
    assert ada.say("/today") == (
        "Today, Monday 1 March 2027\nYou follow nothing yet, so I looked at all series.\n\n"
        "Mon 1 March, 21:30 JST\nAda Example: On <b>Bold</b> Examples"
    )
    ada.say("/zone London")
    assert "Mon 1 March, 15:30 GMT\nChie Rei: Groups; Dan Ejemplo: Rings\nAlgebra Days" in ada.say(
        "/today"
    )
    assert ada.say("/week").count("Mon ") == 2
    ada.say("/follow past")
    assert ada.say("/week") == "There is nothing in the next seven days."


def test_a_kept_link_is_shown_to_followers_alone(bot: Bot, ada: Person) -> None:
    said = ["/start", "/series analysis", "/sessions analysis", "/next", "/today", "/week", "/now",
            "/talk bold", "bold", "/mine", "/calendar analysis", "/star", PASSCODE, "canary",
            "/mydata"]  # fmt: skip
    for text in said:
        ada.say(text)
        files = b"".join(one.data for one in ada.last.documents)
        assert "canary" not in str(ada.last.buttons) + files.decode(), text
        # What was written itself may be repeated.
        assert "canary" not in ada.last.html.replace(f"“{text}”", ""), text
    assert "The link to join is for those who follow the series." in ada.say("/talk bold")
    bela = bot.person("2")
    bela.say("/follow analysis")
    assert PASSCODE in bela.say("/talk bold")
    bela.say("/calendar analysis")
    assert CANARY.encode() in bela.last.documents[0].data
    chie = bot.person("3")
    chie.say("/star bold")
    assert PASSCODE in chie.say("/talk bold")


def test_muting_and_starring(ada: Person) -> None:
    ada.say("/follow analysis")
    assert ada.say("/mute further").startswith("You are not reminded of this session.\n\nOn Fur")
    near = "No reminder is due any more for Ada Example: On <b>Bold</b> Examples, Mon 1 March"
    assert near in ada.say("/series analysis")
    assert ada.say("/talk further").endswith("\n\nYou are not reminded of this session.")
    ada.press("Remind me of it again")
    assert ada.last.replaces
    assert ada.last.notice == (
        "This session is muted no longer. Next reminder: Sun 7 March, 13:30 CET (in 6 days)"
    )
    assert ada.labels == [
        "No reminder of it", "Remind me earlier too", "Calendar", "About the series",
    ]  # fmt: skip
    assert ada.say("/star long ago").startswith("No reminder comes: it is over.\n\nLong Ago")


def test_only_admins_change_a_group(bot: Bot) -> None:
    admin = bot.person("-5", kind="group")
    member = bot.person("-5", kind="group", may_change=False)
    refused = "Only admins of this group can change that, in their own name."
    changing = ["/start analysis", "/follow analysis", "/star bold", "/remind 1h", "/zone Tokyo",
                "/quiet 22:00-6:00", "/only analysis talks", "/forget", "/mydata",
                "/calendar secret"]  # fmt: skip
    assert [member.say(text) for text in changing] == [refused] * len(changing)
    admin.say("/follow@TalkbellBot analysis")
    assert member.say("/mine").startswith("What you follow\n\nSeminar on Analysis & Co.")
    assert admin.say("/calendar secret") == "A secret address is given out in a private chat only."


def test_who_comes_back_is_reached_again(bot: Bot, ada: Person) -> None:
    ada.say("/follow analysis")
    place = Place("test", "1")
    leave(bot.store, place, "blocked", now=bot.now)
    bot.now = NOW.replace(hour=13)
    ada.say("/mine")
    with bot.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT ended_at, ended_reason FROM chats").all()
    assert [tuple(row) for row in rows] == [(None, "")]


def test_a_database_that_is_away_is_told_with_a_code(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with open_store(f"sqlite:///{tmp_path / 'empty.db'}") as store:  # without any table
        conversation = Conversation(Service(store), now=lambda: NOW)
        reply = conversation.answer(Incoming(platform="test", address="1", text="/next"))
    found = re.search(r"\(code (\w{6}) in the log\)", reply.html)
    assert found
    assert [one.levelno for one in caplog.records if found[1] in one.getMessage()] == [
        logging.ERROR
    ]


def test_a_mistake_of_ours_is_told_with_a_code(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    conversation = Conversation(Service(bot.store), now=lambda: NOW.replace(hour=25))
    reply = conversation.answer(Incoming(platform="test", address="1", text="/next"))
    found = re.search(r"<code>(\w{6})</code>", reply.html)
    assert found
    assert [one.exc_info is not None for one in caplog.records if found[1] in one.getMessage()] == [
        True
    ]


@pytest.mark.parametrize("text", ["\ud800 x", "a\0b", "/talk \ud83d", "\u2028\x1b[31m", "\0", ""])
def test_signs_that_are_no_text_do_no_harm(bot: Bot, text: str) -> None:
    reply = bot.conversation.answer(Incoming(platform="test", address="1", text=text))
    assert "mistake of ours" not in reply.html
    assert reply.html.replace("\n", "").isprintable()


NAMES = st.sampled_from([*COMMANDS, *ALIASES, "nonsense"])
ANY = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(["analysis", "1d", "1", "h", "off", ",", "and", "~", "+9", "ada", "Tokyo",
                         "US", "22:00", "-", "algebra-day", "<", "&", "yes", "file"]),
        max_size=5,
    ).map(" ".join),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=NAMES, text=ANY)
def test_whatever_is_said_gets_an_answer(bot: Bot, name: str, text: str) -> None:
    said = f"{name} {text}"
    for incoming in ({"button": said}, {"text": f"/{said}"}, {"text": text}):
        reply = bot.conversation.answer(Incoming(platform="test", address="9", **incoming))
        assert "mistake of ours" not in reply.html
        assert read_html(reply.html)[0].strip()
        buttons = [button for row in reply.buttons for button in row]
        assert all(len(one.data.encode()) <= 64 and one.label for one in buttons)
        assert all(bool(one.data) != bool(one.url) for one in buttons)
        reply.html.encode()


def test_a_talk_of_several_is_shown_with_its_abstract(ada: Person) -> None:
    shown = ada.say("rings")
    assert shown.splitlines()[:6] == [
        "01:30 Rings",
        "Dan Ejemplo",
        "They are added and multiplied.",
        "Slides",
        "",
        "Algebra Days",
    ]
    assert shown.endswith("00:30 Chie Rei: Groups\n01:30 Dan Ejemplo: Rings")


def test_a_series_whose_words_are_not_stored_yet_is_searched_all_the_same(
    bot: Bot, ada: Person
) -> None:
    with bot.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM found_words")
        connection.exec_driver_sql(
            "UPDATE series SET entry_form = 'earlier', version = version + 1"
        )
    assert ada.say("rings").startswith("01:30 Rings\n")
    assert ada.say("/search further").startswith("On Further Ones\n")
