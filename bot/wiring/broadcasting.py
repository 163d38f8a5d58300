"""Broadcast targets in a running service: what leaves for them, and what they lack."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace

from bot.channels.addresses import is_on_this_machine
from bot.channels.apprise import AppriseChannel, problem_of
from bot.clock import Clock, SimulatedClock
from bot.errors import TalkbellError
from bot.flows.broadcasting import BROADCAST, names_in_use, revive_targets
from bot.flows.delivery.outlets import NO_LIMITS, Limits, Outlet
from bot.settings import Settings
from bot.store.engine import Store, StoreError

_logger = logging.getLogger("talkbell.broadcast")
_LOOK = 10.0  # seconds between two looks at what definitions name


def broadcast_outlet(settings: Settings) -> Outlet:
    """Return what broadcasts leave by: a message a second to each target, as to any chat."""
    limits = replace(NO_LIMITS, group_gap=Limits().chat_gap)
    return Outlet(channel=AppriseChannel(settings.targets), account=BROADCAST, limits=limits)


def refuse_real_rooms(settings: Settings, clock: Clock) -> None:
    """Raise TalkbellError where rooms of people would be told by a clock that is not theirs."""
    if not isinstance(clock, SimulatedClock):
        return
    for name, address in settings.targets.items():
        is_webhook = address.strip().lower().startswith("json://")
        if not (is_webhook and is_on_this_machine(address)):
            message = f"a simulated clock tells no room of people: unset {variable_of(name)}"
            raise TalkbellError(f"{message}, or set it to json:// on this machine")


async def watch_targets(settings: Settings, store: Store, clock: Clock) -> None:
    """Try targets that were given up anew; warn, once each, of those that cannot be reached.

    Goes on until cancelled, as definitions may name others at any time.
    """
    problems = await asyncio.to_thread(_problems, settings)
    told: set[str] = set()
    is_revived = False
    while True:
        try:
            if not is_revived:
                usable = settings.targets.keys() - problems.keys()
                await asyncio.to_thread(revive_targets, store, usable, now=clock.now())
                is_revived = True
            names = await asyncio.to_thread(names_in_use, store)
        except StoreError:  # those who remind tell it
            names = []
        _warn(settings, problems, [name for name in names if name not in told])
        told.update(names)
        await asyncio.sleep(_LOOK)


def _problems(settings: Settings) -> dict[str, str]:
    found = {name: problem_of(address) for name, address in settings.targets.items()}
    return {name: problem for name, problem in found.items() if problem}


def _warn(settings: Settings, problems: dict[str, str], names: Iterable[str]) -> None:
    for name in names:
        if name not in settings.targets:
            _logger.warning("%s", without_address(name))
        elif name in problems:
            _logger.warning("the broadcast target %s gets nothing: %s", name, problems[name])


def without_address(name: str) -> str:
    """Return what is to be told of a target that definitions name and no setting knows."""
    return (
        f"the broadcast target {name} gets nothing, as it has no address: set {variable_of(name)}"
    )


def variable_of(name: str) -> str:
    """Return the variable that has the address of a target."""
    return f"TALKBELL_BROADCAST_{name.upper().replace('-', '_')}"
