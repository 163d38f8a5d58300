"""Where messages may go: Telegram, or the addresses of people's platforms, and nothing else."""

import re
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

TELEGRAM = "https://api.telegram.org/bot"
"""What the token of a bot is put behind, unless another server is set."""

SCHEMES = (
    "slack",
    "discord",
    "matrix",
    "matrixs",
    "mmost",
    "mmosts",
    "zulip",
    "rocket",
    "rockets",
    "gchat",
    "workflow",
    "workflows",
    "wxteams",
    "nctalk",
    "nctalks",
    "ntfy",
    "ntfys",
    "gotify",
    "gotifys",
    "mailto",
    "mailtos",
    "json",
    "jsons",
)
"""What an address may begin with: the word of Apprise for its platform."""

# Options of Apprise that name a file of this machine, or something to be fetched and attached.
_OF_FILES = re.compile(r"template|attach|pgp|cert|key_?file|priv", re.IGNORECASE)
_BEGIN = f"begin it with one of {', '.join(SCHEMES)}"


def refusal_of(address: str) -> str:
    """Return why an address cannot be a broadcast's, in words without it; nothing if it can.

    Addresses that begin with https are those that a platform gives for its webhooks. Whether its
    other parts make sense, only Apprise knows.
    """
    scheme, colon, _ = address.strip().partition("://")
    if not colon:
        return f"an Apprise address begins with its platform; {_BEGIN}"
    if scheme.lower() not in {*SCHEMES, "https"}:
        return f"broadcasts go to people's platforms alone; {_BEGIN}"
    try:
        options = parse_qsl(urlsplit(address.strip()).query, keep_blank_values=True)
    except ValueError:
        return "this address cannot be read"
    if any(_OF_FILES.search(name) for name, _ in options):
        return "no file goes with a broadcast; leave out options that name one"
    return ""


def is_on_this_machine(address: str) -> bool:
    """Tell whether an address leads to the machine itself, by its host alone."""
    try:
        host = urlsplit(address).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
