"""What organizers change in chat: seen before it is published, by nobody else."""

from datetime import timedelta

import pytest

from bot.flows.organizing.rights import invite
from tests.chat.people import Bot, Person
from tests.chat.test_organizers import organizer

MINUTE = timedelta(minutes=1)
UNKNOWN = "I do not know /{}"
COMMANDS = {
    "edit": "/edit Further",
    "move": "/move Further 19 July 17:00",
    "cancel": "/cancel Further: ill",
    "restore": "/restore Further",
    "link": "/link Further https://meet.example/canary",
    "slides": "/slides Further https://talks.example/a.pdf",
    "describe": "/describe Further title: Nothing",
    "speaker": "/speaker Further",
    "approve": "/approve 1 00000000",
    "decline": "/decline 1 -",
    "nag": "/nag 7d",
    "tba": "/tba",
    "publish": "/publish 0123456789abcdef",
    "drop": "/drop 0123456789abcdef",
    "sample": "/sample 0123456789abcdef",
    "apply": "/apply 1",
    "ignore": "/ignore 1",
    "new": "/new 19 July 2027 16:30 Dan Ejemplo: On Maps",
    "mend": "/mend 0123456789abcdef year 2027",
    "add": "/add 0123456789abcdef 0123456789ab",
    "discard": "/discard 0123456789abcdef",
    "trial": "/trial 0123456789abcdef",
    "organizers": "/organizers",
}


def card(bot: Bot, text: str = "Further", address: str = "77") -> str:
    """Return what anybody sees of a session."""
    return bot.person(address).say(f"/talk {text}")


@pytest.fixture
def orla(bot: Bot) -> Person:
    return organizer(bot)


def test_move_is_shown_then_published(bot: Bot, orla: Person) -> None:
    bot.person("5").say("/follow analysis")
    before = card(bot)
    shown = orla.say("/move Further 19 March 17:00")
    assert shown == (
        "Nothing is published yet. This is what would change:\n\n"
        "Bela Beispiel: On Further Ones\n"
        "Until now: Monday 8 March 2027, 13:30–14:30 CET\n"
        "From now on: Friday 19 March 2027, 17:00–18:00 CET\n\n"
        "1 chat gets this message at 13:05 CET, if nothing more changes until then:\n"
        "Moved: Bela Beispiel: On Further Ones\n\n"
        "New time: Friday 19 March 2027, 17:00–18:00 CET\n"
        "Old time: Monday 8 March 2027, 13:30–14:30 CET\n"
        "Your calendar may show the old time until it refreshes.\n\n"
        "Seminar on Analysis & Co.\n\n"
        "Calendars show the new time when they refresh, which takes some of them a day; the entry "
        "stays the same one."
    )
    assert card(bot) == before
    publish = orla.button("Publish")
    assert orla.press("Publish") == (
        "Published.\n\n"
        "Bela Beispiel: On Further Ones\n"
        "Until now: Monday 8 March 2027, 13:30–14:30 CET\n"
        "From now on: Friday 19 March 2027, 17:00–18:00 CET\n\n"
        "1 chat is told at 13:05 CET, if nothing more changes until then."
    )
    assert "Friday 19 March 2027, 17:00–18:00 CET" in card(bot)
    assert orla.tap(publish) == "That was published or dropped already, or has been too long ago."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("one week later", "Monday 15 March 2027, 13:30–14:30 CET"),
        ("3 weeks later", "Monday 29 March 2027, 13:30–14:30 CEST"),
        ("2 hours later", "Monday 8 March 2027, 15:30–16:30 CET"),
        ("9 March", "Tuesday 9 March 2027, 13:30–14:30 CET"),
        ("16:00-17:30", "Monday 8 March 2027, 16:00–17:30 CET"),
        ("2027-04-01 4 pm", "Thursday 1 April 2027, 16:00–17:00 CEST"),
        (
            "9 March 17:00 EST",
            "Tuesday 9 March 2027, 23:00 – Wednesday 10 March 2027, 00:00 CET",
        ),
    ],
)
def test_times_are_read_in_the_zone_of_the_series(orla: Person, said: str, expected: str) -> None:
    orla.say("/zone Tokyo")
    assert f"From now on: {expected}" in orla.say(f"/move Further {said}")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("Monday evening", 'No date or hour is to be seen, read "evening"'),
        ("Tuesday 25:00", "There is no such hour"),
        ("2027-02-27 17:00", "This time is past"),
        ("8 March 13:30", "It is so already"),
    ],
)
def test_times_that_are_none_are_refused(orla: Person, said: str, refusal: str) -> None:
    assert orla.say(f"/move Further {said}").startswith(refusal)


