"""What is stored of a chat is shown and deleted, and its calendars given out."""

import json

import pytest

from bot.flows.personal_feed import hash_of_token
from bot.store.chats.personal import Selection, find_selection

from .people import Bot, Person, running_bot


def stored_rows(bot: Bot) -> int:
    with bot.store.reading() as connection:
        tables = ("chats", "subscriptions", "stars", "mutes", "feed_tokens")
        queries = [f"SELECT count(*) FROM {table}" for table in tables]  # noqa: S608
        return sum(connection.exec_driver_sql(query).scalar_one() for query in queries)


def test_nothing_is_stored_of_those_who_only_look(bot: Bot, ada: Person) -> None:
    for text in ("/start", "/series", "/next", "ada", "/remind", "/zone", "/mine", "/calendar"):
        ada.say(text)
    assert stored_rows(bot) == 0
    assert ada.say("/mydata") == "Nothing is stored of this chat."
    ada.say("/zone Tokyo")
    assert stored_rows(bot) == 1


def test_my_data_is_all_that_is_stored(ada: Person) -> None:
    for text in ("/zone Tokyo", "/follow analysis", "/remind analysis 2h", "/star groups",
                 "/mute further", "/quiet 22:00-07:00", "/remind off",
                 "/digest on", "/watch Kérnel methods", "/calendar secret"):  # fmt: skip
        ada.say(text)
    ada.say("/mydata")
    stored = json.loads(ada.last.documents[0].data)
    at, seconds = "2027-03-01T12:00:00+00:00", 1803902400
    assert stored["chats"] == [
        {
            "id": 1,
            "platform": "test",
            "address": "1",
            "created_at": at,
            "kind": "private",
            "zone": "Asia/Tokyo",
            "language": None,
            "offsets": [],
            "quiet_from": 1320,
            "quiet_to": 420,
            "ruled_at": seconds,
            "digest_weekday": 0,
            "digest_minute": 480,
            "digest_since": seconds,
            "free_at": 0,
            "ended_at": None,
            "ended_reason": "",
        }
    ]
    whose = {"chat_id": 1, "created_at": at}
    assert stored["subscriptions"] == [
        {**whose, "series_id": "analysis", "offsets": [7200], "kinds": None, "keywords": None,
         "changes": None,
         "ruled_at": seconds}
    ]  # fmt: skip
    assert stored["stars"] == [
        {**whose, "series_id": "algebra", "session_id": "day", "ruled_at": seconds}
    ]
    assert stored["mutes"] == [{**whose, "series_id": "analysis", "session_id": "second"}]
    assert stored["feed_tokens"] == [{**whose, "revoked_at": None}]
    assert stored["watches"] == [{**whose, "folded": "kernel methods", "words": "Kérnel methods"}]
    assert set(stored) == {
        "chats",
        "subscriptions",
        "stars",
        "mutes",
        "watches",
        "alerts",
        "deliveries",
        "feed_tokens",
    }


def test_forgetting_asks_and_deletes_all(bot: Bot, ada: Person) -> None:
    for text in ("/follow analysis", "/star groups", "/mute bold", "/calendar secret",
                 "/watch kernels"):  # fmt: skip
        ada.say(text)
    assert ada.say("/forget").startswith("Delete all that is stored of this chat")
    assert ada.press("No") == "All stays as it is."
    assert stored_rows(bot) > 1
    ada.say("/stop")
    assert ada.press("Yes, delete all") == "All is deleted. /start begins anew."
    assert stored_rows(bot) == 0


def test_a_secret_address_counts_until_it_ends(bot: Bot, ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/calendar")
    address = ada.press("Secret address").splitlines()[-1]
    token = address.removeprefix("https://talks.example/my/").removesuffix(".ics")
    with bot.store.reading() as connection:
        found = find_selection(connection, hash_of_token(token))
    assert found == Selection(("analysis",), ())
    assert ada.press("End the address") == "Your secret address counts no more."
    with bot.store.reading() as connection:
        assert find_selection(connection, hash_of_token(token)) is None


@pytest.mark.parametrize(
    ("said", "name", "count"),
    [
        ("/calendar file", "my.ics", 2),
        ("/calendar analysis", "analysis.ics", 2),
        ("/calendar algebra-day", "algebra-day.ics", 2),
    ],
)
def test_calendars_are_files(ada: Person, said: str, name: str, count: int) -> None:
    ada.say("/follow analysis")
    ada.say(said)
    (document,) = ada.last.documents
    assert (document.name, document.data.count(b"BEGIN:VEVENT")) == (name, count)


def test_without_a_public_address_there_are_files() -> None:
    with running_bot(base="") as bot:
        ada = bot.person()
        assert ada.say("/calendar") == "You follow nothing yet, so your calendar would be empty."
        ada.say("/star bold")
        assert ada.say("/calendar").startswith("Here is your calendar as it is now.")
        assert ada.last.documents[0].data.count(b"BEGIN:VEVENT") == 1
        assert "/my/" not in ada.say("/calendar secret")


def test_a_session_is_a_file_and_an_address(ada: Person) -> None:
    ada.say("/next")
    assert ada.press("Calendar").endswith("\nhttps://talks.example/analysis/first.ics")
    [document] = ada.last.documents
    assert (document.name, document.data.count(b"BEGIN:VEVENT")) == ("analysis-first.ics", 1)
    assert ada.say("/calendar algebra-later") == "It has no date yet that a calendar could show."


def test_an_address_that_there_is_can_be_ended_later(ada: Person) -> None:
    ada.say("/follow analysis")
    ada.say("/calendar secret")
    assert ada.say("/calendar").startswith("Your own calendar has a secret address")
    assert ada.labels == ["New secret address", "End the address", "As a file"]
    ada.press("End the address")
    ada.say("/calendar")
    assert ada.labels == ["Secret address", "As a file"]
