"""Web addresses, as definitions and other sources write them."""

import re
from urllib.parse import urlsplit

from bot.errors import RefusalError
from bot.language import saying

_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f]")
_LONGEST_ADDRESS = 2000
_BARE_ADDRESS = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)+(?:/|$)(?<!\.pdf)(?<!\.pptx)", re.IGNORECASE)


def read_address(text: str) -> str:
    """Return an http(s) address."""
    address = text.strip()
    if is_address(address):
        return address
    whole = f"https://{address}"
    near = [whole] if _BARE_ADDRESS.match(address) and is_address(whole) else []
    raise RefusalError(
        saying("this is not a web address"),
        read=text,
        choices=near,
        hint="" if near else saying("write one that starts with https:// and has no blanks"),
        code="bad-address",
    )


def is_address(text: str) -> bool:
    """Tell whether this is an http(s) address and nothing else."""
    if _NO_ADDRESS.search(text) or len(text) > _LONGEST_ADDRESS:
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