@pytest.mark.parametrize(
    ("said", "problem", "labels"),
    [
        (
            "Monday",
            "Which day is meant?",
            ["Mon 1 March 2027, 13:30", "Mon 15 March 2027, 13:30"],  # it is on the 8th already
        ),
        (
            "next Thursday",
            "Which day is meant?",
            ["Thu 4 March 2027, 13:30", "Thu 11 March 2027, 13:30"],
        ),
        (
            "Tuesday 17:00",
            "Which day is meant?",
            ["Tue 2 March 2027, 17:00", "Tue 9 March 2027, 17:00"],
        ),
        (
            "on Monday 4-5:30 pm",
            "Which day is meant?",
            [f"Mon {day} March 2027, 16:00–17:30" for day in (1, 8, 15)],
        ),
        (
            "Tuesday 11:00 EST",
            "Which day is meant?",
            ["Tue 2 March 2027, 17:00", "Tue 9 March 2027, 17:00"],
        ),
        (
            "Monday 9 March 17:00",
            "9 March 2027 is a Tuesday, not a Monday",
            ["Mon 8 March 2027, 17:00", "Tue 9 March 2027, 17:00"],
        ),
        (
            "09/03/2027 17:00",
            "The day and the month cannot be told apart",
            ["Tue 9 March 2027, 17:00", "Fri 3 September 2027, 17:00"],
        ),
        ("20 February", "Which year is meant?", ["Sun 20 February 2028, 13:30"]),
        (
            "Friday 12 January 17:00",  # that of this year is over
            "12 January 2028 is a Wednesday, not a Friday",
            ["Wed 12 January 2028, 17:00", "Fri 14 January 2028, 17:00"],
        ),
        (
            "28 March 02:30",
            "Clocks in Europe/Zurich skip this time that day",
            ["Sun 28 March 2027, 01:30", "Sun 28 March 2027, 03:30"],
        ),
        (
            "31 October 02:30",
            "Clocks in Europe/Zurich show this time twice that day",
            ["Sun 31 October 2027, 02:30 CEST", "Sun 31 October 2027, 02:30 CET"],
        ),
    ],
)
def test_times_that_may_mean_several_are_offered_whole(
    orla: Person, said: str, problem: str, labels: list[str]
) -> None:
    orla.say("/zone Tokyo")
    said = f"/move Further {said}"
    assert orla.say(said).startswith(f"{problem}\n\nChoose one, or write it with its date")
    assert orla.labels == labels
    for label in labels:
        orla.say(said)
        day, hours = label[4:].split(", ")
        shown = orla.press(label).split("From now on: ")[1].split("\n")[0]
        assert f"{day}, {hours[:5]}" in shown


def test_time_that_was_chosen_is_published_as_it_was_offered(bot: Bot, orla: Person) -> None:
    before = card(bot)
    orla.say("/move Further 31 October 02:30")
    shown = orla.press("Sun 31 October 2027, 02:30 CET")
    assert "From now on: Sunday 31 October 2027, 02:30–03:30 CET" in shown
    assert card(bot) == before
    orla.press("Publish")
    assert "31 October 2027, 02:30–03:30 CET" in card(bot)


