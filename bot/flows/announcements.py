"""Announcements as they leave: what they say to one chat, and whether it is one that gets them."""

from datetime import datetime

from bot.channels.interface import Outgoing
from bot.domain.announcements import Announcement
from bot.domain.latex import readable
from bot.flows.lists import is_wanted
from bot.flows.noticing import audience_of
from bot.reminders.announcement_forms import announcement_html, announcement_plain
from bot.reminders.notices import Wish
from bot.store.codec import from_json
from bot.store.deliveries import Claimed
from bot.store.interests import Interest
from bot.store.letters import Letter
from bot.store.records import StoredSeries


def is_announced_to(
    interest: Interest, stored: StoredSeries, letter: Letter, now: datetime
) -> bool:
    """Tell whether a chat with such an interest gets an announcement.

    It follows the series, and has not said `none` to changes of it; one of a session gets who is
    reminded of that session.
    """
    rules = dict(interest.series).get(stored.series.id)
    if rules and rules.changes is Wish.NONE:
        return False
    if not letter.session_id:
        return rules is not None
    found = [one for one in stored.series.sessions if one.id == letter.session_id]
    return any(is_wanted(interest, stored.series, one, now) for one in found)


def announcement_outgoing(
    stored: StoredSeries, letter: Letter, delivery: Claimed, _now: datetime
) -> Outgoing | None:
    """Return an announcement as one chat sees it; None for a room that the series does not tell."""
    if audience_of(stored, delivery) is None:
        return None
    title, said = readable(stored.series.title), from_json(letter.content, Announcement)
    return Outgoing(
        plain=announcement_plain(title, said.text), html=announcement_html(title, said.text)
    )
