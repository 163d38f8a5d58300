"""A message as Telegram's HTML: whole messages, and that nothing people write breaks one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.series import Join, Material, MaterialKind, Speaker, Status, Talk
from bot.domain.wording import describe_span
from bot.reminders.chat_form import chat_form

from .seminar import ADA, BELA, COFFEE, HOUR, NEW_YORK, message, moment, session, talk
from .telegram_html import Entity, read_html

SLIDES = Material(kind=MaterialKind.SLIDES, url="https://files.example/slides.pdf?a=1&b=2")
NOTES = Material(kind=MaterialKind.OTHER, url="https://files.example/n", title="notes by Ada")

FULL = """\
<b>On Examples</b>
Ada Example (Université d’Exemple), Bela Beispiel

<tg-time unix="1624890600" format="wDt">Monday 28 June 2021, 16:30</tg-time>–\
<tg-time unix="1624894200" format="t">17:30 CEST</tg-time>, in 1 hour
Not confirmed yet: the room is not settled
Where: Aula 1, Lausanne, CH
<a href="https://meet.example/j/1?a=b&amp;c=d">Join on meet.example</a>
Passcode: <code>s3&lt;ret</code>
Chair: Chiara Esempio

<blockquote>An abstract.</blockquote>

<a href="https://files.example/slides.pdf?a=1&amp;b=2">Slides</a>
<a href="https://files.example/n">notes by Ada</a>
Recording: 1 hour

<a href="https://seminar.example/">Seminar on Everything</a>"""

PROGRAMME = """\
<b>First day</b>

<tg-time unix="1624863600" format="wDt">Monday 28 June 2021, 09:00</tg-time>–\
<tg-time unix="1624892400" format="t">17:00 CEST</tg-time>, in 1 hour
<a href="https://meet.example/j/1">Join on meet.example</a>

<tg-time unix="1624863600" format="t">09:00</tg-time> Ada Example: On Examples
<tg-time unix="1624867200" format="t">10:00</tg-time> <i>Coffee</i>
Posters

