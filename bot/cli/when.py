"""`talkbell when`."""

import argparse
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.cli.files import print_json
from bot.domain.cities import zone_of_reader
from bot.domain.moments import Moment, offset_name
from bot.domain.phrases import read_phrase
from bot.domain.places import Place, read_place
from bot.domain.wording import city_of, describe_moment, describe_span
from bot.domain.zones import ZoneWord, settle_moment, settle_zone, zone_of_place
from bot.errors import Problem, RefusalError, TalkbellError
from bot.exports.json import instant, moment, problem_object


def run(arguments: argparse.Namespace) -> int:
    """Tell how a time is understood; return 1, with the choices, where it is not."""
    try:
        found, end = _settle(arguments.text, arguments.place)
        elsewhere = [found.in_zone(zone_of_reader(zone)) for zone in arguments.zones]
    except RefusalError as refusal:
        problem = Problem.of(refusal)
        if arguments.format == "json":
            print_json(_document(None, [], [problem]))
            return 1
        raise TalkbellError(problem.sentence()) from None
    if arguments.format == "json":
        print_json(_document(found, elsewhere, []))
    else:
        print("\n".join(_lines(found, end, elsewhere)))
    return 0


def _settle(text: str, place_text: str) -> tuple[Moment, Moment | None]:
    """Return the start, and the end of a range of hours."""
    phrase = read_phrase(text)
    place = read_place(place_text)
    if phrase.on is None:
        raise RefusalError("the date is missing", read=text, hint=_EXAMPLE, code="no-date")
    if phrase.start is None:
        raise RefusalError("the hour is missing", read=text, hint=_EXAMPLE, code="no-hour")
    word = _zone_word(text, phrase.zone, place)
    start = settle_moment(datetime.combine(phrase.on, phrase.start), word)
    if phrase.end is None:
        return start, None
    ends_on = phrase.on + timedelta(days=0 if phrase.end > phrase.start else 1)
    return start, settle_moment(datetime.combine(ends_on, phrase.end), word)


def _zone_word(text: str, zone_text: str, place: Place) -> ZoneWord:
    if zone_text:
        return settle_zone(zone_text, place=place)
    if not place.text:
        choices = [f"{text} Europe/Zurich", f"{text} UTC+2"]
        hint = "add a zone, as in CEST or Europe/Zurich, or --place, as in CH"
        raise RefusalError(
            "no zone and no place are given", read=text, choices=choices, hint=hint, code="no-zone"
        )
    return ZoneWord("", zone_of_place(place))


_EXAMPLE = 'write it as in "2021-06-28 16:30 CEST"'


def _lines(found: Moment, end: Moment | None, elsewhere: Sequence[Moment]) -> list[str]:
    offset = offset_name(found.offset)
    rows = [("zone", f"{found.zone}, {offset} at that time" if found.zone != offset else offset)]
    rows.append(("UTC", instant(found.at)))
    rows += [(city_of(there.zone) or there.zone, describe_moment(there)) for there in elsewhere]
    width = max(len(label) for label, _ in rows) + 2
    return [describe_span(found, end), *(f"  {label:<{width}}{text}" for label, text in rows)]


def _document(
    found: Moment | None, elsewhere: Sequence[Moment], problems: Sequence[Problem]
) -> dict[str, Any]:
    content: dict[str, Any] = _moment_object(found)
    if elsewhere:
        content["elsewhere"] = [_moment_object(there) for there in elsewhere]
    content["problems"] = [problem_object(problem) for problem in problems]
    return content


def _moment_object(found: Moment | None) -> dict[str, Any]:
    return {
        "utc": instant(found.at) if found else None,
        "local": moment(found) if found else None,
        "zone": found.zone if found else None,
        "abbreviation": found.abbreviation if found else None,
    }
