"""Announcements as plain text and as Telegram's HTML."""

from html import escape


def announcement_plain(title: str, text: str) -> str:
    """Return what an organizer says to those who follow a series."""
    return f"{title}\n\n{text}"


def announcement_html(title: str, text: str) -> str:
    """Return the same as Telegram HTML."""
    return f"<b>{escape(title, quote=False)}</b>\n\n{escape(text, quote=False)}"
