"""/page: a link to the page of a series, for one organizer alone."""

import re

import pytest

from bot.chat.conversation import Conversation, Service
from bot.flows.delivery.buttons import reference
from bot.flows.organizing.page_access import find_pass, open_page
from bot.store.organizing.organizers import Person as Account
from bot.store.organizing.page_keys import Pass
from tests.chat.people import Bot
from tests.chat.test_organizers import organizer


def token_in(told: str) -> str:
    (found,) = re.findall(r"https://talks\.example/organize/([\w-]{43})(?=\s)", told)
    return str(found)


def test_link_opens_the_page_of_the_series(bot: Bot) -> None:
    ada = organizer(bot)
    ada.language = "de"
    told = ada.say("/page")
    assert told.startswith("Seminar on Analysis & Co.")
    session = open_page(bot.store, token_in(told), now=bot.now)
    with bot.store.reading() as connection:
        found = find_pass(connection, session or "", now=bot.now)
    assert found == Pass("analysis", Account("test", "1"), "de")


def test_series_is_asked_for_among_ones_own(bot: Bot) -> None:
    ada = organizer(bot)
    organizer(bot, "1", "algebra")
    assert ada.say("/page").startswith("Which series do you mean?")
    assert ada.labels == ["Algebra Days", "Seminar on Analysis & Co."]
    assert "Algebra Days" in ada.press("Algebra Days")
    assert token_in(ada.say("/page analysis"))
    assert "organize/" not in ada.say("/page old seminar")


@pytest.mark.parametrize("is_pressed", [False, True])
def test_no_group_sees_a_link(bot: Bot, *, is_pressed: bool) -> None:
    organizer(bot)
    group = bot.person("-1", kind="group", person="1")
    told = group.press_data("page") if is_pressed else group.say("/page")
    assert "organize/" not in told
    assert str(group.last.notice).startswith("Write this to me in private")


def test_without_an_address_there_is_no_page(bot: Bot) -> None:
    ada = organizer(bot)
    bot.conversation = Conversation(Service(bot.store), now=lambda: bot.now)
    assert "TALKBELL_PUBLIC_URL" in ada.say("/page")


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("describe", "Bela Beispiel: On Further Ones"),
        ("link", "Send me the link to join"),
        ("move", "To when?"),
    ],
)
def test_what_the_page_says_to_say_is_understood(bot: Bot, said: str, asks: str) -> None:
    told = organizer(bot).say(f"/{said} {reference('analysis', 'second')}")
    assert asks in told
    assert "I find none" not in told
