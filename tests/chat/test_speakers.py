"""Speakers fill in their own talks by private links, and organizers approve it."""

import json
import re
from datetime import timedelta

import pytest

from bot.domain.proposals import Proposal
from bot.flows.ingest import Outcome, sync
from bot.flows.organizing.letters import Letter
from bot.store.delivery.letters import Purpose, list_letters
from bot.store.organizing.organizers import list_acts
from bot.store.organizing.proposals import find_proposal
from tests.chat.people import CANARY, PASSCODE, Bot, Person
from tests.chat.test_editing import UNKNOWN, card
from tests.chat.test_organizers import organizer

REFUSED = "This link does not count (any more)."
ANSWERED = "That was answered already, or has been too long ago."


@pytest.fixture
def orla(bot: Bot) -> Person:
    return organizer(bot, name="Orla Example")


def invitation(orla: Person, text: str = "Further") -> str:
    """Return what a speaker sends to the bot."""
    orla.say(f"/speaker {text}")
    told = orla.press("Make a link")
    found = re.search(r"/start s_[\w-]{43}", told)
    assert found, told
    return found[0]


@pytest.fixture
def sam(bot: Bot, orla: Person) -> Person:
    """Return a speaker who has opened a link for the second talk."""
    person = bot.person("40")
    assert person.say(invitation(orla)).startswith("Your talk\n\n")
    return person


def write(sam: Person, button: str, text: str) -> str:
    sam.say("/mytalk")
    sam.press(button)
    return sam.say(text)


def proposals(bot: Bot) -> list[Letter]:
    with bot.store.reading() as connection:
        return list_letters(connection, ["analysis", "algebra"], Purpose.PROPOSAL)


def test_link_is_given_with_what_it_is_for(orla: Person) -> None:
    assert orla.say("/speaker Further").startswith("Bela Beispiel: On Further Ones\n\nA private")
    told = orla.press("Make a link")
    assert told.startswith(
        "For who speaks here:\nBela Beispiel: On Further Ones\nSeminar on Analysis & Co.\n\n"
    )
    assert orla.last.notice == "Forward this message to who speaks. It is shown this once."
    orla.say("/speaker Further")
    assert "Made on 1 March 2027, not opened yet" in orla.last.html
    assert "s_" not in orla.last.html


def test_speaker_is_guided_and_sends(bot: Bot, sam: Person) -> None:
    before = card(bot)
    assert sam.say("/mytalk") == (
        "Your talk\n\nMon 8 March, 13:30 CET\nBela Beispiel: On Further Ones\n"
        "Seminar on Analysis & Co.\n\n"
        "Title: On Further Ones\nAbstract: still missing\nSlides: still missing\n\n"
        "What is it about? What you write goes to the organizers, who publish it."
    )
    assert sam.labels == ["Write the title", "Write the abstract", "Link to the slides"]
    assert sam.press("Write the title") == "Write the title of your talk."
    assert "Title, not sent yet: On <Sets>\nAbstract: still missing" in sam.say("On <Sets>")
    assert sam.labels[0] == "Send to the organizers"
    assert sam.press("Write the abstract") == "Write the abstract of your talk, in one message."
    assert "Abstract, not sent yet: One.\n\nTwo." in sam.say("One.\n\nTwo.")
    sam.press("Link to the slides")
    assert "https://talks.example/sets.pdf" in sam.say("https://talks.example/sets.pdf")
    assert sam.press("Send to the organizers") == (
        "It is with the organizers now. You are told what they say."
    )
    assert "What you sent is with the organizers." in sam.say("/mytalk")
    assert "/mytalk" in sam.say("/help")
    assert len(proposals(bot)) == 1
    assert card(bot) == before


