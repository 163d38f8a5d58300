"""Who sees join links: of a private one nothing is left for the public, however it is written."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime

import pytest

from bot.domain.audience import Audience, seen_by
from bot.domain.moments import Moment
from bot.domain.series import (
    Join,
    LinkPolicy,
    Material,
    MaterialKind,
    Series,
    Session,
    Speaker,
    Talk,
)

URL = "https://example.zoom.us/j/62400754289?pwd=aGVsbG8uMQ"
JOIN = Join(url=URL, passcode="Gauss-1777")
HIDDEN = "[link for subscribers]"

# What a canary looks like where somebody pasted it; each with what must not be left of it.
CANARIES = {
    "link": URL,
    "link in capitals": URL.upper(),
    "link without scheme": URL.removeprefix("https://"),
    "link with another scheme": URL.replace("https", "http"),
    "link without passcode": "https://example.zoom.us/j/62400754289",
    "link with a slash": "https://example.zoom.us/j/62400754289/",
    "link in brackets": f"({URL})",
    "link in markup": f'<a href="{URL}">here</a>',
    "link by another host": "https://zoom.us/j/62400754289?pwd=aGVsbG8uMQ",
    "number": "62400754289",
    "number in groups": "624 0075 4289",
    "number in groups of a line": "624\N{NO-BREAK SPACE}0075\N{NO-BREAK SPACE}4289",
    "number with hyphens": "624-0075-4289",
    "number with dots": "624.0075.4289",
    "passcode": "Gauss-1777",
    "passcode in lower case": "gauss-1777",
    "passcode after a colon": "passcode:Gauss-1777.",
    "passcode of the link": "pwd=aGVsbG8uMQ",
}
SECRETS = re.compile(r"62400754289|624.?0075.?4289|gauss-1777|agvsbg8umq", re.IGNORECASE)


def planted(text: str) -> Series:
    """Return a series with `text` in every field that a person writes freely."""
    talk = Talk(
        id="talk",
        title=f"Title {text}",
        speakers=(Speaker(name=f"Ada {text}", affiliation=f"Exemple {text}"),),
        abstract=f"Abstract {text} and more.",
        materials=(
            Material(kind=MaterialKind.SLIDES, url="https://example.org/a.pdf", title=f"M {text}"),
        ),
    )
    session = Session(
        id="session",
        own_title=f"Session {text}",
        reason=f"Reason {text}",
        chair=f"Chair {text}",
        room=f"Room {text}",
        start=Moment(datetime(2021, 6, 28, 16, 30), "Europe/Zurich"),
        join=JOIN,
        talks=(talk,),
    )
    return Series(
        id="series",
        title=f"Series {text}",
        description=f"Description {text}",
        place=f"Place {text}",
        homepage="https://example.org/seminar",
        organizers=(f"Bela {text}", "Cem"),
        sessions=(session, Session(id="other", own_title=f"Other {text}")),
    )


def texts(value: object) -> Iterator[str]:
    """Yield every text inside a value of the domain."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


@pytest.mark.parametrize("canary", CANARIES.values(), ids=CANARIES)
def test_nothing_of_a_private_link_is_left_for_the_public(canary: str) -> None:
    series = planted(canary)
    assert sum(canary in text for text in texts(series)) >= 14
    assert SECRETS.search(canary)
    seen = seen_by(series, Audience.PUBLIC)
    assert [text for text in texts(seen) if SECRETS.search(text)] == []
    assert all(session.join is None for session in seen.sessions)


@pytest.mark.parametrize("canary", CANARIES.values(), ids=CANARIES)
@pytest.mark.parametrize(
    ("audience", "policy"),
    [
        (Audience.SUBSCRIBERS, LinkPolicy.SUBSCRIBERS),
        (Audience.SUBSCRIBERS, LinkPolicy.PUBLIC),
        (Audience.PUBLIC, LinkPolicy.PUBLIC),
    ],
)
def test_everything_is_left_for_those_who_may_see_it(
    canary: str, audience: Audience, policy: LinkPolicy
) -> None:
    series = replace(planted(canary), link=policy)
    assert seen_by(series, audience) == series


@pytest.mark.parametrize("canary", CANARIES.values(), ids=CANARIES)
def test_what_the_public_sees_stays_as_it_is(canary: str) -> None:
    once = seen_by(planted(canary), Audience.PUBLIC)
    assert seen_by(once, Audience.PUBLIC) == once
    # neither does a second look with the links still known find anything
    joins = [replace(session, join=JOIN) for session in once.sessions]
    again = seen_by(replace(once, sessions=tuple(joins)), Audience.PUBLIC)
    assert again == once


def test_texts_without_a_link_are_the_same_for_the_public() -> None:
    series = planted("on 62 examples, 4289 of them by Gauss (1777-1855): https://example.org/j/6")
    without_links = [replace(session, join=None) for session in series.sessions]
    assert seen_by(series, Audience.PUBLIC) == replace(series, sessions=tuple(without_links))


def test_what_stands_around_a_link_is_kept() -> None:
    series = planted(f"Join us ({URL}), number 624 0075 4289, passcode Gauss-1777!")
    assert seen_by(series, Audience.PUBLIC).description == (
        f"Description Join us ({HIDDEN}), number {HIDDEN}, passcode {HIDDEN}!"
    )


def test_addresses_with_the_link_are_left_out_and_others_kept() -> None:
    slides = Material(kind=MaterialKind.SLIDES, url="https://example.org/slides.pdf")
    video = Material(kind=MaterialKind.VIDEO, url=f"https://example.org/?next={URL}")
    talk = Talk(id="t", materials=(slides, video))
    series = Series(
        id="s",
        title="S",
        homepage="HTTPS://EXAMPLE.ZOOM.US/j/62400754289",
        sessions=(Session(id="a", join=JOIN, talks=(talk,)),),
    )
    assert seen_by(series, Audience.PUBLIC) == replace(
        series,
        homepage="",
        sessions=(Session(id="a", talks=(replace(talk, materials=(slides,)),)),),
    )


def test_series_without_links_is_the_same_for_the_public() -> None:
    series = planted(URL)
    bare = replace(series, sessions=series.sessions[1:])
    assert seen_by(bare, Audience.PUBLIC) is bare


def test_links_of_all_sessions_are_struck_from_all() -> None:
    other = Join(url="https://meet.google.com/abc-defg-hij")
    sessions = (
        Session(id="a", join=JOIN, reason="see abc defg hij, or meet.google.com/abc-defg-hij"),
        Session(id="b", join=other, reason="see 62400754289, then abc-defg-hij"),
    )
    seen = seen_by(Series(id="s", title="S", sessions=sessions), Audience.PUBLIC)
    assert [session.reason for session in seen.sessions] == [
        f"see {HIDDEN}, or {HIDDEN}",
        f"see {HIDDEN}, then {HIDDEN}",
    ]


@pytest.mark.parametrize(
    ("passcode", "text", "seen"),
    [
        ("1234", "room 1234, 12345", f"room {HIDDEN}, 12345"),
        ("abc", "abc", "abc"),
        ("", "any text", "any text"),
        ("a.b*c", "a.b*c axbbc", f"{HIDDEN} axbbc"),
        ("link", "the link", f"the {HIDDEN}"),
    ],
)
def test_passcode_is_struck_as_a_word_and_not_where_it_is_too_short(
    passcode: str, text: str, seen: str
) -> None:
    session = Session(id="a", reason=text, join=Join(url=URL, passcode=passcode))
    (result,) = seen_by(Series(id="s", title="S", sessions=(session,)), Audience.PUBLIC).sessions
    assert result == Session(id="a", reason=seen)
