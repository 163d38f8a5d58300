"""What is refused or asked is said in the reader's language, command by command."""

import re
from datetime import timedelta
from itertools import chain

import pytest

from bot.chat.commands import ALIASES, COMMANDS, ORGANIZER_COMMANDS
from bot.domain.series import Series
from bot.language import speaking
from bot.sources.definition import dump_definition
from tests.chat.people import Bot, Person
from tests.chat.test_organizers import organizer

LANGUAGES = ("de", "fr")
# Words that stand in nearly every English sentence, in no German or French one, and in no case.
TELLING = frozenset(
    re.findall(
        r"\w+",
        "the this these there that is are has have not of from with which write it its may be to "
        "and before after you for",
    )
)
PASTED = "{}\nSpeaker: Dan Ejemplo\nTitle: Examples"
LEAK = "https://zoom.us/j/123456789?pwd=abc"
# What each command refuses; a new one needs its own: the more that it can refuse, the better.
CASES = {
    "follow": ["Nirgends"],
    "unfollow": ["Nirgends"],
    "sessions": ["Nirgends"],
    "talk": ["Nirgends"],
    "search": ["Nirgends"],
    "star": ["Nirgends"],
    "unstar": ["Nirgends"],
    "mute": ["Nirgends"],
    "unmute": ["Nirgends"],
    "calendar": ["Nirgends"],
    "earlier": ["Nirgends"],
    "remind": ["5", "1:30", "0 min", "nie nie", "1h 2h 3h 4h 5h 6h 7h 8h 9h 10h 11h"],
    "only": ["analysis x", "Nirgends x"],
    "changes": ["analysis x"],
    "zone": ["Nirgends", "PST", "EST (CET)", "UTC+20", "UTC - 4", "Kazakhstan", "Birmingham"],
    "quiet": ["5", "25:00", "22:00-22:00", "7pm-4pm"],
    "language": ["tlh"],
    "digest": ["x", "Freitag 25:00"],
    "watch": ["x" * 200, "a b c d e f g h i j k l m"],
    "unwatch": ["Nirgends"],
    "new": [
        "x",
        PASTED.format("12 July, 16:30"),
        PASTED.format("12 July 2027"),
        PASTED.format("Friday 12 July 2027, 16:30"),
        PASTED.format("32 July 2027, 16:30"),
        PASTED.format("5/6/2027 16:30"),
        PASTED.format("12 July 2027, 16:30 PST"),
        PASTED.format("12 July 2027, 16:30 IST"),
        PASTED.format("28 March 2027, 02:30"),
        PASTED.format("31 October 2027, 02:30"),
        PASTED.format("12 July 2027, 16:30-15:30"),
        PASTED.format("12-14 July 2027"),
        PASTED.format("Friday 16:30"),
        PASTED.format("12 July 2027, 16:30 CEST / 15:30 EDT"),
        PASTED.format("12 July 2027, 4:30"),
        PASTED.format("12 July 2027, 11:00am - 11:10pm"),
        PASTED.format("12 July 2027, 16:30") + f"\nAbstract: {LEAK}",
        "Time,Room\n16:30,A\n17:30,B",
        "Date,Title\n30 February 2027,A\n31 June 2027,B",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR",
        "%PDF-1.4",
        '{"series": {"id": "a", "title": "A"}, "sessions": [}',
        "<?xml version='1.0'?><a><schedule/></a>",
    ],
    "edit": ["Nirgends"],
    "move": [
        "Further 30 February 2027",
        "Further 5/6/2027 17:00",
        "Further 19.7.21 17:00",
        "Further Monday 20 July 2027 17:00",
        "Further Friday",
        "Further 28 February 17:00",
        "Further 19 July 2020 17:00",
        "Further 19 July 2500 17:00",
        "Further 19 July 25:00",
        "Further 19 July 13:00 pm",
        "Further 19 July 4pm-5",
        "Further 19 July 17:00-16:00",
        "Further 19 July 17:00 -18:00",
        "Further 19 July 17:00 IST",
        "Further 19 July 17:00 CET",
        "Further 19 July 2027 17:00 EST (CET)",
        "Further 19 July 2027 17:00 UTC+20",
        "Further 28 March 2027 02:30",
        "Further 31 October 2027 02:30",
        "Further 8 March 2027 13:30",
        "Further irgendwann",
        "Further 19 July " + "x" * 200,
    ],
    "cancel": [f"Further: {LEAK}", "Nirgends: krank"],
    "restore": ["Further"],
    "link": ["Further", "Further x", "Further ftp://x", "Further https://meet.example/a b c d"],
    "slides": ["Further x", f"Further {LEAK}"],
    "describe": [f"Further title: {LEAK}", "Further title: " + "x" * 900, "Further speakers: ,"],
    "tba": ["Nirgends"],
    "announce": [f"Further: {LEAK}", "Further: " + "x" * 1600, "Nirgends: hallo"],
    "schedule": ["19 July 17:00"],
    "nag": ["nie nie", "5"],
    "speaker": ["Nirgends"],
    "page": ["Nirgends"],
}
# These refuse nothing that somebody writes: they show, or do what a button says.
SHOWING = {"start", "series", "next", "today", "tomorrow", "week", "now", "abstracts", "mine"}
SHOWING |= {"mydata", "forget", "thanks", "assent", "help"}
PRESSED = {"announcing", "approve", "decline", "publish", "drop", "apply", "ignore", "sample"}
PRESSED |= {"mend", "add", "discard", "trial", "organizers"}


def readers(bot: Bot, language: str) -> tuple[Person, Person]:
    """Return two organizers of the same series, who read English and another language."""
    english, other = organizer(bot, "1"), organizer(bot, "2")
    other.language = language
    return english, other


def english_in(answer: str) -> set[str]:
    """Return the English words of an answer, but of its example and of what it quotes."""
    told = re.sub(r"„[^“]*“|« [^»]* »", "", re.sub(r"/[a-z]+ Example.*", "", answer))
    return set(re.findall(r"[a-z]+", told.lower())) & TELLING


def test_each_command_is_tried() -> None:
    every = {*COMMANDS, *ORGANIZER_COMMANDS} - set(ALIASES)
    assert set(CASES) | SHOWING | PRESSED == every
    assert not set(CASES) & (SHOWING | PRESSED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_refused_in_english_to_who_reads_another_language(
    bot: Bot, language: str
) -> None:
    english, other = readers(bot, language)
    said = [f"/{name} {words}" for name, some in CASES.items() for words in some]
    answers = {one: (english.say(one), other.say(one)) for one in said}
    assert {one for one, (told, _) in answers.items() if not english_in(told)} == set()
    left = {one: told for one, (_, told) in answers.items() if english_in(told)}
    assert left == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_pasted_can_be_published_in_every_language(bot: Bot, language: str) -> None:
    """The definition that it is checked as is English, lengths and all, whoever pastes it."""
    for person in readers(bot, language):
        person.say("/new " + PASTED.format("12 July 2027, 16:30-17:30"))
        publish = next(chain.from_iterable(person.last.buttons))
        assert publish.data.startswith("add "), person.last.html


def test_a_definition_is_the_same_in_every_language() -> None:
    series = Series(id="a", title="A", remind=(timedelta(days=1),), duration=timedelta(hours=2))
    dumped = dump_definition(series)
    assert "1 day" in dumped
    for language in LANGUAGES:
        with speaking(language):
            assert dump_definition(series) == dumped
