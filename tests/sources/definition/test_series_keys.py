"""The keys of a series: who and where, zone and place, links and reminders."""

from datetime import datetime, timedelta

import pytest

from bot.domain.accounts import OrganizerAccount
from bot.domain.moments import Moment
from bot.domain.series import SeriesKind
from tests.definitions import places_of, problems_of, series_of, told, warned

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def zurich(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), "Europe/Zurich")


@pytest.mark.parametrize(
    ("written", "organizers"),
    [
        ("[Ada Example, Bela Beispiel]", ("Ada Example", "Bela Beispiel")),
        ("Ada Example (EPFL)", ("Ada Example (EPFL)",)),
        ("Ada Example and Bela Beispiel", ("Ada Example", "Bela Beispiel")),
        (
            "Ada Example, Bela Beispiel & Cleo Exemple",
            ("Ada Example", "Bela Beispiel", "Cleo Exemple"),
        ),
        ('["A, B & C", " d  e "]', ("A, B & C", "d e")),
        ("[]", ()),
        ('""', ()),
    ],
)
def test_organizers_are_a_list_or_one_text(written: str, organizers: tuple[str, ...]) -> None:
    assert series_of(f"title: a\norganizers: {written}").organizers == organizers


@pytest.mark.parametrize(
    ("written", "lengths"),
    [
        ("[1 day, 1 hour, 10 minutes]", (DAY, HOUR, HOUR / 6)),
        ("10m, 1d, 1h, 60 min", (DAY, HOUR, HOUR / 6)),
        ("1 hour", (HOUR,)),
        ("[1h, 1 hour, PT1H]", (HOUR,)),
        ("none", ()),
        ("no", ()),
        ("[]", ()),
        ("", None),
    ],
)
def test_reminders_are_longest_first_and_each_once(
    written: str, lengths: tuple[timedelta, ...] | None
) -> None:
    assert series_of(f"title: a\nremind: {written}").remind == lengths


@pytest.mark.parametrize("kind", SeriesKind)
def test_every_kind_of_series_is_read_in_any_case(kind: SeriesKind) -> None:
    assert series_of(f"title: a\nkind: {kind.value.title()}").kind is kind


def test_link_that_is_an_address_is_told_where_it_belongs() -> None:
    (problem,) = told("title: a\nlink: https://zoom.example/j/1")
    assert problem == (
        "2:7: link: this says who may see join links, not where they lead,"
        ' read "https://zoom.example/j/1";'
        " give the address to a session, as `join:`, or to the series, as `homepage:`"
    )


@pytest.mark.parametrize(
    ("timezone", "place", "zone"),
    [
        ("CEST", "Lausanne, CH", "Europe/Zurich"),
        ("CET", "ch", "Europe/Zurich"),
        ("", "Lausanne, CH", "Europe/Zurich"),
        ("", "Tokyo", "Asia/Tokyo"),
        ("IST", "Bengaluru, IN", "Asia/Kolkata"),
        ("IST", "Haifa, Israel", "Asia/Jerusalem"),
        ("IST", "Dublin", "Europe/Dublin"),
        ("PDT", "Long Beach, US", "America/Los_Angeles"),
        ("PDT", "", "America/Los_Angeles"),
        ("europe/zurich", "Boulder, US", "Europe/Zurich"),
        ("UTC+5:30", "", "UTC+05:30"),
        ("", "", ""),
        ("", "Boulder, US", ""),
    ],
)
def test_zone_is_settled_by_its_word_and_the_place(timezone: str, place: str, zone: str) -> None:
    series = series_of(f"title: a\ntimezone: {timezone}\nplace: {place}")
    assert (series.timezone, series.place) == (zone, place)


def test_zone_elsewhere_than_the_place_is_a_warning() -> None:
    (problem,) = warned("title: a\nplace: Lausanne, CH\ntimezone: PDT")
    assert problem == (
        "3:11: warning: timezone: clocks in Lausanne, CH do not go by this;"
        ' America/Los_Angeles is taken, read "PDT";'
        " if that is not meant, write a zone of the place, such as Europe/Zurich"
    )


def test_zone_word_with_several_meanings_is_refused_with_them() -> None:
    (problem,) = told("title: a\ntimezone: IST")
    assert problem.startswith(
        '2:11: timezone: this zone word has several meanings, read "IST"; write '
    )
    assert all(zone in problem for zone in ("Europe/Dublin", "Asia/Jerusalem", "Asia/Kolkata"))


NO_ZONE_NEEDED = "{title: a, start: 2021-06-28 16:30 CEST}, {title: b}, {title: c, start: TBD}"


def test_zone_is_not_needed_where_each_time_has_one() -> None:
    series = series_of(f"title: a\nsessions: [{NO_ZONE_NEEDED}]")
    assert [session.start for session in series.sessions] == [
        Moment(zurich("2021-06-28 16:30").wall, "Europe/Paris"),
        None,
        None,
    ]


WITHOUT_ZONE = """\
title: a
place: {}
sessions:
  - {{title: a, start: 2021-06-28 16:30 CEST}}
  - {{title: b, start: 2021-06-29 16:30}}
  - {{title: c, start: 2021-06-30 16:30}}
"""


@pytest.mark.parametrize("place", ["", "Nowhere"])
def test_missing_zone_is_told_once_at_the_first_time_that_needs_it(place: str) -> None:
    (problem,) = told(WITHOUT_ZONE.format(place))
    why = f': no country or zone is known for this place, read "{place}"; write '
    assert problem.startswith("5:23: no zone is known for this time" + (why if place else "; say "))


def test_missing_zone_of_a_place_with_several_is_told_with_them() -> None:
    (problem,) = told(WITHOUT_ZONE.format("Boulder, US"))
    assert problem.startswith(
        "5:23: no zone is known for this time: this place has several zones,"
        ' read "Boulder, US"; say `timezone:`, one of '
    )


@pytest.mark.parametrize("key", ["timezone: Mars", "time zone: CET", "tz: CET"])
def test_times_without_a_zone_are_not_told_of_beside_a_zone_that_is_wrong(key: str) -> None:
    assert [line for line, _, _ in places_of(WITHOUT_ZONE.format("") + key)] == [7]


@pytest.mark.parametrize(
    ("written", "organizers", "accounts"),
    [
        ("[{name: Ada Example, telegram: 12345}, Bela]", ("Ada Example", "Bela"),
         (OrganizerAccount(name="Ada Example", telegram="12345"),)),
        ('[{telegram: "7"}]', (), (OrganizerAccount(telegram="7"),)),
        ("[{name: Ada, telegram: 7}, {name: Ada, telegram: 7}]", ("Ada", "Ada"),
         (OrganizerAccount(name="Ada", telegram="7"),)),
    ],
)  # fmt: skip
def test_organizers_may_have_an_account(
    written: str, organizers: tuple[str, ...], accounts: tuple[OrganizerAccount, ...]
) -> None:
    series = series_of(f"title: a\norganizers: {written}")
    assert (series.organizers, series.accounts) == (organizers, accounts)


@pytest.mark.parametrize("number", ["'@ada'", "-100123", "0", "1087968824", "136817688", "1.5"])
def test_account_is_a_persons_number(number: str) -> None:
    (problem,) = problems_of(f"title: a\norganizers: [{{name: Ada, telegram: {number}}}]")
    assert (problem.code, problem.line) == ("bad-account", 2)
