"""Text from strangers made plain: without HTML, control characters and needless blanks."""

import re
from html.parser import HTMLParser

_TAG = re.compile(
    r"</?(?:a|b|i|u|p|br|div|span|ul|ol|li|em|strong|html|body|h\d|table|tr|td)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{1,6});")
_BLOCKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol"}
_UNSEEN = {"script", "style", "head", "title"}
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Return text on one line, with single blanks and nothing that cannot be seen."""
    return " ".join(_NO_TEXT.sub("", _LINE_ENDS.sub("\n", text)).split())


def paragraphs(text: str) -> str:
    """Return text with its lines, without HTML, blanks at their ends and runs of empty lines."""
    if _TAG.search(text) or _ENTITY.search(text):
        text = without_html(text)
    text = _NO_TEXT.sub("", _LINE_ENDS.sub("\n", text)).replace("\xa0", " ")
    lines = [" ".join(line.split()) for line in text.strip().split("\n")]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept)


def without_html(text: str) -> str:
    """Return what a browser would show of text that has HTML in it; links keep their addresses."""
    reader = _HtmlText()
    reader.feed(text)
    reader.close()
    return "".join(reader.pieces)


class _HtmlText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _BLOCKS:
            self.pieces.append("\n\n" if tag == "p" else "\n")
        if tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag == "p":
            self.pieces.append("\n\n")
        if tag == "a":
            if self._link.startswith("http") and self._link not in "".join(self.pieces[-2:]):
                self.pieces.append(f" ({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)
