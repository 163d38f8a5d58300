"""A site with series of all sorts: those of schedules/, a long one, and hostile ones.

Its clock stands at 11:10 in Zurich on a Tuesday between the weeks in which clocks change in America
and in Europe, while the workshop goes on.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.web.site import Site, running_site

NOW = datetime(2026, 3, 10, 10, 10, tzinfo=UTC)
_SCHEDULES = Path(__file__).parent / "schedules"
_LONG_WORD = "Donaudampfschifffahrt" * 2400  # 50 kB
_TURNED = (
    "\u202e" + "txeT denrut" + "\u2066 with marks \u200f that turn it"
)  # RTL override, isolates
# Each would set `hurt`, or open a dialog, if it were run.
_SCRIPTS = (
    "<script>window.hurt = 1; alert(1)</script>",
    "<img src=x onerror='window.hurt = 1'>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "</title></script><script>alert(1)</script>",
    "{{ 7 * 7 }} ${alert(1)} `alert(1)`",
    "[click](javascript:alert(1)) <a href='javascript:alert(1)'>click</a>",
    "$\\href{javascript:alert(1)}{x}$ $\\text{<script>alert(1)</script>}$",
    "$$\\frac{$$ $\\def\\x{\\x\\x}\\x$",
    "<iframe src='https://evil.example/'></iframe><style>body { display: none }</style>",
    "![picture](https://evil.example/pixel.png)",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
)  # fmt: skip


@contextmanager
def running_shown(folder: Path) -> Iterator[Site]:
    """Run a service with all of these series in a folder."""
    with running_site(folder) as site:
        site.now = NOW
        for path in sorted(_SCHEDULES.glob("*.yaml")):
            site.write(path.stem, path.read_text("utf-8"))
        for series in (long(), hostile_scripts(), hostile_texts()):
            site.write(series["id"], json.dumps(series, ensure_ascii=False))  # which is YAML
        site.sync()
        yield site


def long(sessions: int = 70) -> dict[str, Any]:
    """Return a programme of so many sessions, on weekdays, around the present."""
    first = NOW.date() - timedelta(days=50)
    days = [first + timedelta(days=n) for n in range(sessions * 2)]
    weekdays = [day for day in days if day.weekday() < 5][:sessions]
    return {
        "id": "long",
        "title": "A Long Programme",
        "timezone": "Europe/Paris",
        "place": "Paris, FR",
        "duration": "1 hour 30 minutes",
        "sessions": [
            {
                "id": f"s{number}",
                "start": f"{day} {9 + 2 * (number % 4):02}:00",
                "room": f"Room {number % 3 + 1}",
                "speaker": f"Ada Example {number} (École d’Exemple)",
                "title": f"Estimators {number}: on what they may and what they may not do",
                "abstract": f"About estimators, part {number}, with $n^{{-{number}/2}}$.",
            }
            for number, day in enumerate(weekdays)
        ],
    }


def hostile_scripts() -> dict[str, Any]:
    """Return a series in which every text wants to be run."""
    whole = " ".join(_SCRIPTS)
    return {
        **_hostile("hostile-scripts", whole),
        "sessions": [
            _hostile_session(f"s{number}", text, number) for number, text in enumerate(_SCRIPTS)
        ],
    }


def hostile_texts() -> dict[str, Any]:
    """Return a series whose texts want to break the layout, or to be read the other way round."""
    texts = (
        _LONG_WORD,
        _TURNED,
        "ﷺ" * 300,
        "e\u0301\u0327\u0323" * 300,
        "🏳️‍🌈" * 200,
        "\u200b" * 999,
    )
    return {
        **_hostile("hostile-texts", f"{_TURNED} {_LONG_WORD}"),
        "sessions": [
            _hostile_session(f"s{number}", text, number) for number, text in enumerate(texts)
        ],
    }


def _hostile(series_id: str, text: str) -> dict[str, Any]:
    return {
        "id": series_id,
        "title": text,
        "description": text,
        "timezone": "Europe/Zurich",
        "place": "Zurich, CH",
        "link": "public",
        "organizers": [text],
    }


def _hostile_session(session_id: str, text: str, number: int) -> dict[str, Any]:
    return {
        "id": session_id,
        "start": f"{NOW.date() + timedelta(days=number - 2)} 10:00",
        "end": "12:00",
        "room": text,
        "chair": text,
        "talks": [
            {
                "id": "talk",
                "title": text,
                "speaker": {"name": text, "affiliation": text},
                "abstract": f"{text}\n\n{text}",
                "materials": [{"kind": "slides", "title": text, "url": "https://x.example/"}],
            }
        ],
    }
