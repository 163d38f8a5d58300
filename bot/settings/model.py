"""What can be set: each setting's name, default, and what may be written for it."""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.channels.addresses import refusal_of

PREFIX = "TALKBELL_"
FREE_RATE = 30  # messages a second that Telegram takes from a bot for nothing
TARGET_NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,100}")
_BOT_API = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?/bot")
_DATABASE = re.compile(r"sqlite:///.|postgres(?:ql)?://.")


def _listed(value: object) -> object:
    """Return the items of a list, which the environment can write only as text."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _lowered(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _number(value: object) -> object:
    if isinstance(value, bool):  # TOML's `true`, which would count as 1
        raise ValueError  # noqa: TRY004 - which pydantic takes for a refusal
    return value


def _network(text: str) -> str:
    return str(ip_network(text))


def _host(text: str) -> str:
    if not re.fullmatch(r"[\w.:-]+", text):
        raise ValueError
    return text


def _site(text: str) -> str:
    """Return the address of a site without its last slash. Raises ValueError for another thing."""
    parts = urlsplit(text)
    is_site = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    is_bare = "@" not in parts.netloc and not re.search(r"[\s?#]", text)
    if text and not (is_site and is_bare):
        raise ValueError
    return text.rstrip("/")


def _database(secret: SecretStr) -> SecretStr:
    if secret.get_secret_value() and not _DATABASE.match(secret.get_secret_value()):
        raise ValueError
    return secret


def _token(secret: SecretStr) -> SecretStr:
    if secret.get_secret_value() and not _TOKEN.fullmatch(secret.get_secret_value()):
        raise ValueError
    return secret


def _target(secret: SecretStr) -> SecretStr:
    if refusal := refusal_of(secret.get_secret_value()):
        raise ValueError(refusal)
    return secret


def _bot_api(text: str) -> str:
    if text and not _BOT_API.fullmatch(text):
        raise ValueError
    return text


def _paid(rate: int, others: ValidationInfo) -> int:
    """Refuse what Telegram takes for its stars alone, unless that is wanted."""
    is_known = "telegram_paid_broadcast" in others.data  # else it is told to be wrong itself
    if rate > FREE_RATE and is_known and not others.data["telegram_paid_broadcast"]:
        raise ValueError
    return rate


def _is(write: str, description: str) -> Any:  # noqa: ANN401 - as pydantic's own Field
    """Return what a setting is, in the words of its documentation, and what to write for it."""
    return Field(description=description, json_schema_extra={"write": write})


class Settings(BaseSettings):
    """Every setting, with its default."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    schedules: Annotated[Path, _is("a folder", "The folder with the definitions.")] = Path(
        "schedules"
    )
    data: Annotated[Path, _is("a folder", "The folder for what must be kept.")] = Path("data")
    host: Annotated[
        str,
        AfterValidator(_host),
        _is("127.0.0.1, or 0.0.0.0 to be reached from elsewhere", "The address to listen on."),
    ] = "127.0.0.1"
    port: Annotated[
        int,
        BeforeValidator(_number),
        Field(ge=0, le=65535),
        _is("a number from 0 to 65535", "The port to listen on; 0 takes one that is free."),
    ] = 8000
    public_url: Annotated[
        str,
        AfterValidator(_site),
        _is("an address such as https://talks.example.org", "Where people reach this service."),
    ] = ""
    database_url: Annotated[
        SecretStr,
        AfterValidator(_database),
        _is(
            "postgresql://USER:PASSWORD@HOST/NAME or sqlite:///FILE",
            "The database, if it is not talkbell.db in the data folder.",
        ),
    ] = SecretStr("")
    telegram_token: Annotated[
        SecretStr,
        AfterValidator(_token),
        _is("what @BotFather gave, such as 123456:ABC…", "The token of the bot on Telegram."),
    ] = SecretStr("")
    telegram_base_url: Annotated[
        str,
        AfterValidator(_bot_api),
        _is(
            "an address such as http://127.0.0.1:8081/bot",
            "A Bot API server of your own, if it is not Telegram's.",
        ),
    ] = ""
    telegram_paid_broadcast: Annotated[
        bool,
        _is("true or false", "Whether Telegram may be paid for more than 30 messages a second."),
    ] = False
    telegram_updates: Annotated[
        Literal["auto", "polling", "webhook"],
        BeforeValidator(_lowered),
        _is(
            "auto, polling, or webhook",
            "How Telegram tells the bot what people say: it is asked, or brings it by HTTPS.",
        ),
    ] = "auto"
    telegram_messages_per_second: Annotated[
        int,
        BeforeValidator(_number),
        Field(ge=1, le=1000),
        AfterValidator(_paid),
        _is(
            "a number from 1 to 30, or to 1000 with telegram_paid_broadcast = true",
            "How many messages leave for Telegram in a second.",
        ),
    ] = 30
    telegram_chat_seconds: Annotated[
        float,
        BeforeValidator(_number),
        Field(ge=0, le=60, allow_inf_nan=False),
        _is("a number from 0 to 60", "Seconds between two messages to a private chat."),
    ] = 1.0
    telegram_group_seconds: Annotated[
        float,
        BeforeValidator(_number),
        Field(ge=0, le=60, allow_inf_nan=False),
        _is("a number from 0 to 60", "Seconds between two messages to a group or channel."),
    ] = 3.0
    deliveries_in_flight: Annotated[
        int,
        BeforeValidator(_number),
        Field(ge=1, le=64),
        _is(
            "a number from 1 to 64",
            "How many reminders one process sends at a time; a kill may repeat as many.",
        ),
    ] = 4
    broadcast: Annotated[
        dict[
            Annotated[str, StringConstraints(pattern=TARGET_NAME)],
            Annotated[SecretStr, AfterValidator(_target)],
        ],
        NoDecode,
        _is(
            'a table, as in team-slack = "slack://…"',
            "Where broadcasts go: Apprise addresses by the names that definitions use.",
        ),
    ] = {}
    announcements_per_day: Annotated[
        int,
        BeforeValidator(_number),
        Field(ge=1, le=50),
        _is(
            "a number from 1 to 50",
            "How many announcements of a series may leave within 24 hours.",
        ),
    ] = 3
    watched_minutes: Annotated[
        int,
        BeforeValidator(_number),
        Field(ge=1, le=40320),
        _is(
            "a number from 1 to 40320",
            "Minutes between two fetches of a watched address, whatever its definition says.",
        ),
    ] = 15
    watched_seconds: Annotated[
        int,
        BeforeValidator(_number),
        Field(ge=1, le=120),
        _is("a number from 1 to 120", "Seconds that fetching a watched address may take."),
    ] = 30
    requests_per_minute: Annotated[
        int,
        BeforeValidator(_number),
        Field(ge=1),
        _is("a number from 1 on", "How many requests one address may make in a minute."),
    ] = 1200
    trusted_proxies: Annotated[
        tuple[Annotated[str, AfterValidator(_network)], ...],
        NoDecode,
        BeforeValidator(_listed),
        _is(
            "addresses or networks such as 127.0.0.1 or 10.0.0.0/8",
            "Proxies in front of the service, whose word about a client's address counts.",
        ),
    ] = ()
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        BeforeValidator(_lowered),
        _is("debug, info, warning, or error", "How much is logged."),
    ] = "info"
    log_format: Annotated[
        Literal["auto", "text", "json"],
        BeforeValidator(_lowered),
        _is("auto, text, or json", "How it is logged: auto is text on a terminal, else JSON."),
    ] = "auto"

    @property
    def targets(self) -> dict[str, str]:
        """The Apprise addresses of broadcast targets, secrets and all, by their names."""
        return {name: secret.get_secret_value() for name, secret in self.broadcast.items()}

    @property
    def database(self) -> str:
        """The address of the database that is used, password and all."""
        embedded = f"sqlite:///{quote(str(self.data / 'talkbell.db'))}"
        return self.database_url.get_secret_value() or embedded

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *others: PydanticBaseSettingsSource,
        **more: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from `read_settings` alone: it knows where each of them was found."""
        del settings_cls, others, more
        return (init_settings,)


def secret_names() -> list[str]:
    """Return the names of settings that are one text each, which nobody may see."""
    fields = Settings.model_fields
    return [name for name, field in fields.items() if field.annotation is SecretStr]
