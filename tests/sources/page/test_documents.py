"""The five documents that the project began with, exactly; skipped where they are not at hand."""

import os
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.series import Clock, MaterialKind, SeriesKind, Status, TalkKind
from bot.sources.imported import Hints, Imported
from bot.sources.page import read_page

SHARED = Path(os.environ.get("TALKBELL_SHARED", Path(__file__).resolve().parents[4] / "shared"))
DOCUMENTS = SHARED / "documents"
pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not here")


def read(name: str, **hints: Any) -> Imported:
    data = (DOCUMENTS / name).read_bytes()
    return read_page(data, Hints(today=date(2026, 11, 22), **hints), name)


def errors(imported: Imported) -> list[str]:
    return [problem.code for problem in imported.problems if problem.severity == "error"]


def test_seminar_page() -> None:
    imported = read("internal-seminar.txt")
    series = imported.series
    assert series.title == "Internal Seminar : Theory of Neural Nets"
    assert series.timezone == "Europe/Zurich"
    assert len(series.organizers) == 7
    assert series.organizers[0] == "Elisabetta Cornacchia"
    assert series.organizers[-1] == "Berfin Simsek"
    assert [
        (
            str(s.start.local) if s.start else "",
            str(s.end.wall.time()) if s.end else "",
            s.talks[0].speaker_names,
            s.talks[0].title,
            s.join.url if s.join else "",
        )
        for s in series.sessions
    ] == [
        (
            "2021-06-28 16:30:00+02:00",
            "17:30:00",
            "Scott Pesme",
            BIAS,
            "https://epfl.zoom.us/j/62400754289",
        ),
        (
            "2021-07-12 16:30:00+02:00",
            "17:30:00",
            "Leonardo Petrini",
            "Relative stability toward diffeomorphisms indicates performance in deep nets",
            "https://epfl.zoom.us/j/67799152011",
        ),
        (
            "",
            "",
            "Cagnetta Francesco",
            "Beating the curse of dimensionality via locality in teacher-student scenarios",
            "",
        ),
        (
            "2021-05-17 16:30:00+02:00",
            "17:30:00",
            "Eugene Golikov",
            "Tensor Programs",
            "https://epfl.zoom.us/j/69244976578",
        ),
        (
            "2021-06-07 16:30:00+02:00",
            "17:30:00",
            "Ido Nachum",
            "Regularization by Misclassification in ReLU Neural Networks",
            "https://epfl.zoom.us/j/61386325452",
        ),
    ]
    assert series.sessions[2].status is Status.UNSCHEDULED
    starts = [s.talks[0].abstract.split()[0] for s in series.sessions]
    assert starts == ["Understanding", "Understanding", "What", "We", "We"]
    assert [(p.code, p.severity.value) for p in imported.problems] == [
        ("zone-from-place", "warning")
    ]


BIAS = "Implicit Bias of SGD for Diagonal Linear Networks: a Provable Benefit of Stochasticity"
HOURS = [
    "08:30-08:40",
    "08:40-09:10",
    "09:10-09:40",
    "09:40-10:20",
    "10:20-11:00",
    "11:00-11:30",
    "11:30-12:00",
    "12:00-12:15",
    "12:15-12:30",
    "12:30-14:00",
    "14:00-14:30",
    "14:30-14:45",
    "14:45-15:00",
    "15:00-15:30",
    "15:30-16:00",
    "16:00-16:15",
    "16:15-16:30",
    "16:30-16:45",
    "16:45-17:00",
    "17:00-18:00",
]


def test_virtual_site_with_the_year() -> None:
    imported = read("conference-virtual-site.txt", year=2019)
    (session,) = imported.series.sessions
    assert imported.series.title == "Theoretical Physics for Deep Learning"
    assert session.start
    assert session.end
    assert str(session.start.local) == "2019-06-14 08:30:00-07:00"
    assert str(session.end.local) == "2019-06-14 18:00:00-07:00"
    assert [str(talk.clock) for talk in session.talks] == HOURS
    assert [talk.kind.value for talk in session.talks] == [
        "other",
        "invited",
        "invited",
        "spotlight",
        "break",
        "invited",
        "invited",
        "oral",
        "oral",
        "break",
        "invited",
        "oral",
        "oral",
        "break",
        "invited",
        "oral",
        "oral",
        "oral",
        "oral",
        "poster",
    ]
    assert session.talks[0].title == "Opening Remarks"
    assert len(session.talks[0].speakers) == 6
    assert session.talks[8].speaker_names == "Remi Tachet des Combes"
    assert session.talks[11].speakers == ()
    assert len(session.talks[19].speakers) == 59
    assert session.talks[19].speakers[0].name == "Roman Novak"
    assert not any("\N{LINK SYMBOL}" in str(talk) for talk in session.talks)
    assert imported.problems == ()


def test_virtual_site_without_the_year() -> None:
    imported = read("conference-virtual-site.txt")
    (problem,) = imported.problems
    assert (problem.code, problem.severity.value, problem.line) == ("no-year", "error", 4)
    assert problem.choices == ("2019", "2024", "2030")
    assert problem.hint == "Fri 14 Jun: 2019, 2024, 2030; pass --year"
    (session,) = imported.series.sessions
    assert session.start is None
    assert session.day is None
    assert [str(talk.clock) for talk in session.talks] == HOURS


