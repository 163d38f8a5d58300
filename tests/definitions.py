"""Definitions in tests: read one that must be whole, or tell what is wrong with one that is not."""

from textwrap import dedent

from bot.domain.series import Series, Session
from bot.errors import Problem, Severity
from bot.sources.definition import read_definition

FILE = "autumn.yaml"


def series_of(text: str | bytes, *, warnings: bool = False) -> Series:
    """Return the series that a definition describes, which must have no problem at all.

    With `warnings`, it may have some, but no errors.
    """
    series, problems = read_definition(_data(text), FILE)
    assert series is not None, [str(problem) for problem in problems]
    assert warnings or problems == []
    return series


def session_of(session: str, **series: str) -> Session:
    """Return the one session of a series in Zurich, given as the lines or braces of YAML."""
    (found,) = series_of(definition(session, **series)).sessions
    return found


def definition(session: str, **series: str) -> str:
    """Return a definition with one session, which begins in line 4 if no more is said of it.

    `series` replaces or adds keys of the series; an empty value takes one out.
    """
    keys = {"title": "On Examples", "timezone": "Europe/Zurich", **series}
    head = "".join(f"{key}: {value}\n" for key, value in keys.items() if value)
    lines = dedent(session).strip().splitlines()
    return f"{head}sessions:\n" + "".join(
        f"  {'- ' if not number else '  '}{line}\n" for number, line in enumerate(lines)
    )


def problems_of(text: str | bytes) -> list[Problem]:
    """Return what is wrong with a definition that must not be taken."""
    series, problems = read_definition(_data(text), FILE)
    assert series is None
    assert any(problem.severity is Severity.ERROR for problem in problems)
    return problems


def told(text: str | bytes) -> list[str]:
    """Return what is wrong with a definition as a person reads it, without the file's name."""
    return [str(problem).removeprefix(f"{FILE}:") for problem in problems_of(text)]


def warned(text: str | bytes) -> list[str]:
    """Return the warnings about a definition that is taken, without the file's name."""
    series, problems = read_definition(_data(text), FILE)
    assert series is not None, [str(problem) for problem in problems]
    return [str(problem).removeprefix(f"{FILE}:") for problem in problems]


def places_of(text: str | bytes) -> list[tuple[int, int, str]]:
    """Return line, column and code of all that is wrong with a definition."""
    return [(problem.line, problem.column, problem.code) for problem in problems_of(text)]


def _data(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
