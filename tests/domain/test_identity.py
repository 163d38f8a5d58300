"""Identity: who keeps an id and a UID when moved, renamed, cancelled, or called by other ids."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.domain.identity import Adopted, Known, adopt
from bot.domain.ids import known_uid
from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Speaker, Status, Talk


def moment(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), "Europe/Zurich")


def session(source_id: str, title: str = "", who: str = "", at: str = "", **more: Any) -> Session:
    people = tuple(Speaker(name=name) for name in who.split(", ") if name)
    talks = (Talk(id="talk", title=title, speakers=people),) if title or who else ()
    start = moment(f"2021-{at}") if at else None
    return Session(**{"id": source_id, "start": start, "talks": talks, **more})


def cancelled(one: Session) -> Session:
    return replace(one, status=Status.CANCELLED)


def known(one: Session, *source_ids: str, is_removed: bool = False) -> Known:
    return Known(session=one, source_ids=source_ids or (one.id,), is_removed=is_removed)


def adopted(before: Iterable[Known | Session], *after: Session) -> Adopted:
    ready = [one if isinstance(one, Known) else known(one) for one in before]
    return adopt(ready, Series(id="examples", title="Examples", sessions=after))


def ids(before: Iterable[Known | Session], *after: Session) -> dict[str, tuple[str, ...]]:
    """Return the source ids by permanent id."""
    return dict(adopted(before, *after).source_ids)


PETRINI = session("ada", "On Examples", "Ada Example", "07-12 16:30")
BELA = session("bela", "On Counterexamples", "Bela Exemple", "07-19 16:30")


def test_a_first_version_keeps_its_own_ids_and_order() -> None:
    found = adopted([], BELA, PETRINI)
    assert found.series.sessions == (BELA, PETRINI)
    assert found.source_ids == {"ada": ("ada",), "bela": ("bela",)}


def test_a_known_session_keeps_id_and_uid_by_any_of_its_source_ids() -> None:
    old = known(replace(PETRINI, id="first", uid="old@example.org"), "ada", "before")
    for source_id, sources in (("ada", ("ada", "before")), ("before", ("before", "ada"))):
        moved = replace(PETRINI, id=source_id, start=moment("2021-08-02 16:30"))
        found = adopted([old], moved)
        assert found.series.sessions == (replace(moved, id="first", uid="old@example.org"),)
        assert found.source_ids == {"first": sources}


@pytest.mark.parametrize(
    "other",
    [
        session("first", "Something else", "Cem Example", "09-01 10:00"),
        session("new", "Something else", "Cem Example", "09-01 10:00", uid="old@example.org"),
    ],
)
def test_a_known_session_is_known_by_its_own_id_and_by_its_uid(other: Session) -> None:
    old = known(replace(PETRINI, id="first", uid="old@example.org"), "ada")
    assert ids([old], other) == {"first": (other.id, "ada")}


def test_the_latest_source_id_counts_most_and_what_is_live() -> None:
    early = known(replace(PETRINI, id="a"), "other", "x")
    late = known(replace(BELA, id="b"), "x")
    again = session("x", "Something else", "Cem Example", "09-01 10:00")
    assert ids([early, late], again) == {"b": ("x",)}
    gone = replace(late, is_removed=True)
    assert ids([early, gone], again) == {"a": ("x", "other")}
    assert ids([replace(early, is_removed=True), gone], again) == {"b": ("x",)}


def test_of_two_ids_of_one_session_the_latest_counts_and_the_other_is_new() -> None:
    old = known(replace(PETRINI, id="first"), "z", "a")
    again = session("a", "Something else", "Cem Muster", "09-01 10:00")
    assert ids([old], again, replace(PETRINI, id="z")) == {"first": ("z", "a"), "a": ("a",)}


def test_a_uid_that_the_source_gives_is_surer_than_an_id() -> None:
    first, second = (
        session(f"club{end}", "Journal club", "", f"07-{day} 12:00", uid=f"u{day}@example.org")
        for end, day in (("", "12"), ("-2", "19"))
    )
    # A week before all others: its source numbers the ids anew, and each is the next one's.
    earlier = session("club", "Journal club", "", "07-05 12:00", uid="u05@example.org")
    after = [earlier, replace(first, id="club-2"), replace(second, id="club-3")]
    found = adopted([first, second], *after)
    assert [(one.id, one.uid, one.start) for one in found.series.sessions] == [
        ("club-3", "u05@example.org", earlier.start),
        ("club", "u12@example.org", first.start),
        ("club-2", "u19@example.org", second.start),
    ]


def test_of_two_with_one_uid_the_one_that_takes_place_bears_it() -> None:
    old = known(replace(PETRINI, id="first", uid="u@example.org"), "x")
    off = cancelled(session("a", "Something else", uid="u@example.org"))
    on = session("b", "Something quite else", uid="u@example.org")
    found = adopted([old], off, on)
    assert [(one.id, one.uid) for one in found.series.sessions] == [
        ("a", ""),
        ("first", "u@example.org"),
    ]


@pytest.mark.parametrize(
    "after",
    [
        session("new", "On Examples", "Ada Example", "08-02 16:30"),
        session("new", "on examples!", "Ada Éxample", "08-02 16:30"),
        session("new", "On Examples too", "Ada B. Example", "08-02 16:30"),
        session("new", at="08-02 16:30", own_title="On Examples"),
        session("new", "", "Ada Example", "08-02 16:30"),
    ],
    ids=["moved", "written otherwise", "retitled", "without speakers", "without title"],
)
def test_a_session_with_another_id_is_known_by_title_and_speakers(after: Session) -> None:
    assert ids([PETRINI, BELA], after, BELA) == {"ada": ("new", "ada"), "bela": ("bela",)}


@pytest.mark.parametrize(
    "after",
    [
        session("new", "On Examples", "Cem Muster", "08-02 16:30"),
        session("new", "Of something else", "Ada Example", "08-02 16:30"),
        session("new", "", "", "08-02 16:30"),
        session("new", "Examples of others", "", "08-02 16:30"),
    ],
)
def test_a_session_of_another_title_or_speaker_is_another(after: Session) -> None:
    assert ids([PETRINI, BELA], after, BELA) == {"new": ("new",), "bela": ("bela",)}


def test_another_number_in_the_title_makes_another_session() -> None:
    first = session("p1", "Deep learning for all, part 1", "Ada Example", "07-12 16:30")
    second = session("p2", "Deep learning for all, part 2", "Ada Example", "07-19 16:30")
    assert ids([first], second) == {"p2": ("p2",)}
    assert ids([first], replace(first, id="x", start=second.start)) == {"p1": ("x", "p1")}


def test_one_week_of_a_journal_club_is_not_taken_for_another() -> None:
    def week(number: int, day: str) -> Session:
        return session(f"club-{number}", "Journal club", "Ada Example", f"{day} 12:00")

    before = [week(1, "07-05"), week(2, "07-12"), week(3, "07-19")]
    assert ids(before, *before[1:], week(4, "07-26")) == {
        "club-2": ("club-2",),
        "club-3": ("club-3",),
        "club-4": ("club-4",),
    }


def test_of_two_that_are_equally_like_none_is_chosen() -> None:
    twins = [replace(PETRINI, id=name, start=moment("2021-08-02 16:30")) for name in ("x", "y")]
    assert ids([PETRINI], *twins) == {"x": ("x",), "y": ("y",)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"at": "07-12 16:30"}, {"at": "07-12 16:30"}),
        ({"at": "07-12 16:30", "room": "CM 1"}, {"at": "07-12 16:30", "room": "cm 1"}),
        ({"at": "07-12 16:30", "room": "CM 1"}, {"at": "07-12 16:30"}),
        ({"at": "07-12 16:30"}, {"day": date(2021, 7, 12)}),
        ({"day": date(2021, 7, 12)}, {"at": "07-12 16:30", "title": "On Others"}),
        ({"at": "07-12 16:30", "title": "On Examples"}, {"at": "07-12 16:30", "title": "Others"}),
    ],
)
def test_a_session_with_other_ids_and_texts_is_known_by_its_time_and_room(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert ids([session("old", **before), BELA], session("new", **after), BELA) == {
        "old": ("new", "old"),
        "bela": ("bela",),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([{"at": "07-12 16:30"}], [{"at": "07-12 17:30"}]),
        ([{"at": "07-12 16:30", "room": "CM 1"}], [{"at": "07-12 16:30", "room": "CM 2"}]),
        ([{}], [{}]),
        ([{"at": "07-12 16:30"}] * 2, [{"at": "07-12 16:30"}]),
        ([{"at": "07-12 16:30"}], [{"at": "07-12 16:30"}] * 2),
    ],
)
def test_a_time_that_others_share_or_that_differs_tells_nothing(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    old = [session(f"old-{number}", **one) for number, one in enumerate(before)]
    new = [session(f"new-{number}", **one) for number, one in enumerate(after)]
    assert ids(old, *new) == {one.id: (one.id,) for one in new}


def test_parallel_sessions_are_told_apart_by_their_rooms() -> None:
    old, new = (
        [session(f"{name}-{room}", at="07-12 16:30", room=room) for room in ("a", "b")]
        for name in ("old", "new")
    )
    assert ids(old, *new) == {"old-a": ("new-a", "old-a"), "old-b": ("new-b", "old-b")}


def test_a_replacement_at_the_time_of_a_cancelled_session_is_another() -> None:
    other = session("new", "On Others", "Cem Muster", "07-12 16:30")
    assert ids([cancelled(PETRINI)], other) == {"new": ("new",)}
    assert ids([PETRINI], cancelled(other)) == {"new": ("new",)}
    assert ids([known(PETRINI, is_removed=True)], other) == {"new": ("new",)}
    assert ids([PETRINI], other) == {"ada": ("new", "ada")}


def test_a_removed_session_comes_back_with_title_and_speakers_or_time_and_nothing_against_it() -> (
    None
):
    gone = known(PETRINI, is_removed=True)
    moved = replace(PETRINI, id="new", start=moment("2021-08-02 16:30"))
    assert ids([gone], moved) == {"ada": ("new", "ada")}
    assert ids([gone], session("new", "", "Ada Example", "08-02 16:30")) == {"new": ("new",)}
    assert ids([gone], session("new", "", "", "07-12 16:30")) == {"ada": ("new", "ada")}
    club = session("club", "Journal club", "", "07-05 12:00")
    next_club = session("next", "Journal club", "", "07-12 12:00")
    assert ids([known(club, is_removed=True)], next_club) == {"next": ("next",)}


def test_a_live_session_is_preferred_to_one_that_was_removed() -> None:
    gone = known(replace(PETRINI, id="gone"), is_removed=True)
    moved = replace(PETRINI, id="new", start=moment("2021-08-02 16:30"))
    assert ids([gone, PETRINI], moved) == {"ada": ("new", "ada")}


AGAIN = replace(PETRINI, id="ada-2", start=moment("2021-08-02 16:30"))


def test_cancel_and_add_is_a_move() -> None:
    found = adopted([PETRINI, BELA], cancelled(PETRINI), BELA, AGAIN)
    assert found.series.sessions == (BELA, replace(AGAIN, id="ada"))
    assert found.source_ids == {"ada": ("ada-2", "ada"), "bela": ("bela",)}


def test_both_halves_of_a_move_stay_one_session() -> None:
    moved = known(replace(AGAIN, id="ada"), "ada-2", "ada")
    found = adopted([moved], cancelled(PETRINI), AGAIN)
    assert found.series.sessions == (replace(AGAIN, id="ada"),)
    assert found.source_ids == {"ada": ("ada-2", "ada")}
    both = adopted([moved], cancelled(PETRINI), cancelled(AGAIN))
    assert both.series.sessions == (replace(cancelled(AGAIN), id="ada"),)
    assert ids([moved], cancelled(PETRINI)) == {"ada": ("ada", "ada-2")}
    assert ids([moved], PETRINI, cancelled(AGAIN)) == {"ada": ("ada", "ada-2")}


def test_a_session_may_move_twice_while_its_cancelled_halves_stand() -> None:
    moved = known(replace(AGAIN, id="ada"), "ada-2", "ada")
    third = replace(AGAIN, id="ada-3", start=moment("2021-09-06 16:30"))
    assert ids([moved], cancelled(PETRINI), cancelled(AGAIN), third) == {
        "ada": ("ada-3", "ada-2", "ada")
    }


def test_the_first_half_of_a_move_that_comes_back_is_new() -> None:
    moved = known(replace(AGAIN, id="ada"), "ada-2", "ada")
    first = adopted([moved], PETRINI, AGAIN)
    assert first.source_ids == {"ada-2": ("ada",), "ada": ("ada-2", "ada")}
    assert first.series.sessions == (replace(PETRINI, id="ada-2"), replace(AGAIN, id="ada"))
    again = [known(one, *first.source_ids[one.id]) for one in first.series.sessions]
    assert adopted(again, PETRINI, AGAIN) == first


def test_a_move_may_have_been_known_by_its_uid_only() -> None:
    old = known(replace(PETRINI, uid="u@example.org"), "earlier")
    off = cancelled(replace(PETRINI, id="off", uid="u@example.org"))
    assert ids([old], off, AGAIN) == {"ada": ("ada-2", "off", "earlier")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([cancelled(PETRINI)], [cancelled(PETRINI), AGAIN]),
        ([PETRINI], [cancelled(PETRINI), cancelled(AGAIN)]),
        ([PETRINI], [cancelled(PETRINI), AGAIN, replace(AGAIN, id="ada-3")]),
        ([PETRINI, AGAIN], [cancelled(PETRINI), AGAIN, replace(AGAIN, id="ada-3")]),
        ([PETRINI, replace(PETRINI, id="twin")], [cancelled(PETRINI), AGAIN]),
        ([PETRINI], [cancelled(PETRINI), replace(AGAIN, talks=BELA.talks)]),
        (
            [session("club", "Journal club", "", "07-12 12:00")],
            [
                cancelled(session("club", "Journal club", "", "07-12 12:00")),
                session("club-2", "Journal club", "", "07-19 12:00"),
            ],
        ),
    ],
    ids=[
        "cancelled before",
        "added as cancelled",
        "two added",
        "others stand",
        "two were",
        "another talk",
        "no speakers",
    ],
)
def test_what_is_not_surely_a_move_is_none(before: list[Session], after: list[Session]) -> None:
    assert ids(before, *after) == {one.id: (one.id,) for one in after}


def test_a_new_session_gets_an_id_and_a_uid_that_none_had() -> None:
    before = [
        known(replace(PETRINI, id="ada"), "x", is_removed=True),
        known(replace(BELA, id="k", uid=known_uid("examples", session("bela"))), "y"),
    ]
    found = adopted(
        before,
        session("x", "Of all", "Xenia Muster", "09-04 10:00"),
        session("ada", "A", "Cem Muster", "09-01 10:00"),
        session("ada-2", "B", "Dao Muster", "09-02 10:00", uid="b@example.org"),
        session("bela", "C", "Eva Muster", "09-03 10:00"),
        session("y", "D", "Flo Muster", "09-05 10:00", uid="b@example.org"),
        session("c", "E", "Gil Muster", "09-06 10:00", uid="b@example.org"),
    )
    assert found.source_ids == {
        "ada": ("x",),
        "ada-3": ("ada",),
        "ada-2": ("ada-2",),
        "bela-2": ("bela",),
        "k": ("y",),
        "c": ("c",),
    }
    assert [one.uid for one in found.series.sessions if one.uid] == [
        "b@example.org",
        known_uid("examples", session("bela")),
    ]