def test_workshop_site() -> None:
    imported = read("workshop-site.txt")
    assert sorted(errors(imported)) == ["no-date", "no-zone"]
    (session,) = imported.series.sessions
    timed = [talk for talk in session.talks if talk.clock]
    assert [str(talk.clock) for talk in timed] == HOURS
    assert session.start is None
    posters = [talk for talk in session.talks if not talk.clock]
    assert len(posters) == 9
    assert {talk.kind for talk in posters} == {TalkKind.POSTER}
    assert posters[0].title == "A Quantum Field Theory of Representation Learning"
    invited = [talk for talk in timed if talk.kind is TalkKind.INVITED]
    assert [talk.speaker_names for talk in invited] == [
        "Andrea Montanari",
        "Lenka Zdeborova",
        "Kyle Cranmer",
        "Michael Mahoney",
        "Sanjeev Arora",
        "Jascha Sohl-Dickstein",
    ]
    assert [talk.title for talk in timed if talk.abstract] == [talk.title for talk in invited]
    assert [talk.abstract.split()[0] for talk in invited] == [
        "We", "A", "The", "Random", "There", "As",
    ]  # fmt: skip
    assert invited[0].abstract.endswith("Theodor Misiakiewicz]")
    assert "Garipov et al" in invited[4].abstract
    assert (
        timed[7].title == "SGD dynamics for two-layer neural networks in the teacher-student setup"
    )
    assert timed[7].kind is TalkKind.CONTRIBUTED


def test_workshop_site_with_hints() -> None:
    imported = read("workshop-site.txt", date=date(2019, 6, 14), timezone="PDT")
    assert errors(imported) == []
    (session,) = imported.series.sessions
    assert session.start
    assert str(session.start.local) == "2019-06-14 08:30:00-07:00"


def test_session_page() -> None:
    imported = read("conference-session.txt", year=2021)
    (session,) = imported.series.sessions
    assert imported.series.title == "Deep Learning Theory 3"
    assert session.chair == "Rong Ge"
    assert session.start
    assert session.end
    assert str(session.start.local) == "2021-07-21 07:00:00-07:00"
    assert str(session.end.local) == "2021-07-21 07:55:00-07:00"
    assert [talk.kind.value for talk in session.talks] == ["oral", *["spotlight"] * 6, "other"]
    assert session.talks[0].clock == Clock(time(7, 0), time(7, 20))
    assert session.talks[7].title == "Q&A"
    assert session.talks[7].speakers == ()
    assert len(session.talks[0].speakers) == 7
    assert r"poorly \emph{conditioned}" in session.talks[4].abstract
    assert r"$\mathbb{R}^d \to \mathbb{R}^d$" in session.talks[4].abstract
    assert imported.problems == ()


def test_session_page_without_the_year() -> None:
    imported = read("conference-session.txt")
    assert set(errors(imported)) == {"no-year"}
    assert len(imported.series.sessions) == 1
    assert imported.problems[0].choices == ("2021", "2027", "2032")


def test_playlist() -> None:
    imported = read("video-playlist.txt")
    series = imported.series
    assert series.kind is SeriesKind.PLAYLIST
    assert series.title == "Deep Learning Theory Workshop and Summer School"
    talks = [session.talks[0] for session in series.sessions]
    assert [talk.duration for talk in talks] == [
        timedelta(hours=h, minutes=m, seconds=s)
        for h, m, s in (
            (0, 59, 25), (1, 2, 20), (1, 0, 23), (0, 57, 45), (1, 20, 40),
            (1, 36, 30), (0, 54, 41), (0, 57, 45), (0, 58, 40), (1, 6, 17),
        )
    ]  # fmt: skip
    assert [talk.title for talk in talks] == [""] * 10
    assert [str(s) for s in talks[7].speakers] == [
        "Neil Mallinar (UC San Diego)",
        "Jamie Simon (UC Berkeley)",
    ]
    assert [[m.url for m in talk.materials if m.kind is MaterialKind.VIDEO] for talk in talks][
        :3
    ] == [
        [
            "https://simons.berkeley.edu/talks/tutorial-statistical-learning-theory-and-neural-networks-i"
        ],
        [
            "https://simons.berkeley.edu/talks/tutorial-statistical-learning-theory-and-neural-networks-ii"
        ],
        ["https://simons.berkeley.edu/node/21926"],
    ]
    for talk in talks:
        parts = talk.abstract.split("\n\n")
        assert len(set(parts)) == len(parts)
    assert talks[6].abstract.startswith("In this talk, I shall present two research vignettes")
    assert [bool(talk.abstract) for talk in talks] == [True] * 4 + [False] * 2 + [True] * 2 + [
        False
    ] * 2
    assert [(p.code, p.severity.value, p.read) for p in imported.problems] == [
        ("count-mismatch", "warning", "17 videos")
    ]
