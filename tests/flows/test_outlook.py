"""What organizers are told will be sent is what is sent, to as many; what was is told by day."""

from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import select

from bot.domain.announcements import Announcement
from bot.domain.lacking import Lack
from bot.domain.series import Join, Status
from bot.flows.library import Library
from bot.flows.organizing.outlook import (
    AHEAD,
    Day,
    Found,
    Outlook,
    ToSend,
    What,
    outlook_of,
    read_found,
)
from bot.flows.planning.remind import plan_reminders
from bot.flows.publish import Publication
from bot.store.chats.subscriptions import (
    ChatRules,
    SubscriptionRules,
    mute,
    set_chat_rules,
    set_subscription_rules,
    star,
    unsubscribe,
)
from bot.store.delivery.announcing import publish_draft
from bot.store.delivery.deliveries import Kind
from bot.store.delivery.letters import Letter, Purpose, add_letter
from bot.store.delivery.outcomes import Outcome, Outcomes
from bot.store.engine import Store
from bot.store.schema import tables
from bot.store.schema.codec import to_json
from bot.store.schema.columns import instant
from bot.store.series.schedules import load_series
from tests.reminders.seminar import DAY, session, talk
from tests.store.seminar import BEFORE, HOUR, START, follow, put

Sent = Counter[tuple[datetime, str, int]]
LINK = Join(url="https://meet.example/room/canary", passcode="c4nary")
MINUTE = timedelta(minutes=1)


def publication(store: Store) -> Publication:
    with store.reading() as connection:
        stored = load_series(connection, "seminar")
    assert stored
    return Publication(stored)


def looked(store: Store, now: datetime) -> Outlook:
    of = publication(store)
    with store.reading() as connection:
        return outlook_of(of, read_found(connection, of, now), now)


def lived(store: Store, now: datetime) -> Sent:
    """Return what planning owes as long as it is told: when, of which session, how often."""
    end_at, library = now + AHEAD, Library()
    at: datetime | None = now
    while at is not None and at < end_at:
        at = plan_reminders(store, library, now=at).next_due_at
    table = tables.deliveries
    kinds = [Kind.REMINDER.value, Kind.NOTICE.value, Kind.LETTER.value]
    query = select(table.c.due_at, table.c.session_id).where(table.c.kind.in_(kinds))
    with store.reading() as connection:
        rows = connection.execute(query).all()
    counts = Counter((max(instant(due_at), now), name) for due_at, name in rows)
    return Counter({(at, name, count): 1 for (at, name), count in counts.items()})


def told(outlook: Outlook) -> Sent:
    return Counter(
        (one.at, one.session_ids[0] if one.session_ids else "", one.chats)
        for one in outlook.to_send
        if one.chats
    )


def announce(store: Store, at: datetime, text: str, session_id: str = "") -> None:
    letter = Letter(
        series_id="seminar",
        session_id=session_id,
        purpose=Purpose.DRAFT,
        content=to_json(Announcement(text=text)),
        created_at=BEFORE,
        due_at=at,
        expires_at=at + DAY,
    )
    with store.writing() as connection:
        number = add_letter(connection, letter)
        publish_draft(connection, number, due_at=at, expires_at=at + DAY, now=BEFORE)


