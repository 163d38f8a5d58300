"""A message as plain text: whole messages, as a subscriber reads them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.series import Join, Material, MaterialKind, Status, Talk
from bot.reminders.plain_form import plain_form

from .seminar import ADA, BELA, COFFEE, HOUR, NEW_YORK, message, moment, session, talk

FULL = """\
Seminar on Everything — in 1 hour

On Examples
Ada Example (Université d’Exemple), Bela Beispiel

When      Monday 28 June 2021, 10:30–11:30 EDT
          16:30–17:30 CEST (Lausanne time)
Status    Not confirmed yet: the room is not settled
Where     Aula 1, Lausanne, CH
Join      https://meet.example/j/1?a=b&c=d
Passcode  s3cret
Chair     Chiara Esempio

First paragraph of an abstract that is long enough to be wrapped at the end of a
line.

Second paragraph.

Slides: https://files.example/slides.pdf
notes by Ada Example: https://files.example/notes
Recording: 1 hour
More: https://seminar.example/"""

PROGRAMME = """\
Seminar on Everything — in 1 hour

First day

When   Monday 28 June 2021, 03:00–11:00 EDT
       09:00–17:00 CEST (Zurich time)

03:00  Ada Example: A title that goes on and on until it has to be continued in
       the line below
04:00  Coffee
       Posters"""


def test_plain_form_of_a_talk_says_everything_once() -> None:
    about = talk(
        speakers=(ADA, BELA),
        abstract="First paragraph of an abstract that is\nlong  enough to be wrapped at the end"
        " of a line.\n\n \n\nSecond paragraph.\n",
        duration=HOUR,
        materials=(
            Material(kind=MaterialKind.SLIDES, url="https://files.example/slides.pdf"),
            Material(
                kind=MaterialKind.OTHER,
                url="https://files.example/notes",
                title="notes by Ada Example",
            ),
        ),
    )
    one = session(
        status=Status.TENTATIVE,
        reason="the room is not settled",
        chair="Chiara Esempio",
        room="Aula 1",
        join=Join(url="https://meet.example/j/1?a=b&c=d", passcode="s3cret"),
        talks=(about,),
    )
    made = message(one, zone=NEW_YORK, place="Lausanne, CH", homepage="https://seminar.example/")
    assert plain_form(made) == FULL


def test_plain_form_keeps_lists_and_tables() -> None:
    lists = "It flows:\n- one item\n* other\n[1] A"
    tables = "|a|b|\n|-|-|\n|1|2|\n\na | b\n--- | ---\n1 | 2"
    written = f"{lists}\n\n{tables}".replace("It f", "It\nf").replace("one ", "one\n  ")
    made = plain_form(message(session(talks=(talk(abstract=written),))))
    assert made.endswith(f"\n\n{lists}\n\n{tables}")


def test_plain_form_of_many_talks_has_their_hours_on_the_readers_clock() -> None:
    long = "A title that goes on and on until it has to be continued in the line below"
    one = session(
        "2021-06-28 09:00",
        end=moment("2021-06-28 17:00"),
        own_title="First day",
        talks=(
            talk(start=moment("2021-06-28 09:00"), title=long),
            replace(COFFEE, start=moment("2021-06-28 10:00")),
            Talk(id="posters", title="Posters"),
        ),
    )
    assert plain_form(message(one, zone=NEW_YORK)) == PROGRAMME


def test_plain_form_of_next_to_nothing_is_short() -> None:
    assert plain_form(message(session(end=None, talks=()))) == (
        "Seminar on Everything — in 1 hour\n\nWhen   Monday 28 June 2021, 16:30 CEST"
    )


def test_plain_form_says_the_title_of_the_series_once() -> None:
    one = session(own_title="Seminar on Everything", talks=())
    assert plain_form(message(one)).count("Seminar on Everything") == 1
    other = session(own_title="Seminar on Everything", talks=(talk(),))
    assert plain_form(message(other)).split("\n\n")[:2] == [
        "Seminar on Everything — in 1 hour",
        f"On Examples\n{ADA}",
    ]


def test_plain_form_has_a_line_for_the_talk_of_a_session_with_its_own_title() -> None:
    titles = plain_form(message(session(own_title="Yearly lecture"))).split("\n\n")[1]
    assert titles == f"Yearly lecture\nOn Examples\n{ADA}"


def test_plain_form_notes_that_clocks_have_changed() -> None:
    made = replace(message(session()), clock_note="one hour later for you than last week")
    assert "\nNote   one hour later for you than last week\n" in f"{plain_form(made)}\n"


@pytest.mark.parametrize(
    ("start", "reader", "expected"),
    [
        ("2021-06-28 16:30", "Europe/Zurich", "When   Monday 28 June 2021, 16:30–17:30 CEST"),
        ("2021-06-28 16:30", "Europe/Paris", "When   Monday 28 June 2021, 16:30–17:30 CEST"),
        (
            "2021-06-28 16:30",
            "Asia/Kolkata",
            "When   Monday 28 June 2021, 20:00–21:00 IST\n       16:30–17:30 CEST (Zurich time)",
        ),
        (
            "2021-06-28 16:30",
            "Asia/Tokyo",
            """\
When   Monday 28 June 2021, 23:30 – Tuesday 29 June 2021, 00:30 JST
       16:30–17:30 CEST (Zurich time)""",
        ),
        (
            "2021-06-28 01:30",
            "America/Los_Angeles",
            """\
When   Sunday 27 June 2021, 16:30–17:30 PDT
       Monday 28 June 2021, 01:30–02:30 CEST (Zurich time)""",
        ),
    ],
    ids=["at home", "same hour", "half an hour off", "over midnight", "the day before"],
)
def test_plain_form_has_the_readers_time_and_the_hosts_where_they_differ(
    start: str, reader: str, expected: str
) -> None:
    assert plain_form(message(session(start, talks=()), zone=reader)).split("\n\n")[1] == expected


def test_plain_form_names_no_city_for_a_host_with_an_offset() -> None:
    start = moment("2021-06-28 16:30", "Etc/GMT-3")
    made = plain_form(message(session(start, end=None, talks=())))
    assert made.endswith("When   Monday 28 June 2021, 15:30 CEST\n       16:30 UTC+3")


_PARTS = st.sampled_from(["a", "b", "c-d", "é", "f."])
_WORD = st.lists(_PARTS, min_size=1, max_size=6).map("".join)
WORDS = st.lists(_WORD, max_size=25).map(" ".join)


@given(texts=st.tuples(WORDS, WORDS, WORDS, WORDS, WORDS), width=st.integers(30, 120))
@settings(derandomize=True, deadline=None, max_examples=50)
def test_plain_form_keeps_to_its_width_and_breaks_no_word(
    texts: tuple[str, ...], width: int
) -> None:
    title, abstract, reason, row, url_end = texts
    url = f"https://meet.example/{url_end.replace(' ', '-')}"
    one = session(
        status=Status.TENTATIVE,
        reason=reason,
        own_title=title,
        talks=(talk(title=row, abstract=abstract), COFFEE),
        join=Join(url=url),
    )
    made = plain_form(message(one, title=f"Series {title}"), width)
    join = f"Join    {url}"
    assert join in made.splitlines()
    assert {line for line in made.splitlines() if len(line) > width} <= {join}
    assert set(" ".join(texts[:4]).split()) <= set(made.replace("yet:", "yet: ").split())
