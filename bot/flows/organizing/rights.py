"""Who may change a series: named by its definition, or by a link that counts once.

A right is a person's, for one series, and is looked up at each action. Who hides behind a chat is
nobody, and has none.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from secrets import token_urlsafe

from bot.domain.accounts import OrganizerAccount
from bot.errors import TalkbellError
from bot.flows.delivery.buttons import reference
from bot.flows.personal_feed import hash_of_token
from bot.store.engine import Connection, Store
from bot.store.organizing.organizers import (
    Act,
    Action,
    Organizer,
    Origin,
    Person,
    add_act,
    add_link,
    add_organizer,
    find_name,
    keep_named,
    list_organizers,
    list_rights_of,
    list_series_of,
    remove_organizer,
    use_link,
)
from bot.store.own_data import forget_unpublished, read_personal_data

__all__ = [
    "OPERATOR",
    "Action",
    "NoRightError",
    "Organizer",
    "Origin",
    "Person",
    "described",
    "fellows",
    "give_up",
    "invite",
    "keep_accounts",
    "name_of",
    "redeem",
    "require_right",
    "revoke",
    "series_of",
]

LINK_COUNTS_FOR = timedelta(hours=24)
_BYTES = 32
_TELEGRAM = "telegram"
OPERATOR = Person("", "")
"""Who works at the command line, and may see and change all there is anyway."""


class NoRightError(TalkbellError):
    """Somebody may not do that, or not any more. It tells nothing of the series."""


def series_of(connection: Connection, person: Person) -> list[str]:
    """Return the ids of the series that a person may change: none for who hides."""
    return list_series_of(connection, person) if person.number else []


def require_right(connection: Connection, person: Person, series_id: str) -> Person:
    """Return a person with the name that they have here. Raises NoRightError without a right."""
    if series_id not in series_of(connection, person):
        raise NoRightError("only organizers of this series may do that")
    return Person(person.platform, person.number, find_name(connection, person, series_id))


def invite(store: Store, series_id: str, name: str, *, now: datetime) -> str:
    """Return the token of a link that makes one person an organizer of a stored series.

    It counts once, for `LINK_COUNTS_FOR`, and is known to nobody but who is given it: only its hash
    is kept. Raises StoreError, also for a series that is not there.
    """
    token = token_urlsafe(_BYTES)
    expires_at = now + LINK_COUNTS_FOR
    with store.writing(series_id) as connection:
        add_link(connection, hash_of_token(token), series_id, name, now=now, expires_at=expires_at)
        act = Act(
            series_id=series_id,
            person=OPERATOR,
            action=Action.INVITED,
            about=name,
            recorded_at=now,
        )
        add_act(connection, act)
    return token


def redeem(store: Store, token: str, person: Person, *, now: datetime) -> str | None:
    """Let a link make a person an organizer; return the id of the series.

    None, always alike, for a link that is forged, used or expired. One that somebody shows who
    hides behind a chat makes nobody an organizer and counts no more: others may have seen it.
    """
    with store.writing() as connection:
        found = use_link(connection, hash_of_token(token), now=now)
        if found is None or not person.number:
            return None
        series_id, name = found
        known = Person(person.platform, person.number, name)
        organizer = Organizer(series_id=series_id, person=known, origin=Origin.LINK)
        add_organizer(connection, organizer, now=now)
        act = Act(series_id=series_id, person=known, action=Action.JOINED, recorded_at=now)
        add_act(connection, act)
    return series_id


def keep_accounts(
    connection: Connection,
    series_id: str,
    accounts: Iterable[OrganizerAccount],
    *,
    now: datetime,
) -> None:
    """Let those whom a definition names by their account be organizers, and no others by it."""
    people = [Person(_TELEGRAM, one.telegram, one.name) for one in accounts]
    keep_named(connection, series_id, people, now=now)


def fellows(connection: Connection, person: Person) -> list[Organizer]:
    """Return the organizers of all series that a person may change."""
    return list_organizers(connection, series_of(connection, person))


def name_of(organizer: Organizer) -> str:
    """Return what buttons call an organizer of a series; it tells nothing of them."""
    person = organizer.person
    return reference(organizer.series_id, person.platform, person.number)


def revoke(store: Store, name: str, by: Person, *, now: datetime) -> Organizer | None:
    """Take a right that a link gave; return whose, None if there is no such one any more.

    Those of a definition are taken out there. Raises NoRightError for who may not.
    """
    with store.reading() as connection:
        named = [one for one in fellows(connection, by) if name_of(one) == name]
    found = next((one for one in named if one.origin is Origin.LINK), None)
    if found is None:
        return None
    # Under the name under which edits are made: none of theirs is stored after this has returned.
    with store.writing(found.series_id) as connection:
        known = require_right(connection, by, found.series_id)
        if not remove_organizer(connection, found):
            return None
        act = Act(
            series_id=found.series_id,
            person=known,
            action=Action.REVOKED,
            about=described(found.person),
            recorded_at=now,
        )
        add_act(connection, act)
    return found


def give_up(store: Store, person: Person, *, now: datetime) -> bool:
    """Take the rights that links gave somebody who asks for it, and what is kept for themselves.

    What they did stays in the trail, and that they gave up; rights by definitions end there.
    Return whether anything of them is left. Raises StoreError.
    """
    with store.reading() as connection:
        own = [one for one in list_rights_of(connection, person) if one.origin is Origin.LINK]
    for one in own:
        with store.writing(one.series_id) as connection:
            if remove_organizer(connection, one):
                act = Act(
                    series_id=one.series_id,
                    person=one.person,
                    action=Action.REVOKED,
                    about=described(one.person),
                    recorded_at=now,
                )
                add_act(connection, act)
    with store.writing() as connection:
        forget_unpublished(connection, person)
        return bool(read_personal_data(connection, person))


def described(person: Person) -> str:
    """Return a person as those know them who may: `Ada Example (telegram 12345)`."""
    account = f"{person.platform} {person.number}".strip()
    return f"{person.name} ({account})" if person.name and account else person.name or account
