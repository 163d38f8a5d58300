"""The whole service at a webhook: Telegram brings what people say, and no log has its secret."""

import shutil
import socket
from pathlib import Path

import pytest

from bot.chat.telegram import webhook_secret
from tests.telegram_emulator.client import Emulator, running_emulator, shown

from .service import ROOT, started, wait_until

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "schedules", tmp_path / "schedules")
    return tmp_path


def on(emulator: Emulator) -> dict[str, str]:
    return {
        "TALKBELL_TELEGRAM_TOKEN": emulator.token,
        "TALKBELL_TELEGRAM_BASE_URL": emulator.base_url,
        "TALKBELL_LOG_LEVEL": "debug",
    }


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_people_are_answered_at_a_webhook(folder: Path) -> None:
    port = free_port()
    with (
        running_emulator() as emulator,
        started(
            folder,
            *("run", "--port", str(port)),
            TALKBELL_PUBLIC_URL=f"http://127.0.0.1:{port}",
            TALKBELL_TELEGRAM_UPDATES="webhook",
            **on(emulator),
        ) as service,
    ):
        ada = emulator.add_user()
        wait_until(lambda: bool(emulator.do("told")["webhook"]["url"]), "no webhook")
        answer = emulator.ask(ada, "/start theory-of-neural-nets")
        assert "Theory of Neural Nets" in shown(answer)
        assert service.get("/readyz") == (200, b"ready\n")
        assert emulator.calls("getUpdates") == []
        assert emulator.do("told")["webhook"]["url"] == f"{service.address}/telegram/updates"
        assert service.get("/telegram/updates")[0] == 404
        assert service.end()[0] == 0
        told = "".join(service.out + service.err)
    assert webhook_secret(emulator.token) not in told
    assert emulator.token not in told


def test_a_token_that_is_revoked_is_seen_from_outside(folder: Path) -> None:
    with (
        running_emulator() as emulator,
        started(folder, "run", "--port", "0", **on(emulator)) as service,
    ):
        ada = emulator.add_user()
        emulator.ask(ada, "/help")
        emulator.fail(
            "answer", times=None, method="getUpdates", code=401, description="Unauthorized"
        )
        emulator.say(ada, "/help")
        reason = b"the bot on Telegram hears nobody: Telegram refuses the bot's token"
        service.wait_for("/readyz", b"ready\n" + reason)
        assert service.get("/readyz")[0] == 200  # the feeds are well
        assert b"talkbell_troubles 1.0" in service.get("/metrics")[1]
        emulator.do("mend")
        wait_until(lambda: service.get("/readyz") == (200, b"ready\n"), "no recovery")
        assert service.end()[0] == 0


def test_a_webhook_without_an_address_is_refused(folder: Path) -> None:
    with (
        running_emulator() as emulator,
        pytest.raises(AssertionError) as raised,
        started(folder, "run", "--port", "0", TALKBELL_TELEGRAM_UPDATES="webhook", **on(emulator)),
    ):
        pass
    assert "set TALKBELL_PUBLIC_URL to one that begins with https://" in str(raised.value)
