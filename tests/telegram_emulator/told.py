"""What the bot tells of itself: its commands, descriptions and menu."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from .faults import Limits
from .refusals import bad_request
from .world import World

_COMMAND = re.compile("[a-z0-9_]{1,32}")
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


def _key(given: dict[str, Any]) -> str:
    scope = given.get("scope") or {"type": "default"}
    return json.dumps([scope, str(given.get("language_code") or "")], sort_keys=True)


async def set_my_commands(world: World, _: Limits, given: dict[str, Any]) -> Any:
    commands = given.get("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands list")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not _COMMAND.fullmatch(str(one.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.told.setdefault("commands", {})[_key(given)] = commands
    return True


async def get_my_commands(world: World, _: Limits, given: dict[str, Any]) -> Any:
    return world.told.get("commands", {}).get(_key(given), [])


async def delete_my_commands(world: World, _: Limits, given: dict[str, Any]) -> Any:
    world.told.get("commands", {}).pop(_key(given), None)
    return True


async def set_chat_menu_button(world: World, _: Limits, given: dict[str, Any]) -> Any:
    world.told["menu_button"] = given.get("menu_button") or {"type": "default"}
    return True


def _setter(what: str) -> Callable[[World, Limits, dict[str, Any]], Awaitable[Any]]:
    async def setter(world: World, _: Limits, given: dict[str, Any]) -> Any:
        text = str(given.get(what) or "")
        if len(text) > _LONGEST[what]:
            raise bad_request(f"BOT_{what.upper()}_TOO_LONG")
        world.told.setdefault(what, {})[str(given.get("language_code") or "")] = text
        return True

    return setter


def _getter(what: str) -> Callable[[World, Limits, dict[str, Any]], Awaitable[Any]]:
    async def getter(world: World, _: Limits, given: dict[str, Any]) -> Any:
        texts = world.told.get(what, {})
        return {what: texts.get(str(given.get("language_code") or ""), texts.get("", ""))}

    return getter


ABOUT_THE_BOT = {
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setchatmenubutton": set_chat_menu_button,
    **{f"setmy{what.replace('_', '')}": _setter(what) for what in _LONGEST},
    **{f"getmy{what.replace('_', '')}": _getter(what) for what in _LONGEST},
}
