"""Zone words and places that are refused, with the choices; and what zones call themselves."""

from datetime import timedelta

import pytest

from bot.domain.places import read_place
from bot.domain.zone_groups import group_of, names_in_use
from bot.domain.zones import settle_zone, zone_of_place
from bot.errors import Problem
from tests.domain.refusals import refusal_of

EXAMPLES = "write an IANA zone such as Europe/Zurich, or an offset such as UTC+2"
US_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)

AMBIGUOUS = {
    "IST": ("Europe/Dublin (UTC+1)", "Asia/Jerusalem (UTC+2)", "Asia/Kolkata (UTC+5:30)"),
    "CST": ("America/Chicago (UTC-6)", "America/Havana (UTC-5)", "Asia/Shanghai (UTC+8)"),
    "BST": ("Europe/London (UTC+1)", "Asia/Dhaka (UTC+6)"),
    "AST": ("America/Halifax (UTC-4)", "Asia/Riyadh (UTC+3)"),
    "AMT": ("America/Manaus (UTC-4)", "Asia/Yerevan (UTC+4)"),
    "SST": ("Pacific/Pago_Pago (UTC-11)", "Asia/Singapore (UTC+8)"),
    "WST": ("Australia/Perth (UTC+8)",),
}


@pytest.mark.parametrize("place", ["", "CH", "Atlantis"])
@pytest.mark.parametrize("word", AMBIGUOUS)
def test_ambiguous_word_is_refused_with_the_candidates(word: str, place: str) -> None:
    assert refusal_of(settle_zone, word, place=read_place(place)) == Problem(
        code="ambiguous-zone",
        message="this zone word has several meanings",
        read=word,
        choices=AMBIGUOUS[word],
    )


@pytest.mark.parametrize("word", AMBIGUOUS)
def test_candidates_are_accepted_as_they_are_written(word: str) -> None:
    for candidate in AMBIGUOUS[word]:
        zone = candidate.partition(" ")[0]
        assert settle_zone(candidate).zone == zone
        assert settle_zone(f"{word} {zone}").zone == zone


def test_ambiguous_word_stays_so_beside_a_zone_that_does_not_use_it() -> None:
    refused = refusal_of(settle_zone, "BST", beside="Europe/Zurich")
    assert (refused.code, refused.choices) == ("ambiguous-zone", AMBIGUOUS["BST"])


@pytest.mark.parametrize("word", ["PDT", "PT"])
def test_word_in_use_in_both_countries_that_a_place_may_be_in_is_refused(word: str) -> None:
    assert refusal_of(settle_zone, word, place=read_place("Berkeley, CA")) == Problem(
        code="ambiguous-zone",
        message=f"{word} is used in both countries that this place may be in",
        read="Berkeley, CA",
        choices=("America/Vancouver", "America/Los_Angeles"),
    )
    assert settle_zone(word, place=read_place("Berkeley, CA, US")).zone == "America/Los_Angeles"


@pytest.mark.parametrize(
    ("word", "choices", "hint"),
    [
        ("Zurich", ("Europe/Zurich",), "did you mean Europe/Zurich?"),
        ("New Yrk", ("America/New_York",), "did you mean America/New_York?"),
        ("CESTT", ("CEST", "EST", "CST"), "did you mean CEST, EST, or CST?"),
        ("qqqq", (), EXAMPLES),
        ("local time", (), EXAMPLES),
    ],
)
def test_unknown_word_is_refused_with_similar_ones(
    word: str, choices: tuple[str, ...], hint: str
) -> None:
    assert refusal_of(settle_zone, word) == Problem(
        code="unknown-zone",
        message="no zone is called this",
        read=word,
        choices=choices,
        hint=hint,
    )


def test_prose_is_refused_without_looking_for_similar_words() -> None:
    prose = "Europe/Zurich " * 8
    assert refusal_of(settle_zone, prose) == Problem(
        code="unknown-zone", message="no zone is called this", read=prose.strip(), hint=EXAMPLES
    )


@pytest.mark.parametrize("text", ["", "  ", "()", "."])
def test_no_word_is_refused(text: str) -> None:
    assert refusal_of(settle_zone, text) == Problem(
        code="no-zone", message="no zone is given", read=text, hint=EXAMPLES
    )


@pytest.mark.parametrize("word", ["UTC+15", "UTC+14:15", "UTC-13", "UTC-12:30", "+99"])
def test_offset_that_no_place_has_is_refused(word: str) -> None:
    assert refusal_of(settle_zone, word) == Problem(
        code="unknown-zone",
        message="no place on earth is that far from UTC",
        read=word,
        hint="write an offset from UTC-12 to UTC+14",
    )


