"""What people write without a slash, and lists that go on."""

import pytest

from bot.flows.ingest import sync

from .people import NOW, Bot, Person


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("zone Tokyo", "/zone Tokyo"),
        ("remind me 1h", "/remind 1h"),
        ("follow analysis &", "/follow analysis &"),
        ("When is the next talk?", "/next"),
        ("what's on tomorrow?", "/tomorrow"),
        ("tomorrow", "/tomorrow"),
        ("stop", "/forget"),
        ("unsubscribe", "/unfollow"),
        ("hi again", "/start"),
        ("/search talk on further", "/search talk on further"),
        ("/follow further", "/star further"),
        ("/remind an hour", "/remind 1h"),
        ("/remind one day", "/remind 1d"),
        ("/remind half an hour", "/remind 30m"),
        ("/remind 1.5h", "/remind 90m"),
        ("/remind 1 and a half hours", "/remind 90m"),
        ("/quiet 22-7", "/quiet 22:00-07:00"),
        ("/cal", "/calendar"),
        ("/export", "/calendar"),
    ],
)
def test_it_is_understood(bot: Bot, said: str, meant: str) -> None:
    answers = []
    for address, text in (("1", said), ("2", meant)):
        person = bot.person(address)
        if "quiet" in said:
            person.say("/zone Zurich")
        answers.append((person.say(text), person.labels))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("thank you!", "You are welcome."),
        ("Thanks", "You are welcome."),
        ("yes", "All right. What do you want to see?"),
        ("on further", "On Further Ones"),  # finds something: a search before all
        ("/search", "What are you looking for? Write a name, or a word of a title."),
        ("/unfollow", "You follow no series."),
        ("/zone asia", "I do not know “asia”. Name a bigger city of the same zone"),
        ("/zone Tokio", "I do not know “Tokio”. Did you mean one of these?"),
        ("/zone none", "I know no zone of yours any more"),
        ("/zone +9", "Your zone is UTC+9: it is 21:00 UTC+9 there now."),
        ("/remind -5m", 'This is not a length of time, read "-5m"; write it as in "1 day"'),
        ("/today nonsense", "No series and no talk has these words, read “nonsense”"),
    ],
)
def test_it_is_answered(ada: Person, said: str, shown: str) -> None:
    assert ada.say(said).replace('read "nonsense"', "read “nonsense”").startswith(shown)


def test_a_suggestion_keeps_what_was_behind_the_command(ada: Person) -> None:
    assert ada.say("/remnd 2h") == "I do not know /remnd; did you mean /remind 2h?"
    assert ada.press("/remind 2h").startswith("For all series that have no rule of their own: 2 ho")


