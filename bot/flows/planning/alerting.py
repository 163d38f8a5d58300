"""Telling chats of what they watch for: which sessions mention it that did not before.

The rows are written by the transaction that stores the sessions, so that none is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audience import Audience, texts_seen_by
from bot.domain.series import Series, Session
from bot.flows.terms import Terms, texts_of
from bot.reminders.plan import is_reminded_of
from bot.store.delivery.watches import list_watched, plan_alerts
from bot.store.engine import Connection
from bot.store.series.records import StoredSeries

_USEFUL_FOR = timedelta(days=7)  # an alert that could not leave for so long is no news


def alert(
    connection: Connection, before: StoredSeries | None, after: StoredSeries, *, now: datetime
) -> int:
    """Make what chats are to be told of a version that is being stored; return how many it is."""
    found = newly_mentioned(before, after, list_watched(connection), now)
    if not found:
        return 0
    wanted = {one for ids in found.values() for one in ids}
    starts = [
        session.start.at
        for session in after.series.sessions
        if session.start and session.id in wanted
    ]
    return plan_alerts(
        connection,
        after.series.id,
        after.version,
        found,
        now=now,
        expires_at=min(max(starts), now + _USEFUL_FOR),
    )


def newly_mentioned(
    before: StoredSeries | None, after: StoredSeries, watched: Iterable[str], now: datetime
) -> dict[str, list[str]]:
    """Return the ids of the sessions that mention what is watched, as they did not before.

    Of sessions to come alone, and of what the public sees of them: an alert that is found by a
    passcode would tell it.
    """
    phrases = {one: Terms(one) for one in watched}
    if not phrases or after.archived_at:
        return {}
    old = {one.id: one for one in before.series.sessions} if before else {}
    new = [one for one in after.series.sessions if old.get(one.id) != one and tells(one, now)]
    texts = _texts(after, new)
    known = [old[one.id] for one in new if one.id in old and tells(old[one.id], now)]
    earlier = _texts(before, known) if before else {}
    every = " ".join(text for of_session in texts.values() for text in of_session)
    found = {}
    for phrase, terms in phrases.items():
        if not all(word in every for word in terms.words):  # as for nearly all of them
            continue
        ids = [
            name
            for name, of_session in texts.items()
            if mention(of_session, terms) and not mention(earlier.get(name, ()), terms)
        ]
        if ids:
            found[phrase] = ids
    return found


def tells(session: Session, now: datetime) -> bool:
    """Tell whether there is something to be told of a session: it comes, and says what it is."""
    is_said = bool(session.own_title) or any(one.title or one.speakers for one in session.talks)
    is_ahead = session.start is not None and session.start.at > now
    return is_said and is_ahead and is_reminded_of(session)


def mention(texts: Iterable[str], terms: Terms) -> bool:
    """Tell whether one of a session's texts has all the words."""
    return any(terms.are_in(text) for text in texts)


def as_the_public_sees(stored: StoredSeries, sessions: Sequence[Session]) -> Series:
    """Return sessions of a series with the series as the public sees it, with their own ids."""
    some = replace(stored.series, sessions=tuple(sessions))
    return texts_seen_by(some, Audience.PUBLIC, also=stored.past_joins)


def _texts(stored: StoredSeries, sessions: Sequence[Session]) -> Mapping[str, list[str]]:
    if not sessions:
        return {}
    seen = as_the_public_sees(stored, sessions)
    return {one.id: list(texts_of(seen, one)) for one in seen.sessions}
