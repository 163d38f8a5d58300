"""What a person says of their paste: the year, the zone, the length, the link, a name."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.chat.interface import Button, Reply
from bot.chat.organizing import new_words
from bot.chat.organizing.joining import read_join
from bot.chat.turn import Turn, in_rows, press
from bot.domain.cities import zone_of_reader
from bot.domain.durations import describe_duration, read_duration
from bot.domain.wording import city_of
from bot.errors import RefusalError
from bot.flows.organizing.paste_years import Year
from bot.flows.organizing.pasting import Lack, Understood
from bot.language import in_english, saying, zone_of_city
from bot.sources.join_links import find_urls, is_join_link
from bot.store.organizing.pastes import AtThatHour, Mends, Paste

_LONGEST_TITLE = 150
_MOST_ZONES = 4
_LENGTHS = (timedelta(minutes=45), timedelta(hours=1), timedelta(minutes=90))
_YEARS_AHEAD = 10
_YEAR = re.compile(r"(\d{4})(?:\s?[/–-]\s?(\d{2}|\d{4}))?", re.ASCII)


def mended(mends: Mends, what: str, value: str, turn: Turn) -> Mends:
    """Return what was said with one thing more. Raises RefusalError for what cannot be read."""
    changed: dict[str, Any] = {}
    match what:
        case Lack.YEAR:
            year = _year(value, turn)
            changed = {"year": year.first, "is_academic_year": year.is_academic}
        case Lack.ZONE:
            changed = {"timezone": zone_of_reader(zone_of_city(value) or value)}
        case Lack.LENGTH:
            changed = {"length": read_duration(in_english(value))}
        case Lack.LINK:
            changed = {"join": read_join(value)}
        case Lack.TITLE:
            changed = {"title": _title(value)}
        case "hour" if value in list(AtThatHour):
            changed = {"at_that_hour": AtThatHour(value)}
    if what in {Lack.YEAR, Lack.ZONE}:
        changed["at_that_hour"] = None  # it was said of other hours
    return replace(mends, **changed)


def question(turn: Turn, paste: Paste, what: str) -> Reply:
    """Ask for one thing: by buttons where there are likely answers, else by the next text."""
    asked = new_words.ASK.get(what)
    if asked is None:
        raise RefusalError(saying("this cannot be read"), read=what)
    buttons = _LIKELY[Lack(what)](turn, paste) if Lack(what) in _LIKELY else []
    return Reply(html=asked, buttons=in_rows(buttons, 3))


def mending_buttons(turn: Turn, paste: Paste, found: Understood) -> list[list[Button]]:
    """Return rows of buttons: likely answers to what is missing, then what else can be said."""
    rows = [_at_that_hour(paste, found)] if found.others else []
    for lack in found.lacks:
        likely = _answers(turn, paste, found, lack)
        if likely:
            ask = press(new_words.OTHER[lack.value], f"mend {paste.id} {lack.value}")
            rows.append([*likely, ask])
    if not found.new:
        return rows
    offered = {lack for lack in found.lacks if _answers(turn, paste, found, lack)}
    is_new = not found.series.sessions
    usual = [Lack.YEAR, Lack.LENGTH, Lack.LINK, *([Lack.ZONE, Lack.TITLE] if is_new else [])]
    others = [one for one in dict.fromkeys((*found.lacks, *usual)) if one not in offered]
    rows.append(
        [press(new_words.MEND[one.value], f"mend {paste.id} {one.value}") for one in others]
    )
    return rows


def _at_that_hour(paste: Paste, found: Understood) -> list[Button]:
    """Return what can be said of talks at whose hour there are others, but for what was said."""
    labels = {
        AtThatHour.BOTH: new_words.BOTH.of(len(found.others)),
        AtThatHour.INSTEAD: new_words.INSTEAD.of(len(found.others)),
    }
    return [
        press(label, f"mend {paste.id} hour {what}")
        for what, label in labels.items()
        if what is not paste.mends.at_that_hour
    ]


def _answers(turn: Turn, paste: Paste, found: Understood, lack: Lack) -> list[Button]:
    if lack is Lack.YEAR:
        return [press(str(year), f"mend {paste.id} year {year}") for year in found.years]
    return _LIKELY[lack](turn, paste) if lack in _LIKELY else []


def _likely_zones(turn: Turn, paste: Paste) -> list[Button]:
    """Return the zones of the chat and of its person's series."""
    own = [one for name, one in turn.view.series.items() if name in turn.organized]
    zones = [turn.zone, *(turn.zone_for(one) for one in own)]
    known = [one for one in dict.fromkeys(zones) if one][:_MOST_ZONES]
    return [press(city_of(one), f"mend {paste.id} zone {one}") for one in known]


def _likely_lengths(_turn: Turn, paste: Paste) -> list[Button]:
    return [
        press(describe_duration(one), f"mend {paste.id} length {one // timedelta(minutes=1)} min")
        for one in _LENGTHS
    ]


_LIKELY = {Lack.ZONE: _likely_zones, Lack.LENGTH: _likely_lengths}


def _year(value: str, turn: Turn) -> Year:
    """Return a year that is to come, or an academic one that is not over: `2027`, `2027/28`."""
    this, found = turn.now.year, _YEAR.fullmatch(value)
    if found:
        first, second = int(found[1]), found[2]
        is_next = second is not None and int(second) % 100 == (first + 1) % 100
        if this - is_next <= first <= this + _YEARS_AHEAD and (second is None or is_next):
            return Year(first, is_academic=is_next)
    raise RefusalError(
        saying("this is no year that is to come"), read=value, choices=[str(this), str(this + 1)]
    )


def _title(value: str) -> str:
    if any(is_join_link(url) for url in find_urls(value)):
        message = saying("this is a link to join, and everybody would see it")
        raise RefusalError(message, read="", hint=saying("leave it out"))
    if len(value) > _LONGEST_TITLE:
        raise RefusalError(saying("this is too long for a name"), read=value)
    return value