def test_answer_that_may_mean_several_can_be_written_again(orla: Person) -> None:
    orla.say("/move Further")
    assert orla.say("Monday").startswith("Which day is meant?")
    assert "From now on: Tuesday 9 March 2027, 13:30–14:30 CET" in orla.say("9 March")
    orla.say("/language Deutsch")
    orla.say("/move Further")
    orla.say("Donnerstag")
    assert orla.labels == ["Do, 4. März 2027, 13:30", "Do, 11. März 2027, 13:30"]
    assert "Donnerstag, 11. März 2027, 13:30" in orla.press("Do, 11. März 2027, 13:30")


def test_day_of_what_has_no_date_needs_an_hour(bot: Bot) -> None:
    chie = organizer(bot, series="algebra")
    assert chie.say("/move Without Monday").startswith("The hour is missing")
    chie.say("/move Without Monday 17:00")
    assert chie.labels == ["Mon 8 March 2027, 17:00"]


def test_hours_that_clocks_show_twice_keep_their_end(orla: Person) -> None:
    orla.say("/move Further Saturday 31 October 2027 02:30-04:00 CET")
    assert orla.labels == ["Sun 31 October 2027, 02:30 CET–04:00"]  # the day before has no CET
    shown = orla.press("Sun 31 October 2027, 02:30 CET–04:00")
    assert "From now on: Sunday 31 October 2027, 02:30–04:00 CET" in shown
    orla.say("/move Further Saturday 31 October 2027 00:30-01:30 UTC")
    shown = orla.press(orla.labels[-1])
    assert "From now on: Sunday 31 October 2027, 02:30 CEST – 02:30 CET" in shown


def test_zone_that_is_none_is_told_before_the_day(orla: Person) -> None:
    refused = orla.say("/move Further Monday 17:00 Foo")
    assert refused.startswith('No zone is called this, read "Foo"')
    assert not orla.labels


@pytest.mark.parametrize(
    ("language", "said", "quoted"),
    [
        ("de", "30. Februar 2027", "30. Februar 2027"),
        ("fr", "30 février 2027 17h", "30 février 2027 17h"),
        ("de", "Montag 25:00", "25:00"),
    ],
)
def test_what_is_refused_is_quoted_as_it_was_written(
    orla: Person, language: str, said: str, quoted: str
) -> None:
    orla.say(f"/language {language}")
    quotes = "„{}“" if language == "de" else "« {} »"
    assert quotes.format(quoted) in orla.say(f"/move Further {said}").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("language", "said", "label"),
    [
        ("de", "nächsten Donnerstag 17 Uhr", "Do, 4. März 2027, 17:00"),
        ("de", "am Donnerstag 17 Uhr", "Do, 4. März 2027, 17:00"),
        ("de", "am Donnerstag", "Do, 4. März 2027, 13:30"),
        ("fr", "le jeudi 17h", "jeu. 4 mars 2027, 17:00"),
        ("fr", "le jeudi", "jeu. 4 mars 2027, 13:30"),
        ("fr", "jeudi à 17h", "jeu. 4 mars 2027, 17:00"),
    ],
)
def test_words_before_a_weekday_are_of_the_time(
    orla: Person, language: str, said: str, label: str
) -> None:
    orla.say(f"/language {language}")
    orla.say(f"/move Further {said}")
    assert orla.labels[0] == label


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("19.03. 17:00", "Freitag, 19. März 2027, 17:00–18:00 CET"),
        ("19. 3.", "Freitag, 19. März 2027, 13:30–14:30 CET"),
        ("am Freitag, 19.03., 17:00-18:30", "Freitag, 19. März 2027, 17:00–18:30 CET"),
        ("19.03.2027 17.30", "Freitag, 19. März 2027, 17:30–18:30 CET"),
    ],
)
def test_german_dates_in_numbers_need_no_year(orla: Person, said: str, told: str) -> None:
    orla.say("/language de")
    assert f"Von jetzt an: {told}" in orla.say(f"/move Further {said}")


