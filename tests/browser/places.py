"""All kinds of pages, each with something that must be there: add yours to this list.

Every place is tried in light and dark by axe-core, by the HTML validator, and in windows of several
widths (`test_places.py`, `test_html.py`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A page of the site of `shown.py`."""

    path: str
    holds: str  # words that a reader sees there
    status: int = 200


PLACES = (
    Place("/", "Seminar on Estimators"),
    Place("/?q=quasiperiodic&series=nope", "1 talk found"),
    Place("/?q=nothing+of+this&when=past&lang=fr", "Effacer la recherche"),
    Place("/estimators", "Cancelled estimators"),
    Place("/workshop-day", "Practice"),
    Place("/playlist", "The second recording"),
    Place("/finished", "Second lecture"),
    Place("/new-york", "After the clocks have changed"),
    Place("/nothing-yet", "A Seminar to Come"),
    Place("/long", "Estimators 69"),
    Place("/long?view=month&on=2026-03", "Estimators"),
    Place("/long?view=week&on=2026-03-09&zone=Tokyo", "Estimators"),
    Place("/estimators?view=month&on=1999-01", "There is no such view", status=404),
    Place("/estimators/margins", "Margins of order"),
    Place("/estimators/gone", "Cancelled:"),
    Place("/estimators/later", "Date to be defined"),
    Place("/workshop-day/theory", "Kernels"),
    Place("/playlist/one", "The first recording"),
    Place("/new-york/after", "Erik Exempel"),
    Place("/estimators/embed", "Margins of order"),
    Place("/workshop-day/embed?show=timetable&theme=dark&lang=de", "Kernels"),
    Place("/nowhere", "There is nothing at this address", status=404),
)
HOSTILE = (
    Place("/?q=%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE&speaker=%3Cb%3E", "alert(1)"),
    Place("/hostile-scripts", "alert(1)"),
    Place("/hostile-texts", "Donaudampfschifffahrt"),
    Place("/hostile-scripts/s4", "alert(1)"),
    Place("/hostile-texts/s0", "Donaudampfschifffahrt"),
    Place("/hostile-texts/embed?show=list", "Donaudampfschifffahrt"),
    Place("/hostile-texts?view=month&on=2026-03", "Donaudampfschifffahrt"),
)
EVERYWHERE = PLACES + HOSTILE
