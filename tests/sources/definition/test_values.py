"""Single values: what each reads, and what it refuses with which words."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import slug
from bot.domain.series import SlotUnit, Speaker
from bot.errors import RefusalError
from bot.sources.addresses import is_address, read_address
from bot.sources.definition.values import (
    describe_slot_day,
    is_undecided,
    read_color,
    read_id,
    read_series_id,
    read_session_id,
    read_skip,
    read_slot_day,
    read_speaker,
    read_speakers,
    read_step,
    read_updated,
    read_yes_no,
)
from tests.strategies import addresses, speakers


def refusal(reader: Callable[[str], object], text: str) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        reader(text)
    return caught.value


@pytest.mark.parametrize("text", ["a", "1", "on-examples-2", "2021-06-28", "a" * 60])
def test_id_has_small_letters_digits_and_hyphens(text: str) -> None:
    assert read_id(text) == text


def test_series_may_not_take_an_address_of_the_service() -> None:
    found = refusal(read_series_id, "all")
    assert (found.code, found.read, found.choices) == ("reserved-id", "all", ("all-series",))
    assert read_series_id("all-talks") == "all-talks"


def test_session_may_not_take_an_address_within_its_series() -> None:
    found = refusal(read_session_id, "embed")
    assert (found.code, found.read, found.choices) == (
        "reserved-id",
        "embed",
        ("embed-session",),
    )
    assert read_session_id("embedding") == "embedding"


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("On Examples", ("on-examples",)),
        ("Über_uns", ("uber-uns",)),
        ("a--b", ("a-b",)),
        ("-a", ("a",)),
        ("a\n", ("a",)),
        ("a/../b", ("a-b",)),
        ("", ()),
        ("🦔", ()),
        ("a-" * 30 + "a", ("-".join("a" * 20),)),
    ],
)
def test_id_of_other_characters_is_refused_with_one_that_will_do(
    text: str, choices: tuple[str, ...]
) -> None:
    found = refusal(read_id, text)
    assert (found.code, found.read, found.choices) == ("bad-id", text, choices)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=80) | st.text("ab -", max_size=80))
def test_slug_is_an_id_or_nothing(text: str) -> None:
    made = slug(text)
    assert not made or read_id(made) == made


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example",
        "http://a.example/b?c=d&e=f#g",
        "HTTPS://A.EXAMPLE",
        "https://user@[::1]:8080/",
        "https://zürich.example/ü",
        f"https://a.example/{'b' * 1982}",
    ],
)
def test_address_is_one_of_the_web(text: str) -> None:
    assert read_address(f" {text}\n") == text


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("www.a.example", ("https://www.a.example",)),
        ("zoom.example/j/1?pwd=x", ("https://zoom.example/j/1?pwd=x",)),
        ("a.example", ("https://a.example",)),
        ("slides.pdf", ()),
        ("www.a example", ()),
        ("talk.pptx", ()),
        ("Attention is all you need", ()),
        ("BERT", ()),
        ("https://a.example/b c", ()),
        ("https://", ()),
        ("https://a.example:port", ()),
        ("https://[a", ()),
        ("https://a.example/\0", ()),
        ("javascript:alert(1)", ()),
        ("mailto:ada@a.example", ()),
        ("//a.example", ()),
        ("ftp://a.example", ()),
        (f"https://a.example/{'b' * 1983}", ()),
        ("", ()),
    ],
)
def test_other_texts_are_no_addresses(text: str, choices: tuple[str, ...]) -> None:
    found = refusal(read_address, text)
    assert (found.code, found.read, found.choices) == ("bad-address", text, choices)
    assert bool(found.hint) is not bool(choices)
    assert not is_address(text)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(addresses())
def test_addresses_of_all_sorts_are_read(address: str) -> None:
    assert is_address(address)
    assert read_address(address) == address


@pytest.mark.parametrize("text", ["teal", " Teal ", "TEAL"])
def test_color_is_a_name(text: str) -> None:
    assert read_color(text) == "teal"


@pytest.mark.parametrize("text", ["#fff", "rgb(1, 2, 3)", "light blue", "", "a;b", "téal"])
def test_color_by_numbers_is_refused(text: str) -> None:
    assert refusal(read_color, text).message == "a colour is a CSS name"


@pytest.mark.parametrize(
    ("text", "said"),
    [("yes", True), ("True", True), ("on", True), ("no", False), ("FALSE", False), (" off", False)],
)
def test_yes_and_no_have_several_words(text: str, *, said: bool) -> None:
    assert read_yes_no(text) is said


@pytest.mark.parametrize("text", ["", "y", "1", "maybe"])
def test_neither_yes_nor_no_is_refused(text: str) -> None:
    assert refusal(read_yes_no, text).choices == ("yes", "no")


A, B, C = Speaker(name="Ada Example"), Speaker(name="Bela Beispiel"), Speaker(name="Cleo")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cleo", [C]),
        ("Cleo & Ada Example", [C, A]),
        ("Cleo and Ada Example; Bela Beispiel · Cleo", [C, A, B, C]),
        ("Ada Example, Bela Beispiel", [A, B]),
        ("Ada Example,Bela Beispiel and Cleo", [A, B, C]),
        ("Ada  Example & ", [A]),
        ("Sandra Andersen", [Speaker(name="Sandra Andersen")]),
        (
            "Ada Example (Zurich, CH), Bela Beispiel (A & B; C)",
            [
                Speaker(name="Ada Example", affiliation="Zurich, CH"),
                Speaker(name="Bela Beispiel", affiliation="A & B; C"),
            ],
        ),
        ("Cleo (A (B))", [Speaker(name="Cleo", affiliation="A (B)")]),
        ("", []),
        (" ; ", []),
    ],
)
def test_speakers_are_parted_outside_brackets(text: str, found: list[Speaker]) -> None:
    assert read_speakers(text) == tuple(found)


@pytest.mark.parametrize(
    "text",
    [
        "Beispiel, Bela",
        "Ada Example, Cleo",
        "Ada Example, Université de Quelque Part",
        "Ada Example, Some School",
        "Cleo, EPFL",
        "Ada Example, ",
        "Cleo (",
        "Cleo ()",
        "(EPFL)",
        "Cleo (EPFL) et al.",
    ],
)
def test_speakers_that_are_not_clear_are_refused(text: str) -> None:
    found = refusal(read_speakers, text)
    assert found.code == "unclear-names"
    assert "Ada Lovelace" in found.hint


@settings(derandomize=True, deadline=None, max_examples=100)
@given(speakers())
def test_speaker_that_is_read_from_its_text_is_that_one_or_none(speaker: Speaker) -> None:
    try:
        found = read_speaker(str(speaker))
    except RefusalError:
        return
    assert str(found) == str(speaker)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("22 November 2026", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2026-11-22T09:30:15Z", datetime(2026, 11, 22, 9, 30, 15, tzinfo=UTC)),
        ("2026-11-22 09:30 UTC", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        ("2026-11-22 09:30 CET", datetime(2026, 11, 22, 8, 30, tzinfo=UTC)),
        ("2021-10-31 02:30 CET", datetime(2021, 10, 31, 1, 30, tzinfo=UTC)),
    ],
)
def test_update_is_an_instant(text: str, at: datetime) -> None:
    assert read_updated(text) == at
    assert read_updated(text).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-22 09:30", "no-zone"),
        ("09:30 UTC", "no-date"),
        ("yesterday", "unreadable-time"),
        ("2026-11-31", "no-such-date"),
        ("2026-11-22 09:30 CEST", "label-out-of-season"),
    ],
)
def test_update_that_is_no_instant_is_refused(text: str, code: str) -> None:
    assert refusal(read_updated, text).code == code


@pytest.mark.parametrize(
    "text", ["TBD", "tba", "(TBC)", "TBA.", "To be announced", "undecided", "?"]
)
def test_start_may_be_undecided(text: str) -> None:
    assert is_undecided(text)


@pytest.mark.parametrize("text", ["", "TBD 2021", "soon", "2021-06-28", "to be"])
def test_other_starts_are_not_undecided(text: str) -> None:
    assert not is_undecided(text)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("1 week", (1, SlotUnit.WEEK)),
        ("week", (1, SlotUnit.WEEK)),
        ("2 Weeks", (2, SlotUnit.WEEK)),
        ("10days", (10, SlotUnit.DAY)),
        (" month ", (1, SlotUnit.MONTH)),
        ("02 months", (2, SlotUnit.MONTH)),
    ],
)
def test_step_of_a_slot_is_a_number_of_days_weeks_or_months(
    text: str, step: tuple[int, SlotUnit]
) -> None:
    assert read_step(text) == step


@pytest.mark.parametrize(
    "text", ["0 weeks", "00 weeks", "100 weeks", "Monday", "-1 week", "1", "1 year"]
)
def test_step_that_is_none_is_refused(text: str) -> None:
    hint = "write it as in 1 week, 2 weeks, 1 month"
    of_days = "; the day belongs to `on:`" if "onday" in text else ""
    assert refusal(read_step, text).hint == hint + of_days


@pytest.mark.parametrize("nth", [0, 1, 2, 3, 4, 5, -1])
@pytest.mark.parametrize("weekday", range(7))
def test_day_of_a_slot_reads_back(weekday: int, nth: int) -> None:
    assert read_slot_day(describe_slot_day(weekday, nth)) == (weekday, nth)


@pytest.mark.parametrize(
    ("text", "found"),
    [("mon", (0, 0)), ("Last FRIDAY", (4, -1)), (" second  Tue ", (1, 2))],
)
def test_day_of_a_slot_has_short_forms(text: str, found: tuple[int, int]) -> None:
    assert read_slot_day(text) == found


@pytest.mark.parametrize("text", ["", "sixth Monday", "Moonday", "Monday Tuesday", "every Monday"])
def test_day_of_a_slot_that_is_none_is_refused(text: str) -> None:
    assert refusal(read_slot_day, text).message == "this is not a weekday"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-12-28", date(2026, 12, 28), date(2026, 12, 28)),
        ("2026-12-21..2027-01-03", date(2026, 12, 21), date(2027, 1, 3)),
        ("21 December 2026 .. 2027-01-03", date(2026, 12, 21), date(2027, 1, 3)),
    ],
)
def test_dates_to_skip_are_one_or_a_span(text: str, first: date, last: date) -> None:
    assert read_skip(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2027-01-03..2026-12-21", "ends-before-start"),
        ("2026-12-21..", "unreadable-time"),
        ("2026-12-21 16:30", "unreadable-date"),
        ("Christmas", "unreadable-time"),
    ],
)
def test_dates_to_skip_that_are_none_are_refused(text: str, code: str) -> None:
    assert refusal(read_skip, text).code == code


@pytest.mark.parametrize(
    "text", ["2026-01-01 xyz", "2026-01-01 CEST", "2026-01-01 10:00-11:00 UTC"]
)
def test_updated_with_more_than_an_instant_is_refused(text: str) -> None:
    with pytest.raises(RefusalError):
        read_updated(text)


def test_long_texts_are_read_quickly() -> None:
    assert not is_undecided("?" * 200_000 + "x")
    assert len(read_speakers("A" + " " * 200_000 + "B")) == 1
