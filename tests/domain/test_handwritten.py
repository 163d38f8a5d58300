"""Sessions of a definition beside those of the address that it names."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.handwritten import at_other_times, filled, with_handwritten
from bot.domain.moments import Moment, settle_wall
from bot.domain.series import (
    Clock,
    FromSlot,
    Join,
    Series,
    Session,
    Slot,
    SlotUnit,
    Speaker,
    Status,
    Talk,
    TalkKind,
)

ZONE = "Europe/Zurich"
JOIN = Join(url="https://meet.example/a")


def at(day: int, hour: int = 16) -> Moment:
    return settle_wall(datetime(2027, 7, day, hour), ZONE)


def talk(title: str = "", speaker: str = "", **parts: object) -> Talk:
    speakers = (Speaker(name=speaker),) if speaker else ()
    return replace(Talk(id="talk", title=title, speakers=speakers), **parts)  # type: ignore[arg-type]


def session(name: str, start: Moment | None = None, *talks: Talk, **parts: object) -> Session:
    status = Status.SCHEDULED if start else Status.UNSCHEDULED
    made = Session(id=name, start=start, status=status, talks=talks)
    return replace(made, **parts)  # type: ignore[arg-type]


def joint(*own: Session, page: tuple[Session, ...]) -> tuple[Session, ...]:
    head = Series(id="seminar", title="Example Seminar", timezone=ZONE, sessions=own)
    found = with_handwritten(head, page)
    assert replace(found, sessions=own) == head
    return found.sessions


ADA = session("ada", at(5), talk("On Kernels", "Ada Example"), end=at(5, 17))
BELA = session("bela", at(12), talk("On Widths", "Bela Beispiel"))


def test_sessions_of_both_stand_beside_each_other() -> None:
    dinner = session("dinner", at(5, 19), own_title="Dinner")
    assert joint(dinner, page=(ADA, BELA)) == (ADA, BELA, dinner)


@pytest.mark.parametrize(
    "own",
    [
        session("ada", join=JOIN),
        session("x", at(5), join=JOIN),
        session("x", None, talk("On Kernels", "Ada Example"), join=JOIN),
        session("x", at(5), talk("On Kernels"), join=JOIN),
    ],
    ids=["id", "time", "title and speaker", "title at its time"],
)
def test_same_session_is_one(own: Session) -> None:
    assert joint(own, page=(ADA, BELA)) == (replace(ADA, join=JOIN), BELA)


def test_other_talk_at_the_same_time_is_another() -> None:
    own = session("x", at(5), talk("On Something Else", "Cleo Exemple"))
    assert joint(own, page=(ADA,)) == (ADA, own)


def test_what_is_written_counts_and_the_rest_is_of_the_page() -> None:
    own = session(
        "ada",
        None,
        talk("", "Ada Example-Muster", abstract="By hand."),
        own_title="Opening",
        room="Aula",
        chair="Cleo Exemple",
        uid="uid@example",
        reason="ill",
    )
    own = replace(own, status=Status.CANCELLED)
    page = replace(ADA, room="B1", chair="Somebody", join=JOIN)
    assert joint(own, page=(page,)) == (
        replace(
            page,
            status=Status.CANCELLED,
            reason="ill",
            own_title="Opening",
            room="Aula",
            chair="Cleo Exemple",
            uid="uid@example",
            talks=(talk("On Kernels", "Ada Example-Muster", abstract="By hand."),),
        ),
    )


def test_talks_by_hand_stand_for_those_of_the_page() -> None:
    own = session("ada", None, talk("One"), talk("Two", id="other"))
    assert joint(own, page=(ADA,)) == (replace(ADA, talks=own.talks),)
    kind = session("ada", None, talk(kind=TalkKind.KEYNOTE))
    assert joint(kind, page=(ADA,))[0].talks == (replace(ADA.talks[0], kind=TalkKind.KEYNOTE),)


def test_time_by_hand_counts() -> None:
    own = session("ada", at(6))
    assert joint(own, page=(ADA,)) == (replace(ADA, start=at(6), end=None),)
    assert joint(session("ada", at(5)), page=(ADA,)) == (ADA,)
    page = replace(ADA, start=None, end=None, status=Status.UNSCHEDULED)
    assert joint(own, page=(page,)) == (replace(ADA, start=at(6), end=None),)
    day = session("ada", None, day=date(2027, 7, 6), status=Status.SCHEDULED)
    assert joint(day, page=(ADA,)) == (replace(ADA, start=None, end=None, day=day.day),)


def test_other_times_are_told() -> None:
    head = Series(id="s", title="S", sessions=(session("ada", at(6)), session("bela", at(12))))
    assert at_other_times(head, (ADA, BELA)) == [head.sessions[0]]
    undated = replace(ADA, start=None, end=None)
    assert at_other_times(head, (undated, BELA)) == []
    assert at_other_times(replace(head, sessions=(session("ada"),)), (ADA,)) == []


SLOT = Slot(every=1, unit=SlotUnit.WEEK, at=time(17, 15), length=timedelta(hours=1))


def test_slot_gives_the_hour_of_a_date_and_the_length() -> None:
    head = Series(id="s", title="S", timezone=ZONE, slot=SLOT)
    day = session("x", None, day=date(2027, 7, 5), status=Status.SCHEDULED)
    begin, end = (settle_wall(datetime(2027, 7, 5, hour, 15), ZONE) for hour in (17, 18))
    assert filled(head, (day, ADA, BELA)) == (
        replace(day, start=begin, end=end, from_slot=FromSlot.TIME),
        ADA,
        replace(BELA, end=at(12, 17)),
    )


def test_duration_gives_an_end_to_what_has_no_hours_of_its_own() -> None:
    head = Series(id="s", title="S", timezone=ZONE, duration=timedelta(hours=2))
    timed = replace(BELA, talks=(talk("A", start=at(12), clock=Clock(time(16))),))
    undated = session("x")
    assert filled(head, (BELA, timed, undated)) == (replace(BELA, end=at(12, 18)), timed, undated)
    assert filled(replace(head, duration=None), (BELA,)) == (BELA,)
