"""Rules of a chat: when it is reminded, in which zone, and when not."""

from datetime import timedelta

import pytest

from bot.chat.reminding import read_offsets
from bot.errors import RefusalError
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders

from .people import Person

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("1d 1h 10m", (DAY, HOUR, 10 * MINUTE)),
        ("10m,1d", (DAY, 10 * MINUTE)),
        ("1 day, 1 hour 30 minutes", (DAY, 90 * MINUTE)),
        ("1 day and 2 hours before", (DAY, 2 * HOUR)),
        ("1h30 20 min", (90 * MINUTE, 20 * MINUTE)),
        ("1h 1h", (HOUR,)),
        ("off", ()),
        ("default", None),
    ],
)
def test_lengths_are_read(text: str, offsets: tuple[timedelta, ...] | None) -> None:
    assert read_offsets(text) == offsets


@pytest.mark.parametrize("text", ["10", "1d 2", "0m", "6d 5d 4d 3d 2d 1d", "99w", "1:30"])
def test_lengths_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(RefusalError):
        read_offsets(text)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("/remind 2h", "2 hours before (your rule for all series)"),
        ("/remind analysis 2h, 10m", "2 hours and 10 minutes before (your rule for this series)"),
        ("/remind Analysis & Co. 2 hours", "2 hours before (your rule for this series)"),
        ("/remind all 3h", "3 hours before (your rule for all series)"),
        ("/remind analysis default", "1 day and 1 hour before (as the series suggests)"),
    ],
)
def test_a_rule_counts(ada: Person, said: str, rule: str) -> None:
    ada.say("/follow analysis")
    ada.say(said)
    assert f"You are reminded {rule}.\n" in ada.say("/series analysis & co")


def test_a_rule_is_told_with_the_next_reminder(ada: Person) -> None:
    ada.say("/follow analysis")
    assert ada.say("/remind 10m") == (
        "For all series that have no rule of their own: 10 minutes before.\n\n"
        "The next reminder comes today at 13:20 CET (in 20 minutes).\n"
        "It is for Ada Example: On <b>Bold</b> Examples, Mon 1 March, 13:30 CET."
    )
    assert ada.say("/remind off") == (
        "For all series that have no rule of their own: no reminders."
    )


def test_a_question_back_keeps_the_rule(ada: Person) -> None:
    assert ada.say("/remind seminar on analysis 2h") == "Which series do you mean?"
    assert ada.press("Seminar on Analysis & Co.") == (
        "You do not follow Seminar on Analysis & Co. yet; follow it first."
    )
    ada.press("Follow")
    assert "2 hours before (your rule for this series)" in ada.say("/remind seminar analysis 2h")


