"""What a message says, part by part, before it has any form."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.series import Join, Material, MaterialKind, Status, Talk
from bot.reminders.messages import (
    Message,
    ProgrammeRow,
    compose,
    lead,
)

from .seminar import (
    ADA,
    BELA,
    COFFEE,
    DAY,
    ZURICH,
    message,
    moment,
    reminder,
    series,
    session,
    talk,
)

SLIDES = Material(kind=MaterialKind.SLIDES, url="https://files.example/slides.pdf")
LINK = Join(url="https://meet.example/j/1", passcode="s3cret")
VIDEO = Material(kind=MaterialKind.VIDEO, url="https://video.example/1")
EMPTY = Message(
    series_title="Seminar on Everything",
    lead="in 1 hour",
    title="",
    talk_title="",
    title_note="",
    byline="",
    start=moment("2021-06-28 16:30"),
    end=moment("2021-06-28 17:30"),
    host_city="Zurich",
    reader_zone=ZURICH,
    clock_note="",
    status_note="",
    chair="",
    where="",
    join=None,
    abstract="",
    programme=(),
    materials=(),
    recording="",
    homepage="",
)


def test_message_of_a_session_with_one_talk_has_all_its_parts() -> None:
    one = session(
        status=Status.TENTATIVE,
        reason="the room is not settled",
        chair="Chiara Esempio",
        room="Aula 1",
        join=LINK,
        talks=(
            talk(
                speakers=(ADA, BELA),
                abstract="Abstract.",
                materials=(SLIDES, VIDEO),
                duration=timedelta(minutes=62),
            ),
        ),
    )
    about = series(one, place="Lausanne, CH", homepage="https://seminar.example/")
    assert compose(reminder(one, DAY), about, "Asia/Tokyo") == Message(
        series_title="Seminar on Everything",
        lead="in 1 day",
        title="On Examples",
        talk_title="",
        title_note="",
        byline="Ada Example (Université d’Exemple), Bela Beispiel",
        start=moment("2021-06-28 16:30"),
        end=moment("2021-06-28 17:30"),
        host_city="Lausanne",
        reader_zone="Asia/Tokyo",
        clock_note="",
        status_note="Not confirmed yet: the room is not settled",
        chair="Chiara Esempio",
        where="Aula 1, Lausanne, CH",
        join=LINK,
        abstract="Abstract.",
        programme=(),
        materials=(SLIDES, VIDEO),
        recording="1 hour 2 minutes",
        homepage="https://seminar.example/",
    )


def test_message_of_a_session_of_which_nothing_is_known_but_the_hour() -> None:
    assert message(session(talks=())) == EMPTY
    assert message(session(end=None, talks=())) == replace(EMPTY, end=None)


def test_message_of_a_session_with_many_talks_has_its_programme() -> None:
    nine, ten, eleven = (moment(f"2021-06-28 {hour:02}:00") for hour in (9, 10, 11))
    one = session(
        own_title="First day",
        talks=(
            talk(id="a", start=nine, abstract="Left out.", materials=(SLIDES,)),
            replace(COFFEE, start=ten),
            talk(id="b", start=eleven, title="", speakers=(ADA, BELA)),
            Talk(id="posters", title="Posters"),
        ),
    )
    assert message(one) == replace(
        EMPTY,
        title="First day",
        programme=(
            ProgrammeRow(nine, "Ada Example: On Examples", is_break=False),
            ProgrammeRow(ten, "Coffee", is_break=True),
            ProgrammeRow(eleven, "Ada Example, Bela Beispiel", is_break=False),
            ProgrammeRow(None, "Posters", is_break=False),
        ),
    )


def test_message_of_one_talk_and_a_break_is_about_the_talk() -> None:
    begins = moment("2021-06-28 16:30")
    one = session(talks=(talk(start=begins, abstract="Abstract.", materials=(SLIDES,)), COFFEE))
    assert message(one) == replace(
        EMPTY,
        title="On Examples",
        byline=str(ADA),
        abstract="Abstract.",
        materials=(SLIDES,),
        programme=(
            ProgrammeRow(begins, "Ada Example: On Examples", is_break=False),
            ProgrammeRow(None, "Coffee", is_break=True),
        ),
    )


@pytest.mark.parametrize(
    ("own_title", "talk_title", "expected"),
    [
        ("", "On Examples", ("On Examples", "")),
        ("Yearly lecture", "On Examples", ("Yearly lecture", "On Examples")),
        ("Yearly lecture", "", ("Yearly lecture", "")),
        ("On Examples", "On Examples", ("On Examples", "")),
        ("", "", ("", "")),
        (r"Rates $n^2$", r"\emph{More}", ("Rates n²", "More")),
    ],
    ids=["talk's", "both", "session's", "the same", "none", "LaTeX"],
)
def test_message_has_the_titles_of_session_and_talk_each_once(
    own_title: str, talk_title: str, expected: tuple[str, str]
) -> None:
    found = message(session(own_title=own_title, talks=(talk(title=talk_title),)))
    assert (found.title, found.talk_title) == expected


def test_message_reads_latex_in_all_that_people_write() -> None:
    one = session(
        chair=r"Erd\H{o}s Example", talks=(talk(title="$p$", abstract=r"$\alpha$ 50% of"),)
    )
    speaker = replace(BELA, affiliation=r"Universit\"at")
    one = replace(one, talks=(replace(one.talks[0], speakers=(speaker,)),))
    assert message(one, title=r"Th\'eorie") == replace(
        EMPTY,
        series_title="Théorie",
        title="p",
        byline="Bela Beispiel (Universität)",
        chair="Erdős Example",
        abstract="α 50% of",
    )


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        (Status.SCHEDULED, "", ""),
        (Status.SCHEDULED, "the speaker asked for it", ""),
        (Status.TENTATIVE, "", "Not confirmed yet"),
        (Status.TENTATIVE, "the speaker may be ill", "Not confirmed yet: the speaker may be ill"),
    ],
    ids=["scheduled", "scheduled, with a reason", "tentative", "tentative, with a reason"],
)
def test_message_marks_what_is_not_confirmed(status: Status, reason: str, expected: str) -> None:
    assert message(session(status=status, reason=reason)).status_note == expected


@pytest.mark.parametrize(
    ("room", "place", "join", "expected"),
    [
        ("Aula 1", "Lausanne, CH", None, "Aula 1, Lausanne, CH"),
        ("Aula 1", "", None, "Aula 1"),
        ("", "Lausanne, CH", None, "Lausanne, CH"),
        ("", "", None, ""),
        ("Aula 1", "Lausanne, CH", LINK, "Aula 1, Lausanne, CH"),
        ("", "Lausanne, CH", LINK, ""),
    ],
    ids=["both", "room", "place", "none", "both, and online", "online"],
)
def test_message_says_where_unless_people_meet_online(
    room: str, place: str, join: Join | None, expected: str
) -> None:
    assert message(session(room=room, join=join), place=place).where == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (timedelta(days=1), "in 1 day"),
        (timedelta(minutes=90), "in 1 hour 30 minutes"),
        (timedelta(minutes=10), "in 10 minutes"),
        (timedelta(0), "now"),
        (timedelta(minutes=-4), "started 4 minutes ago"),
    ],
    ids=str,
)
def test_lead_says_how_far_off_the_session_is(offset: timedelta, expected: str) -> None:
    assert lead(offset) == expected


@pytest.mark.parametrize(
    ("material", "expected"),
    [
        (SLIDES, "Slides"),
        (VIDEO, "Video"),
        (Material(kind=MaterialKind.PAPER, url="https://a.example"), "Paper"),
        (Material(kind=MaterialKind.OTHER, url="https://a.example"), "Link"),
        (replace(SLIDES, title="notes by Ada Example"), "notes by Ada Example"),
    ],
    ids=["slides", "video", "paper", "other", "with a title"],
)
def test_material_is_called_by_its_title_or_its_kind(material: Material, expected: str) -> None:
    assert material.label == expected


def test_reminder_of_a_talk_of_which_nothing_is_known_says_so_with_time_and_link() -> None:
    one = session(talks=(Talk(id="talk"),), join=LINK)
    assert message(one) == replace(EMPTY, title_note="The title is yet to be announced", join=LINK)
    one = session(talks=(Talk(id="talk", speakers=(ADA,)),), join=LINK)
    assert message(one) == replace(EMPTY, byline=str(ADA), join=LINK)
    assert message(session(talks=(talk(),))).title_note == ""
