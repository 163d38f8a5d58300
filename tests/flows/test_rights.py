"""Who may change a series: links that count once, and names in the definition."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot.flows.ingest import Outcome, SyncOptions, sync
from bot.flows.organizing.rights import (
    Action,
    NoRightError,
    Organizer,
    Origin,
    Person,
    fellows,
    invite,
    name_of,
    redeem,
    require_right,
    revoke,
    series_of,
)
from bot.store.engine import Store
from bot.store.organizing.organizers import list_acts
from bot.store.series.schedules import load_series
from tests.store.seminar import BEFORE, put

ADA, BELA, EVE = (Person("telegram", number) for number in ("12345", "678", "910"))
DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)


def rights(store: Store, person: Person = ADA) -> list[str]:
    with store.reading() as connection:
        return series_of(connection, person)


def joins(store: Store, person: Person) -> None:
    assert redeem(store, invite(store, "seminar", "", now=BEFORE), person, now=BEFORE)


def acts(store: Store) -> list[tuple[str, Action, str]]:
    with store.reading() as connection:
        return [
            (one.person.number, one.action, one.about) for one in list_acts(connection, "seminar")
        ]


def test_link_makes_one_person_an_organizer_once(store: Store) -> None:
    put(store)
    token = invite(store, "seminar", "Ada Example", now=BEFORE)
    assert len(token) == 43
    assert rights(store) == []
    assert redeem(store, token, ADA, now=BEFORE + DAY - SECOND) == "seminar"
    assert redeem(store, token, BELA, now=BEFORE + DAY - SECOND) is None
    assert (rights(store), rights(store, BELA)) == (["seminar"], [])
    assert rights(store, Person("terminal", "12345")) == []
    assert acts(store) == [("", Action.INVITED, "Ada Example"), ("12345", Action.JOINED, "")]
    with store.reading() as connection:
        assert require_right(connection, ADA, "seminar").name == "Ada Example"
        with pytest.raises(NoRightError):
            require_right(connection, BELA, "seminar")
        with pytest.raises(NoRightError):
            require_right(connection, ADA, "workshop")


@pytest.mark.parametrize("what", ["forged", "expired", "hidden", "archived"])
def test_link_that_does_not_count_makes_nobody_one(store: Store, what: str, tmp_path: Path) -> None:
    definition = tmp_path / "seminar.yaml"
    definition.write_text("title: A\nsessions: []\n", "utf-8")
    (tmp_path / "other.yaml").write_text("title: B\nsessions: []\n", "utf-8")
    sync(store, [tmp_path], now=BEFORE)
    token = invite(store, "seminar", "", now=BEFORE)
    if what == "archived":
        definition.unlink()
        sync(store, [tmp_path], now=BEFORE)
    shown = token[::-1] if what == "forged" else token
    now = BEFORE + (DAY if what == "expired" else SECOND)
    person = Person("telegram", "") if what == "hidden" else ADA
    assert redeem(store, shown, person, now=now) is None
    assert rights(store, person) == []
    counts = what == "forged"  # only of that, nobody knows the true one
    assert (redeem(store, token, ADA, now=now) is not None) is counts


def test_of_many_who_open_a_link_at_once_one_gets_it(store: Store) -> None:
    put(store)
    token = invite(store, "seminar", "", now=BEFORE)
    people = [Person("telegram", str(number)) for number in range(1, 9)]
    with ThreadPoolExecutor(len(people)) as pool:
        found = list(pool.map(lambda one: redeem(store, token, one, now=BEFORE), people))
    assert sorted(one or "" for one in found) == ["", "", "", "", "", "", "", "seminar"]
    assert sum(bool(rights(store, one)) for one in people) == 1


def test_right_of_a_link_is_revoked_by_organizers_of_the_series(store: Store) -> None:
    put(store)
    for person in (ADA, BELA):
        joins(store, person)
    bela = Organizer(series_id="seminar", person=BELA, origin=Origin.LINK)
    assert revoke(store, name_of(bela), Person("telegram", "999"), now=BEFORE) is None
    assert rights(store, BELA) == ["seminar"]
    assert revoke(store, name_of(bela), ADA, now=BEFORE) == bela
    assert revoke(store, name_of(bela), ADA, now=BEFORE) is None
    assert (rights(store), rights(store, BELA)) == (["seminar"], [])
    assert acts(store)[-1] == ("12345", Action.REVOKED, "telegram 678")


def test_version_that_is_held_back_says_who_organizes_it(store: Store, tmp_path: Path) -> None:
    definition = tmp_path / "seminar.yaml"
    head = (
        "title: A\ntimezone: Europe/Zurich\norganizers: [{name: A, telegram: %s}]\nsessions: [%s]\n"
    )

    def read(person: Person, sessions: str = "") -> list[Outcome]:
        definition.write_text(head % (person.number, sessions), "utf-8")
        return [one.outcome for one in sync(store, [tmp_path], now=BEFORE)]

    talks = "{title: On Examples, start: 2021-06-28 16:30}"
    assert read(ADA, talks) == [Outcome.NEW]
    joins(store, EVE)
    assert read(BELA) == [Outcome.HELD]
    assert [rights(store, one) for one in (ADA, BELA, EVE)] == [[], ["seminar"], ["seminar"]]
    with store.reading() as connection:
        stored = load_series(connection, "seminar")
    assert stored is not None
    assert len(stored.series.sessions) == 1
    definition.rename(tmp_path / "gone")
    (tmp_path / "other.yaml").write_text("title: B\nsessions: []\n", "utf-8")
    outcomes = [one.outcome for one in sync(store, [tmp_path], now=BEFORE)]
    assert outcomes == [Outcome.NEW, Outcome.HELD]
    assert [rights(store, one) for one in (ADA, BELA)] == [[], ["seminar"]]
    assert read(ADA, talks) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert [rights(store, one) for one in (ADA, BELA)] == [["seminar"], []]


def test_trial_gives_and_takes_no_right(store: Store, tmp_path: Path) -> None:
    definition = tmp_path / "seminar.yaml"
    head = "title: A\norganizers: [{name: A, telegram: %s}]\nsessions: []\n"
    definition.write_text(head % ADA.number, "utf-8")
    sync(store, [definition], now=BEFORE)
    definition.write_text(head % BELA.number, "utf-8")
    sync(store, [definition], now=BEFORE, options=SyncOptions(is_trial=True))
    assert [rights(store, one) for one in (ADA, BELA)] == [["seminar"], []]


def test_definition_names_organizers_and_alone_takes_them_out(store: Store, tmp_path: Path) -> None:
    definition = tmp_path / "seminar.yaml"

    def write(people: str) -> None:
        definition.write_text(f"title: A\norganizers: {people}\nsessions: []\n", "utf-8")
        sync(store, [tmp_path], now=BEFORE)

    write("[{name: Ada Example, telegram: 12345}, Bela]")
    assert (rights(store), rights(store, BELA)) == (["seminar"], [])
    with store.reading() as connection:
        (ada,) = fellows(connection, ADA)
    known = Person("telegram", "12345", "Ada Example")
    assert ada == Organizer(series_id="seminar", person=known, origin=Origin.DEFINITION)
    assert revoke(store, name_of(ada), ADA, now=BEFORE) is None
    assert rights(store) == ["seminar"]
    write("[Ada Example, {name: Bela, telegram: 678}]")
    assert (rights(store), rights(store, BELA)) == ([], ["seminar"])
