"""A conversation and a reminder as they are in each language, and which of them a chat gets.

`TALKBELL_WRITE_GOLDEN=1 pytest tests/language` writes them anew: read the diff.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.interface import Reply
from bot.domain.series import Join, Material, MaterialKind, Session, Status
from bot.exports.plain_text import describe_session
from bot.flows.subscribe import Place, follow_series, hear_language, read_follower, set_rules
from bot.language import offered, speaking
from bot.reminders.chat_form import chat_form
from bot.reminders.messages import compose
from bot.reminders.plain_form import plain_form
from bot.store.own_data import read_own_data
from tests.chat.people import Bot, Person, running_bot
from tests.reminders.seminar import COFFEE, NEW_YORK, reminder, series, session, talk
from tests.reminders.telegram_html import read_html

GOLDEN = Path(__file__).parents[1] / "golden" / "languages"
DIALOGUE = (
    "/start",
    "/follow analysis",
    "/follow analysis",
    "/next",
    "/today",
    "/now",
    "/mine",
    "/remind",
    "/remind 2d 1h",
    "/remind analysis 90 min",
    "/remind 1:30",
    "/remind analysis off",
    "/zone",
    "/zone Nowhere at all",
    "/zone Tokyo",
    "/quiet",
    "/quiet 22:00-07:00",
    "/quiet 5",
    "/digest",
    "/digest Friday 9:00",
    "/watch Rings",
    "/watch",
    "/star Rings",
    "/mute Bela",
    "/mine",
    "/calendar",
    "/calendar analysis",
    "/language tlh",
    "/nxt",
    "/xyzzy",
    "nothing of the kind",
    "x" * 600,
    "/unfollow analysis",
    "/help",
    "/forget",
    "/forget yes",
)


@pytest.fixture
def bot() -> "Bot":
    with running_bot() as running:
        yield running


def golden(name: str, text: str) -> str:
    path = GOLDEN / name
    if os.environ.get("TALKBELL_WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return path.read_text("utf-8")


def as_seen(said: str, reply: Reply) -> str:
    buttons = " ".join(f"[{one.label}]" for row in reply.buttons for one in row)
    parts = (f"> {said[:60]}", reply.html, buttons)
    return "\n".join(part for part in parts if part) + "\n"


@pytest.mark.parametrize("language", offered())
def test_a_conversation_is_the_golden_one(bot: Bot, language: str) -> None:
    person = bot.person(language=language)
    lines = []
    for said in DIALOGUE:
        person.say(said)  # reads the HTML, strictly
        lines.append(as_seen(said, person.last))
    text = "\n".join(lines)
    assert text == golden(f"conversation.{language}.txt", text)


def full_session(start: str) -> Session:
    materials = (
        Material(kind=MaterialKind.SLIDES, url="https://talks.example/slides"),
        Material(kind=MaterialKind.VIDEO, url="https://talks.example/video", title="On film"),
    )
    about = talk(
        abstract="Tells <all> & more.", materials=materials, duration=timedelta(minutes=62)
    )
    return session(
        start,
        talks=(about, COFFEE),
        join=Join(url="https://meet.example/a?b=1&c", passcode="c0de"),
        room="Room 1",
        chair="Bela Beispiel",
        status=Status.TENTATIVE,
        reason="the train is late",
    )


@pytest.mark.parametrize("language", offered())
def test_a_reminder_is_the_golden_one(language: str) -> None:
    first, now = full_session("2021-03-08 16:30"), full_session("2021-03-15 16:30")
    of = series(
        replace(first, id="first"), now, place="Lausanne, CH", homepage="https://talks.example"
    )
    due = reminder(now, timedelta(days=2))
    late = replace(reminder(now), offset=-timedelta(minutes=4))
    texts = []
    with speaking(language):
        for one in (due, late):
            message = compose(one, of, NEW_YORK)
            read_html(chat_form(message))
            texts += [plain_form(message), chat_form(message)]
    text = "\n\n-----\n\n".join(texts) + "\n"
    assert text == golden(f"reminder.{language}.txt", text)


def language_of(bot: Bot, address: str = "1", kind: str = "private") -> tuple[str, str]:
    with bot.store.reading() as connection:
        rules = read_follower(connection, Place("test", address, kind)).rules
    return rules.language, rules.heard_language


def test_a_chat_is_answered_in_its_clients_language(bot: Bot) -> None:
    ada = bot.person(language="de-AT")
    assert ada.say("/now").startswith("Gerade läuft nichts")
    ada.language = "fr"
    assert ada.say("/now").startswith("Il n’y a rien en ce moment")
    ada.language = "tlh"
    assert ada.say("/now").startswith("Nothing is on")
    assert language_of(bot) == ("", "")  # nothing is stored of who follows nothing


def test_what_is_heard_is_remembered_for_reminders(bot: Bot) -> None:
    ada = bot.person(language="de-AT")
    ada.say("/follow analysis")
    assert language_of(bot) == ("", "de")
    ada.language = ""
    assert ada.say("/now").startswith("Gerade läuft nichts")
    ada.language = "tlh"
    ada.say("/now")
    assert language_of(bot) == ("", "en")


def test_a_language_that_is_chosen_stays(bot: Bot) -> None:
    ada = bot.person(language="de")
    ada.say("/follow analysis")
    assert ada.say("/language français") == "Ici, je parle français."
    assert ada.labels == ["Aide"]
    ada.say("/remind 1h")
    assert ada.say("/now").startswith("Il n’y a rien en ce moment")
    assert language_of(bot) == ("fr", "")
    assert ada.say("/language auto") == "Ich spreche hier Deutsch, wie deine App."
    assert language_of(bot) == ("", "de")


@pytest.mark.parametrize("name", ["de", "Deutsch", "german", "ALLEMAND", "de-CH"])
def test_languages_are_known_by_many_names(bot: Bot, name: str) -> None:
    assert bot.person().say(f"/language {name}") == "Ich spreche hier Deutsch."


def test_languages_are_offered_as_buttons(bot: Bot) -> None:
    ada = bot.person()
    assert ada.say("/language") == (
        "I speak English here, as your app does.\n\nWhich language shall I speak?"
    )
    *languages, auto = ada.labels
    assert {"Deutsch", "English", "Français"} <= set(languages)
    assert (len(languages), auto) == (len(offered()), "As my app does")
    assert ada.press("Deutsch") == "Ich spreche hier Deutsch."


def test_a_group_speaks_the_language_of_its_admins(bot: Bot) -> None:
    admin = bot.person("-1", kind="group", language="de")
    admin.say("/follow analysis")
    guest = bot.person("-1", kind="group", language="fr", may_change=False)
    assert guest.say("/now").startswith("Gerade läuft nichts")
    assert guest.say("/language fr").startswith("Das können nur die Admins dieser Gruppe ändern")
    assert language_of(bot, "-1", "group") == ("", "de")
    other = bot.person("-2", kind="group", language="fr", may_change=False)
    assert other.say("/now").startswith("Il n’y a rien en ce moment")


def test_hearing_a_language_drops_nothing_that_is_due(bot: Bot) -> None:
    place = Place("test", "1")
    follow_series(bot.store, place, "analysis", now=bot.now)

    def stored() -> dict[str, object]:
        with bot.store.reading() as connection:
            follower = read_follower(connection, place)
            assert follower.chat_id is not None
            (row,) = read_own_data(connection, follower.chat_id)["chats"]
            return row

    before = stored()
    hear_language(bot.store, place, "de")
    assert stored() == {**before, "language": "heard de"}


def test_other_rules_leave_the_language_alone(bot: Bot) -> None:
    place, now = Place("test", "1"), datetime(2027, 3, 1, tzinfo=UTC)
    follow_series(bot.store, place, "analysis", now=now)
    hear_language(bot.store, place, "de")
    with bot.store.reading() as connection:
        rules = read_follower(connection, place).rules
    set_rules(bot.store, place, replace(rules, zone="Asia/Tokyo"), now=now)
    assert language_of(bot) == ("", "de")


def test_a_calendar_is_the_same_in_every_language(bot: Bot) -> None:
    def calendar_of(person: Person) -> bytes:
        person.say("/follow analysis")
        person.say("/calendar analysis")
        return person.last.documents[0].data

    german, english = bot.person("1", language="de"), bot.person("2")
    assert calendar_of(german) == calendar_of(english)
    assert german.say("/now").startswith("Gerade")


def test_what_entries_of_calendars_say_is_english_whoever_asks() -> None:
    one = full_session("2021-03-08 16:30")
    one = replace(one, talks=one.talks[:1])
    with speaking("de"):
        told = describe_session(one, series(one))
    assert "Recording: 1 hour 2 minutes" in told
    assert told == describe_session(one, series(one))


@pytest.mark.parametrize(
    ("language", "said", "answer"),
    [
        ("de", "/remind 2 Tage und 1 Std. vorher", "2 Tage und 1 Stunde vorher."),
        ("de", "/remind aus", "keine Erinnerungen."),
        ("de", "/remind alle 1Tag", "1 Tag vorher."),
        ("fr", "/remind 2 jours, 1 heure", "2 jours et 1 heure avant."),
        ("fr", "/remind jamais", "aucun rappel."),
        ("de", "/zone Wien", "Europe/Vienna: Dort ist es jetzt 13:00 CET."),
        (
            "fr",
            "/zone Allemagne",
            "Europe/Berlin\N{NO-BREAK SPACE}: il y est maintenant 13:00 CET.",
        ),
        ("de", "/only analysis Hauptvorträge und Poster", "Hauptvorträge"),
        ("de", "/digest off", "Du bekommst keine Wochenübersicht."),
        ("de", "/hilfe", "/help – was ich verstehe"),
        ("fr", "aide", "/help – ce que je comprends"),
    ],
)
def test_a_chat_understands_its_language(bot: Bot, language: str, said: str, answer: str) -> None:
    person = bot.person(language=language)
    person.say("/follow analysis")
    assert answer in person.say(said)


@pytest.mark.parametrize(
    ("language", "said"), [("de", "/quiet 22 Uhr bis 7 Uhr"), ("fr", "/quiet de 22 heures à 7h")]
)
def test_quiet_hours_are_understood(bot: Bot, language: str, said: str) -> None:
    person = bot.person(language=language)
    person.say("/zone Europe/Zurich")
    assert "22:00" in person.say(said)
    with bot.store.reading() as connection:
        assert read_follower(connection, Place("test", "1")).rules.quiet == (22 * 60, 7 * 60)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "/digest jeden Freitag um 9 Uhr"),
        ("de", "/digest Fr 9:00"),
        ("fr", "/digest le vendredi à 9h"),
        ("en", "/digest Fridays at 9 am"),
    ],
)
def test_hours_of_the_week_are_understood(bot: Bot, language: str, said: str) -> None:
    person = bot.person(language=language)
    person.say("/zone Europe/Zurich")
    person.say(said)
    with bot.store.reading() as connection:
        assert read_follower(connection, Place("test", "1")).rules.digest == (4, 9 * 60)
