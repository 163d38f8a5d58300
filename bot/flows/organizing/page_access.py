"""Who sees the organizers' page of a series: by a link that counts once, then by a browser's key.

No key gives a right: it says who somebody is, and whether they may is asked each time.
"""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from bot.flows.organizing.rights import OPERATOR, Person, require_right, series_of
from bot.flows.personal_feed import hash_of_token
from bot.store.engine import Connection, Store
from bot.store.organizing.page_keys import Key, Pass, add_key, find_key, take_key

LINK_COUNTS_FOR = timedelta(minutes=15)
OPEN_FOR = timedelta(hours=12)
"""How long a browser sees the page."""

_BYTES = 32


def offer_page(store: Store, series_id: str, by: Person, language: str, *, now: datetime) -> str:
    """Return the token of a link to the page of a series, for one organizer or for the operator.

    It counts once, for `LINK_COUNTS_FOR`, and only its hash is kept. Raises NoRightError for a
    person who may not change the series; StoreError.
    """
    token = token_urlsafe(_BYTES)
    with store.writing() as connection:
        if by != OPERATOR:
            require_right(connection, by, series_id)
        of, expires_at = Pass(series_id, by, language), now + LINK_COUNTS_FOR
        add_key(connection, hash_of_token(token), Key.LINK, of, now=now, expires_at=expires_at)
    return token


def open_page(store: Store, token: str, *, now: datetime, instead_of: str = "") -> str | None:
    """Use up a link; return the token by which a browser sees the page for `OPEN_FOR`.

    What the browser had before, if anything, counts no more. None, always alike, for a link that is
    forged, used or expired, or whose owner has lost the right. Raises StoreError.
    """
    link = hash_of_token(token)
    with store.reading() as connection:  # so that who tries many holds up nobody who writes
        if find_key(connection, link, Key.LINK, now=now) is None:
            return None
    session = token_urlsafe(_BYTES)
    with store.writing() as connection:
        found = take_key(connection, link, Key.LINK, now=now)
        if found is None or not _has_right(connection, found):
            return None
        take_key(connection, hash_of_token(instead_of), Key.SESSION, now=now)
        kept, expires_at = hash_of_token(session), now + OPEN_FOR
        add_key(connection, kept, Key.SESSION, found, now=now, expires_at=expires_at)
    return session


def close_page(store: Store, token: str, *, now: datetime) -> None:
    """Let a browser see the page no more. Raises StoreError."""
    with store.writing() as connection:
        take_key(connection, hash_of_token(token), Key.SESSION, now=now)


def find_pass(connection: Connection, token: str, *, now: datetime) -> Pass | None:
    """Return what a browser may see now; None if it is nothing, or nothing any more."""
    found = find_key(connection, hash_of_token(token), Key.SESSION, now=now)
    return found if found and _has_right(connection, found) else None


def _has_right(connection: Connection, found: Pass) -> bool:
    return found.person == OPERATOR or found.series_id in series_of(connection, found.person)
