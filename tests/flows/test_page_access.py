"""Links to the organizers' page count once, for whoever has the right, and only while they do."""

from datetime import timedelta

import pytest

from bot.flows.organizing.page_access import (
    LINK_COUNTS_FOR,
    OPEN_FOR,
    close_page,
    find_pass,
    offer_page,
    open_page,
)
from bot.flows.organizing.rights import (
    OPERATOR,
    NoRightError,
    Organizer,
    Origin,
    Person,
    give_up,
)
from bot.store.engine import Store
from bot.store.organizing.organizers import add_organizer, remove_organizer
from bot.store.organizing.page_keys import Pass
from bot.store.own_data import read_personal_data
from tests.store.seminar import BEFORE, put

SECOND = timedelta(seconds=1)
ADA = Person("telegram", "1")
RIGHT = Organizer(series_id="seminar", person=ADA, origin=Origin.LINK)


@pytest.fixture
def organized(store: Store) -> Store:
    put(store)
    put(store, id="other")
    with store.writing() as connection:
        add_organizer(connection, RIGHT, now=BEFORE)
    return store


def seen(store: Store, session: str | None, at: timedelta = timedelta(0)) -> Pass | None:
    with store.reading() as connection:
        return find_pass(connection, session or "", now=BEFORE + at)


def test_link_opens_the_page_once(organized: Store) -> None:
    token = offer_page(organized, "seminar", ADA, "de", now=BEFORE)
    session = open_page(organized, token, now=BEFORE + LINK_COUNTS_FOR - SECOND)
    assert open_page(organized, token, now=BEFORE) is None
    opened = LINK_COUNTS_FOR - SECOND
    assert seen(organized, session) == Pass("seminar", ADA, "de")
    assert seen(organized, session, opened + OPEN_FOR - SECOND) is not None
    assert seen(organized, session, opened + OPEN_FOR) is None
    assert seen(organized, token) is None


def test_link_that_is_late_or_forged_opens_nothing(organized: Store) -> None:
    token = offer_page(organized, "seminar", ADA, "", now=BEFORE)
    for said, at in ((token, LINK_COUNTS_FOR), ("", timedelta(0)), ("é", timedelta(0))):
        assert open_page(organized, said, now=BEFORE + at) is None
    session = open_page(organized, token, now=BEFORE)
    assert open_page(organized, session or "", now=BEFORE) is None


def test_another_link_and_closing_end_what_the_browser_had(organized: Store) -> None:
    sessions: list[str] = []
    for _ in range(2):
        token = offer_page(organized, "seminar", ADA, "", now=BEFORE)
        before = sessions[-1] if sessions else ""
        sessions.append(open_page(organized, token, now=BEFORE, instead_of=before) or "")
    assert [bool(seen(organized, one)) for one in sessions] == [False, True]
    close_page(organized, sessions[1], now=BEFORE)
    assert seen(organized, sessions[1]) is None


def test_who_has_no_right_gets_no_link_and_who_lost_it_sees_nothing(organized: Store) -> None:
    for person, series in ((ADA, "other"), (Person("telegram", "2"), "seminar")):
        with pytest.raises(NoRightError):
            offer_page(organized, series, person, "", now=BEFORE)
    with pytest.raises(NoRightError):  # who hides behind a chat is not the operator
        offer_page(organized, "seminar", Person("telegram", ""), "", now=BEFORE)
    unused = offer_page(organized, "seminar", ADA, "", now=BEFORE)
    token = offer_page(organized, "seminar", ADA, "", now=BEFORE)
    session = open_page(organized, token, now=BEFORE)
    assert seen(organized, session)
    with organized.writing() as connection:
        remove_organizer(connection, RIGHT)
    assert seen(organized, session) is None
    assert open_page(organized, unused, now=BEFORE) is None


def test_operator_needs_no_right(organized: Store) -> None:
    token = offer_page(organized, "other", OPERATOR, "", now=BEFORE)
    assert seen(organized, open_page(organized, token, now=BEFORE)) == Pass("other", OPERATOR, "")


def test_keys_are_told_to_whom_they_are_of_and_go_with_them(organized: Store) -> None:
    offer_page(organized, "seminar", ADA, "de", now=BEFORE)
    with organized.reading() as connection:
        (row,) = read_personal_data(connection, ADA)["page_keys"]
    assert (row["kind"], row["series_id"], "token_hash" in row) == ("link", "seminar", False)
    give_up(organized, ADA, now=BEFORE)
    with organized.reading() as connection:
        assert "page_keys" not in read_personal_data(connection, ADA)
