"""Watched addresses: what is applied, asked and refused of what a page on loopback says."""

import pytest

from bot.flows.refresh import Refreshed
from bot.store.schedules import load_series
from tests.flows.watching_pages import (
    ADA,
    ALL,
    BELA,
    CLEO,
    DORA,
    HOUR,
    MOVED,
    NOW,
    WHOLE,
    Watch,
    told,
    watch,
)
from tests.watched_page import listed

__all__ = ["watch"]

pytestmark = pytest.mark.enable_socket


def test_sessions_come_from_the_page(watch: Watch) -> None:
    assert watch.times == WHOLE
    assert watch.letters() == []
    assert watch.row.next_at == NOW + 6 * HOUR * 1.05


def test_it_is_fetched_once_an_interval_and_asked_for_with_what_is_known(watch: Watch) -> None:
    watch.page.headers = {"ETag": '"one"', "Last-Modified": "Tue, 01 Jun 2027 08:00:00 GMT"}
    watch.later()
    assert watch.refresh() == []
    watch.clock.time += 5 * HOUR
    assert watch.refresh() == []
    assert watch.later() == Refreshed(series_id="seminar")
    asked = [(one.get("if-none-match"), one.get("if-modified-since")) for one in watch.page.asked]
    known = ('"one"', "Tue, 01 Jun 2027 08:00:00 GMT")
    assert asked == [(None, None), (None, None), known]


def test_move_applies(watch: Watch) -> None:
    assert told(watch.later(MOVED, *ALL[1:])) == ["Moved: Ada Example, 5 July 16:30 → 6 July 16:30"]
    assert watch.letters() == []
    with watch.store.reading() as connection:
        stored = load_series(connection, "seminar")
    assert stored
    assert {one.session.id: one.revision.sequence for one in stored.sessions} == {
        "ada-example": 1,
        "bela-beispiel": 0,
        "cleo-exemple": 0,
        "dora-esempio": 0,
    }


def test_mended_typo_applies(watch: Watch) -> None:
    result = watch.later(ADA.replace("Kernels", "Kernel Machines"), *ALL[1:])
    assert len(told(result)) == 1
    assert watch.times[0] == "Ada Example: On Kernel Machines 05.07. 16:30"


def test_new_talk_applies(watch: Watch) -> None:
    result = watch.later(*ALL, "2 August 2027, 16:30–17:30: Emil Eksempel: On Limits")
    assert told(result) == ["Added: Emil Eksempel, 2 August 16:30"]


def test_talk_that_is_taken_out_is_removed(watch: Watch) -> None:
    result = watch.later(ADA, CLEO, DORA)
    assert told(result) == ["Removed: Bela Beispiel, 12 July 16:30"]
    assert watch.letters() == []


@pytest.mark.parametrize(
    "line",
    [
        BELA.replace("12 July", "32 July"),
        BELA.replace("16:30–17:30", "26:30"),
        BELA.replace(" 2027", ""),
        "¿¿¿ 5th of Smarch",
        "Bela Beispiel: On Widths (cancelled?)",
    ],
)
def test_garbage_on_a_line_moves_and_removes_nothing(watch: Watch, line: str) -> None:
    result = watch.later(ADA, line, CLEO, DORA)
    assert (told(result), result.is_asking) == ([], True)
    assert watch.times == WHOLE
    assert len(watch.letters()) == 1
    watch.later(ADA, line, CLEO, DORA, headers={"ETag": "another"})
    assert len(watch.letters()) == 1  # asked once
    watch.later(*ALL, headers={})
    assert not watch.row.is_asking
    assert [one.withdrawn_at is not None for one in watch.letters()] == [True]


def test_what_is_sure_applies_beside_what_is_not(watch: Watch) -> None:
    result = watch.later(ADA.replace("Kernels", "Kernel"), BELA, CLEO, DORA.replace(" 2027", ""))
    assert len(told(result)) == 1
    assert result.is_asking
    assert watch.times == ["Ada Example: On Kernel 05.07. 16:30", *WHOLE[1:]]


def test_of_two_that_change_places_none_moves_if_one_is_doubtful(watch: Watch) -> None:
    ada = ADA.replace("5 July 2027", "12 July")
    result = watch.later(ada, BELA.replace("12 July", "5 July"), CLEO, DORA)
    assert (told(result), result.is_asking) == ([], True)
    assert watch.times == WHOLE


@pytest.mark.parametrize("body", [listed("No talks"), listed(ADA)])
def test_page_that_lost_most_is_asked_about(watch: Watch, body: bytes) -> None:
    result = watch.later(body=body)
    assert (told(result), result.is_asking) == ([], True)
    assert watch.times == WHOLE


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ({"status": 500}, "the server answers 500 Internal Server Error"),
        ({"body": b"\0\1\2 garbage"}, "term: this is not text"),
        ({"body": b"%PDF-1.7"}, "term: this is a PDF; save it as text or HTML, or copy its text"),
        ({"body": b""}, "term: this is empty"),
        ({"media_type": "image/png", "body": b"png"}, "this is no schedule, but image/png"),
        ({"status": 302, "headers": {"Location": "http://127.0.0.2/"}},
         "it leads elsewhere, to 127.0.0.2"),
        ({"body": b"x" * 6_000_000}, "there is more than 5 MB"),
    ],
    ids=["500", "garbage", "pdf", "empty", "picture", "elsewhere", "too much"],
)  # fmt: skip
def test_page_that_fails_keeps_what_was_read_last(
    watch: Watch, page: dict[str, object], problem: str
) -> None:
    assert watch.later(**page) == Refreshed(series_id="seminar", problem=problem)
    assert watch.times == WHOLE
    assert watch.letters() == []


def test_slow_page_is_given_up(watch: Watch) -> None:
    watch.longest = 0.3
    result = watch.later(seconds=2.0)
    assert result.problem == "the server takes too long"
    assert watch.times == WHOLE
