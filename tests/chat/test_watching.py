"""/watch and /unwatch: words to be told of."""

import asyncio
from pathlib import Path

from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.ingest import sync
from bot.flows.library import Library
from tests.flows.test_deliver import Sink, SleepClock

from .people import Bot, Person

TOLD = (
    "I tell you when a talk is announced that mentions “{words}”, whatever series it is in; not of "
    "series that you follow, of whose talks you are reminded anyway."
)
NOTHING = (
    "You watch for nothing. As in /watch implicit bias, you are told of talks that mention it."
)


def test_words_are_watched_and_listed(ada: Person) -> None:
    assert ada.say("/watch") == NOTHING
    assert ada.say("/watch “Kérnel  methods”") == (
        f"{TOLD.format(words='Kérnel methods')}\n\nNo talk to come mentions it yet."
    )
    ada.say("/watch RINGS")
    ada.say("/watch methods kernel")  # the same ones in another order
    assert ada.say("/watch") == "What you watch for\n\n“Kérnel methods”\n“RINGS”"
    assert ada.labels == ["End “Kérnel methods”", "End “RINGS”"]
    assert "Watched: Kérnel methods, RINGS" in ada.say("/mine")


def test_what_mentions_it_already_is_shown(ada: Person) -> None:
    assert ada.say("/watch rings").endswith("\n\nTalks to come that mention it already: 1.")
    assert "Dan Ejemplo: Rings" in ada.press("Show them")


def test_watching_ends_by_words_and_by_buttons(ada: Person) -> None:
    for words in ("rings", "groups", "implicit bias"):
        ada.say(f"/watch {words}")
    assert ada.say("/unwatch GROUPS").startswith("You are not told of “groups” any more.\n\n")
    assert ada.say("/unwatch lasers") == (
        "You do not watch for “lasers”.\n\nWhat you watch for\n\n“implicit bias”\n“rings”"
    )
    assert "“rings”" not in ada.press("End “rings”")
    assert ada.press("End “implicit bias”") == NOTHING
    assert ada.say("/unwatch") == NOTHING


def test_long_words_fit_a_button(ada: Person) -> None:
    words = "überabzählbare Mengen und die Stetigkeit ihrer Abbildungen"
    ada.say(f"/watch {words}")
    assert ada.press("End this") == NOTHING


def test_what_would_match_everything_or_is_no_word_is_refused(ada: Person) -> None:
    assert ada.say("/watch a b").startswith("This begins too many words")
    assert ada.say(f"/watch {'long ' * 20}").startswith("This is too long")
    for number in range(20):
        ada.say(f"/watch word {number}")
    assert ada.say("/watch one more").startswith("You watch for 20 things already")
    assert ada.say("/watch word 7").startswith("I tell you when")


def test_only_admins_change_it_in_a_group(bot: Bot) -> None:
    group = bot.person("-5", kind="group", may_change=False)
    assert (
        group.say("/watch rings") == "Only admins of this group can change that, in their own name."
    )
    assert group.say("/watch") == NOTHING


def test_alert_leads_to_a_reminder_in_one_tap(bot: Bot, ada: Person, tmp_path: Path) -> None:
    ada.say("/watch rings")
    definition = tmp_path / "new.yaml"
    definition.write_text(
        "id: new\ntitle: New\ntimezone: Europe/Zurich\n"
        "sessions: [{id: a, start: 2027-03-09 16:30, title: All Rings, speaker: Eva Esempio}]\n"
    )
    sync(bot.store, [definition], now=bot.now)
    clock = SleepClock(bot.now)
    sink = Sink(clock)

    async def deliver() -> None:
        outlets = {"test": Outlet(channel=sink, account="test")}
        await DeliveryWorker(bot.store, Library(), outlets, clock).deliver_due()

    asyncio.run(deliver())
    [(_, outgoing, _)] = sink.arrived
    assert outgoing.plain.splitlines()[0] == "A talk mentions “rings”"
    [[remind], _] = outgoing.buttons
    shown = ada.tap(remind)
    assert "Eva Esempio: All Rings" in shown or "All Rings\nEva Esempio" in shown
    assert "Next reminder: Tue 9 March, 15:30 CET" in shown
