"""Requests that no honest client sends get a clear answer, and no client holds a connection."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.web import connections
from tests.web.site import Site, received

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def status_of(answer: bytes) -> int:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 ")
    status = int(head.split()[1])
    assert status < 400 or body, answer
    return status


def request(target: str = "/", *headers: str) -> bytes:
    lines = [f"GET {target} HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (request("/" + "a" * 9000), 414),
        (request("/?" + "a=b&" * 3000), 414),
        (request("/", "X: " + "a" * 17000), 431),
        (request("/", *(f"X{n}: {n}" for n in range(120))), 431),
        (request("/", "X: " + "a" * 15000), 200),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 300_000, 431),
        (b"GET /" + b"a" * 300_000, 414),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400),
        (b"GET  HTTP/1.1\r\n\r\n", 400),
        (b"CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (request("/", "Content-Length: 5", "Transfer-Encoding: chunked"), 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\nabc", 413),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 405),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n", 400),
        (request("/../../etc/passwd"), 404),
        (request("/%2e%2e/%2e%2e/etc/passwd"), 404),
        (request("/seminar.ics%00.html"), 404),
        (request("/%ff%fe"), 404),
        (request("/%"), 404),
        (request("//evil.example/%2f.."), 404),
        (request("http://evil.example/seminar.ics"), 200),
        (request("/seminar.ics#fragment"), 200),
        (request("/seminar", "Host: <script>"), 200),
        (b"HEAD /seminar.ics HTTP/1.0\r\n\r\n", 200),
        (request("/", "Upgrade: websocket", "Connection: Upgrade"), 200),
        (request("/", "Expect: 100-continue"), 200),
        (request("/", "Range: bytes=0-1,5-9,2-3"), 200),
        (request("/seminar.ics", 'If-None-Match: "a", W/, ,,*'), 304),
    ],
)  # fmt: skip
def test_request_is_answered_clearly(site: Site, said: bytes, status: int) -> None:
    assert status_of(site.say(said)) == status


def test_host_that_is_none_is_written_nowhere(site: Site) -> None:
    answer = site.say(b'GET / HTTP/1.1\r\nHost: evil"><b>\r\nConnection: close\r\n\r\n')
    assert status_of(answer) == 200
    assert b"evil" not in answer
    assert b"webcal://talks.example:81/seminar.ics" in site.say(
        b"GET /seminar HTTP/1.1\r\nHost: talks.example:81\r\nConnection: close\r\n\r\n"
    )


def test_pipelined_requests_are_all_answered(site: Site) -> None:
    many = b"GET /seminar.ics HTTP/1.1\r\nHost: x\r\n\r\n" * 20 + request("/healthz")
    assert site.say(many).count(b"HTTP/1.1 200 OK") == 21


def test_body_is_not_taken_for_another_request(site: Site) -> None:
    inner = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    head = f"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(inner)}\r\n\r\n".encode()
    assert site.say(head + inner).count(b"HTTP/1.1 ") == 1


def test_body_that_does_not_end_holds_no_connection(site: Site) -> None:
    answer = site.say(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\nabc", patience=5)
    assert status_of(answer) == 200


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the service lose its patience within a test's."""
    monkeypatch.setattr(connections, "_LOOK", 0.1)
    monkeypatch.setattr(connections, "_LONGEST_HEAD", 0.4)


@pytest.mark.usefixtures("_impatient")
def test_half_open_connections_are_ended(own_site: Site) -> None:
    begins = [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"\r\n\r\n"]

    def linger(begin: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", own_site.port), timeout=10) as client:
            client.sendall(begin)
            return received(client)

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(linger, begins * 10))
    assert {status_of(answer) for answer in answers} == {408}


@pytest.mark.usefixtures("_impatient")
def test_head_that_comes_in_drops_is_ended(own_site: Site) -> None:
    with socket.create_connection(("127.0.0.1", own_site.port), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        began = time.monotonic()
        while time.monotonic() < began + 10:
            try:
                client.sendall(b"X: y\r\n")
            except OSError:  # a broken pipe, or a reset
                break
            time.sleep(0.05)
        assert time.monotonic() - began < 5


@pytest.mark.usefixtures("_impatient")
def test_slow_readers_are_dropped(own_site: Site) -> None:
    site = own_site
    abstract = "words " * 400
    rows = "".join(
        f"  - {{id: s{n}, start: 2027-01-01 {n % 24:02}:00, title: T{n}, abstract: {abstract}}}\n"
        for n in range(200)
    )
    site.write("big", f"id: big\ntitle: Big\ntimezone: UTC\nduration: 1 hour\nsessions:\n{rows}")
    site.sync()
    size = len(site.get("/big.ics").raw)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(10)
        client.connect(("127.0.0.1", site.port))
        client.sendall(b"GET /big.ics HTTP/1.1\r\nHost: x\r\n\r\n" * 40)
        time.sleep(2)
        assert len(received(client)) < 40 * size
    assert site.get("/healthz").status == 200


@pytest.mark.usefixtures("_impatient")
def test_patient_readers_get_all(own_site: Site) -> None:
    """One who reads steadily is not dropped, nor one who asks again after a while."""
    with socket.create_connection(("127.0.0.1", own_site.port), timeout=10) as client:
        for _ in range(3):
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(65536).startswith(b"HTTP/1.1 200")
            time.sleep(0.7)  # longer than a head may take: nothing was begun