@pytest.mark.parametrize("said", ["le 19 mars à 17h", "19 mars 2027 à 17h", "19 mars de 17h à 18h"])
def test_french_hours_stand_behind_the_word_for_at(orla: Person, said: str) -> None:
    orla.say("/language fr")
    told = "Désormais : vendredi 19 mars 2027, 17:00–18:00 CET"
    assert told in orla.say(f"/move Further {said}").replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("language", "none"), [("de", "kein"), ("fr", "aucun"), ("fr", "none")])
def test_a_link_is_taken_away_in_the_readers_words(orla: Person, language: str, none: str) -> None:
    orla.say("/link Further https://meet.example/canary")
    orla.press("Publish")
    orla.say(f"/language {language}")
    assert "meet.example" in orla.say(f"/link Further {none}")


def test_examples_are_in_the_readers_language(orla: Person) -> None:
    orla.say("/language de")
    assert orla.say("/move Further 30. Februar").endswith(
        "Zum Beispiel: /move Example 19. Juli 17:00"
    )
    orla.say("/announce Further: Hallo")
    assert "19. Juli 17:00" in orla.say("/schedule")


def test_german_is_understood(orla: Person) -> None:
    orla.say("/language Deutsch")
    assert "Freitag, 19. März 2027, 17:00" in orla.say("/move Further 19. März 17:00")
    for number in ("1 Woche", "eine Woche"):
        assert "Montag, 15. März 2027, 13:30" in orla.say(f"/move Further {number} später")
    assert "Montag, 22. März 2027, 13:30" in orla.say("/move Further zwei Wochen später")


def test_cancelled_and_restored(bot: Bot, orla: Person) -> None:
    shown = orla.say("/cancel Further: the speaker is <ill>")
    assert "From now on: cancelled, because: the speaker is <ill>" in shown
    assert "Calendars show it as cancelled" in shown
    orla.press("Publish")
    assert "Cancelled: the speaker is <ill>" in card(bot)
    assert orla.say("/move Further 19 March 17:00").startswith("It is cancelled; restore it first")
    assert "From now on: takes place" in orla.say("/restore Further")
    orla.press("Publish")
    assert "Cancelled" not in card(bot)
    assert orla.say("/restore Further").startswith("It is not cancelled")


def test_message_is_sent_to_oneself_as_a_test_in_private_alone(bot: Bot, orla: Person) -> None:
    shown = orla.say("/link Further https://meet.example/room/canary passcode: c4nary")
    assert "Nobody is there to be told yet. Who follows would get this message:" in shown
    button = orla.button("Send it to me")
    sent = orla.tap(button)
    assert sent.startswith("A test, to you alone. This is what leaves:\n\nThere is a link now:")
    assert "https://meet.example/room/canary" in orla.last.html
    assert "Passcode: c4nary" in sent
    group = bot.person("-9", kind="group", person="1")
    assert "canary" not in group.tap(button)
    assert group.tap(button).startswith("Ask me in private")
    assert bot.person("2").tap(button).startswith(UNKNOWN.format("sample"))
    orla.say("/move Further 19 March 17:00")
    publish = orla.button("Publish")
    button = orla.button("Send it to me")
    orla.tap(publish)
    assert orla.tap(button).startswith("That was published or dropped already")


def test_french_is_understood(orla: Person) -> None:
    orla.say("/language Français")
    for number in ("1 semaine", "une semaine"):
        assert "15 mars 2027, 13:30" in orla.say(f"/move Further {number} plus tard")
    assert "29 mars 2027, 13:30" in orla.say("/move Further trois semaines plus tard")


