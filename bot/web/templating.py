"""The templates, and what all of them may use."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.domain.latex import readable
from bot.domain.wording import material_label
from bot.web.bidi import balanced
from bot.web.rich_text import rich, rich_line


def render(template: str, /, **values: Any) -> bytes:  # noqa: ANN401
    """Return a page as bytes. All values are escaped."""
    return _environment().get_template(template).render(values).encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        balanced=balanced,
        material_label=material_label,
        paragraphs=_paragraphs,
        readable=readable,
        rich=rich,
        rich_line=rich_line,
        web_address=_web_address,
    )
    return made


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in readable(text).split("\n\n") if part.strip()]


def _web_address(url: str) -> str:
    """Return an address that a page may link to, nothing for others (`javascript:`)."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""