def test_only_followed_series_can_be_unfollowed(ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/follow past")
    assert ada.say("/unfollow") == "Which series do you mean?"
    assert ada.labels == ["Seminar on Analysis & Co.", "The Old Seminar on Analysis"]


def test_words_of_a_talk_do_where_a_series_is_asked_for(ada: Person) -> None:
    ada.say("/calendar bela")
    assert [one.name for one in ada.last.documents] == ["analysis-second.ics"]
    assert ada.say("/next bela").startswith("On Further Ones")
    assert ada.say("/today algebra").startswith("There is nothing today.\n\nThe next one: Chie Rei")


def many(bot: Bot) -> None:
    sessions = "\n".join(
        f"  - {{id: s{number}, start: 2027-0{1 + number % 2 * 3}-01 {8 + number // 2}:00, "
        f"title: Kernels {number}}}"
        for number in range(22)
    )
    path = bot.schedules / "many.yaml"
    path.write_text(f"id: many\ntitle: Many\ntimezone: Europe/Zurich\nsessions:\n{sessions}\n")
    results = sync(bot.store, [bot.schedules], now=NOW)
    assert [problem.sentence() for one in results for problem in one.problems] == []


@pytest.mark.parametrize("said", ["kernels", "/star kernels", "/talk kernels", "/mute kernels"])
def test_a_list_goes_on_until_its_end(bot: Bot, ada: Person, said: str) -> None:
    many(bot)
    ada.say(said)
    pages = [ada.labels]
    while "More" in ada.labels:
        ada.press("More")
        assert ada.last.replaces
        pages.append(ada.labels)
    shown = [one for page in pages for one in page if one not in {"More", "←"}]
    assert (len(pages), len(shown)) == (3, 22)
    assert "more." not in ada.last.html
    ada.press("←")
    assert ada.labels == pages[1]


def test_sessions_before_are_a_list_of_their_own(bot: Bot, ada: Person) -> None:
    many(bot)
    assert ada.say("/sessions many").count("Kernels") == 11
    assert "1 April" in ada.labels[0]
    assert ada.press("Earlier sessions").startswith("Many, earlier sessions\n\nFri 1 January")
    assert ada.press("Sessions to come").count("Thu 1 April") == 11


def test_pages_that_are_not_there_are_the_last(ada: Person) -> None:
    assert ada.say("/series +99") == ada.say("/series")


def test_a_day_tells_what_is_on_and_what_is_over(bot: Bot, ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/follow algebra")
    bot.now = NOW.replace(hour=13)
    assert "Mon 1 March, 13:30 CET, now\n" in ada.say("/today")
    bot.now = NOW.replace(hour=17)  # 02:00 in Tokyo, where a session is on
    ada.say("/zone Zurich")
    shown = ada.say("/today")
    assert "Mon 1 March, 13:30 CET, over\n" in shown
    assert "Mon 1 March, 16:30 CET, now\n" in shown
    bot.now = NOW.replace(hour=17)
    assert ada.say("/now").startswith("02:30 " if False else "17:30 ") or "Rings" in ada.say("/now")


def test_the_talk_that_is_on_comes_first(bot: Bot, ada: Person) -> None:
    bot.now = NOW.replace(hour=17)
    assert ada.say("/now").startswith("01:30 Rings\nDan Ejemplo\nThey are added")


def test_rules_are_shown_to_who_follows_nothing_yet(ada: Person) -> None:
    ada.say("/zone Tokyo")
    ada.say("/quiet 22-7")
    ada.say("/remind 2h")
    assert ada.say("/mine").startswith(
        "Zone: Asia/Tokyo\nReminders: 2 hours before\nQuiet: 22:00 to 07:00\n\nYou follow nothing"
    )
    ada.say("/digest on")
    assert ada.say("/zone off").splitlines()[1:] == [
        "Your quiet hours count in each series' zone then.",
        "Your weekly digest waits until I know your zone.",
    ]


def test_what_changes_is_put_in_place_and_what_opens_is_new(ada: Person) -> None:
    ada.say("/series algebra")
    ada.press("Follow")
    assert ada.last.replaces
    assert "Unfollow" in ada.labels
    ada.press("Reminders")
    assert not ada.last.replaces
    ada.press("1h")
    assert ada.last.replaces
    ada.press("What I follow")
    assert not ada.last.replaces
    ada.press("My zone")
    assert not ada.last.replaces
    ada.press("Asia/Tokyo")
    assert ada.last.replaces


def test_what_comes_then_stays_when_a_reminder_is_ended(ada: Person) -> None:
    ada.say("/follow analysis")
    before = ada.say("/next")
    then = before[before.index("Then") :]
    assert ada.press("No reminder of it").endswith(then)
    assert ada.last.replaces
    assert ada.press("Remind me of it again").endswith(then)


def test_a_press_of_who_may_not_is_answered_over_the_chat_alone(bot: Bot) -> None:
    member = bot.person("-5", kind="group", may_change=False)
    member.say("/series algebra")
    assert member.press("Follow") == ""
    assert member.last.notice.startswith("Only admins of this group")


def test_a_groups_calendar_offers_no_secret(bot: Bot) -> None:
    admin = bot.person("-5", kind="group")
    admin.say("/follow analysis")
    admin.say("/calendar")
    assert (admin.labels, len(admin.last.documents)) == ([], 1)
