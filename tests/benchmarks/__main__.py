"""What we promise of speed, measured in one run: `make bench`.

Each figure stands beside what it is measured against, taken in turns in the same process, as the
best of several rounds. Nothing here passes or fails.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Component, Event

from bot.domain.moments import Moment
from bot.domain.series import Clock, Series, SeriesKind, Session, Speaker, Talk
from bot.domain.zonedata import load_zone
from bot.exports.ics import CalendarView, render_ics
from bot.flows.schedules import read_schedules
from bot.sources.imported import Hints
from bot.sources.page import read_page

ROUNDS = 3
TALKS, TALKS_A_DAY = 10_000, 50
PAGE_BYTES = 15_000
ABSTRACT = (
    "We look at rates of order $n^{-1/2}$ for estimators that nobody has tried; 50% of the talk is"
    " about \\emph{why} they work, the rest about what they cost in practice, with examples. "
)


def conference() -> Series:
    """Return a conference of 10,000 talks with abstracts of a usual length."""
    first = datetime(2026, 1, 5, 8, 0)
    days = [first + timedelta(days=day) for day in range(TALKS // TALKS_A_DAY)]
    return Series(
        id="large",
        title="A large conference",
        kind=SeriesKind.CONFERENCE,
        timezone="Europe/Zurich",
        place="Basel, CH",
        sessions=tuple(session(day, number) for number, day in enumerate(days)),
    )


def session(day: datetime, number: int) -> Session:
    zone = "Europe/Zurich"
    starts = [day + timedelta(minutes=10 * row) for row in range(TALKS_A_DAY)]
    talks = tuple(
        Talk(
            id=f"talk-{row}",
            title=f"Estimator {number}.{row}: on what it may and what it may not do",
            speakers=(Speaker(name=f"Ada Example {row}", affiliation="École d’Exemple"),),
            abstract=ABSTRACT * 3,
            start=Moment(start, zone),
            end=Moment(start + timedelta(minutes=10), zone),
            clock=Clock(start.time(), (start + timedelta(minutes=10)).time()),
        )
        for row, start in enumerate(starts)
    )
    end = Moment(starts[-1] + timedelta(minutes=10), zone)
    return Session(id=f"day-{number}", start=Moment(day, zone), end=end, talks=talks)


def same_by_icalendar(made: bytes) -> Callable[[], bytes]:
    """Return a function that builds and serializes the same calendar by icalendar's own means."""
    entries = Calendar.from_ical(made).walk("VEVENT")
    wanted = [[(name, decoded(entry, name)) for name in entry] for entry in entries]

    def build() -> bytes:
        calendar = Calendar()
        calendar.add("prodid", "-//benchmark//EN")
        calendar.add("version", "2.0")
        for properties in wanted:
            event = Event()
            for name, value in properties:
                event.add(name, value)
            calendar.add_component(event)
        return calendar.to_ical()

    return build


def decoded(entry: Component, name: str) -> object:
    if name in {"DTSTART", "DTEND"}:
        return entry.decoded(name).replace(tzinfo=load_zone("Europe/Zurich"))
    if name in {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"}:
        return entry.decoded(name)
    return [str(cat) for cat in entry[name].cats] if name == "CATEGORIES" else str(entry[name])


def best_in_turns(*functions: Callable[[], object]) -> list[float]:
    """Return the best time in seconds of each function, all run in turns."""
    best = [float("inf")] * len(functions)
    for _ in range(ROUNDS):
        for position, function in enumerate(functions):
            begin = time.perf_counter()
            function()
            best[position] = min(best[position], time.perf_counter() - begin)
    return best


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


def cpu_of(function: Callable[[], object]) -> float:
    """Return the least CPU time of this process, in seconds, that a function took."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        function()
        best = min(best, time.process_time() - begin)
    return best


def command(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run(
        [sys.executable, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main() -> None:
    series = conference()
    view = CalendarView()
    made = render_ics([series], view)
    ours, theirs = best_in_turns(lambda: render_ics([series], view), same_by_icalendar(made))
    print(f"export of {TALKS:,} talks        {ours:6.2f} s, {len(made) / 1e6:.1f} MB")
    print(f"the same by icalendar alone    {theirs:6.2f} s")
    print(f"  ratio                        {ours / theirs:6.2f}   (goal: at most 1)")
    (read,) = best_in_turns(lambda: read_schedules([Path("schedules")]))
    text, hints = page(), Hints(today=date(2027, 1, 1))
    cpu = cpu_of(lambda: read_page(text, hints, "page.md"))
    talks = len(read_page(text, hints, "page.md").series.sessions)
    size = f"{len(text) / 1000:.1f} kB, {talks} talks"
    print(f"a page of {size}    {cpu * 1000:6.0f} ms CPU   (goal: under 50)")
    check, help_, bare = best_in_turns(
        command("-m", "bot", "check"), command("-m", "bot", "--help"), command("-c", "pass")
    )
    print(f"reading the four definitions   {read * 1000:6.0f} ms")
    print(f"talkbell check, whole process  {check * 1000:6.0f} ms, {check / bare:.1f} bare Pythons")
    print(f"talkbell --help                {help_ * 1000:6.0f} ms, {help_ / bare:.1f} bare Pythons")


if __name__ == "__main__":
    main()
