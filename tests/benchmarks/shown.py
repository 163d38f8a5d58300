"""Pages over HTTP, and as a browser shows them: `python -m tests.benchmarks.shown`.

The page is that of a series of 500 sessions. Pages a second are measured against constant bytes,
served by the same server; the first paint in a Chromium that is slowed down to a phone's pace,
against a page that says hardly anything.
"""

import shutil
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.context import SpawnContext
from pathlib import Path

from playwright.sync_api import Browser, Page

from bot.domain.series import Series
from bot.flows.ingest import sync
from bot.sources.definition import dump_definition
from bot.store.engine import open_store
from tests.benchmarks.feeds import SESSIONS, constant, filled, running, service
from tests.benchmarks.load import load
from tests.benchmarks.measuring import show
from tests.benchmarks.samples import seminar
from tests.browser.chromium import running_chromium

ROUNDS = 8
CHANGES = 5
REQUESTS = 400
CITIES = ("London", "Tokyo", "New_York", "Sydney", "Kolkata", "Sao_Paulo", "Nairobi", "Denver")
_AREAS = {"London": "Europe", "Tokyo": "Asia", "Sydney": "Australia", "Kolkata": "Asia",
          "Nairobi": "Africa"}  # fmt: skip
# Lighthouse's "slow 4G", with the processor four times slower.
_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8,
            "uploadThroughput": 0.75e6 / 8}  # fmt: skip
_SLOWER = 4
_READ_WITHIN = 2.0  # seconds: the service asks its database twice a second
_PAINTED = """() => new Promise(found => new PerformanceObserver((list, observer) => {
  const first = list.getEntries().find(one => one.name === 'first-contentful-paint');
  if (first) { observer.disconnect(); found(first.startTime); }
}).observe({ type: 'paint', buffered: true }))"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        url = filled(Path(name))
        context = get_context("spawn")
        with running(context, service, url) as ours, running(context, constant) as bare:
            _weigh(ours)
            _count(context, ours, bare)
            _change(ours, Path(name), url)
            _paint(ours)


def _weigh(port: int) -> None:
    page = _fetched(port, "/seminar")
    assets = [word for word in page.split('"') if word.startswith("/static/")]
    sizes = [len(_sent(port, path)) for path in ("/seminar", *dict.fromkeys(assets))]
    parts = " + ".join(f"{size / 1000:.1f}" for size in sizes)
    show(f"page of {SESSIONS} sessions, over the wire", f"{sum(sizes) / 1000:.0f} kB",
         f"text, then what it names: {parts} (goal: at most 150)")  # fmt: skip


def _count(context: SpawnContext, ours: int, bare: int) -> None:
    size = len(_sent(ours, "/seminar"))
    calls = [(ours, _get("/seminar"), REQUESTS), (bare, _get(f"/{size}"), REQUESTS)]
    best = [float("inf")] * 2
    with context.Pool(1) as client:
        for _ in range(ROUNDS):
            took = [client.apply(load, call) for call in calls]
            best = [min(pair) for pair in zip(best, took, strict=True)]
    mine, constant_bytes = (REQUESTS / took for took in best)
    show("  asked again and again", f"{mine:,.0f}/s",
         f"{constant_bytes:,.0f}/s constant: {mine / constant_bytes:.2f} of it")  # fmt: skip
    made = min(_timed(ours, f"{_AREAS.get(city, 'America')}/{city}") for city in CITIES)
    show("  made for another reader", f"{1 / made:,.0f}/s", f"{made * 1000:.0f} ms each")


def _change(port: int, folder: Path, url: str) -> None:
    """Time the first look at the page after each of some changes of one session."""
    path, took = folder / "seminar.yaml", []
    with open_store(url) as store:
        for number in range(CHANGES):
            path.write_text(dump_definition(_retitled(seminar(SESSIONS), number)))
            sync(store, [path], now=datetime.now(UTC))
            time.sleep(_READ_WITHIN)
            took.append(_timed(port, "Europe/London"))
            assert _timed(port, "Europe/London") < took[-1], "the change was not there"
    best = min(took)
    show("  the first time after a change", f"{1 / best:,.0f}/s", f"{best * 1000:.0f} ms each")


def _retitled(series: Series, number: int) -> Series:
    """Return the series with another title for the first talk of a session amid it."""
    at = len(series.sessions) // 2
    session = series.sessions[at]
    talk = replace(session.talks[0], title=f"Another title, the {number}.")
    session = replace(session, talks=(talk, *session.talks[1:]))
    return replace(series, sessions=(*series.sessions[:at], session, *series.sessions[at + 1 :]))


def _timed(port: int, zone: str) -> float:
    begin = time.perf_counter()
    _sent(port, "/seminar", f"zone={zone}")
    return time.perf_counter() - begin


def _paint(port: int) -> None:
    if not shutil.which("chromium"):
        show("  first paint", "not measured", "no chromium on this machine")
        return
    with running_chromium() as browser:
        bare = _first_paint(browser, f"http://127.0.0.1:{port}/robots.txt")
        ours = _first_paint(browser, f"http://127.0.0.1:{port}/seminar")
    show("  first contentful paint, slow 4G, CPU / 4", f"{ours:,.0f} ms",
         f"{bare:,.0f} ms for a line of text: {ours / bare:.1f} times")  # fmt: skip


def _first_paint(browser: Browser, address: str) -> float:
    """Return the least milliseconds until something is seen, of a visit with nothing kept."""
    return min(_painted(browser, address) for _ in range(ROUNDS))


def _painted(browser: Browser, address: str) -> float:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        page: Page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", _NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        page.goto(address)
        return float(page.evaluate(_PAINTED))
    finally:
        context.close()


def _get(target: str) -> bytes:
    lines = [f"GET {target} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip"]
    return "\r\n".join([*lines, "", ""]).encode()


def _sent(port: int, path: str, cookie: str = "") -> bytes:
    """Return what is answered, as it was sent: packed."""
    return _asked(port, path, {"Accept-Encoding": "gzip", "Cookie": cookie})


def _fetched(port: int, path: str) -> str:
    return _asked(port, path, {}).decode()


def _asked(port: int, path: str, headers: dict[str, str]) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().read()
    finally:
        connection.close()


if __name__ == "__main__":
    main()
