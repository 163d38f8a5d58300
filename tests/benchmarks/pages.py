"""Reading, and starting the command: `python -m tests.benchmarks.pages`."""

from datetime import date, timedelta
from pathlib import Path

from bot.flows.schedules import read_schedules
from bot.sources.imported import Hints
from bot.sources.page import read_page
from tests.benchmarks.measuring import best_in_turns, command, cpu_of, show
from tests.benchmarks.samples import ABSTRACT

PAGE_BYTES = 15_000


def page() -> bytes:
    """Return a seminar's list of 15 kB as people write them, with abstracts."""
    day = date(2027, 1, 4)
    blocks = ["# A seminar of examples", "Mondays at 16:30 in Zurich, Switzerland"]
    while sum(map(len, blocks)) < PAGE_BYTES:
        blocks += [
            f"{day:%B} {day.day}, {day.year}, 16:30 CET",
            f"Speaker: Ada Example {len(blocks)} (École d’Exemple)",
            "Title: Estimators, and what they may do",
            f"Abstract: {ABSTRACT}",
        ]
        day += timedelta(weeks=1)
    return "\n\n".join(blocks).encode()


def main() -> None:
    text, hints = page(), Hints(today=date(2027, 1, 1))
    cpu = cpu_of(lambda: read_page(text, hints, "page.md"))
    talks = len(read_page(text, hints, "page.md").series.sessions)
    size = f"{len(text) / 1000:.1f} kB, {talks} talks"
    show(f"a page of {size}", f"{cpu * 1000:.0f} ms CPU", "goal: under 50")
    (read,) = best_in_turns(lambda: read_schedules([Path("schedules")]))
    check, help_, bare = best_in_turns(
        command("-m", "bot", "check"), command("-m", "bot", "--help"), command("-c", "pass")
    )
    show("reading the four definitions", f"{read * 1000:.0f} ms")
    for name, took in (("talkbell check", check), ("talkbell --help", help_)):
        show(
            f"{name}, the whole process", f"{took * 1000:.0f} ms", f"{took / bare:.1f} bare Pythons"
        )


if __name__ == "__main__":
    main()
