"""The nouns: titles and headlines, what falls back on what, and the order of sessions."""

from copy import copy
from dataclasses import FrozenInstanceError, fields
from datetime import datetime, time
from enum import StrEnum

import pytest

from bot.domain.moments import Moment
from bot.domain.series import (
    Clock,
    LinkPolicy,
    Material,
    MaterialKind,
    Series,
    SeriesKind,
    Session,
    Slot,
    SlotUnit,
    Speaker,
    Status,
    Talk,
    TalkKind,
)

ADA = Speaker(name="Ada Example", affiliation="Exemple")
PEOPLE = tuple(Speaker(name=name) for name in ("Ada", "Bela", "Cem", "Dao"))
TITLED = Talk(id="t", title="On Examples", speakers=(ADA,))
BREAK = Talk(id="b", title="Coffee", kind=TalkKind.BREAK)


def moment(text: str, zone: str = "Europe/Zurich") -> Moment:
    return Moment(datetime.fromisoformat(text), zone)


def test_speaker_as_text_has_the_affiliation_in_brackets() -> None:
    assert str(ADA) == "Ada Example (Exemple)"
    assert str(Speaker(name="Ada Example")) == "Ada Example"


@pytest.mark.parametrize(
    ("clock", "text"),
    [
        (Clock(time(8, 30)), "08:30"),
        (Clock(time(8, 30), time(8, 40)), "08:30-08:40"),
        (Clock(time(8, 30, 5), time(0)), "08:30:05-00:00"),
    ],
)
def test_clock_as_text_is_its_hours(clock: Clock, text: str) -> None:
    assert str(clock) == text


@pytest.mark.parametrize(
    ("number", "names", "byline"),
    [
        (0, "", ""),
        (1, "Ada", "Ada"),
        (3, "Ada, Bela, Cem", "Ada, Bela, Cem"),
        (4, "Ada, Bela, Cem, Dao", "Ada et al."),
    ],
)
def test_byline_names_at_most_three(number: int, names: str, byline: str) -> None:
    talk = Talk(id="t", speakers=PEOPLE[:number])
    assert (talk.speaker_names, talk.byline) == (names, byline)


@pytest.mark.parametrize(
    ("talk", "headline"),
    [
        (TITLED, "Ada Example: On Examples"),
        (Talk(id="t", title="On Examples"), "On Examples"),
        (Talk(id="t", speakers=(ADA,)), "Ada Example"),
        (Talk(id="t"), ""),
    ],
)
def test_talk_headline_is_who_and_what(talk: Talk, headline: str) -> None:
    assert talk.headline == headline


@pytest.mark.parametrize(
    ("session", "title", "headline"),
    [
        (Session(id="s"), "", ""),
        (Session(id="s", own_title="Day 1"), "Day 1", "Day 1"),
        (Session(id="s", talks=(TITLED,)), "On Examples", "Ada Example: On Examples"),
        (Session(id="s", talks=(Talk(id="t", speakers=PEOPLE),)), "Ada et al.", "Ada et al."),
        (Session(id="s", own_title="Day 1", talks=(TITLED,)), "Day 1", "Ada Example: Day 1"),
        (Session(id="s", own_title="Day 1", talks=(BREAK,)), "Day 1", "Day 1"),
        (Session(id="s", own_title="Day 1", talks=(TITLED, BREAK)), "Day 1", "Day 1"),
        (Session(id="s", talks=(TITLED, BREAK)), "", ""),
    ],
)
def test_session_title_falls_back_on_its_one_talk(
    session: Session, title: str, headline: str
) -> None:
    assert (session.title, session.headline) == (title, headline)


@pytest.mark.parametrize(
    ("talks", "only_breaks"),
    [((), False), ((BREAK,), True), ((BREAK, BREAK), True), ((BREAK, TITLED), False)],
)
def test_session_is_only_breaks_if_there_is_nothing_else(
    talks: tuple[Talk, ...], *, only_breaks: bool
) -> None:
    assert Session(id="s", talks=talks).is_only_breaks is only_breaks


def test_session_has_timed_talks_if_one_has_a_start() -> None:
    timed = Talk(id="t", start=moment("2021-06-28 16:30"))
    assert Session(id="s", talks=(TITLED, timed)).has_timed_talks
    assert not Session(id="s", talks=(TITLED, Talk(id="c", clock=Clock(time(9))))).has_timed_talks
    assert not Session(id="s").has_timed_talks


def test_scheduled_sessions_are_by_instant_and_then_by_id() -> None:
    tokyo = Session(id="tokyo", start=moment("2021-06-28 20:00", "Asia/Tokyo"))
    zurich = Session(id="zurich", start=moment("2021-06-28 13:30"))
    again = Session(id="again", start=moment("2021-06-28 13:30"))
    undated = Session(id="undated")
    series = Series(id="s", title="S", sessions=(zurich, undated, again, tokyo))
    assert list(series.scheduled()) == [
        (tokyo, tokyo.start),
        (again, again.start),
        (zurich, zurich.start),
    ]


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (SeriesKind, "seminar workshop conference course playlist"),
        (Status, "scheduled tentative cancelled unscheduled"),
        (
            TalkKind,
            "talk invited oral spotlight contributed poster keynote panel break other",
        ),
        (LinkPolicy, "public subscribers"),
        (MaterialKind, "slides video paper other"),
        (SlotUnit, "day week month"),
    ],
)
def test_words_are_those_that_definitions_use(kinds: type[StrEnum], words: str) -> None:
    assert [kind.value for kind in kinds] == words.split()


@pytest.mark.parametrize(
    ("kind", "title", "label"),
    [
        (MaterialKind.SLIDES, "", "Slides"),
        (MaterialKind.OTHER, "", "Link"),
        (MaterialKind.VIDEO, "Second half", "Second half"),
        (MaterialKind.OTHER, "Code", "Code"),
    ],
)
def test_material_is_called_by_its_title_or_its_kind(
    kind: MaterialKind, title: str, label: str
) -> None:
    assert Material(kind=kind, url="https://example.org/a", title=title).label == label


def test_slot_is_weekly_unless_it_says_otherwise() -> None:
    slot = Slot(at=time(16, 30))
    said = (slot.every, slot.unit, slot.weekdays, slot.nth, slot.length, slot.skip, slot.fill)
    assert said == (1, SlotUnit.WEEK, (), 0, None, (), False)


@pytest.mark.parametrize("value", [ADA, TITLED, Clock(time(9)), Session(id="s")])
def test_values_are_equal_by_content_and_hold_still(
    value: Speaker | Talk | Clock | Session,
) -> None:
    assert value == copy(value)
    assert hash(value) == hash(copy(value))
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, "other")
