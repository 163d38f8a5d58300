"""Personal calendars: the links in them, and the secrecy of their addresses."""

import logging
import time
from datetime import timedelta
from statistics import median

import pytest
from icalendar import Calendar

from bot.flows.personal_feed import renew_personal_feed, revoke_personal_feed
from bot.store.chats.subscriptions import find_or_add_chat, subscribe
from tests.web.conftest import SEMINAR
from tests.web.site import Reply, Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def summaries(reply: Reply) -> list[str]:
    assert reply.status == 200
    return sorted(str(one["SUMMARY"]) for one in Calendar.from_ical(reply.body).walk("VEVENT"))


def test_feed_has_what_the_chat_follows_with_links(site: Site) -> None:
    token = site.new_chat("seminar", starred=(("workshop", "day"), ("seminar", "one")))
    reply = site.get(f"/my/{token}.ics")
    assert summaries(reply) == [
        "Ada Example: First words",
        "Ada Example: Opening",
        "Bela Beispiel: Closing",
        "Béla Beispiel: Second thoughts",
        "Cleo Exemple",
        "Coffee",
    ]
    assert "CONFERENCE" in reply.text
    assert "93817264055" in reply.text.replace("\r\n ", "")
    assert reply.text.count("NAME:My talks") == 2
    assert token not in reply.text
    assert "93817264055" not in site.get("/all.ics").text.replace("\r\n ", "")


def test_starred_session_comes_alone(site: Site) -> None:
    token = site.new_chat(starred=(("seminar", "two"),))
    assert summaries(site.get(f"/my/{token}.ics")) == ["Béla Beispiel: Second thoughts"]


def test_feed_is_for_nobody_else(site: Site) -> None:
    reply = site.get(f"/my/{site.new_chat('seminar')}.ics", origin="https://evil.example")
    kept = {name: reply.headers.get(name) for name in (
        "cache-control", "referrer-policy", "x-robots-tag", "access-control-allow-origin",
        "content-disposition")}  # fmt: skip
    assert kept == {
        "cache-control": "private, no-cache",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow",
        "access-control-allow-origin": None,
        "content-disposition": 'inline; filename="my-talks.ics"',
    }


def test_feed_takes_the_query_of_calendars(site: Site) -> None:
    token = site.new_chat("seminar", "workshop")
    assert summaries(site.get(f"/my/{token}.ics?kind=keynote")) == ["Ada Example: Opening"]
    assert site.get(f"/my/{token}.ics?no=1").status == 400


def test_feed_of_one_who_follows_nothing_is_empty(site: Site) -> None:
    assert summaries(site.get(f"/my/{site.new_chat()}.ics")) == []


def test_what_did_not_change_is_not_made_again(site: Site) -> None:
    token = site.new_chat("seminar")
    first = site.get(f"/my/{token}.ics", accept_encoding="gzip")
    before = site.builds()
    for headers in (
        {"if_none_match": first.headers["etag"]},
        {"if_modified_since": first.headers["last-modified"]},
    ):
        reply = site.get(f"/my/{token}.ics", accept_encoding="gzip", **headers)
        assert (reply.status, reply.headers["cache-control"]) == (304, "private, no-cache")
    assert site.builds() == before


def test_subscribing_shows_at_once(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.write("other", SEMINAR.replace("id: seminar", "id: other"))
    site.sync()
    with site.store.writing() as connection:
        chat = find_or_add_chat(connection, "test", "7", now=site.now)
        subscribe(connection, chat, "seminar", now=site.now)
    token = renew_personal_feed(site.store, chat, now=site.now)
    first = site.get(f"/my/{token}.ics")
    site.later(timedelta(minutes=5))
    with site.store.writing() as connection:
        subscribe(connection, chat, "other", now=site.now)
    more = site.get(f"/my/{token}.ics", if_modified_since=first.headers["last-modified"])
    assert len(summaries(more)) == 2 * len(summaries(first))


def refused(site: Site, token: str) -> tuple[int, dict[str, str], bytes]:
    reply = site.get(f"/my/{token}.ics")
    return reply.status, {k: v for k, v in reply.headers.items() if k != "date"}, reply.raw


def test_renewed_revoked_unknown_and_malformed_tokens_answer_alike(own_site: Site) -> None:
    site = own_site
    with site.store.writing() as connection:
        chat = find_or_add_chat(connection, "test", "7", now=site.now)
    renewed = renew_personal_feed(site.store, chat, now=site.now)
    assert site.get(f"/my/{renewed}.ics").status == 200
    revoked = renew_personal_feed(site.store, chat, now=site.now)
    assert site.get(f"/my/{renewed}.ics").status == 404
    revoke_personal_feed(site.store, chat, now=site.now)
    tokens = [renewed, revoked, "A" * 43, "x", "%00", "a" * 5000, "..", "%ff", revoked + "="]
    answers = [refused(site, token) for token in tokens]
    assert answers == [answers[0]] * len(tokens)
    assert answers[0][0] == 404


def test_tokens_take_the_same_time(own_site: Site) -> None:
    site = own_site
    with site.store.writing() as connection:
        chat = find_or_add_chat(connection, "test", "7", now=site.now)
    revoked = renew_personal_feed(site.store, chat, now=site.now)
    revoke_personal_feed(site.store, chat, now=site.now)
    times: dict[str, list[float]] = {token: [] for token in (revoked, "B" * 43, "x")}
    for _ in range(60):
        for token, took in times.items():
            began = time.perf_counter()
            site.get(f"/my/{token}.ics")
            took.append(time.perf_counter() - began)
    medians = [median(took) for took in times.values()]
    assert max(medians) < 2 * min(medians)


def test_tokens_reach_no_log_and_no_metric(
    own_site: Site, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    site = own_site
    token = site.new_chat()
    with caplog.at_level(logging.DEBUG):
        site.get(f"/my/{token}.ics")
        site.get(f"/my/{token}.ics?no=1")
        site.get(f"/my/{token}.ics/")
        site.get(f"/my/{token}")
        site.say(f"GET /my/{token}.ics HTTP/1.1\r\n\x00".encode() + b"\r\n\r\n")
        answers = [site.get(target).text for target in ("/metrics", "/", f"/my/{token}", "/my/")]
    written = capfd.readouterr()
    assert not [text for text in (caplog.text, written.out, written.err, *answers) if token in text]