def test_offset_that_may_be_the_end_of_a_range_is_refused() -> None:
    assert refusal_of(settle_zone, "UTC \N{EN DASH} 9:00") == Problem(
        code="ambiguous-zone",
        message="this may be an offset or the end of a range",
        read="UTC - 9:00",
        choices=("UTC-9:00",),
    )


@pytest.mark.parametrize(
    ("text", "read", "choices"),
    [
        ("PT Europe/Zurich", "PT Europe/Zurich", ("PT", "Europe/Zurich")),
        (
            "America/New_York Europe/Zurich",
            "America/New_York Europe/Zurich",
            ("America/New_York", "Europe/Zurich"),
        ),
        ("CEST (UTC+1)", "CEST (UTC+1)", ("CEST", "UTC+1")),
        ("CEST (Tokyo time)", "Tokyo time Europe/Paris", ("Tokyo time", "Europe/Paris")),
    ],
)
def test_two_zones_are_refused(text: str, read: str, choices: tuple[str, str]) -> None:
    assert refusal_of(settle_zone, text) == Problem(
        code="two-zones", message="these are two zones", read=read, choices=choices
    )


@pytest.mark.parametrize("label", ["EST", "UTC-5", "India Standard Time"])
def test_label_that_the_zone_beside_it_never_uses_is_refused(label: str) -> None:
    assert refusal_of(settle_zone, f"{label} Europe/Zurich") == Problem(
        code="two-zones",
        message="Europe/Zurich is never on this",
        read=label,
        choices=("Europe/Zurich",),
    )


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("Lausanne, CH", "Europe/Zurich"),
        ("Germany", "Europe/Berlin"),
        ("China", "Asia/Shanghai"),
        ("New Zealand", "Pacific/Auckland"),
        ("Kyiv", "Europe/Kyiv"),
        ("New York, NY", "America/New_York"),
        ("Indianapolis, IN", "America/Indiana/Indianapolis"),
        ("Perth, WA", "Australia/Perth"),
    ],
)
def test_place_with_one_zone_has_that_zone(place: str, zone: str) -> None:
    assert zone_of_place(read_place(place)) == zone


@pytest.mark.parametrize(
    ("place", "choices"),
    [
        ("US", US_ZONES),
        ("Austin, TX", US_ZONES),
        ("Haifa, IL", ("Asia/Jerusalem", "America/Chicago")),
        ("Atlanta, Georgia", ("Asia/Tbilisi", *US_ZONES)),
        (
            "Australia",
            (
                "Australia/Lord_Howe",
                "Australia/Sydney",
                "Australia/Adelaide",
                "Australia/Perth",
                "Australia/Eucla",
            ),
        ),
        ("Barcelona, Spain", ("Europe/Madrid", "Atlantic/Canary")),
    ],
)
def test_place_with_several_zones_is_refused_with_them(
    place: str, choices: tuple[str, ...]
) -> None:
    assert refusal_of(zone_of_place, read_place(place)) == Problem(
        code="ambiguous-zone", message="this place has several zones", read=place, choices=choices
    )


@pytest.mark.parametrize("place", ["Online", "London, Ontario", "Adelaide, SA", "Davis"])
def test_place_without_a_known_zone_is_refused(place: str) -> None:
    assert refusal_of(zone_of_place, read_place(place)) == Problem(
        code="unknown-place",
        message="no country or zone is known for this place",
        read=place,
        hint=f'write the country too, as in "Lausanne, CH", or {EXAMPLES.removeprefix("write ")}',
    )


def test_place_as_a_zone_is_refused_where_it_has_several() -> None:
    assert refusal_of(settle_zone, "US time").choices == US_ZONES


def test_names_in_use_are_those_of_this_century() -> None:
    hour = timedelta(hours=1)
    assert names_in_use("Europe/Zurich") == {"CET": hour, "CEST": 2 * hour}
    assert names_in_use("Europe/Istanbul") == {"EET": 2 * hour, "EEST": 3 * hour, "UTC+3": 3 * hour}


@pytest.mark.parametrize(
    ("zone", "group"),
    [
        ("Europe/Zurich", "Europe_Central"),
        ("Asia/Kolkata", "India"),
        ("Asia/Calcutta", "India"),
        ("US/Pacific", "America_Pacific"),
        ("America/Argentina/Buenos_Aires", "Argentina"),
        ("Etc/GMT+5", ""),
    ],
)
def test_group_is_the_one_of_cldr_under_any_name(zone: str, group: str) -> None:
    assert group_of(zone) == group
