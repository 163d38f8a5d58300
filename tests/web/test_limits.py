"""How much one address may ask for."""

from pathlib import Path

import pytest

from bot.web.limits import Limits, client_of
from bot.web.options import WebOptions
from tests.web.conftest import SEMINAR
from tests.web.site import running_site


def scope(client: str) -> dict[str, object]:
    return {"type": "http", "client": (client, 1), "headers": []}


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no:address", "no:address"),
        ("", ""),
    ],
)
def test_addresses_are_counted_by_their_owner(address: str, counted: str) -> None:
    assert client_of(scope(address)) == counted


def test_clients_are_counted_apart_and_builds_apart_from_requests() -> None:
    limits = Limits(requests=3, builds=1)
    one, other = scope("192.0.2.1"), scope("192.0.2.2")
    assert [limits.take_request(one) for _ in range(4)] == [True, True, True, False]
    assert limits.take_request(other)
    assert [limits.take_build(one), limits.take_build(one)] == [True, False]
    assert 1 <= limits.wait(one) <= 60


def test_addresses_counted_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.limits._MOST_ADDRESSES", 100)
    limits = Limits(requests=1, builds=1)
    for number in range(1000):
        assert limits.take_request(scope(f"client-{number}"))
    assert len(limits._limiter.storage._counts) <= 100  # noqa: SLF001


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_who_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    with running_site(tmp_path, WebOptions(requests_per_minute=20, builds_per_minute=2)) as site:
        site.write("seminar", SEMINAR)
        site.sync()
        statuses = [site.get(f"/seminar.ics?alarm={n}m").status for n in (1, 2, 3, 1, 2)]
        assert statuses == [200, 200, 429, 200, 200]
        for _ in range(15):
            assert site.get("/seminar.ics?alarm=1m").status == 200
        refused = site.get("/seminar.ics?alarm=1m")
        assert refused.status == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert f"Try again in {refused.headers['retry-after']} seconds" in refused.text
        assert refused.headers["x-content-type-options"] == "nosniff"
        assert site.get("/healthz").status == 200
        assert site.get("/readyz").status == 200


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_usual_limit_is_that_of_the_settings(tmp_path: Path) -> None:
    with running_site(tmp_path, WebOptions()) as site:
        statuses = [site.get("/robots.txt").status for _ in range(1201)]
    assert (statuses.count(200), statuses.count(429)) == (1200, 1)
