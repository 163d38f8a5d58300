"""The types of columns: instants, texts, and numbers that SQL computes with."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Text, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. Naive datetimes are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC; SQLite, which knows no zones, gets it without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"an instant has a zone, {value} has none"
            raise ValueError(message)
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """Return what was stored, in UTC."""
        del dialect
        if value is None:
            return None
        at: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return at


class Words(TypeDecorator[str]):
    """A text as it is shown, without what a database refuses; `content` has it whole.

    PostgreSQL takes no NUL, and neither takes halves of signs beyond the first plane.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text without it."""
        del dialect
        return value and value.replace("\0", "").encode(errors="replace").decode()


Seconds = BigInteger  # since 1970, UTC: what SQL computes with is a number in both databases
Microseconds = BigInteger
