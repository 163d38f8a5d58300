"""Broadcasts: rooms that definitions name are told as chats are, and see no more than they may."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.interface import SendError
from bot.domain.series import TalkKind
from bot.flows.broadcasting import BROADCAST, keep_targets, names_in_use, revive_targets
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.ingest import SyncOptions, sync
from bot.store.chats.broadcasts import FollowingTarget, list_targets
from bot.store.chats.subscriptions import SubscriptionRules, get_chat
from bot.store.engine import Store
from tests.flows.test_deliver import Desk, Sink
from tests.store.seminar import BEFORE, DUE, HOUR

DAY = timedelta(days=1)
SERIES = """\
title: Seminar on Everything
timezone: Europe/Zurich
{broadcast}
sessions:
  - id: examples
    start: 2021-06-28 16:30-17:30
    join: {{url: "https://meet.example/room/4711", passcode: swordfish}}
    talk:
      title: On Examples
      speaker: Ada Example
      kind: keynote
      abstract: As in https://meet.example/room/4711, says swordfish.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schedules").mkdir()
    return tmp_path / "schedules"


def write(folder: Path, broadcast: str, name: str = "seminar") -> None:
    text = SERIES.format(broadcast=f"broadcast: {broadcast}" if broadcast else "")
    (folder / f"{name}.yaml").write_text(text, "utf-8")


def told(store: Store) -> list[tuple[str, str, SubscriptionRules]]:
    return [(one.name, one.series_id, one.rules) for one in following(store)]


def following(store: Store) -> list[FollowingTarget]:
    with store.reading() as connection:
        return list_targets(connection, BROADCAST)


def deliver(desk: Desk, *errors: SendError) -> Sink:
    """Plan and send what is due to rooms."""
    sink = Sink(desk.clock, *errors)
    outlets = {BROADCAST: Outlet(channel=sink, account=BROADCAST)}
    desk.plan()
    asyncio.run(DeliveryWorker(desk.store, desk.library, outlets, desk.clock).deliver_due())
    return sink


class TestTargetsFollow:
    def test_as_the_definition_says_at_each_sync(self, store: Store, folder: Path) -> None:
        write(folder, "[team-slack, {target: maths-list, remind: 1 day, kinds: keynote}]")
        sync(store, [folder], now=BEFORE)
        usual = SubscriptionRules()
        daily = SubscriptionRules(offsets=(DAY,), kinds=(TalkKind.KEYNOTE,))
        assert told(store) == [("maths-list", "seminar", daily), ("team-slack", "seminar", usual)]
        write(folder, "[{target: team-slack, remind: none}, matrix]")
        sync(store, [folder], now=BEFORE)
        silent = SubscriptionRules(offsets=())
        assert told(store) == [("matrix", "seminar", usual), ("team-slack", "seminar", silent)]
        write(folder, "")
        sync(store, [folder], now=BEFORE)
        assert told(store) == []

    def test_again_if_the_store_has_lost_one(self, store: Store, folder: Path) -> None:
        write(folder, "team-slack")
        sync(store, [folder], now=BEFORE)
        with store.writing() as connection:
            keep_targets(connection, "seminar", (), now=BEFORE)
        assert names_in_use(store) == []
        sync(store, [folder], now=BEFORE)
        assert names_in_use(store) == ["team-slack"]

    def test_no_series_that_is_gone(self, store: Store, folder: Path) -> None:
        write(folder, "team-slack")
        write(folder, "team-slack", name="other")
        sync(store, [folder], now=BEFORE)
        (folder / "seminar.yaml").unlink()
        sync(store, [folder], now=BEFORE, options=SyncOptions(is_confirmed=True))
        assert told(store) == [("team-slack", "other", SubscriptionRules())]


