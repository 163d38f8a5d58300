"""Answers as a terminal shows them: plain text, wrapped, links as addresses."""

import textwrap
from html.parser import HTMLParser

_INDENT = "  "
_BOLD = "\x1b[1m", "\x1b[22m"


def terminal_form(html: str, width: int = 80, *, is_colored: bool = False) -> str:
    """Return an answer as text of so many columns; bold where the terminal can show that."""
    reader = _Reader(bold=_BOLD if is_colored else ("", ""))
    reader.feed(html)
    reader.close()
    lines = [_wrapped(line, width) for line in "".join(reader.parts).split("\n")]
    return "\n".join(lines)


class _Reader(HTMLParser):
    """Reads the HTML that we write ourselves."""

    def __init__(self, bold: tuple[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._bold = bold
        self._indent = ""
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "b":
                self.parts.append(self._bold[0])
            case "blockquote":
                self._indent = _INDENT
                self.parts.append(_INDENT)
            case "a":
                self._url = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "b":
                self.parts.append(self._bold[1])
            case "blockquote":
                self._indent = ""
            case "a":
                self.parts.append(f": {self._url}")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", f"\n{self._indent}"))


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip(" "))]
    return textwrap.fill(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
