"""Reading the settings from wherever they are, and telling everything that is wrong with them.

Arguments count before `TALKBELL_…` in the environment, that before the secret in the file that
`TALKBELL_…_FILE` names, that before `config/talkbell.toml`, and that before the defaults. A setting
has one name everywhere: `port` is `--port`, `TALKBELL_PORT`, and `port` in the file. Each
broadcast's address is one: `TALKBELL_BROADCAST_TEAM_SLACK` is `team-slack` in `[broadcast]`.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource

from bot.errors import Problem
from bot.settings.model import PREFIX, Settings, secret_names

_DEFAULT_FILE = Path("config/talkbell.toml")
_MOST_BYTES = 64 * 1024  # of a file with settings, or with a secret
_TARGET = "broadcast."  # begins the names of what is found of single targets
_NEAR = 0.75  # how like a setting's name a wrong one must be to be taken for a slip
_OTHER_VARIABLES = {"config", "fetch_private"}  # variables of ours that are no settings


@dataclass(frozen=True, slots=True)
class Effective:
    """The settings that count, where each was found, and variables that look like ours."""

    settings: Settings
    origins: Mapping[str, str]
    unknown_variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A value as it was found, in a place: an argument, a variable, or a line of a file."""

    value: object
    place: str
    line: int = 0


def read_settings(arguments: Mapping[str, object]) -> tuple[Effective | None, list[Problem]]:
    """Return the settings that count here and now, None if anything is wrong, and what is wrong.

    `arguments` are those that were given. The environment and the current folder are read.
    """
    problems: list[Problem] = []
    found = _from_file(problems)
    found |= _from_secret_files(problems)
    found |= {
        name: _Found(value, _variable(name))
        for name, value in EnvSettingsSource(Settings)().items()
    }
    found |= _target_variables(problems)
    found |= {
        name: _Found(value, "--" + name.replace("_", "-")) for name, value in arguments.items()
    }
    misspelt, unknown = _unknown_variables()
    problems += misspelt
    targets = {name: found.pop(name) for name in list(found) if name.startswith(_TARGET)}
    values = {name: one for name, one in found.items() if name in Settings.model_fields}
    if targets:
        table = {name.removeprefix(_TARGET): one.value for name, one in targets.items()}
        values.setdefault("broadcast", _Found(table, ""))
    problems += [_unknown_key(name, one) for name, one in found.items() if name not in values]
    try:
        settings = Settings(**{name: one.value for name, one in values.items()})  # type: ignore[arg-type]
    except ValidationError as error:
        problems += [_problem(one, values | targets) for one in error.errors()]
        return None, problems
    origins = {
        name: values[name].place if name in values else "default" for name in Settings.model_fields
    }
    if targets:
        del origins["broadcast"]
    origins |= {name: one.place for name, one in targets.items()}
    return (None if problems else Effective(settings, origins, tuple(unknown))), problems


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _from_file(problems: list[Problem]) -> dict[str, _Found]:
    named = os.environ.get(_variable("config"), "")
    path = Path(named or _DEFAULT_FILE)
    if not named and not path.exists():
        return {}
    place = str(path) if not named else f"{_variable('config')}: {path}"
    text = _read(path, place, problems)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (0, 0)
        message = f"this is no TOML: {str(error)[: at.start() if at else None]}"
        problems.append(
            Problem(code="toml", message=message, file=str(path), line=line, column=column)
        )
        return {}
    if isinstance(targets := content.get("broadcast"), dict):  # each is a setting for itself
        content |= {_TARGET + name: address for name, address in targets.items()}
        del content["broadcast"]
    return {
        name: _Found(value, str(path), _line(text, name.removeprefix(_TARGET)))
        for name, value in content.items()
    }


