"""Links to join a meeting online, found in what people write around them, with the passcode."""

import re
from collections.abc import Iterable

from bot.domain.series import Join
from bot.errors import RefusalError
from bot.sources.addresses import read_address

_URL = re.compile(r"https?://[^\s<>\"'\\^`{|}\u200b]{4,1500}", re.IGNORECASE)
_AFTER_URL = ".,;:!?)]*_…»"
_PLATFORMS = re.compile(
    r"https?://(?:[\w-]{1,60}\.){0,4}(?:"
    r"zoom\.(?:us|com|com\.cn)/(?:j|w|s|my|meeting)/"
    r"|zoomgov\.com/(?:j|w|my)/"
    r"|teams\.microsoft\.(?:com|us)/(?:l/meetup-join|meet)/"
    r"|teams\.live\.com/meet/"
    r"|meet\.google\.com/(?:[a-z]{3}-|lookup/)"
    r"|webex\.com/(?:[\w.-]{1,60}/j\.php|meet/|join/|wbxmjs/|webappng/)"
    r"|meet\.jit\.si/\w"
    r"|gotomeet(?:ing)?\.(?:com|me)/(?:join/)?\w"
    r"|whereby\.com/\w"
    r"|gather\.town/(?:app/|i/)"
    r")",
    re.IGNORECASE,
)
# BigBlueButton is run by universities under names of their own; its rooms' addresses are alike.
_BIGBLUEBUTTON = re.compile(
    r"https?://(?:[\w-]{1,60}\.){1,5}\w{2,20}(?::\d{1,5})?/(?:"
    r"(?:b|rooms|room|r)/(?:[a-z0-9]{3}-){2,3}[a-z0-9]{3}\b|(?:b|rooms)/[\w-]{3,60}/join\b"
    r"|bigbluebutton/|playback/meeting)"
    r"|https?://(?:[\w-]{1,60}\.){0,4}(?:bbb|bigbluebutton)[\w-]{0,30}\.(?:[\w-]{1,60}\.){0,4}\w{2,20}/\w",
    re.IGNORECASE,
)
_PASSCODE = re.compile(
    r"(?:pass(?:code|wor[dt])|pass code|pwd|kenncode|kennwort|passwort|mot de passe|code secret"
    r"|contraseña|contrasena|codice d'accesso|access code)"
    r"(?:\s*\((?:numeric|optional)\))?\s{0,3}(?::|=|is|ist|est|es)\s{0,3}([^\s,;<>()\"]{3,40})",
    re.IGNORECASE,
)


def find_join(texts: Iterable[str]) -> Join | None:
    """Return the first link that joins a meeting, with a passcode said in the same text."""
    for text in texts:
        for url in find_urls(text):
            if is_join_link(url):
                return Join(url=url, passcode=find_passcode(text))
    return None


def is_join_link(url: str) -> bool:
    """Tell whether an address is one of a platform for meetings, and of a meeting there."""
    return bool(_PLATFORMS.match(url) or _BIGBLUEBUTTON.match(url))


def find_urls(text: str) -> list[str]:
    """Return the http(s) addresses in a text, without the punctuation behind them."""
    found = []
    for match in _URL.finditer(text):
        url = match[0]
        while url[-1] in _AFTER_URL and not (url[-1] == ")" and "(" in url):
            url = url[:-1]
        try:
            found.append(read_address(url))
        except RefusalError:
            continue
    return found


def find_passcode(text: str) -> str:
    """Return the passcode that a text says, an empty text if it says none."""
    found = _PASSCODE.search(_URL.sub(" ", text))  # an address has its passcode for itself
    return found[1].rstrip(".*") if found else ""
