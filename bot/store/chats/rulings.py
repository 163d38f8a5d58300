"""Since when a chat's rules are as they are: what was due until then is not sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy import Connection, select

from bot.store.chats.subscriptions import SessionKey
from bot.store.schema import tables
from bot.store.schema.columns import instant

_ALWAYS = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """Since when (UTC) a chat's own rules, those of series, and its stars count."""

    chat_at: datetime = _ALWAYS
    series: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    sessions: Mapping[SessionKey, datetime] = field(default_factory=lambda: MappingProxyType({}))


def read_rulings(connection: Connection, chat_id: int) -> Rulings:
    """Return since when the rules of a chat count."""
    chats, followed, stars = tables.chats, tables.subscriptions, tables.stars
    chat_at = connection.execute(select(chats.c.ruled_at).where(chats.c.id == chat_id)).scalar_one()
    series = connection.execute(select(followed).where(followed.c.chat_id == chat_id))
    sessions = connection.execute(select(stars).where(stars.c.chat_id == chat_id))
    return Rulings(
        chat_at=instant(chat_at),
        series={row.series_id: instant(row.ruled_at) for row in series},
        sessions={(row.series_id, row.session_id): instant(row.ruled_at) for row in sessions},
    )
