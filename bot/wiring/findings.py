"""What an examination finds, and how long it may take for each part."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether something is as it should be."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing, and what to do about it. No text holds a secret."""

    about: str
    verdict: Verdict
    found: str
    mend: str = ""


Check = Callable[[], list[Finding]]


def examine(checks: Mapping[str, Check], patience: float) -> list[Finding]:
    """Return what the checks find, in their order; they run at once.

    One that has not ended after `patience` seconds, or that fails, is a finding itself.
    """
    found: dict[str, list[Finding]] = {}

    def run(about: str, check: Check) -> None:
        try:
            found[about] = check()
        except Exception as error:  # noqa: BLE001 - its text may hold a secret
            what = f"this could not be looked at ({type(error).__name__})"
            mend = "this is a mistake of ours: tell us"
            found[about] = [Finding(about, Verdict.WRONG, what, mend)]

    threads = [
        threading.Thread(target=run, args=each, name="doctor", daemon=True)
        for each in checks.items()
    ]
    deadline = time.monotonic() + patience
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    late = (Verdict.WRONG, f"no answer within {patience:g} seconds", "look what holds it up")
    return [finding for about in checks for finding in found.get(about, [Finding(about, *late)])]
