"""Noted changes: one open for each session, and none kept for ever. On both databases."""

from datetime import timedelta

import pytest

from bot.store.delivery.notices import (
    StoredNotice,
    add_notice,
    join_notice,
    list_message,
    list_open,
    purge_notices,
    release,
)
from bot.store.engine import Store, StoreError
from tests.reminders.seminar import session
from tests.store.seminar import BEFORE, HOUR, put

DAY = timedelta(days=1)


def noted(**parts: object) -> StoredNotice:
    usual = {"series_id": "seminar", "session_id": "examples", "before": session(), "version": 2}
    usual |= {"changed_at": BEFORE, "settle_at": BEFORE + HOUR}
    return StoredNotice(**{**usual, **parts})


def test_a_notice_is_open_until_it_is_released_and_deleted_long_after(store: Store) -> None:
    put(store)
    with store.writing() as connection:
        message = add_notice(connection, noted())
        assert add_notice(connection, noted(session_id="other", message=message)) == message
        first, second = list_open(connection)
        assert (first, second.message) == (noted(id=message, message=message), message)
        later = {"settle_at": BEFORE, "now": BEFORE + DAY}
        join_notice(connection, first.id, 3, **later)
        changed = noted(
            id=message, message=message, version=3, changed_at=BEFORE + DAY, settle_at=BEFORE
        )
        assert list_open(connection, "seminar", is_locked=True) == [changed, second]
        release(connection, [first.id], now=BEFORE + DAY)
        assert list_open(connection) == [second]
        assert list_message(connection, message) == [changed, second]
        assert purge_notices(connection, before=BEFORE + DAY) == 0
        assert purge_notices(connection, before=BEFORE + 2 * DAY) == 1
        assert list_message(connection, message) == [second]


def test_a_session_has_one_open_notice(store: Store) -> None:
    put(store)
    with store.writing() as connection:
        add_notice(connection, noted())
    with pytest.raises(StoreError), store.writing() as connection:
        add_notice(connection, noted())
