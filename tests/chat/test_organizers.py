"""Organizers of a series: how one becomes one, and what nobody else gets to see."""

import json

import pytest

from bot.chat.telegram.introducing import introduction
from bot.flows.organizing.rights import Organizer, Origin, invite
from bot.flows.organizing.rights import Person as Known
from bot.store.organizing.organizers import add_organizer
from tests.chat.people import Bot, Person

JOINED = "You are an organizer of Seminar on Analysis & Co. now"
REFUSED = "This link does not count."


def link(bot: Bot, series: str = "analysis", name: str = "") -> str:
    return f"/start o_{invite(bot.store, series, name, now=bot.now)}"


def organizer(bot: Bot, address: str = "1", series: str = "analysis", name: str = "") -> Person:
    person = bot.person(address)
    assert person.say(link(bot, series, name)).startswith("You are an organizer of")
    return person


def test_link_makes_an_organizer_and_every_other_one_is_answered_alike(bot: Bot) -> None:
    said = link(bot)
    assert bot.person("1").say(said).startswith(JOINED)
    refusals = {bot.person("2").say(said), bot.person("1").say(said)}
    refusals.add(bot.person("3").say(f"/start o_{'A' * 43}"))
    refusals.add(bot.person("3").say("/start o_"))
    refusals.add(bot.person("4", person="").say(link(bot)))
    late = link(bot)
    bot.now = bot.now.replace(day=bot.now.day + 1)
    refusals.add(bot.person("5").say(late))
    (refusal,) = refusals
    assert refusal.startswith(REFUSED)


def test_link_that_a_group_has_seen_counts_no_more(bot: Bot) -> None:
    said = link(bot)
    group = bot.person("-1", kind="group", person="7")
    assert group.say(said).startswith(REFUSED)
    assert bot.person("7").say(said).startswith(REFUSED)


def test_organizers_are_listed_and_taken_out(bot: Bot) -> None:
    ada = organizer(bot, "1", name="Ada Example")
    bela = organizer(bot, "2", name="Bela Beispiel")
    organizer(bot, "3", "algebra", "Chie Rei")
    shown = ada.say("/organizers")
    assert "Ada Example (test 1) – you" in shown
    assert "Bela Beispiel (test 2)" in shown
    assert "Chie" not in shown
    assert "Bela Beispiel" not in ada.press("Take out Bela Beispiel (test 2)")
    assert ada.last.notice.startswith("Bela Beispiel (test 2) cannot change")
    assert bela.say("/organizers").startswith("I do not know /organizers.")


def test_who_takes_themselves_out_is_asked_first(bot: Bot) -> None:
    ada, bela = organizer(bot, "1"), organizer(bot, "2")
    ada.say("/organizers")
    assert ada.press("Take out test 1").startswith(
        "Take yourself out of Seminar on Analysis & Co.?"
    )
    assert ada.press("No, I stay").startswith("Who may change what you organize")
    ada.press("Take out test 1")
    assert ada.press("Yes, take me out") == "You organize nothing any more."
    assert ada.last.notice == "test 1 cannot change Seminar on Analysis & Co. any more."
    assert ada.say("/organizers").startswith("I do not know /organizers.")
    assert "test 1" not in bela.say("/organizers")


def test_the_last_one_is_asked_more_clearly(bot: Bot) -> None:
    ada, bela = organizer(bot, "1"), organizer(bot, "2")
    ada.say("/organizers")
    ada.press("Take out test 1")
    bela.say("/organizers")
    bela.press("Take out test 2")
    bela.press("Yes, take me out")
    alone = "You are the only one who may change Seminar on Analysis & Co."
    assert ada.press("Yes, take me out").startswith(alone)  # as of when that was asked, she was not
    assert ada.say("/edit").startswith("What you organize")
    ada.say("/organizers")
    assert ada.press("Take out test 1").startswith(alone)
    assert ada.press("Yes, take me out") == "You organize nothing any more."


def test_right_of_a_link_is_nothing_to_who_is_named_too(bot: Bot) -> None:
    ada = organizer(bot, "1", name="Ada Example")
    named = Organizer(
        series_id="analysis", person=Known("test", "1", "Ada Example"), origin=Origin.DEFINITION
    )
    with bot.store.writing() as connection:
        add_organizer(connection, named, now=bot.now)
    ada.say("/organizers")
    assert ada.press("Take out Ada Example (test 1)").startswith("Who may change")
    assert ada.last.notice == (
        "The right that a link gave Ada Example (test 1) is gone. They can change Seminar on "
        "Analysis & Co. still, as its definition names them."
    )


def test_revoking_is_for_organizers_of_that_series(bot: Bot) -> None:
    ada = organizer(bot, "1")
    chie = organizer(bot, "3", "algebra")
    ada.say("/organizers")
    (button,) = [one for row in ada.last.buttons for one in row]
    chie.tap(button)
    assert ada.say("/organizers").startswith("Who may change")
    assert bot.person("9").tap(button).startswith("I do not know /organizers.")


@pytest.mark.parametrize("kind", ["private", "group"])
def test_nobody_else_sees_that_there_is_such_a_thing(bot: Bot, kind: str) -> None:
    organizer(bot, "1")
    stranger = bot.person("2", kind=kind)
    assert stranger.say("/organizers").startswith("I do not know /organizers.")
    assert "/organizers" not in stranger.say("/help")
    assert "/organizers" in bot.person("1").say("/help")
    assert "organizers" not in introduction().commands


@pytest.mark.parametrize(
    ("may_change", "person", "is_known"),
    [(True, "1", True), (False, "1", False), (True, "2", False), (True, "", False)],
)
def test_in_a_group_only_an_admin_who_is_an_organizer_is_one(
    bot: Bot, *, may_change: bool, person: str, is_known: bool
) -> None:
    organizer(bot, "1")
    group = bot.person("-5", kind="group", may_change=may_change, person=person)
    assert ("I do not know" not in group.say("/organizers")) is is_known


def test_organizer_gets_what_is_stored_of_them_and_gives_it_up(bot: Bot) -> None:
    ada, bela = organizer(bot, "1", name="Ada Example"), organizer(bot, "2")
    ada.say("/cancel Further: ill")
    ada.press("Publish")
    ada.say("/restore Further")
    assert bot.person("-1", kind="group", person="1").say("/mydata").startswith("Nothing is")
    ada.say("/mydata")
    stored = json.loads(ada.last.documents[0].data)
    assert [one["name"] for one in stored["organizers"]] == ["Ada Example"]
    assert [one["action"] for one in stored["audit"]] == ["joined", "edited"]
    assert {one["outcome"] for one in stored["drafts"]} == {"published", ""}
    assert "You can change no series any more then" in ada.say("/forget")
    assert ada.press("Yes, delete all").startswith("All is deleted. /start begins anew.\n\nKept is")
    assert ada.say("/edit").startswith("I do not know /edit")
    ada.say("/mydata")
    stored = json.loads(ada.last.documents[0].data)
    assert set(stored) == {"audit"}
    assert [one["action"] for one in stored["audit"]] == ["joined", "edited", "revoked"]
    assert "Ada" not in bela.say("/organizers")
    bela.say("/mydata")
    assert "Ada" not in bela.last.documents[0].data.decode()
