"""A room that a definition names is told in time, by the whole service on a simulated clock."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.channels.rooms import running_webhooks

from .service import ROOT, environment, started, wait_until

pytestmark = pytest.mark.enable_socket
CLOCK = ("--clock", "2021-06-28 15:28 CEST", "--speed", "10")  # two minutes before a reminder
CANARY = "canaryCANARYcanaryCANARY00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "schedules", tmp_path / "schedules")
    path = tmp_path / "schedules" / "theory-of-neural-nets.yaml"
    text = path.read_text("utf-8").replace("link: public", "link: subscribers")
    path.write_text(f"{text}broadcast: [team, nowhere]\n", "utf-8")
    return tmp_path


def test_room_is_told_in_time_and_without_the_link(folder: Path) -> None:
    with running_webhooks() as rooms:
        address = f"json://ada:{CANARY}@127.0.0.1:{rooms.port}/{CANARY}"
        settings = {"TALKBELL_BROADCAST_TEAM": address, "TALKBELL_LOG_LEVEL": "debug"}
        with started(folder, "run", "--port", "0", *CLOCK, **settings) as service:
            wait_until(lambda: bool(rooms.arrived), f"a message, {service.err}")
            service.wait_for_log("TALKBELL_BROADCAST_NOWHERE")
            metrics = service.get("/metrics")[1].decode()
            assert service.end()[0] == 0
            told = "".join([*service.out, *service.err, metrics])
    ((path, message),) = rooms.arrived
    assert path == f"/{CANARY}"
    assert message["title"] == "Internal Seminar: Theory of Neural Nets — in 1 hour"
    assert "Scott Pesme" in message["message"]
    assert "16:30–17:30 CEST" in message["message"]
    assert "zoom" not in str(message)
    assert "62400754289" not in str(message)
    assert CANARY not in told
    assert sum("target nowhere gets nothing" in line for line in service.err) == 1


@pytest.mark.parametrize(
    "address", ["slack://T1/A1/x", "json://rooms.example/x", "mailto://localhost/x"]
)
@pytest.mark.parametrize("command", ["run", "worker"])
def test_simulated_clock_tells_no_room_of_people(folder: Path, address: str, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", command, *CLOCK],
        cwd=folder,
        env=environment(TALKBELL_BROADCAST_TEAM_A=address, TALKBELL_PORT="0"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert (
        "a simulated clock tells no room of people: unset TALKBELL_BROADCAST_TEAM_A" in done.stderr
    )
