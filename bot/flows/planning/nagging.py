"""Organizers are reminded of what sessions lack: planned at the instant, said as it is then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from bot.channels.interface import Button, Outgoing
from bot.domain.lacking import Lack, lacks_of
from bot.domain.series import Session
from bot.flows.delivery.buttons import Rows, in_rows, reference
from bot.flows.organizing.letters import owe_to_person
from bot.reminders import nag_words as words
from bot.reminders.listing import button_label, entry_html, entry_of, entry_plain
from bot.reminders.nags import DEFAULT_NAGS, TOGETHER, Nag, nags_of
from bot.store.delivery.letters import Letter, Purpose, add_letter
from bot.store.engine import Connection, Store
from bot.store.organizing.nagging import (
    NagKey,
    Organizing,
    add_nags,
    find_nag_rule,
    list_nagged,
    list_organizing,
    set_nag_rule,
)
from bot.store.organizing.organizers import Person
from bot.store.schema.codec import from_json, to_json
from bot.store.series.records import StoredSeries

_MOST = 8  # sessions of one message
_OF_DATE = {Lack.DATE}  # a session that is to begin has one

_Series = Mapping[str, StoredSeries]


@dataclass(frozen=True, slots=True)
class NagLetter:
    """Of which sessions a letter reminds an organizer: by the series' ids and their own."""

    sessions: tuple[tuple[str, str], ...]


def plan_nags(
    connection: Connection, series: _Series, *, now: datetime
) -> tuple[int, datetime | None]:
    """Write to organizers whose sessions lack something, at the instants that they set.

    Return how many letters are new, and when the next may be due (UTC). All that an organizer is to
    be told within half a day is one letter, and nobody is told of a session, its start and an
    instant twice. What lacks nothing when it is due is passed over.
    """
    organizing = list_organizing(connection)
    if not organizing:
        return 0, None
    nagged = list_nagged(connection, now=now)
    coming = {
        name: _coming(series[name], now)
        for name in {one.series_id for one in organizing} & series.keys()
    }
    added, times = 0, []
    for person, own in groupby(organizing, key=lambda one: one.person):
        waiting = [
            (key, nag)
            for one in own
            for nag in _nags(one, coming)
            if (person, key := _key(one.series_id, nag)) not in nagged and nag.ends_at > now
        ]
        due = [one for one in waiting if one[1].is_open(now)]
        soon = [one for one in waiting if now < one[1].due_at <= now + TOGETHER]
        if any(_lacking(series, key) for key, _ in due):
            added += _write(connection, series, person, [*due, *soon], now)
            waiting = [one for one in waiting if one not in soon]
        elif due:
            add_nags(connection, person, [key for key, _ in due], 0, now=now)
        times += [nag.due_at for _, nag in waiting if nag.due_at > now]
    return added, min(times, default=None)


def _coming(stored: StoredSeries, now: datetime) -> list[tuple[Session, datetime]]:
    """Return the sessions of a series that are to begin, and since when each is known."""
    known = {one.session.id: one.revision.created_at for one in stored.sessions}
    return [
        (session, known[session.id])
        for session in stored.series.sessions
        if session.start and session.start.at > now
    ]


def _nags(one: Organizing, coming: Mapping[str, Sequence[tuple[Session, datetime]]]) -> list[Nag]:
    offsets = DEFAULT_NAGS if one.offsets is None else one.offsets
    return nags_of(coming.get(one.series_id, ()), offsets, one.since)


def _key(series_id: str, nag: Nag) -> NagKey:
    return series_id, nag.session.id, nag.offset, nag.start_at


def _lacking(series: _Series, key: NagKey) -> tuple[Lack, ...]:
    stored = series[key[0]]
    session = next(one for one in stored.series.sessions if one.id == key[1])
    return tuple(one for one in lacks_of(stored.series, session) if one not in _OF_DATE)