<i>Seminar on Everything</i>"""


def test_chat_form_of_a_talk_says_everything_once() -> None:
    about = talk(
        speakers=(ADA, BELA), abstract="An abstract.", duration=HOUR, materials=(SLIDES, NOTES)
    )
    one = session(
        status=Status.TENTATIVE,
        reason="the room is not settled",
        chair="Chiara Esempio",
        room="Aula 1",
        join=Join(url="https://meet.example/j/1?a=b&c=d", passcode="s3<ret"),
        talks=(about,),
    )
    made = message(one, zone=NEW_YORK, place="Lausanne, CH", homepage="https://seminar.example/")
    assert chat_form(made) == FULL


def test_chat_form_of_many_talks_has_their_hours_and_marks_breaks() -> None:
    one = session(
        "2021-06-28 09:00",
        end=moment("2021-06-28 17:00"),
        own_title="First day",
        join=Join(url="https://meet.example/j/1"),
        talks=(
            talk(start=moment("2021-06-28 09:00")),
            replace(COFFEE, start=moment("2021-06-28 10:00")),
            Talk(id="posters", title="Posters"),
        ),
    )
    assert chat_form(message(one)) == PROGRAMME


def test_chat_form_of_next_to_nothing_is_short() -> None:
    assert chat_form(message(session(end=None, talks=()))) == (
        "<b>Seminar on Everything</b>\n\n"
        '<tg-time unix="1624890600" format="wDt">Monday 28 June 2021, 16:30 CEST</tg-time>,'
        " in 1 hour"
    )


@pytest.mark.parametrize("own_title", ["", "Seminar on Everything"], ids=["none", "the same"])
def test_chat_form_says_the_title_of_the_series_once(own_title: str) -> None:
    one = session(own_title=own_title, talks=())
    assert chat_form(message(one)).count("Seminar on Everything") == 1
    text, entities = read_html(chat_form(message(one, homepage="https://seminar.example/")))
    assert text.count("Seminar on Everything") == 1
    assert entities[-1] == Entity("a", "More", (("href", "https://seminar.example/"),))


def test_chat_form_has_a_line_for_the_talk_of_a_session_with_its_own_title() -> None:
    titles = chat_form(message(session(own_title="Yearly lecture"))).split("\n\n")[0]
    assert titles == f"<b>Yearly lecture</b>\nOn Examples\n{ADA}"


def test_chat_form_notes_that_clocks_have_changed() -> None:
    made = replace(message(session()), clock_note="one hour later for you than last week")
    assert "\nNote: one hour later for you than last week\n" in chat_form(made)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021-06-28 16:30", "2021-06-28 17:30", ["wDt", "t"]),
        ("2021-06-28 23:30", "2021-06-29 00:30", ["wDt", "wDt"]),
        ("2021-06-28 16:30", None, ["wDt"]),
        ("2021-10-31 01:30", "2021-10-31 03:30", ["wDt", "t"]),
    ],
    ids=["one day", "over midnight", "no end", "over a clock change"],
)
def test_chat_form_has_start_and_end_as_instants_with_the_hosts_time_to_fall_back_on(
    start: str, end: str | None, expected: list[str]
) -> None:
    begins, ends = moment(start), moment(end) if end else None
    text, entities = read_html(chat_form(message(session(begins, end=ends, talks=()))))
    instants = [dict(one.attributes) for one in entities if one.tag == "tg-time"]
    assert instants == [
        {"unix": str(int(one.at.timestamp())), "format": form}
        for one, form in zip((begins, ends), expected, strict=False)
        if one
    ]
    assert f"{describe_span(begins, ends)}, in 1 hour" in text.splitlines()


def test_chat_form_shows_an_end_that_is_said_in_another_zone_on_the_hosts_day() -> None:
    ends = moment("2021-06-29 00:30", "Asia/Tokyo")
    html = chat_form(message(session(end=ends, talks=())))
    assert '<tg-time unix="1624894200" format="t">17:30 CEST</tg-time>' in html


@pytest.mark.parametrize(
    ("length", "tag"),
    [(1, "blockquote"), (300, "blockquote"), (301, "blockquote expandable")],
    ids=["short", "the longest unfolded", "long"],
)
def test_chat_form_folds_a_long_abstract(length: int, tag: str) -> None:
    html = chat_form(message(session(talks=(talk(abstract="a" * length),))))
    assert f"\n\n<{tag}>{'a' * length}</blockquote>\n\n" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</b></blockquote><b>",
        "a & b &amp; c &lt;b&gt;",
        "\"quoted\" 'too'",
        "<tg-time unix='0'>",
        "1 < 2 > 0",
    ],
)
def test_chat_form_shows_what_people_write_as_it_stands(hostile: str) -> None:
    one = session(
        status=Status.TENTATIVE,
        reason=hostile,
        own_title=hostile,
        chair=hostile,
        room=hostile,
        join=Join(url="https://meet.example/?a=\"b'&c=<d>", passcode=hostile),
        talks=(
            talk(
                title=f"Talk {hostile}",
                speakers=(Speaker(name=hostile, affiliation=hostile),),
                abstract=hostile,
                materials=(replace(NOTES, title=hostile, url="https://a.example/\"><b>'&"),),
            ),
            replace(COFFEE, title=hostile),
        ),
    )
    made = message(one, title=f"Series {hostile}", homepage="https://seminar.example/?a=1&b=2")
    text, entities = read_html(chat_form(made))
    assert (
        text
        == f"""\
{hostile}
Talk {hostile}
{hostile} ({hostile})

Monday 28 June 2021, 16:30–17:30 CEST, in 1 hour
Not confirmed yet: {hostile}
Where: {hostile}
Join on meet.example
Passcode: {hostile}
Chair: {hostile}

{hostile}

{hostile}: Talk {hostile}
{hostile}

{hostile}

Series {hostile}"""
    )
    assert [one for one in entities if one.tag != "tg-time"] == [
        Entity("b", hostile),
        Entity("a", "Join on meet.example", (("href", "https://meet.example/?a=\"b'&c=<d>"),)),
        Entity("code", hostile),
        Entity("blockquote", hostile),
        Entity("i", hostile),
        Entity("a", hostile, (("href", "https://a.example/\"><b>'&"),)),
        Entity("a", f"Series {hostile}", (("href", "https://seminar.example/?a=1&b=2"),)),
    ]


ANY = st.text("<>&\"'/ab-é–$\\#;=\n ", max_size=12)


@given(texts=st.lists(ANY, min_size=6, max_size=6), many=st.booleans(), has_homepage=st.booleans())
@settings(derandomize=True, deadline=None, max_examples=100)
def test_chat_form_is_always_what_telegram_accepts(
    texts: list[str], *, many: bool, has_homepage: bool
) -> None:
    title, name, abstract, chair, passcode, room = texts
    about = talk(title=title, speakers=(Speaker(name=name),), abstract=abstract)
    one = session(
        chair=chair,
        room=room,
        join=Join(url="https://meet.example/", passcode=passcode),
        talks=(about, talk(title=name), replace(COFFEE, title="Coffee"))[: 3 if many else 1],
    )
    made = message(one, homepage="https://seminar.example/" if has_homepage else "")
    text, _ = read_html(chat_form(made))
    said = (made.title, made.byline, made.abstract, made.chair, passcode, made.where)
    assert all(part in text for part in said)
