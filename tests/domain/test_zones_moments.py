"""Times under a zone word: labels in and out of season, and what clock changes skip or repeat."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.moments import Moment
from bot.domain.phrases import read_phrase
from bot.domain.places import read_place
from bot.domain.zones import ZoneWord, settle_moment, settle_zone
from bot.errors import Problem
from tests.domain.refusals import refusal_of


def settle(text: str, place: str = "", beside: str = "") -> Moment:
    """Return the moment that "2021-06-28 16:30 CEST" is, as all readers of times do."""
    phrase = read_phrase(text)
    assert phrase.on
    assert phrase.start
    word = settle_zone(phrase.zone, place=read_place(place), beside=beside)
    return settle_moment(datetime.combine(phrase.on, phrase.start), word)


@pytest.mark.parametrize(
    ("text", "place", "zone", "utc"),
    [
        ("2021-06-28 16:30 CEST", "", "Europe/Paris", "2021-06-28T14:30"),
        ("2021-06-28 16:30 CEST", "CH", "Europe/Zurich", "2021-06-28T14:30"),
        ("2021-12-28 16:30 CET", "CH", "Europe/Zurich", "2021-12-28T15:30"),
        ("2019-06-14 08:30 PDT", "", "America/Los_Angeles", "2019-06-14T15:30"),
        ("2021-01-14 08:30 PST", "", "America/Los_Angeles", "2021-01-14T16:30"),
        ("2021-07-21 07:00 PT", "", "America/Los_Angeles", "2021-07-21T14:00"),
        ("2021-01-21 07:00 PT", "", "America/Los_Angeles", "2021-01-21T15:00"),
        ("2021-07-21 07:00 ET", "", "America/New_York", "2021-07-21T11:00"),
        ("2021-07-21 07:00 JST", "", "Asia/Tokyo", "2021-07-20T22:00"),
        ("2021-07-21 23:59 AoE", "", "Etc/GMT+12", "2021-07-22T11:59"),
        ("2021-07-21 07:00 UTC+2", "", "Etc/GMT-2", "2021-07-21T05:00"),
        ("2021-07-21 07:00 UTC-7", "", "Etc/GMT+7", "2021-07-21T14:00"),
        ("2021-07-21 07:00 UTC+5:45", "", "UTC+05:45", "2021-07-21T01:15"),
        ("2021-07-21 07:00 GMT", "", "Etc/GMT", "2021-07-21T07:00"),
        ("2021-07-21 07:00 BST", "GB", "Europe/London", "2021-07-21T06:00"),
        ("2021-07-21 07:00 BST", "BD", "Asia/Dhaka", "2021-07-21T01:00"),
        ("2021-07-21 07:00 AST", "SA", "Asia/Riyadh", "2021-07-21T04:00"),
        ("2021-07-21 07:00 PST", "PH", "Asia/Manila", "2021-07-20T23:00"),
        ("2021-07-21 07:00 CET", "DZ", "Africa/Algiers", "2021-07-21T06:00"),
        ("2021-07-21 07:00 EST", "Panama", "America/Panama", "2021-07-21T12:00"),
        ("2021-07-21 07:00 MST", "Phoenix, AZ", "America/Phoenix", "2021-07-21T14:00"),
        ("2012-07-21 07:00 MSK", "", "Europe/Moscow", "2012-07-21T03:00"),
        ("2026-12-07 07:00 PT", "Vancouver", "America/Vancouver", "2026-12-07T14:00"),
    ],
)
def test_time_under_a_word_is_one_instant(text: str, place: str, zone: str, utc: str) -> None:
    moment = settle(text, place)
    assert (moment.zone, moment.at) == (zone, datetime.fromisoformat(utc).replace(tzinfo=UTC))
    assert f"{moment.wall:%H:%M}" in text


@pytest.mark.parametrize(
    ("text", "place", "message", "choices"),
    [
        (
            "2021-12-06 16:30 CEST",
            "CH",
            "Europe/Zurich is on CET, not on CEST, at this time",
            ("16:30 CET", "15:30 CET if you meant UTC+2"),
        ),
        (
            "2021-07-06 16:30 PST",
            "",
            "America/Los_Angeles is on PDT, not on PST, at this time",
            ("16:30 PDT", "17:30 PDT if you meant UTC-8"),
        ),
        (
            "2021-07-06 16:30 GMT",
            "London",
            "Europe/London is on BST, not on GMT, at this time",
            ("16:30 BST", "17:30 BST if you meant UTC"),
        ),
        (
            "2021-07-06 23:30 EST",
            "",
            "America/New_York is on EDT, not on EST, at this time",
            ("23:30 EDT", "00:30 EDT on 2021-07-07 if you meant UTC-5"),
        ),
        (
            "2021-12-06 00:30 AEST",
            "",
            "Australia/Sydney is on AEDT, not on AEST, at this time",
            ("00:30 AEDT", "01:30 AEDT if you meant UTC+10"),
        ),
        (
            "2021-01-06 00:30 EEST Europe/Kyiv",
            "",
            "Europe/Kyiv is on EET, not on EEST, at this time",
            ("00:30 EET", "23:30 EET on 2021-01-05 if you meant UTC+3"),
        ),
        (
            "2019-07-06 16:30 BRST",
            "",
            "America/Sao_Paulo is on UTC-3, not on BRST, at this time",
            ("16:30 UTC-3", "15:30 UTC-3 if you meant UTC-2"),
        ),
    ],
)
def test_label_out_of_season_is_refused_with_both_corrections(
    text: str, place: str, message: str, choices: tuple[str, ...]
) -> None:
    assert refusal_of(settle, text, place) == Problem(
        code="label-out-of-season",
        message=message,
        read=text.removesuffix(" Europe/Kyiv"),
        choices=choices,
    )


def test_refusal_out_of_season_reads_as_a_person_would_say_it() -> None:
    assert refusal_of(settle, "2021-12-06 16:30 CEST", "CH").sentence() == (
        "Europe/Zurich is on CET, not on CEST, at this time, "
        'read "2021-12-06 16:30 CEST"; '
        "write 16:30 CET, or 15:30 CET if you meant UTC+2"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2021-01-06 00:15 CEST", "CH"),
        ("2021-07-06 00:15 CET", "CH"),
        ("2021-07-06 23:45 PST", "US"),
        ("2021-01-06 23:45 PDT", "Vancouver"),
        ("2021-01-06 00:15 AEST", "Sydney"),
        ("2021-07-06 12:00 AEDT", "Sydney"),
        ("2021-07-06 12:00 IST", "Haifa, Israel"),
        ("2021-01-06 12:00 BST", "London"),
        ("2021-07-06 12:00 BRST", ""),
    ],
)
def test_first_correction_keeps_the_hour_and_the_second_what_the_label_claims(
    text: str, place: str
) -> None:
    word = settle_zone(text[17:], place=read_place(place))
    assert word.offset is not None
    first, second = refusal_of(settle, text, place).choices
    second, _, claimed = second.partition(" if you meant ")
    hour, _, day = second.partition(" on ")
    kept = settle(f"{text[:10]} {first}", beside=word.zone)
    meant = settle(f"{day or text[:10]} {hour}", beside=word.zone)
    assert f"{kept.in_zone(word.zone).wall:%Y-%m-%d %H:%M}" == text[:16]
    assert meant.at == settle(f"{text[:16]} {claimed}").at
    assert word.offset == settle(f"{text[:16]} {claimed}").offset


@pytest.mark.parametrize(
    ("text", "place", "fold", "utc"),
    [
        ("2021-10-31 02:30 CEST", "", 0, "2021-10-31T00:30"),
        ("2021-10-31 02:30 CET", "CH", 1, "2021-10-31T01:30"),
        ("2021-10-31 02:30 CEST Europe/Zurich", "", 0, "2021-10-31T00:30"),
        ("2021-10-31 02:30 UTC+1 Europe/Zurich", "", 1, "2021-10-31T01:30"),
        ("2021-11-07 01:30 EDT", "", 0, "2021-11-07T05:30"),
        ("2021-11-07 01:30 EST", "", 1, "2021-11-07T06:30"),
        ("2021-10-31 01:30 IST", "IE", 0, "2021-10-31T00:30"),
        ("2021-10-31 01:30 GMT", "IE", 1, "2021-10-31T01:30"),
        ("2021-04-04 02:30 AEDT", "", 0, "2021-04-03T15:30"),
        ("2021-04-04 02:30 AEST", "", 1, "2021-04-03T16:30"),
        ("2014-10-26 01:30 UTC+4 Europe/Moscow", "", 0, "2014-10-25T21:30"),
    ],
)
def test_label_settles_a_repeated_time(text: str, place: str, fold: int, utc: str) -> None:
    moment = settle(text, place)
    assert (moment.fold, moment.at) == (fold, datetime.fromisoformat(utc).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "zone", "choices"),
    [
        ("2021-10-31 02:30 Europe/Zurich", "Europe/Zurich", ("02:30 CEST", "02:30 CET")),
        ("2021-11-07 01:30 ET", "America/New_York", ("01:30 EDT", "01:30 EST")),
        ("2018-02-17 23:30 America/Sao_Paulo", "America/Sao_Paulo", ("23:30 UTC-2", "23:30 UTC-3")),
        # both were MSK: only the offsets tell them apart
        ("2014-10-26 01:30 MSK", "Europe/Moscow", ("01:30 UTC+4", "01:30 UTC+3")),
    ],
)
def test_repeated_time_without_a_label_that_tells_is_refused(
    text: str, zone: str, choices: tuple[str, ...]
) -> None:
    assert refusal_of(settle, text) == Problem(
        code="repeated-time",
        message=f"clocks in {zone} show this time twice that day",
        read=text[:16],
        choices=choices,
    )


@pytest.mark.parametrize(
    ("text", "zone", "choices"),
    [
        ("2021-03-28 02:30 Europe/Zurich", "Europe/Zurich", ("03:30 CEST", "01:30 CET")),
        ("2021-03-28 02:30 CEST", "Europe/Paris", ("03:30 CEST", "01:30 CET")),
        ("2021-03-28 02:00 CET", "Europe/Paris", ("03:00 CEST", "01:00 CET")),
        ("2021-03-14 02:30 PT", "America/Los_Angeles", ("03:30 PDT", "01:30 PST")),
        (
            "2023-04-28 00:30 Africa/Cairo",
            "Africa/Cairo",
            ("01:30 EEST", "23:30 EET on 2023-04-27"),
        ),
        (
            "2011-12-30 10:00 Pacific/Apia",
            "Pacific/Apia",
            ("10:00 UTC+14 on 2011-12-31", "10:00 UTC-10 on 2011-12-29"),
        ),
    ],
)
def test_skipped_time_is_refused_with_what_to_write(
    text: str, zone: str, choices: tuple[str, ...]
) -> None:
    assert refusal_of(settle, text) == Problem(
        code="skipped-time",
        message=f"clocks in {zone} skip this time that day",
        read=text[:16],
        choices=choices,
    )


def test_label_names_the_zone_and_the_wall_clock_rules_without_its_offset() -> None:
    # As a series' `timezone: CEST` does: in winter its sessions are at 16:30 CET.
    zone = settle_zone("CEST", place=read_place("CH")).zone
    summer, winter = (
        settle_moment(datetime(2021, month, 7, 16, 30), ZoneWord("", zone)) for month in (6, 12)
    )
    assert (summer.abbreviation, winter.abbreviation) == ("CEST", "CET")
    assert summer.wall.time() == winter.wall.time()
    assert winter.at.hour - summer.at.hour == 1


def test_word_of_another_case_claims_its_offset_too() -> None:
    upper, lower = settle("2021-06-28 16:30 CEST"), settle("2021-06-28 16:30 cest")
    assert upper == lower
    assert upper.offset == timedelta(hours=2)
