"""What `talkbell doctor` tells of an installation that is well, and of one that is broken."""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.wiring.diagnosis import judge_broadcasts, judge_clock, judge_room, judge_zone_data
from bot.wiring.findings import Finding, Verdict, examine
from bot.wiring.probing import judge_bot, judge_health
from tests.channels.rooms import Webhooks, running_webhooks
from tests.cli.conftest import Ran
from tests.journeys.service import started
from tests.telegram_emulator.client import Emulator
from tests.telegram_emulator.fixtures import durations, emulator, running

__all__ = ["durations", "emulator", "running"]

pytestmark = pytest.mark.enable_socket

GOLDEN = Path(__file__).parents[1] / "golden" / "doctor"
IS_WRITING = bool(os.environ.get("TALKBELL_WRITE_GOLDEN"))
CANARY = "canaryCANARYcanaryCANARY00"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
Talkbell = Callable[..., Ran]


@pytest.fixture(autouse=True)
def plain_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take out the last variable of ours: one that it does not know is told."""
    del folder
    monkeypatch.delenv("TALKBELL_WRITE_GOLDEN", raising=False)


@pytest.fixture
def rooms() -> Iterator[Webhooks]:
    with running_webhooks() as opened:
        yield opened


def settled(text: str) -> str:
    """Return what was printed without what differs from one machine or day to another."""
    text = re.sub(r"[\d,]+ MB are free", "N MB are free", text)
    text = re.sub(
        r"(zone data +)\d{4}[a-z](; the machine's own.*)?$", r"\1VERSION", text, flags=re.MULTILINE
    )
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)


def check_golden(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if IS_WRITING:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_fresh_installation_is_well(talkbell: Talkbell) -> None:
    ran = talkbell("doctor")
    check_golden("fresh", settled(ran.out))
    assert (ran.code, ran.err) == (0, "")
    assert not Path("data").exists()  # looking changes nothing


def test_installation_with_everything_is_well(
    talkbell: Talkbell,
    folder: Path,
    emulator: Emulator,
    rooms: Webhooks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = folder / "schedules" / "seminar.yaml"
    path.write_text(path.read_text() + "broadcast: team-slack\n")
    with started(folder, "run", "--port", "0") as service:
        monkeypatch.setenv("TALKBELL_PUBLIC_URL", service.address)
        monkeypatch.setenv("TALKBELL_TELEGRAM_TOKEN", emulator.token)
        monkeypatch.setenv("TALKBELL_TELEGRAM_BASE_URL", emulator.base_url)
        monkeypatch.setenv(
            "TALKBELL_BROADCAST_TEAM_SLACK", f"json://127.0.0.1:{rooms.port}/{CANARY}"
        )
        ran = talkbell("doctor")
        structured = json.loads(talkbell("doctor", "--format", "json").out)
    check_golden("well", settled(ran.out))
    assert (ran.code, ran.err) == (0, "")
    assert {one["verdict"] for one in structured} == {"ok"}
    assert set(structured[0]) == {"about", "verdict", "found", "mend"}
    assert rooms.arrived == []


def test_everything_broken_is_told_without_secrets(
    talkbell: Talkbell,
    folder: Path,
    emulator: Emulator,
    rooms: Webhooks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = folder / "schedules" / "seminar.yaml"
    path.write_text(path.read_text() + "broadcast: [nowhere, odd]\ncolr: teal\n")
    other = folder / "schedules" / "workshop.yaml"
    other.write_text(other.read_text() + "broadcast: [nowhere, odd]\n")
    rooms.status = 503
    monkeypatch.setenv("TALKBELL_PUBLIC_URL", f"http://127.0.0.1:{rooms.port}")
    monkeypatch.setenv("TALKBELL_TELEGRAM_TOKEN", f"4242:{CANARY}")
    monkeypatch.setenv("TALKBELL_TELEGRAM_BASE_URL", emulator.base_url)
    monkeypatch.setenv("TALKBELL_BROADCAST_ODD", f"slack://{CANARY}")
    monkeypatch.setenv("TALKBELL_BROADCAST_UNUSED", f"json://127.0.0.1/{CANARY}")
    monkeypatch.setenv("TALKBELL_FOO", CANARY)
    monkeypatch.setenv("TALKBELL_DATABASE_URL", f"postgresql://me:{CANARY}@127.0.0.1:1/talkbell")
    ran = talkbell("doctor")
    check_golden("broken", settled(ran.out))
    assert (ran.code, ran.err) == (1, "")
    assert CANARY.lower() not in ran.out.lower()


def test_settings_that_cannot_be_used_are_told_first(
    talkbell: Talkbell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALKBELL_PORT", "eighty")
    monkeypatch.setenv("TALKBELL_BROADCAST_A", f"file://{CANARY}")
    ran = talkbell("doctor")
    check_golden("settings", settled(ran.out))
    assert (ran.code, ran.err) == (1, "")


def test_nobody_there_and_a_database_of_no_use(
    talkbell: Talkbell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "talkbell.db").write_text("this is no database, and never was one")
    with running_webhooks() as gone:
        port = gone.port
    monkeypatch.setenv("TALKBELL_PUBLIC_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("TALKBELL_TELEGRAM_TOKEN", f"4242:{CANARY}")
    monkeypatch.setenv("TALKBELL_TELEGRAM_BASE_URL", f"http://127.0.0.1:{port}/bot")
    ran = talkbell("doctor", "--schedules", "nowhere")
    check_golden("nobody", settled(ran.out))
    assert (ran.code, ran.err) == (1, "")


def test_what_hangs_is_told_in_time(
    talkbell: Talkbell, rooms: Webhooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.doctor._PATIENCE", 0.5)
    monkeypatch.setenv("TALKBELL_PUBLIC_URL", f"http://127.0.0.1:{rooms.port}")
    rooms.is_hanging = True
    begin = time.monotonic()
    ran = talkbell("doctor")
    assert time.monotonic() - begin < 20  # it hangs for a minute
    assert ran.code == 1
    assert "wrong    public address  no answer within 0.5 seconds\n" in ran.out


def test_a_test_is_sent_to_one_target_alone(
    talkbell: Talkbell, rooms: Webhooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALKBELL_BROADCAST_A", f"json://127.0.0.1:{rooms.port}/a/{CANARY}")
    monkeypatch.setenv("TALKBELL_BROADCAST_B", f"json://127.0.0.1:{rooms.port}/b/{CANARY}")
    sent = "ok       broadcast a  a test was sent to it\n1 ok\n"
    assert talkbell("doctor", "--send-test", "a") == Ran(0, sent, "")
    assert [path for path, _ in rooms.arrived] == [f"/a/{CANARY}"]
    rooms.status = 404
    refused = "wrong    broadcast b  b: JSON answered with 404\n"
    ran = talkbell("doctor", "--send-test", "b")
    assert (ran.code, ran.out.startswith(refused)) == (1, True)
    unknown = "talkbell: no address is set for c; there is one for: a, b\n"
    assert talkbell("doctor", "--send-test", "c") == Ran(1, "", unknown)


@pytest.mark.parametrize(
    ("off", "verdict", "found"),
    [
        (0.0, Verdict.OK, "as Telegram's"),
        (-2.0, Verdict.OK, "as Telegram's"),
        (2.4, Verdict.WARNING, "2 seconds ahead of Telegram's"),
        (-3600.0, Verdict.WARNING, "3600 seconds behind Telegram's"),
    ],
)
def test_clock_more_than_two_seconds_off_is_told(off: float, verdict: Verdict, found: str) -> None:
    judged = judge_clock(NOW + timedelta(seconds=off), NOW, "Telegram's")
    assert (judged.about, judged.verdict, judged.found) == ("clock", verdict, found)


@pytest.mark.parametrize(
    ("megabytes", "verdict"), [(500, "ok"), (499, "warning"), (50, "warning"), (49, "wrong")]
)
def test_room_on_the_disk(megabytes: int, verdict: str) -> None:
    assert judge_room(megabytes).verdict == verdict


@pytest.mark.parametrize(
    ("versions", "verdict", "found"),
    [
        (("2026.1", "2026a", "2026a"), "ok", "2026a"),
        (("2026.2", "2026b", ""), "ok", "2026b"),
        (("2026.2", "2026b", "2019c"), "ok", "2026b; the machine's own, 2019c, are not used"),
        (("2026.2", "2026a", "2026b"), "warning", "tzdata is of 2026b, and pytz of 2026a"),
    ],
)
def test_zone_data_of_two_versions_is_told(
    versions: tuple[str, str, str], verdict: str, found: str
) -> None:
    judged = judge_zone_data(*versions)
    assert (judged.verdict, judged.found) == (verdict, found)


@pytest.mark.parametrize(
    ("status", "content", "verdict", "found"),
    [
        (200, {"ok": True, "result": {"username": "a_bot"}}, "ok", "the bot is @a_bot"),
        (401, {"ok": False}, "wrong", "Telegram does not know the token"),
        (404, {"ok": False}, "wrong", "Telegram does not know the token"),
        (502, {"ok": False}, "warning", "Telegram answers with 502"),
        (200, None, "wrong", "what answers at h is no Bot API server (it says 200)"),
        (404, ["a"], "wrong", "what answers at h is no Bot API server (it says 404)"),
    ],
)
def test_answers_to_get_me(status: int, content: object, verdict: str, found: str) -> None:
    (judged,) = judge_bot(status, content, "h")
    assert (judged.verdict, judged.found) == (verdict, found)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ((200, b"ok\n", 200), "ok"),
        ((200, b"ok\n", 0), "ok"),
        ((200, b"ok\n", 404), "warning"),
        ((200, b"<html>", 200), "wrong"),
        ((502, b"ok\n", 200), "wrong"),
    ],
)
def test_answers_at_the_public_address(answer: tuple[int, bytes, int], verdict: str) -> None:
    assert judge_health("https://a.example", *answer, "s").verdict == verdict


def test_targets_are_judged_by_what_is_wrong_first() -> None:
    judged = judge_broadcasts(
        {"a", "b", "c", "d"}, {"a": "", "b": "odd", "d": "", "e": ""}, {"b": "x", "d": "a 404"}
    )
    assert [(one.about, one.verdict, one.found) for one in judged] == [
        ("broadcast a", "ok", "its address is understood"),
        ("broadcast b", "wrong", "odd"),
        ("broadcast c", "warning", "definitions name it, and it has no address"),
        ("broadcast d", "wrong", "given up: a 404"),
        ("broadcast e", "warning", "it has an address, and no definition names it"),
    ]


def test_check_that_fails_is_a_finding_without_its_text() -> None:
    def fail() -> list[Finding]:
        raise ValueError(CANARY)

    found = examine({"a": fail, "b": lambda: [Finding("b", Verdict.OK, "fine")]}, 5)
    assert [(one.about, one.verdict, one.found) for one in found] == [
        ("a", "wrong", "this could not be looked at (ValueError)"),
        ("b", "ok", "fine"),
    ]
