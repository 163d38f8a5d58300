"""What organizers have to say to those who follow a series."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Announcement:
    """A message of an organizer's own words; without a `text`, the session or the series itself."""

    text: str = ""
