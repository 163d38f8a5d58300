"""Which calendar app asks for a feed, by what it says of itself."""

import re
from enum import StrEnum


class App(StrEnum):
    """A kind of calendar app."""

    APPLE = "apple"
    GOOGLE = "google"
    OUTLOOK = "outlook"
    THUNDERBIRD = "thunderbird"
    NEXTCLOUD = "nextcloud"  # and DAVx5's sister ICSx5
    OTHER = "other"


# The first that is found counts: Thunderbird says that it is a browser too.
_MARKS = (
    (App.GOOGLE, re.compile("google-calendar")),
    (App.THUNDERBIRD, re.compile("thunderbird|lightning/")),
    (App.NEXTCLOUD, re.compile("nextcloud|davx5|icsx5")),
    (App.OUTLOOK, re.compile("microsoft|outlook|exchange")),
    (App.APPLE, re.compile("^(?:ios|ipados|macos|mac os x|watchos)/|calendaragent|dataaccessd")),
)
_SERVICES = re.compile("google-calendar|exchange")
_BROWSER = re.compile("^mozilla/")


def app_of(agent: str) -> App | None:
    """Return the app that calls itself so (`User-Agent`); None for a browser, which is no reader.

    Who says nothing, or nothing that is known, is another app.
    """
    said = agent.lower()
    found = next((app for app, mark in _MARKS if mark.search(said)), None)
    return found or (None if _BROWSER.search(said) else App.OTHER)


def asks_for_many(agent: str) -> bool:
    """Tell whether it is a service that asks for all of its users, from many addresses."""
    return _SERVICES.search(agent.lower()) is not None
