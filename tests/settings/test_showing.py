"""Settings as they are shown: whole, and without what is secret."""

import tomllib

import pytest

from bot.settings import read_settings, show_settings, shown_values


def test_what_is_shown_is_toml_and_tells_where_it_comes_from() -> None:
    effective, _ = read_settings({"port": "9000", "trusted_proxies": "10.0.0.1,::1"})
    assert effective
    shown = show_settings(effective)
    assert tomllib.loads(shown) == shown_values(effective.settings)
    assert "port = 9000 " in shown
    assert [line.partition("# ")[2] for line in shown.splitlines()] == [
        *["default"] * 3,
        "--port",
        *["default"] * 15,
        "--trusted-proxies",
        *["default"] * 2,
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://me@host/name", "postgresql://me@host/name"),
        ("postgresql://me:canary@host/name", "postgresql://me:********@host/name"),
        ("postgresql://me:can/ary@1?#@host/name", "postgresql://me:********@host/name"),
        ("postgresql://host/name?password=canary", "postgresql://host/name?********"),
        ("sqlite:////var/talkbell.db", "sqlite:////var/talkbell.db"),
        ("", "sqlite:///data/talkbell.db"),
    ],
)
def test_a_database_is_shown_without_its_password(address: str, expected: str) -> None:
    effective, _ = read_settings({"database_url": address})
    assert effective
    assert shown_values(effective.settings)["database_url"] == expected


def test_addresses_of_broadcasts_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKBELL_BROADCAST_TEAM_SLACK", "slack://canary/b/c")
    effective, _ = read_settings({})
    assert effective
    shown = show_settings(effective)
    assert "canary" not in shown
    assert tomllib.loads(shown)["broadcast"] == {"team-slack": "********"}
    assert shown.splitlines()[-1].endswith("# TALKBELL_BROADCAST_TEAM_SLACK")
