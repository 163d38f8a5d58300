"""Reading single values of a definition: addresses, people, lengths, ids, yes and no."""

import re
from datetime import UTC, date, datetime

from bot.domain.dates import WEEKDAYS, read_weekday
from bot.domain.ids import RESERVED_IDS, RESERVED_SESSION_IDS, series_slug, slug
from bot.domain.phrases import read_date, read_phrase
from bot.domain.series import SlotUnit, Speaker
from bot.domain.zones import settle_moment, settle_zone
from bot.errors import RefusalError
from bot.language import saying

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 60
_LONGEST_UID = 255
_LONGEST_UNDECIDED = 100
_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f]")
_UNDECIDED = re.compile(
    r"\W*(?:tb[adc]|to be (?:announced|defined|determined|decided|confirmed)|undecided|\?)\W*",
    re.IGNORECASE,
)
_LONGEST_UNDECIDED = 60  # longer text is prose, and would take long to match
_COLOR = re.compile(r"[a-z]{3,20}")
_WEEKDAY = re.compile("|".join(WEEKDAYS), re.IGNORECASE)
_INSTITUTION = re.compile(
    r"\b(?:universi|institut|polytechni|hochschule|(?:college|school|department|laboratory)\b)",
    re.IGNORECASE,
)
_ORDINALS = {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "last": -1,
}


def is_id(text: str) -> bool:
    """Tell whether a text is an id as it stands."""
    return bool(_ID.fullmatch(text)) and len(text) <= _LONGEST_ID


def read_id(text: str) -> str:
    """Return an id: lower-case letters, digits and hyphens."""
    if is_id(text):
        return text
    suggestion = slug(text)
    raise RefusalError(
        f"an id has lower-case letters, digits and single hyphens, at most {_LONGEST_ID}",
        read=text,
        choices=[suggestion] if suggestion else [],
        code="bad-id",
    )


def read_series_id(text: str) -> str:
    """Return the id of a series: any id but those that are addresses of the service."""
    found = read_id(text)
    if found not in RESERVED_IDS:
        return found
    message = "this id is an address of the service itself"
    raise RefusalError(message, read=text, choices=[series_slug(text)], code="reserved-id")


def read_session_id(text: str) -> str:
    """Return the id of a session: any id but those that are addresses within a series."""
    found = read_id(text)
    if found not in RESERVED_SESSION_IDS:
        return found
    message = "this id is an address of the service itself"
    choices = [f"{found}-session"]
    raise RefusalError(message, read=text, choices=choices, code="reserved-id")


def read_uid(text: str) -> str:
    """Return a calendar's UID: any text without blanks."""
    uid = text.strip()
    if uid and len(uid) <= _LONGEST_UID and not _NO_ADDRESS.search(uid):
        return uid
    raise RefusalError(
        f"a UID has no blanks, and at most {_LONGEST_UID} characters",
        read=text,
        hint="copy it from the calendar, or leave it out",
        code="bad-uid",
    )


def read_color(text: str) -> str:
    """Return a CSS colour name (RFC 7986, section 5.9, allows no others)."""
    if _COLOR.fullmatch(text.strip().lower()):
        return text.strip().lower()
    raise RefusalError(
        "a colour is a CSS name", read=text, hint="write one such as teal or tomato", code="value"
    )


def read_yes_no(text: str) -> bool:
    """Return whether the text says yes."""
    word = text.strip().lower()
    if word in {"yes", "true", "on", "no", "false", "off"}:
        return word in {"yes", "true", "on"}
    raise RefusalError("this is neither yes nor no", read=text, choices=["yes", "no"], code="value")


def read_speakers(text: str) -> tuple[Speaker, ...]:
    """Return the people in "A (UC San Diego) & B (UC Berkeley)"; `&`, `;`, `·` and "and" part them.

    A comma parts only whole names ("Tolga Ergen, Mert Pilanci"): "Pesme, Scott" is refused.
    """
    pieces = [piece.strip() for piece in _split_outside(re.sub(r"\s+", " ", text), _BETWEEN_PEOPLE)]
    people = [name for piece in pieces for name in _split_commas(piece)]
    return tuple(read_speaker(name) for name in people if name)


_BETWEEN_PEOPLE = re.compile(r"\s*[;·]\s*|\s+(?:&|and)\s+")
_COMMA = re.compile(r"\s*,\s*")


