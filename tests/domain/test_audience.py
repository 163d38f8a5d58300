"""Who sees join links: of a private one nothing is left for the public, however it is written."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from time import perf_counter

import pytest

from bot.domain.audience import Audience, lines_seen_by, seen_by, texts_seen_by
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
HIDDEN = "[for subscribers]"

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


def test_links_that_sessions_had_once_are_struck_too() -> None:
    series = Series(id="s", title="S", sessions=(Session(id="a", room="Zoom 624 0075 4289"),))
    hidden = (Session(id="a", room=f"Zoom {HIDDEN}"),)
    assert seen_by(series, Audience.PUBLIC) == series
    assert seen_by(series, Audience.PUBLIC, also=[JOIN]).sessions == hidden
    assert texts_seen_by(series, Audience.PUBLIC, also=[JOIN]).sessions == hidden
    assert texts_seen_by(series, Audience.SUBSCRIBERS, also=[JOIN]) == series
    public = replace(series, link=LinkPolicy.PUBLIC)
    assert texts_seen_by(public, Audience.PUBLIC, also=[JOIN]) == public


def test_text_about_a_series_is_struck_as_its_own_texts_are() -> None:
    series = Series(id="s", title="S", sessions=(Session(id="a", join=JOIN),))
    told = "Added: Zoom 624 0075 4289, 5 July"
    struck = f"Added: Zoom {HIDDEN}, 5 July"
    assert lines_seen_by([told], series, Audience.PUBLIC) == (struck,)
    assert lines_seen_by([told], series, Audience.SUBSCRIBERS) == (told,)
    alone = replace(series, sessions=())
    assert lines_seen_by([told], alone, Audience.PUBLIC) == (told,)
    assert lines_seen_by([told], alone, Audience.PUBLIC, also=[JOIN]) == (struck,)


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
        ("1234", "room 1234, passcode: 1234, 12345", f"room 1234, passcode: {HIDDEN}, 12345"),
        ("123456", "room 123456, 1234567", f"room {HIDDEN}, 1234567"),
        ("1234", "Kenncode ist 1234", f"Kenncode ist {HIDDEN}"),
        ("abc", "abc", "abc"),
        ("", "any text", "any text"),
        ("a.b*c", "a.b*c axbbc", f"{HIDDEN} axbbc"),
        ("link", "the link", f"the {HIDDEN}"),
        ("Gauss-1777", "a Gauss\N{EN DASH}1777", f"a {HIDDEN}"),
        ("Gauss-1777", "a Gauss\N{NON-BREAKING HYPHEN}1777", f"a {HIDDEN}"),
        ("Ga\N{EN DASH}1777", "a Ga-1777, b", f"a {HIDDEN}, b"),
        ("it's me", "it\N{RIGHT SINGLE QUOTATION MARK}s me", HIDDEN),
        ("abcdef", "1954\N{EN DASH}1962", "1954\N{EN DASH}1962"),
    ],
)
def test_passcode_is_struck_as_a_word_and_not_where_it_is_too_short(
    passcode: str, text: str, seen: str
) -> None:
    session = Session(id="a", reason=text, join=Join(url=URL, passcode=passcode))
    (result,) = seen_by(Series(id="s", title="S", sessions=(session,)), Audience.PUBLIC).sessions
    assert result == Session(id="a", reason=seen)


ROOM = "https://meet.jit.si/SecretRoom"
GUEST = "https://bbb.example.org/join?n=(guest)&token=SECRETTOKEN"

# Joins with a passcode, a text, and what the public sees of it.
FORMS = {
    "encoded in a query": (
        ROOM,
        "",
        "https://l.example.org/?u=https%3A%2F%2Fmeet.jit.si%2FSecretRoom",
        HIDDEN,
    ),
    "encoded twice": (ROOM, "", "https://l.example.org/?u=meet.jit.si%252FSecretRoom", HIDDEN),
    "encoded in brackets": (ROOM, "", "(https%3A%2F%2Fmeet.jit.si%2FSecretRoom).", f"({HIDDEN})."),
    "port": (ROOM, "", "see https://meet.jit.si:443/SecretRoom.", f"see {HIDDEN}."),
    "port in the join": (
        "https://meet.jit.si:8443/SecretRoom",
        "",
        "meet.jit.si/SecretRoom",
        HIDDEN,
    ),
    "user": (ROOM, "", "at https://guest@meet.jit.si/SecretRoom!", f"at {HIDDEN}!"),
    "user in the join": (
        "https://guest@meet.jit.si/SecretRoom",
        "",
        "//meet.jit.si/SecretRoom",
        HIDDEN,
    ),
    "www": ("https://www.gotomeet.example/SecretRoom", "", "gotomeet.example/SecretRoom/", HIDDEN),
    "two slashes": (ROOM, "", "https://meet.jit.si//SecretRoom", HIDDEN),
    "blank in the path": (
        "https://meet.jit.si/Secret%20Room",
        "",
        "meet.jit.si/Secret Room",
        HIDDEN,
    ),
    "entities": (ROOM, "", "https:&#47;&#47;meet.jit.si&#47;SecretRoom", HIDDEN),
    "markdown": (ROOM, "", f"[here]({ROOM}), then", f"[here]({HIDDEN}), then"),
    "personal room": ("https://x.zoom.us/my/ada.e", "", "see zoom.us/my/ada.e", f"see {HIDDEN}"),
    "brackets in a query": (GUEST, "", f"see {GUEST}, then", f"see {HIDDEN}, then"),
    "key of a query": (GUEST, "", "the key SECRETTOKEN.", f"the key {HIDDEN}."),
    "key in another address": (GUEST, "", "https://example.org/?t=%53ECRETTOKEN", HIDDEN),
    "encoded key": ("https://zoom.us/j/62400754289?pwd=YWJj%3D%3Dx", "", "YWJj==x", HIDDEN),
    "fragment": ("https://app.example.org/#room-SECRET", "", "key room-SECRET", f"key {HIDDEN}"),
    "number, two blanks": (URL, "", "ID 624  0075  4289.", f"ID {HIDDEN}."),
    "number, hyphens": (URL, "", "ID 624 - 0075 - 4289", f"ID {HIDDEN}"),
    "number, slashes": (URL, "", "624/0075/4289", HIDDEN),
    "number, hyphens that keep": (URL, "", "624\u20110075\u20114289", HIDDEN),
    "number, signs without width": (URL, "", "624\u200b0075\u200b4289", HIDDEN),
    "number, brackets": (URL, "", "(624) 0075-4289", f"({HIDDEN}"),
    "number, bold": (URL, "", "**624** **0075** **4289**", f"**{HIDDEN}**"),
    "number, underscores": (URL, "", "624_0075_4289", HIDDEN),
    "number, LaTeX": (URL, "", r"ID $624\,0075\,4289$", f"ID ${HIDDEN}$"),
    "number after another": (
        URL,
        "",
        "+41 43 210 70 42,,62400754289#",
        f"+41 43 210 70 42,,{HIDDEN}#",
    ),
    "code in capitals": (
        "https://meet.google.com/ABC-DEFG-HIJ",
        "",
        "the code abc-defg-hij",
        f"the code {HIDDEN}",
    ),
    "code after words": (
        "https://meet.google.com/abc-defg-hij",
        "",
        "the code abc defg hij",
        f"the code {HIDDEN}",
    ),
    "passcode in italics": (URL, "hunter2", "_hunter2_ *hunter2*", f"_{HIDDEN}_ *{HIDDEN}*"),
    "passcode in LaTeX": (URL, "hunter_2", r"$x^2$, hunter\_2", f"x², {HIDDEN}"),
    "room in LaTeX": ("https://meet.jit.si/Secret_Room", "", r"meet.jit.si/Secret\_Room", HIDDEN),
    "zero-width in a passcode": (URL, "hunter2", "hun\u200bter2", HIDDEN),
    "host alone": (
        "https://bbb.example.org",
        "",
        "https://bbb.example.org/, bbb.example.org/b/x",
        f"{HIDDEN}, bbb.example.org/b/x",
    ),
    "another room": (
        ROOM,
        "",
        "meet.jit.si/SecretRoom2, meet.jit.si",
        "meet.jit.si/SecretRoom2, meet.jit.si",
    ),
    "a word in a fragment": (f"{URL}#success", "", "success", "success"),
}


def with_join(url: str, passcode: str, **rest: str) -> Series:
    session = Session(join=Join(url=url, passcode=passcode), **({"id": "a"} | rest))
    return Series(id="s", title="S", sessions=(session,))


@pytest.mark.parametrize(("url", "passcode", "text", "seen"), FORMS.values(), ids=FORMS)
def test_secret_is_struck_however_it_is_written(
    url: str, passcode: str, text: str, seen: str
) -> None:
    shown = seen_by(with_join(url, passcode, reason=text), Audience.PUBLIC)
    assert shown.sessions == (Session(id="a", reason=seen),)


def test_many_links_take_no_longer_than_the_texts() -> None:
    sessions = tuple(
        Session(
            id=f"x{i}",
            join=Join(url=f"https://zoom.us/j/6{i:010}?pwd=abcd{i:04}"),
            talks=(Talk(id="t", abstract="Some prose of a talk here. " * 21),),
        )
        for i in range(1000)
    )
    began = perf_counter()
    seen_by(Series(id="s", title="S", sessions=sessions), Audience.PUBLIC)
    assert perf_counter() - began < 3  # about 0.4 s; a second for each hundred links before