def test_nothing_is_sent_twice_and_start_over_forgets(bot: Bot, sam: Person) -> None:
    write(sam, "Write the title", "On Sets")
    send = sam.button("Send to the organizers")
    assert "Title: On Further Ones" in sam.press("Start over")
    assert sam.tap(send) == "There is nothing to send yet."
    write(sam, "Write the title", "On Sets")
    sam.tap(send)
    assert sam.tap(send) == "There is nothing to send yet."
    assert len(proposals(bot)) == 1


@pytest.mark.parametrize(
    ("button", "text"),
    [
        ("Write the abstract", "see https://epfl.zoom.us/j/62400754289"),
        ("Write the title", "https://epfl.zoom.us/j/62400754289"),
        ("Link to the slides", "https://epfl.zoom.us/j/62400754289"),
    ],
)
def test_links_to_join_are_refused_and_asked_for_again(sam: Person, button: str, text: str) -> None:
    refused = "This is a link to join, and everybody would see it; leave it out."
    assert write(sam, button, text) == refused
    assert (
        "not sent yet" not in sam.say("https://talks.example/a b") or button != "Link to the slides"
    )


def test_slides_are_an_address(sam: Person) -> None:
    assert write(sam, "Link to the slides", "my slides").startswith("This is not a web address")
    assert "Slides, not sent yet: https://talks.example/a" in sam.say("https://talks.example/a")


def test_speaker_learns_nothing_else(bot: Bot, orla: Person) -> None:
    sam = bot.person("40")
    told = [sam.say(invitation(orla, "Bold")), sam.say("/mytalk"), sam.say("/help")]
    told += [write(sam, "Write the abstract", f"Join at {CANARY}, passcode {PASSCODE}")]
    hidden = "\n".join(told[:3])
    assert [one for one in (CANARY, PASSCODE) if one in hidden] == []
    assert "follow" not in "\n".join(told[:2])
    for command in ("edit", "tba", "describe", "speaker", "nag", "approve", "publish"):
        assert f"/{command} " not in sam.say("/help")
        assert sam.say(f"/{command} Further").startswith(UNKNOWN.format(command))
    assert not told[3].startswith("This tells how to join")  # nor whether a passcode was guessed


def test_link_is_of_the_first_who_opens_it(bot: Bot, orla: Person) -> None:
    said = invitation(orla)
    assert bot.person("40").say(said).startswith("Your talk")
    assert bot.person("41").say(said).startswith(REFUSED)
    assert bot.person("41").say("/mytalk").startswith(UNKNOWN.format("mytalk"))
    assert bot.person("40").say(said).startswith("Your talk")


def test_links_that_do_not_count_are_answered_alike(bot: Bot, orla: Person) -> None:
    said, seen_by_group = invitation(orla), invitation(orla)
    group = bot.person("-9", kind="group", person="40")
    refusals = {group.say(seen_by_group), bot.person("40").say(seen_by_group)}
    refusals |= {bot.person("40").say(f"/start s_{'A' * 43}"), bot.person("40").say("/start s_")}
    refusals.add(bot.person("40", person="").say(said))
    bot.now += timedelta(days=7, hours=1)  # the talk has begun
    refusals.add(bot.person("40").say(said))
    (refusal,) = refusals
    assert refusal.startswith(REFUSED)


def test_link_of_a_talk_without_a_date_counts_for_sixty_days(bot: Bot) -> None:
    orla = organizer(bot, series="algebra")
    said = invitation(orla, "Without a Date")
    bot.now += timedelta(days=60) - timedelta(minutes=1)
    sam = bot.person("40")
    assert sam.say(said).startswith("Your talk")
    bot.now += timedelta(minutes=1)
    assert sam.say(said).startswith(REFUSED)
    assert sam.say("/mytalk").startswith(UNKNOWN.format("mytalk"))


def test_link_that_a_group_saw_stays_with_whoever_has_it(bot: Bot, orla: Person) -> None:
    said = invitation(orla)
    sam = bot.person("40")
    sam.say(said)
    assert bot.person("-9", kind="group", person="40").say(said).startswith(REFUSED)
    assert sam.say("/mytalk").startswith("Your talk")
    group = bot.person("-9", kind="group", person="40")
    assert group.say("/mytalk").startswith(UNKNOWN.format("mytalk"))