def _split_outside(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split at separators that do not stand inside brackets."""
    depth, pieces, begin = 0, [], 0
    marks = {found.start(): found.end() for found in separator.finditer(text)}
    for position, char in enumerate(text):
        if not depth and position in marks and position >= begin:
            pieces.append(text[begin:position])
            begin = marks[position]
        depth = max(0, depth + (char == "(") - (char == ")"))
    return [*pieces, text[begin:]]


def _split_commas(text: str) -> list[str]:
    names = _split_outside(text, _COMMA)
    if len(names) > 1 and not all(_is_whole_name(name.partition("(")[0]) for name in names):
        raise RefusalError(
            saying("it is not clear where one name ends"),
            read=text,
            hint=saying(
                'write "Ada Lovelace (London)" for where one works, "{both}" or a list for several',
                both="A & B",
            ),
            code="unclear-names",
        )
    return names


def _is_whole_name(name: str) -> bool:
    return " " in name.strip() and not _INSTITUTION.search(name)


def read_speaker(text: str) -> Speaker:
    """Return the one person in "Scott Pesme (EPFL)"."""
    name, bracket, rest = " ".join(text.split()).partition("(")
    if not bracket and name:
        return Speaker(name=name)
    if not rest.endswith(")") or not name.strip() or not rest[:-1].strip():
        raise RefusalError(
            saying("a speaker is a name, and perhaps an affiliation in brackets at the end"),
            read=text,
            hint=saying('write it as in "Ada Lovelace (London)"'),
            code="unclear-names",
        )
    return Speaker(name=name.strip(), affiliation=rest[:-1].strip())


def read_updated(text: str) -> datetime:
    """Return the instant of an `updated:`: a date (midnight UTC), or a date, an hour and a zone."""
    phrase = read_phrase(text)
    if phrase.on is None:
        raise RefusalError(
            "the date is missing", read=text, hint="write one such as 2026-11-22", code="no-date"
        )
    if phrase.end or (phrase.zone and not phrase.start):
        raise RefusalError(
            "this is more than a date, or a date, an hour and a zone",
            read=text,
            hint="write it as in 2026-11-22, or 2026-11-22 16:30 UTC",
            code="value",
        )
    if phrase.start is None:
        return datetime(phrase.on.year, phrase.on.month, phrase.on.day, tzinfo=UTC)
    return settle_moment(datetime.combine(phrase.on, phrase.start), settle_zone(phrase.zone)).at


def is_undecided(text: str) -> bool:
    """Tell whether a start says that it is not settled: "TBD", "to be announced"."""
    return len(text) <= _LONGEST_UNDECIDED and bool(_UNDECIDED.fullmatch(text))


def read_step(text: str) -> tuple[int, SlotUnit]:
    """Return how often a slot comes: "1 week", "2 weeks", "month"."""
    found = re.fullmatch(r"(?:(\d{1,2})\s*)?(day|week|month)s?", text.strip().lower())
    if not found or int(found[1] or 1) == 0:
        hint = "write it as in 1 week, 2 weeks, 1 month"
        raise RefusalError(
            "this is not how often",
            read=text,
            hint=f"{hint}; the day belongs to `on:`" if _WEEKDAY.search(text) else hint,
            code="value",
        )
    return int(found[1] or 1), SlotUnit(found[2])


def read_slot_day(text: str) -> tuple[int, int]:
    """Return the weekday (Monday 0) of a slot, and which of a month: "Monday", "last Friday"."""
    words = re.sub(r" (?:of|in) (?:the|each|every) month$", "", " ".join(text.lower().split()))
    nth, _, weekday = words.rpartition(" ")
    if nth and nth.lower() not in _ORDINALS:
        raise RefusalError(
            "this is not a weekday",
            read=text,
            hint="write it as in Monday, or first Monday",
            code="value",
        )
    return read_weekday(weekday), _ORDINALS.get(nth.lower(), 0)


def read_skip(text: str) -> tuple[date, date]:
    """Return the first and last date of "2026-12-28" or "2026-12-21..2027-01-03"."""
    first, dots, last = text.partition("..")
    span = (read_date(first), read_date(last if dots else first))
    if span[1] < span[0]:
        raise RefusalError(
            "this ends before it starts",
            read=text,
            hint="write the earlier date first",
            code="ends-before-start",
        )
    return span


def describe_slot_day(weekday: int, nth: int) -> str:
    """Return what `read_slot_day` reads back."""
    ordinals = {number: word for word, number in _ORDINALS.items()}
    return f"{ordinals[nth]} {WEEKDAYS[weekday]}" if nth else WEEKDAYS[weekday]
