"""Times taken in turns, each as the best of several rounds: other work on the machine only adds."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3


def best_in_turns(*functions: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return the best time in seconds of each function, all run in turns."""
    best = [float("inf")] * len(functions)
    for _ in range(rounds):
        for position, function in enumerate(functions):
            begin = time.perf_counter()
            function()
            best[position] = min(best[position], time.perf_counter() - begin)
    return best


def cpu_of(function: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least CPU time of this process, in seconds, that a function took."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        function()
        best = min(best, time.process_time() - begin)
    return best


def memory_of(process: int, field: str) -> float:
    """Return a process's memory in MB, as Linux tells it: VmHWM the most it had, VmRSS it has."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1000
    raise RuntimeError(field)


def command(*arguments: str) -> Callable[[], object]:
    """Return a function that runs a Python with the arguments until it ends."""
    return lambda: subprocess.run(
        [sys.executable, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def show(what: str, figure: str, against: str = "") -> None:
    """Print one line of the table."""
    print(f"{what:<44}{figure:>14}   {against}".rstrip(), flush=True)
