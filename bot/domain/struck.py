"""Sessions with their secrets struck from all texts; ids stay as they are."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.domain.series import Session, Talk

Strike = Callable[[str], str]


def without_link(session: Session, strike: Strike) -> Session:
    """Return a session without its link, and without what of any link is in its texts."""
    return replace(
        session,
        uid=session.uid if strike(session.uid) == session.uid else "",
        join=None,
        reason=strike(session.reason),
        own_title=strike(session.own_title),
        chair=strike(session.chair),
        room=strike(session.room),
        talks=tuple(_struck(talk, strike) for talk in session.talks),
    )


def _struck(talk: Talk, strike: Strike) -> Talk:
    return replace(
        talk,
        title=strike(talk.title),
        abstract=strike(talk.abstract),
        speakers=tuple(
            replace(who, name=strike(who.name), affiliation=strike(who.affiliation))
            for who in talk.speakers
        ),
        materials=tuple(
            replace(material, title=strike(material.title))
            for material in talk.materials
            if strike(material.url) == material.url
        ),
    )


def with_struck_names(session: Session, strike: Strike) -> Session:
    """Return a session whose own title, and its talks' titles and speakers' names, are struck.

    The same one, where they hold nothing: to make thousands anew takes long.
    """
    if all(strike(name) == name for name in _names(session)):
        return session
    talks = tuple(
        replace(
            talk,
            title=strike(talk.title),
            speakers=tuple(replace(who, name=strike(who.name)) for who in talk.speakers),
        )
        for talk in session.talks
    )
    return replace(session, own_title=strike(session.own_title), talks=talks)


def _names(session: Session) -> Iterator[str]:
    yield session.own_title
    for talk in session.talks:
        yield talk.title
        yield from (who.name for who in talk.speakers)
