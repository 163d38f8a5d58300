"""Secret addresses of personal calendars: 256 random bits, of which only the hash is kept."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from bot.store.chats.personal import renew_token, revoke_tokens
from bot.store.engine import Store

_BYTES = 32


def hash_of_token(token: str) -> bytes:
    """Return what is kept of a token."""
    return sha256(token.encode()).digest()


def renew_personal_feed(store: Store, chat_id: int, *, now: datetime) -> str:
    """Return a new token for a chat's calendar; the one before counts no more.

    It is to be shown to the chat once, and cannot be found again.
    """
    token = token_urlsafe(_BYTES)
    with store.writing() as connection:
        renew_token(connection, chat_id, hash_of_token(token), now=now)
    return token


def revoke_personal_feed(store: Store, chat_id: int, *, now: datetime) -> None:
    """Let a chat's calendar have no address any more."""
    with store.writing() as connection:
        revoke_tokens(connection, chat_id, now=now)
