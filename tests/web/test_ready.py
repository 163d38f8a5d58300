"""What was asked before is answered the quick way, just as it was the first time."""

import pytest

from tests.web.site import Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def ask(site: Site, method: str, *headers: str) -> tuple[list[bytes], bytes]:
    lines = [f"{method} /seminar.ics HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]
    head, _, body = site.say("\r\n".join(lines).encode()).partition(b"\r\n\r\n")
    return [line for line in head.split(b"\r\n") if not line.startswith(b"date: ")], body


def asked(site: Site, status: str) -> float:
    labels = {"route": "ics", "status": status}
    registry = site.app.state.metrics.registry
    return registry.get_sample_value("talkbell_requests_total", labels) or 0.0


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", (), "200"),
        ("GET", ("Accept-Encoding: gzip",), "200"),
        ("GET", ("If-None-Match: *",), "304"),
        ("HEAD", (), "200"),
    ],
)
def test_ready_answers_are_whole_and_counted(
    site: Site, method: str, headers: tuple[str, ...], status: str
) -> None:
    first, before = ask(site, method, *headers), asked(site, status)
    head, body = ask(site, method, *headers)
    assert (head, body) == first
    assert asked(site, status) == before + 1
    assert head[0].startswith(f"HTTP/1.1 {status} ".encode())
    assert head.count(b"connection: close") == 1
    has_body = method == "GET" and status == "200"
    assert bool(body) == has_body
    if has_body:
        assert f"content-length: {len(body)}".encode() in head
