"""Pages in many styles, and what a careful reader makes of each: start, end, title, speakers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.sources.imported import Hints, Imported
from bot.sources.page import read_page

FIXTURES = Path(__file__).parent / "fixtures"
TODAY = date(2026, 11, 22)

# What some pages do not say themselves.
NEEDS: dict[str, dict[str, Any]] = {
    "cards.html": {"year": 2026},
    "days-without-gaps.txt": {"year": 2027, "timezone": "CEST"},
    "definition-list.html": {"timezone": "MESZ"},
    "labels-in-columns.txt": {"year": 2027, "timezone": "Europe/London"},
    "oberseminar.txt": {"timezone": "Europe/Berlin"},
    "seminari.txt": {"timezone": "Europe/Rome"},
    "session-authors.txt": {"date": date(2027, 5, 4), "timezone": "PDT"},
    "session-page.txt": {"year": 2027},
    "sessions-in-days.md": {"timezone": "CET"},
    "start-and-end-columns.html": {"year": 2027, "timezone": "PDT"},
    "virtual-site.txt": {"year": 2027},
    "weeks.md": {"year": 2027},
    "workshop-site.txt": {"date": date(2027, 6, 12), "timezone": "EDT"},
}
EXPECTED: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "cards.html": (
        ("2026-09-09T12:30-04:00", "", "Ladders without rungs", "Rina Holt (Yale)"),
        ("2026-09-16T12:30-04:00", "", "Steps that vanish", "Omar Reed (Brown)"),
        ("2026-09-23T12:30-04:00", "", "Handrails and trust", "Gwen Ott (Penn)"),
    ),
    "dated-headings.md": (
        (
            "2026-09-08T16:30-04:00",
            "",
            "Primes in slow progressions",
            "Kit Larsen (Princeton University)",
        ),
        ("2026-09-15T16:30-04:00", "", "Zeta and friends", "Ana Bell (Brown University)"),
        ("2026-09-22", "", "No seminar this week.", ""),
    ),
    "dates-at-the-end.txt": (
        ("2026-03-03T14:00+01:00", "", "Counting sheep in the plane", "Dolores Finch"),
        ("2026-03-10T14:00+01:00", "", "Sheep at infinity", "Arnold Pell (University of Tartu)"),
        ("2026-03-17T14:00+01:00", "", "Wool and its dual", "Mina Ruiz"),
    ),
    "day-headings.txt": (
        ("2027-06-07T09:30+02:00", "10:30", "Bells under a gram", "Greta Holm"),
        ("2027-06-07T10:30+02:00", "11:00", "Coffee break", ""),
        ("2027-06-07T11:00+02:00", "12:00", "Ringing in glass", "Pavel Ruda"),
        ("2027-06-08T09:30+02:00", "10:30", "Silence between strokes", "Aiko Mori"),
        ("2027-06-08T10:30+02:00", "12:00", "Poster session", ""),
    ),
    "days-without-gaps.txt": (
        ("2027-06-16T09:00+02:00", "", "Welcome", "N. Dahl"),
        ("2027-06-16T09:15+02:00", "", "Small bells", "A. Moor"),
        ("2027-06-16T10:00+02:00", "", "Large bells", "B. Lund"),
        ("2027-06-16T10:45+02:00", "", "Coffee", ""),
        ("2027-06-17T09:00+02:00", "", "No bells", "C. Holm"),
        ("2027-06-17T09:45+02:00", "", "Round table", ""),
    ),
    "definition-list.html": (
        ("2027-04-13T16:15+02:00", "", "Wolken zählen mit Sieben", "Anna Lindqvist (Uppsala)"),
        ("2027-04-20", "", "Kein Vortrag (Osterferien)", ""),
        ("2027-04-27T16:15+02:00", "", "Nebel als Grenzfall", "Gerd Amsel (TU Graz)"),
        ("2027-05-04T16:15+02:00", "", "N.N.", ""),
    ),
    "durations.md": (
        ("2027-04-20T13:00+02:00", "13:10", "Welcome", "Lea Stein"),
        ("2027-04-20T13:10+02:00", "13:50", "State of the pumps", "Tom Rabe"),
        ("2027-04-20T13:50+02:00", "14:10", "Break", ""),
    ),
    "hours-of-all.md": (
        ("2026-12-04T13:00+00:00", "", "Why knots", "Tara Quinn"),
        ("2026-12-04T13:45+00:00", "", "Why not", "Ed Vance"),
        ("2026-12-04T14:30+00:00", "", "Break", ""),
        ("2026-12-04T15:00+00:00", "", "Whether", "Pia Holm"),
        ("2026-12-04T16:00+00:00", "", "Discussion and close", ""),
    ),
    "iso-list.md": (
        ("2027-02-01T15:00+00:00", "", "Fans that whisper", "Ada Birch"),
        ("2027-02-08T15:00+00:00", "", "Bearings without friction", "Noor Castell"),
        ("2027-02-15T15:00+00:00", "", "Gears made of felt", "Otto Lind"),
        ("2027-02-22T15:00+00:00", "", "No meeting (holiday)", ""),
        ("2027-03-01T15:00+00:00", "", "TBA", ""),
    ),
    "json-ld.html": (
        ("2027-05-03T18:00+02:00", "19:30", "Bridges of salt", "Ilse Dorn"),
        ("2027-05-10T18:00+02:00", "", "Walls of fog", "Karl Reuss"),
    ),
    "kolloquium.html": (
        ("2027-04-15T17:15+02:00", "", "Moose im Winter", "Heike Rohde"),
        ("2027-04-22T17:15+02:00", "", "Flechten im Labor", "Uwe Zander (Jena)"),
        ("2027-05-06", "", "Christi Himmelfahrt – kein Kolloquium", ""),
    ),
    "labelled-blocks.md": (
        ("2027-05-06T11:00-04:00", "", "Sorting by patience", "Noa Katz (Technion)"),
        ("2027-05-13T11:00-04:00", "", "Searching by ear", "Raj Patel (IISc)"),
        ("2027-04-01T11:00-04:00", "", "Counting by touch", "Una Berg"),
    ),
    "labels-in-columns.txt": (
        ("2027-01-28T15:00+00:00", "16:00", "Dreams of weavers", "Peter Quince (Athens)"),
        ("2027-02-04T15:00+00:00", "16:00", "TBA", "Nick Bottom"),
        ("2027-02-11", "", "No seminar (reading week)", ""),
    ),
    "letter.txt": (
        ("2027-05-03T16:00+02:00", "17:00", "Lists", "Ada Moor"),
        ("2027-05-10T16:00+02:00", "17:00", "Trees", "Bo Lund"),
        ("2027-05-17", "", "(public holiday)", ""),
        ("2027-05-24T16:00+02:00", "17:00", "Moss", "Cy Dahl"),
    ),
    "microdata.html": (
        ("2027-09-02T20:00-04:00", "", "Lanterns under water", "Mina Hart"),
        ("2027-09-09T20:00-04:00", "", "Boats that wait", ""),
    ),
    "military.txt": (
        ("2027-05-14T09:30+02:00", "10:15", "Opening remarks", ""),
        ("2027-05-14T10:15+02:00", "11:00", "Strings and things", "Mara Lind"),
        ("2027-05-14T11:00+02:00", "11:30", "Break", ""),
        ("2027-05-14T11:30+02:00", "12:15", "Wind for beginners", "Theo Brandt"),
    ),
    "oberseminar.txt": (
        ("2026-10-19T16:15+02:00", "", "Flächen mit Geduld", "Jana Wolf (Bonn)"),
        ("2026-10-27T14:15+01:00", "", "Kurven ohne Eile", "Peter Hahn (Münster)"),
        ("2027-01-12T14:15+01:00", "", "N.N.", ""),
    ),
    "one-talk.html": (
        (
            "2027-03-09T16:00+00:00",
            "17:00",
            "The weight of shadows",
            "Tamsin Vole (University of Eastmarch)",
        ),
    ),
    "paragraphs.html": (
        ("2027-05-12T09:00+02:00", "09:45", "Stones that float", "Rhea Stone (University of Oslo)"),
        ("2027-05-12T09:45+02:00", "10:30", "Looms for light", "Max Weber (TU Graz)"),
        ("2027-05-12T10:30+02:00", "11:00", "Coffee break", ""),
        ("2027-05-13T09:00+02:00", "09:45", "Ink and its absence", "Lin Zhao (Fudan University)"),
        ("2027-05-13T12:30+02:00", "14:00", "Lunch", ""),
    ),
    "parallel-tracks.html": (
        ("2027-06-10T09:00-04:00", "", "Registration and coffee", ""),
        ("2027-06-10T13:30-04:00", "", "The last blank spot", "Rhea Montague"),
        ("2027-06-10T09:30-04:00", "", "Rivers that climb", "Dara Whitlock"),
        ("2027-06-10T11:00-04:00", "", "Paper that folds itself", "Milo Beck"),
        ("2027-06-10T09:30-04:00", "", "Projections of smell", "Tove Ansgar"),
        ("2027-06-10T11:00-04:00", "", "Borders by vote", "Una Sato"),
    ),
    "playlist.txt": (
        ("", "", "", "Ilka Moss (Harbor University)"),
        ("", "", "", "Ben Farr (Lake College); Joy Tan (Harbor University)"),
        ("", "", "", "Ben Farr (Lake College)"),
    ),
    "printemps.md": (
        ("2027-03-05T10:30+01:00", "", "Ondes lentes", "Jeanne Morel (Univ. Lyon 1)"),
        ("2027-03-12", "", "relâche", ""),
        ("2027-03-19T10:30+01:00", "", "Équations patientes", "Ahmed Ben Salah (Tunis)"),
    ),
    "programme-francais.txt": (
        ("2027-06-03T09:00+02:00", "09:30", "Accueil", ""),
        ("2027-06-03T09:30+02:00", "10:30", "Données lentes", "Maude Sorel (INRIA)"),
        ("2027-06-03T10:30+02:00", "11:00", "Pause café", ""),
        ("2027-06-03T11:00+02:00", "12:00", "Archives vivantes", "Théo Brun"),
        ("2027-06-03T12:00+02:00", "14:00", "Déjeuner", ""),
        ("2027-06-04T09:30+02:00", "10:30", "Le temps des graphes", "Ana Lopes (Univ. de Porto)"),
    ),
    "reading-group.txt": (
        ("2026-10-09T14:00+01:00", "", "Introduction", "Sue Field"),
        ("2026-10-23T14:00+01:00", "", "The map is the territory", "Amir Cohen"),
        ("2026-11-06", "", "cancelled", ""),
        ("", "", "Guest lecture", "Ida Roth"),
    ),
    "rowspan-table.html": (
        ("2027-10-04T09:00+01:00", "09:45", "Tides without moons", "Ines Quill (U Porto)"),
        ("2027-10-04T09:45+01:00", "10:15", "Coffee break", ""),
        ("2027-10-04T10:15+01:00", "11:00", "Charting by ear", "Bram Okafor"),
        ("2027-10-05T09:00+01:00", "09:45", "Maps that forget", "Lena Farrow; Jo Pike"),
        ("2027-10-05T09:45+01:00", "10:30", "TBA", ""),
    ),
    "seminaire.md": (
        (
            "2026-10-01T14:00+02:00",
            "",
            "Les brumes algébriques",
            "Élodie Marchand (Univ. de Nantes)",
        ),
        ("2026-10-08T14:00+02:00", "", "Sur une conjecture du vent", "Paul Vasseur"),
        ("2027-01-14T16:30+01:00", "", "Orages et cohomologie", "Inès Roca (CNRS)"),
        ("2027-01-21", "", "pas de séminaire", ""),
    ),
    "seminar-blocks.txt": (
        ("2027-03-09T15:15+01:00", "16:15", "Sums by candlelight", "Piet Grau"),
        ("", "", "Fingers and toes as a basis", "Rosa Kern"),
        ("2027-02-09T15:15+01:00", "16:15", "Long division, very long", "Emil Sand"),
    ),
    "seminar-items.html": (
        ("2026-01-07T16:15-08:00", "17:15", "Gaussian fields on lichen", "Robin Vance (MIT)"),
        ("2026-01-14", "", "No seminar", ""),
        ("2026-01-21T16:15-08:00", "17:15", "Percolation on coral", "Toby Nash; Erin Cole (UBC)"),
        ("2026-01-28T14:00-08:00", "", "Branching in hedges", "Ona Petrauskas"),
    ),
    "seminari.txt": (
        (
            "2027-05-06T14:30+02:00",
            "",
            "Paradossi da tavolo",
            "Chiara Bellandi (Università di Pavia)",
        ),
        ("2027-05-13T14:30+02:00", "", "Dimostrazioni lente", "Marco Ferri"),
    ),
    "seminario.txt": (
        (
            "2027-03-03T12:00+01:00",
            "",
            "Anillos que respiran",
            "Lucía Ferrer (Universidad de Zaragoza)",
        ),
        ("2027-03-10T12:00+01:00", "", "Ideales perdidos", "Tomás Ibarra"),
        ("2027-03-17", "", "festivo", ""),
    ),
    "session-authors.txt": (
        ("2027-05-04T10:00-07:00", "10:15", "Pigeons in the loop", "Sal Reyes; Kim Oduya"),
        ("2027-05-04T10:15-07:00", "10:30", "A robin's approach to caching", "Tess Brook"),
        (
            "2027-05-04T10:30-07:00",
            "10:45",
            "Owls at night: a longitudinal study",
            "Finn Gale; Ada Moss; Leo Hart",
        ),
    ),
    "session-page.txt": (
        (
            "2027-07-20T08:00-07:00",
            "08:20",
            "On the Length of Short Lists: Beyond Counting",
            "Sal Mori; Dee Lund; Kit Arne",
        ),
        ("2027-07-20T08:20-07:00", "08:25", "Lists of lists", "Ola Berg"),
        ("2027-07-20T08:25-07:00", "08:30", "Q&A", ""),
    ),
    "sessions-in-a-table.html": (
        ("2027-07-05T15:00+02:00", "15:45", "Sea and salt", "Liv Strand (Oslo)"),
        ("2027-07-05T15:45+02:00", "16:00", "Break", ""),
        ("2027-07-05T16:00+02:00", "16:45", "Salt and sea", "Rita Paz (Lima)"),
    ),
    "sessions-in-days.md": (
        ("2027-06-07T09:00+02:00", "09:50", "What fences know", "Iris Falk (ETH Zürich)"),
        ("2027-06-07T09:50+02:00", "10:20", "Coffee", ""),
        ("2027-06-07T10:20+02:00", "10:40", "Short fences", "Lars Ohm"),
        ("2027-06-07T10:40+02:00", "11:00", "Long fences", "Mei Tanaka; Raj Iyer"),
        ("2027-06-07T14:00+02:00", "14:30", "Fences in the sea", "Carla Dias"),
        ("2027-06-07T14:30+02:00", "15:00", "Discussion", ""),
        ("2027-06-08T09:00+02:00", "09:50", "Walls considered", "Stig Dahl"),
    ),
    "several-zones.md": (
        ("2027-05-05T10:00-07:00", "", "Slip stitches", "Wanda Kerr (Leeds)"),
        ("2027-05-12T10:00-07:00", "", "Moss and its mirror", "Ivo Brandt"),
        ("2027-05-19T10:00-07:00", "", "TBD", ""),
    ),
    "slashed-halves.html": (
        ("2026-10-02T12:00-07:00", "", "Sorting socks", "Kira Lang"),
        ("2026-10-09T12:00-07:00", "", "Folding maps", "Moe Tran (UCSD)"),
        ("2026-10-16T12:00-07:00", "", "TBA", ""),
    ),
    "slots.html": (
        ("2027-08-03T09:00+00:00", "", "Opening", ""),
        ("2027-08-03T09:15+00:00", "", "Ice and its patience", "Sol Jonsdottir"),
        ("2027-08-03T12:00+00:00", "", "Lunch", ""),
        ("2027-08-03T13:00+00:00", "", "Panel", "Ari Berg; Ida Roth; Kim Lee"),
    ),
    "speakers-without-times.txt": (
        ("", "", "On lists", "Ada Moor (Univ. of X)"),
        ("", "", "On trees", "Bo Lund (Univ. of Y)"),
        ("", "", "On moss", "Cy Dahl (Univ. of Z)"),
    ),
    "start-and-end-columns.html": (
        ("2027-06-17T08:30-07:00", "09:00", "Registration", ""),
        ("2027-06-17T09:00-07:00", "09:40", "Cores at rest", "J. Smithers (NVIDIA)"),
        ("2027-06-17T09:40-07:00", "10:20", "Kernels and their shells", "P. O'Neil"),
        ("2027-06-17T12:00-07:00", "13:00", "Lunch", ""),
        ("2027-06-17T13:00-07:00", "13:40", "Warps in the woods", "M. Sato"),
    ),
    "time-elements.html": (
        ("2026-10-01T14:00+02:00", "", "Fog and its measure", "Ilse Dorn (ETH Zürich)"),
        ("2026-10-08T14:00+02:00", "", "Mist in the machine", "Karl Reuss"),
    ),
    "tokyo-codes.txt": (
        ("2027-03-15T10:00+09:00", "10:10", "Opening", ""),
        ("2027-03-15T10:10+09:00", "11:00", "Ears made of sand", "Haru Endo (Univ. of Kyo)"),
        ("2027-03-15T11:00+09:00", "11:20", "Crickets and counters", "Jo Reed; Al Voss"),
        ("2027-03-15T11:20+09:00", "11:40", "Frogs in stereo", "Mika Sund"),
        ("2027-03-15T11:40+09:00", "13:00", "Lunch", ""),
        ("2027-03-15T13:00+09:00", "14:00", "Poster session", ""),
    ),
    "twelve-hours.txt": (
        ("2027-05-08T09:00-04:00", "", "Welcome", ""),
        ("2027-05-08T09:15-04:00", "", "Waiting as a service", "Petra Vale"),
        ("2027-05-08T10:30-04:00", "", "Coffee", ""),
        ("2027-05-08T11:00-04:00", "", "Queues of one", "Sam Ito"),
        ("2027-05-08T12:15-04:00", "", "Lunch", ""),
        ("2027-05-08T13:30-04:00", "", "Slow caches", "Dorothea Lund"),
        ("2027-05-08T14:45-04:00", "", "Panel discussion", ""),
        ("2027-05-08T16:00-04:00", "", "Closing", ""),
    ),
    "two-columns-of-zones.html": (
        ("2027-03-12T15:00+01:00", "", "Moss on stone", "Rolf Timm"),
        ("2027-03-12T16:00+01:00", "", "Moss on moss", "Kay Dunn"),
        ("2027-03-12T17:00+01:00", "", "Moss in space", "Lio Fant"),
    ),
    "two-digit-years.md": (
        ("2026-09-14T12:00-04:00", "13:00", "Counting spoons", "Jules Marsh"),
        ("2026-09-21T12:00-04:00", "13:00", "Forks in the road", "Hal Winter"),
        ("2026-10-05T12:00-04:00", "13:00", "Knives out", "Ida Chow (Univ. of Nowhere)"),
    ),
    "us-dates.txt": (
        (
            "2027-01-22T15:30-05:00",
            "16:30",
            "Red skies, revisited",
            "Priya Holloway (Stanton College)",
        ),
        ("2027-01-29T15:30-05:00", "16:30", "On groundhogs", "Gus Marlow (Reed Lab)"),
        ("2027-02-05T15:30-05:00", "16:30", "Ants and rain", "Vera Stone"),
    ),
    "virtual-site.txt": (
        ("2027-06-12T09:00-04:00", "09:10", "Opening Remarks", "Ina Holm; Ravi Sen"),
        ("2027-06-12T09:10-04:00", "09:50", "Queues that enjoy themselves", "Tom Aske"),
        ("2027-06-12T09:50-04:00", "10:05", "A scheduler with no plans", ""),
        ("2027-06-12T10:05-04:00", "10:30", "Break and poster discussion", ""),
        ("2027-06-12T12:30-04:00", "13:30", "Lunch", ""),
    ),
    "week-grid.html": (
        ("2027-01-11T09:00+01:00", "10:30", "Ropes I", "Hanne Dahl"),
        ("2027-01-11T10:30+01:00", "11:00", "Coffee", ""),
        ("2027-01-11T11:00+01:00", "12:30", "Knots I", "Jens Vik"),
        ("2027-01-12T09:00+01:00", "10:30", "Ropes II", "Hanne Dahl"),
        ("2027-01-12T10:30+01:00", "11:00", "Coffee", ""),
        ("2027-01-12T11:00+01:00", "12:30", "Excursion", ""),
    ),
    "weekday-headings.md": (
        ("2027-07-12T08:30+02:00", "09:00", "Registration", ""),
        ("2027-07-12T09:00+02:00", "10:30", "Glass I", "Giulia Neri"),
        ("2027-07-12T10:30+02:00", "11:00", "Coffee break", ""),
        ("2027-07-12T11:00+02:00", "12:30", "Sand I", "Hugo Lang"),
        ("2027-07-12T12:30+02:00", "14:00", "Lunch", ""),
        ("2027-07-12T14:00+02:00", "15:30", "Exercises", ""),
        ("2027-07-13T09:00+02:00", "10:30", "Glass II", "Giulia Neri"),
    ),
    "weeks.md": (
        ("2027-01-12", "", "Paper on maps", "Lee Sandoval"),
        ("2027-01-19", "", "MLK Day, no meeting", ""),
        ("2027-01-26", "", "Paper on compasses", "Bo Finley"),
        ("", "", "Paper on stars", "Cy Harmon"),
    ),
    "wide-columns.txt": (
        ("2027-01-21T16:00-08:00", "", "Cold light", "Dana Webb (Yale)"),
        ("2027-01-28T16:00-08:00", "", "Warm dark", "Luis Ortega (UCLA)"),
        ("2027-02-04", "", "No colloquium", ""),
        ("2027-02-11T16:00-08:00", "", "TBA", "Erika Holm (MIT)"),
    ),
    "workshop-site.txt": (
        ("2027-06-12T09:00-04:00", "09:10", "Opening remarks", ""),
        ("2027-06-12T09:10-04:00", "09:50", "Queues that enjoy themselves", "Tom Aske"),
        ("2027-06-12T09:50-04:00", "10:05", "A Scheduler With No Plans", ""),
        ("2027-06-12T10:05-04:00", "10:30", "Break and poster discussion", ""),
        ("2027-06-12T12:30-04:00", "13:30", "Lunch", ""),
        ("2027-06-12T13:30-04:00", "14:30", "Poster session", ""),
        ("", "", "Idle Loops of the Baroque", ""),
        ("", "", "Sleep States and their Dreams", ""),
        ("", "", "A Taxonomy of Spinners", ""),
    ),
}


def read(name: str, **hints: Any) -> Imported:
    return read_page((FIXTURES / name).read_bytes(), Hints(today=TODAY, **hints), name)


def rows(imported: Imported) -> tuple[tuple[str, str, str, str], ...]:
    found = []
    for session in imported.series.sessions:
        for talk in session.talks:
            start = talk.start or (session.start if talk.kind != "poster" else None)
            end = talk.end if talk.start else session.end
            when = start.local.isoformat("T", "minutes") if start else f"{session.day or ''}"
            until = f"{end.wall:%H:%M}" if start and end else ""
            found.append((when, until, talk.title, "; ".join(map(str, talk.speakers))))
    return tuple(found)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_page_gives_its_talks(name: str) -> None:
    imported = read(name, **NEEDS.get(name, {}))
    assert rows(imported) == EXPECTED[name]
    assert [p for p in imported.problems if p.severity == "error"] == []


def test_every_fixture_is_expected() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_page_says_what_it_needs(name: str) -> None:
    assert any(problem.severity == "error" for problem in read(name).problems)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_session_and_talk_has_a_line_of_the_page(name: str) -> None:
    imported = read(name)
    count = len((FIXTURES / name).read_text("utf-8").split("\n"))
    for session in imported.series.sessions:
        assert 1 <= imported.lines[session.id] <= count
        for talk in session.talks:
            assert 1 <= imported.talk_lines[session.id, talk.id] <= count
