"""Notices as they leave: what one chat has not been told yet of sessions that changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from types import MappingProxyType

from bot.channels.interface import Outgoing
from bot.domain.audience import Audience, texts_seen_by
from bot.domain.series import Series, Session
from bot.flows.broadcasting import BROADCAST
from bot.flows.delivery.buttons import Rows, link_rows, reminder_rows
from bot.flows.delivery.lists import is_wanted
from bot.flows.library import Library
from bot.flows.selecting import over_at
from bot.reminders import listing
from bot.reminders import notice_words as words
from bot.reminders.notice_forms import notice_html, notice_plain
from bot.reminders.notice_messages import compose_notice
from bot.reminders.notices import Notice, What, joined, notice_of
from bot.reminders.plan import is_reminded_of
from bot.store.delivery.deliveries import Claimed
from bot.store.delivery.interests import Interest
from bot.store.delivery.notices import (
    StoredNotice,
    Told,
    find_told,
    is_unsettled,
    list_later,
    list_message,
)
from bot.store.engine import Connection
from bot.store.series.records import StoredSeries

_MOST = 20  # sessions in one message
_AT_ANOTHER_TIME = {What.MOVED, What.RESTORED, What.ADDED, What.DATED}


Known = tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """What a chat is to be told, as it may see it.

    `is_early`: something tells it right now, or it may change once more. `known` is what differs
    once another message has told it, `versions` those of other series that it tells of.
    """

    series: Series
    version: int
    notices: tuple[Notice, ...] = ()
    overlaps: tuple[tuple[Series, Session], ...] = ()
    is_early: bool = False
    known: Known = ()
    versions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def audience_of(stored: StoredSeries, delivery: Claimed) -> Audience | None:
    """Return as who a chat sees a series; None for a room that it does not tell any more."""
    if delivery.platform != BROADCAST:
        return Audience.SUBSCRIBERS
    for target in stored.series.broadcast:
        if target.name == delivery.address:
            return Audience(target.audience.value)
    return None


def _as_seen(stored: StoredSeries, audience: Audience, one: Session | None) -> Session | None:
    return seen_as(stored, audience, one).sessions[0] if one else None


def seen_as(stored: StoredSeries, audience: Audience, *sessions: Session) -> Series:
    """Return a series as somebody sees it, with these sessions."""
    some = replace(stored.series, sessions=sessions)
    return texts_seen_by(some, audience, also=stored.past_joins)


def read_untold(
    connection: Connection,
    library: Library,
    delivery: Claimed,
    interest: Interest,
    now: datetime,
) -> Untold | None:
    """Read what a chat has not been told yet of a message; None if it does not see the series."""
    stored = library.ever_read(delivery.series_id)
    audience = audience_of(stored, delivery) if stored else None
    if stored is None or audience is None:
        return None
    live = {one.id: one for one in stored.series.sessions}
    notices: list[Notice] = []
    overlaps: list[tuple[Series, Session]] = []
    rows = list_message(connection, delivery.carries or delivery.subject)
    of_rows = [_told(connection, delivery, row) for row in rows]
    for row, told in zip(rows, of_rows, strict=True):
        after = live.get(row.session_id)
        sides = [one.before for one in (row, *told.untold[:1], *told.doubtful)]
        is_asked = _is_asked(interest, stored, [*sides, after], now)
        if not is_asked or (told.version and not told.untold):
            continue
        notice = _notice_of(stored, audience, row, told, after, now)
        if notice and _has_wish(interest, stored.series.id, notice):
            notices.append(notice)
            if audience is Audience.SUBSCRIBERS:
                overlaps += _overlaps(connection, library, interest, row, notice, now)
    found = {series.id: library.ever_read(series.id) for series, _ in overlaps}
    is_open = _is_unsettled(connection, delivery, rows)
    return Untold(
        series=seen_as(stored, audience, *stored.series.sessions),
        version=stored.version,
        notices=tuple(notices),
        overlaps=tuple(overlaps),
        is_early=is_open or any(told.is_leaving for told in of_rows),
        known=_known(of_rows, is_open=is_open),
        versions={name: one.version for name, one in found.items() if one},
    )


def known_of(connection: Connection, delivery: Claimed) -> Known:
    """Return what differs once a chat was told what a delivery is to tell, or that has changed."""
    rows = list_message(connection, delivery.carries or delivery.subject)
    of_rows = [_told(connection, delivery, row) for row in rows]
    return _known(of_rows, is_open=_is_unsettled(connection, delivery, rows))


def _known(told: Sequence[Told], *, is_open: bool) -> Known:
    return (*((one.version, one.is_leaving) for one in told), (0, is_open))


def _is_unsettled(connection: Connection, delivery: Claimed, rows: Sequence[StoredNotice]) -> bool:
    """Tell whether what is to be told may change once more; reminders do not wait for that."""
    return not delivery.carries and is_unsettled(connection, rows)


def _told(connection: Connection, delivery: Claimed, row: StoredNotice) -> Told:
    return find_told(connection, delivery.chat_id, (row.series_id, row.session_id), delivery.id)


def _notice_of(
    stored: StoredSeries,
    audience: Audience,
    row: StoredNotice,
    told: Told,
    after: Session | None,
    now: datetime,
) -> Notice | None:
    """Return what a chat is to be told of a session, by what it knows, and by what it may know."""
    is_now = _as_seen(stored, audience, after)

    def since(one: StoredNotice) -> Notice | None:
        return notice_of(_as_seen(stored, audience, one.before), is_now, now)

    firsts = told.untold[0] if told.untold else row, *told.doubtful
    found = [notice for one in firsts if (notice := since(one))]
    return reduce(joined, found) if found else None


def _is_asked(
    interest: Interest, stored: StoredSeries, sides: Sequence[Session | None], now: datetime
) -> bool:
    """Tell whether a chat asks for a session, as it is or as it was; not one that it has muted."""
    return any(is_wanted(interest, stored.series, one, now) for one in sides if one)


def _has_wish(interest: Interest, series_id: str, notice: Notice) -> bool:
    """Tell whether a chat wants to be told; who follows single sessions alone wants all of them."""
    rules = dict(interest.series).get(series_id)
    return notice.is_wanted(rules.changes) if rules else True


def _overlaps(
    connection: Connection,
    library: Library,
    interest: Interest,
    row: StoredNotice,
    notice: Notice,
    now: datetime,
) -> Iterator[tuple[Series, Session]]:
    """Yield what else a chat follows at the same time as a session, and it did not before.

    Where the other has changed since in a way that its own notice tells it, that does.
    """
    if not _AT_ANOTHER_TIME & set(notice.what):
        return
    found = [
        (series, one)
        for series, one in _followed(library, interest, now)
        if (series.id, one.id) != (row.series_id, row.session_id)
        and _is_together(one, notice.session)
        and not (notice.before and _is_together(one, notice.before))
    ]
    keys = {(series.id, one.id) for series, one in found}
    later = {(one.series_id, one.session_id): one for one in list_later(connection, keys, row.id)}
    for series, one in sorted(found, key=lambda pair: (pair[1].order, pair[0].id)):
        other = later.get((series.id, one.id))
        if other is None or (other.before and _is_together(other.before, notice.session)):
            yield series, one


def _followed(
    library: Library, interest: Interest, now: datetime
) -> Iterator[tuple[Series, Session]]:
    for series_id in sorted(interest.series_ids):
        stored = library.last_read(series_id)
        for session in stored.series.sessions if stored else ():
            if (
                stored
                and is_reminded_of(session)
                and is_wanted(interest, stored.series, session, now)
            ):
                yield stored.series, session


def _is_together(one: Session, other: Session) -> bool:
    """Tell whether two sessions that take place overlap; those without an end take an hour."""
    if not (is_reminded_of(one) and is_reminded_of(other)) or not (one.start and other.start):
        return False
    ends = over_at(one), over_at(other)
    assert ends[0] is not None  # noqa: S101 - both have a start
    assert ends[1] is not None  # noqa: S101
    return one.start.at < ends[1] and other.start.at < ends[0]


def notice_outgoing(untold: Untold, zone: str, now: datetime, *, is_room: bool = False) -> Outgoing:
    """Return the message that tells one session's change, or lists several, in an IANA zone."""
    if len(untold.notices) > 1:
        return _list(untold, zone, now, is_room=is_room)
    [notice] = untold.notices
    series = untold.series
    overlaps = [listing.entry_of(*one, zone) for one in untold.overlaps]
    start = notice.session.start or (notice.before.start if notice.before else None)
    own = zone or series.timezone or (start.zone if start else "UTC")
    message = compose_notice(notice, series, own, overlaps)
    return Outgoing(
        plain=notice_plain(message),
        html=notice_html(message, now),
        buttons=() if is_room else _buttons(series, notice, now),
    )


