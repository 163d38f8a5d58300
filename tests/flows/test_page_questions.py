"""What organizers are asked and told of a watched page, and what their answers do."""

import pytest
from sqlalchemy import select

from bot.domain.edits import Move
from bot.domain.moments import Moment
from bot.domain.page_questions import PageQuestion, PageTrouble
from bot.flows.addresses.page_letters import question_outgoing, trouble_outgoing
from bot.flows.addresses.page_questions import apply_page, asked_of, ignore_page
from bot.flows.organizing.edit import edit
from bot.flows.organizing.rights import NoRightError, Person
from bot.language import speaking
from bot.store.delivery.letters import Purpose
from bot.store.organizing.organizers import Action, list_acts
from bot.store.schema import tables
from bot.store.schema.codec import from_json
from bot.store.series.schedules import load_series
from tests.flows.watching_pages import ADA, ALL, BELA, CLEO, DORA, HOUR, MOVED, WHOLE, Watch, watch
from tests.watched_page import listed

__all__ = ["watch"]

pytestmark = pytest.mark.enable_socket

EVA = Person("telegram", "42", "Eva Example")
STRANGER = Person("telegram", "43")
ORGANIZED = "organizers: [{name: Eva Example, telegram: 42}]"


def acts(watch: Watch) -> list[tuple[Action, str]]:
    with watch.store.reading() as connection:
        return [(one.action, one.person.name) for one in list_acts(connection, "seminar")]


def asked(watch: Watch) -> int:
    """Let the page lose three of four talks; return the number of the letter that asks."""
    watch.define(ORGANIZED)
    watch.later(ADA)
    return watch.letters()[-1].id


def shown(watch: Watch) -> str:
    with watch.store.reading() as connection:
        stored = load_series(connection, "seminar")
    assert stored
    return question_outgoing(stored, watch.letters()[-1]).plain


def test_question_says_what_would_change(watch: Watch) -> None:
    asked(watch)
    assert shown(watch) == (
        "Example Seminar: 3 of 4 sessions to come are not on 127.0.0.1 any more. Nothing was"
        " changed, and nobody has been told.\n"
        "\n"
        "Taken out: Bela Beispiel: On Widths, Monday 12 July 2027, 16:30–17:30 CEST\n"
        "Taken out: Cleo Exemple: On Depths, Monday 19 July 2027, 16:30–17:30 CEST\n"
        "Taken out: Dora Esempio: On Noise, Monday 26 July 2027, 16:30–17:30 CEST\n"
        "\n"
        "Apply takes over all of it, and those who follow are told. Ignore leaves it as it is,"
        " until something else stands there."
    )


def test_question_says_which_lines_are_not_sure(watch: Watch) -> None:
    watch.define(ORGANIZED)
    watch.later(ADA.replace(" 2027", ""), *ALL[1:])
    assert shown(watch) == (
        "Example Seminar: something on 127.0.0.1 has changed, and I am not sure that it is meant."
        " Nobody has been told of it.\n"
        "\n"
        "Moved: Ada Example: On Kernels\n"
        "until now: Monday 5 July 2027, 16:30–17:30 CEST\n"
        "then: no date\n"
        "\n"
        'Line 3: the year is missing, read "5 July"; pass --year\n'
        "\n"
        "Apply takes over all of it, and those who follow are told. Ignore leaves it as it is,"
        " until something else stands there."
    )


@pytest.mark.parametrize("language", ["de", "fr"])
def test_question_is_asked_in_the_reader_s_language(watch: Watch, language: str) -> None:
    asked(watch)
    with speaking(language):
        assert "Taken out" not in shown(watch)


def test_what_is_applied_counts_and_is_in_the_trail(watch: Watch) -> None:
    number = asked(watch)
    found = apply_page(watch.store, number, EVA, now=watch.clock.now())
    assert found
    assert len(found.changes) == 3
    assert watch.times == WHOLE[:1]
    assert acts(watch) == [
        (Action.FETCHED, "page at 127.0.0.1"),
        (Action.APPLIED, "Eva Example"),
    ]
    assert apply_page(watch.store, number, EVA, now=watch.clock.now()) is None
    watch.later(ADA)
    assert (watch.row.is_asking, watch.times) == (False, WHOLE[:1])


def test_what_is_ignored_stays_until_something_else_stands_there(watch: Watch) -> None:
    number = asked(watch)
    assert ignore_page(watch.store, number, EVA, now=watch.clock.now())
    assert not ignore_page(watch.store, number, EVA, now=watch.clock.now())
    assert apply_page(watch.store, number, EVA, now=watch.clock.now()) is None
    assert acts(watch)[-1] == (Action.IGNORED, "Eva Example")
    watch.later(body=listed(ADA) + b"\n")
    assert (watch.times, watch.row.is_asking, len(watch.letters())) == (WHOLE, False, 1)
    watch.later(body=listed())
    assert (watch.times, watch.row.is_asking, len(watch.letters())) == (WHOLE, True, 2)
    watch.later(*ALL)
    watch.later(ADA)  # what was ignored has been away
    assert (watch.row.is_asking, len(watch.letters())) == (True, 3)


