"""Sessions that a definition writes itself, beside those that come from an address.

One that both have is one session: what the definition says of it counts, the address fills in the
rest. So a link can be added by hand, and a dinner that no page tells of.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.programme import place_talks
from bot.domain.resemblance import contradict, pair_by_saying, pair_by_time, saying_of
from bot.domain.series import Series, Session, Status, Talk, TalkKind
from bot.domain.slots import apply_slot


def with_handwritten(definition: Series, page: Sequence[Session]) -> Series:
    """Return the series that a definition and the sessions of its address make together.

    A session of both has the address' id. They are the same by id, by title and speakers, or by
    time where they do not say different things.
    """
    ours = definition.sessions
    partners = _partners(ours, page)
    taken = {place: ours[number] for number, place in partners.items()}
    joint = tuple(
        _joined(taken[place], session) if place in taken else session
        for place, session in enumerate(page)
    )
    own = tuple(session for number, session in enumerate(ours) if number not in partners)
    return replace(definition, sessions=(*joint, *own))


def filled(definition: Series, page: Sequence[Session]) -> tuple[Session, ...]:
    """Return the sessions of an address with an hour and an end, where the definition has them.

    One with a date and no hour is in the slot, unless clocks skip that hour; one without an end
    lasts as long as the series' sessions do.
    """
    if definition.slot:
        series, _ = apply_slot(replace(definition, sessions=tuple(page)))
        page = series.sessions
    usual = definition.duration or (definition.slot.length if definition.slot else None)
    if usual is None:
        return tuple(page)
    return tuple(
        replace(one, end=one.start.plus(usual))
        if one.start and not one.end and not one.has_timed_talks
        else one
        for one in page
    )


def at_other_times(definition: Series, page: Sequence[Session]) -> list[Session]:
    """Return the sessions that a definition writes at another time than their address has them."""
    ours = definition.sessions
    return [
        ours[number]
        for number, place in sorted(_partners(ours, page).items())
        if (start := ours[number].start) and page[place].start not in {None, start}
    ]


def _partners(ours: Sequence[Session], page: Sequence[Session]) -> dict[int, int]:
    places = {session.id: place for place, session in enumerate(page)}
    found = {n: places[one.id] for n, one in enumerate(ours) if one.id in places}
    sayings = [saying_of(one) for one in ours], [saying_of(one) for one in page]
    found |= pair_by_saying(*sayings, *_free(ours, page, found))
    by_time = pair_by_time(ours, page, *_free(ours, page, found))
    return found | {
        number: place
        for number, place in by_time.items()
        if not contradict(sayings[0][number], sayings[1][place])
    }


def _free(
    ours: Sequence[Session], page: Sequence[Session], found: dict[int, int]
) -> tuple[set[int], set[int]]:
    return set(range(len(ours))) - found.keys(), set(range(len(page))) - set(found.values())


def _joined(own: Session, page: Session) -> Session:
    """Return one session of two: what `own` says counts."""
    session = replace(
        page,
        uid=own.uid or page.uid,
        own_title=own.own_title or page.own_title,
        status=page.status if own.status in _UNTOLD else own.status,
        reason=own.reason or page.reason,
        chair=own.chair or page.chair,
        room=own.room or page.room,
        join=own.join or page.join,
        talks=_talks(own.talks, page.talks),
    )
    if own.start or own.day:
        session = _at_own_time(session, own)
    return place_talks(session)


_UNTOLD = {Status.SCHEDULED, Status.UNSCHEDULED}  # which a session is that says nothing of it


def _at_own_time(session: Session, own: Session) -> Session:
    is_same = bool(own.start and session.start and own.start.at == session.start.at)
    status = Status.SCHEDULED if session.status is Status.UNSCHEDULED else session.status
    return replace(
        session,
        status=status,
        start=own.start,
        end=own.end or (session.end if is_same else None),
        length=own.length,
        day=own.day,
        clock=own.clock,
        from_slot=own.from_slot,
    )


def _talks(own: tuple[Talk, ...], page: tuple[Talk, ...]) -> tuple[Talk, ...]:
    """Return the talks that are written by hand, if there are any; one fills in another one."""
    if len(own) != 1 or len(page) != 1:
        return own or page
    (ours,), (theirs,) = own, page
    return (
        replace(
            theirs,
            title=ours.title or theirs.title,
            kind=theirs.kind if ours.kind is TalkKind.TALK else ours.kind,
            speakers=ours.speakers or theirs.speakers,
            abstract=ours.abstract or theirs.abstract,
            clock=ours.clock or theirs.clock,
            duration=ours.duration or theirs.duration,
            materials=ours.materials or theirs.materials,
        ),
    )
