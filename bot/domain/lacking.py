"""What a session lacks of what readers expect: title, speaker, abstract, link, date."""

from enum import StrEnum

from bot.domain.describing import talks_of
from bot.domain.series import Series, Session, Status


class Lack(StrEnum):
    """Something that is not known yet, or was forgotten."""

    TITLE = "title"
    SPEAKER = "speaker"
    ABSTRACT = "abstract"
    LINK = "link"
    DATE = "date"


def lacks_of(series: Series, session: Session) -> tuple[Lack, ...]:
    """Return what a session of a series lacks, given as its organizers see it: with its links.

    A cancelled one lacks nothing, nor does a break.
    """
    if session.status is Status.CANCELLED or session.is_only_breaks:
        return ()
    talks = talks_of(session)
    lacks = {
        Lack.TITLE: not (session.own_title or (talks and all(one.title for one in talks))),
        Lack.SPEAKER: not (talks and all(one.speakers for one in talks)),
        Lack.ABSTRACT: not (talks and all(one.abstract for one in talks)),
        Lack.LINK: session.join is None and is_link_expected(series, session),
        Lack.DATE: session.start is None,
    }
    return tuple(lack for lack, is_lacking in lacks.items() if is_lacking)


def is_link_expected(series: Series, session: Session) -> bool:
    """Tell whether people join a session online: others of its series do, or it has no place."""
    is_usual = any(one.join for one in series.sessions)
    return is_usual or not (session.room or series.place)


def is_title_awaited(series: Series, session: Session) -> bool:
    """Tell whether a session is of a talk whose title is yet to come.

    One without a talk is where others of its series say what they are of, else it is a meeting.
    """
    talks = talks_of(session)
    if session.own_title or len(talks) > 1 or any(one.title for one in talks):
        return False
    return bool(talks) or any(map(_says_something, series.sessions))


def _says_something(session: Session) -> bool:
    return bool(session.own_title or any(one.headline for one in talks_of(session)))
