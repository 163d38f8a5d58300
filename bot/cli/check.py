"""`talkbell check`."""

import argparse
import sys

from bot.cli.configured import schedules_of
from bot.cli.files import write_file
from bot.flows.schedules import ReadFile, read_schedules
from bot.sources.definition import read_definition, write_ids


def run(arguments: argparse.Namespace) -> int:
    """Print every problem of every file; return 0 if there are none but warnings, else 1."""
    files = read_schedules(arguments.paths or [schedules_of(arguments)])
    for file in files:
        for problem in file.problems:
            print(problem, file=sys.stderr)
        if arguments.write_ids:
            _write_ids(file)
    print(_summary(files))
    return int(any(file.has_errors for file in files))


def _write_ids(file: ReadFile) -> None:
    if file.series is None:
        return
    data = write_ids(file.data, file.series)
    if read_definition(data, str(file.path))[0] != file.series:
        print(f"{file.path}: ids cannot be written into this file", file=sys.stderr)
    elif data != file.data:
        write_file(file.path, data)
        print(f"{file.path}: ids written", file=sys.stderr)


def _summary(files: list[ReadFile]) -> str:
    broken = [file for file in files if file.has_errors]
    warnings = sum(not file.has_errors and bool(file.problems) for file in files)
    sessions = sum(len(file.series.sessions) for file in files if file.series)
    if broken:
        problems = sum(len(file.problems) for file in broken)
        return (
            f"{_count(problems, 'problem')} in {len(broken)} of {_count(len(files), 'definition')}"
        )
    warned = f", {warnings} with warnings" if warnings else ""
    return f"{_count(len(files), 'definition')}, {_count(sessions, 'session')}: all is well{warned}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
