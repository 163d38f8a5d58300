"""What is said of reminders is what comes of them, or why nothing does."""

from datetime import timedelta

import pytest

from bot.flows.ingest import sync

from .people import NOW, SERIES, Bot, Person

MINUTE = timedelta(minutes=1)
FIRST = "Ada Example: On <b>Bold</b> Examples"


def put(bot: Bot, name: str, content: str) -> None:
    path = bot.schedules / f"{name}.yaml"
    path.write_text(f"id: {name}\n{content}", "utf-8")
    results = sync(bot.store, [bot.schedules], now=bot.now)
    assert [problem.sentence() for one in results for problem in one.problems] == []


def head(answer: str) -> list[str]:
    return answer.split("\n\n", maxsplit=1)[0].splitlines()


@pytest.mark.parametrize(
    ("before", "said", "told"),
    [
        ([], "/star bold", ["You follow this session now.",
                            "No reminder is due any more: it begins in 30 minutes."]),
        (["/remind off"], "/star further", ["You follow this session now.",
                                            "No reminder comes: your rule is to get none."]),
        (["/follow analysis", "/only analysis bold"], "/unmute further",
         ["This session was not muted.",
          "No reminder comes: you want only other talks of its series."]),
        ([], "/star long ago", ["No reminder comes: it is over."]),
        ([], "/mute long ago", ["No reminder comes: it is over."]),
        ([], "/star without date", ["You follow this session now.",
                                    "It has no date yet; you are reminded once it has one."]),
        ([], "/unmute further", ["This session was not muted.",
                                 "You follow neither it nor its series, so no reminder comes."]),
        (["/follow analysis", "/mute further"], "/unmute further",
         ["This session is muted no longer.",
          "Next reminder: Sun 7 March, 13:30 CET (in 6 days)"]),
        (["/follow analysis"], "/mute further", ["You are not reminded of this session."]),
    ],
)  # fmt: skip
def test_a_change_tells_the_reminder_or_why_there_is_none(
    ada: Person, before: list[str], said: str, told: list[str]
) -> None:
    for text in before:
        ada.say(text)
    assert head(ada.say(said)) == told
    assert ada.say(f"/talk {said.split(maxsplit=1)[1]}").count("You are not reminded") < 2


def test_what_is_on_has_no_reminder_and_says_until_when(bot: Bot, ada: Person) -> None:
    bot.now = NOW + 50 * MINUTE
    on = "is on now, and ends today at 14:30 CET."
    assert f"{FIRST} {on}\nThe first reminder" in ada.say("/follow analysis")
    assert head(ada.say("/star bold"))[1] == (
        "No reminder comes any more: it is on now, and ends today at 14:30 CET."
    )


def test_a_reminder_that_was_sent_does_not_come_again(bot: Bot, ada: Person) -> None:
    from bot.flows.library import Library  # noqa: PLC0415
    from bot.flows.planning.remind import plan_reminders  # noqa: PLC0415

    ada.say("/follow analysis")
    ada.say("/remind 20m")
    bot.now = NOW + 10 * MINUTE
    plan_reminders(bot.store, Library(), now=bot.now)
    bot.now += 5 * MINUTE
    ada.say("/mute bold")
    told = "You have been reminded of it; no other reminder comes."
    assert head(ada.say("/unmute bold")) == ["This session is muted no longer.", told]


def test_who_unmutes_late_is_reminded_at_once(bot: Bot, ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/remind 20m")
    ada.say("/mute bold")
    bot.now = NOW + 26 * MINUTE
    assert head(ada.say("/unmute bold"))[1] == "A reminder comes at once."


def test_a_reminder_lost_by_a_rule_is_told_with_a_way_back(ada: Person) -> None:
    ada.say("/remind 10m")
    ada.say("/follow analysis")
    lost = f"No reminder is due any more for {FIRST}, Mon 1 March, 13:30 CET."
    assert lost in ada.say("/remind analysis 2h")
    assert ada.labels[0] == "10 minutes before too"
    assert "The next reminder comes today at 13:20 CET (in 20 minutes)." in ada.press(ada.labels[0])
    assert ada.last.replaces
    ada.say("/remind analysis default")
    assert lost in ada.say("/remind 2h")
    assert ada.labels[0] == "10 minutes before too"


def test_rules_for_none_name_the_single_sessions_that_fall_silent(ada: Person) -> None:
    ada.say("/star further")
    assert ada.say("/remind off") == (
        "For all series that have no rule of their own: no reminders.\n"
        "The single sessions that you follow are silent too: Bela Beispiel: On Further Ones."
    )
    ada.say("/talk further")
    assert "Next reminder: Mon 8 March, 12:30 CET" in ada.press("1h") + ada.say("/talk further")


def test_no_reminders_of_a_series_are_told_once_with_its_own_choices(ada: Person) -> None:
    ada.say("/follow analysis")
    assert ada.say("/remind analysis off") == (
        "Seminar on Analysis & Co.\n\nYou are not reminded (your rule for this series)."
    )
    ada.press("1h")
    assert "1 hour before (your rule for this series)" in ada.say("/series analysis &")
    assert ada.say("/remind past 1h").startswith("You do not follow The Old Seminar")
    ada.say("/follow past")
    assert ada.say("/remind past 2h") == (
        "The Old Seminar on Analysis\n\n"
        "You are reminded 2 hours before (your rule for this series).\n"
        "Nothing is to come at the moment; you are reminded once there is."
    )


def test_a_star_within_a_followed_series_ends_by_muting(ada: Person) -> None:
    ada.say("/star further")
    ada.say("/follow analysis")
    ada.say("/talk further")
    assert "Do not remind me of it" not in ada.labels
    ada.press("No reminder of it")
    assert ada.last.notice == "You are not reminded of this session."


def test_a_cancelled_session_is_told_as_cancelled_without_its_link(bot: Bot, ada: Person) -> None:
    ada.say("/follow analysis")
    cancelled = SERIES["analysis"].replace("id: first\n", "id: first\n    status: cancelled\n")
    put(bot, "analysis", cancelled)
    assert head(ada.say("/star bold")) == ["No reminder comes: it is cancelled."]
    assert "Join" not in ada.last.html + " ".join(ada.labels)
    for said in ("/week", "/today", "/sessions analysis"):
        assert f"Mon 1 March, 13:30 CET, Cancelled\n{FIRST}" in ada.say(said)


def test_a_minute_that_has_begun_counts(bot: Bot, ada: Person) -> None:
    ada.say("/remind 10m")
    bot.now = NOW + timedelta(minutes=10, seconds=5)
    assert "comes today at 13:20 CET (in 10 minutes)" in ada.say("/follow analysis")