def test_answer_counts_for_what_was_asked_alone(watch: Watch) -> None:
    number = asked(watch)
    watch.later(body=listed())
    assert apply_page(watch.store, number, EVA, now=watch.clock.now()) is None
    assert not ignore_page(watch.store, number, EVA, now=watch.clock.now())
    assert watch.times == WHOLE
    assert [one.withdrawn_at is None for one in watch.letters()] == [False, True]


def test_who_organizes_later_is_asked_too(watch: Watch) -> None:
    def chats() -> list[str]:
        with watch.store.reading() as connection:
            table = tables.deliveries.join(tables.chats)
            query = select(tables.chats.c.address).select_from(table)
            return sorted(connection.execute(query).scalars())

    asked(watch)
    assert chats() == ["42"]
    watch.define("organizers: [{name: Eva, telegram: 42}, {name: Ivo, telegram: 44}]")
    assert chats() == ["42"]
    watch.later()
    watch.later()
    assert chats() == ["42", "44"]


def test_nobody_else_answers(watch: Watch) -> None:
    number = asked(watch)
    for answer in (apply_page, ignore_page):
        with pytest.raises(NoRightError):
            answer(watch.store, number, STRANGER, now=watch.clock.now())
    watch.define()  # Eva is no organizer any more
    with pytest.raises(NoRightError):
        apply_page(watch.store, number, EVA, now=watch.clock.now())
    assert watch.times == WHOLE


def test_confirming_at_the_command_line_applies(watch: Watch) -> None:
    asked(watch)
    [result] = watch.sync()
    assert result.question is not None
    assert len(result.question.doubts) == 3
    assert watch.times == WHOLE
    watch.sync(is_confirmed=True, is_trial=True)
    assert watch.times == WHOLE
    watch.sync(is_confirmed=True)
    assert watch.times == WHOLE[:1]
    assert acts(watch)[-1] == (Action.APPLIED, "")


def test_edits_in_chat_lie_over_the_page(watch: Watch) -> None:
    watch.define(ORGANIZED)
    start = Moment.of(watch.clock.now() + 40 * 24 * HOUR, "Europe/Zurich")
    edit(
        watch.store,
        "seminar",
        Move(session_id="bela-beispiel", start=start, end=start.plus(HOUR)),
        EVA,
        now=watch.clock.now(),
    )
    moved = f"Bela Beispiel: On Widths {start.wall:%d.%m. %H:%M}"
    watch.later(MOVED, *ALL[1:])
    assert set(watch.times) == {WHOLE[0].replace("05.07", "06.07"), moved, *WHOLE[2:]}
    watch.later(ADA, BELA.replace("Widths", "Width"), CLEO, DORA)
    assert moved.replace("Widths", "Width") in watch.times
    watch.define(ORGANIZED, "description: Another head.")
    assert moved.replace("Widths", "Width") in watch.times


def test_trouble_is_told_once_after_a_day_and_once_when_it_is_over(watch: Watch) -> None:
    watch.define(ORGANIZED, every="10 hours")
    watch.later(status=500)
    since = watch.clock.now()
    troubles = []
    for _ in range(5):
        watch.later()
        troubles.append(len(watch.letters(Purpose.PAGE_TROUBLE)))
    assert troubles == [0, 0, 1, 1, 1]
    assert watch.times == WHOLE
    watch.later(status=200)
    watch.later()
    letters = watch.letters(Purpose.PAGE_TROUBLE)
    assert [from_json(one.content, PageTrouble) for one in letters] == [
        PageTrouble(
            host="127.0.0.1", since=since, why="the server answers 500 Internal Server Error"
        ),
        PageTrouble(host="127.0.0.1", since=since),
    ]
    with watch.store.reading() as connection:
        stored = load_series(connection, "seminar")
    assert stored
    assert [trouble_outgoing(stored, one).plain.split(".")[0] for one in letters] == [
        "Example Seminar: 127",
        "Example Seminar: 127",
    ]


def test_short_failures_are_told_to_nobody(watch: Watch) -> None:
    watch.define(ORGANIZED)
    for _ in range(3):
        watch.later(status=500)
        watch.later(status=200)
    assert watch.letters(Purpose.PAGE_TROUBLE) == []


def test_no_link_is_in_a_question(watch: Watch) -> None:
    watch.define(ORGANIZED)
    zoom = "https://zoom.us/j/62400754289?pwd=s3cr3t"
    with_links = [f"{one}, {zoom}" for one in ALL]
    watch.later(*with_links)
    assert [one.join is not None for one in watch.series.sessions] == [True] * 4
    watch.later(f"{ADA.replace(' 2027', '')}, {zoom}x9")
    question = watch.letters()[-1].content
    assert "62400754289" not in question
    assert "s3cr3t" not in question
    with watch.store.reading() as connection:
        assert asked_of(connection, "seminar", watch.clock.now()) == from_json(
            question, PageQuestion
        )
