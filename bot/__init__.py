"""Talkbell: seminar schedules become calendar feeds and chat reminders."""

__version__ = "0.1.0"
