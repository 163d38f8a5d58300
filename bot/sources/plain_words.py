"""Text from strangers made plain: without HTML, control characters and needless blanks."""

import html
import re

_TAG = re.compile(
    r"</?(?:a|b|i|u|p|br|div|span|ul|ol|li|em|strong|html|body|h\d|table|tr|td)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{1,6});")
_ANY_TAG = re.compile(
    r"</?([a-z][a-z0-9]{0,10})(?:[\s/][^<>]{0,2000})?>|<!--[^<>]{0,500}-->", re.IGNORECASE
)
_UNSEEN = re.compile(
    r"<(?:script|style)\b[^<>]{0,500}>[^<]{0,20000}</(?:script|style)>", re.IGNORECASE
)
_LINK = re.compile(r"<a\s([^<>]{0,1000})>([^<>]{0,500})</a>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s?=\s?[\"'](https?://[^\"'<>\s]{1,1000})[\"']", re.IGNORECASE)
_BLOCKS = dict.fromkeys(("br", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol"), "\n")
_BLOCKS["p"] = "\n\n"
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
    """Return what a browser would show of text that has HTML in it; links keep their addresses.

    Own code: Python's parser takes quadratic time for a text full of "<".
    """
    text = _UNSEEN.sub("", text)
    text = _LINK.sub(_with_address, text)
    text = _ANY_TAG.sub(lambda found: _BLOCKS.get((found[1] or "").lower(), ""), text)
    return html.unescape(text)


def _with_address(link: re.Match[str]) -> str:
    """Return the words of a link, with its address behind them if they are not that themselves."""
    words, address = link[2], _HREF.search(link[1])
    if address is None or html.unescape(address[1]) in html.unescape(words):
        return words
    return f"{words} ({address[1]})"
