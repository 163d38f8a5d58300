"""House-keeping: what has been over for 90 days is deleted, a piece at a time."""

import logging
from dataclasses import dataclass
from datetime import datetime

from bot.store.delivery.letters import purge_letters
from bot.store.delivery.notices import purge_notices
from bot.store.engine import Store
from bot.store.housekeeping import KEPT, purge_chats, purge_deliveries
from bot.store.organizing.drafts import purge_drafts
from bot.store.organizing.nagging import purge_nags
from bot.store.organizing.page_keys import purge_keys
from bot.store.organizing.pastes import purge_pastes
from bot.store.organizing.proposals import purge_speakers
from bot.store.series.readers import purge_readers

_logger = logging.getLogger("talkbell.reminders")
_PIECE = 5000  # rows in one transaction: whoever else writes waits for no more


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows were deleted."""

    deliveries: int
    chats: int


def keep_house(store: Store, *, now: datetime, piece: int = _PIECE) -> Kept:
    """Delete deliveries that are over, and chats that are gone and want nothing.

    Nothing by which a message could be planned again. What organizers did not answer is forgotten
    after two days. Raises StoreError.
    """
    deliveries = 0
    while True:
        with store.writing() as connection:
            deleted = purge_deliveries(connection, now=now, most=piece)
        deliveries += deleted
        if deleted < piece:
            break
    with store.writing() as connection:
        chats = purge_chats(connection, now=now)
        purge_notices(connection, before=now - KEPT)
        purge_letters(connection, before=now - KEPT)
        purge_nags(connection, before=now - KEPT)
        purge_speakers(connection, before=now - KEPT)
        purge_readers(connection, before=(now - KEPT).date())
        purge_keys(connection, now=now)
        purge_drafts(connection, now=now)
        purge_pastes(connection, now=now)
    if deliveries or chats:
        _logger.info("deleted after 90 days: deliveries %d, chats %d", deliveries, chats)
    return Kept(deliveries, chats)
