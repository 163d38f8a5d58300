"""What of a new version of a page is sure: by the lines of its problems, and what is left of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.moments import settle_wall
from bot.domain.series import Session, Speaker, Talk
from bot.errors import Problem
from bot.flows.addresses.doubts import Found, judge, judge_whole, mark_of, new_problems
from bot.flows.addresses.traces import mentioned, pieces_of

NOW = datetime(2027, 6, 1, tzinfo=UTC)


def session(name: str, day: int, title: str = "", hour: int = 16) -> Session:
    start = settle_wall(datetime(2027, 7, day, hour), "Europe/Zurich")
    return Session(id=name, own_title=title or f"On {name}", start=start)


A, B, C = session("a", 5), session("b", 12), session("c", 19)
BEFORE = (A, B, C)
LINES = {"a": (3, 4), "b": (6,), "c": (9,)}
LATER, TYPO = session("a", 6), replace(A, own_title="On A")


def problem(line: int, message: str = "odd") -> Problem:
    return Problem(code="odd", message=message, line=line)


def ids(*after: Session, at: int, left: frozenset[str] = frozenset()) -> set[str]:
    """Return what is doubtful where a problem stands on a line, none for a negative one."""
    problems = [problem(at)] if at >= 0 else []
    judged = judge(BEFORE, Found(after, problems, LINES, left), NOW)
    kept = {one.id: one for one in (*after, *BEFORE)}
    assert {one.id for one in judged.sessions} >= judged.doubtful & {one.id for one in BEFORE}
    assert all(one == kept[one.id] for one in judged.sessions if one.id in judged.doubtful)
    return set(judged.doubtful)


@pytest.mark.parametrize(
    ("line", "moved", "mended"),
    [
        (-1, set(), set()),
        (3, {"a"}, {"a"}),
        (4, {"a"}, {"a"}),
        (5, {"a"}, set()),  # of a line before the next talk, nobody knows what it is about
        (6, set(), set()),
        (0, {"a"}, set()),
        (1, set(), set()),
    ],
)
def test_lines_tell_which_change_is_doubtful(line: int, moved: set[str], mended: set[str]) -> None:
    assert ids(LATER, B, C, at=line) == moved
    assert ids(TYPO, B, C, at=line) == mended


def test_without_lines_every_change_is_doubtful() -> None:
    found = Found((LATER, TYPO), [problem(7)], {})
    assert judge((A,), found, NOW).doubtful == {"a"}


def test_talk_may_stand_on_the_line_that_cannot_be_read() -> None:
    assert ids(A, C, at=-1) == set()
    assert ids(A, C, at=7) == {"b"}
    assert ids(A, C, at=3) == set()  # that is the line of another one
    assert ids(A, C, at=-1, left=frozenset({"b"})) == {"b"}


def test_what_is_over_goes_without_a_question() -> None:
    past = datetime(2027, 7, 13, tzinfo=UTC)
    assert judge(BEFORE, Found((A, C), [problem(7)], LINES), past).doubtful == set()


def test_nothing_comes_to_stand_at_the_hour_of_a_doubtful_one() -> None:
    swapped = (session("a", 12), session("b", 5), C)
    assert ids(*swapped, at=-1) == set()
    assert ids(*swapped, at=3) == {"a", "b"}
    ring = (session("a", 12), session("b", 19), session("c", 5))
    assert ids(*ring, at=9) == {"a", "b", "c"}
    assert ids(LATER, replace(B, own_title="On B"), session("d", 5), at=3) == {"a", "c", "d"}


def test_doubt_is_known_again_wherever_it_stands() -> None:
    def mark(line: int, after: Session = LATER, **lines: tuple[int, ...]) -> str:
        return judge(BEFORE, Found((after, B, C), [problem(line)], {**LINES, **lines}), NOW).mark

    assert mark(3) == mark(2, a=(2,)) != ""
    assert mark(3) != mark(3, session("a", 7))
    assert mark(6) == ""
    assert judge_whole(BEFORE, (), []).mark != judge_whole(BEFORE, (A,), []).mark
    assert judge_whole(BEFORE, (), []).sessions == BEFORE


def test_problems_are_asked_about_once() -> None:
    one, two = problem(3), problem(9, "other")
    harmless = replace(one, code="hint-differs")
    assert new_problems([one, replace(one, line=7), two, harmless], []) == (
        replace(one, line=7),
        two,
    )
    assert new_problems([one, two], [mark_of(one)]) == (two,)


def test_pieces_of_text_are_counted_between_tags() -> None:
    assert pieces_of("<ul><li>a</li> <li>b <b>c</b></li></ul>\n\nd") == 4


def test_what_is_spoken_of_still_is_found() -> None:
    talk = Talk(id="t", title="On Kernels & More", speakers=(Speaker(name="Ada Example"),))
    gone = replace(session("gone", 5), own_title="", talks=(talk,))
    other = replace(gone, id="other", talks=(replace(talk, title="On Widths"),))
    assert mentioned("<p>Ada <b>Example</b> is ill</p>", [gone], []) == ("gone",)
    assert mentioned("on kernels &amp; MORE", [gone], []) == ("gone",)
    assert mentioned("Bela Beispiel: On Kernels", [gone], []) == ()
    assert mentioned("Ada Example: On Widths", [gone], [other]) == ()
    assert mentioned("TBA", [session("x", 5, "TBA")], []) == ()