class TestMessages:
    def test_room_is_told_that_an_archived_series_is_off(self, store: Store, folder: Path) -> None:
        write(folder, "team-slack")
        write(folder, "", name="other")
        sync(store, [folder], now=BEFORE)
        (folder / "seminar.yaml").unlink()
        desk = Desk(store, BEFORE + DAY)
        sync(store, [folder], now=desk.clock.now(), options=SyncOptions(is_confirmed=True))
        desk.clock.time += timedelta(minutes=5)
        ((name, outgoing, _),) = deliver(desk).arrived
        assert (name, outgoing.plain.splitlines()[0]) == (
            "team-slack",
            "Cancelled: Ada Example: On Examples",
        )
        assert names_in_use(store) == []

    def test_room_is_told_without_the_link(self, store: Store, folder: Path) -> None:
        write(folder, "team-slack")
        sync(store, [folder], now=BEFORE)
        desk = Desk(store)
        ((name, outgoing, _),) = deliver(desk).arrived
        assert name == "team-slack"
        assert "Ada Example" in outgoing.plain
        assert "16:30–17:30" in outgoing.plain
        for text in (outgoing.plain, outgoing.html):
            assert "4711" not in text
            assert "swordfish" not in text
        assert deliver(desk).arrived == []

    @pytest.mark.parametrize(
        "said", ["{target: a, audience: subscribers}", "a\nlink: public"], ids=["target", "series"]
    )
    def test_room_that_may_see_the_link_does(self, store: Store, folder: Path, said: str) -> None:
        write(folder, said)
        sync(store, [folder], now=BEFORE)
        ((_, outgoing, _),) = deliver(Desk(store)).arrived
        for text in (outgoing.plain, outgoing.html):
            assert "https://meet.example/room/4711" in text
            assert "swordfish" in text

    def test_link_of_long_ago_is_a_secret_still(self, store: Store, folder: Path) -> None:
        write(folder, "team-slack")
        sync(store, [folder], now=BEFORE)
        path = folder / "seminar.yaml"
        old, new = (
            'join: {url: "https://meet.example/room/4711"',
            'join: {url: "https://b.example/1"',
        )
        path.write_text(path.read_text().replace(old, new))
        sync(store, [folder], now=BEFORE)
        ((_, outgoing, _),) = deliver(Desk(store)).arrived
        assert "As in" in outgoing.plain
        assert "4711" not in outgoing.plain + outgoing.html

    def test_link_goes_once_the_room_may_not_see_it(self, store: Store, folder: Path) -> None:
        write(folder, "{target: a, audience: subscribers}")
        sync(store, [folder], now=BEFORE)
        desk = Desk(store)
        desk.plan()
        write(folder, "a")
        sync(store, [folder], now=BEFORE)
        ((_, outgoing, _),) = deliver(desk).arrived
        assert "4711" not in outgoing.plain + outgoing.html

    @pytest.mark.parametrize(
        ("said", "texts"), [("{target: a, audience: subscribers}", 2), ("a", 1)]
    )
    def test_other_link_is_told_to_who_saw_the_first(
        self, store: Store, folder: Path, said: str, texts: int
    ) -> None:
        write(folder, said)
        sync(store, [folder], now=BEFORE)
        desk = Desk(store)
        first = deliver(desk)
        path = folder / "seminar.yaml"
        path.write_text(path.read_text().replace("room/4711", "room/4712"))
        sync(store, [folder], now=DUE)
        second = deliver(desk)
        told = [outgoing.plain for sink in (first, second) for _, outgoing, _ in sink.arrived]
        told += [outgoing.plain for _, _, outgoing in second.edited]
        assert len(told) == texts
        assert ["room/4712" in text for text in told] == [False, True][:texts]

    def test_room_that_is_taken_out_gets_no_more(self, store: Store, folder: Path) -> None:
        write(folder, "[a, b]")
        sync(store, [folder], now=BEFORE)
        desk = Desk(store)
        desk.plan()
        write(folder, "b")
        sync(store, [folder], now=BEFORE)
        assert deliver(desk).addresses == ["b"]
        assert desk.statuses() == ["sent"]

    def test_room_of_two_series_keeps_what_became_due(self, store: Store, folder: Path) -> None:
        write(folder, "a")
        sync(store, [folder], now=BEFORE)
        write(folder, "a", name="other")
        sync(store, [folder], now=DUE + HOUR / 2)  # as after a service was down for a while
        desk = Desk(store, now=DUE + HOUR / 2)
        deliver(desk)
        assert desk.rows("series_id", "status") == [("seminar", "sent")]

    def test_nothing_in_it_speaks_to_one_reader(self, store: Store, folder: Path) -> None:
        """The clocks of the two zones changed on different days."""
        text = SERIES.format(broadcast="broadcast: a")
        weeks = "".join(
            f"\n  - {{id: s{day}, start: 2021-03-{day} 10:00 America/New_York, title: On {day}}}"
            for day in ("08", "15")
        )
        (folder / "seminar.yaml").write_text(text[: text.index("  - id")].rstrip() + weeks)
        sync(store, [folder], now=BEFORE.replace(month=3, day=1))
        desk = Desk(store, now=BEFORE.replace(month=3, day=15, hour=13, minute=0))
        ((_, outgoing, _),) = deliver(desk).arrived
        assert "15:00" in outgoing.plain
        assert " you" not in outgoing.plain + outgoing.html


def test_room_that_was_given_up_is_tried_again_when_asked(store: Store, folder: Path) -> None:
    write(folder, "[a, b]")
    sync(store, [folder], now=BEFORE)
    gone = [SendError("a: Slack answered with 404", permanent=True)] * 2
    desk = Desk(store)
    assert deliver(desk, *gone).tried == 2
    revive_targets(store, ["a", "c"], now=DUE)
    with store.reading() as connection:
        ended = [get_chat(connection, one.chat_id) for one in list_targets(connection, BROADCAST)]
    assert [one.ended_reason for one in ended if one] == ["", "a: Slack answered with 404"]
