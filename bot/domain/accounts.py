"""Accounts of people, by which they are known where they chat."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizerAccount:
    """An organizer who may change the series in chat: their number on Telegram, never shown."""

    name: str = ""
    telegram: str
