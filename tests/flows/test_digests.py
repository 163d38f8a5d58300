"""Weekly digests: what they tell, to whom, when, and that nobody gets several."""

from datetime import datetime, timedelta

import pytest

from bot.domain.series import Join, LinkPolicy, Status
from bot.flows.delivery.composed import Draft
from bot.flows.delivery.ledger import Ledger
from bot.flows.delivery.outlets import Outlet
from bot.flows.planning.remind import Planned, plan_reminders
from bot.store.chats.subscriptions import (
    ChatRules,
    SubscriptionRules,
    find_or_add_chat,
    mute,
    set_chat_rules,
    set_subscription_rules,
    star,
    subscribe,
)
from bot.store.delivery.marking import Readiness
from bot.store.engine import Store
from tests.flows.test_deliver import Desk, Sink
from tests.reminders.seminar import DAY, session, talk
from tests.store.seminar import BEFORE, put

MINUTE = timedelta(minutes=1)
MONDAY = datetime.fromisoformat("2021-06-27T23:00Z")  # 8:00 of the 28th in Tokyo
RULES = ChatRules(zone="Asia/Tokyo", digest=(0, 480), offsets=())
CANARY = Join(url="https://meet.example/canary", passcode="c4nary")
HEADING = "The next seven days"
END = "This comes once a week; /digest changes that."


def chat(store: Store, address: str = "1", rules: ChatRules = RULES, *, to: str = "seminar") -> int:
    with store.writing() as connection:
        chat_id = find_or_add_chat(connection, "test", address, now=BEFORE)
        set_chat_rules(connection, chat_id, rules, now=BEFORE)
        if to:
            subscribe(connection, chat_id, to, now=BEFORE)
    return chat_id


def digests(store: Store, now: datetime = MONDAY) -> list[str]:
    """Deliver what is due; return the texts that left."""
    desk = Desk(store, now)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    return [outgoing.plain for _, outgoing, _ in sink.arrived]


def test_digest_lists_the_coming_week_in_the_zone_of_the_chat(store: Store) -> None:
    put(
        store,
        session(join=CANARY),
        session(id="late", start="2021-07-05 00:59", talks=(talk(title="On Sets & <Rings>"),)),
        session(id="next week", start="2021-07-05 01:01"),
        session(id="gone", start="2021-06-27 16:30"),
        session(id="off", start="2021-06-29 16:30", status=Status.CANCELLED),
    )
    put(store, session(id="other", start="2021-06-30 10:00"), id="other", title="Not Followed")
    chat(store)
    desk = Desk(store, MONDAY)
    sink = Sink(desk.clock)
    assert desk.deliver(sink) is None
    [(_, outgoing, _)] = sink.arrived
    assert outgoing.plain == (
        f"{HEADING}\n\n"
        "Mon 28 June, 23:30 JST\nAda Example: On Examples\nSeminar on Everything\n\n"
        "Mon 5 July, 07:59 JST\nAda Example: On Sets & <Rings>\nSeminar on Everything\n\n"
        f"{END}"
    )
    assert outgoing.html == (
        f"<b>{HEADING}</b>\n\n"
        '<tg-time unix="1624890600" format="wDt">Mon 28 June, 23:30 JST</tg-time>\n'
        "<b>Ada Example: On Examples</b>\n<i>Seminar on Everything</i>\n\n"
        '<tg-time unix="1625439540" format="wDt">Mon 5 July, 07:59 JST</tg-time>\n'
        "<b>Ada Example: On Sets &amp; &lt;Rings&gt;</b>\n<i>Seminar on Everything</i>\n\n"
        f"{END}"
    )
    assert desk.statuses() == ["sent"]


def test_digest_comes_at_its_hour_and_again_in_a_week(store: Store) -> None:
    put(store, session(), session(id="second", start="2021-07-05 16:30"))
    chat(store)
    assert digests(store, MONDAY - MINUTE) == []
    assert len(digests(store, MONDAY)) == 1
    assert digests(store, MONDAY + DAY / 2) == []
    assert len(digests(store, MONDAY + 7 * DAY)) == 1


@pytest.mark.parametrize(("late", "count"), [(DAY - MINUTE, 1), (DAY, 0)])
def test_after_a_pause_of_weeks_one_comes_while_it_has_a_use(
    store: Store, late: timedelta, count: int
) -> None:
    put(store, session("2021-07-20 16:30"))
    chat(store)
    now = MONDAY + 21 * DAY + late
    assert len(digests(store, now)) == count
    assert len(Desk(store, now).rows("id")) == count


def test_planning_tells_when_the_next_digest_is_due(store: Store) -> None:
    put(store)
    chat(store, to="")
    desk = Desk(store, MONDAY)
    planned = plan_reminders(store, desk.library, now=MONDAY)
    assert planned == Planned(1, 0, MONDAY + 7 * DAY)
    assert plan_reminders(store, desk.library, now=MONDAY).added == 0


