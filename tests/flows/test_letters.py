"""Letters to organizers: to each who has the right, in their own chat, once. On both databases."""

from datetime import timedelta

from bot.flows.organizing.letters import owe_to_organizers, owe_to_person
from bot.store.chats.subscriptions import find_chat, list_subscriptions
from bot.store.delivery.letters import Letter, Purpose, add_letter, withdraw_letter
from bot.store.engine import Store
from bot.store.organizing.organizers import (
    Organizer,
    Origin,
    Person,
    add_organizer,
    remove_organizer,
)
from tests.flows.test_deliver import Desk, Sink
from tests.store.seminar import BEFORE, follow, put

ADA, BELA = Person("test", "11", "Ada Example"), Person("test", "12", "Bela Beispiel")
OF_DEFINITION = Organizer(series_id="seminar", person=BELA, origin=Origin.DEFINITION)
LETTER = Letter(
    series_id="seminar",
    purpose=Purpose.TRIAL,
    content='{"text":"The room is <locked>."}',
    created_at=BEFORE,
    due_at=BEFORE,
    expires_at=BEFORE + timedelta(days=1),
)


class Office:
    """A seminar with two organizers, one of whom nobody has a chat with, and one who follows."""

    def __init__(self, store: Store) -> None:
        self.store = store
        put(store)
        follow(store, "99")
        self.desk = Desk(store, BEFORE)
        self.sink = Sink(self.desk.clock)
        of_link = Organizer(series_id="seminar", person=ADA, origin=Origin.LINK)
        with store.writing() as connection:
            for one in (of_link, OF_DEFINITION):
                add_organizer(connection, one, now=BEFORE)
            self.letter = add_letter(connection, LETTER)

    def owe(self) -> int:
        with self.store.writing() as connection:
            return owe_to_organizers(connection, self.letter, now=BEFORE)

    def deliver(self) -> list[str]:
        self.desk.deliver(self.sink)
        return self.sink.addresses


def test_each_organizer_gets_it_once_and_follows_nothing_for_it(store: Store) -> None:
    office = Office(store)
    assert [office.owe(), office.owe()] == [2, 0]
    assert office.deliver() == ["11", "12"]
    assert office.deliver() == ["11", "12"]
    [(_, outgoing, _), _] = office.sink.arrived
    assert outgoing.plain == (
        "A message from the organizers of Seminar on Everything\n\nThe room is <locked>."
    )
    assert "The room is &lt;locked&gt;." in outgoing.html
    with store.reading() as connection:
        chat = find_chat(connection, "test", "11")
        assert chat is not None
        assert list_subscriptions(connection, chat.id) == []


def test_a_single_person_can_be_meant(store: Store) -> None:
    office = Office(store)
    with store.writing() as connection:
        assert owe_to_person(connection, office.letter, BELA, now=BEFORE) == 1
    assert office.deliver() == ["12"]


def test_who_has_lost_the_right_meanwhile_gets_nothing(store: Store) -> None:
    office = Office(store)
    office.owe()
    with store.writing() as connection:
        remove_organizer(connection, OF_DEFINITION)
    assert office.deliver() == ["11"]
    assert office.desk.statuses() == ["sent", "empty"]


def test_a_withdrawn_letter_goes_to_nobody(store: Store) -> None:
    office = Office(store)
    office.owe()
    with store.writing() as connection:
        withdraw_letter(connection, office.letter, now=BEFORE)
        assert owe_to_organizers(connection, office.letter, now=BEFORE) == 0
    assert office.deliver() == []
    assert office.desk.statuses() == ["empty", "empty"]


def test_one_that_is_not_there_is_owed_to_nobody(store: Store) -> None:
    office = Office(store)
    with store.writing() as connection:
        assert owe_to_organizers(connection, office.letter + 1, now=BEFORE) == 0


def test_of_an_archived_series_nothing_is_told(store: Store) -> None:
    office = Office(store)
    office.owe()
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE series SET archived_at = '2021-06-25 14:30:00'")
    assert office.deliver() == []


def test_what_organizers_have_got_is_not_edited_when_it_is_withdrawn(store: Store) -> None:
    office = Office(store)
    office.owe()
    office.deliver()
    with store.writing() as connection:
        withdraw_letter(connection, office.letter, now=BEFORE)
    assert office.deliver() == ["11", "12"]
    assert office.sink.edited == []
