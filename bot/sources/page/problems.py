"""The problems met on reading a page: what stops a definition, and what a person should look at."""

from dataclasses import replace
from typing import TypedDict, Unpack

from bot.errors import Problem, RefusalError, Severity

_MOST = 500


class _More(TypedDict, total=False):
    """What a problem may have besides: what was read, the choices, how to mend it."""

    read: str
    choices: tuple[str, ...]
    hint: str


class Problems:
    """Collects problems, each once, in the order in which they were met."""

    def __init__(self, name: str) -> None:
        """Collect problems of the page `name`."""
        self._name = name
        self._found: dict[tuple[int, str, str], Problem] = {}

    def needs(self, code: str, message: str, *, line: int, **more: Unpack[_More]) -> None:
        """Add something that the page does not say and a hint has to."""
        self._add(Problem(code=code, message=message, file=self._name, line=line, **more))

    def warn(self, code: str, message: str, *, line: int, **more: Unpack[_More]) -> None:
        """Add something that was read one way and deserves a look."""
        warning = Severity.WARNING
        self._add(
            Problem(
                code=code, message=message, file=self._name, line=line, severity=warning, **more
            )
        )

    def refuse(self, refusal: RefusalError, *, line: int, hint: str = "") -> None:
        """Add a refusal as something that needs a hint."""
        problem = Problem.of(refusal, file=self._name, line=line)
        self._add(replace(problem, hint=hint or problem.hint))

    def all(self) -> tuple[Problem, ...]:
        """Return the problems by line."""
        return tuple(sorted(self._found.values(), key=lambda problem: problem.line))

    def _add(self, problem: Problem) -> None:
        if len(self._found) < _MOST:
            self._found.setdefault((problem.line, problem.code, problem.read), problem)
