"""The times of pages are those that `talkbell when` tells, for readers all over the world.

Also in the weeks in which clocks change, here or there, and for hosts on both sides of the ocean.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import html

from bot.cli import main
from tests.web.site import Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

HOSTS = ("Europe/Zurich", "America/New_York")
ZONES = (
    "America/Los_Angeles", "America/New_York", "America/St_Johns", "America/Sao_Paulo",
    "Europe/London", "Europe/Zurich", "Africa/Casablanca", "Asia/Jerusalem", "Asia/Kolkata",
    "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Auckland",
)  # fmt: skip
# America changes on 8 March and 1 November, Europe on 29 March and 25 October.
CHANGES = (date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1))
DAYS = tuple(change + timedelta(days=away) for change in CHANGES for away in (-2, -1, 0, 1, 4))
HOURS = ("23:45", "16:30", "00:30")  # so that no two overlap, of which pages make one timetable


def walls() -> list[str]:
    return [f"{day} {HOURS[number % 3]}" for number, day in enumerate(DAYS)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("zones")) as running:
        running.now = datetime(2026, 2, 1, tzinfo=UTC)
        for number, zone in enumerate(HOSTS):
            sessions = [
                {"id": f"s{row}", "start": wall, "title": wall} for row, wall in enumerate(walls())
            ]
            series = {"id": f"host-{number}", "title": zone, "timezone": zone, "sessions": sessions}
            running.write(f"host-{number}", json.dumps(series))
        running.sync()
        yield running


def told(wall: str, host: str, output: pytest.CaptureFixture[bytes]) -> dict[str, tuple[str, str]]:
    """Return what `talkbell when` says for each zone: local time with offset, and the hour."""
    there = [part for zone in ZONES for part in ("--in", zone)]
    assert main(["when", f"{wall} {host}", *there, "--format", "json"]) == 0
    found = json.loads(output.readouterr().out)["elsewhere"]
    locals_ = [datetime.fromisoformat(one["local"]) for one in found]
    return {
        zone: (local.isoformat(timespec="minutes"), f"{local:%H:%M} {one['abbreviation']}")
        for zone, local, one in zip(ZONES, locals_, found, strict=True)
    }


@pytest.mark.parametrize("host", HOSTS)
def test_pages_tell_the_times_that_the_command_tells(
    site: Site, host: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    by_row = [told(wall, host, capsysbinary) for wall in walls()]
    path = f"/host-{HOSTS.index(host)}"
    for zone in ZONES:
        page = html.fromstring(site.get(path, cookie=f"zone={zone}").text)
        for row, expected in enumerate(by_row):
            times = [
                (one.get("datetime"), one.text_content())
                for one in page.xpath(f"//*[@id='session-s{row}']//time")
            ]
            if DAYS[row] in CHANGES:  # on a page of its own, it is told as there
                alone = html.fromstring(site.get(f"{path}/s{row}", cookie=f"zone={zone}").text)
                ats_alone = [one.get("datetime") for one in alone.xpath("//main//time")]
                assert ats_alone[: len(times)] == [one for one, _ in times]
            at, hour = expected[zone]
            own_at, own_hour = expected[host]
            ats, hours = zip(*times, strict=True)
            # The host's own time stands beside it, unless the two clocks show the same.
            assert ats == ((at, own_at) if at[:16] != own_at[:16] else (at,)), (zone, times)
            assert hour in hours[0], (zone, times)
            assert own_hour in hours[-1] or len(hours) == 1, (zone, times)
