"""What goes wrong, as values that a person can act on.

A `Problem` says where, what was read and how to mend it; readers collect them and tell all at once.
A `RefusalError` is how a single decision (a zone word, a time, a duration) says no: the domain
raises it, and whoever knows the place in the file turns it into a `Problem`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.language import gettext


class TalkbellError(Exception):
    """An error that a person can cause; its text is shown to them as it is, without a traceback."""


class RefusalError(TalkbellError):
    """Something was read and cannot be accepted.

    `message` says why, `read` is what was read, `choices` are texts that would be accepted instead
    (best first), `hint` says how to mend it where "write one of the choices" is not the way, and
    `code` names the kind of problem for programs. What it says is made of `saying` and
    `counting` of bot.language: so it is said in the language of who is told, wherever it was read.
    """

    def __init__(
        self,
        message: str,
        *,
        read: str,
        choices: Iterable[str] = (),
        hint: str = "",
        code: str = "value",
    ) -> None:
        """Say no to what was read."""
        super().__init__(message)
        self.message = message
        self.read = read
        self.choices = tuple(choices)
        self.hint = hint
        self.code = code


class Severity(StrEnum):
    """How bad a problem is: an error stops the definition from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in one place. `line` and `column` count from 1; 0 means unknown.

    As of a refusal, what it says is a text in every language until it is used.
    """

    code: str
    message: str
    read: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    severity: Severity = Severity.ERROR

    @classmethod
    def of(
        cls, refusal: RefusalError, *, file: str = "", line: int = 0, column: int = 0
    ) -> "Problem":
        """Return the problem that `refusal` is, at a place in a file."""
        return cls(
            code=refusal.code,
            message=refusal.message,
            read=refusal.read,
            choices=refusal.choices,
            hint=refusal.hint,
            file=file,
            line=line,
            column=column,
        )

    def __str__(self) -> str:
        """Return `file:line:column: what is wrong, what was read, how to mend it`.

        Without the line or the column where they are not known.
        """
        numbers = [str(number) for number in (self.line, self.column) if number]
        place = ":".join([self.file, *numbers]) + ": " if self.file else ""
        warning = "warning: " if self.severity is Severity.WARNING else ""
        return f"{place}{warning}{self.sentence()}"

    def sentence(self) -> str:
        """Return what is wrong, what was read and how to mend it, without the place."""
        hint, told = self.hint, self.message
        if self.choices and not hint:
            hint = gettext("write {choices}").format(choices=one_of(self.choices))
        if self.read:
            read = shortened(f"{self.read}")
            told = gettext('{message}, read "{read}"').format(message=told, read=read)
        return gettext("{problem}; {hint}").format(problem=told, hint=hint) if hint else told


def one_of(choices: Sequence[str], most: int = 8) -> str:
    """Return choices as a person lists them: `A, B, or C`, cut short after `most`."""
    shown = [*choices[:most], "…"] if len(choices) > most else list(choices)
    *others, last = map(str, shown)
    return (
        gettext("{first}, or {last}").format(first=", ".join(others), last=last) if others else last
    )


def shortened(text: str, limit: int = 80) -> str:
    """Return what was read as one line of at most so many characters."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= limit else one_line[: limit - 1] + "…"