def test_link_taken_back_counts_no_more_whatever_was_begun(
    bot: Bot, orla: Person, sam: Person
) -> None:
    write(sam, "Write the title", "On Sets")
    send = sam.button("Send to the organizers")
    ask = sam.button("Write the abstract")
    sam.tap(ask)
    orla.say("/speaker Further")
    assert "opened" in orla.last.html
    assert orla.press("Take back the link of 1 March 2027") == "That link does not count any more."
    for said in (sam.say("An abstract"), sam.tap(send), sam.say("/mytalk")):
        assert said.startswith(UNKNOWN.format("mytalk"))
    assert proposals(bot) == []


def test_links_are_listed_and_taken_back_by_organizers_of_that_series_alone(
    bot: Bot, orla: Person, sam: Person
) -> None:
    orla.say("/speaker Further")
    take = orla.button("Take back the link of 1 March 2027")
    make = orla.button("Make a link")
    other = organizer(bot, "3", "algebra")
    assert other.tap(take) == "That link did not count any more anyway."
    assert other.tap(make).startswith("I find none for")
    assert other.say("/speaker Further").startswith("I find none for")
    assert sam.tap(take).startswith(UNKNOWN.format("speaker"))
    assert sam.say("/mytalk").startswith("Your talk")


def test_number_of_a_link_that_no_database_can_hold_is_of_none(orla: Person) -> None:
    for number in ("9" * 15, "9" * 30, "٣", "²", "-1"):
        told = orla.say(f"/speaker revoke {number}")
        assert told == "That link did not count any more anyway."


def test_link_made_before_there_were_more_talks_is_listed_and_taken_back(
    bot: Bot, orla: Person, sam: Person
) -> None:
    assert bot.schedules
    path = bot.schedules / "analysis.yaml"
    more = "talks: [{title: On Sets, speaker: Bela Beispiel}, {title: On Maps, speaker: Chie Rei}]"
    whole = path.read_text("utf-8").replace(
        "title: On Further Ones, speaker: Bela Beispiel", f"title: Two Talks, {more}"
    )
    path.write_text(whole, "utf-8")
    assert sync(bot.store, [bot.schedules], now=bot.now)[1].outcome is Outcome.CHANGED
    orla.say("/speaker Two Talks")
    orla.press("Chie Rei: On Maps")
    assert orla.press("Take back the link of 1 March 2027") == "That link does not count any more."
    assert sam.say("/mytalk").startswith(UNKNOWN.format("mytalk"))


def test_links_are_not_made_in_groups(bot: Bot, orla: Person) -> None:
    orla.say("/speaker Further")
    make = orla.button("Make a link")
    group = bot.person("-9", kind="group", person="1")
    assert group.tap(make) == "Write this to me in private: others would see the link."


def test_talk_of_several_is_chosen(bot: Bot) -> None:
    orla = organizer(bot, series="algebra")
    orla.say("/edit Rings")
    orla.press("Describe it")
    orla.press("Dan Ejemplo: Rings")
    orla.press("A link for the speaker")
    told = orla.press("Make a link")
    assert told.startswith("For who speaks here:\nDan Ejemplo: Rings\n")
    found = re.search(r"/start s_[\w-]{43}", told)
    sam = bot.person("40")
    assert "Title: Rings\n" in sam.say(found[0] if found else "")
    with bot.store.reading() as connection:
        acts = [(one.action.value, one.about) for one in list_acts(connection, "algebra")]
    assert acts == [("invited", ""), ("joined", ""), ("invited speaker", "day")]


