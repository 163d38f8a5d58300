"""What is decided about each kind of error."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.interface import SendError
from bot.channels.retry import (
    Decision,
    EndChat,
    GiveUp,
    MoveChat,
    PauseAll,
    RetryAt,
    SendPlain,
    decide,
)

NOW = datetime(2021, 6, 28, 13, 30, tzinfo=UTC)
EXPIRES = NOW + timedelta(hours=1)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def decided(error: SendError, **about: object) -> Decision:
    usual = {"attempt": 1, "now": NOW, "expires_at": EXPIRES, "chance": 0.5}
    return decide(error, **{**usual, **about})


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SendError("502"), RetryAt(after(2))),
        (SendError("timeout", was_maybe_delivered=True), RetryAt(after(2))),
        (SendError("429", retry_after=timedelta(seconds=7)), PauseAll(after(7))),
        (SendError("blocked", permanent=True), EndChat("blocked")),
        (SendError("migrated", moved_to="-1001"), MoveChat("-1001")),
        (SendError("can't parse", unparsable=True), SendPlain()),
    ],
)
def test_each_error_has_its_decision(error: SendError, expected: Decision) -> None:
    assert decided(error) == expected


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 2), (2, 4), (3, 8), (6, 64), (7, 120), (8, 120), (1000, 120)]
)
def test_each_attempt_waits_longer_up_to_two_minutes(attempt: int, seconds: int) -> None:
    assert decided(SendError("502"), attempt=attempt) == RetryAt(after(seconds))


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 1), (0.25, 1.5), (1.0, 3)])
def test_attempts_that_fail_together_are_spread(chance: float, seconds: float) -> None:
    assert decided(SendError("502"), chance=chance) == RetryAt(after(seconds))


@pytest.mark.parametrize(("left", "gives_up"), [(3, False), (2, True), (1, True)])
def test_no_attempt_is_made_that_has_no_use(left: int, gives_up: bool) -> None:  # noqa: FBT001
    decision = decided(SendError("502"), expires_at=after(left))
    assert decision == (GiveUp() if gives_up else RetryAt(after(2)))


def test_last_attempt_is_made_before_the_message_has_no_use() -> None:
    decision = decided(SendError("502"), attempt=9, expires_at=after(175), chance=1.0)
    assert decision == RetryAt(after(170))


def test_what_is_plain_already_is_tried_like_everything_else() -> None:
    error = SendError("can't parse", unparsable=True)
    assert decided(error, is_plain=True) == RetryAt(after(2))
