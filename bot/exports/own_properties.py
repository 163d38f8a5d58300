"""Properties of our own in calendars: what the standard's cannot say of a session.

Other programs pass over them (RFC 5545, section 3.8.8.2); `talkbell import` gets from them what an
entry's texts leave open: which part of LOCATION is the room, what SUMMARY has put before the title,
of which session a talk is a part, and that a session shown with a
prefix is cancelled.
"""

from collections.abc import Iterator

from bot.domain.ids import known_uid
from bot.domain.series import Series, Session
from bot.exports.entries import Entry


def own_properties(
    entry: Entry, session: Session, series: Series, *, is_in_utc: bool
) -> Iterator[tuple[str, str]]:
    """Yield names and values for an entry of a session, or of a talk within it.

    With `is_in_utc`, DTSTART and DTEND do not say by which zone's clock the session is.
    """
    title = entry.talk.title if entry.talk else session.title
    if title != entry.summary:
        yield "X-TALKBELL-TITLE", title
    if entry.status is not session.status:
        yield "X-TALKBELL-STATUS", session.status.value.upper()
    if session.room:
        yield "X-TALKBELL-ROOM", session.room
    if series.place:
        yield "X-TALKBELL-PLACE", series.place
    if entry.talk:
        yield "X-TALKBELL-SESSION", known_uid(series.id, session)
        if session.title:
            yield "X-TALKBELL-SESSION-TITLE", session.title
    if session.start and (entry.talk or is_in_utc):
        yield "X-TALKBELL-SESSION-START", session.start.zoned_text
        if session.end:
            yield "X-TALKBELL-SESSION-END", session.end.zoned_text
