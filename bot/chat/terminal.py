"""A chat in a terminal: nobody needs an account to try what subscribers get."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TextIO

from markupsafe import Markup

from bot.channels.console import PLATFORM
from bot.channels.interface import Outgoing, SendError
from bot.chat import words
from bot.chat.conversation import Conversation
from bot.chat.interface import Button, Document, Incoming, Reply
from bot.chat.terminal_form import terminal_form
from bot.flows.organizing.rights import Person

_ADDRESS = "you"
PERSON = Person(PLATFORM, _ADDRESS)
"""Who writes in the terminal."""
_WIDTH = 80
_PROMPT = "> "


class TerminalChat:
    """Answers lines, and shows reminders: it is the channel of its platform too.

    Buttons that do something are numbered; the number alone presses one. Any thread may call it.
    """

    def __init__(
        self,
        conversation: Conversation,
        stream: TextIO,
        *,
        clock_text: Callable[[], str],
        folder: Path,
        is_echoing: bool,
    ) -> None:
        """Take where to write, what tells the time in words, and where files are to be put.

        With `is_echoing`, what was said is written too, where no terminal has shown it.
        """
        self._conversation = conversation
        self._stream = stream
        self._clock_text = clock_text
        self._folder = folder
        self._is_echoing = is_echoing
        self._is_colored = stream.isatty()
        self._buttons: list[Button] = []
        self._numbers = count(1)
        self._writing = Lock()

    def greet(self, hello: str) -> None:
        """Write the first lines, and what `/start` answers."""
        self._write(hello)
        self._show(self._conversation.answer(_incoming(text="/start")))

    def say(self, line: str) -> None:
        """Answer a line."""
        text = line.strip()
        if not text:
            self._prompt()
            return
        if self._is_echoing:
            self._write(text)
        if text.isdecimal() and 0 < int(text[:3]) <= len(self._buttons):
            pressed = self._buttons[int(text[:3]) - 1]
            self._show(self._conversation.answer(_incoming(button=pressed.data)))
        else:
            self._show(self._conversation.answer(_incoming(text=text)))

    def end(self) -> None:
        """Leave the terminal at the beginning of a line."""
        self._write("")

    async def send(self, address: str, outgoing: Outgoing) -> str:
        """Show a reminder, as the channel of this platform. Raises SendError."""
        del address  # there is one chat
        self._show_message(words.TERMINAL_REMINDER, outgoing)
        return str(next(self._numbers))

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        """Show a reminder as an update of an earlier one. Raises SendError."""
        del address
        self._show_message(words.TERMINAL_UPDATE, outgoing)
        return message_id

    def _show_message(self, what: str, outgoing: Outgoing) -> None:
        time = self._clock_text()
        heading = f"── {what}{f' · {time}' if time else ''} "
        rule = heading.ljust(_WIDTH, "─")
        try:
            numbered = "\n".join(self._numbered(outgoing.buttons, beyond=len(self._buttons)))
            shown = f"{outgoing.plain}\n\n{numbered}" if numbered else outgoing.plain
            self._write(f"\n{rule}\n{shown}\n{'─' * _WIDTH}\n")
            self._prompt()
        except (OSError, ValueError) as error:
            reason = f"the terminal takes no message: {error}"
            raise SendError(reason, was_maybe_delivered=True) from error

    def _show(self, reply: Reply) -> None:
        is_told = reply.notice in Markup(reply.html).striptags()  # noqa: S704 - ours
        parts = ["" if is_told else reply.notice, self._formed(reply.html)]
        parts += [self._saved(document) for document in reply.documents]
        if numbered := self._numbered(reply.buttons, beyond=0):
            parts.append("\n".join(numbered))
        self._write("\n\n".join(part for part in parts if part) + "\n")
        self._prompt()

    def _formed(self, html: str) -> str:
        return terminal_form(html, _WIDTH, is_colored=self._is_colored)

    def _numbered(self, rows: tuple[tuple[Button, ...], ...], *, beyond: int) -> list[str]:
        """Return buttons in their rows with the numbers that press them from now on.

        The first `beyond` of the numbers until now stay as they are: a reminder comes while
        somebody may be about to press one.
        """
        numbered = [button for row in rows for button in row if button.data]
        if not numbered:
            return []
        self._buttons = [*self._buttons[:beyond], *numbered]
        numbers, lines = count(beyond + 1), []
        for row in rows:
            shown = [f"[{next(numbers)}] {button.label}" for button in row if button.data]
            if shown:
                lines.append("   ".join(shown))
        return lines

    def _saved(self, document: Document) -> str:
        """Write a document into the folder, never over another file; return what is told of it."""
        stem, _, ending = document.name.rpartition(".")
        names = [document.name, *(f"{stem}-{number}.{ending}" for number in range(2, 1000))]
        for name in names:
            path = self._folder / name
            try:
                with path.open("xb") as file:
                    file.write(document.data)
            except FileExistsError:
                continue
            except OSError as error:
                return words.TERMINAL_NO_FILE.format(path=path, reason=error.strerror)
            return words.TERMINAL_FILE.format(path=path)
        return words.TERMINAL_NO_FILE.format(path=self._folder, reason="it has too many")

    def _write(self, text: str) -> None:
        with self._writing:
            self._stream.write(f"{text}\n")
            self._stream.flush()

    def _prompt(self) -> None:
        with self._writing:
            self._stream.write(_PROMPT)
            self._stream.flush()


def _incoming(text: str = "", button: str = "") -> Incoming:
    return Incoming(
        platform=PLATFORM, address=_ADDRESS, person=PERSON.number, text=text, button=button
    )
