"""Alerts of what chats watch for: once of each session, and never of what is private."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.channels.interface import Button
from bot.domain.series import Join, Speaker, Status, TalkKind
from bot.flows.delivery.buttons import reference
from bot.flows.ingest import sync
from bot.flows.subscribe import watch_key
from bot.store.chats.subscriptions import find_or_add_chat, star, subscribe
from bot.store.delivery.watches import unwatch, watch
from bot.store.engine import Store, StoreError
from tests.flows.test_deliver import Desk, Sink
from tests.reminders.seminar import DAY, session, talk
from tests.store.seminar import BEFORE, START, put

MINUTE = timedelta(minutes=1)
NOW = BEFORE + DAY
BIAS = talk(title="On Ímplicit Bias")
END = "/watch has what you are told of, and ends it."


def watching(store: Store, *said: str, address: str = "1") -> int:
    with store.writing() as connection:
        chat_id = find_or_add_chat(connection, "test", address, now=BEFORE)
        for words in said or ("implicit bias",):
            watch(connection, chat_id, watch_key(words), words, now=BEFORE)
    return chat_id


def deliver(store: Store, now: datetime = NOW) -> Sink:
    desk = Desk(store, now)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    return sink


def told(store: Store, now: datetime = NOW) -> list[str]:
    """Return the first lines of what is told now."""
    return [outgoing.plain.splitlines()[0] for _, outgoing, _ in deliver(store, now).arrived]


ONE_TALK = "A talk mentions “implicit bias”"


def test_talk_that_is_added_is_told_with_a_way_to_be_reminded(store: Store) -> None:
    put(store)
    watching(store)
    put(store, session(), session(id="bias", start="2021-07-05 16:30", talks=(BIAS,)), at=NOW)
    [(address, outgoing, _)] = deliver(store).arrived
    assert address == "1"
    assert outgoing.plain == (
        f"{ONE_TALK}\n\n"
        "Mon 5 July, 16:30 CEST\nAda Example: On Ímplicit Bias\nSeminar on Everything\n\n"
        f"{END}"
    )
    assert outgoing.buttons == (
        (Button(label="Remind me of it", data=f"star {reference('seminar', 'bias')}"),),
        (Button(label="About the series", data=f"series {reference('seminar')}"),),
    )
    assert deliver(store).arrived == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (talk(title="", speakers=()), BIAS),
        (talk(title="TBA"), BIAS),
        (talk(), talk(abstract="It tells of implicit, and other, biases.")),
        (talk(speakers=()), talk(speakers=(Speaker(name="Bias Implicit"),))),
    ],
    ids=["announced", "a title instead of none", "an abstract", "a speaker"],
)
def test_what_is_said_of_a_talk_later_is_told(store: Store, before: object, after: object) -> None:
    put(store, session(talks=(before,)))
    watching(store)
    assert told(store) == []
    put(store, session(talks=(after,)), at=NOW)
    assert told(store) == [ONE_TALK]


def test_date_at_last_is_news_too(store: Store) -> None:
    undated = session(talks=(BIAS,), start="2021-06-28 16:30")
    put(store, replace(undated, start=None, end=None))
    watching(store)
    put(store, undated, at=NOW)
    assert told(store) == [ONE_TALK]


@pytest.mark.parametrize(
    "what", ["known", "other words", "begins in a word", "past", "cancelled", "a break", "archived"]
)
def test_what_is_no_news_is_not_told(store: Store, what: str) -> None:
    put(store, session(talks=(BIAS,) if what == "known" else (talk(),)))
    watching(store)
    new = session(talks=(BIAS,))
    match what:
        case "known":
            new = session(talks=(BIAS,), room="Room 1", start="2021-06-28 18:30")
        case "other words":
            new = session(talks=(talk(title="On explicit bias"),))
        case "begins in a word":
            new = session(talks=(talk(title="Unimplicit antibias"),))
        case "past":
            new = session(start="2021-06-01 16:30", talks=(BIAS,))
        case "cancelled":
            new = session(talks=(BIAS,), status=Status.CANCELLED)
        case "a break":
            new = session(talks=(talk(title="Implicit bias", kind=TalkKind.BREAK),))
    if what != "archived":
        put(store, new, at=NOW)
    assert told(store) == []


def test_term_that_is_added_is_one_message(store: Store) -> None:
    watching(store, "implicit bias", "examples", address="1")
    watching(store, "rings", address="2")
    days = [session(id=f"s{n:02}", start=f"2021-07-{n:02} 16:30") for n in range(1, 15)]
    bias = session(id="bias", start="2021-07-20 16:30", talks=(BIAS,))
    put(store, session("2021-06-01 16:30", id="past"), *days, bias, at=NOW)
    [(address, outgoing, _)] = deliver(store).arrived
    assert address == "1"
    lines = outgoing.plain.splitlines()
    assert lines[0] == "15 talks mention “implicit bias”, “examples”"
    assert outgoing.plain.count("On Examples") == 10
    assert lines[-3:] == ["… and 5 more.", "", END]
    assert [row[0].data.split()[0] for row in outgoing.buttons] == ["talk"] * 10 + ["series"]
    assert outgoing.buttons[0][0].label == "1 July · Ada Example: On Examples"


def test_who_follows_the_series_by_now_is_not_told(store: Store) -> None:
    chats = [watching(store, address=address) for address in "1234"]
    put(store, session(talks=(BIAS,)), at=NOW)
    with store.writing() as connection:
        subscribe(connection, chats[0], "seminar", now=NOW)
        star(connection, chats[1], "seminar", "examples", now=NOW)
        unwatch(connection, chats[2], watch_key("implicit bias"))
    assert [address for address, _, _ in deliver(store).arrived] == ["4"]
    desk = Desk(store, NOW)
    rows = desk.rows("kind", "status")
    assert sorted(rows) == [("alert", "empty")] * 3 + [("alert", "sent")]


def test_what_has_begun_or_is_cancelled_by_now_is_not_told(store: Store) -> None:
    watching(store)
    others = session(id="others", talks=(BIAS,), start="2021-07-05 16:30")
    put(store, session(talks=(BIAS,)), others, at=NOW)
    [(_, outgoing, _)] = deliver(store, START + MINUTE).arrived
    assert outgoing.plain.count("Bias") == 1
    assert "Mon 5 July" in outgoing.plain


def test_private_words_are_neither_told_nor_found(store: Store) -> None:
    secret = Join(url="https://zoom.example/j/93817264055", passcode="Swordfish77")
    hidden = "Join https://zoom.example/j/93817264055 with Swordfish77, of bias"
    with_link = session(join=secret, talks=(talk(title="On bias", abstract=hidden),))
    watching(store, "swordfish77", address="1")
    watching(store, "93817264055", address="2")
    watching(store, "bias", address="3")
    put(store, with_link, at=NOW)
    arrived = deliver(store).arrived
    assert [address for address, _, _ in arrived] == ["3"]
    assert not any(word in str(arrived[0]) for word in ("93817264055", "Swordfish77"))


def test_long_pause_loses_no_alert_and_an_old_one_is_no_news(store: Store) -> None:
    watching(store)
    put(store, session(talks=(BIAS,), start="2021-08-28 16:30"), at=NOW)
    assert told(store, NOW + 8 * DAY) == []
    put(store, id="other", at=NOW)
    late = session(id="late", talks=(BIAS,), start="2021-08-28 16:30")
    put(store, session(), late, id="other", title="Another", at=NOW)
    assert told(store, NOW + 6 * DAY) == [ONE_TALK]


def test_alert_is_stored_with_the_version_or_not_at_all(store: Store, tmp_path: Path) -> None:
    definition = (
        "id: seminar\ntitle: Seminar\ntimezone: Europe/Zurich\nsessions:\n"
        "  - {id: one, start: 2021-07-05 16:30, title: On implicit bias}\n"
    )
    (tmp_path / "seminar.yaml").write_text(definition)
    watching(store)

    def fail(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO deliveries"):
            raise OSError("killed")

    event.listen(store.engine, "before_cursor_execute", fail)
    with pytest.raises((OSError, StoreError)):
        sync(store, [tmp_path], now=NOW)
    assert told(store) == []
    event.remove(store.engine, "before_cursor_execute", fail)
    sync(store, [tmp_path], now=NOW)
    assert told(store) == [ONE_TALK]
    sync(store, [tmp_path], now=NOW)
    assert told(store) == []
