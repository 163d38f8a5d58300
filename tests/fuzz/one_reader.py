"""Fuzz one reader, or show what it does with one file: `python -m tests.fuzz.one_reader NAME …`.

What follows the name is libFuzzer's: a folder of inputs and options, or a file to be read once. An
input on which the reader fails is kept, once for each place in the code where it does, and fuzzing
goes on; only an input that does not end, or takes all memory, ends the process.
"""

import hashlib
import os
import random
import resource
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot"]):
    from tests.fuzz.readers import READERS

MEMORY = 1024 * 1024 * 1024  # of the process; what is asked beyond is a MemoryError
GROWTH = 150_000  # kB that a single small input may add to the peak
SLOW = 2.0  # seconds of CPU, with instrumented code


@dataclass(slots=True)
class Watch:
    """Runs a reader on inputs, and keeps what fails, the slowest and how long that took."""

    reader: Callable[[bytes], None]
    folder: Path
    slowest: float = 0.0
    peak: int = 0
    seen: set[str] = field(default_factory=set)

    def run(self, data: bytes) -> None:
        begin = time.process_time()
        try:
            self.reader(data)
        except Exception as error:  # noqa: BLE001 - to find whatever there is
            self._keep(_place_of(error), data, "".join(traceback.format_exception(error)))
        took = time.process_time() - begin
        if took > self.slowest:
            self.slowest = took
            (self.folder / "slowest").write_bytes(data)
            (self.folder / "slowest.seconds").write_text(f"{took:.3f}\n")
        if took > SLOW:
            self._keep("slow", data, f"{took:.1f} s of CPU\n")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if self.peak and peak > self.peak + GROWTH:
            self._keep("memory", data, f"{(peak - self.peak) / 1000:.0f} MB more\n")
        self.peak = max(self.peak, peak)

    def _keep(self, place: str, data: bytes, why: str) -> None:
        if place not in self.seen:
            self.seen.add(place)
            stem = f"crash-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
            (self.folder / stem).write_bytes(data)
            (self.folder / f"{stem}.why").write_text(why)


def _place_of(error: Exception) -> str:
    """Return where an error was raised, and the last place of ours on the way there."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}bot{os.sep}" in frame.filename]
    places = {f"{frame.filename}:{frame.lineno}" for frame in (*ours[-1:], *frames[1:2])}
    return " ".join([type(error).__name__, *sorted(places)])


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Return another input: half of the time by lines and words, else as libFuzzer does it."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        return atheris.Mutate(data, most)
    separator = chance.choice([b"\n", b"\n", b" ", b"<", b",", b"\n\n"])
    parts = data.split(separator)
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        match chance.randrange(4):
            case 0:
                parts[at], parts[other] = parts[other], parts[at]
            case 1:
                parts.insert(at, parts[other])
            case 2 if len(parts) > 1:
                del parts[at]
            case _:
                parts[at] = atheris.Mutate(parts[at], len(parts[at]) + 8) if parts[at] else b"1"
    return separator.join(parts)[:most]


def main() -> None:
    name, *rest = sys.argv[1:]
    if rest and Path(rest[-1]).is_file():
        READERS[name](Path(rest[-1]).read_bytes())
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    watch = Watch(READERS[name], Path(rest[0]).parent)
    atheris.Setup([sys.argv[0], *rest], watch.run, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
