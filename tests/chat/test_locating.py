"""A shared location tells the zone, and is kept nowhere."""

import pytest

from bot.chat.interface import Incoming
from tests.chat.people import Bot, Person
from tests.reminders.telegram_html import read_html


def share(person: Person, latitude: float, longitude: float) -> str:
    person.last = person.bot.conversation.answer(
        Incoming(
            platform="test",
            address=person.address,
            kind=person.kind,
            location=(latitude, longitude),
            may_change=person.may_change,
        )
    )
    return read_html(person.last.html)[0]


def test_a_location_sets_the_zone(ada: Person) -> None:
    assert share(ada, 46.52, 6.57) == "Your zone is Europe/Zurich: it is 13:00 CET there now."
    assert ada.last.ends_asking == "Thank you. Where you are is not kept, only your zone."
    assert "Europe/Zurich" in ada.say("/zone")
    ada.say("/mydata")
    (document,) = ada.last.documents
    assert b"46.5" not in document.data
    assert b"6.57" not in document.data


def test_near_a_border_it_is_asked(ada: Person) -> None:
    assert share(ada, 65.84, 24.14) == "Clocks differ near there. Which zone is yours?"
    assert ada.labels == ["Europe/Stockholm", "Europe/Helsinki"]
    assert "I do not know your zone yet" in ada.say("/zone")
    share(ada, 65.84, 24.14)
    assert ada.press("Europe/Helsinki") == (
        "Your zone is Europe/Helsinki: it is 14:00 EET there now."
    )


def test_at_sea_a_city_is_asked_for(ada: Person) -> None:
    assert share(ada, 0, -30) == "I know no zone of that place. Name a city, or choose:"
    assert "Europe/Zurich" in ada.labels


def test_it_is_asked_for_only_where_it_can_be_shared(bot: Bot, ada: Person) -> None:
    ada.say("/zone")
    assert "Where I am" not in ada.labels
    ada.say("/zone here")
    assert ada.last.asks_location == ""
    bela = bot.person("2", can_locate=True)
    bela.say("/zone")
    bela.press("Where I am")
    assert bela.last.asks_location == "Share where I am"
    assert bela.labels == []


@pytest.mark.parametrize("text", ["/zone", "/quiet 22:00-07:00"])
def test_it_can_be_shared_wherever_a_zone_is_asked_for(bot: Bot, text: str) -> None:
    ada = bot.person(can_locate=True)
    ada.say(text)
    assert "Where I am" in ada.labels


def test_what_has_no_words_is_answered(bot: Bot) -> None:
    incoming = Incoming(platform="test", address="1", is_wordless=True)
    assert bot.conversation.answer(incoming).html.startswith("I can only read words.")


def test_a_location_is_not_shown_with_what_was_said() -> None:
    incoming = Incoming(platform="test", address="1", location=(46.52, 6.57))
    assert "46.52" not in repr(incoming)
