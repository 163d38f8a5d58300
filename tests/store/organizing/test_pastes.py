"""What organizers pasted: their own, until it is answered, for two days."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.domain.series import Join
from bot.flows.keeping import keep_house
from bot.store.engine import Store
from bot.store.organizing.organizers import Person
from bot.store.organizing.pastes import (
    Mends,
    Paste,
    add_paste,
    close_paste,
    delete_pastes,
    find_paste,
    save_paste,
)
from bot.store.schema.organizer_tables import pastes
from tests.store.seminar import BEFORE

ADA, BELA = Person("telegram", "1"), Person("telegram", "2")
HOUR = timedelta(hours=1)
PASTE = Paste(id="0a", name="talks.txt", media_type="text/plain", data=b"12 July")


def test_paste_is_its_persons_own(store: Store) -> None:
    with store.writing() as connection:
        add_paste(connection, PASTE, ADA, now=BEFORE)
        assert find_paste(connection, "0a", ADA) == PASTE
        assert find_paste(connection, "0a", BELA) is None
        delete_pastes(connection, BELA)
        assert find_paste(connection, "0a", ADA) == PASTE
        delete_pastes(connection, ADA)
        assert find_paste(connection, "0a", ADA) is None


def test_what_was_said_of_it_is_kept(store: Store) -> None:
    join = Join(url="https://meet.example/room", passcode="x")
    mends = Mends(year=2027, timezone="CEST", length=HOUR, join=join, title="On Maps")
    said = replace(PASTE, series_id="seminar", mends=mends)
    with store.writing() as connection:
        add_paste(connection, PASTE, ADA, now=BEFORE)
        assert save_paste(connection, said, now=BEFORE)
        assert find_paste(connection, "0a", ADA) == said


def test_what_is_answered_is_forgotten(store: Store) -> None:
    with store.writing() as connection:
        add_paste(connection, PASTE, ADA, now=BEFORE)
        assert close_paste(connection, "0a", "published")
        assert not close_paste(connection, "0a", "dropped")
        assert not save_paste(connection, PASTE, now=BEFORE)
        assert find_paste(connection, "0a", ADA) is None
        [row] = connection.execute(select(pastes)).mappings()
        assert (row["data"], row["mends"], row["outcome"]) == (b"", "{}", "published")
        add_paste(connection, replace(PASTE, id="0b"), BELA, now=BEFORE + 49 * HOUR)
        assert connection.execute(select(pastes.c.id)).scalars().all() == ["0b"]


def test_house_keeping_forgets_what_nobody_answered(store: Store) -> None:
    with store.writing() as connection:
        add_paste(connection, PASTE, ADA, now=BEFORE)
    for length, is_there in ((48 * HOUR, True), (49 * HOUR, False)):
        keep_house(store, now=BEFORE + length)
        with store.reading() as connection:
            assert (find_paste(connection, "0a", ADA) is not None) is is_there
