"""Which of several settings counts, and how everything that is wrong is told at once."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]
DEFAULTS = {
    "schedules": Path("schedules"),
    "data": Path("data"),
    "host": "127.0.0.1",
    "port": 8000,
    "public_url": "",
    "telegram_base_url": "",
    "telegram_paid_broadcast": False,
    "telegram_updates": "auto",
    "telegram_messages_per_second": 30,
    "telegram_chat_seconds": 1.0,
    "telegram_group_seconds": 3.0,
    "deliveries_in_flight": 4,
    "broadcast": {},
    "announcements_per_day": 3,
    "watched_minutes": 15,
    "watched_seconds": 30,
    "requests_per_minute": 1200,
    "trusted_proxies": (),
    "log_level": "info",
    "log_format": "auto",
}


def settle(**arguments: object) -> tuple[Settings, dict[str, str]]:
    """Return the settings that count, and where those come from that are no defaults."""
    effective, problems = read_settings(arguments)
    assert [str(problem) for problem in problems] == []
    assert effective is not None
    origins = effective.origins.items()
    return effective.settings, {name: origin for name, origin in origins if origin != "default"}


def complaints(**arguments: object) -> list[str]:
    """Return what is wrong, as it is told."""
    effective, problems = read_settings(arguments)
    assert (effective is None) == bool(problems)
    return [str(problem) for problem in problems]


def configure(folder: Path, text: str) -> None:
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config" / "talkbell.toml").write_text(text, "utf-8")


def test_nothing_needs_to_be_set() -> None:
    settings, origins = settle()
    values = settings.model_dump()
    assert values.pop("database_url").get_secret_value() == ""
    assert values.pop("telegram_token").get_secret_value() == ""
    assert (values, origins) == (DEFAULTS, {})
    assert settings.database == "sqlite:///data/talkbell.db"


def test_arguments_count_before_variables_before_secret_files_before_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(
        folder,
        'port = 1\nhost = "file"\ndata = "file"\ndatabase_url = "sqlite:///file"\n',
    )
    (folder / "secret").write_text("postgresql://secret/file\n")
    monkeypatch.setenv("TALKBELL_DATABASE_URL_FILE", "secret")
    monkeypatch.setenv("TALKBELL_HOST", "variable")
    monkeypatch.setenv("TALKBELL_PORT", "2")
    settings, origins = settle(port="3")
    assert (settings.port, settings.host, settings.data) == (3, "variable", Path("file"))
    assert settings.database == "postgresql://secret/file"
    assert origins == {
        "port": "--port",
        "host": "TALKBELL_HOST",
        "data": "config/talkbell.toml",
        "database_url": "TALKBELL_DATABASE_URL_FILE",
    }
    monkeypatch.setenv("TALKBELL_DATABASE_URL", "postgresql://variable/name")
    assert settle()[0].database == "postgresql://variable/name"


def test_another_file_can_be_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(folder, "port = 1")
    (folder / "other.toml").write_text("port = 2")
    monkeypatch.setenv("TALKBELL_CONFIG", "other.toml")
    settings, origins = settle()
    assert (settings.port, origins) == (2, {"port": "other.toml"})
    monkeypatch.setenv("TALKBELL_CONFIG", "gone.toml")
    assert complaints() == [
        "TALKBELL_CONFIG: gone.toml: this cannot be read: No such file or directory"
    ]


def test_a_variable_without_text_sets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKBELL_PORT", "")
    assert settle()[0].port == 8000


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10.0.0.1", ("10.0.0.1/32",)),
        ("10.0.0.0/8, ::1", ("10.0.0.0/8", "::1/128")),
    ],
)
def test_a_variable_lists_with_commas(
    monkeypatch: pytest.MonkeyPatch, written: str, expected: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TALKBELL_TRUSTED_PROXIES", written)
    assert settle()[0].trusted_proxies == expected


def test_an_address_loses_its_last_slash_and_a_level_its_capitals() -> None:
    settings, _ = settle(public_url="https://talks.example.org/a/", log_level="WARNING")
    assert (settings.public_url, settings.log_level) == ("https://talks.example.org/a", "warning")


def test_a_data_folder_with_signs_of_addresses_is_an_address_still() -> None:
    settings, _ = settle(data="what? 100%")
    assert settings.database == "sqlite:///what%3F%20100%25/talkbell.db"


def test_everything_wrong_is_told_at_once_with_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(
        folder,
        'prot = 1\n\n# trusted_proxies = []\ntrusted_proxies = ["10.0.0.1", "10.0.0.1/8"]\n'
        "data = 5\n\n[web]\nrate = 3\n",
    )
    monkeypatch.setenv("TALKBELL_HOSTS", "here")
    monkeypatch.setenv("TALKBELL_PORT_FILE", "port.txt")
    monkeypatch.setenv("TALKBELL_LOG_LEVEL", "loud")
    assert complaints(port="80000", public_url="talks.example.org") == [
        "TALKBELL_HOSTS: there is no such setting; did you mean TALKBELL_HOST?",
        (
            "TALKBELL_PORT_FILE: there is no such setting; "
            "only secrets are read from files: set TALKBELL_PORT"
        ),
        "config/talkbell.toml:1: prot: there is no such setting; did you mean port?",
        "config/talkbell.toml:7: web: there is no such setting; there are "
        + ", ".join(Settings.model_fields),
        'config/talkbell.toml:5: data: this cannot be used, read "5"; write a folder',
        '--port: this cannot be used, read "80000"; write a number from 0 to 65535',
        (
            '--public-url: this cannot be used, read "talks.example.org"; '
            "write an address such as https://talks.example.org"
        ),
        (
            'config/talkbell.toml:4: trusted_proxies: this cannot be used, read "10.0.0.1/8"; '
            "write addresses or networks such as 127.0.0.1 or 10.0.0.0/8"
        ),
        (
            'TALKBELL_LOG_LEVEL: this cannot be used, read "loud"; '
            "write debug, info, warning, or error"
        ),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "eighty"),
        ("port", "-1"),
        ("port", True),
        ("host", "a b"),
        ("host", "http://here"),
        ("requests_per_minute", "0"),
        ("telegram_updates", "both"),
        ("telegram_messages_per_second", "0"),
        ("telegram_chat_seconds", "-1"),
        ("telegram_group_seconds", "nan"),
        ("telegram_group_seconds", True),
        ("telegram_paid_broadcast", "perhaps"),
        ("deliveries_in_flight", "0"),
        ("deliveries_in_flight", "65"),
        ("watched_minutes", "0"),
        ("public_url", "https://user@example.org"),
        ("public_url", "https://example.org/?a=1"),
        ("public_url", "https://example.org:99999"),
        ("public_url", "https://"),
        ("log_format", "xml"),
        ("trusted_proxies", "everybody"),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, value: object) -> None:
    (told,) = complaints(**{name: value})
    assert told.startswith(
        f'--{name.replace("_", "-")}: this cannot be used, read "{value}"; write '
    )


@pytest.mark.parametrize("value", ["mysql://me:canary@host/db", "canary", "sqlite://"])
def test_a_secret_is_not_shown_where_it_is_wrong(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("TALKBELL_DATABASE_URL", value)
    assert complaints() == [
        (
            "TALKBELL_DATABASE_URL: this cannot be used; "
            "write postgresql://USER:PASSWORD@HOST/NAME or sqlite:///FILE"
        )
    ]


def test_more_than_telegram_takes_for_nothing_has_to_be_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert complaints(telegram_messages_per_second="31") == [
        (
            '--telegram-messages-per-second: this cannot be used, read "31"; write a number from '
            "1 to 30, or to 1000 with telegram_paid_broadcast = true"
        )
    ]
    monkeypatch.setenv("TALKBELL_TELEGRAM_PAID_BROADCAST", "true")
    settings, _ = settle(telegram_messages_per_second="1000")
    assert (settings.telegram_messages_per_second, settings.telegram_paid_broadcast) == (1000, True)
    assert len(complaints(telegram_messages_per_second="1001")) == 1
    monkeypatch.setenv("TALKBELL_TELEGRAM_PAID_BROADCAST", "perhaps")
    (told,) = complaints(telegram_messages_per_second="31")  # that alone is wrong, not both
    assert told.startswith("TALKBELL_TELEGRAM_PAID_BROADCAST: ")


def test_a_file_that_is_no_toml_is_told_beside_all_else(folder: Path) -> None:
    configure(folder, "port = 1\nhost = here\n")
    assert complaints(port="x") == [
        "config/talkbell.toml:2:8: this is no TOML: Invalid value",
        '--port: this cannot be used, read "x"; write a number from 0 to 65535',
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"\xff", "it is not UTF-8 text"), (b"#" * 70_000, "it has more than 64 kB")],
)
def test_a_file_that_is_no_text_is_told(folder: Path, data: bytes, why: str) -> None:
    configure(folder, "")
    (folder / "config" / "talkbell.toml").write_bytes(data)
    assert complaints() == [f"config/talkbell.toml: this cannot be read: {why}"]


def test_a_secret_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKBELL_DATABASE_URL_FILE", "gone")
    assert complaints() == [
        "TALKBELL_DATABASE_URL_FILE: gone: this cannot be read: No such file or directory"
    ]


def test_variables_that_only_look_like_ours_stop_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKBELL_SERVICE_HOST", "10.0.0.1")  # as Kubernetes sets it
    monkeypatch.setenv("TALKBELL_FETCH_PRIVATE", "yes")
    effective, problems = read_settings({})
    assert (effective is not None, problems) == (True, [])
    assert effective
    assert effective.unknown_variables == ("TALKBELL_SERVICE_HOST",)


def test_the_file_of_settings_has_each_with_its_default() -> None:
    text = (ROOT / "config" / "talkbell.toml").read_text("utf-8")
    assert tomllib.loads(text) == {}
    written = tomllib.loads("\n".join(re.findall(r"(?m)^# (\w+ = .*)$", text)))
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    assert "\n# [broadcast]\n" in text
    assert defaults.pop("broadcast") == {}
    assert written == {
        name: value if isinstance(value, int | float) else str(value)
        for name, value in defaults.items()
    } | {"database_url": "", "trusted_proxies": []}


def test_the_example_for_production_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    example = ROOT / "config" / "production.example.toml"
    monkeypatch.setenv("TALKBELL_CONFIG", str(example))
    _, origins = settle()
    content = tomllib.loads(example.read_text("utf-8"))
    targets = {f"broadcast.{name}" for name in content.pop("broadcast")}
    assert set(origins) == {*content, *targets}


class TestBroadcastTargets:
    def test_each_address_is_a_setting_for_itself(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        configure(
            folder,
            '[broadcast]\nmaths-list = "json://a.example"\nteam = "json://b"\nx = "json://x"',
        )
        (folder / "secret").write_text("slack://canary-1/b/c\n")
        monkeypatch.setenv("TALKBELL_BROADCAST_TEAM_SLACK_FILE", "secret")
        monkeypatch.setenv("TALKBELL_BROADCAST_TEAM", "discord://canary-2/token")
        monkeypatch.setenv("TALKBELL_BROADCAST_X_FILE", "secret")
        monkeypatch.setenv("TALKBELL_BROADCAST_X", "json://y")
        settings, origins = settle()
        assert settings.targets == {
            "maths-list": "json://a.example",
            "team": "discord://canary-2/token",
            "x": "json://y",
            "team-slack": "slack://canary-1/b/c",
        }
        assert origins == {
            "broadcast.maths-list": "config/talkbell.toml",
            "broadcast.team": "TALKBELL_BROADCAST_TEAM",
            "broadcast.x": "TALKBELL_BROADCAST_X",
            "broadcast.team-slack": "TALKBELL_BROADCAST_TEAM_SLACK_FILE",
        }
        assert "canary" not in repr(settings)

    def test_all_that_is_wrong_is_told_without_the_addresses(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        configure(
            folder,
            '[broadcast]\n"Team" = "json://canary"\nb = 5\nc = "file:///canary"\nd = "canary"\n',
        )
        monkeypatch.setenv("TALKBELL_BROADCAST_E", "slack://a/b/c?template=/canary")
        monkeypatch.setenv("TALKBELL_BROADCAST_F", "exec://canary")
        told = complaints()
        assert "canary" not in str(told)
        assert [one.partition("; begin it with one of slack, ")[0] for one in told] == [
            (
                "config/talkbell.toml:2: broadcast.Team: this cannot be used; "
                "a target's name has lower-case letters, digits and single hyphens"
            ),
            (
                "config/talkbell.toml:3: broadcast.b: this cannot be used; "
                'write a table, as in team-slack = "slack://…"'
            ),
            (
                "config/talkbell.toml:4: broadcast.c: this cannot be used; "
                "broadcasts go to people's platforms alone"
            ),
            (
                "config/talkbell.toml:5: broadcast.d: this cannot be used; "
                "an Apprise address begins with its platform"
            ),
            (
                "TALKBELL_BROADCAST_E: this cannot be used; "
                "no file goes with a broadcast; leave out options that name one"
            ),
            (
                "TALKBELL_BROADCAST_F: this cannot be used; "
                "broadcasts go to people's platforms alone"
            ),
        ]

    def test_one_address_for_all_is_told_without_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TALKBELL_BROADCAST", "slack://canary/b/c")
        assert complaints() == [
            'TALKBELL_BROADCAST: this cannot be used; write a table, as in team-slack = "slack://…"'
        ]
