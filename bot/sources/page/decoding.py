"""Bytes to text: which kind of page they are, in which encoding, or why they are none."""

import re
from enum import StrEnum

from bot.errors import RefusalError
from bot.language import saying

MOST_BYTES = 4_000_000
_SNIFFED = 20_000
_MOST_CONTROLS = 0.02
_MAGIC = {
    b"%PDF": saying("this is a PDF file"),
    b"PK\x03\x04": saying("this is an office document or an archive"),
    b"\x89PNG": saying("this is an image"),
    b"\xff\xd8\xff": saying("this is an image"),
    b"GIF8": saying("this is an image"),
    b"\x1f\x8b": saying("this is a compressed file"),
    b"\xd0\xcf\x11\xe0": saying("this is an office document"),
}
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([\w-]{3,20})", re.IGNORECASE)
_HTML = re.compile(
    r"<(?:!doctype html|html|head|body|table|div|ul|dl|article|section)\b", re.IGNORECASE
)
_MARKDOWN = re.compile(r"(?m)^(?:---\s*$|#{1,6} \S|[*+-] +\S|\|.*\|\s*$|> )|\]\(https?://|\*\*\S")
_FEW = 2


class PageKind(StrEnum):
    """What a page is written in."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


def decode_page(data: bytes, name: str) -> tuple[str, PageKind]:
    """Return a page's text and what it is written in.

    Raises RefusalError for what is too large, not text, or empty.
    """
    if len(data) > MOST_BYTES:
        raise RefusalError(
            saying(
                "this has {size} MB; a page has at most {most} MB",
                size=f"{len(data) / 1e6:.1f}",
                most=MOST_BYTES // 1_000_000,
            ),
            read=name,
            hint=saying("cut out the part with the programme"),
            code="too-large",
        )
    text = _decoded(data, name)
    if not text.strip():
        raise RefusalError(
            saying("the page is empty"),
            read=name,
            hint=saying("is it the right file?"),
            code="empty",
        )
    return text, _kind_of(text, name)


def _decoded(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    what = next((what for magic, what in _MAGIC.items() if data.startswith(magic)), "")
    head = data[:_SNIFFED]
    odd = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1b")
    if what or odd > _MOST_CONTROLS * len(head) + 1 or b"\0" in head:
        raise RefusalError(
            what or saying("this is no text"),
            read=name,
            hint=saying("save the page as text or HTML, or paste its text into a file"),
            code="binary",
        )
    charset = _CHARSET.search(head)
    for encoding in ("utf-8", charset[1].decode() if charset else "", "cp1252"):
        try:
            return data.decode(encoding) if encoding else data.decode("utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def _kind_of(text: str, name: str) -> PageKind:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in {"html", "htm", "xhtml", "php"}:
        return PageKind.HTML
    if ending in {"md", "markdown", "mkd", "qmd", "rmd"}:
        return PageKind.MARKDOWN
    head = text[:_SNIFFED]
    if len(_HTML.findall(head)) > _FEW or head.lstrip()[:15].lower().startswith(("<!doc", "<htm")):
        return PageKind.HTML
    if ending != "txt" and len(_MARKDOWN.findall(head)) > _FEW:
        return PageKind.MARKDOWN
    return PageKind.TEXT