def test_empty_week_is_passed_over_for_good(store: Store) -> None:
    put(store, session("2021-07-20 16:30"))
    chat(store)
    desk = Desk(store, MONDAY)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    put(store, at=MONDAY)
    desk.deliver(sink)
    assert (sink.arrived, desk.rows("kind", "status")) == ([], [("digest", "empty")])


def test_star_and_rules_count_and_a_mute_takes_away(store: Store) -> None:
    put(
        store,
        session(id="bias", talks=(talk(title="On Bias"),)),
        session(id="sets", start="2021-06-29 16:30", talks=(talk(title="On Sets"),)),
        session(id="rings", start="2021-06-30 16:30", talks=(talk(title="On Rings"),)),
        session(id="maps", start="2021-07-01 16:30", talks=(talk(title="On Bias of Maps"),)),
    )
    chat_id = chat(store)
    with store.writing() as connection:
        words = SubscriptionRules(keywords=("bias",))
        set_subscription_rules(connection, chat_id, "seminar", words, now=BEFORE)
        star(connection, chat_id, "seminar", "sets", now=BEFORE)
        mute(connection, chat_id, "seminar", "maps", now=BEFORE)
    [text] = digests(store)
    assert [name in text for name in ("On Bias", "On Sets", "On Rings", "Maps")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("policy", LinkPolicy)
def test_no_link_is_in_a_digest(store: Store, policy: LinkPolicy) -> None:
    put(store, session(join=CANARY), link=policy)
    chat(store)
    [text] = digests(store)
    assert "On Examples" in text
    assert CANARY.url not in text


def test_digest_that_waits_is_made_of_what_the_chat_follows_then(store: Store) -> None:
    put(store)
    put(store, session(talks=(talk(title="On Sets"),)), id="other", title="Another Seminar")
    chat_id = chat(store)
    desk = Desk(store, MONDAY)
    desk.plan()
    with store.writing() as connection:
        subscribe(connection, chat_id, "other", now=MONDAY)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    assert "On Sets" in sink.arrived[0][1].plain


@pytest.mark.parametrize("what", ["interest", "series"])
def test_digest_of_what_was_read_too_early_does_not_leave(store: Store, what: str) -> None:
    put(store)
    chat_id = chat(store)
    desk = Desk(store, MONDAY)
    desk.plan()
    outlets = {"test": Outlet(channel=Sink(desk.clock), account="test")}
    ledger = Ledger(store, desk.library, outlets, desk.clock)
    with store.writing() as connection:
        [taken] = ledger.take(connection, "test", 1)
    draft = ledger.compose(taken.delivery, MONDAY)
    assert isinstance(draft, Draft)
    with store.writing() as connection:
        if what == "interest":
            mute(connection, chat_id, "seminar", "examples", now=MONDAY)
    if what == "series":
        put(store, session(room="Room 1"), at=MONDAY)
    with store.writing() as connection:
        begun = ledger.begin(connection, taken.delivery, draft)
        assert begun.readiness is Readiness.UNWANTED
    again = ledger.compose(taken.delivery, MONDAY)
    if isinstance(again, Draft):
        with store.writing() as connection:
            begun = ledger.begin(connection, taken.delivery, again)
            assert begun.readiness is Readiness.READY
    assert isinstance(again, Draft) == (what == "series")


def test_digest_that_is_off_or_of_another_hour_by_now_is_not_sent(store: Store) -> None:
    put(store)
    chats = [chat(store, address) for address in "12"]
    desk = Desk(store, MONDAY)
    desk.plan()
    with store.writing() as connection:
        set_chat_rules(connection, chats[0], ChatRules(zone="Asia/Tokyo"), now=MONDAY + MINUTE)
        moved = ChatRules(zone="Asia/Tokyo", digest=(4, 0), offsets=())
        set_chat_rules(connection, chats[1], moved, now=MONDAY + MINUTE)
    desk.clock.time += 2 * MINUTE
    sink = Sink(desk.clock)
    desk.deliver(sink)
    assert (sink.arrived, desk.rows("kind")) == ([], [])


def test_digest_in_quiet_hours_is_silent(store: Store) -> None:
    put(store)
    chat(store, rules=ChatRules(zone="Asia/Tokyo", digest=(0, 480), quiet=(0, 540)))
    desk = Desk(store, MONDAY)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    assert [outgoing.is_silent for _, outgoing, _ in sink.arrived] == [True]


def test_long_week_names_how_many_are_left_out(store: Store) -> None:
    put(
        store,
        *(session(id=f"s{n:02}", start=f"2021-06-29 {n % 24:02}:{n:02}") for n in range(45)),
    )
    chat(store)
    [text] = digests(store)
    assert text.count("On Examples") == 40
    assert text.endswith(f"\n\n… and 5 more.\n\n{END}")
