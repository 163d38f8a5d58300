"""Whatever the path, the query and the headers are: a clear answer, and never a 5xx."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web.queries import ABOUT
from tests.web.site import Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

EASY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_VISIBLE = "".join(sign for sign in string.printable if sign > " " and sign not in "#")
_encoded = st.binary(max_size=6).map(lambda data: "".join(f"%{byte:02x}" for byte in data))
_texts = st.text(_VISIBLE, max_size=12) | _encoded
_segments = _texts | st.sampled_from(
    ["seminar", "workshop", "all", "my", "two", "day", "..", ".", "seminar.ics", "one.ics",
     "all.ics", "seminar.json", "seminar.xml", "seminar.atom", "healthz", "%2e%2e", "*"]
)  # fmt: skip
_values = _texts | st.sampled_from(
    ["talk", "keynote", "session", "15m", "0", "-1h", "PT1H", "99999999 weeks", "no", "prefix",
     "drop", "Europe/Zurich", "CST", "PST (UTC-8)", "Tokyo", "1:2:3", "a" * 300]
)  # fmt: skip
_pairs = st.tuples(st.sampled_from([*ABOUT, "no", ""]) | _texts, _values).map("=".join)
_queries = st.lists(_pairs, max_size=6).map("&".join) | _texts
_headers = st.dictionaries(
    st.sampled_from(["if-none-match", "if-modified-since", "accept-encoding", "accept", "host",
                     "range", "content-length", "cookie", "connection"]),
    st.text(string.printable.translate({10: None, 11: None, 12: None, 13: None}), max_size=40)
    | st.sampled_from(["*", "gzip", "gzip;q=", "text/html", "0", "Sat, 01 Jan 2050 00:00:00 GMT"]),
    max_size=4,
)  # fmt: skip


@EASY
@given(path=st.lists(_segments, max_size=4), query=_queries)
def test_any_address_is_answered(site: Site, path: list[str], query: str) -> None:
    target = "/" + "/".join(path) + ("?" + query if query else "")
    answer = site.say(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert_clear(answer)


@EASY
@given(
    headers=_headers,
    target=st.sampled_from(
        ["/", "/seminar", "/seminar.ics", "/all.ics?alarm=1h", "/my/x.ics", "/n"]
    ),
)
def test_any_headers_are_answered(site: Site, headers: dict[str, str], target: str) -> None:
    lines = [f"GET {target} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items())]
    lines += ["Connection: close", "", ""]
    assert_clear(site.say("\r\n".join(lines).encode()))


@EASY
@given(query=_queries, name=st.sampled_from(["all.ics", "seminar.ics", "workshop.ics"]))
def test_any_query_gives_a_calendar_or_says_why_not(site: Site, query: str, name: str) -> None:
    said = f"GET /{name}?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    status, body = assert_clear(site.say(said.encode()))
    if status == 200:
        assert body.startswith(b"BEGIN:VCALENDAR\r\n")
        assert body.endswith(b"END:VCALENDAR\r\n")
    else:
        assert status == 400


@EASY
@given(noise=st.binary(max_size=200))
def test_any_bytes_are_answered(site: Site, noise: bytes) -> None:
    answer = site.say(noise + b"\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert_clear(answer)


def assert_clear(answer: bytes) -> tuple[int, bytes]:
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    assert status < 500, answer
    if status >= 400:
        assert b"content-type: text/" in head
        assert body.decode()
        assert b"Traceback" not in body
    return status, body