def _buttons(series: Series, notice: Notice, now: datetime) -> Rows:
    if What.MATERIAL in notice.what:
        return link_rows(notice.session, is_over=True)
    return reminder_rows(series, notice.session, now) if notice.takes_place else ()


def _list(untold: Untold, zone: str, now: datetime, *, is_room: bool) -> Outgoing:
    """Return the sessions that came, those that are off, or both, as lists."""
    end = "" if is_room else str(words.END)
    groups = (words.CANCELLED, False), (words.ADDED, True)
    plain, html = [], []
    for heading, takes_place in groups:
        some = [one for one in untold.notices if one.takes_place is takes_place]
        if some:
            told = _listing(untold.series, heading.of(len(some)), some, zone, end)
            plain.append(listing.listing_plain(told))
            html.append(listing.listing_html(told, now))
    return Outgoing(plain="\n\n".join(plain), html="\n\n".join(html))


def _listing(
    series: Series, heading: str, notices: Sequence[Notice], zone: str, end: str
) -> listing.Listing:
    sessions = [one.session if one.session.start else one.before for one in notices]
    dated = sorted((one for one in sessions if one and one.start), key=lambda one: one.order)
    entries = [listing.entry_of(series, one, zone) for one in dated]
    return listing.listing_of(heading, entries, _MOST, end)