def test_what_is_told_is_what_is_sent(store: Store) -> None:
    weekly = [
        session(f"2021-{day}", id=name, talks=(talk(title=title),))
        for day, name, title in (
            ("06-28 16:30", "examples", "On Examples"),
            ("07-05 16:30", "more", "On Kernels"),
            ("07-06 09:00", "early", "On Mornings"),
            ("07-19 16:30", "later", "On Later Ones"),
        )
    ]
    off = session("2021-07-01 16:30", id="off", status=Status.CANCELLED)
    put(store, *weekly, off, remind=(DAY, HOUR))
    chats = [follow(store, str(number)) for number in range(8)]
    with store.writing() as connection:
        set_chat_rules(connection, chats[0], ChatRules(offsets=(2 * HOUR,)), now=BEFORE)
        quiet = ChatRules(quiet=(22 * 60, 9 * 60), zone="Europe/Zurich")
        set_chat_rules(connection, chats[1], quiet, now=BEFORE)
        wish = SubscriptionRules(keywords=("kernels",))
        set_subscription_rules(connection, chats[2], "seminar", wish, now=BEFORE)
        mute(connection, chats[3], "seminar", "more", now=BEFORE)
        star(connection, chats[4], "seminar", "more", now=BEFORE)
        unsubscribe(connection, chats[5], "seminar")
        star(connection, chats[5], "seminar", "early", now=BEFORE)
        late = SubscriptionRules(offsets=(HOUR,))
        set_subscription_rules(connection, chats[6], "seminar", late, now=START - MINUTE)
    announce(store, START + DAY, "We meet in the garden")
    announce(store, START + 2 * DAY, "", "more")
    put(store, *weekly[1:], weekly[0], off, remind=(DAY, HOUR), has_notices=True)
    now = BEFORE + HOUR
    moved = session("2021-07-05 17:30", id="more", talks=(talk(title="On Kernels"),))
    kept = [one for one in weekly if one.id != "more"]
    put(store, *kept, moved, off, at=now, remind=(DAY, HOUR), has_notices=True)
    found = told(looked(store, now))
    assert len(found) > 8
    assert {what.what for what in looked(store, now).to_send} == {
        What.REMINDER,
        What.CHANGE,
        What.ANNOUNCEMENT,
    }
    assert found == lived(store, now)
    assert told(looked(store, now)) == Counter()


def test_announcement_that_would_be_dropped_is_told_so(store: Store) -> None:
    off = session(status=Status.CANCELLED, join=LINK)
    put(store, off, session("2021-07-05 16:30", id="more"))
    follow(store, "1")
    announce(store, START, f"The door is {LINK.url}", "examples")
    (one,) = [one for one in looked(store, BEFORE).to_send if one.what is not What.REMINDER]
    assert (one.what, one.chats, one.at) == (What.DROPPED, 0, START)
    assert one.text == "The door is [for subscribers]"


def test_days_are_those_of_the_series_and_nothing_is_left_out(store: Store) -> None:
    put(store, session(join=LINK))
    now = datetime.fromisoformat("2021-06-25T22:30:00+00:00")  # 00:30 on the 26th in Zurich
    outcomes = (
        Outcomes(now - timedelta(minutes=45), Outcome.SENT, 2),
        Outcomes(now - timedelta(minutes=15), Outcome.LATE, 1),
        Outcomes(now, Outcome.LATE, 3),
        Outcomes(now - 31 * DAY, Outcome.SENT, 9),
    )
    days = outlook_of(publication(store), Found(outcomes=outcomes), now).days
    assert len(days) == 30
    nothing = dict.fromkeys(Outcome, 0)
    assert days[-1] == Day(date(2021, 6, 26), tuple({**nothing, Outcome.LATE: 4}.items()))
    assert days[-2] == Day(date(2021, 6, 25), tuple({**nothing, Outcome.SENT: 2}.items()))
    assert {one.total for one in days[:-2]} == {0}


def test_what_is_missing_is_told_of_what_is_to_come(store: Store) -> None:
    bare = session("2021-07-05 16:30", id="bare", talks=(talk(title="", abstract="x"),))
    put(store, session(join=LINK), bare, session("2021-06-01 16:30", id="past", talks=()))
    lacking = looked(store, BEFORE).lacking
    assert [(one.session.id, one.lacks) for one in lacking] == [
        ("examples", (Lack.ABSTRACT,)),
        ("bare", (Lack.TITLE, Lack.LINK)),
    ]
    assert all(one.session.join is None for one in lacking)


def test_reminder_of_now_is_told_as_of_now(store: Store) -> None:
    put(store)
    follow(store, "1")
    now = START - 30 * MINUTE
    assert looked(store, now).to_send == (
        ToSend(at=now, what=What.REMINDER, chats=1, session_ids=("examples",), offset=HOUR),
    )
    plan_reminders(store, Library(), now=now)
    assert (looked(store, now).to_send, looked(store, now).on_their_way) == ((), 1)
