"""Watched addresses: what is applied, asked and refused of what a page on loopback says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.audience import Audience, seen_by
from bot.domain.series import Join
from bot.flows.addresses.refresh import Refreshed, next_refresh_at
from bot.flows.ingest import Outcome
from bot.store.engine import Store
from bot.store.series.schedules import load_series
from bot.store.series.watched import claim_watched
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
from tests.watched_page import listed, serving_page

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
        ({"body": b"\0\1\2 garbage"}, "page: this is not text"),
        ({"body": b"%PDF-1.7"}, "page: this is a PDF; save it as text or HTML, or copy its text"),
        ({"body": b""}, "page: this is empty"),
        ({"media_type": "image/png", "body": b"png"}, "this is no schedule, but image/png"),
        ({"status": 302, "headers": {"Location": "http://127.0.0.2/"}},
         "it leads elsewhere, to 127.0.0.2"),
        ({"body": b"x" * 6_000_000}, "there is more than 5 MB"),
        ({"status": 304}, "the server says that nothing is new, and has told nothing yet"),
    ],
    ids=["500", "garbage", "pdf", "empty", "picture", "elsewhere", "too much", "304"],
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


def test_two_workers_fetch_once(watch: Watch) -> None:
    watch.clock.time = watch.row.next_at
    with watch.store.writing() as connection:
        assert claim_watched(connection, "other", now=watch.clock.now(), shortest=HOUR)
    asked = len(watch.page.asked)
    assert watch.refresh() == []
    assert len(watch.page.asked) == asked
    watch.clock.time += timedelta(minutes=6)  # the other one died
    assert [one.series_id for one in watch.refresh()] == ["seminar"]


def test_workers_that_race_fetch_once(watch: Watch) -> None:
    watch.clock.time = watch.row.next_at
    watch.page.seconds = 0.2
    asked = len(watch.page.asked)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: watch.refresh(), range(4)))
    assert sorted(map(len, found)) == [0, 0, 0, 1]
    assert len(watch.page.asked) == asked + 1


def test_what_came_too_late_for_its_lease_is_left(watch: Watch) -> None:
    """Another worker has the lease by the time the page has answered."""
    watch.clock.time = watch.row.next_at
    watch.page.body = listed(MOVED, *ALL[1:])

    def steal(_: object) -> None:
        watch.clock.time += timedelta(minutes=6)
        with watch.store.writing() as connection:
            claim_watched(connection, "other", now=watch.clock.now(), shortest=HOUR)

    watch.page.before = steal
    assert watch.refresh() == []
    assert watch.times == WHOLE


def test_restart_fetches_nothing_that_was_fetched_lately(watch: Watch) -> None:
    watch.sync()
    watch.clock.time += HOUR
    watch.sync()
    assert watch.refresh() == []


def test_shortest_interval_counts(watch: Watch) -> None:
    watch.shortest = 8 * HOUR
    watch.define(every="5 min")
    watch.clock.time += 7 * HOUR
    assert watch.refresh() == []
    assert next_refresh_at(watch.store, watch.fetching) == NOW + 8 * HOUR
    watch.clock.time += HOUR
    assert len(watch.refresh()) == 1


@pytest.mark.parametrize(
    ("wait", "hours"), [("36000", 10.0), ("60", 6.3), ("Fri, 31 Dec 1999 00:00:00 GMT", 6.3)]
)
def test_server_that_wants_to_be_left_alone_is(watch: Watch, wait: str, hours: float) -> None:
    watch.later(status=429, headers={"Retry-After": wait})
    assert watch.row.next_at == watch.clock.now() + hours * HOUR


def test_new_head_keeps_the_sessions(watch: Watch) -> None:
    watch.define("description: Another head.", "remind: 1 day")
    assert (watch.series.description, watch.times) == ("Another head.", WHOLE)
    [result] = watch.sync()
    assert result.outcome is Outcome.UNCHANGED


def test_other_zone_is_read_for_again(watch: Watch) -> None:
    watch.page.headers = {"ETag": '"one"'}
    watch.later()
    text = (watch.folder / "seminar.yaml").read_text("utf-8")
    (watch.folder / "seminar.yaml").write_text(text.replace("Europe/Zurich", "Europe/London"))
    watch.sync()
    assert watch.times == WHOLE
    watch.later()
    assert [one.start.zone for one in watch.series.sessions if one.start] == ["Europe/London"] * 4


def test_source_that_is_taken_out_is_held_back_and_fetched_no_more(watch: Watch) -> None:
    (watch.folder / "seminar.yaml").write_text("title: Example Seminar\ntimezone: Europe/Zurich\n")
    [result] = watch.sync()
    assert (result.outcome, result.lost, watch.times) == (Outcome.HELD, 4, WHOLE)
    watch.clock.time += 24 * HOUR
    assert watch.refresh() == []
    watch.define()  # and back
    assert watch.times == WHOLE
    assert len(watch.refresh()) == 1
    (watch.folder / "seminar.yaml").write_text("title: Example Seminar\ntimezone: Europe/Zurich\n")
    watch.sync(is_confirmed=True)
    assert watch.times == []


def test_file_becomes_watched_without_losing_a_session(store: Store, tmp_path: Path) -> None:
    start = "2027-07-05 16:30"
    session = f"  - {{start: {start}, title: On Kernels, speaker: Ada Example, duration: 1 hour}}"
    head = "title: Example Seminar\ntimezone: Europe/Zurich\n"
    with serving_page() as page:
        watch = Watch(store, tmp_path, page)
        (tmp_path / "seminar.yaml").write_text(f"{head}sessions:\n{session}\n")
        watch.sync()
        [before] = watch.series.sessions
        watch.define()
        assert watch.series.sessions == (before,)
        page.body = listed(*ALL)
        assert len(told(watch.refresh()[0])) == 4  # three new talks, and where its title stands
        assert watch.series.sessions[0].id == before.id


def test_sessions_by_hand_count_over_the_page_and_stay(watch: Watch) -> None:
    watch.define(
        "sessions:",
        "  - {id: ada-example, join: 'https://meet.example/a', room: Aula}",
        "  - {start: 2027-07-12 19:00, title: Dinner, duration: 2 hours}",
    )
    dinner = "Dinner 12.07. 19:00"
    assert watch.times == [*WHOLE[:2], dinner, *WHOLE[2:]]
    watch.later(MOVED, *ALL[1:])
    moved = WHOLE[0].replace("05.07", "06.07")
    assert watch.times == [moved, WHOLE[1], dinner, *WHOLE[2:]]
    ada = watch.series.sessions[0]
    assert (ada.id, ada.room, ada.join) == (
        "ada-example",
        "Aula",
        Join(url="https://meet.example/a"),
    )


def test_slot_and_duration_fill_in_what_the_page_leaves_out(watch: Watch) -> None:
    watch.define("slot: {every: week, on: Monday, at: 17:15}", "duration: 45 min")
    watch.later(*(one.replace(", 16:30–17:30", "") for one in ALL))
    assert watch.times == [one.replace("16:30", "17:15") for one in WHOLE]
    ends = {f"{one.end.wall:%H:%M}" for one in watch.series.sessions if one.end}
    assert ends == {"18:00"}


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SUBSCRIBERS])
def test_link_on_the_page_is_for_subscribers(watch: Watch, audience: Audience) -> None:
    link = "https://zoom.us/j/62400754289?pwd=s3cr3t"
    watch.later(*(f"{one}, {link}" for one in ALL))
    shown = str(seen_by(watch.series, audience))
    assert ("62400754289" in shown) == (audience is Audience.SUBSCRIBERS)


def test_source_of_an_archived_series_is_fetched_no_more(watch: Watch) -> None:
    (watch.folder / "other.yaml").write_text("title: Other\n")
    (watch.folder / "seminar.yaml").unlink()
    watch.sync(is_confirmed=True)
    assert next_refresh_at(watch.store, watch.fetching) is None
