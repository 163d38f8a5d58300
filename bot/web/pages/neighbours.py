"""What stands beside a session in its series: the one before, the one after, those meanwhile."""

from dataclasses import dataclass

from bot.domain.series import Series, Session, Status
from bot.flows.selecting import over_at

_MOST_MEANWHILE = 8


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Sessions around another, all of which take place; `meanwhile` overlap with it."""

    before: Session | None = None
    after: Session | None = None
    meanwhile: tuple[Session, ...] = ()


def neighbours_of(series: Series, session: Session) -> Neighbours:
    """Return what is around a session; nothing for one without a date."""
    over = over_at(session)
    if session.start is None or over is None:
        return Neighbours()
    start = session.start.at
    before = after = None
    meanwhile: list[Session] = []
    for other, other_start in series.scheduled():
        other_over = over_at(other)
        is_off = other.status is Status.CANCELLED
        if other.id == session.id or other_over is None or is_off:
            continue
        if other_start.at < over and start < other_over:
            meanwhile.append(other)
        elif other_start.at < start:
            before = other
        elif after is None and other_start.at > start:
            after = other
    return Neighbours(before, after, tuple(meanwhile[:_MOST_MEANWHILE]))