def test_link_is_told_by_its_host_alone(bot: Bot, orla: Person) -> None:
    shown = orla.say("/link Further https://meet.example/room/canary passcode: c4nary")
    assert "From now on: a link on meet.example, with a passcode" in shown
    assert "canary" not in shown
    assert "canary" not in orla.press("Publish")
    follower = bot.person("5")
    follower.say("/follow analysis")
    assert "Passcode: c4nary" in follower.say("/talk Further")
    assert "canary" not in card(bot)
    assert "no link" in orla.say("/link Further none")


def test_link_to_join_is_no_slides_and_no_reason(orla: Person) -> None:
    room = "https://epfl.zoom.us/j/62400754289"
    for said in (f"/slides Further {room}", f"/cancel Further: see {room}"):
        assert orla.say(said).startswith("This is a link to join, and everybody would see it")


def test_slides_are_added_to_the_talk_that_is_meant(bot: Bot) -> None:
    orla = organizer(bot, series="algebra")
    url = "https://talks.example/groups.pdf"
    assert f"From now on: {url}" in orla.say(f"/slides Groups {url}")
    orla.press("Publish")
    assert orla.say(f"/slides Groups {url}").startswith("It is so already")
    assert orla.say(f"/slides Algebra Days {url}").startswith("Which one?")


def test_dropped_edit_changes_nothing(bot: Bot, orla: Person) -> None:
    before = card(bot)
    orla.say("/cancel Further")
    publish = orla.button("Publish")
    assert orla.press("Drop") == "Nothing is changed."
    assert orla.tap(publish).startswith("That was published or dropped already")
    assert card(bot) == before


def test_session_that_changed_meanwhile_is_shown_anew(bot: Bot, orla: Person) -> None:
    other = organizer(bot, "2")
    orla.say("/cancel Further: ill")
    other.say("/move Further 19 March 17:00")
    other.press("Publish")
    again = orla.press("Publish")
    assert again.startswith("It has changed meanwhile, so nothing was published.")
    assert "Cancelled" not in card(bot)
    orla.press("Publish")
    assert "Cancelled: ill" in card(bot)


@pytest.mark.parametrize("said", ["/move", "/cancel", "/edit", "/move On 19 March 17:00"])
def test_organizer_is_asked_which_one_and_goes_on(orla: Person, said: str) -> None:
    orla.say(said)
    shown = orla.press("8 March · Bela Beispiel")
    assert "On Further Ones" in shown or shown.startswith("To when?")
    assert "19 March 2027, 17:00" in shown or "19" not in said


def test_edit_shows_what_lies_over_the_definition(orla: Person) -> None:
    assert "Changed in chat" not in orla.say("/edit Further")
    assert "Monday 15 March 2027" in orla.press("One week later")
    orla.press("Publish")
    shown = orla.say("/edit Further")
    assert "Changed in chat on 1 March 2027: time. Its definition says something else." in shown


def test_what_is_missing_is_listed(bot: Bot) -> None:
    orla = organizer(bot, series="algebra")
    assert orla.say("/tba") == (
        "What is still missing\n\nTue 2 March, 00:30 JST\nChie Rei: Groups; Dan Ejemplo: Rings\n"
        "Algebra Days\nmissing: abstract\n\n"
        "no date yet\nChie Rei: A Talk without a Date\nAlgebra Days\nmissing: abstract, link, date"
    )


@pytest.mark.usefixtures("orla")
@pytest.mark.parametrize("command", COMMANDS)
def test_stranger_is_answered_as_for_any_unknown_command(bot: Bot, command: str) -> None:
    before = card(bot)
    strangers = [
        bot.person("9"),
        bot.person("-9", kind="group", person="9"),
        bot.person("-9", kind="group", person="1", may_change=False),
        bot.person("-9", kind="group", person=""),
        bot.person("-8", kind="channel", person=""),
    ]
    for stranger in strangers:
        assert stranger.say(COMMANDS[command]).startswith(UNKNOWN.format(command))
        assert f"/{command}" not in stranger.say("/help")
    assert card(bot) == before