def test_what_a_session_is_of_is_asked(bot: Bot) -> None:
    orla = organizer(bot, series="algebra")
    orla.say("/edit Rings")
    reference = next(b.data.split()[1] for row in orla.last.buttons for b in row)
    assert orla.say(f"/speaker {reference}") == "Whose talk is meant?"
    assert orla.labels == ["Chie Rei: Groups", "Dan Ejemplo: Rings"]


def test_speaker_sees_what_is_stored_of_them_and_has_it_deleted(
    bot: Bot, orla: Person, sam: Person
) -> None:
    write(sam, "Write the title", "On Sets")
    sam.press("Send to the organizers")
    sam.say("/mydata")
    stored = json.loads(sam.last.documents[0].data)
    [link], [proposal] = stored["speaker_links"], stored["proposals"]
    assert (link["person"], link["session_id"]) == ("40", "second")
    assert proposal["content"] == '{"title":"On Sets"}'
    assert not {"by_person", "by_platform", "token_hash"} & link.keys()
    orla.say("/mydata")
    [made] = json.loads(orla.last.documents[0].data)["speaker_links"]
    assert made["by_person"] == "1"
    assert "person" not in made
    sam.say("/forget")
    sam.press("Yes, delete all")
    assert sam.say("/mydata") == "Nothing is stored of this chat."
    assert sam.say("/mytalk").startswith(UNKNOWN.format("mytalk"))
    [letter] = proposals(bot)
    number = json.loads(letter.content)["proposal"]
    assert orla.say(f"/approve {number} 00000000") == ANSWERED


def test_organizer_of_another_series_pressing_approve_is_told_nothing(
    bot: Bot, orla: Person, sam: Person
) -> None:
    write(sam, "Write the title", "On Sets")
    sam.press("Send to the organizers")
    [letter] = proposals(bot)
    number = json.loads(letter.content)["proposal"]
    other, before = organizer(bot, "3", "algebra"), card(bot)
    for said in (f"/approve {number} 00000000", f"/decline {number}", f"/decline {number} -"):
        assert other.say(said) == ANSWERED
        assert sam.say(said).startswith(UNKNOWN.format(said.split()[0][1:]))
    assert card(bot) == before
    shown = orla.say(f"/approve {number} 00000000")
    assert shown.startswith("It has changed meanwhile, so nothing was published.")
    assert "Title: On Sets (until now: On Further Ones)" in shown
    assert orla.press("Approve").startswith("Published: On Sets")
    assert orla.say(f"/decline {number}") == ANSWERED


def test_reason_is_asked_for(bot: Bot, orla: Person, sam: Person) -> None:
    write(sam, "Write the title", "On Sets")
    sam.press("Send to the organizers")
    [letter] = proposals(bot)
    number = json.loads(letter.content)["proposal"]
    assert orla.say(f"/decline {number}").startswith("Why not?")
    assert orla.say("see https://epfl.zoom.us/j/62400754289").startswith("This is a link to join")
    assert orla.say("too short") == "Nothing is published. Who speaks is told."
    assert orla.say(f"/decline {number} -") == ANSWERED


def test_what_was_declined_is_there_to_go_on_from(bot: Bot, orla: Person, sam: Person) -> None:
    write(sam, "Write the title", "On Sets")
    sam.press("Send to the organizers")
    [letter] = proposals(bot)
    orla.say(f"/decline {json.loads(letter.content)['proposal']} -")
    assert "Title, not sent yet: On Sets" in sam.say("/mytalk")


def test_later_proposal_keeps_what_the_waiting_one_says(bot: Bot, sam: Person) -> None:
    write(sam, "Write the title", "On Sets")
    sam.press("Send to the organizers")
    sam.say("/mytalk")
    write(sam, "Write the abstract", "They have elements.")
    sam.press("Send to the organizers")
    number = json.loads(proposals(bot)[-1].content)["proposal"]
    with bot.store.reading() as connection:
        found = find_proposal(connection, number)
    assert found
    assert found.said == Proposal(title="On Sets", abstract="They have elements.")
