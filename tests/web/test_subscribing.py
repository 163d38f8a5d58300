"""What each app is given: exact addresses, and the same read back."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.domain.moments import Moment
from bot.domain.series import Join, Series, Session, Speaker, Talk, TalkKind
from bot.web.pages.narrowing import Narrowing, kinds_of, read_narrowing, speakers_of
from bot.web.pages.subscribing import (
    CopyLinks,
    FeedLinks,
    copy_links,
    feed_links,
    is_in_reach,
    telegram_link,
)
from tests.web.site import NOW

BASE = "https://talks.example"
ODD = 'A & B: "x+y=z" #1 – Über 100 %?'
START = Moment.of(NOW, "America/New_York")
SESSION = Session(
    id="a b", own_title=ODD, start=START, end=START.plus(timedelta(minutes=45)), room="Room ½",
    join=Join(url="https://zoom.example/j/93817264055?pwd=Zx81kQw77Lm"),
    talks=(Talk(id="t", speakers=(Speaker(name="Ada Example"),)),),
)  # fmt: skip
SERIES = Series(id="series", title="A series", place="Lausanne, CH", sessions=(SESSION,))


def asked(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", dict(pairs)


def test_feed_is_given_to_each_app_in_its_form() -> None:
    assert feed_links(BASE, "/nets.ics", (), "Nets & co") == FeedLinks(
        "/nets.ics",
        "https://talks.example/nets.ics",
        "webcal://talks.example/nets.ics",
        "https://calendar.google.com/calendar/render?cid="
        "webcal%3A%2F%2Ftalks.example%2Fnets.ics%3Fcancelled%3Dprefix",
        "https://outlook.live.com/calendar/0/addfromweb?"
        "url=https%3A%2F%2Ftalks.example%2Fnets.ics&name=Nets%20%26%20co",
        "https://outlook.office.com/calendar/0/addfromweb?"
        "url=https%3A%2F%2Ftalks.example%2Fnets.ics&name=Nets%20%26%20co",
    )


def test_feed_of_some_talks_is_read_back_as_it_was_asked_for() -> None:
    query = Narrowing(TalkKind.KEYNOTE, "Zoë & J+n").query
    links = feed_links(BASE, "/nets.ics", query, ODD)
    wanted = {"kind": "keynote", "speaker": "Zoë & J+n"}
    assert links.path.startswith("/nets.ics?")
    assert asked(links.address) == ("https://talks.example/nets.ics", wanted)
    assert asked(links.webcal) == ("webcal://talks.example/nets.ics", wanted)
    google, said = asked(links.google)
    assert google == "https://calendar.google.com/calendar/render"
    kept = wanted | {"cancelled": "prefix"}
    assert asked(said.pop("cid")) == ("webcal://talks.example/nets.ics", kept)
    assert said == {}
    for link in (links.outlook, links.microsoft):
        _, said = asked(link)
        assert said == {"url": links.address, "name": ODD}
        assert "+" not in link


@pytest.mark.parametrize(
    ("base", "reach"),
    [
        ("https://talks.example", True),
        ("https://talks.example:8443", True),
        ("http://93.184.216.34", True),
        ("http://[2606:2800:220:1::1]:80", True),
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000", False),
        ("http://10.1.2.3", False),
        ("http://192.168.0.2:8000", False),
        ("http://localhost:8000", False),
        ("http://bot.localhost", False),
        ("http://printer.local", False),
        ("http://intranet", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_who_is_elsewhere_is_offered_only_what_they_can_reach(base: str, *, reach: bool) -> None:
    assert is_in_reach(base) is reach
    links = feed_links(base, "/nets.ics", (), "Nets")
    assert [bool(one) for one in (links.google, links.outlook, links.microsoft)] == [reach] * 3
    assert bool(links.webcal) is bool(base)
    assert links.path == "/nets.ics"


def test_session_is_given_as_the_instants_that_it_is() -> None:
    links = copy_links(SERIES, SESSION, f"{BASE}/series/a%20b")
    assert links is not None
    assert asked(links.google) == (
        "https://calendar.google.com/calendar/render",
        {
            "action": "TEMPLATE",
            "text": f"Ada Example: {ODD}",
            "dates": "20260301T120000Z/20260301T124500Z",
            "ctz": "America/New_York",
            "details": f"{BASE}/series/a%20b",
            "location": "Room ½",
        },
    )
    said = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": f"Ada Example: {ODD}",
        "startdt": "2026-03-01T12:00:00Z",
        "enddt": "2026-03-01T12:45:00Z",
        "body": f"{BASE}/series/a%20b",
        "location": "Room ½",
    }
    assert asked(links.outlook) == ("https://outlook.live.com/calendar/0/deeplink/compose", said)
    assert asked(links.microsoft) == (
        "https://outlook.office.com/calendar/0/deeplink/compose", said
    )  # fmt: skip
    assert "zoom" not in f"{links}"


def test_session_in_the_hour_that_clocks_repeat_is_its_own_instant() -> None:
    """Half past one comes twice on that night; the wall clock alone would not tell which."""
    at = NOW.replace(month=11, hour=6, minute=30)
    for hours in (-1, 0):
        start = Moment.of(at + timedelta(hours=hours), "America/New_York")
        assert f"{start.wall:%H:%M}" == "01:30"
        links = copy_links(SERIES, replace(SESSION, start=start, end=None), "")
        assert links is not None
        dates = asked(links.google)[1]["dates"]
        assert dates == f"20261101T{6 + hours:02}3000Z/20261101T{7 + hours:02}3000Z"


def test_session_without_a_date_is_not_to_be_added() -> None:
    assert copy_links(SERIES, replace(SESSION, start=None, end=None), "") is None


def test_long_title_makes_no_address_that_servers_refuse() -> None:
    links = copy_links(SERIES, replace(SESSION, own_title="ä" * 50_000), "")
    assert isinstance(links, CopyLinks)
    assert max(len(link) for link in (links.google, links.outlook, links.microsoft)) < 2500


def test_bot_is_opened_by_a_hash_that_links_can_carry() -> None:
    link = telegram_link("ExampleBot", "series", "https://zoom.example/j/93817264055")
    bot, said = asked(link)
    assert bot == "https://t.me/ExampleBot"
    assert said["start"].isalnum()
    assert len(said["start"]) == 12
    assert telegram_link("", "series") == ""


def test_what_is_asked_of_a_page_narrows_or_counts_as_not_said() -> None:
    asked_for = read_narrowing(b"kind=keynote&speaker=+Ada++Example&lang=de")
    assert asked_for == Narrowing(TalkKind.KEYNOTE, "Ada Example")
    for odd in (b"kind=break", b"kind=no", b"speaker=" + b"x" * 99, b"&" * 99, b"\xff"):
        assert read_narrowing(odd) == Narrowing()


def test_only_what_occurs_can_be_chosen() -> None:
    talks = (
        Talk(id="k", kind=TalkKind.KEYNOTE, speakers=(Speaker(name="Zoë Example"),)),
        Talk(id="b", kind=TalkKind.BREAK),
        Talk(id="t", speakers=(Speaker(name="Ada Example"), Speaker(name="Zoë Example"))),
    )
    series = replace(SERIES, sessions=(replace(SESSION, talks=talks),))
    assert kinds_of(series) == (TalkKind.TALK, TalkKind.KEYNOTE)
    assert speakers_of(series) == ("Ada Example", "Zoë Example")
    assert Narrowing(TalkKind.KEYNOTE, "zoe").finds_some(series, NOW)
    assert not Narrowing(TalkKind.KEYNOTE, "ada").finds_some(series, NOW)
