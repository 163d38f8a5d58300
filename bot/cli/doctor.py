"""`talkbell doctor`."""

import argparse
import asyncio
from collections import Counter
from dataclasses import asdict

from bot.channels.apprise import AppriseChannel
from bot.channels.interface import Outgoing, SendError
from bot.cli.configured import readable_settings
from bot.cli.files import print_json
from bot.errors import TalkbellError
from bot.logs import Redactor
from bot.settings import Settings
from bot.wiring.diagnosis import check_broadcasts, check_database, check_zone_data, read_files
from bot.wiring.findings import Check, Finding, Verdict, examine
from bot.wiring.probing import check_public_address, check_telegram
from bot.wiring.watched import check_watched

_PATIENCE = 8.0  # seconds
_TEST = "Talkbell\nThis is a test: broadcasts of seminars reach this room."


def run(arguments: argparse.Namespace) -> int:
    """Print what is as it should be and what is not; return 1 if anything is wrong, else 0."""
    settings, found = _settings(arguments)
    if settings is None:
        found += examine({"zone data": check_zone_data}, _PATIENCE)
    elif arguments.send_test:
        found = [_send(settings, arguments.send_test)]
    else:
        found += _examined(settings)
    _print(found, arguments.format)
    return int(any(one.verdict is Verdict.WRONG for one in found))


def _settings(arguments: argparse.Namespace) -> tuple[Settings | None, list[Finding]]:
    """Return the settings, None if they cannot be used, and what is to be said of them."""
    effective, problems = readable_settings(arguments)
    about = "settings"
    if effective is None:
        wrong = [Finding(about, Verdict.WRONG, str(one)) for one in problems]
        rest = "nothing else can be looked at until then"
        return None, [*wrong, Finding(about, Verdict.WARNING, rest)]
    unknown = [
        Finding(about, Verdict.WARNING, f"there is no setting for {name}", "unset it")
        for name in effective.unknown_variables
    ]
    places = sorted({place for place in effective.origins.values() if place not in {"", "default"}})
    found = f"from {', '.join(places)}" if places else "all are defaults"
    return effective.settings, [Finding(about, Verdict.OK, found), *unknown]


def _examined(settings: Settings) -> list[Finding]:
    files, whole = read_files(settings.schedules)
    known = next((file.series.id for file in files if file.series), "")
    checks: dict[str, Check] = {
        "database": lambda: check_database(settings),
        "Telegram": lambda: check_telegram(settings),
        "public address": lambda: check_public_address(settings, known),
        "zone data": check_zone_data,
        "schedules": lambda: [whole],
        "sources": lambda: check_watched(settings),
        "broadcasts": lambda: check_broadcasts(settings, files),
    }
    return examine(checks, _PATIENCE)


def _send(settings: Settings, name: str) -> Finding:
    """Send a test to a target, which is for nothing else to do."""
    if name not in settings.targets:
        known = ", ".join(settings.targets) or "none"
        raise TalkbellError(f"no address is set for {name}; there is one for: {known}")
    try:
        asyncio.run(AppriseChannel(settings.targets).send(name, Outgoing(plain=_TEST)))
    except SendError as error:
        return Finding(f"broadcast {name}", Verdict.WRONG, error.reason, "mend its address")
    return Finding(f"broadcast {name}", Verdict.OK, "a test was sent to it")


def _print(found: list[Finding], form: str) -> None:
    redact = Redactor().redact_text
    if form == "json":
        print_json([asdict(one) | {"found": redact(one.found)} for one in found])
        return
    width = max(len(one.about) for one in found) + 2
    for one in found:
        print(f"{one.verdict:<9}{one.about:<{width}}{redact(one.found)}")
        if one.mend:
            print(f"{'':<9}{'':<{width}}{one.mend}")
    counts = Counter(one.verdict for one in found)
    print(", ".join(_counted(one, counts[one]) for one in reversed(Verdict) if counts[one]))


def _counted(verdict: Verdict, count: int) -> str:
    is_plural = verdict is Verdict.WARNING and count > 1
    return f"{count} {verdict}{'s' if is_plural else ''}"
