"""Who organizes a series: names for people, and accounts of those who may change it in chat."""

import re
from typing import Any

from bot.domain.accounts import OrganizerAccount
from bot.domain.series import Series, Speaker
from bot.errors import RefusalError
from bot.sources.definition.fields import Fields, one_line
from bot.sources.definition.schema import known_keys
from bot.sources.definition.values import read_speakers
from bot.sources.yaml_tree import Mapping, Node, Scalar

_NOBODY: tuple[Speaker, ...] = ()
_NUMBER = re.compile(r"[1-9]\d{0,15}", re.ASCII)
_NOBODY_ON_TELEGRAM = {"1087968824", "136817688", "777000"}  # who stands for hidden senders

Organizers = tuple[tuple[str, ...], tuple[OrganizerAccount, ...]]


def read_organizers(fields: Fields) -> Organizers:
    """Return the names that `organizers:` has, and the accounts among them, each once."""
    if isinstance(fields.get("organizers"), Scalar):
        people = fields.read("organizers", read_speakers, _NOBODY)
        return tuple(str(person) for person in people), ()
    names: list[str] = []
    accounts: dict[str, OrganizerAccount] = {}
    for node in fields.items("organizers"):
        if isinstance(node, Mapping):
            account = _account(node, fields)
            names.append(account.name)
            if account.telegram:
                accounts.setdefault(account.telegram, account)
        else:
            names.append(fields.value(node, one_line, "", about="organizers"))
    return tuple(name for name in names if name), tuple(accounts.values())


def _account(node: Node, series: Fields) -> OrganizerAccount:
    fields = Fields(node, known_keys("organizer"), series.problems, "an organizer")
    telegram = fields.read("telegram", read_telegram_number, "")
    return OrganizerAccount(name=fields.line("name"), telegram=telegram)


def read_telegram_number(text: str) -> str:
    """Return the number of a person on Telegram, which is never that of a group or a mask."""
    number = text.strip()
    if _NUMBER.fullmatch(number) and number not in _NOBODY_ON_TELEGRAM:
        return number
    raise RefusalError(
        "this is no person's number on Telegram",
        read=text,
        hint="names there can change hands; write the number, or use `talkbell organizer-link`",
        code="bad-account",
    )


def described_organizers(series: Series) -> list[str | dict[str, Any]]:
    """Return what `read_organizers` reads back."""
    left = list(series.accounts)
    told: list[str | dict[str, Any]] = []
    for name in series.organizers:
        own = next((one for one in left if one.name == name), None)
        if own:
            left.remove(own)
        told.append({"name": name, "telegram": int(own.telegram)} if own else name)
    return told + [{"telegram": int(one.telegram)} for one in left]
