"""Reading pages that people wrote for people: plain text, Markdown and HTML."""

from bot.sources.page.reading import read_page

__all__ = ["read_page"]
