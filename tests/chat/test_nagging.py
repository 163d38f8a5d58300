"""/nag: when an organizer is reminded of what is missing."""

from bot.flows.organizing.rights import Person
from bot.flows.planning.nagging import nag_rule_of
from tests.chat.people import Bot
from tests.chat.test_editing import UNKNOWN
from tests.chat.test_organizers import organizer
from tests.reminders.seminar import DAY


def test_nag_is_told_and_chosen(bot: Bot) -> None:
    orla, account = organizer(bot), Person("test", "1")
    assert orla.say("/nag") == (
        "You are reminded of what is missing 1 week and 2 days before a session, as all organizers "
        "are.\n\nMissing are a title, a speaker, an abstract, and a link where one is expected. To "
        "change it, write as in /nag 7d 2d"
    )
    assert orla.say("/nag 10d 36h").startswith(
        "You are reminded of what is missing 10 days and 1 day 12 hours before a session."
    )
    assert nag_rule_of(bot.store, account) == (10 * DAY, 1.5 * DAY)
    assert orla.press("Never").startswith("You are not reminded of what is missing.")
    assert nag_rule_of(bot.store, account) == ()
    assert "as all organizers are" in orla.press("As usual")
    assert orla.say("/nag soon").startswith("This is not a length of time")


def test_nag_is_there_for_organizers_alone(bot: Bot) -> None:
    organizer(bot)
    assert bot.person("9").say("/nag 7d").startswith(UNKNOWN.format("nag"))


def test_link_that_is_missing_is_asked_for(bot: Bot) -> None:
    orla = organizer(bot)
    orla.say("/link Further")
    assert orla.last.html == "Send me the link to join, with its passcode if it has one."
    told = orla.say("https://meet.example/room/9 passcode: 77")
    assert "From now on: a link on meet.example, with a passcode" in told
    assert orla.say("/slides Further") == "Send me the web address of the slides."
    told = orla.say("https://talks.example/a.pdf")
    assert "From now on: https://talks.example/a.pdf" in told
