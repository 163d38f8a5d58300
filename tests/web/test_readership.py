"""Who reads the feeds of a series is counted by app and day, and nobody can tell who it was."""

import asyncio
import timeit
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store.engine import Store, open_store
from bot.store.series.readers import Readers, list_readers
from bot.web.calendar_apps import App, app_of
from bot.web.readership import Readership
from tests.store.seminar import put
from tests.web.conftest import SEMINAR
from tests.web.site import Site

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PHONE = "iOS/17.4 (21E219) dataaccessd/1.0"
GOOGLE = "Google-Calendar-Importer"


@pytest.mark.parametrize(
    ("agent", "app"),
    [
        (PHONE, App.APPLE),
        ("macOS/14.4 (23E214) CalendarAgent/1000.1", App.APPLE),
        ("Mac OS X/10.15.7 (19H2) CalendarAgent/930.5.1", App.APPLE),
        (GOOGLE, App.GOOGLE),
        ("Mozilla/5.0 (compatible; Google-Calendar-Importer)", App.GOOGLE),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0; Pro)", App.OUTLOOK),
        ("Microsoft Exchange/15.20 (Calendar)", App.OUTLOOK),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko Thunderbird/128.1", App.THUNDERBIRD),
        ("Nextcloud Server Crawler", App.NEXTCLOUD),
        ("ICSx5/2.2 (2024/03; dav4jvm; okhttp) Android/14", App.NEXTCLOUD),
        ("curl/8.5.0", App.OTHER),
        ("", App.OTHER),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) CriOS/122.0", None),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", None),
    ],
)
def test_apps_are_known_by_what_they_say(agent: str, app: App | None) -> None:
    assert app_of(agent) == app


class Counting:
    """A readership with a clock to turn, and its store."""

    def __init__(self, store: Store) -> None:
        self.now, self.store = NOON, store
        self.readership = Readership(now=lambda: self.now)

    def ask(self, address: str, agent: str, series: str = "seminar") -> None:
        headers = [(b"host", b"x"), (b"user-agent", agent.encode())]
        self.readership.note(series, {"client": (address, 1), "headers": headers})

    def stored(self, series: str = "seminar") -> list[Readers]:
        asyncio.run(self.readership.write(self.store))
        with self.store.reading() as connection:
            return list_readers(connection, series, since=date(2000, 1, 1))


def test_each_reader_counts_once_a_day(store: Store) -> None:
    put(store)
    put(store, id="other")
    counting = Counting(store)
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2"):
        counting.ask(address, PHONE)
        counting.ask(address, GOOGLE)
        counting.ask(address, "Mozilla/5.0 Firefox/130")
    counting.ask("192.0.2.1", PHONE, "other")
    today = NOON.date()
    first = [Readers(today, "apple", 3), Readers(today, "google", 1)]
    assert counting.stored() == first
    counting.ask("192.0.2.3", PHONE)
    assert counting.stored()[0] == Readers(today, "apple", 4)
    counting.now += timedelta(hours=12)
    counting.ask("192.0.2.1", PHONE)
    assert counting.stored()[2:] == [Readers(today + timedelta(days=1), "apple", 1)]
    assert counting.stored("other") == [Readers(today, "apple", 1)]


def test_counts_wait_while_the_database_is_away(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    put(store)
    counting = Counting(store)
    counting.ask("192.0.2.1", PHONE)
    with open_store("sqlite:////dev/null") as broken:
        for _ in range(2):
            asyncio.run(counting.readership.write(broken))
    counting.ask("192.0.2.2", PHONE)
    assert counting.stored() == [Readers(NOON.date(), "apple", 2)]
    assert len(caplog.records) == 1
    assert "192.0.2" not in caplog.text


def test_no_address_is_kept_and_no_reader_is_known_on_another_day(store: Store) -> None:
    counting, seen = Counting(store), []
    for _ in range(2):
        counting.ask("192.0.2.77", PHONE)
        assert "192.0.2.77" not in repr(vars(counting.readership))
        seen += [set(readers) for readers in vars(counting.readership)["_seen"].values()]
        counting.now += timedelta(days=1)
    assert [len(one) for one in seen] == [1, 1]
    assert seen[0] != seen[1]


def test_counting_takes_a_few_microseconds(store: Store) -> None:
    counting = Counting(store)
    headers = [(b"host", b"x")] * 6 + [(b"user-agent", PHONE.encode())]
    scope = {"client": ("2001:db8::1", 1), "headers": headers}
    best = min(
        timeit.repeat(lambda: counting.readership.note("seminar", scope), number=2000, repeat=5)
    )
    assert best / 2000 < 25e-6


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_feeds_of_a_series_count_ready_or_not(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    for agent in ("curl/1", "curl/2", "curl/3"):
        site.get("/seminar.ics", user_agent=agent)
        site.get("/seminar/one.ics", user_agent="curl/4")
        site.get("/seminar.json", user_agent="curl/5")
        site.get("/seminar", user_agent="curl/6")
        site.get("/all.ics", user_agent="curl/7")
    asyncio.run(site.app.state.readership.write(site.store))
    with site.store.reading() as connection:
        (one,) = list_readers(connection, "seminar", since=date(2000, 1, 1))
    assert (one.day, one.app, one.count) == (site.now.date(), "other", 4)
