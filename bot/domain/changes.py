"""Changes: what differs between two versions of a series, as typed values."""

from dataclasses import dataclass

from bot.domain.series import Session


@dataclass(frozen=True, slots=True)
class Added:
    """A session that was not there before."""

    session: Session


@dataclass(frozen=True, slots=True)
class Removed:
    """A session that is no longer there."""

    session: Session


Change = Added | Removed
