"""Reading the definitions of an installation."""

from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.series import Series
from bot.errors import Problem, Severity, TalkbellError
from bot.sources.definition import read_definition
from bot.sources.yaml_tree import Mapping, read_tree

_ENDINGS = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One definition: the series if it is whole, and the problems; `data` as it was read."""

    path: Path
    data: bytes
    series: Series | None
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong that keeps the definition from being used."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def read_schedules(paths: list[Path]) -> list[ReadFile]:
    """Return what the given files, and the definitions in the given folders, say.

    Raises TalkbellError for a path that is not there or cannot be read, and for a folder without
    definitions. Two files with one series id are a problem of the second.
    """
    files = [_read(path) for path in _files(paths)]
    first: dict[str, ReadFile] = {}
    for position, file in enumerate(files):
        if file.series and file.series.id in first:
            files[position] = _with_repeated_id(file, file.series.id, first[file.series.id])
        elif file.series:
            first[file.series.id] = file
    return files


def _files(paths: list[Path]) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in paths:
        try:
            for file in _inside(path):
                found.setdefault(file.resolve(), file)
        except OSError as error:
            message = f"{path}: {error.strerror}"
            raise TalkbellError(message) from None
    return list(found.values())


def _inside(path: Path) -> list[Path]:
    if path.is_dir():
        inside = sorted(p for p in path.iterdir() if p.suffix in _ENDINGS and p.is_file())
        if not inside:
            message = f"{path}: there are no definitions (*.yaml) in this folder"
            raise TalkbellError(message)
        return inside
    if not path.exists():
        message = f"{path}: there is no such file or folder"
        raise TalkbellError(message)
    return [path]


def _read(path: Path) -> ReadFile:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise TalkbellError(message) from None
    series, problems = read_definition(data, str(path))
    return ReadFile(path, data, series, tuple(problems))


def _with_repeated_id(file: ReadFile, series_id: str, first: ReadFile) -> ReadFile:
    line, column = _place_of_id(file.data)
    problem = Problem(
        code="repeated-id",
        message=f"id: {first.path} has this series id already",
        read=series_id,
        hint="give one of the two another `id:`",
        file=str(file.path),
        line=line,
        column=column,
    )
    return replace(file, series=None, problems=(*file.problems, problem))


def _place_of_id(data: bytes) -> tuple[int, int]:
    tree, _ = read_tree(data, "")
    entry = tree.entries.get("id") if isinstance(tree, Mapping) else None
    return (entry[1].line, entry[1].column) if entry else (1, 1)
