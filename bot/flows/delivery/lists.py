"""Digests and alerts: which sessions they list, of what was read at once. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.interface import Button, Outgoing
from bot.domain.audience import Audience, seen_by
from bot.domain.series import Series, Session
from bot.flows.delivery.buttons import reference
from bot.flows.planning.alerting import as_the_public_sees, mention, tells
from bot.flows.planning.forecasts import is_asked_for
from bot.flows.terms import Terms, texts_of
from bot.reminders import listing
from bot.reminders.listing import Entry, Listing
from bot.reminders.plan import is_reminded_of
from bot.store.delivery.interests import Interest
from bot.store.series.records import StoredSeries

_WEEK = timedelta(days=7)
_MOST_OF_WEEK = 40
_MOST_ALERTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was read in one transaction: a chat's interest, and the series that are not archived."""

    interest: Interest
    series: Mapping[str, StoredSeries]


def digest(known: Known, now: datetime) -> Outgoing | None:
    """Return the sessions of the coming seven days that a chat follows; None if there are none.

    By its rules for each series, without what it has muted; no links are in it.
    """
    found = sorted(_of_week(known, now), key=lambda one: (one[1].order, one[0].id))
    if not found:
        return None
    entries = [listing.entry_of(*one, known.interest.zone) for one in found]
    told = listing.listing_of(listing.WEEK, entries, _MOST_OF_WEEK, listing.END_OF_WEEK)
    return _outgoing(told, now)


def _of_week(known: Known, now: datetime) -> Iterator[tuple[Series, Session]]:
    for series_id in sorted(known.interest.series_ids):
        stored = known.series.get(series_id)
        if stored is None:
            continue
        series = seen_by(stored.series, Audience.SUBSCRIBERS)
        for session in series.sessions:
            is_near = session.start is not None and now <= session.start.at < now + _WEEK
            if (
                is_near
                and is_reminded_of(session)
                and is_wanted(known.interest, series, session, now)
            ):
                yield series, session


def is_wanted(interest: Interest, series: Series, session: Session, now: datetime) -> bool:
    """Tell whether a chat follows a session, and has not muted it."""
    key = series.id, session.id
    if key in interest.mutes:
        return False
    rules = dict(interest.series).get(series.id)
    is_asked = rules and is_asked_for(series, session, rules.kinds, rules.keywords, now)
    return bool(is_asked) or key in interest.stars


def alert_of(
    known: Known, series_id: str, alerted: Collection[str], now: datetime
) -> Outgoing | None:
    """Return those of the sessions that a chat is to be told of that are news for it still.

    They are to come, mention what it watches, and it neither follows nor has muted them. As the
    public sees them, as it does not follow them. None if none are left.
    """
    stored, interest = known.series.get(series_id), known.interest
    if stored is None:
        return None
    coming = [one for one in stored.series.sessions if one.id in alerted and tells(one, now)]
    unknown = [
        one
        for one in coming
        if not interest.follows((series_id, one.id)) and (series_id, one.id) not in interest.mutes
    ]
    seen = as_the_public_sees(stored, unknown)
    texts = {one.id: list(texts_of(seen, one)) for one in seen.sessions}
    phrases = {words: Terms(folded) for folded, words in interest.watches}
    of_session = {
        name: [words for words, terms in phrases.items() if mention(found, terms)]
        for name, found in texts.items()
    }
    told = [one for one in seen.sessions if of_session[one.id]]
    if not told:
        return None
    mentioned = [words for words in phrases if any(words in of_session[one.id] for one in told)]
    return _alert(seen, told, mentioned, interest.zone, now)


def _alert(
    series: Series, told: list[Session], mentioned: list[str], zone: str, now: datetime
) -> Outgoing:
    told = sorted(told, key=lambda one: one.order)
    words = ", ".join(listing.QUOTED.format(words=one) for one in mentioned)
    heading = listing.MENTIONED.of(len(told), words=words)
    entries = [listing.entry_of(series, one, zone) for one in told]
    found = listing.listing_of(heading, entries, _MOST_ALERTED, listing.END_OF_WATCHES)
    return _outgoing(found, now, _buttons(series, told, found.entries))


def _buttons(
    series: Series, told: list[Session], shown: tuple[Entry, ...]
) -> tuple[tuple[Button, ...], ...]:
    """Return the way to be reminded: at once of a single session, by its card of one of several."""
    whole = (Button(label=str(listing.ABOUT_SERIES), data=f"series {reference(series.id)}"),)
    if len(told) == 1:
        data = f"star {reference(series.id, told[0].id)}"
        return (Button(label=str(listing.REMIND_ME), data=data),), whole
    cards = [
        (Button(label=listing.button_label(entry), data=f"talk {reference(series.id, one.id)}"),)
        for entry, one in zip(shown, told, strict=False)
    ]
    return *cards, whole


def _outgoing(
    told: Listing, now: datetime, buttons: tuple[tuple[Button, ...], ...] = ()
) -> Outgoing:
    return Outgoing(
        plain=listing.listing_plain(told),
        html=listing.listing_html(told, now),
        buttons=buttons,
    )
