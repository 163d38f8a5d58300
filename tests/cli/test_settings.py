"""`talkbell settings`, and settings as other commands take them."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ran

Talkbell = Callable[..., Ran]


def test_every_setting_is_printed_with_its_origin(
    talkbell: Talkbell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "config").mkdir()
    (folder / "config" / "talkbell.toml").write_text("log_level = 'debug'\n")
    monkeypatch.setenv("TALKBELL_DATABASE_URL", "postgresql://me:canary@host/name")
    ran = talkbell("settings", "--port", "9000", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "schedules": {"value": "schedules", "from": "default"},
        "data": {"value": "data", "from": "default"},
        "host": {"value": "127.0.0.1", "from": "default"},
        "port": {"value": 9000, "from": "--port"},
        "public_url": {"value": "", "from": "default"},
        "database_url": {
            "value": "postgresql://me:********@host/name",
            "from": "TALKBELL_DATABASE_URL",
        },
        "telegram_token": {"value": "", "from": "default"},
        "telegram_base_url": {"value": "", "from": "default"},
        "telegram_paid_broadcast": {"value": False, "from": "default"},
        "telegram_updates": {"value": "auto", "from": "default"},
        "telegram_messages_per_second": {"value": 30, "from": "default"},
        "telegram_chat_seconds": {"value": 1.0, "from": "default"},
        "telegram_group_seconds": {"value": 3.0, "from": "default"},
        "deliveries_in_flight": {"value": 4, "from": "default"},
        "broadcast": {"value": {}, "from": "default"},
        "announcements_per_day": {"value": 3, "from": "default"},
        "watched_minutes": {"value": 15, "from": "default"},
        "watched_seconds": {"value": 30, "from": "default"},
        "requests_per_minute": {"value": 1200, "from": "default"},
        "trusted_proxies": {"value": [], "from": "default"},
        "log_level": {"value": "debug", "from": "config/talkbell.toml"},
        "log_format": {"value": "auto", "from": "default"},
    }
    text = talkbell("settings", "--port", "9000")
    assert tomllib.loads(text.out) == {
        name: one["value"] for name, one in json.loads(ran.out).items()
    }
    assert "port = 9000 " in text.out
    assert "# --port\n" in text.out


def test_a_variable_that_sets_nothing_is_named(
    talkbell: Talkbell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALKBELL_SERVICE_HOST", "10.0.0.1")
    ran = talkbell("settings")
    assert ran.code == 0
    assert ran.err == "TALKBELL_SERVICE_HOST: there is no such setting; it counts for nothing\n"


@pytest.mark.parametrize("command", ["settings", "check", "export", "sync", "migrate"])
def test_settings_that_cannot_be_used_are_told_by_every_command_that_needs_them(
    talkbell: Talkbell, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("TALKBELL_PORT", "x")
    monkeypatch.setenv("TALKBELL_SCHEDULE", "here")
    assert talkbell(command) == Ran(
        1,
        "",
        "TALKBELL_SCHEDULE: there is no such setting; did you mean TALKBELL_SCHEDULES?\n"
        'TALKBELL_PORT: this cannot be used, read "x"; write a number from 0 to 65535\n'
        "talkbell: the settings cannot be used; mend what is told above first\n",
    )
    assert not (folder / "data").exists()


@pytest.mark.parametrize("how", ["variable", "file", "argument before", "argument behind"])
def test_definitions_are_found_where_it_is_set(
    talkbell: Talkbell, folder: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    (folder / "schedules").rename(folder / "series")
    arguments = ["check"]
    match how:
        case "variable":
            monkeypatch.setenv("TALKBELL_SCHEDULES", "series")
        case "file":
            (folder / "config").mkdir()
            (folder / "config" / "talkbell.toml").write_text("schedules = 'series'")
        case "argument before":
            arguments = ["--schedules", "series", "check"]
        case _:
            arguments = ["check", "--schedules", "series"]
    assert talkbell(*arguments).out == "2 definitions, 4 sessions: all is well\n"


def test_migrate_makes_the_database_and_may_be_called_again(
    talkbell: Talkbell, folder: Path
) -> None:
    told = Ran(0, "sqlite:///kept/talkbell.db has the form of this version\n", "")
    assert talkbell("migrate", "--data", "kept") == told
    assert (folder / "kept" / "talkbell.db").exists()
    assert talkbell("migrate", "--data", "kept") == told
