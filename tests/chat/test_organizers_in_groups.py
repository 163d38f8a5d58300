"""What organizers do where others read along, and what is told of them there."""

from datetime import timedelta

import pytest

from tests.chat.people import Bot
from tests.chat.test_organizers import REFUSED, link, organizer


@pytest.mark.parametrize("person", ["7", ""])
@pytest.mark.parametrize("may_change", [True, False])
def test_link_that_anybody_showed_to_a_group_counts_no_more(
    bot: Bot, *, person: str, may_change: bool
) -> None:
    said = link(bot)
    group = bot.person("-1", kind="group", person=person, may_change=may_change)
    assert group.say(said).startswith(REFUSED)
    assert bot.person("7").say(said).startswith(REFUSED)


def test_group_is_not_told_who_organizes(bot: Bot) -> None:
    organizer(bot, "1", name="Ada Example")
    group = bot.person("-5", kind="group", person="1")
    shown = group.say("/organizers")
    assert "Ada" not in shown
    assert "test 1" not in shown
    assert group.labels == []
    assert "Ada Example (test 1)" in bot.person("1").say("/organizers")


def test_buttons_that_another_organizer_presses_do_nothing_to_a_preview(bot: Bot) -> None:
    organizer(bot, "1")
    organizer(bot, "2")
    orla = bot.person("-5", kind="group", person="1")
    other = bot.person("-5", kind="group", person="2")
    orla.say("/cancel Further: ill")
    publish, drop = orla.button("Publish"), orla.button("Drop")
    for button in (publish, drop):
        other.tap(button)
        assert (other.last.replaces, other.last.html) == (False, "")
        assert other.last.notice.startswith("That was published or dropped already")
    assert orla.tap(publish).startswith("Published.")


@pytest.mark.parametrize(
    ("behind", "passcode"),
    [("passcode: c4", "c4"), ("c4", "c4"), ("Kenncode c4", "c4"), ("Mot de passe : c4", "c4"),
     ("code=c4", "c4"), ("code7", "code7")],
)  # fmt: skip
def test_passcode_is_what_stands_behind_the_link(bot: Bot, behind: str, passcode: str) -> None:
    orla, follower = organizer(bot), bot.person("5")
    orla.say(f"/link Further https://meet.example/room {behind}")
    orla.press("Publish")
    follower.say("/follow analysis")
    assert f"Passcode: {passcode}\n" in follower.say("/talk Further")


def test_more_than_a_passcode_is_refused(bot: Bot) -> None:
    orla = organizer(bot)
    said = "/link Further https://meet.example/room Meeting ID 123 passcode 45"
    assert orla.say(said).startswith("What stands behind the link is more than a passcode")


def test_draft_counts_for_two_days(bot: Bot) -> None:
    orla = organizer(bot)
    orla.say("/cancel Further: ill")
    bot.now += timedelta(days=2, seconds=1)
    assert orla.press("Publish").startswith(
        "That was published or dropped already, or has been too long ago"
    )
