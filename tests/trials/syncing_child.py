"""A process that writes one version of a long series after the other and syncs each, until killed.

Its arguments are the folder, the database and the first version; it prints each version stored.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.flows.ingest import sync
from bot.store.engine import open_store

HEAD = "title: Long series\ntimezone: Europe/Zurich\nduration: 1 hour\nsessions:\n"


def write_version(folder: Path, version: int, sessions: int) -> None:
    """Write a version in which every session is at another hour than in the one before."""
    first = date(2030, 1, 7)
    rows = [
        f"  - id: number-{number}\n"
        f"    start: {first + timedelta(days=number)} {8 + version % 12:02}:00\n"
        f"    title: Title {number}, version {version}\n"
        for number in range(sessions)
    ]
    (folder / "long.yaml").write_text(HEAD + "".join(rows))


def main(folder: Path, database: str, first: int, sessions: int) -> None:
    with open_store(database) as store:
        print("ready", flush=True)
        for version in count(first):
            write_version(folder, version, sessions)
            sync(store, [folder], now=datetime.now(UTC))
            print(version, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
