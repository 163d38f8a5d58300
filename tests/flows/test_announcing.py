"""Announcements: to those who follow, once, as it is then; never after they were taken back."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.domain.announcements import Obstacle
from bot.domain.series import BroadcastTarget, Join, LinkPolicy, Session, Status
from bot.errors import RefusalError
from bot.flows.broadcasting import BROADCAST, keep_targets
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.organizing.announcement_previews import Announcing, Wanted
from bot.flows.organizing.announcing import Announcer, Undoing
from bot.flows.organizing.rights import NoRightError
from bot.reminders import announcement_words as words
from bot.reminders.notices import Wish
from bot.store.chats.subscriptions import (
    SubscriptionRules,
    find_or_add_chat,
    mute,
    set_subscription_rules,
    star,
    unsubscribe,
)
from bot.store.delivery.letters import Letter, Purpose
from bot.store.engine import Store
from bot.store.organizing.nagging import set_nag_rule
from bot.store.organizing.organizers import (
    Act,
    Action,
    Organizer,
    Origin,
    Person,
    add_organizer,
    list_acts,
    remove_organizer,
)
from bot.store.schema import tables
from tests.flows.test_deliver import Desk, Sink
from tests.reminders.seminar import session, talk
from tests.store.seminar import BEFORE, START, follow, put

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
ADA, BELA = Person("test", "11", "Ada Example"), Person("test", "12", "Bela Beispiel")
LINK = Join(url="https://meet.example/canary", passcode="p4ssw0rd")
OTHER = session("2021-07-05 16:30", id="later", talks=(talk(id="t", title="On More"),))
NOW = BEFORE + HOUR


class Stage:
    """A seminar with two organizers and some followers, and what arrives."""

    def __init__(self, store: Store, *sessions: Session, **parts: object) -> None:
        self.store = store
        put(store, *(sessions or (session(), OTHER)), **parts)
        self.chats = {name: follow(store, name) for name in ("1", "2", "3")}
        self.desk = Desk(store, NOW)
        self.sink = Sink(self.desk.clock)
        with store.writing() as connection:
            for one in (ADA, BELA):
                add_organizer(connection, _right(one), now=BEFORE)
                set_nag_rule(connection, one, (), now=BEFORE)

    @property
    def now(self) -> datetime:
        return self.desk.clock.time

    def by(self, person: Person = ADA, **options: int) -> Announcer:
        return Announcer(self.store, person, **options)

    def draft(self, text: str = "", person: Person = ADA, **parts: object) -> Announcing:
        wanted = Wanted(**{"series_id": "seminar", "text": text, **parts})
        return self.by(person).draft(wanted, now=self.now)

    def publish(self, text: str = "", **parts: object) -> int:
        number = self.draft(text, **parts).letter_id
        assert isinstance(self.by().publish(number, now=self.now), Announcing)
        return number

    def deliver(self, after: timedelta = timedelta(0)) -> dict[str, str]:
        """Return what arrives, as it is read in plain, by the address."""
        self.desk.clock.time += after
        before = len(self.sink.arrived)
        self.desk.deliver(self.sink)
        return {address: told.plain for address, told, _ in self.sink.arrived[before:]}

    def rules(self, name: str, **parts: object) -> None:
        with self.store.writing() as connection:
            rules = SubscriptionRules(**parts)
            set_subscription_rules(connection, self.chats[name], "seminar", rules, now=BEFORE)

    def acts(self) -> list[Act]:
        with self.store.reading() as connection:
            return list_acts(connection, "seminar")


def _right(person: Person) -> Organizer:
    return Organizer(series_id="seminar", person=person, origin=Origin.LINK)


GARDEN = "A message from the organizers of Seminar on Everything\n\nWe meet in the <garden>."


def test_a_message_arrives_once_at_all_who_follow(store: Store) -> None:
    stage = Stage(store)
    shown = stage.draft("We meet in the <garden>.")
    assert (shown.outgoing.plain, shown.chats, shown.at) == (GARDEN, 3, None)
    assert "We meet in the &lt;garden&gt;." in shown.outgoing.html
    assert stage.deliver() == {}
    assert isinstance(stage.by().publish(shown.letter_id, now=NOW), Announcing)
    assert stage.by().publish(shown.letter_id, now=NOW) is None
    assert stage.deliver() == {"1": GARDEN, "2": GARDEN, "3": GARDEN}
    assert stage.deliver(HOUR) == {}
    assert [(one.person, one.action, one.about) for one in stage.acts()] == [
        (ADA, Action.ANNOUNCED, "")
    ]


def test_who_wants_no_changes_gets_none_and_who_leaves_meanwhile_neither(store: Store) -> None:
    stage = Stage(store)
    stage.rules("1", changes=Wish.NONE)
    stage.rules("2", changes=Wish.TIME)
    shown = stage.draft("Hello.")
    stage.by().publish(shown.letter_id, now=NOW)
    stage.desk.plan()
    with store.writing() as connection:
        unsubscribe(connection, stage.chats["3"], "seminar")
    assert (shown.chats, list(stage.deliver())) == (2, ["2"])


def test_one_of_a_session_goes_to_who_is_reminded_of_it(store: Store) -> None:
    stage = Stage(store)
    stage.rules("1", keywords=("more",))
    stage.rules("2", keywords=("examples",))
    with store.writing() as connection:
        starred = find_or_add_chat(connection, "test", "4", now=BEFORE)
        star(connection, starred, "seminar", "examples", now=BEFORE)
        mute(connection, stage.chats["3"], "seminar", "examples", now=BEFORE)
    shown = stage.draft("Bring chairs.", session_id="examples")
    stage.by().publish(shown.letter_id, now=NOW)
    told = stage.deliver()
    assert (shown.chats, sorted(told)) == (2, ["2", "4"])
    assert told["2"].startswith(
        "Seminar on Everything — in 2 days\n\n"
        "A message from the organizers:\nBring chairs.\n\n"
        "On Examples\nAda Example (Université d’Exemple)\n\n"
        "When   Monday 28 June 2021, 16:30–17:30 CEST"
    )


def test_a_talk_is_announced_as_it_is_when_it_leaves(store: Store) -> None:
    stage = Stage(store)
    shown = stage.draft(session_id="examples", at=NOW + HOUR)
    assert "Monday 28 June 2021, 16:30" in shown.outgoing.plain
    assert "The organizers announce:" in shown.outgoing.plain
    stage.by().publish(shown.letter_id, now=NOW)
    put(store, session("2021-06-29 10:00"), OTHER, at=NOW + MINUTE)
    assert stage.deliver(HOUR - SECOND) == {}
    told = stage.deliver(SECOND)
    assert len(told) == 3
    assert all("Tuesday 29 June 2021, 10:00" in one for one in told.values())
    assert not any("28 June" in one for one in told.values())


def test_a_term_is_the_list_of_what_is_to_come(store: Store) -> None:
    stage = Stage(store)
    assert stage.draft().outgoing.plain == (
        "What is to come: Seminar on Everything\n\n"
        "Mon 28 June, 16:30 CEST\nAda Example: On Examples\n\n"
        "Mon 5 July, 16:30 CEST\nAda Example: On More"
    )


def test_what_changed_since_it_was_shown_is_not_sent(store: Store) -> None:
    stage = Stage(store)
    shown, free = stage.draft(session_id="examples"), stage.draft("Hello.")
    put(store, session("2021-06-29 10:00"), OTHER, at=NOW)
    assert isinstance(stage.by().publish(shown.letter_id, now=NOW), Letter)
    assert isinstance(stage.by().publish(free.letter_id, now=NOW), Announcing)
    assert set(stage.deliver().values()) == {
        "A message from the organizers of Seminar on Everything\n\nHello."
    }


@pytest.mark.parametrize(
    ("became", "obstacle"),
    [
        ((session(status=Status.CANCELLED), OTHER), Obstacle.CANCELLED),
        ((session("2021-06-25 17:45"), OTHER), Obstacle.OVER),
    ],
)
def test_a_scheduled_one_that_makes_no_sense_is_dropped_and_organizers_told(
    store: Store, became: tuple[Session, ...], obstacle: Obstacle
) -> None:
    stage = Stage(store)
    number = stage.publish(session_id="examples", at=NOW + 3 * HOUR)
    put(store, *became, at=NOW)
    told = stage.deliver(3 * HOUR)
    reason = str(words.OBSTACLES[obstacle])
    assert told["11"] == (f"Your announcement was not sent: Ada Example: On Examples. {reason}")
    assert sorted(told) == ["11", "12"]
    assert stage.by().take_back(number, now=stage.now) is Undoing.NONE
    assert [one.action for one in stage.acts()] == [Action.SCHEDULED, Action.UNSENT]
    assert stage.deliver(HOUR) == {}


def test_a_message_that_knew_of_the_cancellation_leaves(store: Store) -> None:
    stage = Stage(store, session(status=Status.CANCELLED, reason="ill"), OTHER)
    with pytest.raises(RefusalError, match="it is cancelled"):
        stage.draft(session_id="examples")
    stage.publish("There is cake all the same.", session_id="examples")
    assert set(stage.deliver().values()) == {
        (
            "Ada Example: On Examples\n\nA message from the organizers:\n"
            "There is cake all the same.\nCancelled: ill\n\nSeminar on Everything"
        )
    }


def test_who_has_lost_the_right_announces_nothing_and_the_others_are_told(store: Store) -> None:
    stage = Stage(store)
    stage.publish("Hello.", at=NOW + HOUR)
    with store.writing() as connection:
        remove_organizer(connection, _right(ADA))
    told = stage.deliver(HOUR)
    assert told == {
        "12": (
            "Your announcement was not sent: Seminar on Everything. "
            "Who wrote it organizes the series no more.\n\nHello."
        )
    }


def test_one_that_nobody_could_send_for_days_is_dropped(store: Store) -> None:
    stage = Stage(store)
    stage.publish("Hello.", at=NOW + HOUR)
    told = stage.deliver(2 * DAY + HOUR)
    assert [told[one].splitlines()[0] for one in ("11", "12")] == [
        (
            "Your announcement was not sent: Seminar on Everything. "
            "The service could not send it in time."
        )
    ] * 2
    assert not {"1", "2", "3"} & {one for one, text in told.items() if "Hello." in text}


def test_nothing_more_leaves_once_it_is_taken_back_and_what_has_left_is_edited(
    store: Store,
) -> None:
    stage = Stage(store)
    number = stage.publish("Hello.")
    stage.desk.plan()
    with store.writing() as connection:
        others = tables.deliveries.c.chat_id != stage.chats["1"]
        later = update(tables.deliveries).where(others)
        connection.execute(later.values(next_at=tables.deliveries.c.next_at + 30))
    assert list(stage.deliver()) == ["1"]
    assert stage.by(BELA).take_back(number, now=NOW + MINUTE) is Undoing.UNDONE
    assert stage.by(BELA).take_back(number, now=NOW + MINUTE) is Undoing.NONE
    assert stage.deliver(MINUTE) == {}
    back = "Seminar on Everything: the organizers have taken this announcement back."
    [(address, message_id, edited)] = stage.sink.edited
    assert (address, message_id, edited.plain) == ("1", "message 1", back)
    assert edited.only_replaces
    stage.deliver(HOUR)
    assert len(stage.sink.edited) == 1
    assert [(one.person.name, one.action) for one in stage.acts()] == [
        ("Ada Example", Action.ANNOUNCED),
        ("Bela Beispiel", Action.WITHDREW),
    ]


def test_what_was_on_its_way_when_it_was_taken_back_is_edited_too(store: Store) -> None:
    stage = Stage(store)
    number = stage.publish("Hello.")

    class Undo(Sink):
        async def send(self, address: str, outgoing: object) -> str:
            stage.by().take_back(number, now=NOW)
            return await super().send(address, outgoing)  # type: ignore[arg-type]

    stage.sink = Undo(stage.desk.clock)
    arrived = set(stage.deliver())
    stage.deliver(MINUTE)
    assert arrived
    assert {address for address, _, _ in stage.sink.edited} == arrived


def test_it_can_be_taken_back_for_a_minute_and_dropped_before_it_leaves(store: Store) -> None:
    stage = Stage(store)
    late, later = stage.publish("Hello."), stage.publish("Later.", at=NOW + DAY)
    stage.deliver()
    assert stage.by().take_back(late, now=NOW + MINUTE + SECOND) is Undoing.TOO_LATE
    assert stage.by().take_back(later, now=NOW + HOUR) is Undoing.DROPPED
    assert stage.deliver(DAY) == {}
    assert stage.sink.edited == []


def test_links_to_join_are_refused_and_struck_if_they_come_later(store: Store) -> None:
    stage = Stage(store, session(join=LINK), OTHER)
    for said in (LINK.url, f"the code is {LINK.passcode}", "https://zoom.us/j/123456789?pwd=abc"):
        with pytest.raises(RefusalError, match="this is a link to join"):
            stage.draft(f"Come: {said}")
    assert stage.draft("See https://talks.example/a.pdf").chats == 3
    stage.publish("Come to https://meet.example/new-room", at=NOW + HOUR)
    new = Join(url="https://meet.example/new-room")
    put(store, session(join=new), OTHER, at=NOW)
    told = stage.deliver(HOUR)
    assert len(told) == 3
    assert not any("new-room" in one for one in told.values())


def test_a_public_link_may_be_told(store: Store) -> None:
    stage = Stage(store, session(join=LINK), OTHER, link=LinkPolicy.PUBLIC)
    assert LINK.url in stage.draft(f"Come: {LINK.url}").outgoing.plain


def test_there_are_three_a_day_those_that_are_scheduled_too(store: Store) -> None:
    stage = Stage(store)
    stage.publish("One.")
    taken = stage.publish("Two.", at=NOW + HOUR)
    drafted = stage.draft("Three.", person=BELA)
    stage.publish("Three.", at=NOW + 2 * HOUR)
    with pytest.raises(RefusalError, match="3 announcements") as refusal:
        stage.draft("Four.")
    assert "Saturday 26 June 2021, 17:30 CEST" in refusal.value.hint
    with pytest.raises(RefusalError, match="3 announcements"):
        stage.by(BELA).publish(drafted.letter_id, now=NOW)
    stage.by().take_back(taken, now=NOW)
    assert isinstance(stage.by(BELA).publish(drafted.letter_id, now=NOW), Announcing)
    with pytest.raises(RefusalError, match="1 announcement "):
        stage.by(per_day=1).preview(Wanted(series_id="seminar", text="Five."), now=NOW + HOUR)


def test_a_test_goes_to_who_wrote_it_alone_and_once(store: Store) -> None:
    stage = Stage(store)
    number = stage.draft("We meet in the <garden>.").letter_id
    assert stage.by().try_out(number, now=NOW)
    assert not stage.by().try_out(number, now=NOW)
    assert stage.deliver() == {"11": GARDEN}


STRANGER, CHIE = Person("test", "99"), Person("test", "13", "Chie Rei")
ACTIONS: dict[str, Callable[[Announcer, int], object]] = {
    "preview": lambda by, _: by.preview(Wanted(series_id="seminar", text="Hi"), now=NOW),
    "draft": lambda by, _: by.draft(Wanted(series_id="seminar", text="Hi"), now=NOW),
    "take back": lambda by, number: by.take_back(number, now=NOW),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("person", [STRANGER, CHIE, Person("test", ""), Person("other", "11")])
def test_nobody_else_can_do_any_of_it(store: Store, action: str, person: Person) -> None:
    stage = Stage(store)
    put(store, OTHER, id="elsewhere", title="Elsewhere")
    other = Organizer(series_id="elsewhere", person=CHIE, origin=Origin.LINK)
    with store.writing() as connection:
        add_organizer(connection, other, now=BEFORE)
    number = stage.publish("Hello.", at=NOW + DAY)
    with pytest.raises(NoRightError):
        ACTIONS[action](stage.by(person), number)
    assert stage.by(person).open_ones(now=NOW) == []
    assert [one.id for one in stage.by(BELA).open_ones(now=NOW)] == [number]


def test_a_draft_is_answered_by_who_wrote_it(store: Store) -> None:
    stage = Stage(store)
    number = stage.draft("Hello.").letter_id
    for person in (BELA, STRANGER):
        by = stage.by(person)
        assert by.publish(number, now=NOW) is None
        assert by.again(number, now=NOW) is None
        assert by.schedule(number, NOW + DAY, now=NOW) is None
        assert not by.try_out(number, now=NOW)
        assert by.latest_draft() is None
    assert stage.by(BELA).take_back(number, now=NOW) is Undoing.NONE
    found = stage.by().latest_draft()
    assert found is not None
    assert (found.id, found.purpose) == (number, Purpose.DRAFT)
    with store.writing() as connection:
        remove_organizer(connection, _right(ADA))
    with pytest.raises(NoRightError):
        stage.by().publish(number, now=NOW)
    assert stage.deliver(DAY) == {}


def test_a_draft_is_scheduled_and_waits_for_its_time(store: Store) -> None:
    stage = Stage(store)
    number = stage.draft("Hello.").letter_id
    shown = stage.by().schedule(number, NOW + 2 * HOUR, now=NOW)
    assert shown is not None
    assert shown.at == NOW + 2 * HOUR
    with pytest.raises(RefusalError, match="this time is past"):
        stage.by().publish(number, now=NOW + 2 * HOUR)
    assert isinstance(stage.by().publish(number, now=NOW + HOUR), Announcing)
    assert stage.deliver(2 * HOUR - SECOND) == {}
    assert sorted(stage.deliver(SECOND)) == ["1", "2", "3"]
    [act] = stage.acts()
    assert (act.action, act.about) == (
        Action.SCHEDULED,
        "for Friday 25 June 2021, 19:30 CEST",
    )


def test_drafts_are_deleted_after_two_days(store: Store) -> None:
    stage = Stage(store)
    old = stage.draft("Hello.").letter_id
    stage.desk.clock.time += 2 * DAY + SECOND
    stage.draft("Another.")
    assert stage.by().publish(old, now=stage.now) is None
    assert stage.now < START


def test_a_room_sees_what_it_may_and_is_told_anew_when_it_is_taken_back(store: Store) -> None:
    target = BroadcastTarget(name="room")
    stage = Stage(store, session(join=LINK), OTHER, broadcast=(target,))
    with store.writing() as connection:
        keep_targets(connection, "seminar", [target], now=BEFORE)
    room = Sink(stage.desk.clock)
    number = stage.publish("Bring chairs.", session_id="examples")
    told = stage.deliver()
    deliver_to(stage, room)
    assert all(LINK.url in one for one in told.values())
    [(address, outgoing, _)] = room.arrived
    assert (address, outgoing.buttons) == ("room", ())
    assert "Bring chairs." in outgoing.plain
    assert LINK.url not in outgoing.plain + outgoing.html
    stage.by().take_back(number, now=NOW)
    stage.deliver()
    deliver_to(stage, room)
    [(_, _, edited)] = room.edited
    assert not edited.only_replaces


def deliver_to(stage: Stage, room: Sink) -> None:
    outlets = {BROADCAST: Outlet(channel=room, account="rooms")}

    async def run() -> None:
        library, clock = stage.desk.library, stage.desk.clock
        await DeliveryWorker(stage.store, library, outlets, clock).deliver_due()

    asyncio.run(run())
