"""Calendars in iCalendar's format, as other programs write them, and our own."""

from bot.sources.ics.reading import read_ics

__all__ = ["read_ics"]
