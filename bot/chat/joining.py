"""A link to join as people write it: `https://… passcode 123`."""

from bot.domain.series import Join
from bot.errors import RefusalError
from bot.language import gettext
from bot.sources.addresses import read_address

_PASSCODE = ("passcode", "password", "code", "pwd")


def read_join(text: str) -> Join:
    """Return the link in a text, with the passcode behind it. Raises RefusalError without one."""
    tokens = text.split()
    at = next((n for n, word in enumerate(tokens) if "://" in word), None)
    if at is None:
        message = gettext("there is no web address in it")
        raise RefusalError(message, read="", hint=gettext("begin it with https://"))
    words = [one.strip(":,") for one in tokens[at + 1 :]]
    passcode = "".join(one for one in words if one.lower() not in _PASSCODE)
    return Join(url=read_address(tokens[at]), passcode=passcode)
