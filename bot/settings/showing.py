"""The settings as a person, or a program, may see them: secrets are masked."""

import json
import re

from pydantic import SecretStr

from bot.settings.model import Settings
from bot.settings.reading import Effective

_MASK = "********"


def show_settings(effective: Effective) -> str:
    """Return the settings as TOML, each with a comment that tells where it comes from."""
    lines = [
        (f"{name} = {json.dumps(value, ensure_ascii=False)}", effective.origins[name])
        for name, value in shown_values(effective.settings).items()
    ]
    width = max(len(line) for line, _ in lines) + 2
    return "".join(f"{line:<{width}}# {origin}\n" for line, origin in lines)


_Shown = str | float | list[str] | dict[str, str]


def shown_values(settings: Settings) -> dict[str, _Shown]:
    """Return the values of all settings, without what is secret in them.

    The address of each broadcast target is one for itself, as `broadcast.team-slack`.
    """
    shown = {name: _shown(getattr(settings, name)) for name in Settings.model_fields}
    shown |= {"database_url": _masked(settings.database)}
    if settings.broadcast:
        del shown["broadcast"]
    return shown | {f"broadcast.{name}": _MASK for name in settings.broadcast}


def _shown(value: object) -> _Shown:
    match value:
        case SecretStr():
            return _MASK if value.get_secret_value() else ""
        case dict():
            return {}  # with anything in it, each is shown for itself
        case tuple():
            return [str(one) for one in value]
        case int() | float():
            return value
    return str(value)


def _masked(address: str) -> str:
    """Return a database's address with its password, if it has one, and its query masked.

    A password counts up to the last `@`, whatever signs it has.
    """
    without_password = re.sub(r"(?s)^(\w+://[^:@/]*):.*@", rf"\1:{_MASK}@", address)
    return re.sub(r"(?s)\?.*", f"?{_MASK}", without_password)
