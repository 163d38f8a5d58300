# ruff: noqa: E501 - rows are read best on one line
"""Web pages as seminars' sites make them: tables, lists, cards, markup for machines, old encodings.

Kept as UTF-8 to be read here; ENCODED tells in which bytes a page is given to the reader.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.sources.imported import Hints, Imported
from bot.sources.page import read_page
from tests.sources.page.test_fixtures import rows

SITES = Path(__file__).parent / "sites"
TODAY = date(2026, 11, 22)

ENCODED = {"francais.html": "iso-8859-1", "deutsch.html": "cp1252", "espanol.html": "utf-16"}
NEEDS: dict[str, dict[str, Any]] = {
    "talk-detail.html": {"timezone": "Europe/London"},
    "wordpress-list.html": {"timezone": "Europe/London"},
    "calendar-boxes.html": {"timezone": "America/Chicago"},
}
EXPECTED: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "durations-in-a-table.html": (
        ("2027-09-17T09:00+01:00", "09:10", "Welcome", "Organisers"),
        ("2027-09-17T09:10+01:00", "09:50", "Clocks that wait for you", "Fiona Dray (Glenmoor University)"),
        ("2027-09-17T09:50+01:00", "10:50", "What a snail can compute", "Piotr Zaleski"),
        ("2027-09-17T10:50+01:00", "11:10", "Coffee", ""),
        ("2027-09-17T11:10+01:00", "12:40", "Molasses as memory", "Hana Sato; Col Reeve"),
        ("2027-09-17T12:40+01:00", "14:00", "Lunch", ""),
    ),
    "months-as-rows.html": (
        ("2027-10-05T16:15+02:00", "17:15", "Ferns before breakfast", "Greta Lund (Moss Institute)"),
        ("2027-10-12T16:15+02:00", "17:15", "The politics of ivy", "Ivar Stene"),
        ("2027-11-02T16:15+01:00", "17:15", "Roots and rumours", "Ola Brink (Harbor College)"),
        ("2027-11-09", "", "No colloquium (excursion)", ""),
        ("2027-11-16T16:15+01:00", "17:15", "TBA", "Maj Ekdal"),
    ),
    "wordpress-list.html": (
        ("2027-01-21T15:00+00:00", "", "Knots tied by the wind", "Moira Hart (Cloud College)"),
        ("2027-01-28T15:00+00:00", "", "Sieves with holes of every size", "Tomás Rey (Univ. of Salt)"),
        ("2027-02-04", "", "No talk (inaugural lecture)", ""),
        ("2027-02-11T16:00+00:00", "", "Tea leaves and modular forms", "Jun Abe (Harbor University)"),
    ),
    "accordion.html": (
        ("2027-01-13T12:30+01:00", "13:30", "Proofs nobody checks", "Vera Halm"),
        ("2027-01-27T12:30+01:00", "13:30", "Dialogues with an empty chair", "Bruno Zeck"),
        ("2027-02-10T12:30+01:00", "13:30", "TBA", "Ines Prohaska"),
    ),
    "time-without-offset.html": (
        ("2027-02-03T15:30+01:00", "", "Echoes in a cupboard", "Lotte Kehr (Weimar)"),
        ("2027-02-10T16:30+01:00", "", "The sound of one door", "Nils Aho (Turku)"),
        ("2027-02-17T15:30+01:00", "", "Bats and bells", "Ruth Ode (Delft)"),
    ),
    "json-ld-with-abstracts.html": (
        ("2027-04-07T14:00+02:00", "15:00", "Rain in translation", "Alma Reich (University of Nebel)"),
        ("2027-04-14T14:00+02:00", "15:00", "Snow that remembers", "Odd Fenn"),
    ),
    "json-ld-graph.html": (
        ("2027-05-19T09:30+02:00", "10:15", "Crusts and their clocks", "Rosa Timm (Univ. of Krems)"),
        ("2027-05-19T10:15+02:00", "11:00", "Slow colours", "Emil Voss; Cara Linz"),
        ("2027-05-20T09:30+02:00", "", "A map of the north wall", "Dag Holt"),
    ),
    "event-schedule.html": (
        ("2027-09-02T16:00+02:00", "17:00", "Cranes at rest", "Liv Aas"),
        ("2027-09-09T16:00+02:00", "17:00", "Ropes and promises", "Per Moe"),
        ("2027-09-16", "", "no talk", ""),
        ("2027-09-23T16:00+02:00", "17:00", "The fog signal", "Kari Dahl"),
    ),
    "json-ld-disagrees.html": (("2027-11-04T18:00+00:00", "", "Cities of glass", "Ada Quill"),),
    "google-sites.html": (
        ("2027-09-13T11:00-07:00", "12:00", "Forests under water", "Juno Park (Tidewater University)"),
        ("2027-09-20T11:00-07:00", "12:00", "Holdfasts that let go", "Rex Alder (Coast College)"),
        ("2027-09-27T11:00-07:00", "12:00", "TBA", "Mei Lindgren"),
    ),
    "indico.html": (
        ("2027-04-12T09:00+02:00", "09:20", "Welcome and dust count", "Nell Ody (Lake Laboratory)"),
        ("2027-04-12T09:20+02:00", "10:00", "Grains of the far field", "Iga Ros (Harbor University); Sam Beck"),
        ("2027-04-12T10:00+02:00", "10:30", "Coffee break", ""),
        ("2027-04-12T10:30+02:00", "12:00", "Brooms: a review", "Uma Feld"),
    ),
    "drupal-views.html": (
        ("2027-03-01T16:00-07:00", "17:00", "Pebbles at rest", "Hal Stone (Ridge University)"),
        ("2027-03-15T16:00-06:00", "17:00", "Sand between clocks", "Clay Moreno"),
        ("2027-03-20T09:30-06:00", "13:00", "Field trip to the quarry", ""),
    ),
    "hidden.html": (
        ("2027-04-06T14:00+00:00", "", "Folding without paper", "Lio Marsh"),
        ("2027-04-13T14:00+00:00", "", "Glue for beginners", "Wen Tarr"),
        ("2027-04-20T14:00+00:00", "", "Cardboard reconsidered", "Ora Pine"),
    ),
    "francais.html": (
        ("2026-12-08T10:30+01:00", "", "Surfaces qui hésitent", "Zoé Lémeret (Nantes)"),
        ("2026-12-15T14:00+01:00", "", "Géodésiques à pied", "Benoît Ferré"),
        ("2027-01-12T10:30+01:00", "", "L'été des courbes", "Maÿlis Août (Évreux)"),
        ("2027-02-09", "", "Pas de séminaire (vacances d'hiver)", ""),
        ("2027-03-01", "", "à préciser", "Hervé Noël"),
    ),
    "deutsch.html": (
        ("2026-10-14T14:15+02:00", "15:45", "Über träge Räder", "Jörg Sträßer (Universität Krähwinkel)"),
        ("2026-10-21T14:15+02:00", "15:45", "Warten – eine Theorie", "Käthe Müßig"),
        ("2026-12-09", "", "Entfällt", ""),
        ("2027-01-13T14:15+01:00", "15:45", "N. N.", ""),
    ),
    "espanol.html": (
        ("2027-03-05T12:00+01:00", "", "Primos que llegan tarde", "Begoña Ibáñez (Univ. de Niebla)"),
        ("2027-03-12T12:00+01:00", "", "Sumas sin prisa", "Íñigo Peña"),
        ("2027-03-19", "", "Sin seminario (festivo)", ""),
        ("2027-04-09T13:00+02:00", "", "El último resto", "Núria Güell (Univ. de Mar)"),
    ),
    "italiano.html": (
        ("2027-01-14T15:00+01:00", "", "La nebbia come misura", "Livia Corsi (Università di Brina)"),
        ("2027-01-28T15:00+01:00", "", "Gocce in equilibrio", "Dario Melis"),
        ("2027-02-08T11:30+01:00", "", "Visibilità zero", "Ilaria Pozzo (CNR)"),
    ),
    "week-mon-fri.html": (
        ("2027-09-13T09:00+02:00", "10:30", "Knots 1", "Ada Rein"),
        ("2027-09-13T10:30+02:00", "11:00", "Coffee break", ""),
        ("2027-09-13T11:00+02:00", "12:30", "Bends", "Cy Lund"),
        ("2027-09-14T09:00+02:00", "10:30", "Knots 2", "Ada Rein"),
        ("2027-09-14T10:30+02:00", "11:00", "Coffee break", ""),
        ("2027-09-14T11:00+02:00", "12:30", "Hitches", "Di Moe"),
        ("2027-09-15T09:00+02:00", "12:30", "Excursion", ""),
        ("2027-09-16T09:00+02:00", "10:30", "Splices 1", "Bo Tveit"),
        ("2027-09-16T10:30+02:00", "11:00", "Coffee break", ""),
        ("2027-09-16T11:00+02:00", "12:30", "Exercises", ""),
        ("2027-09-17T09:00+02:00", "10:30", "Splices 2", "Bo Tveit"),
        ("2027-09-17T10:30+02:00", "11:00", "Coffee break", ""),
    ),
    "tracks-in-thead.html": (
        ("2027-06-08T09:00-04:00", "09:30", "Small stones", "Gil Rask"),
        ("2027-06-08T10:30-04:00", "11:00", "Break", ""),
        ("2027-06-08T09:30-04:00", "10:00", "Pits", "Ann Coe"),
        ("2027-06-08T10:00-04:00", "10:30", "Paths", "Dot Fry"),
        ("2027-06-08T09:30-04:00", "10:00", "Quarries", "Ben Dow"),
        ("2027-06-08T10:00-04:00", "10:30", "Drives", "Eli Gray"),
        ("2027-06-08T09:30-04:00", "10:00", "Beaches", "Cal Eng"),
        ("2027-06-09T09:00-04:00", "09:30", "Dunes", "Flo Hall"),
        ("2027-06-09T09:00-04:00", "09:30", "Bars", "Gus Ivy"),
    ),
    "layout-tables.html": (
        ("2027-09-14T14:00-04:00", "15:00", "Rings with a view", "Kit Ames (Delta State)"),
        ("2027-09-21T14:00-04:00", "15:00", "Ideals and idols", "Lou Byrd"),
        ("2027-09-28", "", "No seminar", ""),
        ("2027-10-05T14:00-04:00", "15:00", "Modules for the road", "Max Cole (Fern College)"),
    ),
    "jekyll-table.html": (
        ("2027-01-14T18:00+01:00", "19:00", "Threads that sleep in", "Ivy Cole (Fern College)"),
        ("2027-01-21T18:00+01:00", "19:00", "nice considered helpful", "Noel Ash"),
        ("2027-01-28T18:00+01:00", "19:00", "TBA", ""),
        ("2027-02-04T18:00+01:00", "19:00", "Interrupts, politely", "Una Frost; Leo Hale (Lake Lab)"),
    ),
    "microdata-mixed.html": (
        ("2027-10-06T19:30+01:00", "20:30", "Stars that were late", "Orla Finch (Hill Observatory)"),
        ("2027-11-03T19:30+00:00", "", "A telescope made of rain", "Per Holm"),
    ),
    "swiss.html": (
        ("2027-02-11T16:15+01:00", "", "Pendel im Nebel", "Reto Amsler (Uni Tannwil)"),
        ("2027-02-25T16:15+01:00", "", "N.N.", ""),
        ("2026-12-10T17:15+01:00", "", "Die Uhr als Ausrede", "Silja Wenger"),
        ("2026-11-26T16:15+01:00", "", "Zahnräder ohne Zähne", "Beat Hug"),
    ),
    "soft-hyphens.html": (
        ("2027-11-12T17:00+00:00", "", "Hyphenation as fate", "Zoë Flück (École d’Encre)"),
        ("2027-11-19T17:00+00:00", "", "Ligatures & <glue>", "Ola Łuk"),
        ("2027-11-26T17:00+00:00", "", "Whitespace", "Bea Kern"),
    ),
    "bootstrap-modals.html": (
        ("2027-02-05T10:00-08:00", "", "A kettle is a clock", "Ravi Sen (Lakeside University)"),
        ("2027-02-12T10:00-08:00", "", "Saucers of constant width", "Elsa Moon (Tor Institute)"),
    ),
    "talk-detail.html": (
        ("2027-05-10T14:00+01:00", "15:00", "Doors as data", "Ingrid Vale (University of Sill)"),
    ),
    "br-cells.html": (
        ("2027-03-04T16:30-05:00", "", "Locks without keys", "Alva Reed (Tidewater University)"),
        ("2027-04-01T16:30-04:00", "", "Keys without locks", "Gus Palmer (Institute of Salt)"),
        ("2027-05-06T17:00-04:00", "", "Hinges", "Nia Frome (Fern College)"),
    ),
    "session-rows.html": (
        ("2027-03-08T09:00+09:00", "09:40", "Libraries at noon", "Mio Sato (Kyo Univ.)"),
        ("2027-03-08T09:40+09:00", "10:20", "Felt", "Lars Ek (Uni Sund)"),
        ("2027-03-08T10:20+09:00", "10:40", "Break", ""),
        ("2027-03-08T13:30+09:00", "14:10", "Lifts", "Ana Paz"),
        ("2027-03-09T09:00+09:00", "09:40", "Snow", "Jon Bell (Cape Lab)"),
        ("2027-03-09T09:40+09:00", "10:20", "Moss", "Rin Mori"),
    ),
    "year-rows.html": (
        ("2027-02-03T14:00+00:00", "", "Priors for ponds", "Nora Pell (Univ. of Fen)"),
        ("2027-01-13T14:00+00:00", "", "Sampling from a bucket", "Abe Coyle"),
        ("2026-12-09T14:00+00:00", "", "Kernels and shells", "Rut Malin (Lake College)"),
        ("2026-11-18T14:00+00:00", "", "Noise, gently", "Otis Gray"),
    ),
    "tables-of-one-talk.html": (
        ("2027-11-15T08:30+01:00", "09:00", "Walk-in and registration", ""),
        ("2027-11-15T09:00+01:00", "09:20", "Opening", "Joris Vale"),
        ("2027-11-15T09:20+01:00", "10:30", "Detours are everywhere", "Inge Waard"),
        ("2027-11-15T10:30+01:00", "11:00", "Coffee break", ""),
        ("2027-11-15T11:00+01:00", "11:30", "Bridges that were never built", "Tess Groot (TU Polder)"),
    ),
    "grid-of-quarters.html": (
        ("2027-11-08T08:30+00:00", "", "Registration", ""),
        ("2027-11-08T09:00+00:00", "", "", "Ola Rask"),
        ("2027-11-08T10:00+00:00", "", "Coffee", ""),
        ("2027-11-09T09:00+00:00", "", "Oral session A", ""),
        ("2027-11-09T09:30+00:00", "", "Oral session B", ""),
        ("2027-11-09T10:00+00:00", "", "Coffee", ""),
    ),
    "labelled-rows.html": (
        ("2027-09-10T14:30-04:00", "", "Who prunes the hedge?", "Ines Hall (Fern College)"),
        ("2027-10-08T14:30-04:00", "", "Prices of privacy in gardens", "Carl Ode"),
    ),
    "nested-items.html": (
        ("2027-02-12T14:00-05:00", "15:00", "Learning from one photon", "Lena Marsh (Professor of Physics, Harbor University)"),
        ("2027-03-12T14:00-05:00", "15:00", "Networks in the dark", "Igor Tamm-Field (Senior Scientist, Lake Laboratory)"),
    ),
    "talk-info-cards.html": (
        ("2027-01-14T16:00+01:00", "", "Clauses that learn to forget", "Mia Stern (Univ. of Nebel)"),
        ("2027-01-28T16:00+01:00", "", "Proofs short enough to read", "Piet Kraal (Tidewater University)"),
    ),
    "fields-in-a-table.html": (
        ("2027-02-09T15:00+00:00", "16:00", "Locks of sand", "Dora Finn (University of Sill)"),
    ),
    "json-ld-utc.html": (
        ("2027-06-03T11:00-04:00", "12:00", "Threads of rain", "Ada Loom"),
        ("2027-12-02T11:00-05:00", "12:00", "Looms of hail", "Cy Weft"),
    ),
    "json-ld-of-the-whole.html": (
        ("2027-06-14T09:00+02:00", "", "Welcome", ""),
        ("2027-06-14T09:15+02:00", "", "Moss at large", "Ruth Grün"),
        ("2027-06-14T10:15+02:00", "", "Coffee", ""),
        ("2027-06-15T09:00+02:00", "", "Moss in small", "Tim Braun"),
        ("2027-06-15T10:00+02:00", "", "Discussion", ""),
    ),
    "minified.html": (
        ("2027-02-02T15:00+01:00", "16:00", "Sand in numbers", "Wil Vos (Delta University)"),
        ("2027-02-09T15:00+01:00", "16:00", "Winds we keep", "Eva Duin"),
        ("2027-02-16T15:00+01:00", "16:00", "Grass and its debts", "Jan Helm (Sea Institute)"),
    ),
    "deux-par-jour.html": (
        ("2027-03-04T14:00+01:00", "15:00", "Le brouillard", "Luce Morin (Univ. de Brume)"),
        ("2027-03-04T15:30+01:00", "16:30", "La rosée", "Paul Argent"),
        ("2027-03-05T09:30+01:00", "10:30", "Le givre", "Anne Lys"),
        ("2027-03-05T11:00+01:00", "12:00", "La neige", "Yann Roc (CNRS)"),
    ),
    "paragraph-days.html": (
        ("2027-04-15T18:15+02:00", "", "Stille im Konzert", "Ute Leis (Univ. Moorstadt)"),
        ("2027-04-22T18:15+02:00", "", "Stille im Labor", "Hans Still"),
        ("2027-04-29", "", "fällt aus", ""),
        ("2027-05-06", "", "Feiertag", ""),
        ("2027-05-13T19:00+02:00", "", "Stille als Beruf", "Nele Ruh"),
    ),
    "br-programme.html": (
        ("2027-12-03T09:30+01:00", "", "Registration", ""),
        ("2027-12-03T10:00+01:00", "", "Opening words", "Vera Kolb"),
        ("2027-12-03T10:15+01:00", "", "Legs or wheels?", "Jan Wick (Mill College)"),
        ("2027-12-03T11:00+01:00", "", "Coffee break", ""),
        ("2027-12-03T11:30+01:00", "", "Robots that ask the way", "Noa Berg (Quay Institute)"),
        ("2027-12-03T13:45+01:00", "", "A gripper for eggs", "Timo Hahn (Moss Institute)"),
        ("2027-12-03T14:30+01:00", "", "Demonstrations in the yard", ""),
        ("2027-12-03T16:00+01:00", "", "End", ""),
    ),
    "calendar-boxes.html": (
        ("2027-02-18T16:00-06:00", "17:00", "Maps of nowhere", "Dora Finn (Professor of Geography, Prairie State)"),
        ("2027-03-04T16:00-06:00", "17:00", "A history of the shelf", "Emil Rask (Harbor College)"),
        ("2027-04-01T18:30-05:00", "19:30", "Twelve kinds of rain", "Saba Noor"),
    ),
    "definition-list.html": (
        ("2028-01-11T16:00+00:00", "16:50", "When water waits", "Rosa Quill (University of Sand)"),
        ("2028-01-25T16:00+00:00", "16:50", "Steam, a survey", "Abel Finch (Harbor College)"),
        ("2028-02-08", "", "No seminar", ""),
        ("2028-02-22T16:00+00:00", "16:50", "t.b.a.", "Una Lark"),
    ),
    "scripted-shell.html": (
        ("2027-04-07T17:00-04:00", "18:00", "Grains in a hurry", "Cleo Stone (Sand College)"),
        ("2027-04-21T17:00-04:00", "18:00", "A dune is a slow wave", "Ravi Mar"),
        ("2027-05-05T17:00-04:00", "", "Footprints", "Lena Voss"),
    ),
    "spanned-days.html": (
        ("2027-05-19T13:15+02:00", "14:00", "Moss as a clock", "Greta Lund"),
        ("2027-05-19T14:00+02:00", "14:30", "Coffee & cake", ""),
        ("2027-05-19T14:30+02:00", "15:15", "Moss as a map", "Ivar Stene (Quay Institute)"),
        ("2027-05-20T09:15+02:00", "10:00", "Moss as a mirror", "Maj Ekdal (Moss Institute)"),
        ("2027-05-20T10:15+02:00", "11:00", "Moss as a motor", "Ola Brink"),
    ),
    "time-and-details.html": (
        ("2027-02-05T10:30+01:00", "", "Brine in paint", "Nils Torv"),
        ("2027-02-12T10:30+01:00", "", "Crystals for the impatient", "Edda Lys"),
        ("2027-02-19T11:00+01:00", "", "Joint work, at last", "Nils Torv; Edda Lys"),
    ),
}  # fmt: skip
ABSTRACTS = {
    "wordpress-list.html": ("A rope left", "Sieving needs", "", ""),
    "accordion.html": ("Some proofs", "A dialogue game", ""),
    "json-ld-with-abstracts.html": ("Rain sounds", "A field of snow"),
    "json-ld-disagrees.html": ("Glass walls",),
    "google-sites.html": ("Kelp grows", "A holdfast", ""),
    "deutsch.html": ("Ein Rad", "", "", ""),
    "italiano.html": ("", "", "Quando non"),
    "microdata-mixed.html": ("Some stars", ""),
    "bootstrap-modals.html": ("Water takes", "A saucer"),
    "talk-detail.html": ("Every door",),
    "fields-in-a-table.html": ("A lock of sand",),
    "nested-items.html": ("One photon", ""),
    "tables-of-one-talk.html": ("", "", "Detours are taken", "", ""),
    "talk-info-cards.html": ("Solvers remember", ""),
    "year-rows.html": ("Ponds are small", "", "", ""),
    "time-and-details.html": ("Brine creeps", "", ""),
    "definition-list.html": ("Water in a kettle", "", "", ""),
    "br-cells.html": ("A lock that", "Found keys", ""),
}
MATERIALS = {
    "year-rows.html": (("slides",), (), ("video",), ()),
    "json-ld-with-abstracts.html": (("slides",), ()),
    "indico.html": ((), ("slides",), (), ()),
    "hidden.html": (("slides",), ("video",), ("paper",)),
    "jekyll-table.html": (("slides", "video", "paper"), ("video",), (), ()),
}
TOLD = {
    "time-without-offset.html": [("readings-differ", 5)],
    "json-ld-disagrees.html": [("readings-differ", 5)],
}


def read(name: str) -> Imported:
    page = (SITES / name).read_text("utf-8").encode(ENCODED.get(name, "utf-8"))
    return read_page(page, Hints(today=TODAY, **NEEDS.get(name, {})), name)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_site_gives_its_talks(name: str) -> None:
    imported = read(name)
    assert rows(imported) == EXPECTED[name]
    assert [p for p in imported.problems if p.severity == "error"] == []


def test_every_site_is_expected() -> None:
    assert {path.name for path in SITES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(ABSTRACTS))
def test_site_gives_its_abstracts(name: str) -> None:
    talks = [talk for session in read(name).series.sessions for talk in session.talks]
    expected = ABSTRACTS[name]
    assert (
        tuple(t.abstract[: len(a) or None] for t, a in zip(talks, expected, strict=True))
        == expected
    )


@pytest.mark.parametrize("name", sorted(MATERIALS))
def test_site_gives_its_links(name: str) -> None:
    talks = [talk for session in read(name).series.sessions for talk in session.talks]
    assert tuple(tuple(m.kind for m in talk.materials) for talk in talks) == MATERIALS[name]


@pytest.mark.parametrize("name", sorted(TOLD))
def test_two_readings_of_one_hour_are_told(name: str) -> None:
    told = [(p.code, p.line) for p in read(name).problems if p.code == "readings-differ"]
    assert told == TOLD[name]