def _line(text: str, name: str) -> int:
    key = re.escape(name)
    found = re.search(rf"""(?m)^[ \t]*(?:["']?{key}["']?[ \t]*[.=]|\[+[ \t]*["']?{key}\b)""", text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _from_secret_files(problems: list[Problem]) -> dict[str, _Found]:
    found = {}
    for name in secret_names():
        variable = _variable(f"{name}_file")
        if path := os.environ.get(variable):
            text = _read(Path(path), f"{variable}: {path}", problems)
            found[name] = _Found(text.strip(), variable)
    return found


def _target_variables(problems: list[Problem]) -> dict[str, _Found]:
    """Return the addresses of targets that the environment, or a file that it names, has."""
    found: dict[str, _Found] = {}
    begin = _variable("broadcast_")
    for variable in sorted(os.environ, key=lambda name: not name.endswith("_FILE")):
        name, value = variable.removeprefix(begin), os.environ[variable]
        if name == variable or not value:
            continue
        if name.endswith("_FILE"):
            value = _read(Path(value), f"{variable}: {value}", problems).strip()
        key = name.removesuffix("_FILE").lower().replace("_", "-")
        found[_TARGET + key] = _Found(value, variable)
    return found


def _read(path: Path, place: str, problems: list[Problem]) -> str:
    """Return the text of a file, an empty one if it cannot be read, which is a problem."""
    why = f"it has more than {_MOST_BYTES // 1024} kB"
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) <= _MOST_BYTES:
            return data.decode()
    except OSError as error:
        why = str(error.strerror)
    except UnicodeDecodeError:
        why = "it is not UTF-8 text"
    message = f"this cannot be read: {why}"
    problems.append(Problem(code="unreadable", message=message, file=place))
    return ""


def _unknown_variables() -> tuple[list[Problem], list[str]]:
    """Return problems of variables that are slips of ours, and the names of others like ours."""
    files = {f"{name}_file" for name in secret_names()}
    known = {*Settings.model_fields, *files, *_OTHER_VARIABLES}
    problems, unknown = [], []
    for variable in sorted(os.environ):
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX) or name in known or name.startswith("broadcast_"):
            continue
        if hint := _hint_for_variable(name, known):
            message = "there is no such setting"
            problems.append(Problem(code="unknown-key", message=message, hint=hint, file=variable))
        else:
            unknown.append(variable)
    return problems, unknown


def _hint_for_variable(name: str, known: set[str]) -> str:
    if (plain := name.removesuffix("_file")) in Settings.model_fields:
        return f"only secrets are read from files: set {_variable(plain)}"
    near = difflib.get_close_matches(name, known, n=1, cutoff=_NEAR)
    return f"did you mean {_variable(near[0])}?" if near else ""


def _unknown_key(name: str, found: _Found) -> Problem:
    near = difflib.get_close_matches(name, Settings.model_fields, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(Settings.model_fields)}"
    message = f"{name}: there is no such setting"
    return Problem(
        code="unknown-key", message=message, hint=hint, file=found.place, line=found.line
    )


def _problem(error: ErrorDetails, values: Mapping[str, _Found]) -> Problem:
    name = str(error["loc"][0])
    extra = Settings.model_fields[name].json_schema_extra
    hint = f"write {extra['write']}" if isinstance(extra, dict) else ""
    is_secret = name in {*secret_names(), "broadcast"}
    if len(error["loc"]) > 1 and name == "broadcast":
        name = f"{_TARGET}{error['loc'][1]}"
        hint = _target_hint(error) or hint
    found = values[name]
    is_in_file = not found.place.startswith((PREFIX, "--"))
    return Problem(
        code="setting",
        message=f"{name}: this cannot be used" if is_in_file else "this cannot be used",
        read="" if is_secret else str(error["input"]),
        hint=hint,
        file=found.place,
        line=found.line,
    )


def _target_hint(error: ErrorDetails) -> str:
    if error["loc"][-1] == "[key]":
        return "a target's name has lower-case letters, digits and single hyphens"
    return str(error.get("ctx", {}).get("error", ""))
