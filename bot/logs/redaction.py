"""What may stand in no log: tokens, passwords, personal addresses, and links to meetings.

Two nets, one after the other: forms that give a secret away wherever it comes from, and the joins
of the series that are served, in every form that `bot.domain.join_secrets` knows.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from urllib.parse import unquote

from bot.channels.addresses import SCHEMES
from bot.domain.join_secrets import JoinSecrets
from bot.domain.series import Join
from bot.sources.join_links import is_join_link

_MARK = "[hidden]"
# Each is linear in the text: no run of signs is begun again inside itself.
_FORMS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<!\d)\d+(?::|%3a)[\w-]{30,}", re.IGNORECASE), _MARK),  # a bot's token
    (
        re.compile(r"(?i)((?:/|%(?:25)*2f)(?:my|organize)(?:/|%(?:25)*2f))[^\s/?#\"'<>&]+"),
        rf"\1{_MARK}",
    ),
    (re.compile(r"(?<![\w-])[os]_[\w-]{43}(?![\w-])"), _MARK),  # an organizer's link, a speaker's
    (re.compile(rf"(?i)\b({'|'.join(SCHEMES)})://[^\s\"'<>]+"), rf"\1://{_MARK}"),  # a broadcast's
    (
        re.compile(r"(?i)(://[^\s/\"'<>]+/(?:services|hooks|api/webhooks)/)[^\s\"'<>]+"),
        rf"\1{_MARK}",
    ),
    (re.compile(r"(?i)(postgres\w*(?:\+\w+)?://[^\s:@/\"']*):\S*@"), rf"\1:{_MARK}@"),
    (re.compile(r"(://[^\s:@/\"']*):[^\s/\"']*@"), rf"\1:{_MARK}@"),
    (
        re.compile(
            r"(?i)((?:pwd|pass(?:code|wor[dt])|passwd|kennwort|token|secret|api_?key)"
            r"(?:[\"']?\s{0,3}[=:]\s{0,3}|%(?:25)*3d)[\"']?)[^\s&#\"'<>,;]+"
        ),
        rf"\1{_MARK}",
    ),
)
_TOKEN = re.compile(r"[^\s\"'<>]+")
_BOUNDARY = re.compile(r"^|[/=@|:&?(\[{,;]+")
_MOST_BOUNDARIES = 64


class Redactor:
    """Takes secrets out of texts; it learns new ones at any time, from any thread."""

    def __init__(self) -> None:
        """Know the forms of secrets, and no join yet."""
        self._joins: frozenset[Join] = frozenset()
        self._secrets = JoinSecrets(())
        self._learning = Lock()

    def learn(self, joins: Iterable[Join]) -> None:
        """Take these joins for secrets from now on, besides those known already."""
        with self._learning:
            known = self._joins.union(joins)
            if known != self._joins:
                self._secrets = JoinSecrets(known)
                self._joins = known

    def redact(self, value: object) -> object:
        """Return a value without its secrets, made of texts, numbers, lists and mappings alone."""
        match value:
            case None | bool() | float():
                return value
            case int():  # a meeting's number is one
                text = self.redact_text(str(value))
                return value if text == str(value) else text
            case Mapping():
                return {str(key): self.redact(one) for key, one in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.redact(one) for one in value]
        return self.redact_text(value if isinstance(value, str) else str(value))

    def redact_text(self, text: str) -> str:
        """Return a text without its secrets."""
        for form, mark in _FORMS:
            text = form.sub(mark, text)
        text = _TOKEN.sub(lambda found: _without_meeting(found[0]), text)
        return self._secrets.strike(text) if self._joins else text


def _without_meeting(token: str) -> str:
    """Return a token without the address of a meeting in it, of a host that is known for them."""
    if "." not in token or ("/" not in token and "%" not in token):
        return token
    plain = unquote(unquote(token))
    for count, boundary in enumerate(_BOUNDARY.finditer(plain)):
        if is_join_link(f"https://{plain[boundary.end() :]}"):
            return f"{plain[: boundary.end()]}{_MARK}" if plain == token else _MARK
        if count >= _MOST_BOUNDARIES:
            return _MARK  # no address that is worth reading has so many parts
    return token
