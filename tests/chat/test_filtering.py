"""Of which talks of a series a chat wants to be reminded."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.filtering import read_filter
from bot.domain.series import TalkKind
from bot.errors import RefusalError
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from tests.store.migrated import opened_migrated

from .people import NOW, Bot, Person

KEYNOTE, PANEL, TALK, INVITED = (
    TalkKind.KEYNOTE,
    TalkKind.PANEL,
    TalkKind.TALK,
    TalkKind.INVITED,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("keynote", ((KEYNOTE,), ())),
        ("Keynotes and panels", ((KEYNOTE, PANEL), ())),
        ("invited talks", ((INVITED,), ())),
        ("implicit bias", ((), ("implicit bias",))),
        ("keynote, implicit bias,  SGD , keynote", ((KEYNOTE,), ("implicit bias", "SGD"))),
        ("panel on ethics", ((), ("panel on ethics",))),
        ("break", ((), ("break",))),
        ("all", ((), ())),
        ("OFF", ((), ())),
    ],
)
def test_kinds_and_words_are_read(text: str, found: object) -> None:
    assert read_filter(text) == found


@pytest.mark.parametrize("text", [",", "x", "a" * 61, ", ".join(f"word{n}" for n in range(11))])
def test_what_finds_nothing_is_refused(text: str) -> None:
    with pytest.raises(RefusalError):
        read_filter(text)


@pytest.mark.parametrize(
    "said",
    [
        "/only analysis further",
        "/only Seminar on Analysis & Co. further",
        "/only analysis & co: FURTHER",
        "/only further",  # it follows one series alone
        "/filter analysis posters, further",
    ],
)
def test_only_what_fits_is_told_of(ada: Person, said: str) -> None:
    ada.say("/follow analysis")
    ada.say("/remind 10m")
    assert "The next reminder comes today" in ada.say("/series analysis & co")
    said = said.replace("posters, ", "")
    assert ada.say(said) == (
        "Seminar on Analysis & Co.\n\n"
        "You are reminded 10 minutes before (your rule for all series).\n"
        f"Of its talks, only those that mention one of these count: “{said.split()[-1]}”.\n"
        "The next reminder comes Mon 8 March, 13:20 CET (in 1 week).\n"
        "It is for Bela Beispiel: On Further Ones, Mon 8 March, 13:30 CET."
    )
    assert "only those that mention one of these count" in ada.say("/mine")


def test_what_is_told_is_what_is_planned(bot: Bot, ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/remind 10m")
    ada.say("/only analysis keynotes")
    assert "Nothing that you want to be reminded of is to come" in ada.say("/series analysis & co")
    plan = plan_reminders(bot.store, Library(), now=NOW)
    assert (plan.added, plan.next_due_at) == (0, None)
    ada.say("/star bold")  # whatever the rule leaves out
    assert ada.say("/talk bold").endswith("Next reminder: today at 13:20 CET (in 20 minutes)")
    plan = plan_reminders(bot.store, Library(), now=NOW)
    assert plan.next_due_at == NOW + timedelta(minutes=20)


def test_a_question_offers_the_kinds_that_there_are(ada: Person) -> None:
    ada.say("/follow analysis")
    assert ada.say("/only analysis") == (
        "Seminar on Analysis & Co.\nYou are reminded of all its talks.\n\n"
        "Say kinds of talks, or words that they must mention, as in "
        "/only analysis keynote, open problems, or choose:"
    )
    assert ada.labels == ["All its talks"]
    ada.say("/only analysis bold, talks")
    assert "only those of these kinds count that mention one of these: talks; “bold”." in ada.say(
        "/only analysis"
    )
    assert "You are reminded of all its talks." in ada.press("All its talks")
    ada.say("/follow algebra")
    assert ada.say("/only groups") == "Which series do you mean?"
    assert "“groups”" in ada.press("Algebra Days")


def test_the_kinds_of_a_conference_are_buttons() -> None:
    from bot.flows.ingest import sync  # noqa: PLC0415 - a bot of its own

    root = Path(__file__).parents[2]
    with opened_migrated() as store:
        sync(store, [root / "schedules" / "deep-learning-theory-3.yaml"], now=NOW)
        ada = Bot(store).person()
        ada.say("/follow deep-learning-theory-3")
        ada.say("/only deep-learning-theory-3")
        assert ada.labels == ["orals", "spotlights", "others", "All its talks"]
        assert "only those of these kinds count: spotlights." in ada.press("spotlights")


def test_only_what_is_followed_has_rules(ada: Person) -> None:
    assert ada.say("/only analysis keynote").endswith("yet; follow it first.")
