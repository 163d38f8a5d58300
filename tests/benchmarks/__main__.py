"""What we promise of speed, measured in one run: `make bench`.

Each figure stands beside what it is measured against, taken in turns, as the best of several
rounds. Nothing here passes or fails. Each part can be run alone, as a module.
"""

from tests.benchmarks import (
    delivering,
    exports,
    feeds,
    organizing,
    pages,
    rebuild,
    searches,
    shown,
    sync,
)


def main() -> None:
    for part in (exports, pages, feeds, shown, rebuild, sync, searches, delivering, organizing):
        print(f"# {part.__name__.rpartition('.')[2]}")
        part.main()


if __name__ == "__main__":
    main()
