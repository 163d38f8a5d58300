"""Fuzz every reader, one after another: `python -m tests.fuzz [--seconds S] [NAME …]`.

Prints a line for each: how many inputs were read, how many in a second, how much of the code they
reached (libFuzzer's features), what failed, and the slowest input in seconds of CPU. What failed
stays in build/fuzz/NAME/ as `crash-…`, each beside a `.why`; so do, in `inputs/`, those that
reached something new, from which the next run goes on.
"""

import argparse
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.readers import READERS
from tests.fuzz.seeds import ROOT, seeds_of

HANG = 20  # seconds on one input, after which the process is ended
MOST_MEMORY = 900  # MB
LONGEST = 8192  # bytes of an input


@dataclass(slots=True)
class Figures:
    executions: int = 0
    features: int = 0
    ended_early: int = 0
    seconds: float = 0.0
    output: list[str] = field(default_factory=list)


def fuzz(name: str, seconds: int) -> str:
    """Fuzz a reader for some time, and return the line that tells of it."""
    folder = ROOT / "build" / "fuzz" / name
    inputs = folder / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("crash-*"), *folder.glob("slowest*")):
        old.unlink()
    for number, seed in enumerate(seeds_of(name)):
        (inputs / f"seed-{number}").write_bytes(seed)
    figures = Figures()
    end = time.monotonic() + seconds
    while (left := int(end - time.monotonic())) > 0:
        _one_process(name, inputs, left, figures)
    failed = len(list(folder.glob("crash-*.why"))) + figures.ended_early
    slowest = folder / "slowest.seconds"
    took = float(slowest.read_text()) if slowest.exists() else 0.0
    rate = figures.executions / max(figures.seconds, 1)
    return (
        f"{name:14} {figures.executions:9,} {rate:8,.0f}/s {figures.features:8,} {failed:7}"
        f" {took:8.2f} s"
    )


def _one_process(name: str, inputs: Path, seconds: int, figures: Figures) -> None:
    """Run a process until the time is over, or until an input does not end."""
    begin = time.monotonic()
    command = [
        sys.executable, "-m", "tests.fuzz.one_reader", name, str(inputs),
        f"-max_total_time={seconds}", f"-timeout={HANG}", f"-rss_limit_mb={MOST_MEMORY}",
        f"-max_len={LONGEST}", f"-artifact_prefix={inputs.parent}/crash-", "-print_final_stats=1",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    output = done.stderr.decode(errors="replace")
    counted = re.search(r"stat::number_of_executed_units:\s*(\d+)", output)
    reached = [int(count) for count in re.findall(r" ft: (\d+)", output)]
    if counted is None:
        sys.exit(f"{name} cannot be fuzzed:\n{output[-3000:]}")
    figures.executions += int(counted[1])
    figures.features = max([figures.features, *reached])
    figures.seconds += time.monotonic() - begin
    if done.returncode:
        figures.ended_early += 1
        (inputs.parent / f"crash-ended-{figures.ended_early}.log").write_text(output)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz the readers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(READERS))
    parser.add_argument("--seconds", type=int, default=60, help="for each reader (default: 60)")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(READERS):
        parser.error(
            f"no reader is called {', '.join(sorted(unknown))}; there are {', '.join(READERS)}"
        )
    print(f"{'reader':14} {'inputs':>9} {'':8}   {'features':>8} {'crashes':>7} {'slowest':>8}")
    lines = []
    for name in arguments.names or READERS:
        lines.append(fuzz(name, arguments.seconds))
        print(lines[-1], flush=True)
    return int(any(line.split()[4] != "0" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
