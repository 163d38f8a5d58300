"""Sessions that several series have by one UID, which calendars may hold once only. Pure."""

from collections.abc import Sequence

from bot.exports.ics import SessionEntries
from bot.store.series.records import StoredSession

FoundEntries = tuple[StoredSession, SessionEntries]


def without_twins(found: Sequence[FoundEntries]) -> list[SessionEntries]:
    """Return entries without those of a session that another series has by the same own UID.

    The UID stays with the session that takes place, else with the first.
    """
    chosen: dict[str, StoredSession] = {}
    for one, _ in found:
        other = chosen.setdefault(one.session.uid, one)
        if other.ended_at and not one.ended_at:
            chosen[one.session.uid] = one
    return [made for one, made in found if not one.session.uid or chosen[one.session.uid] is one]
