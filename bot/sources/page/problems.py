"""The problems met on reading a page: what stops a definition, and what a person should look at."""

from bot.errors import Problem, RefusalError, Severity

_MOST = 500


class Problems:
    """Collects problems, each once, in the order in which they were met."""

    def __init__(self, name: str) -> None:
        """Collect problems of the page `name`."""
        self._name = name
        self._found: dict[tuple[int, str, str], Problem] = {}

    def needs(
        self,
        code: str,
        message: str,
        *,
        line: int,
        read: str = "",
        choices: tuple[str, ...] = (),
        hint: str = "",
    ) -> None:
        """Add something that the page does not say and a hint has to."""
        self._add(code, message, line, read, choices, hint, Severity.ERROR)

    def warn(
        self,
        code: str,
        message: str,
        *,
        line: int,
        read: str = "",
        choices: tuple[str, ...] = (),
        hint: str = "",
    ) -> None:
        """Add something that was read one way and deserves a look."""
        self._add(code, message, line, read, choices, hint, Severity.WARNING)

    def refuse(self, refusal: RefusalError, *, line: int, hint: str = "") -> None:
        """Add a refusal as something that needs a hint."""
        self._add(
            refusal.code, refusal.message, line, refusal.read, refusal.choices,
            hint or refusal.hint, Severity.ERROR,
        )  # fmt: skip

    def all(self) -> tuple[Problem, ...]:
        """Return the problems by line."""
        return tuple(sorted(self._found.values(), key=lambda problem: problem.line))

    def _add(
        self, code: str, message: str, line: int, read: str, choices: tuple[str, ...], hint: str,
        severity: Severity,
    ) -> None:  # fmt: skip
        if len(self._found) < _MOST:
            problem = Problem(
                code=code, message=message, read=read, choices=choices, hint=hint,
                file=self._name, line=line, severity=severity,
            )  # fmt: skip
            self._found.setdefault((line, code, read), problem)
