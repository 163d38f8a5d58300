"""A service for each module, and an empty one for tests that change things."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.site import Site, running_site

SEMINAR = """
id: seminar
title: A seminar
timezone: Europe/Zurich
place: Lausanne, CH
description: On examples of all sorts.
sessions:
  - id: one
    start: 2026-03-02 16:30
    end: 17:30
    join: https://zoom.example/j/93817264055?pwd=Zx81kQw77Lm
    talks:
      - {id: first, title: First words, speaker: Ada Example, abstract: Diffusion of sets.}
  - {id: two, start: 2026-03-09 16:30, end: 17:30, speaker: Béla Beispiel, title: Second thoughts}
  - {id: gone, start: 2026-03-16 16:30, end: 17:30, speaker: Cleo Exemple, status: cancelled}
  - {id: tbd, start: TBD, speaker: Chiara Esempio, title: Later}
"""
WORKSHOP = """
id: workshop
title: A workshop
kind: workshop
link: public
timezone: Europe/Zurich
sessions:
  - id: day
    start: 2026-03-03 09:00
    end: 12:00
    title: The day
    join: https://meet.example/abc-defg-hij
    talks:
      - {id: opening, at: 09:00-10:00, title: Opening, kind: keynote, speaker: Ada Example}
      - {id: coffee, at: 10:00-10:30, title: Coffee, kind: break}
      - {id: closing, at: 10:30-12:00, title: Closing, speaker: Bela Beispiel}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a service with two series, for tests that change nothing."""
    with running_site(tmp_path_factory.mktemp("site")) as running:
        running.write("seminar", SEMINAR)
        running.write("workshop", WORKSHOP)
        running.sync()
        yield running


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """Give an empty service."""
    with running_site(tmp_path) as running:
        yield running
