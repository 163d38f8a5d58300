"""Exports against icalendar alone: `python -m tests.benchmarks.exports`."""

from bot.exports.ics import CalendarView, render_ics
from tests.benchmarks.icalendar_alone import same_by_icalendar
from tests.benchmarks.measuring import best_in_turns, show
from tests.benchmarks.samples import TALKS, conference


def main() -> None:
    series, view = conference(), CalendarView()
    made = render_ics([series], view)
    ours, theirs = best_in_turns(lambda: render_ics([series], view), same_by_icalendar(made))
    show(f"export of {TALKS:,} talks", f"{ours:.2f} s", f"{len(made) / 1e6:.1f} MB")
    show("the same by icalendar alone", f"{theirs:.2f} s")
    show("  ratio", f"{ours / theirs:.2f}", "goal: at most 1")


if __name__ == "__main__":
    main()
