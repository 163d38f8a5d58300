"""Fetching from real servers on the loopback address, friendly and hostile."""

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources import connecting
from bot.sources.fetched import Fetched, FetchError, Known, Limits
from bot.sources.fetching import fetch
from bot.sources.redirecting import check_way
from bot.sources.resolving import is_public

pytestmark = pytest.mark.enable_socket

ALLOWED = Limits(allow_private=True, longest=5, most_bytes=100_000, most_redirects=3)
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answer, host: str = "127.0.0.1") -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):  # the client may have hung up, as it should
                answer(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    with Server((host, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://{host}:{server.server_port}"
        server.shutdown()
        thread.join()


def page(handler: BaseHTTPRequestHandler, body: bytes = b"a page", **headers: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def redirect(handler: BaseHTTPRequestHandler, to: str) -> None:
    handler.send_response(302)
    handler.send_header("Location", to)
    handler.end_headers()


def test_page_is_fetched_with_its_type_and_address() -> None:
    with serving(page) as url:
        assert fetch(f"{url}/a?b=c", ALLOWED) == Fetched(b"a page", f"{url}/a?b=c", "text/html")


def test_packed_page_is_unpacked() -> None:
    with serving(lambda h: page(h, gzip.compress(b"packed" * 99), Content_Encoding="gzip")) as url:
        assert fetch(url, ALLOWED).data == b"packed" * 99


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::1]:{port}/",
        "http://0.0.0.0:{port}/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.1.2.3/",
        "https://192.168.1.1/",
    ],
)
def test_inside_is_not_reached(url: str) -> None:
    reached = []
    with (
        serving(reached.append) as base,
        pytest.raises(FetchError, match=r"private network or this machine|no server is called"),
    ):
        fetch(url.format(port=base.rpartition(":")[2]), Limits(longest=5))
    assert reached == []


@pytest.fixture
def first_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make 127.0.0.1 count as public, for a server that leads to one that is not."""
    home = ipaddress.ip_address("127.0.0.1")
    monkeypatch.setattr(connecting, "is_public", lambda one: one == home)


@pytest.mark.usefixtures("first_is_public")
def test_redirect_to_the_inside_is_not_followed() -> None:
    reached = []
    with (
        serving(reached.append, "127.0.0.2") as inside,
        serving(lambda h: redirect(h, inside)) as outside,
        pytest.raises(FetchError, match=r"127\.0\.0\.2, an address inside"),
    ):
        fetch(outside, Limits(longest=5))
    assert reached == []


@pytest.mark.usefixtures("first_is_public")
def test_name_that_leads_inside_the_second_time_is_not_followed() -> None:
    answers = iter(["127.0.0.1", "127.0.0.2"])

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        redirect(handler, f"http://rebinding.example:{handler.server.server_address[1]}/again")

    with serving(answer) as url:
        port = url.rpartition(":")[2]
        with pytest.raises(FetchError, match=r"127\.0\.0\.2, an address inside"):
            fetch(
                f"http://rebinding.example:{port}/",
                Limits(longest=5),
                lambda _: [next(answers)],
            )


def test_name_that_is_not_found_in_time_is_left() -> None:
    ends = threading.Event()

    def resolve(_: str) -> list[str]:
        ends.wait(60)
        return ["127.0.0.1"]

    begin = time.monotonic()
    with pytest.raises(FetchError, match=r"where slow\.example is takes too long"):
        fetch("http://slow.example/", Limits(allow_private=True, longest=0.3), resolve)
    assert time.monotonic() - begin < 20
    ends.set()


def test_name_that_is_not_found_is_told() -> None:
    def resolve(_: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FetchError, match=r"^http://x\.example/: no server is called x\.example$"):
        fetch("http://x.example/", ALLOWED, resolve)


def test_name_with_several_addresses_is_tried_at_each() -> None:
    with serving(page) as url:
        port = url.rpartition(":")[2]
        found = fetch(f"http://two.example:{port}/", ALLOWED, lambda _: ["127.0.0.9", "127.0.0.1"])
    assert found.data == b"a page"


def test_redirects_are_followed_and_counted() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        number = int(handler.path.strip("/"))
        page(handler) if number == 0 else redirect(handler, f"/{number - 1}")

    with serving(answer) as url:
        assert fetch(f"{url}/3", ALLOWED).url == f"{url}/0"
        with pytest.raises(FetchError, match="more than 3 redirects"):
            fetch(f"{url}/4", ALLOWED)


def test_redirect_to_a_file_is_not_followed() -> None:
    with (
        serving(lambda h: redirect(h, "file:///etc/passwd")) as url,
        pytest.raises(FetchError, match="only http and https"),
    ):
        fetch(url, ALLOWED)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match="only http and https"):
        fetch(url, ALLOWED)


def test_large_page_is_refused_while_it_comes() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        page(handler, b"")
        for _ in range(1000):
            handler.wfile.write(b"x" * 10_000)

    with serving(answer) as url, pytest.raises(FetchError, match=r"there is more than"):
        fetch(url, ALLOWED)


def test_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    with (
        serving(lambda h: page(h, bomb, Content_Encoding="gzip")) as url,
        pytest.raises(FetchError, match=r"there is more than"),
    ):
        fetch(url, ALLOWED)


@pytest.mark.parametrize(
    ("body", "encoding", "why"),
    [
        (b"not packed", "gzip", "cannot be unpacked"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-12], "gzip", "too early"),
        (b"x", "br", "packs with br"),
    ],
)
def test_badly_packed_page_is_refused(body: bytes, encoding: str, why: str) -> None:
    with (
        serving(lambda h: page(h, body, Content_Encoding=encoding)) as url,
        pytest.raises(FetchError, match=why),
    ):
        fetch(url, ALLOWED)


def drip_body(handler: BaseHTTPRequestHandler) -> None:
    page(handler, b"")
    for _ in range(600):
        handler.wfile.write(b"x")
        time.sleep(0.1)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for _ in range(600):
        handler.wfile.write(b"X")
        time.sleep(0.1)


def say_nothing(_: BaseHTTPRequestHandler) -> None:
    time.sleep(60)


@pytest.mark.parametrize("answer", [drip_body, drip_headers, say_nothing])
def test_slow_server_is_left(answer: Answer) -> None:
    begin = time.monotonic()
    with serving(answer) as url, pytest.raises(FetchError, match="takes too long"):
        fetch(url, Limits(allow_private=True, longest=0.5))
    assert time.monotonic() - begin < 20


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda h: h.send_error(404), "answers 404"),
        (lambda h: h.wfile.write(b"nonsense\r\n\r\n"), "cannot be fetched"),
        (lambda _: None, "cannot be fetched"),
    ],
)
def test_bad_answer_is_told(answer: Answer, why: str) -> None:
    with serving(answer) as url, pytest.raises(FetchError, match=why):
        fetch(url, ALLOWED)


def test_server_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="cannot be fetched: Connection refused"):
        fetch(f"http://127.0.0.1:{port}/", ALLOWED)


@pytest.mark.parametrize("url", ["http://", "http://[", "http://a b/", "http://\x00/", "http:///x"])
def test_no_address_is_told(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, ALLOWED)


private = st.sampled_from(
    [ipaddress.ip_network(net) for net in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16")]
).flatmap(lambda net: st.ip_addresses(network=net))


@given(private)
def test_private_address_stays_private_however_it_is_wrapped(
    address: ipaddress.IPv4Address,
) -> None:
    number = int(address)
    for wrapped in (
        address,
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80)),
        ipaddress.IPv6Address((0x64_FF9B << 96) | number),
    ):
        assert not is_public(wrapped)


@pytest.mark.parametrize("text", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_open_internet_is_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


def test_what_is_known_is_not_sent_again() -> None:
    known = Known('"a"', "Tue, 01 Jun 2027 08:00:00 GMT")
    asked = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append((handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]))
        handler.send_response(304)
        handler.send_header("ETag", '"a"')
        handler.end_headers()

    with serving(answer) as url:
        fetched = fetch(f"{url}/", ALLOWED, known=known)
    assert fetched == Fetched(b"", f"{url}/", "", Known('"a"'), is_known=True)
    assert asked == [('"a"', "Tue, 01 Jun 2027 08:00:00 GMT")]


@pytest.mark.parametrize("mark", ["ä", "x" * 301, "a\tb"])
def test_marks_that_are_none_are_left_out(mark: str) -> None:
    with serving(lambda h: page(h, ETag=mark, Last_Modified="now")) as url:
        assert fetch(url, ALLOWED).version == Known("", "now")


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("120", timedelta(minutes=2)),
        ("99999999999999", timedelta(days=7)),
        ("Fri, 31 Dec 1999 23:59:59 GMT", timedelta(0)),
        ("Fri, 31 Dec 2199 23:59:59 -0000", timedelta(days=7)),
        ("soon", None),
        ("-5", None),
    ],
)
def test_how_long_a_server_wants_to_be_left_alone(said: str, rest: timedelta | None) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(503)
        handler.send_header("Retry-After", said)
        handler.end_headers()

    with serving(answer) as url, pytest.raises(FetchError, match="503") as raised:
        fetch(url, ALLOWED)
    assert raised.value.retry_after == rest


@pytest.mark.parametrize(("host", "is_followed"), [("localhost", False), ("127.0.0.1", True)])
def test_other_sites_are_not_followed_if_told_so(host: str, is_followed: bool) -> None:  # noqa: FBT001
    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/there":
            page(handler)
        else:
            redirect(handler, f"http://{host}:{handler.server.server_address[1]}/there")

    limits = Limits(allow_private=True, same_site=True, longest=5)
    with serving(answer) as url:
        if is_followed:
            assert fetch(url, limits).data == b"a page"
            return
        with pytest.raises(FetchError, match="it leads elsewhere, to localhost"):
            fetch(url, limits)


@pytest.mark.parametrize(
    ("begun", "to", "why"),
    [
        ("https://a.example/x", "https://a.example/y", ""),
        ("http://a.example/x", "https://a.example/y", ""),
        ("http://a.example/x", "http://b.example/y", ""),
        ("https://a.example/x", "http://a.example/x", "from https to http, to a.example"),
        (
            "https://a.example/x",
            "http://b.example/x?key=c4nary",
            "from https to http, to b.example",
        ),
        ("https://u:p@a.example/x", "https://u:p@a.example/y", ""),
        ("https://u:p@a.example/x", "https://b.example/y", ""),
        (
            "https://u:p@a.example/x",
            "https://u:p@b.example/y",
            "leads to b.example with a password",
        ),
        ("https://u:p@a.example/x", "https://u:p@a.example:8443/y", "with a password of its own"),
        ("https://a.example/x", "https://u:c4nary@a.example/y", "with a password of its own"),
        ("https://a.example/x", "ftp://a.example/y", "only http and https"),
    ],
)
def test_page_leads_on_no_less_safely_and_with_no_passwords(begun: str, to: str, why: str) -> None:
    try:
        check_way(httpx.URL(begun), httpx.URL(to), same_site=False)
        told = ""
    except FetchError as error:
        told = str(error)
    assert why in told
    assert bool(why) == bool(told)
    assert "c4nary" not in told


def test_password_of_an_address_goes_to_its_own_server_alone() -> None:
    seen = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append((handler.path, handler.headers.get("Authorization")))
        if handler.path == "/one":
            redirect(handler, "/two")
        elif handler.path == "/two":
            redirect(handler, f"http://localhost:{handler.server.server_address[1]}/three")
        else:
            page(handler)

    with serving(answer) as url:
        assert fetch(url.replace("://", "://u:p@") + "/one", ALLOWED).data == b"a page"
    assert seen == [("/one", "Basic dTpw"), ("/two", "Basic dTpw"), ("/three", None)]
