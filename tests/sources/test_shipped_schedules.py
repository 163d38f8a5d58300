"""The four schedules that come with Talkbell: every fact of their pages, and none of the words."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.series import (
    Join,
    LinkPolicy,
    MaterialKind,
    Series,
    SeriesKind,
    Session,
    Speaker,
    Status,
    Talk,
    TalkKind,
)
from bot.sources.definition import dump_definition, read_definition, write_ids

ROOT = Path(__file__).parents[2]
SCHEDULES = ROOT / "schedules"
PAPERS = ROOT.parent / "shared" / "documents"
SERIES_IDS = [
    "deep-learning-theory-3",
    "deep-learning-theory-viewing",
    "physics-of-deep-learning",
    "theory-of-neural-nets",
]
MINUTE = timedelta(minutes=1)


def shipped(series_id: str) -> Series:
    """Return a shipped series, which must not even have warnings."""
    path = SCHEDULES / f"{series_id}.yaml"
    series, problems = read_definition(path.read_bytes(), path.name)
    assert problems == []
    assert series is not None
    assert series.id == series_id
    return series


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def instants(session: Session) -> tuple[datetime | None, datetime | None]:
    return session.start and session.start.at, session.end and session.end.at


def rows(talks: tuple[Talk, ...]) -> list[tuple[str, TalkKind, str, list[str]]]:
    return [
        (str(talk.clock), talk.kind, talk.title, [speaker.name for speaker in talk.speakers])
        for talk in talks
    ]


def test_there_are_four() -> None:
    assert sorted(path.stem for path in SCHEDULES.iterdir()) == SERIES_IDS


@pytest.mark.parametrize("series_id", SERIES_IDS)
def test_shipped_schedule_reads_back_from_its_dump(series_id: str) -> None:
    series = shipped(series_id)
    again, problems = read_definition(dump_definition(series).encode(), "f.yaml")
    assert (again, problems) == (series, [])


@pytest.mark.parametrize("series_id", SERIES_IDS)
def test_shipped_sessions_have_ids_of_their_own(series_id: str) -> None:
    data = (SCHEDULES / f"{series_id}.yaml").read_bytes()
    assert write_ids(data, shipped(series_id)) == data


def test_seminar_has_its_five_talks() -> None:
    series = shipped("theory-of-neural-nets")
    assert (series.kind, series.timezone, series.link) == (
        SeriesKind.SEMINAR,
        "Europe/Zurich",
        LinkPolicy.PUBLIC,
    )
    assert series.title == "Internal Seminar: Theory of Neural Nets"
    assert series.organizers == (
        "Elisabetta Cornacchia",
        "François Ged",
        "Evgenii Golikov",
        "Jan Hazla",
        "Arthur Jacot",
        "Loucas Pillaud-Vivien",
        "Berfin Simsek",
    )
    assert series.remind == (timedelta(days=1), timedelta(hours=1), 10 * MINUTE)
    assert [(*instants(one), one.join, one.talks[0].speaker_names) for one in series.sessions] == [
        (
            utc("2021-05-17 14:30"),
            utc("2021-05-17 15:30"),
            Join(url="https://epfl.zoom.us/j/69244976578"),
            "Eugene Golikov",
        ),
        (
            utc("2021-06-07 14:30"),
            utc("2021-06-07 15:30"),
            Join(url="https://epfl.zoom.us/j/61386325452"),
            "Ido Nachum",
        ),
        (
            utc("2021-06-28 14:30"),
            utc("2021-06-28 15:30"),
            Join(url="https://epfl.zoom.us/j/62400754289"),
            "Scott Pesme",
        ),
        (
            utc("2021-07-12 14:30"),
            utc("2021-07-12 15:30"),
            Join(url="https://epfl.zoom.us/j/67799152011"),
            "Leonardo Petrini",
        ),
        (None, None, None, "Francesco Cagnetta"),
    ]
    assert [one.status for one in series.sessions] == [*[Status.SCHEDULED] * 4, Status.UNSCHEDULED]
    assert [one.title for one in series.sessions] == [
        "Tensor Programs",
        "Regularization by Misclassification in ReLU Neural Networks",
        "Implicit Bias of SGD for Diagonal Linear Networks: a Provable Benefit of Stochasticity",
        "Relative stability toward diffeomorphisms indicates performance in deep nets",
        "Beating the curse of dimensionality via locality in teacher-student scenarios",
    ]


WORKSHOP_ROWS = [
    ("08:30-08:40", TalkKind.OTHER, "Opening Remarks", 6),
    (
        "08:40-09:10",
        TalkKind.INVITED,
        "Linearized two-layers neural networks in high dimension",
        "Andrea Montanari",
    ),
    (
        "09:10-09:40",
        TalkKind.INVITED,
        "Loss landscape and behaviour of algorithms in the spiked matrix-tensor model",
        "Lenka Zdeborova",
    ),
    ("09:40-10:20", TalkKind.SPOTLIGHT, "Poster spotlights", 7),
    ("10:20-11:00", TalkKind.BREAK, "Break and poster discussion", 0),
    (
        "11:00-11:30",
        TalkKind.INVITED,
        "On the Interplay between Physics and Deep Learning",
        "Kyle Cranmer",
    ),
    (
        "11:30-12:00",
        TalkKind.INVITED,
        (
            "Why Deep Learning Works: Traditional and Heavy-Tailed Implicit Self-Regularization"
            " in Deep Neural Networks"
        ),
        "Michael Mahoney",
    ),
    (
        "12:00-12:15",
        TalkKind.ORAL,
        (
            "Analyzing the dynamics of online learning in over-parameterized"
            " two-layer neural networks"
        ),
        "Sebastian Goldt",
    ),
    (
        "12:15-12:30",
        TalkKind.ORAL,
        "Convergence Properties of Neural Networks on Separable Data",
        "Remi Tachet des Combes",
    ),
    ("12:30-14:00", TalkKind.BREAK, "Lunch", 0),
    (
        "14:00-14:30",
        TalkKind.INVITED,
        "Is Optimization a sufficient language to understand Deep Learning?",
        "Sanjeev Arora",
    ),
    (
        "14:30-14:45",
        TalkKind.ORAL,
        "Towards Understanding Regularization in Batch Normalization",
        0,
    ),
    (
        "14:45-15:00",
        TalkKind.ORAL,
        "How Noise during Training Affects the Hessian Spectrum",
        0,
    ),
    ("15:00-15:30", TalkKind.BREAK, "Break and poster discussion", 0),
    (
        "15:30-16:00",
        TalkKind.INVITED,
        "Understanding overparameterized neural networks",
        "Jascha Sohl-Dickstein",
    ),
    (
        "16:00-16:15",
        TalkKind.ORAL,
        "Asymptotics of Wide Networks from Feynman Diagrams",
        "Guy Gur-Ari",
    ),
    (
        "16:15-16:30",
        TalkKind.ORAL,
        "A Mean Field Theory of Quantized Deep Networks: The Quantization-Depth Trade-Off",
        "Dar Gilboa",
    ),
    (
        "16:30-16:45",
        TalkKind.ORAL,
        "Deep Learning on the 2-Dimensional Ising Model to Extract the Crossover Region",
        "Nicholas Walker",
    ),
    ("16:45-17:00", TalkKind.ORAL, "Learning the Arrow of Time", "Nasim Rahaman"),
    ("17:00-18:00", TalkKind.POSTER, "Poster discussion", 59),
]


def test_workshop_has_its_twenty_rows() -> None:
    series = shipped("physics-of-deep-learning")
    (day,) = series.sessions
    assert (series.kind, series.timezone) == (SeriesKind.WORKSHOP, "America/Los_Angeles")
    assert instants(day) == (utc("2019-06-14 15:30"), utc("2019-06-15 01:00"))
    assert len(day.talks) == 20
    # Of rows with many names, or with none, their number.
    found = [
        (clock, kind, title, names[0] if len(names) == 1 else len(names))
        for clock, kind, title, names in rows(day.talks)
    ]
    assert found == WORKSHOP_ROWS
    assert [talk.id for talk in day.talks if talk.kind is TalkKind.INVITED and talk.abstract] == [
        "andrea-montanari",
        "lenka-zdeborova",
        "kyle-cranmer",
        "michael-mahoney",
        "sanjeev-arora",
        "jascha-sohl-dickstein",
    ]
    opening = [speaker.name for speaker in day.talks[0].speakers]
    assert opening == list(series.organizers)
    posters = [speaker.name for speaker in day.talks[-1].speakers]
    assert len(set(posters)) == 59
    assert {speaker.name for speaker in day.talks[3].speakers} <= set(posters)


def test_workshop_rows_follow_each_other() -> None:
    (day,) = shipped("physics-of-deep-learning").sessions
    ends = [day.start, *[talk.end for talk in day.talks]]
    assert [talk.start for talk in day.talks] == ends[:-1]
    assert ends[-1] == day.end


def test_conference_session_has_its_eight_rows() -> None:
    series = shipped("deep-learning-theory-3")
    (session,) = series.sessions
    assert (series.kind, series.timezone) == (SeriesKind.CONFERENCE, "America/Los_Angeles")
    assert instants(session) == (utc("2021-07-21 14:00"), utc("2021-07-21 14:55"))
    assert session.start
    assert f"{session.start.date:%A}" == "Wednesday"
    assert (session.title, session.chair) == ("Deep Learning Theory 3", "Rong Ge")
    assert rows(session.talks) == [
        (
            "07:00-07:20",
            TalkKind.ORAL,
            "On the Implicit Bias of Initialization Shape: Beyond Infinitesimal Mirror Descent",
            [
                "Shahar Azulay",
                "Edward Moroshko",
                "Mor Shpigel Nacson",
                "Blake Woodworth",
                "Nati Srebro",
                "Amir Globerson",
                "Daniel Soudry",
            ],
        ),
        (
            "07:20-07:25",
            TalkKind.SPOTLIGHT,
            "A statistical perspective on distillation",
            [
                "Aditya Menon",
                "Ankit Singh Rawat",
                "Sashank Jakkam Reddi",
                "Seungyeon Kim",
                "Sanjiv Kumar",
            ],
        ),
        (
            "07:25-07:30",
            TalkKind.SPOTLIGHT,
            "The Lipschitz Constant of Self-Attention",
            ["Hyunjik Kim", "George Papamakarios", "Andriy Mnih"],
        ),
        (
            "07:30-07:35",
            TalkKind.SPOTLIGHT,
            "Revealing the Structure of Deep Neural Networks via Convex Duality",
            ["Tolga Ergen", "Mert Pilanci"],
        ),
        (
            "07:35-07:40",
            TalkKind.SPOTLIGHT,
            "Representational aspects of depth and conditioning in normalizing flows",
            ["Frederic Koehler", "Viraj Mehta", "Andrej Risteski"],
        ),
        (
            "07:40-07:45",
            TalkKind.SPOTLIGHT,
            (
                "Toward Understanding the Feature Learning Process of Self-supervised"
                " Contrastive Learning"
            ),
            ["Zixin Wen", "Yuanzhi Li"],
        ),
        (
            "07:45-07:50",
            TalkKind.SPOTLIGHT,
            "The Hintons in your Neural Network: a Quantum Field Theory View of Deep Learning",
            ["Roberto Bondesan", "Max Welling"],
        ),
        ("07:50-07:55", TalkKind.OTHER, "Q&A", []),
    ]
    assert [bool(talk.abstract) for talk in session.talks] == [*[True] * 7, False]


BERKELEY = "https://simons.berkeley.edu/"
VIDEOS = [
    (
        "Spencer Frei (UC Berkeley)",
        "0:59:25",
        "talks/tutorial-statistical-learning-theory-and-neural-networks-i",
    ),
    (
        "Spencer Frei (UC Berkeley)",
        "1:02:20",
        "talks/tutorial-statistical-learning-theory-and-neural-networks-ii",
    ),
    ("Aditi Raghunathan (Stanford)", "1:00:23", "node/21926"),
    ("Matus Telgarsky (University of Illinois at Urbana-Champaign)", "0:57:45", "node/21927"),
    (
        "Nati Srebro (Toyota Technological Institute at Chicago)",
        "1:20:40",
        "talks/tutorial-implicit-bias-i",
    ),
    (
        "Nati Srebro (Toyota Technological Institute at Chicago)",
        "1:36:30",
        "talks/tutorial-implicit-bias-ii",
    ),
    ("Niladri Chatterji (Stanford)", "0:54:41", "node/21930"),
    ("Neil Mallinar (UC San Diego), Jamie Simon (UC Berkeley)", "0:57:45", "node/21931"),
    ("Ahmed El Alaoui (Cornell)", "0:58:40", "talks/methods-statistical-physics-i"),
    ("Ahmed El Alaoui (Cornell)", "1:06:17", "talks/methods-statistical-physics-ii"),
]
MONDAYS = [
    *["2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28"],
    *["2027-01-04", "2027-01-11", "2027-01-18", "2027-01-25", "2027-02-01"],
]


def test_viewing_group_shows_its_ten_videos_on_mondays() -> None:
    series = shipped("deep-learning-theory-viewing")
    assert (series.kind, series.timezone) == (SeriesKind.PLAYLIST, "Europe/Zurich")
    talks = [talk for session in series.sessions for talk in session.talks]
    found = [(_people(talk.speakers), str(talk.duration), _video(talk)) for talk in talks]
    assert found == [(people, length, BERKELEY + video) for people, length, video in VIDEOS]
    assert [talk.title for talk in talks] == [""] * 10
    assert [instants(session)[0] for session in series.sessions] == [
        utc(f"{on} 15:30") for on in MONDAYS
    ]
    for session in series.sessions:
        assert session.start
        assert session.end
        assert (f"{session.start.wall:%a %H:%M}", session.start.abbreviation) == (
            "Mon 16:30",
            "CET",
        )
        assert all(talk.duration for talk in session.talks)
        assert session.end.at - session.start.at >= max(
            talk.duration for talk in session.talks if talk.duration
        )


def _people(speakers: tuple[Speaker, ...]) -> str:
    return ", ".join(map(str, speakers))


def _video(talk: Talk) -> str:
    (video,) = (one.url for one in talk.materials if one.kind is MaterialKind.VIDEO)
    return video


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def pages() -> list[list[str]]:
    return [words_of(path.read_text("utf-8", "replace")) for path in PAPERS.glob("*.txt")]


needs_papers = pytest.mark.skipif(
    not PAPERS.is_dir(), reason="the pages are not beside this checkout"
)


@needs_papers
@pytest.mark.parametrize("series_id", SERIES_IDS)
def test_names_titles_and_links_are_those_of_the_pages(series_id: str) -> None:
    words = {word for page in pages() for word in page}
    text = "".join(path.read_text("utf-8", "replace") for path in PAPERS.glob("*.txt"))
    series = shipped(series_id)
    talks = [talk for session in series.sessions for talk in session.talks]
    people = [str(person) for talk in talks for person in talk.speakers]
    names = [*people, *[talk.title for talk in talks], *series.organizers]
    assert {word for name in names for word in words_of(name)} - words == set()
    links = [one.join.url for one in series.sessions if one.join]
    links += [material.url for talk in talks for material in talk.materials]
    assert {link for link in links if link.removeprefix("https://") not in text} == set()


@needs_papers
@pytest.mark.parametrize("series_id", SERIES_IDS)
def test_abstracts_are_summaries_of_few_sentences_and_copy_none(series_id: str) -> None:
    at_once = 12  # words in a row that are nobody's own
    copied = {
        tuple(page[begin : begin + at_once]) for page in pages() for begin in range(len(page))
    }
    assert copied
    series = shipped(series_id)
    abstracts = [talk.abstract for one in series.sessions for talk in one.talks if talk.abstract]
    for text in (series.description, *abstracts):
        words = words_of(text)
        begins = range(len(words) - at_once + 1)
        assert not {tuple(words[begin : begin + at_once]) for begin in begins} & copied
        assert len(re.findall(r"[.?!](?:\s|$)", text)) <= 3
