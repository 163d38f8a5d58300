"""How much of a page is read: enough for any programme, and no more than takes a few seconds."""

from bot.errors import RefusalError
from bot.language import saying

_MOST_LINES = 10_000
_MOST_ENTRIES = 3_000
_MOST_TAGS = 100_000
_MOST_MARKDOWN = 1_000_000  # characters; its parser takes a few hundred times as much memory


def refuse_many_lines(count: int, name: str) -> None:
    """Raise RefusalError for a page of too many lines."""
    if count > _MOST_LINES:
        raise _too_large(
            saying(
                "the page has {count} lines; at most {most} are read", count=count, most=_MOST_LINES
            ),
            name,
        )


def refuse_long_text(text: str, name: str) -> None:
    """Raise RefusalError for text of too many lines, before anything is made of them."""
    refuse_many_lines(sum(map(bool, map(str.strip, text.split("\n")))), name)


def refuse_long_markdown(text: str, name: str) -> None:
    """Raise RefusalError for what would take minutes and all memory before it is lines."""
    lines = text.count("\n")
    if len(text) > _MOST_MARKDOWN or lines > _MOST_LINES:
        raise _too_large(
            saying(
                "this has {size} MB in {count} lines; Markdown is read up to 1 MB and {most} lines",
                size=f"{len(text) / 1e6:.1f}",
                count=lines,
                most=_MOST_LINES,
            ),
            name,
        )


def refuse_many_tags(text: str, name: str) -> None:
    """Raise RefusalError for HTML of too many tags, before it is parsed."""
    count = text.count("<")
    if count > _MOST_TAGS:
        raise _too_large(
            saying(
                "the page has {count} tags; at most {most} are read", count=count, most=_MOST_TAGS
            ),
            name,
        )


def refuse_many_entries(count: int, name: str) -> None:
    """Raise RefusalError for a page of more entries than any programme has."""
    if count > _MOST_ENTRIES:
        raise _too_large(
            saying(
                "the page has {count} entries; at most {most} are read",
                count=count,
                most=_MOST_ENTRIES,
            ),
            name,
        )


def _too_large(message: str, name: str) -> RefusalError:
    return RefusalError(
        message, read=name, hint=saying("cut out the part with the programme"), code="too-large"
    )
