"""The settings: what they are, where each comes from, and how they are shown."""

from bot.settings.model import Settings
from bot.settings.reading import Effective, read_settings
from bot.settings.showing import show_settings, shown_values

__all__ = ["Effective", "Settings", "read_settings", "show_settings", "shown_values"]
