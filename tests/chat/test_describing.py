"""/describe: each part of a talk for itself, seen first, asked for where it is not said."""

import pytest

from tests.chat.people import Bot, Person
from tests.chat.test_editing import UNKNOWN, card
from tests.chat.test_organizers import organizer

ABSTRACT = "We show things.\n\nThen we prove them:\n  all of them."


@pytest.fixture
def orla(bot: Bot) -> Person:
    return organizer(bot)


def test_title_is_shown_then_published(bot: Bot, orla: Person) -> None:
    shown = orla.say("/describe Further title: On Nearer Ones")
    assert shown.startswith(
        "Nothing is published yet. This is what would change:\n\n"
        "Bela Beispiel: On Nearer Ones\n"
        "Until now: On Further Ones\n"
        "From now on: On Nearer Ones\n\n"
    )
    assert orla.press("Publish").startswith("Published.")
    assert "On Nearer Ones" in card(bot, "Nearer")


def test_parts_do_not_take_each_other_away(bot: Bot, orla: Person) -> None:
    for said in (
        f"abstract: {ABSTRACT}",
        "title: On Nearer Ones",
        "speakers: Chie Rei (Tokyo); Dan Ejemplo",
        "room: CE 1 4",
    ):
        orla.say(
            f"/describe {'Nearer' if 'room' in said or 'speakers' in said else 'Further'} {said}"
        )
        assert orla.press("Publish").startswith("Published."), said
    shown = card(bot, "Nearer")
    assert "On Nearer Ones\nChie Rei (Tokyo), Dan Ejemplo" in shown
    assert "Where: CE 1 4, Lausanne, CH" in shown
    assert ABSTRACT.splitlines()[2] in shown
    named = orla.say("/edit Nearer")
    assert "Changed in chat on 1 March 2027: abstract." in named
    assert "Changed in chat on 1 March 2027: title." in named


def test_what_is_not_said_is_asked_for(bot: Bot, orla: Person) -> None:
    orla.say("/describe Further")
    assert orla.labels == ["Title", "Speakers", "Abstract", "Room", "A link for the speaker"]
    assert orla.press("Abstract") == (
        "Write the abstract of this talk:\nBela Beispiel: On Further Ones\n\n“none” takes it away."
    )
    orla.say(ABSTRACT)
    assert orla.press("Publish").startswith("Published.")
    assert "We show things.\n\nThen we prove them:\n  all of them." in card(bot)
    assert "Nothing is published" not in orla.say(ABSTRACT)


def test_refused_answer_can_be_given_again_and_a_command_ends_asking(orla: Person) -> None:
    orla.say("/describe Further")
    ask = orla.button("Title")
    orla.tap(ask)
    refused = "This is a link to join, and everybody would see it"
    assert orla.say("see https://epfl.zoom.us/j/62400754289").startswith(refused)
    assert "From now on: Fine" in orla.say("Fine")
    orla.tap(ask)
    orla.say("/next")
    assert "From now on" not in orla.say("Fine")


def test_copy_of_the_series_link_is_refused(orla: Person) -> None:
    for said in ("abstract: join at meet.example/room/canary", "title: Passcode c4nary-pass"):
        refusal = orla.say(f"/describe Further {said}")
        assert refusal.startswith("This tells how to join, and everybody would see it")


@pytest.mark.parametrize("nothing", ["TBA", "none", "to be announced", "N.N."])
def test_what_says_nothing_takes_a_title_away(orla: Person, nothing: str) -> None:
    shown = orla.say(f"/describe Further title: {nothing}")
    assert "Until now: On Further Ones\nFrom now on: nothing" in shown
    orla.press("Publish")
    assert "missing: title, abstract, link" in orla.say("/tba")


def test_talk_of_several_is_described_by_its_words_or_its_button(bot: Bot) -> None:
    orla = organizer(bot, series="algebra")
    assert "From now on: Fields" in orla.say("/describe Rings title: Fields")
    shown = orla.say("/describe Groups; title: Fields".replace(";", ""))
    assert "Until now: Groups" in shown
    orla.say("/edit Rings")
    orla.press("Describe it")
    assert orla.labels == ["Chie Rei: Groups", "Dan Ejemplo: Rings", "Title", "Room"]
    orla.press("Chie Rei: Groups")
    orla.press("Title")
    assert "Until now: Groups\nFrom now on: Bands" in orla.say("Bands")
    orla.press("Publish")
    assert "Chie Rei: Bands" in card(bot, "Rings")


def test_german_words_name_parts(orla: Person) -> None:
    orla.say("/language Deutsch")
    assert "Über Näheres" in orla.say("/describe Further Titel: Über Näheres")


def test_in_a_group_nothing_is_asked(bot: Bot) -> None:
    organizer(bot)
    group = bot.person("-9", kind="group", person="1")
    group.say("/describe Further")
    assert group.press("Title").startswith("Write it as in /describe ~")
    assert "From now on" not in group.say("Fine")


@pytest.mark.usefixtures("orla")
def test_stranger_cannot_describe(bot: Bot) -> None:
    before = card(bot)
    for stranger in (bot.person("9"), bot.person("-9", kind="group", person="1", may_change=False)):
        said = stranger.say("/describe Further title: Nothing")
        assert said.startswith(UNKNOWN.format("describe"))
    assert card(bot) == before
    other = organizer(bot, "3", "algebra")
    assert other.say("/describe Further title: Nothing").startswith("I find none for")
