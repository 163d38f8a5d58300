"""The chats of a platform with what they follow: for one whose chats are all known by name."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.store.chats.subscriptions import SubscriptionRules
from bot.store.schema import tables
from bot.store.schema.columns import keywords_of, kinds_of, offsets_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingTarget:
    """A target follows a series. With an `ended_reason`, it is out of reach."""

    name: str
    chat_id: int
    series_id: str
    rules: SubscriptionRules
    ended_reason: str


def list_targets(
    connection: Connection, platform: str, *, of_archived: bool = False
) -> list[FollowingTarget]:
    """Return what all chats of a platform follow, by their addresses and the series' ids.

    Or what of that is archived: it tells only that its sessions are off.
    """
    chats, table, series = tables.chats, tables.subscriptions, tables.series
    columns = (chats.c.address, chats.c.ended_reason, *table.c)
    query = select(*columns).join(table, table.c.chat_id == chats.c.id)
    is_archived = series.c.archived_at.is_not(None)
    query = query.join(series, series.c.id == table.c.series_id)
    query = query.where(is_archived if of_archived else ~is_archived)
    rows = connection.execute(
        query.where(chats.c.platform == platform).order_by(chats.c.address, table.c.series_id)
    )
    return [
        FollowingTarget(
            name=row["address"],
            chat_id=row["chat_id"],
            series_id=row["series_id"],
            rules=SubscriptionRules(
                offsets=offsets_of(row["offsets"]),
                kinds=kinds_of(row["kinds"]),
                keywords=keywords_of(row["keywords"]),
            ),
            ended_reason=row["ended_reason"],
        )
        for row in rows.mappings()
    ]
