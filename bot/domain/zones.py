"""Zone words, settled once and strictly: "CEST", "PT", "UTC+2", "Europe/Zurich", "Pacific Time".

A word is settled by the zone it stands beside (a series' own), then by the place, then by what the
word means everywhere. What remains ambiguous is refused with the choices; nothing is guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.labels import Reading, labels, long_names, spelling
from bot.domain.moments import (
    Moment,
    clock_readings,
    corrected,
    offset_name,
    settle_wall,
)
from bot.domain.places import NOWHERE, Place, read_place, zones_of
from bot.domain.unknown_zones import ZONE_EXAMPLES, similar_zones, unknown_zone
from bot.domain.zone_groups import best_known, group_of, names_in_use, representatives
from bot.domain.zonedata import zone_names
from bot.errors import RefusalError
from bot.language import saying

_OFFSET = re.compile(r"(?:UTC|GMT|UT|Z)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_EXPLAINED = re.compile(r"([^()]+) ?\(([^()]+)\)")
_MOST = 100  # characters in a zone word; longer text is prose
_DASHES = str.maketrans("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}", "----")


@dataclass(frozen=True, slots=True)
class ZoneWord:
    """A settled zone word: the IANA zone, and the offset that the word claims (None: any)."""

    text: str
    zone: str
    offset: timedelta | None = None


def settle_zone(text: str, *, place: Place = NOWHERE, beside: str = "") -> ZoneWord:
    """Return the zone that `text` names.

    `beside` is the IANA zone in whose company the word stands (that of the series). Raises
    RefusalError for an unknown or ambiguous word, with the choices.
    """
    word = " ".join(text.translate(_DASHES).split()).strip(" .,;")
    if (found := _EXPLAINED.fullmatch(word)) and "/" not in found[2]:
        return _explained(found[1], found[2], place, beside)
    word = word.strip("()[].,; ")
    if not word:
        raise RefusalError(
            saying("no zone is given"), read=text, hint=ZONE_EXAMPLES, code="no-zone"
        )
    if len(word) > _MOST:
        raise unknown_zone(word)
    label, _, name = word.rpartition(" ")
    if label and (beside_name := _name_of_zone(name.strip("()"))):
        return _label_and_name(label, beside_name)
    if fixed := _OFFSET.fullmatch(word):
        return _fixed_offset(word, fixed)
    if readings := labels().get(spelling(word)) or long_names().get(word.casefold()):
        return _settle_label(word, readings, place, beside)
    if known := zone_names().get(word.lower().replace(" ", "_")):
        return ZoneWord(word, known)
    if word.lower().endswith(" time") and read_place(word[:-5]).zones:
        return ZoneWord(word, zone_of_place(read_place(word[:-5])))
    raise unknown_zone(word, similar_zones(word))


def zone_of_place(place: Place) -> str:
    """Return the one zone of a place; raises RefusalError, with the choices, if it has several."""
    zones = representatives(place.zones)
    if len(zones) == 1:
        return zones[0]
    if zones:
        raise RefusalError(
            saying("this place has several zones"),
            read=place.text,
            choices=best_known(place.zones),
            code="ambiguous-zone",
        )
    raise RefusalError(
        saying("no country or zone is known for this place"),
        read=place.text,
        hint=saying(
            'write the country too, as in "Lausanne, CH", or an IANA zone such as Europe/Zurich, '
            "or an offset such as UTC+2"
        ),
        code="unknown-place",
    )


def settle_moment(wall: datetime, word: ZoneWord) -> Moment:
    """Return the moment that naive `wall` is under a settled zone word.

    A word that claims an offset picks the right one of two repeated times. Raises RefusalError
    where the zone does not have that offset then (`CEST` in December), with both corrections, and
    for times that a clock change skips or, without such a word, repeats.
    """
    readings = clock_readings(wall, word.zone)
    if word.offset is None or not readings:
        return settle_wall(wall, word.zone)
    fits = [
        fold
        for fold, reading in enumerate(readings)
        if word.offset == reading.offset or spelling(word.text) == reading.name
    ]
    if fits:
        return settle_wall(wall, word.zone) if len(fits) > 1 else Moment(wall, word.zone, fits[0])
    actual = readings[0]
    meant = Moment.of(wall.replace(tzinfo=UTC) - word.offset, word.zone)
    raise RefusalError(
        saying(
            "{zone} is on {name}, not on {word}, at this time",
            zone=word.zone,
            name=actual.name,
            word=word.text,
        ),
        read=f"{wall:%Y-%m-%d %H:%M} {word.text}",
        choices=[
            f"{wall:%H:%M} {actual.name}",
            saying(
                "{time} if you meant {offset}",
                time=corrected(meant, wall),
                offset=offset_name(word.offset),
            ),
        ],
        code="label-out-of-season",
    )


def _name_of_zone(word: str) -> str:
    """Return an IANA name as it is spelt, nothing for other words and for labels spelt alike."""
    return "" if spelling(word) in labels() else zone_names().get(word.lower(), "")


def _label_and_name(label: str, zone: str) -> ZoneWord:
    """Settle "CEST Europe/Zurich": the name is the zone, the label what it claims to be on."""
    word = settle_zone(label, beside=zone)
    if word.offset is None and word.zone != zone:
        raise RefusalError(
            saying("these are two zones"),
            read=f"{label} {zone}",
            choices=[label, zone],
            code="two-zones",
        )
    if word.offset is not None and word.offset not in names_in_use(zone).values():
        raise RefusalError(
            saying("{zone} is never on this", zone=zone),
            read=label,
            choices=[zone],
            code="two-zones",
        )
    return ZoneWord(label, zone, word.offset)


def _explained(outer: str, inner: str, place: Place, beside: str) -> ZoneWord:
    """Settle "CEST (UTC+2)": one zone said twice. Zoom's "Eastern Time (US and Canada)" too."""
    fixed, readings = _OFFSET.fullmatch(inner), labels().get(spelling(outer.strip()), ())
    offset = _fixed_offset(inner, fixed).offset if fixed else None
    fitting = [reading for reading in readings if offset is not None and reading.offset == offset]
    if fitting:
        return _settle_label(outer.strip(), fitting, place, beside)
    word = settle_zone(outer, place=place, beside=beside)
    if inner.casefold() in {"us and canada", "us & canada"}:
        return word
    again = _label_and_name(inner, word.zone)
    if word.offset is None:
        return again
    if again.offset not in {None, word.offset}:
        raise RefusalError(
            saying("these are two zones"),
            read=f"{outer.strip()} ({inner})",
            choices=[outer.strip(), inner],
            code="two-zones",
        )
    return word


