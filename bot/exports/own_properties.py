"""Properties of our own in calendars: what the standard's cannot say of a session.

Other programs pass over them (RFC 5545, section 3.8.8.2); `talkbell import` gets from them what an
entry's texts leave open: which part of LOCATION is the room, what SUMMARY has put before the title,
and of which session a talk is a part.
"""

from collections.abc import Iterator

from bot.domain.identity import known_uid
from bot.domain.series import Series, Session, Talk


def own_properties(
    session: Session, talk: Talk | None, series: Series, summary: str, *, is_said: bool
) -> Iterator[tuple[str, str]]:
    """Yield names and values for the entry of a session, or of a `talk` within it.

    With `is_said`, DTSTART and DTEND say when the session is, with its zones.
    """
    title = talk.title if talk else session.title
    if title != summary:
        yield "X-TALKBELL-TITLE", title
    if session.room:
        yield "X-TALKBELL-ROOM", session.room
    if series.place:
        yield "X-TALKBELL-PLACE", series.place
    if talk:
        yield "X-TALKBELL-SESSION", known_uid(series.id, session)
        if session.title:
            yield "X-TALKBELL-SESSION-TITLE", session.title
    if session.start and not is_said:
        yield "X-TALKBELL-SESSION-START", session.start.zoned_text
        if session.end:
            yield "X-TALKBELL-SESSION-END", session.end.zoned_text
