"""Which known session each incoming one is by its names: ids of its source, its own id, its UID."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.ids import known_uid, session_uid
from bot.domain.series import Session, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A session of which its permanent id and UID are known.

    `source_ids` are the ids by which its source has called it, the latest first.
    """

    session: Session
    source_ids: tuple[str, ...]
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class _Claim:
    """That an incoming session may be a known one; `place` counts its names from the latest on."""

    known: int
    place: int
    is_source: bool
    by_uid: bool


_Claims = Mapping[int, Sequence[_Claim]]


def without_borrowed_uids(series_id: str, incoming: Sequence[Session]) -> list[Session]:
    """Return the sessions of one version, each UID with one of them only.

    Of several it is that whose ids give it, then one that takes place, then the first by id.
    """

    def rank(position: int) -> tuple[bool, str]:
        session = incoming[position]
        return session.status is Status.CANCELLED, session.id

    order = sorted(range(len(incoming)), key=rank, reverse=True)
    bearers = {incoming[position].uid: position for position in order}
    bearers |= {session_uid(series_id, one.id): n for n, one in enumerate(incoming)}
    return [
        session if bearers[session.uid] == position else replace(session, uid="")
        for position, session in enumerate(incoming)
    ]


def settle_claims(
    series_id: str, known: Sequence[Known], incoming: Sequence[Session]
) -> tuple[dict[int, int], set[int]]:
    """Return which incoming session is which known one, and which are left out, by positions.

    Each gets the surest partner that no other has a better claim to: by a UID that the source
    itself gives, then by the source's ids, the latest first, then by the permanent id. Two ids of
    one known session are both halves of a move: the one not cancelled stands for it, else the
    latest, and the cancelled other one is left out.
    """
    claims = _claims(series_id, known, incoming)
    left_out = _other_halves(claims, incoming)
    return _matched(claims, incoming, left_out), left_out


def _claims(series_id: str, known: Sequence[Known], incoming: Sequence[Session]) -> _Claims:
    """Return for each incoming session what it may be, the surest first."""
    by_uid: dict[str, int] = {}
    by_name: dict[str, dict[int, int]] = defaultdict(dict)
    for number, one in enumerate(known):
        by_uid[known_uid(series_id, one.session)] = number
        for place, name in enumerate((*one.source_ids, one.session.id)):
            by_name[name].setdefault(number, place)
    claims = {}
    for position, session in enumerate(incoming):
        places = dict(by_name.get(session.id, {}))
        with_uid = by_uid.get(session.uid)
        if with_uid is not None:
            places.setdefault(with_uid, len(known[with_uid].source_ids))
        found = [
            _Claim(number, place, place < len(known[number].source_ids), number == with_uid)
            for number, place in places.items()
        ]
        found.sort(key=lambda one: (not one.by_uid, known[one.known].is_removed, one.place))
        claims[position] = found
    return claims


def _other_halves(claims: _Claims, incoming: Sequence[Session]) -> set[int]:
    """Return the cancelled halves of moves that were found before."""
    halves: dict[int, list[tuple[bool, int, int]]] = defaultdict(list)
    for position, found in claims.items():
        if found and found[0].is_source:
            is_cancelled = incoming[position].status is Status.CANCELLED
            halves[found[0].known].append((is_cancelled, found[0].place, position))
    return {
        position
        for several in halves.values()
        for is_cancelled, _, position in sorted(several)[1:]
        if is_cancelled
    }


def _matched(claims: _Claims, incoming: Sequence[Session], left_out: set[int]) -> dict[int, int]:
    """Return a matching in which no two would rather have each other (Gale and Shapley)."""
    holders: dict[int, tuple[tuple[int, bool, int, str], int]] = {}
    asked = dict.fromkeys(claims, 0)
    waiting = [position for position in claims if position not in left_out]
    while waiting:
        position = waiting.pop()
        if asked[position] == len(claims[position]):
            continue
        claim = claims[position][asked[position]]
        asked[position] += 1
        own = _weight(claim, incoming[position]), position
        held = holders.get(claim.known)
        if held is not None and held < own:
            waiting.append(position)
            continue
        holders[claim.known] = own
        if held is not None:
            waiting.append(held[1])
    return {position: number for number, (_, position) in holders.items()}


def _weight(claim: _Claim, session: Session) -> tuple[int, bool, int, str]:
    """Return how good a claim is, the best one lowest.

    A UID loses its force where its bearer is cancelled and known by its source's id as well: there
    another session may have taken its place.
    """
    is_cancelled = session.status is Status.CANCELLED
    is_sure = claim.by_uid and not (is_cancelled and claim.is_source)
    strength = 0 if is_sure else 1 if claim.is_source else 2
    return strength, is_cancelled, claim.place, session.id