def _settle_label(word: str, readings: Sequence[Reading], place: Place, beside: str) -> ZoneWord:
    """Choose among what a word can mean: by the zone beside it, by the place, or if it is one."""
    if beside and (own := _as_used_in(beside, word, readings)):
        return own
    _refuse_local_habit(word, readings, place)
    if local := [own for zone in place.zones if (own := _as_used_in(zone, word, readings))]:
        _refuse_two_countries(word, place, local)
        standing = {reading.zone for reading in readings}
        groups = {reading.group for reading in readings}
        # Iqaluit was on CST for a year; in Canada that is nevertheless Winnipeg's word.
        return min(
            local, key=lambda own: (own.zone not in standing, group_of(own.zone) not in groups)
        )
    everywhere = [reading for reading in readings if not reading.territory]
    if len(everywhere) == 1:
        return ZoneWord(word, everywhere[0].zone, everywhere[0].offset)
    raise RefusalError(
        saying("this zone word has several meanings"),
        read=word,
        choices=[_choice(reading) for reading in everywhere or readings],
        code="ambiguous-zone",
    )


def _as_used_in(zone: str, word: str, readings: Sequence[Reading]) -> ZoneWord | None:
    """Return the word as people in `zone` mean it, None where they do not use it of their own time.

    They do when zone data says so; where that has only numbers for the zone, or the word is one
    for the whole year or of that country alone, when the zone belongs to the word's group.
    """
    if any(reading.zone == "UTC" for reading in readings):
        return None  # nobody's own: Troll's winter has that name only for want of another
    names = names_in_use(zone)
    for reading in readings:
        if reading.offset is not None and reading.word in names:
            return ZoneWord(word, zone, names[reading.word])
    nameless = any(name.startswith("UTC") for name in names)
    for reading in readings:
        loose = reading.offset is None or bool(reading.territory) or nameless
        if loose and (reading.zone == zone or (reading.group and reading.group == group_of(zone))):
            return ZoneWord(word, zone, reading.offset)
    return None


def _refuse_local_habit(word: str, readings: Sequence[Reading], place: Place) -> None:
    """Refuse a word that a country uses for its own time beside what it means everywhere.

    In Sydney "EST" may be Sydney's time, or that of the guest from New York who announced it.
    """
    habits = [reading for reading in readings if reading.territory in place.territories]
    everywhere = [reading for reading in readings if not reading.territory]
    if habits and everywhere:
        raise RefusalError(
            saying("in {place} this zone word has several meanings", place=place.text),
            read=word,
            choices=[_choice(reading) for reading in (*habits, *everywhere)],
            code="ambiguous-zone",
        )


def _refuse_two_countries(word: str, place: Place, local: Sequence[ZoneWord]) -> None:
    """Refuse a place such as "Berkeley, CA" if both countries that it may mean use the word."""
    firsts = [
        next((own.zone for own in local if own.zone in zones_of(code)), "")
        for code in place.territories
    ]
    if len(firsts) > 1 and all(firsts):
        raise RefusalError(
            saying("{word} is used in both countries that this place may be in", word=word),
            read=place.text,
            choices=firsts,
            code="ambiguous-zone",
        )


def _fixed_offset(word: str, match: re.Match[str]) -> ZoneWord:
    if " - " in word:
        raise RefusalError(
            saying("this may be an offset or the end of a range"),
            read=word,
            choices=[word.replace(" - ", "-")],
            code="ambiguous-zone",
        )
    hours, minutes = int(match[2]), int(match[3] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if match[1] == "-" else 1)
    if not timedelta(hours=-12) <= offset <= timedelta(hours=14):
        raise RefusalError(
            saying("no place on earth is that far from UTC"),
            read=word,
            hint=saying("write an offset from UTC-12 to UTC+14"),
            code="unknown-zone",
        )
    if minutes:
        return ZoneWord(word, f"UTC{match[1]}{hours:02}:{minutes:02}", offset)
    # POSIX counts west of Greenwich as positive, people (and ISO 8601) do the opposite.
    sign = "-" if match[1] == "+" else "+"
    return ZoneWord(word, f"Etc/GMT{sign}{hours}" if hours else "UTC", offset)


def _choice(reading: Reading) -> str:
    # With the word's own offset: written so, it is refused at a time when the zone has another.
    offset = f" ({offset_name(reading.offset)})" if reading.offset is not None else ""
    return f"{reading.zone}{offset}"
