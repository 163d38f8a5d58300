"""The table of what came of trials."""

from tests.trials.outcomes import Outcome, Tally, read_table
from tests.trials.reporting import PAPER, with_figures


def outcome(trial: int, name: str, lost: int = 0) -> Outcome:
    return Outcome(
        trial=trial,
        name=name,
        database="SQLite",
        owed=5000,
        lost=lost,
        repeated=2,
        late=0,
        seconds=1.6,
        remark="",
        held_on="2026-11-22",
    )


def test_what_is_missing_is_lost_and_what_is_too_much_repeated() -> None:
    assert Tally.of({"a": 1, "b": 2, "c": 1}, {"a": 3, "b": 1, "d": 1}) == Tally(
        owed=4, lost=2, repeated=3
    )


def test_rows_of_the_same_trials_are_replaced_and_others_stay() -> None:
    paper = "Before\n<!-- figures -->\nNone yet.\n\n<!-- end of figures -->\nAfter\n"
    first = with_figures(paper, [outcome(1, "killed"), outcome(10, "reset"), outcome(2, "old")])
    second = with_figures(first, [outcome(2, "new", lost=1200)])
    assert read_table(second) == [
        ("1", "killed", "SQLite", "5,000", "0", "2", "0", "2", "", "2026-11-22"),
        ("2", "new", "SQLite", "5,000", "1,200", "2", "0", "2", "", "2026-11-22"),
        ("10", "reset", "SQLite", "5,000", "0", "2", "0", "2", "", "2026-11-22"),
    ]
    assert second.startswith("Before\n<!-- figures -->\nHeld on ")
    assert second.endswith("\n\n<!-- end of figures -->\nAfter\n")


def test_paper_has_a_place_for_the_table() -> None:
    paper = PAPER.read_text("utf-8")
    assert with_figures(paper, [outcome(1, "a trial that nobody held")]) != paper