def _write(
    connection: Connection,
    series: _Series,
    person: Person,
    told: Sequence[tuple[NagKey, Nag]],
    now: datetime,
) -> int:
    ordered = sorted(told, key=lambda one: (one[1].start_at, one[0][:2]))
    sessions = tuple(dict.fromkeys(key[:2] for key, _ in ordered if _lacking(series, key)))
    letter = Letter(
        series_id=sessions[0][0],
        purpose=Purpose.NAG,
        content=to_json(NagLetter(sessions)),
        created_at=now,
        due_at=now,
        expires_at=ordered[-1][1].start_at,
    )
    number = add_letter(connection, letter)
    add_nags(connection, person, [key for key, _ in told], number, now=now)
    return owe_to_person(connection, number, person, now=now)


def nagged_series(letter: Letter) -> tuple[str, ...]:
    """Return the ids of the series of which a letter reminds, each once, in its order."""
    sessions = from_json(letter.content, NagLetter).sessions
    return tuple(dict.fromkeys(series_id for series_id, _ in sessions))


def nag_outgoing(
    series: _Series, organized: Sequence[str], letter: Letter, zone: str, now: datetime
) -> Outgoing | None:
    """Return what organizers are told is missing now, in an IANA zone; None if nothing is.

    Of series that they do not organize any more, nothing is told, nor of what has begun.
    """
    found = [
        (series[name], session, lacking)
        for name, session_id in from_json(letter.content, NagLetter).sessions
        if name in organized and name in series
        for session in series[name].series.sessions
        if session.id == session_id and session.start and session.start.at > now
        if (lacking := _lacking(series, (name, session_id, timedelta(0), now)))
    ]
    if not found:
        return None
    shown, rest = found[:_MOST], len(found) - _MOST
    heading = str(words.HEADING)
    plain, html = [heading], [f"<b>{heading}</b>"]
    for stored, session, lacking in shown:
        entry = entry_of(stored.series, session, zone or stored.series.timezone)
        missing = words.MISSING.format(what=", ".join(str(words.LACKS[one]) for one in lacking))
        plain.append(f"{entry_plain(entry)}\n{missing}")
        html.append(f"{entry_html(entry, now)}\n{missing}")
    end = [words.MORE.format(count=rest)] if rest > 0 else []
    end.append(str(words.END))
    buttons = _ways(*found[0]) if len(found) == 1 else _each(shown, zone)
    return Outgoing(
        plain="\n\n".join([*plain, *end]), html="\n\n".join([*html, *end]), buttons=buttons
    )


_Lacking = tuple[StoredSeries, Session, tuple[Lack, ...]]


def _ways(stored: StoredSeries, session: Session, lacking: tuple[Lack, ...]) -> Rows:
    """Return the buttons by which what one session lacks is filled in."""
    name = reference(stored.series.id, session.id)
    buttons = []
    if lacking != (Lack.LINK,):
        buttons.append(Button(label=str(words.DESCRIBE), data=f"describe {name}"))
        buttons.append(Button(label=str(words.SPEAKER), data=f"speaker {name}"))
    if Lack.LINK in lacking:
        buttons.append(Button(label=str(words.LINK), data=f"link {name}"))
    return in_rows(buttons)


def _each(found: Sequence[_Lacking], zone: str) -> Rows:
    """Return a button for each of several sessions."""
    buttons = [
        Button(
            label=button_label(entry_of(stored.series, session, zone or stored.series.timezone)),
            data=f"describe {reference(stored.series.id, session.id)}",
        )
        for stored, session, _ in found
    ]
    return in_rows(buttons, 1)


def nag_rule_of(store: Store, person: Person) -> tuple[timedelta, ...] | None:
    """Return how long before sessions an organizer is reminded; None where they say nothing."""
    with store.reading() as connection:
        return find_nag_rule(connection, person)


def choose_nags(
    store: Store, person: Person, offsets: tuple[timedelta, ...] | None, *, now: datetime
) -> None:
    """Let an organizer be reminded so; None is as everybody is. Raises StoreError."""
    with store.writing() as connection:
        set_nag_rule(connection, person, offsets, now=now.astimezone(UTC))
