"""What may stand in no log, in each form in which it could come."""

import time

import pytest

from bot.domain.series import Join
from bot.logs import Redactor

TOKEN = "1234567" + ":" + "AAcanary-canary_canary0123456789abc"


def redactor() -> Redactor:
    known = Redactor()
    known.learn([Join(url="https://meet.example/room/canary-9?k=1", passcode="s3cret")])
    return known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"POST https://api.example/bot{TOKEN}/getMe", "POST https://api.example/bot[hidden]/getMe"),
        (f"as {TOKEN.replace(':', '%3A')}.", "as [hidden]."),
        ("GET /my/canary.ics?a=1 200", "GET /my/[hidden]?a=1 200"),
        ("https://talks.example/organize/canary?a=1", "https://talks.example/organize/[hidden]?a=1"),
        ("next=%2Fmy%2Fcanary.ics&b", "next=%2Fmy%2F[hidden]&b"),
        ("postgresql://me:can@ry/1@host/db", "postgresql://me:[hidden]@host/db"),
        ("as slack://T1/canary/x?footer=no.", "as slack://[hidden]"),
        ("mailtos://me:canary@a.example/b", "mailtos://[hidden]"),
        ("POST https://hooks.slack.com/services/T1/canary 404",
         "POST https://hooks.slack.com/services/[hidden] 404"),
        ("https://discord.com/api/webhooks/1/canary", "https://discord.com/api/webhooks/[hidden]"),
        ("https://me:canary@host/path", "https://me:[hidden]@host/path"),
        (f"/start o_{'canary-' * 6}x", "/start [hidden]"),
        (f"/start s_{'canary-' * 6}x", "/start [hidden]"),
        (f"https://t.me/bot?start=o_{'canary_' * 6}x", "https://t.me/bot?start=[hidden]"),
        ("?a=1&pwd=canary&b=2", "?a=1&pwd=[hidden]&b=2"),
        ("{'password': 'canary'}", "{'password': '[hidden]'}"),
        ("Passcode: canary, room 3", "Passcode: [hidden], room 3"),
        ("https://epfl.zoom.us/j/62400754289?tk=canary#x", "https://[hidden]"),
        ("at epfl.zoom.us/j/62400754289", "at [hidden]"),
        ("?next=https%3A%2F%2Fepfl.zoom.us%2Fj%2F62400754289", "[hidden]"),
        ("from https://a.example/?u=https://meet.google.com/abc-defg-hij",
         "from https://a.example/?u=https://[hidden]"),
        ("to meet.example/room/canary-9", "to [for subscribers]"),
        ("say s3cret at the door", "say [for subscribers] at the door"),
    ],
)  # fmt: skip
def test_a_secret_is_taken_out(text: str, expected: str) -> None:
    assert redactor().redact_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "GET /theory-of-neural-nets.ics?alarm=15m 304 in 2 ms",
        "serving on http://127.0.0.1:8000",
        "schedules/a.yaml:3:11: timezone: this zone word is not known",
        "https://docs.example/zoom.us and 12:30 on 2026-01-01T10:00:00Z",
        "postgresql://me@host/db",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redactor().redact_text(text) == text


def test_values_are_searched_however_deep_they_are() -> None:
    known = Redactor()
    known.learn([Join(url="https://meet.example/j/123456789")])
    value = {"a": [1, 2.5, None, True, 123456789, ("pwd=canary",)], "b": ValueError("pwd=canary")}
    assert known.redact(value) == {
        "a": [1, 2.5, None, True, "[for subscribers]", ["pwd=[hidden]"]],
        "b": "pwd=[hidden]",
    }


def test_what_was_learnt_once_stays_known() -> None:
    known = redactor()
    known.learn([Join(url="https://meet.example/room/other", passcode="0ther")])
    known.learn([])
    assert known.redact_text("s3cret 0ther") == "[for subscribers] [for subscribers]"


@pytest.mark.parametrize("text", ["1" * 50_000, "/my" * 20_000, "a.b/" * 20_000, "a=" * 30_000])
def test_hostile_texts_take_no_longer_than_others(text: str) -> None:
    known, begin = redactor(), time.process_time()
    known.redact_text(text)
    assert time.process_time() - begin < 2
