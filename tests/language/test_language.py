"""Which language is spoken, and what texts, times and lengths are in it."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from markupsafe import Markup

from bot.chat import words
from bot.domain.durations import describe_distance, describe_duration, read_duration
from bot.domain.wording import describe_date
from bot.errors import Problem, RefusalError
from bot.exports.json import problem_object
from bot.flows.addresses.doubts import mark_of
from bot.language import (
    SaidName,
    counting,
    gettext,
    in_english,
    language_name,
    later,
    markup,
    offered_as,
    saying,
    speaking,
    spoken,
    text,
    zone_of_city,
)
from bot.store.schema.codec import from_json, to_json

NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_ch-1996", "de"),
        ("fr-CA", "fr"),
        ("en-GB", "en"),
        ("gsw", ""),
        ("d", ""),
        ("", ""),
        ("../de", ""),
    ],
)
def test_a_client_is_answered_in_the_nearest_language(tag: str, language: str) -> None:
    assert offered_as(tag) == language


def test_a_language_is_spoken_until_the_end_of_its_block() -> None:
    said = [spoken()]
    with speaking("de"):
        said.append(gettext("Calendar"))
        with speaking("fr"):
            said.append(gettext("Calendar"))
        said.append(gettext("Calendar"))
        with speaking("tlh"):
            said.append(gettext("Calendar"))
    assert [*said, gettext("Calendar")] == [
        "en",
        "Kalender",
        "Agenda",
        "Kalender",
        "Calendar",
        "Calendar",
    ]


def test_threads_speak_each_for_itself() -> None:
    with speaking("de"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(spoken).result() == "en"


def test_a_text_is_translated_however_it_is_used() -> None:
    plain, html = text("Calendar"), markup("You follow <b>{title}</b> now.")
    with speaking("de"):
        assert (str(plain), f"{plain}!", plain + "!", "!" + plain) == (
            "Kalender",
            "Kalender!",
            "Kalender!",
            "!Kalender",
        )
        assert (plain[:3], len(plain), "end" in plain, plain == "Kalender") == (
            "Kal",
            8,
            True,
            True,
        )
        assert html.format(title="<A>") == Markup("Du folgst jetzt: <b>&lt;A&gt;</b>")
        assert Markup("{}, {}").format(html, plain) == f"{html}, Kalender"
        assert Markup(" ").join([plain, html]) == f"Kalender {html}"
        assert html.striptags() == "Du folgst jetzt: {title}"
        with pytest.raises(TypeError):
            "".join([plain])  # noqa: FLY002 - which an f-string is not
    assert (plain == "Calendar", hash(plain) == hash(text("Calendar")), bool(text(""))) == (
        True,
        True,
        False,
    )


def test_a_text_with_fields_is_said_whole_when_it_is_used() -> None:
    name, day = SaidName("your text"), later(describe_date, date(2021, 6, 28), year=True)
    told = saying("{time} on {date}", time="16:30", date=day)
    count = counting("{count} talk", "{count} talks", 2)
    again = saying("{time} on {date}", time="16:30", date=later(describe_date, date(2021, 6, 28)))
    problem = Problem(code="value", message=saying("this is empty"), read=name, choices=(told,))
    english = 'this is empty, read "your text"; write 16:30 on 28 June 2021'
    assert (str(problem), str(count), name) == (english, "2 talks", "your text")
    with speaking("de"):
        german = "das ist leer: „dein Text“; schreib 16:30 am 28. Juni 2021"
        assert (str(problem), str(count), name) == (german, "2 Vorträge", "your text")
        assert str(RefusalError(told, read="")) == "16:30 am 28. Juni 2021"
    assert told == "16:30 on 28 June 2021"
    assert (told == saying("{time} on {date}", time="16:30", date=day), told == again) == (
        True,
        False,
    )
    assert (day == later(describe_date, date(2021, 6, 28), year=True), day == again) == (
        True,
        False,
    )
    assert {told, again, day} == {again, day, told}


def test_what_is_stored_or_exported_of_a_problem_is_english_in_every_language() -> None:
    choices = (later(describe_date, date(2021, 6, 28)),)
    problem = Problem(code="value", message=saying("this is empty"), choices=choices)
    stored, plain = to_json(problem), replace(problem, message="this is empty")
    with speaking("de"):
        assert to_json(problem) == stored
        assert mark_of(problem) == mark_of(plain)
    assert from_json(stored, Problem) == replace(plain, choices=("28 June",))
    assert json.loads(json.dumps(problem_object(problem)))["message"] == "this is empty"
    with pytest.raises(TypeError, match="object is no JSON"):
        to_json(object())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("28 June", "Mon 28 June", "Tuesday 1 June 2021")),
        ("de", ("28. Juni", "Mo, 28. Juni", "Dienstag, 1. Juni 2021")),
        ("fr", ("28 juin", "lun. 28 juin", "mardi 1er juin 2021")),
    ],
)
def test_dates_are_said_as_is_usual(language: str, said: tuple[str, ...]) -> None:
    with speaking(language):
        assert said == (
            describe_date(date(2021, 6, 28)),
            describe_date(date(2021, 6, 28), short_weekday=True),
            describe_date(date(2021, 6, 1), weekday=True, year=True),
        )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("2 days 1 hour", "0 minutes", "2 days", "in 2 days", "3 months ago", "now")),
        ("de", ("2 Tage 1 Stunde", "0 Minuten", "2 Tagen", "in 2 Tagen", "vor 3 Monaten", "jetzt")),
        (
            "fr",
            (
                "2 jours 1 heure",
                "0 minute",
                "2 jours",
                "dans 2 jours",
                "il y a 3 mois",
                "maintenant",
            ),
        ),
    ],
)
def test_lengths_are_said_as_is_usual(language: str, said: tuple[str, ...]) -> None:
    days = timedelta(days=2)
    with speaking(language):
        assert said == (
            describe_duration(days + timedelta(hours=1)),
            describe_duration(timedelta(0)),
            describe_distance(days),
            words.distance(days),
            words.distance(timedelta(days=-91)),
            words.distance(timedelta(0)),
        )


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("minutes", [1, 30, 60, 90, 1440, 2 * 1440 + 61, 10080])
def test_a_length_that_is_said_is_understood(language: str, minutes: int) -> None:
    length = timedelta(minutes=minutes)
    with speaking(language):
        assert read_duration(in_english(describe_duration(length))) == length


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [
        ("de", "1 Tag und 2 Std. vorher", "1 d and 2 h before"),
        ("de", "AUS", "off"),
        ("de", "Guten Morgen", "hello"),
        ("de", "Mittwoch 9:00", "Wednesday 9:00"),
        ("de", "2Tage", "2d"),
        ("fr", "1 jour et 2 heures", "1 d and 2 h"),
        ("fr", "1h30", "1h30"),
        ("fr", "aujourd’hui", "today"),
        ("fr", "mer. 9:00", "Wednesday 9:00"),
        ("en", "1 Tag", "1 Tag"),
    ],
)
def test_words_that_people_write_are_understood(language: str, said: str, meant: str) -> None:
    with speaking(language):
        assert in_english(said) == meant


@pytest.mark.parametrize(
    ("language", "city", "zone"),
    [
        ("de", "Wien", "Europe/Vienna"),
        ("de", " kairo ", "Africa/Cairo"),
        ("fr", "Londres", "Europe/London"),
        ("de", "Londres", ""),
        ("en", "Tokyo", ""),
    ],
)
def test_cities_have_the_names_of_the_language(language: str, city: str, zone: str) -> None:
    with speaking(language):
        assert zone_of_city(city) == zone


def test_languages_have_names() -> None:
    assert [language_name(one) for one in ("de", "en", "fr")] == ["Deutsch", "English", "français"]
    assert language_name("de", "fr") == "allemand"


def test_french_has_its_spaces() -> None:
    with speaking("fr"):
        assert gettext("Which language shall I speak?") == f"Quelle langue dois-je parler{THIN}?"
        assert gettext("Where: {place}") == f"Lieu{NBSP}: {{place}}"
