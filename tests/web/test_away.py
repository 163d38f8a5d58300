"""While the database is away, what was read before goes on being served."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.engine import open_store
from bot.web.app import build_app
from bot.web.options import WebOptions
from tests.web.conftest import SEMINAR
from tests.web.site import OPTIONS, Site, running_site, serving, wait_until

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def take_away(site: Site) -> None:
    """Let the database be no database any more, as after a full disk or a lost mount."""
    path = Path(site.store.engine.url.database or "")
    site.store.engine.dispose()
    for file in path.parent.glob(path.name + "*"):
        file.rename(file.with_name("away-" + file.name))
    path.mkdir()
    site.refresh()


def bring_back(site: Site) -> None:
    path = Path(site.store.engine.url.database or "")
    path.rmdir()
    for file in path.parent.glob("away-*"):
        file.rename(file.with_name(file.name.removeprefix("away-")))
    site.refresh()


TARGETS = ["/", "/seminar", "/seminar.ics", "/all.ics", "/seminar.json", "/seminar.xml",
           "/seminar.atom", "/seminar/two.ics", "/seminar.ics?alarm=7m"]  # fmt: skip


def test_last_good_bytes_go_out(own_site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    token = site.new_chat("seminar")
    mine = site.get(f"/my/{token}.ics")
    asked = {target: site.get(target) for target in TARGETS[:5]}
    with caplog.at_level(logging.WARNING):
        take_away(site)
        later = {target: site.get(target) for target in TARGETS}
        mine_later = site.get(f"/my/{token}.ics")
    assert {target: later[target].raw for target in asked} == {
        target: reply.raw for target, reply in asked.items()
    }
    assert {reply.status for reply in later.values()} == {200}
    assert (mine_later.status, mine_later.raw) == (200, mine.raw)
    assert site.get(f"/my/{token}.ics", if_none_match=mine.headers["etag"]).status == 304
    assert "serving what was read before" in caplog.text
    assert token not in caplog.text
    assert site.get("/healthz").status == 200
    unready = site.get("/readyz")
    assert (unready.status, "what was read before is served" in unready.text) == (503, True)
    assert "talkbell_database_up 0.0" in site.get("/metrics").text
    bring_back(site)
    assert site.get("/readyz").status == 200
    site.later(timedelta(hours=1))
    site.write("seminar", SEMINAR.replace("Second thoughts", "Third thoughts"))
    site.sync()
    assert "Third thoughts" in site.get("/seminar.ics").text


def test_warning_comes_once_a_minute(own_site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        take_away(own_site)
        for _ in range(5):
            own_site.refresh()
        assert caplog.text.count("serving what was read before") == 1
        own_site.later(timedelta(minutes=1))
        own_site.refresh()
        assert caplog.text.count("serving what was read before") == 2
    bring_back(own_site)


def test_personal_feed_never_made_is_not_denied(own_site: Site) -> None:
    """A 404 would tell an app to forget the calendar."""
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    token = site.new_chat("seminar")
    take_away(site)
    reply = site.get(f"/my/{token}.ics")
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    bring_back(site)


def test_service_starts_before_its_database(tmp_path: Path) -> None:
    (tmp_path / "talkbell.db").mkdir()
    with open_store(f"sqlite:///{tmp_path / 'talkbell.db'}") as store:
        with serving(build_app(store, OPTIONS)) as port:
            site = Site(store, tmp_path, OPTIONS)
            site.port = port
            assert site.get("/healthz").status == 200
            assert site.get("/readyz").status == 503
            for target in ("/", "/seminar.ics", "/all.ics"):
                reply = site.get(target)
                assert (reply.status, reply.headers["retry-after"]) == (503, "5")
            (tmp_path / "talkbell.db").rmdir()
            store.migrate()
            wait_until(lambda: site.get("/readyz").status == 200)
            assert site.get("/all.ics").status == 200


def test_feed_that_cannot_be_made_goes_out_as_it_was(
    own_site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    before = site.get("/seminar.ics")
    site.later(timedelta(hours=1))
    monkeypatch.setattr("bot.flows.publish.join_calendar", lambda *_: 1 / 0)
    site.write("seminar", SEMINAR.replace("Second thoughts", "Third thoughts"))
    site.sync()
    after = site.get("/seminar.ics")
    assert (after.status, after.raw) == (200, before.raw)
    assert "the last one goes out" in caplog.text
    failed = site.get("/seminar.ics?alarm=5m")
    assert failed.status == 500
    assert "ZeroDivision" not in failed.text
    monkeypatch.undo()
    assert "Third thoughts" in site.get("/seminar.ics").text


def test_memory_is_bounded_and_answers_stay_right(tmp_path: Path) -> None:
    small = WebOptions(cache_bytes=40_000, requests_per_minute=10**6, builds_per_minute=10**6)
    with running_site(tmp_path, small) as site:
        site.write("seminar", SEMINAR)
        site.sync()
        usual = site.get("/seminar.ics")
        for minutes in range(1, 60):
            assert site.get(f"/seminar.ics?alarm={minutes}m").status == 200
        before = site.builds()
        assert site.get("/seminar.ics?alarm=1m").status == 200
        assert site.builds() == before + 1
        assert site.get("/seminar.ics").raw == usual.raw
