"""What feeds of stored series say, apart from how they are sent."""

from datetime import UTC, datetime, timedelta

from bot.domain.audience import Audience
from bot.domain.changes import Moved
from bot.domain.facets import Times
from bot.domain.revisions import first_revision
from bot.domain.series import Join, Session
from bot.flows.publish import Publication, series_calendar, series_json
from bot.flows.selecting import KEPT, FeedQuery
from bot.store.series.records import RecordedChange, StoredSeries, StoredSession
from tests.definitions import series_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD = Join(url="https://zoom.example/j/81726354099")
SERIES = series_of("""
title: Canary
timezone: UTC
sessions:
  - {id: one, start: 2026-03-02 10:00, end: 11:00, title: Canary 817 2635 4099}
  - {id: two, start: 2026-03-03 10:00, end: 11:00, title: Another}
  - {id: tbd, start: TBD, title: Later}
""")


def stored_session(session: Session, ended_at: datetime | None = None) -> StoredSession:
    return StoredSession(
        session=session,
        revision=first_revision(SERIES),
        source_ids=(session.id,),
        ended_at=ended_at,
        is_removed=ended_at is not None,
    )


def stored(**ended_at: datetime) -> StoredSeries:
    return StoredSeries(
        series=SERIES,
        version=2,
        modified_at=NOW,
        source_hash="",
        entry_form="",
        sessions=tuple(stored_session(one, ended_at.get(one.id)) for one in SERIES.sessions),
        past_joins=(OLD,),
    )


def test_changes_tell_no_link_that_was_changed_long_ago() -> None:
    one, two = SERIES.sessions[:2]
    times = [Times.of(each, frozenset()) for each in (one, two)]
    change = RecordedChange(id=1, version=2, recorded_at=NOW, change=Moved("one", *times))
    (sentence,) = Publication(stored(), [change]).sentences
    assert sentence == "Moved: Canary [for subscribers], 2 March 10:00 → 3 March 10:00"


def test_removed_session_is_cancelled_if_it_had_not_begun_and_goes_if_it_has_no_date() -> None:
    begun = NOW + timedelta(days=1)
    found = Publication(stored(one=begun, two=begun, tbd=begun)).texts(Audience.PUBLIC, begun)
    assert [(one.id, one.status.value) for one in found.sessions] == [
        ("one", "scheduled"),
        ("two", "cancelled"),
    ]


def test_feed_says_when_time_changes_it() -> None:
    publication = Publication(stored(two=NOW))
    over = datetime(2026, 3, 2, 11, tzinfo=UTC)
    past, whole = FeedQuery(past=False), FeedQuery()
    found = [
        (feed.modified_at, feed.valid_until)
        for feed in (
            series_json(publication, whole, "", NOW),
            series_json(publication, past, "", NOW),
            series_calendar(publication, past, "", over),
            series_json(publication, whole, "", NOW + KEPT),
        )
    ]
    assert found == [
        (NOW, NOW + KEPT),
        (NOW, over),
        (over, over + timedelta(days=1)),
        (NOW + KEPT, None),
    ]
