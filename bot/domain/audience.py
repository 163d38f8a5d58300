"""Who sees join links: the one place that takes private links out of a series.

Every feed, page, chat answer and log of a series is made from what this returns, so that a link
kept for subscribers leaks through none of them, nor through a copy of it in an abstract.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain.series import Join, LinkPolicy, Series, Session, Talk

_HIDDEN = "[link for subscribers]"
_SHORTEST_SECRET = 4  # shorter passcodes would take ordinary words out of the text
# How meetings are numbered: by digits (Zoom, Webex, Teams), or as "abc-defg-hij" (Meet).
_NUMBER = re.compile(r"\d{9,12}|(?<![a-z])[a-z]{3}-[a-z]{4}-[a-z]{3}(?![a-z])")
_PASSCODE = re.compile(r"[?&](?:pwd|passcode|password)=([^&#]+)", re.IGNORECASE)


class Audience(StrEnum):
    """For whom something is made."""

    PUBLIC = "public"
    SUBSCRIBERS = "subscribers"


def seen_by(series: Series, audience: Audience) -> Series:
    """Return the series as an audience may see it.

    For the public, and unless the series' policy is public, without join links, and with every
    copy of one, of its meeting number or of its passcode struck from all texts and addresses.
    """
    if audience is Audience.SUBSCRIBERS or series.link is LinkPolicy.PUBLIC:
        return series
    joins = [session.join for session in series.sessions if session.join]
    if not joins:
        return series
    strike = _striking(joins)
    return replace(
        series,
        title=strike(series.title),
        description=strike(series.description),
        organizers=tuple(strike(name) for name in series.organizers),
        place=strike(series.place),
        homepage=series.homepage if strike(series.homepage) == series.homepage else "",
        sessions=tuple(_without_link(session, strike) for session in series.sessions),
    )


def _striking(joins: list[Join]) -> Callable[[str], str]:
    secrets = {secret for join in joins for secret in _secrets(join)}
    longest_first = sorted(secrets, key=lambda secret: (-len(secret), secret))
    pattern = re.compile("|".join(longest_first), re.IGNORECASE)
    return lambda text: pattern.sub(_HIDDEN, text)


def _secrets(join: Join) -> list[str]:
    """Return patterns for all that would let a stranger in: address, meeting number, passcode."""
    parts = urlsplit(join.url)
    bare = re.escape(f"{parts.netloc}{parts.path}".rstrip("/"))
    found = [rf"(?:https?://)?{bare}[^\s<>\"')\]]*"]
    numbers = [number.replace("-", "") for number in _NUMBER.findall(join.url)]
    found += [r"[\s.\-–]?".join(number) for number in numbers]
    passcodes = [join.passcode, *_PASSCODE.findall(join.url)]
    long_enough = [passcode for passcode in passcodes if len(passcode) >= _SHORTEST_SECRET]
    return found + [rf"(?<!\w){re.escape(passcode)}(?!\w)" for passcode in long_enough]


def _without_link(session: Session, strike: Callable[[str], str]) -> Session:
    return replace(
        session,
        uid=session.uid if strike(session.uid) == session.uid else "",
        join=None,
        reason=strike(session.reason),
        own_title=strike(session.own_title),
        chair=strike(session.chair),
        room=strike(session.room),
        talks=tuple(_struck(talk, strike) for talk in session.talks),
    )


def _struck(talk: Talk, strike: Callable[[str], str]) -> Talk:
    return replace(
        talk,
        title=strike(talk.title),
        abstract=strike(talk.abstract),
        speakers=tuple(
            replace(who, name=strike(who.name), affiliation=strike(who.affiliation))
            for who in talk.speakers
        ),
        materials=tuple(
            replace(material, title=strike(material.title))
            for material in talk.materials
            if strike(material.url) == material.url
        ),
    )
