"""New talks that organizers paste or send: what is understood, mended, published; by whom."""

from datetime import timedelta

import pytest

from bot.store.series.schedules import list_versions, load_series
from bot.store.series.sources import SourceKind, find_source_kind
from tests.chat.people import Bot, Person
from tests.chat.test_editing import UNKNOWN, card
from tests.chat.test_organizers import organizer

TALK = """\
12 July, 16:30
Speaker: Dan Ejemplo
Title: On Maps
Zoom link: https://epfl.zoom.us/j/67799152011?pwd=c4nary
Abstract: Maps are drawn and folded.
"""
UNDERSTOOD = """\
This is what I understand. Nothing is published yet.

For: Seminar on Analysis & Co.

Dan Ejemplo: On Maps
Monday 12 July 2027, 16:30–17:30 CEST (1 hour)
Link: on epfl.zoom.us, with a passcode
Abstract: 5 words

1 chat gets this message at 13:05 CET, if nothing more changes until then:
New: Dan Ejemplo: On Maps

When: Monday 12 July 2027, 16:30–17:30 CEST

Seminar on Analysis & Co.

Calendars get an entry of it when they refresh."""
CALENDAR = b"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VEVENT
UID:maps@talks.example
DTSTAMP:20270101T000000Z
DTSTART:20270712T143000Z
DTEND:20270712T153000Z
SUMMARY:Dan Ejemplo: On Maps
END:VEVENT
END:VCALENDAR
"""


def sessions(bot: Bot, series_id: str = "analysis") -> list[str]:
    with bot.store.reading() as connection:
        found = load_series(connection, series_id)
    assert found
    return [one.headline for one in found.series.sessions]


@pytest.fixture
def orla(bot: Bot) -> Person:
    bot.person("5").say("/follow analysis")
    return organizer(bot)


def test_pasted_talk_is_shown_mended_and_published(bot: Bot, orla: Person) -> None:
    shown = orla.say(TALK)
    assert 'Line 1: The year is missing, read "12 July".' in shown
    assert "Missing: the year" in shown
    assert "Publish" not in orla.labels
    assert orla.labels[:4] == ["2027", "2028", "2029", "Another year"]
    assert orla.labels[-2:] == ["Another series", "Drop"]
    assert orla.press("2027") == UNDERSTOOD
    assert "c4nary" not in orla.last.html
    before = sessions(bot)
    publish = orla.button("Publish")
    assert orla.labels == [
        "Publish", "Send it to me", "Year", "Length", "Link", "Another series", "Drop",
    ]  # fmt: skip
    assert orla.press("Publish") == (
        "Published in Seminar on Analysis & Co.:\n\n"
        "Dan Ejemplo: On Maps\nMonday 12 July 2027, 16:30–17:30 CEST (1 hour)\n\n"
        "1 chat is told at 13:05 CET, if nothing more changes until then."
    )
    assert sessions(bot) == [*before, "Dan Ejemplo: On Maps"]
    assert orla.tap(publish) == "That was published or dropped already, or has been too long ago."
    assert "On Maps" in card(bot, "Maps")
    assert "Added in chat on 1 March 2027." in orla.say("/edit Maps")
    orla.say("/cancel Maps: ill")
    orla.press("Publish")
    assert "Cancelled: ill" in card(bot, "Maps")


@pytest.mark.parametrize("said", [f"/new {TALK}", f"/new\n{TALK}"])
def test_text_behind_the_command_is_taken(orla: Person, said: str) -> None:
    assert "Dan Ejemplo: On Maps" in orla.say(said)


@pytest.mark.parametrize("said", ["/new", "/new analysis", "/new Seminar on Analysis & Co."])
def test_command_with_no_talk_asks_for_the_text(orla: Person, said: str) -> None:
    assert orla.say(said).startswith("Paste the talk as it stands")
    assert "Dan Ejemplo: On Maps" in orla.say("12 July 16:30 Dan Ejemplo: On Maps")


def test_single_line_is_taken_unless_it_is_words_of_a_talk(orla: Person) -> None:
    assert "Dan Ejemplo: On Maps" in orla.say("12 July 16:30 Dan Ejemplo: On Maps")
    assert orla.say("8 March 13:30").startswith("Nothing is found")
    assert not orla.say("On Further Ones by Bela Beispiel").startswith("This is what I understand")


def test_texts_that_are_no_schedule_are_answered_as_before(bot: Bot, orla: Person) -> None:
    for said in ("Hello,\nhow are you?", "further", "/series", "Thanks!"):
        assert orla.say(said) == bot.person("77").say(said)


def test_year_that_is_stated_and_past_is_mended_too(orla: Person) -> None:
    shown = orla.say(TALK.replace("12 July", "July 12th 2021"))
    assert "Over already, so left out: Dan Ejemplo: On Maps, Monday 12 July 2021" in shown
    assert orla.labels[:3] == ["2027", "2028", "Another year"]
    assert orla.press("2027") == UNDERSTOOD
    assert orla.press("Year").startswith("Which year?")
    shown = orla.say("2028")
    assert "Wednesday 12 July 2028, 16:30–17:30 CEST" in shown
    assert "Line 1" not in shown


AROUND_NEW_YEAR = "13 December, 16:30\nDan: On Maps\n\n10 January, 16:30\nChie: On Rivers"


@pytest.mark.parametrize(
    ("said", "years", "days"),
    [
        ("10 January, 16:30\nDan: On Maps", ["2028", "2029", "2030"], ["Monday 10 January 2028"]),
        ("Monday 10 January, 16:30\nDan: On Maps", ["2028", "2033"], ["Monday 10 January 2028"]),
        ("Friday 17 December, 16:30\nDan: On Maps", ["2027", "2032"], ["Friday 17 December 2027"]),
        (
            AROUND_NEW_YEAR,
            ["2027/28", "2028/29", "2027"],
            ["Monday 13 December 2027", "Monday 10 January 2028"],
        ),
        (
            AROUND_NEW_YEAR.replace("13", "Monday 13").replace("10", "Monday 10"),
            ["2027/28"],
            ["Monday 13 December 2027", "Monday 10 January 2028"],
        ),
        (  # what is over does not make it another term
            AROUND_NEW_YEAR.replace("13", "6"),
            ["2027/28", "2028/29", "2028"],
            ["Monday 6 December 2027", "Monday 10 January 2028"],
        ),
        (  # a list that begins in January is of one year
            "12 April, 16:30\nChie: On Rivers\n\n13 December, 16:30\nDan: On Maps",
            ["2027", "2028", "2029"],
            ["Monday 12 April 2027", "Monday 13 December 2027"],
        ),
        (
            "date,start,title\nMon 13 December,16:30,Maps\nMon 10 January,16:30,Rivers",
            ["2027/28"],
            ["Monday 13 December 2027", "Monday 10 January 2028"],
        ),
    ],
)
def test_year_around_new_year_is_the_first_choice(
    bot: Bot, orla: Person, said: str, years: list[str], days: list[str]
) -> None:
    bot.now = bot.now.replace(month=12, day=10)
    is_table = said.startswith("date,")
    shown = orla.send("talks.csv", said.encode()) if is_table else orla.say(said)
    assert "Missing: the year" in shown
    assert orla.labels[: len(years) + 1] == [*years, "Another year"]
    shown = orla.press(years[0])
    assert [one for one in days if one not in shown] == []
    assert "does not fit" not in shown
    assert "Publish" in orla.labels


def test_academic_year_can_be_written(bot: Bot, orla: Person) -> None:
    orla.say(AROUND_NEW_YEAR)
    orla.press("Another year")
    for wrong in ("2027/29", "2025/26", "27/28"):
        assert orla.say(wrong).startswith("This is no year that is to come")
    shown = orla.say("2029-2030")
    assert "Thursday 13 December 2029" in shown
    assert "Thursday 10 January 2030" in shown
    orla.press("Publish")
    assert sessions(bot)[-2:] == ["Dan: On Maps", "Chie: On Rivers"]


def test_weekday_that_does_not_fit_the_mended_year_is_told(orla: Person) -> None:
    orla.say(TALK.replace("12 July", "Monday, July 12th 2021"))
    shown = orla.press("2028")
    assert "Line 1: 12 July 2028 is a Wednesday, not a Monday; the date was taken" in shown


def test_question_is_answered_by_the_next_text(orla: Person) -> None:
    orla.say(TALK)
    assert orla.press("Another year").startswith("Which year? Write it, as in 2027, or 2027/28")
    assert orla.say("1927").startswith("This is no year that is to come")
    assert orla.say("2027") == UNDERSTOOD
    orla.press("Length")
    assert "16:30–18:00 CEST (1 hour 30 minutes)" in orla.say("90 min")
    orla.press("Link")
    assert "Link: on meet.example" in orla.say("https://meet.example/room passcode x1")
    assert orla.say("/next")  # is a command all the same
    assert "On Further Ones" in orla.say("further")  # and no answer any more


def test_link_that_is_missing_is_said_and_may_be_left_out(orla: Person) -> None:
    shown = orla.say("12 July 2027, 16:30\nDan Ejemplo: On Maps")
    assert "Missing: the link to join" in shown
    assert "Publish" in orla.labels


def test_link_to_another_meeting_in_a_text_is_not_published(bot: Bot, orla: Person) -> None:
    before, other = sessions(bot), "https://epfl.zoom.us/j/12345678901?pwd=canary"
    text = TALK.replace("12 July", "12 July 2027").replace("Maps are", f"See {other} – Maps are")
    shown = orla.say(text)
    assert "everyone will see this link to a meeting; leave it out." in shown
    assert "canary" not in orla.last.html
    assert "Publish" not in orla.labels
    own = text.replace(other, "https://epfl.zoom.us/j/67799152011?pwd=c4nary")
    orla.say(own)  # a copy of its own link is struck out for all who do not follow
    orla.press("Publish")
    assert len(sessions(bot)) == len(before) + 1
    assert "67799152011" not in card(bot, "Maps")


def test_talk_that_is_there_already_is_left_out(bot: Bot, orla: Person) -> None:
    before = sessions(bot)
    shown = orla.say("9 March 2027, 13:30\nBela Beispiel: On Further Ones\n\n" + TALK)
    assert (
        "There already, so left out here: Bela Beispiel: On Further Ones, Monday 8 March 2027, "
        "13:30–14:30 CET (1 hour). You wrote Tuesday 9 March 2027, 13:30–14:30 CET (1 hour)."
    ) in shown
    assert "From now on: Tuesday 9 March 2027, 13:30" in orla.press("Move it there")
    shown = orla.say("8 March 2027, 13:30\nBela Beispiel: On Further Ones")
    assert "There is nothing new in it to publish." in shown
    assert "Publish" not in orla.labels
    assert sessions(bot) == before


OTHER = "8 March 2027, 13:30\nDan Ejemplo: On Maps"


def test_talk_at_the_hour_of_another_one_is_left_out_until_somebody_says_what_it_is(
    bot: Bot, orla: Person
) -> None:
    before = sessions(bot)
    assert orla.say(OTHER) == (
        "This is what I understand. Nothing is published yet.\n\n"
        "For: Seminar on Analysis & Co.\n\n"
        "At that hour there is another one: Bela Beispiel: On Further Ones, Monday 8 March 2027, "
        "13:30–14:30 CET (1 hour). So “Dan Ejemplo: On Maps” is left out here, until you say "
        "which take place."
    )
    assert orla.labels == [
        "Change it", "Both take place", "Instead of that", "Another series", "Drop",
    ]  # fmt: skip
    shown = orla.press("Both take place")
    assert "Dan Ejemplo: On Maps\nMonday 8 March 2027, 13:30–14:30 CET (1 hour)\n" in shown
    assert "Takes place at that hour too: Bela Beispiel: On Further Ones, Monday 8" in shown
    assert "Instead of that" in orla.labels
    assert sessions(bot) == before
    assert orla.press("Publish").startswith("Published in Seminar on Analysis & Co.:")
    assert sorted(sessions(bot)) == sorted([*before, "Dan Ejemplo: On Maps"])
    assert "Cancelled" not in card(bot)
    assert "There already" in orla.say(OTHER)  # by what it says, now that both are there


def test_talk_instead_of_another_one_cancels_that(bot: Bot, orla: Person) -> None:
    orla.say(OTHER)
    orla.press("Both take place")
    shown = orla.press("Instead of that")
    assert "Cancelled for it: Bela Beispiel: On Further Ones, Monday 8 March 2027" in shown
    assert "Both take place" in orla.labels
    assert "Cancelled" not in card(bot)
    publish = orla.button("Publish")
    assert "Cancelled for it: Bela Beispiel" in orla.press("Publish")
    assert "Cancelled" in card(bot)
    assert "Cancelled" not in card(bot, "Maps")
    assert orla.tap(publish).startswith("That was published or dropped already")


def test_what_was_said_of_an_hour_counts_for_no_other(bot: Bot, orla: Person) -> None:
    orla.say(TALK.replace("12 July, 16:30", "8 March, 13:30"))
    orla.press("2027")
    orla.press("Instead of that")
    orla.press("Year")
    assert "Cancelled for it" not in orla.say("2028")
    orla.press("Year")
    assert "At that hour there is another one: Bela Beispiel" in orla.say("2027")
    organizer(bot, "1", "algebra")
    orla.press("Instead of that")
    orla.press("Another series")
    orla.press("Algebra Days")
    orla.press("Another series")
    shown = orla.press("Seminar on Analysis & Co.")
    assert "At that hour there is another one: Bela Beispiel" in shown


def test_one_at_the_hour_of_another_does_not_keep_the_rest_from_being_published(
    bot: Bot, orla: Person
) -> None:
    before = sessions(bot)
    orla.say(f"{OTHER}\n\n12 July 2027, 16:30\nChie Rei: On Rivers")
    orla.press("Publish")
    assert sessions(bot) == [*before, "Chie Rei: On Rivers"]


def test_speakers_second_talk_is_a_new_one(bot: Bot, orla: Person) -> None:
    for day in ("12 July 2027", "19 July 2027"):
        orla.say(f"{day}, 16:30\nDan Ejemplo: {'On Maps' if '12' in day else 'Why Rivers Bend'}")
        orla.press("Publish")
    assert sessions(bot)[-2:] == ["Dan Ejemplo: On Maps", "Dan Ejemplo: Why Rivers Bend"]


def test_what_changed_since_it_was_shown_is_shown_anew(bot: Bot, orla: Person) -> None:
    orla.say(TALK)
    orla.press("2027")
    publish = orla.button("Publish")
    orla.press("Length")
    orla.say("90 min")
    assert orla.tap(publish).startswith("It has changed meanwhile, so nothing was published.")
    other = organizer(bot, "2")
    other.say(TALK)
    other.press("2027")
    other.press("Publish")
    shown = orla.press("Publish")
    assert shown.startswith("It has changed meanwhile")
    assert "There already" in shown
    assert sum("On Maps" in one for one in sessions(bot)) == 1


def test_file_is_read_as_its_kind(bot: Bot, orla: Person) -> None:
    shown = orla.send("talks.ics", CALENDAR, "text/calendar")
    assert "Monday 12 July 2027, 16:30–17:30 CEST (1 hour)" in shown
    orla.press("Publish")
    assert sessions(bot)[-1] == "Dan Ejemplo: On Maps"
    assert "There already" in orla.send("talks.ics", CALENDAR, "text/calendar")
    table = b"date,start,speaker,title\n2027-07-19,16:30,Chie Rei,Rivers\n"
    assert "Chie Rei: Rivers" in orla.send("talks.csv", table, "text/csv")
    html = "<html><body><h2>26 July 2027, 16:30</h2><p>Dan Ejemplo: Dunes</p></body></html>"
    assert "Dunes" in orla.send("talks.html", html.encode(), "text/html")


def test_files_that_cannot_be_taken_are_refused(orla: Person) -> None:
    assert orla.send("big.txt", b"x", size=1_000_001).startswith("This file is too large")
    assert orla.send("a.pdf", b"%PDF-1.7").startswith("I cannot make a talk of it: a.pdf: this is")
    assert orla.send("a.txt", b"Nothing of interest").startswith("I cannot make a talk of it")


def test_organizer_of_several_is_asked_for_which(bot: Bot, orla: Person) -> None:
    organizer(bot, "1", "algebra")
    assert orla.say(TALK) == "For which series is it?"
    assert orla.labels == ["Seminar on Analysis & Co.", "Algebra Days", "A new series"]
    assert "For: Algebra Days" in orla.press("Algebra Days")
    assert "JST" in orla.press("2027")
    orla.press("Another series")
    assert orla.press("Seminar on Analysis & Co.").startswith("This is what I understand")
    assert "CEST" in orla.last.html


def test_new_series_lives_in_the_chat(bot: Bot, orla: Person) -> None:
    orla.say(TALK)
    orla.press("2027")
    orla.press("Another series")
    shown = orla.press("A new series")
    assert "Missing: what the series is called, the time zone" in shown
    orla.press("Zurich")
    orla.press("1 hour")
    orla.press("Its name")
    shown = orla.say("Seminar on Analysis")
    assert "For a new series, which you organize: Seminar on Analysis" in shown
    assert "nobody is told" in shown
    assert orla.press("Publish").startswith("Published. Seminar on Analysis is a series now")
    with bot.store.reading() as connection:
        assert find_source_kind(connection, "seminar-on-analysis") is SourceKind.CHAT
    assert sessions(bot, "seminar-on-analysis") == ["Dan Ejemplo: On Maps"]
    orla.press("Follow it")
    orla.say("/move Maps 19 July 17:00")
    orla.press("Publish")
    assert "Monday 19 July 2027, 17:00–18:00 CEST" in bot.person("77").say("/talk Maps")
    assert "Changed in chat" not in orla.say("/edit Maps")
    assert "Seminar on Analysis\n" in orla.say("/organizers")


def test_name_that_is_taken_is_numbered(bot: Bot, orla: Person) -> None:
    for _ in range(2):
        orla.say("12 July 2027, 16:30\nDan Ejemplo: On Maps")
        if "Another series" in orla.labels:
            orla.press("Another series")
        orla.press("A new series")
        orla.press("Zurich")
        orla.press("Its name")
        orla.say("Analysis")
        orla.press("Publish")
    with bot.store.reading() as connection:
        assert sorted(list_versions(connection)) == [
            "algebra", "analysis", "analysis-2", "analysis-3", "past",
        ]  # fmt: skip


def test_dropped_paste_is_forgotten(bot: Bot, orla: Person) -> None:
    before = sessions(bot)
    orla.say(TALK)
    year = orla.button("2027")
    assert orla.press("Drop") == "Nothing is changed."
    assert orla.tap(year).startswith("That was published or dropped already")
    assert sessions(bot) == before


def test_message_is_sent_to_oneself(orla: Person) -> None:
    orla.say(TALK)
    orla.press("2027")
    assert orla.press("Send it to me").startswith(
        "A test, to you alone. This is what leaves:\n\nNew: Dan Ejemplo: On Maps\n\nWhen: Monday"
    )


def test_group_is_told_to_do_it_in_private(bot: Bot, orla: Person) -> None:
    group = bot.person("-9", kind="group", person=orla.address)
    assert group.say(f"/new {TALK}").startswith("Let us do that in private")
    assert group.say(TALK).startswith("Nothing is found")


@pytest.mark.usefixtures("orla")
def test_strangers_paste_and_file_are_nothing_to_the_bot(bot: Bot) -> None:
    stranger, before = bot.person("9"), sessions(bot)
    assert stranger.say(f"/new {TALK}").startswith(UNKNOWN.format("new"))
    assert stranger.say(TALK).startswith("Nothing is found")
    assert stranger.send("talks.ics", CALENDAR) == bot.person("9").send("a.jpg", b"")
    assert sessions(bot) == before


def test_anothers_paste_is_not_there(bot: Bot, orla: Person) -> None:
    orla.say(TALK)
    year = orla.button("2027")
    orla.press("2027")
    other = organizer(bot, "2")
    for button in (year, *(orla.button(one) for one in ("Publish", "Drop", "Send it to me"))):
        assert other.tap(button).startswith("That was published or dropped already")
    assert orla.press("Publish").startswith("Published")


def test_right_that_was_taken_meanwhile_does_not_publish(bot: Bot, orla: Person) -> None:
    other, before = organizer(bot, "2", name="Bela Beispiel"), sessions(bot)
    organizer(bot, "2", "algebra")
    other.say(TALK)
    other.press("Seminar on Analysis & Co.")
    other.press("2027")
    publish = other.button("Publish")
    orla.say("/organizers")
    orla.press("Take out Bela Beispiel (test 2)")
    assert other.tap(publish).startswith(UNKNOWN.format("add"))
    assert sessions(bot) == before


def test_paste_counts_for_two_days(bot: Bot, orla: Person) -> None:
    orla.say(TALK)
    year = orla.button("2027")
    bot.now += timedelta(days=2, minutes=1)
    organizer(bot, "2").say(TALK)
    assert orla.tap(year).startswith("That was published or dropped already")
