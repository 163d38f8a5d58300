"""What organizers announce in chat: seen before it leaves, scheduled, taken back."""

import asyncio
from datetime import timedelta

import pytest

from bot.channels.interface import Outgoing
from bot.clock import SimulatedClock
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from bot.store.chats.subscriptions import find_chat
from tests.chat.people import CANARY, Bot, Person
from tests.chat.test_organizers import organizer

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
UNKNOWN = "I do not know /{}"
COMMANDS = {
    "announce": "/announce Further: hello",
    "schedule": "/schedule 19 July 17:00",
    "announcing": "/announcing undo 1",
}
GARDEN = "A message from the organizers of Seminar on Analysis & Co.\n\nWe meet in the <garden>."
BUTTONS = ["Publish", "Later …", "Send it to me", "Drop"]


class Sent:
    """A channel that keeps what arrives, and how it was edited."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str]] = []
        self.edited: list[tuple[str, str]] = []

    async def send(self, address: str, outgoing: Outgoing) -> str:
        self.arrived.append((address, outgoing.plain))
        return str(len(self.arrived))

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        self.edited.append((address, outgoing.plain))
        return message_id


def deliver(bot: Bot) -> Sent:
    """Plan and send what is due."""
    library, sent = Library(), Sent()
    plan_reminders(bot.store, library, now=bot.now)

    async def run() -> None:
        outlets = {"test": Outlet(channel=sent, account="bot")}
        clock = SimulatedClock(bot.now, 1.0)
        await DeliveryWorker(bot.store, library, outlets, clock).deliver_due()

    asyncio.run(run())
    return sent


def told(sent: Sent) -> list[tuple[str, str]]:
    return [(address, text) for address, text in sent.arrived if "organizers" in text]


@pytest.fixture
def orla(bot: Bot) -> Person:
    bot.person("5").say("/follow analysis")
    return organizer(bot)


def test_message_is_shown_then_published(bot: Bot, orla: Person) -> None:
    shown = orla.say("/announce Analysis & Co: We meet in the <garden>.")
    assert shown == (
        f"Nothing is sent yet. This is what would leave:\n\n{GARDEN}\n\n"
        "Seminar on Analysis & Co.\n\n⸻\n\n"
        "It goes to 1 chat, at once.\nWho has said “none” to changes gets none."
    )
    assert orla.labels == BUTTONS
    assert told(deliver(bot)) == []
    publish = orla.button("Publish")
    assert orla.press("Publish") == (
        "Published: it leaves for 1 chat now. It can be taken back for a minute."
    )
    assert orla.labels == ["Undo"]
    assert told(deliver(bot)) == [("5", GARDEN)]
    assert orla.tap(publish) == "That was published or dropped already, or has been too long ago."
    assert told(deliver(bot)) == []


def test_lines_and_colons_of_a_message_are_kept(bot: Bot, orla: Person) -> None:
    orla.say(
        "/announce@talkbell_bot analysis: Please bring:\n- chairs\n- https://talks.example/x\n"
    )
    orla.press("Publish")
    [(_, text)] = told(deliver(bot))
    assert text.endswith("Please bring:\n- chairs\n- https://talks.example/x")


def test_a_message_may_be_long_but_not_too_long(bot: Bot, orla: Person) -> None:
    assert orla.say(f"/announce analysis: {'a' * 1500}").startswith("Nothing is sent yet.")
    assert orla.say(f"/announce analysis: {'a' * 1501}").startswith("The message is too long")
    stranger = bot.person("9")
    assert stranger.say("a" * 501) == stranger.say(f"/announce analysis: {'a' * 500}")


def test_talk_is_announced_with_all_that_followers_see(orla: Person) -> None:
    shown = orla.say("/announce Bold")
    assert "The organizers announce:\n\nOn <b>Bold</b> Examples\nAda Example" in shown
    assert "Tells of things & others < more." in shown
    assert orla.labels == BUTTONS
    assert not any(CANARY in (one.url or "") for row in orla.last.buttons for one in row)


def test_term_is_announced(orla: Person) -> None:
    shown = orla.say("/announce analysis")
    assert "What is to come: Seminar on Analysis & Co.\n\nMon 1 March, 13:30 CET" in shown
    assert "Bela Beispiel: On Further Ones" in shown


def test_it_can_be_undone_for_a_minute(bot: Bot, orla: Person) -> None:
    orla.say("/announce analysis: Hello.")
    orla.press("Publish")
    undo = orla.button("Undo")
    assert len(told(deliver(bot))) == 1
    listed = orla.say("/announce")
    assert listed.startswith("What has just left\n\nSeminar on Analysis & Co.\nMonday 1 March 2027")
    assert orla.labels == ["Undo: Seminar on Analysis & Co."]
    bot.now += MINUTE
    assert orla.tap(undo) == "Taken back: nothing more of it leaves, and what has left is edited."
    assert orla.tap(undo) == "That was published or dropped already, or has been too long ago."
    [(address, text)] = deliver(bot).edited
    assert (address, text) == (
        "5",
        "Seminar on Analysis & Co.: the organizers have taken this announcement back.",
    )


def test_after_a_minute_it_is_too_late(bot: Bot, orla: Person) -> None:
    orla.say("/announce analysis: Hello.")
    orla.press("Publish")
    deliver(bot)
    bot.now += MINUTE + timedelta(seconds=1)
    assert orla.press("Undo").startswith("It has been leaving for more than a minute")
    assert "What has just left" not in orla.say("/announce")
    assert deliver(bot).edited == []


def test_it_is_scheduled_in_the_hours_of_the_series_and_listed(bot: Bot, orla: Person) -> None:
    orla.say("/zone Tokyo")
    orla.say("/announce analysis: Hello.")
    asked = orla.press("Later …")
    assert asked == (
        "When? Write it as in 19 July 17:00, in the hours of the series: Europe/Zurich."
    )
    assert "It goes to 1 chat as of now, on Tuesday 2 March 2027, 09:00 CET." in orla.press(
        "Tomorrow, 9:00"
    )
    assert "on Monday 1 March 2027, 18:00 CET." in orla.say("/schedule 18:00")
    orla.press("Later …")
    assert "on Monday 1 March 2027, 18:30 CET." in orla.say("18:30")
    assert orla.labels == ["Schedule it", *BUTTONS[1:]]
    assert orla.press("Schedule it") == (
        "Scheduled: it leaves on Monday 1 March 2027, 18:30 CET. /announce lists it until then."
    )
    assert orla.say("/announce").startswith(
        "What is still to leave\n\nSeminar on Analysis & Co.\nMonday 1 March 2027, 18:30 CET\n"
        "Hello."
    )
    bot.now += 4 * HOUR
    assert told(deliver(bot)) == []
    bot.now += 2 * HOUR
    assert [address for address, _ in told(deliver(bot))] == ["5"]


def test_what_waits_is_listed_without_what_has_become_a_way_in(bot: Bot, orla: Person) -> None:
    orla.say("/announce analysis: The word is open-sesame.")
    orla.say("/schedule tomorrow 9:00")
    orla.press("Schedule it")
    orla.say("/link Further https://meet.example/room/new passcode open-sesame")
    assert orla.press("Publish").startswith("Published.")
    group = bot.person("-9", kind="group", person="1")
    for listed in (orla.say("/announce"), group.say("/announce")):
        assert "The word is [for subscribers]." in listed
        assert "sesame" not in listed


def test_what_waits_is_dropped_by_any_organizer_of_the_series(bot: Bot, orla: Person) -> None:
    orla.say("/announce analysis: Hello.")
    orla.say("/schedule tomorrow 9:00")
    orla.press("Schedule it")
    other = organizer(bot, "2")
    other.say("/announce")
    assert other.press("Drop: Seminar on Analysis & Co.") == "Nothing is sent."
    assert "What is still to leave" not in orla.say("/announce")
    bot.now += timedelta(days=1)
    assert told(deliver(bot)) == []


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("/schedule 12:00", "This time is past"),
        ("/schedule #999 18:00", "There is nothing to be scheduled."),
        ("/announce nothing like it", "I find none for “nothing like it” in what you organize."),
        ("/announce analysis: https://zoom.us/j/123456789?pwd=abc", "This is a link to join"),
        ("/announce analysis: the code is c4nary-pass", "This is a link to join"),
        (f"/announce Bold: {CANARY}", "This is a link to join"),
    ],
)
def test_what_makes_no_sense_is_refused(orla: Person, said: str, refusal: str) -> None:
    orla.say("/announce analysis: Hello.")
    assert orla.say(said).startswith(refusal)


def test_time_that_may_mean_several_is_offered_whole(orla: Person) -> None:
    orla.say("/announce analysis: Hello.")
    assert orla.say("/schedule Monday 17:00").startswith("Which day is meant?")
    assert orla.labels == ["Mon 1 March 2027, 17:00", "Mon 8 March 2027, 17:00"]
    assert "on Monday 8 March 2027, 17:00 CET." in orla.press("Mon 8 March 2027, 17:00")
    orla.say("/schedule 31 October 02:30")
    assert "on Sunday 31 October 2027, 02:30 CET." in orla.press("Sun 31 October 2027, 02:30 CET")
    assert orla.say("/schedule Monday").startswith("The hour is missing")


def test_without_a_draft_there_is_nothing_to_schedule(orla: Person) -> None:
    assert orla.say("/schedule 18:00").startswith("There is nothing to be scheduled.")


def test_three_a_day_are_the_most(orla: Person) -> None:
    for number in range(3):
        orla.say(f"/announce analysis: Hello {number}.")
        orla.press("Publish")
    shown = orla.say("/announce analysis: Once more.")
    assert shown.startswith("3 announcements of a series in 24 hours are the most")
    assert "the next may leave from Tuesday 2 March 2027, 13:00 CET on" in shown


def test_a_test_goes_to_oneself(bot: Bot, orla: Person) -> None:
    group = bot.person("-9", kind="group", person="1")
    group.say("/announce analysis: We meet in the <garden>.")
    assert group.press("Send it to me") == "It is on its way to you, in our private chat."
    assert told(deliver(bot)) == [("1", GARDEN)]
    assert orla.labels == []


def test_others_who_read_along_see_no_link(bot: Bot, orla: Person) -> None:
    group = bot.person("-9", kind="group", person="1")
    assert "meet.example" not in group.say("/announce Bold") + str(group.last)
    assert CANARY in str((orla.say("/announce Bold"), orla.last))


def test_which_one_is_asked_and_the_message_is_kept(bot: Bot) -> None:
    orla = organizer(bot, series="algebra")
    assert orla.say("/announce Chie Rei: Bring chairs.") == "Which one is meant?"
    assert "Bring chairs." in orla.press(orla.labels[0])
    long = orla.say(f"/announce Chie Rei: {'Bring chairs. ' * 5}")
    assert long.startswith("Which one is meant? Write your message once more")
    assert orla.labels == []
    reference = long.split("/announce ")[1].split(":")[0]
    assert "Bring chairs. Bring" in orla.say(f"/announce {reference}: {'Bring chairs. ' * 5}")


def test_dropped_announcement_is_not_sent(bot: Bot, orla: Person) -> None:
    orla.say("/announce analysis: Hello.")
    publish = orla.button("Publish")
    assert orla.press("Drop") == "Nothing is sent."
    assert orla.tap(publish).startswith("That was published or dropped already")
    assert told(deliver(bot)) == []


def test_session_that_changed_meanwhile_is_shown_anew(bot: Bot, orla: Person) -> None:
    orla.say("/announce Further")
    announcing = orla.button("Publish")
    orla.say("/move Further 19 March 17:00")
    orla.press("Publish")
    again = orla.tap(announcing)
    assert again.startswith("It has changed meanwhile, so nothing was sent. It would be now:")
    assert "19 March 2027, 17:00" in again
    orla.press("Publish")
    assert len([one for one in told(deliver(bot)) if "19 March 2027, 17:00" in one[1]]) == 1


def test_german_is_spoken(orla: Person) -> None:
    orla.say("/language Deutsch")
    orla.say("/announce analysis: Hallo.")
    assert "Montag, 1. März 2027, 18:00" in orla.say("/schedule 1. März 18:00")


def test_buttons_of_no_announcement_are_answered(orla: Person) -> None:
    for said in ("undo 7", "undo 9223372036854775808", "undo", "send x", "burn 1"):
        assert orla.say(f"/announcing {said}").startswith("That was published or dropped already")


def test_who_is_forgotten_leaves_no_draft_and_wrote_nothing(bot: Bot, orla: Person) -> None:
    orla.say("/announce analysis: Hello.")
    orla.press("Publish")
    deliver(bot)
    orla.say("/announce analysis: Hello again.")
    orla.say("/mydata")
    assert b"Hello again." in orla.last.documents[0].data
    orla.say("/forget")
    orla.press("Yes, delete all")
    with bot.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT purpose, by_person FROM letters").all()
    assert [tuple(row) for row in rows] == [("announcement", "")]


@pytest.mark.usefixtures("orla")
@pytest.mark.parametrize("command", COMMANDS)
def test_stranger_is_answered_as_for_any_unknown_command(bot: Bot, command: str) -> None:
    strangers = [
        bot.person("9"),
        bot.person("-9", kind="group", person="9"),
        bot.person("-9", kind="group", person="1", may_change=False),
        bot.person("-9", kind="group", person=""),
        bot.person("-8", kind="channel", person=""),
    ]
    for stranger in strangers:
        assert stranger.say(COMMANDS[command]).startswith(UNKNOWN.format(command))
        assert f"/{command}" not in stranger.say("/help")
        with bot.store.reading() as connection:
            assert find_chat(connection, "test", stranger.address) is None
    assert told(deliver(bot)) == []


@pytest.mark.parametrize("label", ["Publish", "Later …", "Send it to me", "Drop"])
def test_organizer_of_another_series_reaches_none_of_it(bot: Bot, orla: Person, label: str) -> None:
    other = organizer(bot, "3", "algebra")
    assert other.say("/announce Further: hello").startswith("I find none for “Further”")
    assert other.say("/announce analysis").startswith("I find none for “analysis”")
    orla.say("/announce analysis: Hello.")
    orla.say("/schedule 18:00")
    assert other.tap(orla.button("Schedule it" if label == "Publish" else label)).startswith(
        ("That was published or dropped already", "I do not know /announcing")
    )
    assert other.say("/schedule 19:00").startswith("There is nothing to be scheduled.")
    orla.press("Schedule it")
    assert other.tap(orla.button("Drop")).startswith("I do not know /announcing")
    assert "What is still to leave" not in other.say("/announce")
    bot.now += 6 * HOUR
    assert [address for address, _ in told(deliver(bot))] == ["5"]


def test_right_that_was_taken_meanwhile_does_not_publish(bot: Bot, orla: Person) -> None:
    other = organizer(bot, "2", name="Bela Beispiel")
    other.say("/announce analysis: Hello.")
    orla.say("/organizers")
    orla.press("Take out Bela Beispiel (test 2)")
    assert other.press("Publish").startswith(UNKNOWN.format("announcing"))
    assert told(deliver(bot)) == []


def test_id_of_a_series_needs_no_colon(orla: Person) -> None:
    assert "we meet in the garden\n" in orla.say("/announce analysis we meet in the garden")


def test_distance_is_told_roughly_and_as_of_when_it_leaves(orla: Person) -> None:
    assert "CET, in 1 week\n" in orla.say("/announce Further")
    assert "CET, in 3 days\n" in orla.say("/schedule 5 March 13:00")