def test_a_rule_too_long_for_a_button_is_asked_for_again(ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/follow past")
    ada.say("/remind seminar 1 day and 3 hours and 90 minutes and 10 minutes before")
    assert ada.press("The Old Seminar on Analysis").endswith("1d 1h, or choose:")


def test_a_question_about_rules_offers_some(ada: Person) -> None:
    ada.say("/remind")
    assert ada.labels == ["1d, 1h, 10m", "1d, 1h", "1h", "10m", "As each series suggests", "Never"]
    assert ada.press("1d, 1h").startswith("For all series that have no rule of their own: 1 day an")


def test_no_text_takes_long_to_read(ada: Person) -> None:
    for text in ("1" * 480, "1 " * 240, "1d " * 160 + "x", "a " * 240, "1:" * 240):
        assert ada.say(f"/remind {text}")


NOWHERE = """\
I do not know “Nowhere”. Name a bigger city of the same zone, a country, or a zone such as \
Europe/Zurich:"""


@pytest.mark.parametrize(
    ("said", "shown", "labels"),
    [
        ("Tokyo", "Your zone is Asia/Tokyo: it is 21:00 JST there now.",
         ["What is next", "What I follow"]),
        ("lausanne", "Your zone is Europe/Zurich: it is 13:00 CET there now.",
         ["What is next", "What I follow"]),
        ("CST", "“CST” has several zones. Which is yours?",
         ["America/Chicago (UTC-6)", "America/Havana (UTC-5)", "Asia/Shanghai (UTC+8)"]),
        ("Nowhere", NOWHERE, ["Asia/Tokyo", "Europe/Zurich"]),
    ],
)  # fmt: skip
def test_zones(ada: Person, said: str, shown: str, labels: list[str]) -> None:
    assert ada.say(f"/zone {said}") == shown
    assert ada.labels == labels


def test_a_choice_of_zones_can_be_pressed(ada: Person) -> None:
    ada.say("/zone CST")
    assert ada.press("Asia/Shanghai (UTC+8)").startswith("Your zone is Asia/Shanghai: it is 20:00")
    assert "Mon 1 March, 20:30 CST" in ada.say("/start")


def test_quiet_hours_need_a_zone_and_move_reminders(ada: Person) -> None:
    ada.say("/follow analysis")
    assert ada.say("/quiet 12-14").startswith("For quiet hours I need your zone first.")
    assert ada.press("Europe/Zurich") == (
        "What is due between 12:00 and 14:00 comes at 12:00 already. /quiet off ends it.\n\n"
        "The next reminder comes Sun 7 March, 12:00 CET (in 5 days).\n"
        "It is for Bela Beispiel: On Further Ones, Mon 8 March, 13:30 CET."
    )
    assert ada.last.replaces
    assert "The next reminder comes Sun 7 March, 12:00 CET (in 5 days)." in ada.say(
        "/series analysis & co"
    )
    assert "Quiet: 12:00 to 14:00" in ada.say("/mine")
    assert ada.labels[-2:] == ["My zone", "Quiet hours"]
    ada.press("Quiet hours")
    assert ada.labels == ["22:00-07:00", "23:00-08:00", "No quiet hours"]
    assert ada.press("No quiet hours").startswith("You have no quiet hours any more.")


def test_another_reminder_comes_before_those_that_there_are(ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/talk further")
    assert ada.press("Remind me earlier too") == (
        "You are reminded 1 day and 1 hour before (as the series suggests).\n\n"
        "When do you want another reminder? It counts for all sessions of "
        "Seminar on Analysis & Co.."
    )
    assert ada.labels == [
        "1 week before too", "3 hours before too", "30 minutes before too",
        "10 minutes before too", "Another rule",
    ]  # fmt: skip
    ada.press("10 minutes before too")
    told = "You are reminded 1 day, 1 hour and 10 minutes before (your rule for this series)."
    assert told in ada.last.html
    ada.say("/remind analysis 5d 4d 3d 2d 1d")
    assert "These are all that there can be" in ada.say("/earlier analysis-second")


def test_another_reminder_of_a_single_session_is_a_rule_for_all(ada: Person) -> None:
    ada.say("/star further")
    ada.press("Remind me earlier too")
    assert ada.press("3 hours before too").startswith(
        "For all series that have no rule of their own: 1 day, 3 hours and 1 hour before."
    )
    assert "Next reminder: Sun 7 March, 13:30 CET" in ada.say("/talk further")


def test_only_what_is_still_to_come_is_offered(ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/earlier analysis-first")  # it begins in half an hour
    assert ada.labels == ["10 minutes before too", "Another rule"]


def test_reminder_that_quiet_hours_moved_to_before_now_comes_at_once(ada: Person) -> None:
    ada.say("/zone Zurich")  # it is 13:00 there, and the session begins at 13:30
    ada.say("/follow analysis")
    ada.say("/remind 10m")
    told = ada.say("/quiet 12:30-14:00")
    at_once = "A reminder comes at once, without a sound: its time would be in your quiet hours."
    assert at_once in told
    assert ada.say("/remind 11m").splitlines()[2:] == [
        at_once,
        "It is for Ada Example: On <b>Bold</b> Examples, Mon 1 March, 13:30 CET.",
    ]
    plan_reminders(ada.bot.store, Library(), now=ada.bot.now)
    assert "8 March" in ada.say("/remind 11m")
    for other in ("10m", "12m"):  # which quiet hours move to the same time: it was told
        assert at_once not in ada.say(f"/remind {other}")
