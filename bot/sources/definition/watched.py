"""Where the sessions of a series come from, if they do not all stand in its definition."""

import re
from datetime import timedelta
from typing import Any

from bot.domain.dates import YEARS
from bot.domain.durations import describe_duration, read_duration
from bot.domain.watched import (
    LONGEST_INTERVAL,
    SHORTEST_INTERVAL,
    USUAL_INTERVAL,
    WatchedAddress,
)
from bot.errors import RefusalError
from bot.sources.addresses import read_address
from bot.sources.definition.fields import Fields
from bot.sources.definition.schema import known_keys
from bot.sources.yaml_tree import Listing, Mapping

_EXAMPLE = 'write it as in {url: "https://talks.example.org/term", every: 6 hours}'
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


def read_source(series: Fields) -> WatchedAddress | None:
    """Return the address that `source:` names, None if it names none that can be read."""
    node = series.get("source")
    if node is None:
        return None
    if isinstance(node, Listing):
        refusal = RefusalError("a series has one source", read="", hint=_EXAMPLE, code="type")
        series.problems.refuse(node, refusal, about="source")
        return None
    if not isinstance(node, Mapping):
        url = series.read("source", read_address, "")
        return WatchedAddress(url=url) if url else None
    fields = Fields(node, known_keys("source"), series.problems, "a source")
    if fields.lacks("url"):
        refusal = RefusalError("which address?", read="", hint=_EXAMPLE, code="missing")
        series.problems.refuse(node, refusal, about="source")
    url = fields.read("url", read_address, "")
    every = fields.read("every", _read_interval, USUAL_INTERVAL)
    year = fields.read("year", _read_year, None)
    return WatchedAddress(url=url, every=every, year=year) if url else None


def _read_interval(text: str) -> timedelta:
    interval = read_duration(text)
    if SHORTEST_INTERVAL <= interval <= LONGEST_INTERVAL:
        return interval
    bounds = [describe_duration(one) for one in (SHORTEST_INTERVAL, LONGEST_INTERVAL)]
    raise RefusalError(
        f"an address is read every {bounds[0]} at most, and every {bounds[1]} at least",
        read=text,
        choices=[bounds[0] if interval < SHORTEST_INTERVAL else bounds[1]],
        code="bad-duration",
    )


def _read_year(text: str) -> int:
    if _YEAR.fullmatch(text.strip()) and int(text) in YEARS:
        return int(text)
    raise RefusalError("this is no year", read=text, hint="write one such as 2026", code="value")


def described_source(source: WatchedAddress | None) -> dict[str, Any] | str:
    """Return what `read_source` reads back: in short where the address says all."""
    if source is None:
        return ""
    said: dict[str, Any] = {"url": source.url}
    if source.every != USUAL_INTERVAL:
        said["every"] = describe_duration(source.every)
    if source.year is not None:
        said["year"] = source.year
    return said if len(said) > 1 else source.url
