"""A rehearsal is what a subscriber would get: the whole term, in order, by the rule that counts."""

from datetime import timedelta

import pytest

from bot.domain.series import Join, LinkPolicy, Series, Status
from bot.flows.rehearse import Rehearsed, rehearse
from bot.reminders.messages import compose
from bot.reminders.plan import Reminder
from tests.reminders.seminar import DAY, HOUR, NEW_YORK, ZURICH, moment, series, session

MINUTES = timedelta(minutes=10)
FIRST = session("2021-06-28 16:30", id="first")
SECOND = session("2021-07-05 16:30", id="second")
TERM = series(
    SECOND,
    session("2021-07-12 16:30", id="off", status=Status.CANCELLED),
    session(id="open", start=moment("2021-07-19 16:30"), status=Status.UNSCHEDULED),
    FIRST,
    remind=(DAY, HOUR),
)


def due(of: Series, **options: object) -> list[tuple[str, timedelta]]:
    found = rehearse(of, reader_zone=ZURICH, **options)
    return [(one.reminder.session.id, one.reminder.offset) for one in found]


def test_rehearsal_pairs_each_reminder_with_its_message_for_the_reader() -> None:
    reminders = [
        Reminder(of.start.at - offset, offset, of, of.start)
        for of in (FIRST, SECOND)
        for offset in (DAY, HOUR)
        if of.start
    ]
    assert list(rehearse(TERM, reader_zone=NEW_YORK)) == [
        Rehearsed(one, compose(one, TERM, NEW_YORK)) for one in reminders
    ]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (None, [("first", DAY), ("first", HOUR), ("second", DAY), ("second", HOUR)]),
        ([MINUTES], [("first", MINUTES), ("second", MINUTES)]),
        ([], []),
    ],
    ids=["the series'", "the reader's", "none"],
)
def test_rehearsal_goes_by_the_readers_rule_if_there_is_one(
    own: list[timedelta] | None, expected: list[tuple[str, timedelta]]
) -> None:
    assert due(TERM, own_offsets=own) == expected


def test_rehearsal_of_a_series_that_says_nothing_reminds_an_hour_before() -> None:
    assert due(series(FIRST)) == [("first", HOUR)]


def test_rehearsal_keeps_within_its_window() -> None:
    begin, end = moment("2021-06-28 15:30").at, moment("2021-07-05 15:30").at
    assert due(TERM, begin_at=begin, end_at=end) == [("first", HOUR), ("second", DAY)]


@pytest.mark.parametrize("policy", LinkPolicy)
def test_rehearsal_shows_subscribers_the_link(policy: LinkPolicy) -> None:
    join = Join(url="https://meet.example/j/123456789", passcode="s3cret")
    private = series(session(join=join), link=policy)
    (only,) = rehearse(private, reader_zone=ZURICH)
    assert only.message.join == join
