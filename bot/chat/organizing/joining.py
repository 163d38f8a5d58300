"""A link to join as people write it: `https://… passcode 123`."""

import re

from bot.domain.series import Join
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.addresses import read_address

_LABELS = "passcode|password|pwd|pin|code|kenncode|kennwort|passwort|mot de passe"
_PASSCODE = re.compile(rf"(?:(?:{_LABELS})\b\s*[:=]?\s*)?(\S*)", re.IGNORECASE)


def read_join(text: str) -> Join:
    """Return the link that a text begins with, with the passcode behind it.

    Raises RefusalError for anything else.
    """
    address, _, rest = text.strip().partition(" ")
    return Join(url=read_address(address), passcode=_passcode(rest))


def _passcode(text: str) -> str:
    """Return the passcode behind a link; it is shown to nobody before it is told to all."""
    found = _PASSCODE.fullmatch(text.strip())
    if found is None:
        message = saying("what stands behind the link is more than a passcode")
        raise RefusalError(message, read="", hint=saying("write it as in passcode 123"))
    return found[1]