@pytest.mark.parametrize(
    "command", [one for one in COMMANDS if one not in {"tba", "nag", "organizers", "new"}]
)
def test_organizer_of_another_series_finds_nothing_to_change(
    bot: Bot, orla: Person, command: str
) -> None:
    other, before = organizer(bot, "3", "algebra"), card(bot)
    orla.say("/cancel Further")
    draft = orla.button("Publish").data.split()[1]
    said = COMMANDS[command].replace("0123456789abcdef", draft)
    answer = other.say(said)
    assert answer.startswith(
        ("I find none for “Further”", "That was answered", "That was published or dropped")
    )
    reference = orla.button("Publish") and orla.say("/edit Further") and orla.last
    named = next(b.data.split()[1] for row in reference.buttons for b in row if "cancel" in b.data)
    assert other.say(f"/cancel {named}").startswith("I find none for")
    assert card(bot) == before


@pytest.mark.parametrize("what", ["expired", "used", "forged"])
def test_link_that_does_not_count_lets_nobody_change_anything(bot: Bot, what: str) -> None:
    token = invite(bot.store, "analysis", "", now=bot.now)
    eve = bot.person("9")
    if what == "used":
        bot.person("1").say(f"/start o_{token}")
    if what == "expired":
        bot.now += timedelta(hours=24)
    said = token[::-1] if what == "forged" else token
    assert eve.say(f"/start o_{said}").startswith("This link does not count.")
    assert eve.say("/cancel Further").startswith(UNKNOWN.format("cancel"))


def test_right_that_was_taken_meanwhile_does_not_publish(bot: Bot, orla: Person) -> None:
    other, before = organizer(bot, "2", name="Bela Beispiel"), card(bot)
    other.say("/cancel Further")
    orla.say("/organizers")
    orla.press("Take out Bela Beispiel (test 2)")
    assert other.press("Publish").startswith(UNKNOWN.format("publish"))
    assert card(bot) == before


@pytest.mark.usefixtures("orla")
def test_admin_who_is_an_organizer_may_in_a_group(bot: Bot) -> None:
    group = bot.person("-9", kind="group", person="1")
    group.say("/cancel Further")
    publish = group.button("Publish")
    other = bot.person("-9", kind="group", person="2")
    assert other.tap(publish).startswith(UNKNOWN.format("publish"))
    organizer(bot, "2")
    assert other.tap(publish) == ""
    assert other.last.notice.startswith("That was published or dropped already")
    assert group.tap(publish).startswith("Published.")
    assert "Cancelled" in card(bot)


def test_time_is_asked_for(orla: Person) -> None:
    assert orla.say("/move Further").startswith("To when? Write it as in 19 July 17:00")
    assert "From now on: Monday 15 March 2027, 13:30–14:30 CET" in orla.say("one week later")


def test_reason_is_asked_for(bot: Bot, orla: Person) -> None:
    assert "From now on: cancelled\n" in orla.say("/cancel Further")
    assert orla.labels == ["Publish", "Send it to me", "Say why", "Drop"]
    assert orla.press("Say why").startswith("Why is it cancelled?")
    assert "From now on: cancelled, because: the speaker: ill\n" in orla.say("the speaker: ill")
    assert orla.labels == ["Publish", "Send it to me", "Drop"]
    orla.press("Publish")
    assert "Cancelled: the speaker: ill" in card(bot)


def test_all_that_can_be_changed_is_a_press_away(orla: Person) -> None:
    assert "~" not in orla.say("/edit Further")
    assert orla.labels == [
        "Another time", "One week later", "Describe it", "Link", "Slides", "Cancel it",
    ]  # fmt: skip
    assert orla.press("Another time").startswith("To when?")


def test_only_what_is_cancelled_is_offered_to_be_restored(orla: Person) -> None:
    assert orla.say("/restore") == "Nothing of what you organize is cancelled."
    orla.say("/cancel Further")
    orla.press("Publish")
    assert orla.say("/restore").startswith("Which one?")
    assert len(orla.labels) == 1
