"""Questions about watched addresses in words: what would change, and which lines are not sure."""

from dataclasses import replace
from datetime import UTC, date, datetime

from markupsafe import Markup

from bot.domain.moments import settle_wall
from bot.domain.page_questions import Doubt, PageQuestion, PageTrouble, Unread
from bot.domain.series import Series, Session, Status
from bot.reminders.page_forms import plain, question_html, question_plain, trouble_html

SERIES = Series(id="seminar", title="Kernels <& more>", timezone="Europe/Zurich")
ADA = Session(
    id="ada",
    own_title="On <Kernels>",
    start=settle_wall(datetime(2027, 7, 5, 10, 30), "America/New_York"),
)
THEN = "Monday 5 July 2027, 16:30 CEST"


def told(*doubts: Doubt, **parts: object) -> list[str]:
    question = PageQuestion(host="talks.example", doubts=doubts)
    question = replace(question, **parts)  # type: ignore[arg-type]
    return question_plain(question, SERIES).splitlines()[1:]


def test_each_change_is_a_line() -> None:
    moved = replace(ADA, start=settle_wall(datetime(2027, 7, 6, 10, 30), "America/New_York"))
    undated = replace(ADA, start=None, own_title="")
    assert told(
        Doubt(ADA, None),
        Doubt(None, ADA),
        Doubt(ADA, moved),
        Doubt(ADA, replace(ADA, status=Status.CANCELLED)),
        Doubt(ADA, replace(ADA, own_title="On Widths")),
        Doubt(ADA, replace(ADA, room="Aula")),
        Doubt(undated, replace(undated, own_title="On <Kernels>", day=date(2027, 7, 7))),
    ) == [
        f"Taken out: On <Kernels>, {THEN}",
        f"New: On <Kernels>, {THEN}",
        "Moved: On <Kernels>",
        f"until now: {THEN}",
        "then: Tuesday 6 July 2027, 16:30 CEST",
        f"Cancelled: On <Kernels>, {THEN}",
        "Otherwise: On <Kernels>",
        "then: On Widths",
        f"Details: On <Kernels>, {THEN}",
        "Moved: On <Kernels>",
        "until now: no date",
        "then: 2027-07-07",
    ]  # fmt: skip


def test_series_without_a_zone_has_the_session_s_hours() -> None:
    bare = replace(SERIES, timezone="")
    question = PageQuestion(host="a", doubts=(Doubt(ADA, None),))
    assert question_plain(question, bare).endswith("Monday 5 July 2027, 10:30 EDT")


def test_lines_that_are_not_sure_are_told_and_cut_short() -> None:
    assert told(unread=(Unread(3, "the year is missing"), Unread(0, "x" * 300))) == [
        "Line 3: the year is missing",
        f"Not sure: {'x' * 199}…",
    ]


def test_the_rest_is_counted() -> None:
    lines = told(*[Doubt(ADA, None)] * 12, unread=tuple(Unread(n, "what") for n in range(1, 12)))
    assert (len(lines), lines[10], lines[-1]) == (22, "… and 2 more.", "… and one more.")


def test_heading_says_what_it_is_about() -> None:
    base = PageQuestion(host="talks.example")
    questions = (
        replace(base, unread=(Unread(3, "why"),)),
        replace(base, doubts=(Doubt(ADA, None),)),
        replace(base, doubts=(Doubt(ADA, None),), lost=3, future=4),
    )
    title = "<b>Kernels &lt;&amp; more&gt;</b>"
    htmls = [str(question_html(one, SERIES)) for one in questions]
    assert [one.splitlines()[0] for one in htmls] == [
        f"{title}: I cannot read all that stands on talks.example now.",
        (
            f"{title}: something on talks.example has changed, and I am not sure that it is meant."
            " Nobody has been told of it."
        ),
        (
            f"{title}: 3 of 4 sessions to come are not on talks.example any more."
            " Nothing was changed, and nobody has been told."
        ),
    ]
    assert [one.splitlines()[-1].split()[0] for one in htmls] == ["Mend", "Apply", "Apply"]


def test_trouble_says_since_when_and_why() -> None:
    since = datetime(2027, 7, 5, 14, tzinfo=UTC)
    failing = PageTrouble(host="talks.example", since=since, why="<500>")
    html = trouble_html(failing, SERIES)
    assert "readable since Monday 5 July 2027, 16:00 CEST" in plain(html)
    assert html.endswith("The reason: &lt;500&gt;")
    well = trouble_html(replace(failing, why=""), replace(SERIES, timezone=""))
    assert plain(well) == (
        "Kernels <& more>: talks.example is readable again."
        " It had not been since Monday 5 July 2027, 14:00 UTC."
    )


def test_plain_text_keeps_lines() -> None:
    assert plain(Markup("<b>a</b>\n\nb &amp; c")) == "a\n\nb & c"
