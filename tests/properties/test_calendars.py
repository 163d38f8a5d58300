"""Our own calendars, read back, give the dated sessions: UID, start, end, title, place, status."""

import re
from dataclasses import replace
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.audience import Audience, seen_by
from bot.domain.ids import known_uid
from bot.domain.series import Series
from bot.exports.ics import CalendarView, Cancelled, Per, render_ics
from bot.sources.ics import read_ics
from bot.sources.imported import Hints
from tests.strategies import series

HINTS = Hints(today=date(2026, 11, 22))
# What no calendar may hold (RFC 5545, section 3.3.11): lost on the way, and nothing else.
UNSAYABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


def facts(whole: Series) -> dict[str, list[object]]:
    return {
        known_uid(whole.id, one): [
            start,
            one.end,
            held(one.title),
            held(one.room),
            held(whole.place),
            one.status,
        ]
        for one, start in whole.scheduled()
    }


def held(text: str) -> str:
    return " ".join(UNSAYABLE.sub("", text).split())


def without_titles_of_lone_rows(
    found: dict[str, list[object]], whole: Series, per: Per | None
) -> dict[str, list[object]]:
    """Leave out what a calendar does not show: that an untitled session has more than one talk.

    So it is where only one of them has an hour, and gets an entry: its title is then the session's.
    """
    for one in whole.sessions:
        timed = [talk for talk in one.talks if talk.start]
        if per is None and not one.title and len(timed) == 1 < len(one.talks) and one.start:
            found[known_uid(whole.id, one)][2] = ""
    return found


@settings(derandomize=True, deadline=None, max_examples=80)
@given(
    series(),
    st.sampled_from((None, *Per)),
    st.sampled_from(Audience),
    st.sampled_from(("", "040000008200E00074C5B7101A82E008@uni.example")),
    st.booleans(),
    st.sampled_from((Cancelled.KEEP, Cancelled.PREFIX)),
)
def test_own_calendar_gives_back_the_dated_sessions(
    whole: Series,
    per: Per | None,
    audience: Audience,
    uid: str,
    with_id: bool,  # noqa: FBT001
    cancelled: Cancelled,
) -> None:
    first, *others = whole.sessions
    whole = replace(whole, sessions=(replace(first, uid=uid), *others))
    assume(any(whole.scheduled()))
    data = render_ics([whole], CalendarView(audience=audience, per=per, cancelled=cancelled))
    seen = seen_by(whole, audience)
    imported = read_ics(data, replace(HINTS, id=whole.id if with_id else ""), "a.ics")
    assert imported.problems == ()
    found = without_titles_of_lone_rows(facts(imported.series), seen, per)
    assert found == without_titles_of_lone_rows(facts(seen), seen, per)
