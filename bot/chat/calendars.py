"""Calendars of a chat: addresses to subscribe to, and files."""

from collections.abc import Callable

from bot.chat import cards, words
from bot.chat.choosing import choose_series, choose_session
from bot.chat.interface import Button, Document, Reply
from bot.chat.seen import Seen
from bot.chat.turn import Turn, in_rows, named
from bot.domain.audience import Audience
from bot.domain.latex import readable
from bot.domain.series import Series
from bot.exports.entries import CalendarView
from bot.flows.delivery.buttons import reference
from bot.flows.personal_feed import renew_personal_feed, revoke_personal_feed
from bot.flows.publish import Publication, calendar
from bot.flows.selecting import FeedQuery
from bot.flows.subscribe import find_or_add
from bot.store.chats.personal import has_token

_MINE = Series(id="my", title="My talks")
_MEDIA = "text/calendar; charset=utf-8"


def calendars(turn: Turn, text: str) -> Reply:
    """Give a calendar: of one series or session, else what there is for all that is followed."""
    if text in _OWN:
        return _OWN[text](turn)
    if seen := turn.view.find_session(text):
        return _of_session(turn, seen)
    is_name = text.startswith("~") or turn.view.find_series(text) or not turn.search(text)
    found = (choose_series if is_name else choose_session)(turn, text, "calendar")
    if isinstance(found, Seen):
        return _of_session(turn, found)
    return found if isinstance(found, Reply) else _of_series(turn, found)


def _of_all(turn: Turn) -> Reply:
    if not (turn.follower.subscriptions or turn.follower.stars):
        return Reply(html=words.CALENDAR_NOTHING, buttons=in_rows([named("series", "series")]))
    if not turn.service.base:
        return Reply(html=words.CALENDAR_FILE_ONLY, documents=(_own_file(turn),))
    if turn.incoming.kind != "private":  # an address would be everybody's there
        return _file_of_all(turn)
    if _has_address(turn):
        buttons = [named("renew", "calendar renew"), named("revoke", "calendar revoke")]
        file = named("file", "calendar file")
        return Reply(html=words.CALENDAR_HAS_ADDRESS, buttons=in_rows([*buttons, file]))
    buttons = [named("secret", "calendar secret"), named("file", "calendar file")]
    return Reply(html=words.CALENDAR_MINE, buttons=in_rows(buttons))


def _has_address(turn: Turn) -> bool:
    if turn.follower.chat_id is None:
        return False
    with turn.service.store.reading() as connection:
        return has_token(connection, turn.follower.chat_id)


def _of_series(turn: Turn, series: Series) -> Reply:
    url = f"{turn.service.base}/{series.id}.ics"
    is_followed = series.id in turn.follower.subscriptions
    template = words.CALENDAR_OF_FOLLOWED if is_followed else words.CALENDAR_OF
    text = cards.paragraphs(
        template.format(title=readable(series.title)),
        words.CALENDAR_FEED.format(url=url) if turn.service.base else "",
    )
    publication = turn.publications[series.id]
    audience = Audience.SUBSCRIBERS if is_followed else Audience.PUBLIC
    document = _file(turn, series, [publication], audience)
    return Reply(html=text, documents=(document,), buttons=_row_back(series))


def _of_session(turn: Turn, seen: Seen) -> Reply:
    """Return a session as a file, and the address that follows it where there is one."""
    if seen.session.start is None:
        return Reply(html=words.CALENDAR_NO_DATE, buttons=_row_back(seen.series))
    url = f"{turn.service.base}/{seen.series.id}/{seen.public_id}.ics"
    feed = words.CALENDAR_SESSION_FEED.format(url=url) if turn.service.base else ""
    html = cards.paragraphs(words.CALENDAR_FILE, feed)
    return Reply(html=html, documents=(_session_file(turn, seen),))


def _row_back(series: Series) -> tuple[tuple[Button, ...], ...]:
    return in_rows([named("about_series", f"series {reference(series.id)}")])


def _session_file(turn: Turn, seen: Seen) -> Document:
    publication = turn.publications[seen.series.id]
    is_followed = turn.follower.follows(seen.key)
    audience = Audience.SUBSCRIBERS if is_followed else Audience.PUBLIC
    only = {seen.series.id: frozenset({seen.session.id})}
    return _file(
        turn, seen.series, [publication], audience, only, name=f"{seen.series.id}-{seen.public_id}"
    )


def _own_file(turn: Turn) -> Document:
    """Return the calendar of all that the chat follows, with links."""
    follower = turn.follower
    ids = {*follower.subscriptions, *(series_id for series_id, _ in follower.stars)}
    chosen = [one for key, one in sorted(turn.publications.items()) if key in ids]
    only = {
        one.id: frozenset(session for series_id, session in follower.stars if series_id == one.id)
        for one in chosen
        if one.id not in follower.subscriptions
    }
    return _file(turn, _MINE, chosen, Audience.SUBSCRIBERS, only)


def _file(
    turn: Turn,
    header: Series,
    publications: list[Publication],
    audience: Audience,
    only: dict[str, frozenset[str]] | None = None,
    *,
    name: str = "",
) -> Document:
    view = CalendarView(audience=audience)
    feed = calendar(header, publications, FeedQuery(), view, turn.now, only)
    return Document(name=f"{name or header.id}.ics", media_type=_MEDIA, data=feed.data)


def _secret(turn: Turn) -> Reply:
    """Give a new secret address; the one before counts no more."""
    if turn.incoming.kind != "private":
        return Reply(html=words.CALENDAR_PRIVATE)
    if not turn.service.base:
        return Reply(html=words.CALENDAR_FILE_ONLY, documents=(_own_file(turn),))
    store = turn.service.store
    chat_id = find_or_add(store, turn.place, now=turn.now)
    token = renew_personal_feed(store, chat_id, now=turn.now)
    url = f"{turn.service.base}/my/{token}.ics"
    revoke = named("revoke", "calendar revoke")
    return Reply(html=words.CALENDAR_SECRET.format(url=url), buttons=in_rows([revoke]))


def _revoke(turn: Turn) -> Reply:
    if turn.follower.chat_id is not None:
        revoke_personal_feed(turn.service.store, turn.follower.chat_id, now=turn.now)
    return Reply(html=words.CALENDAR_REVOKED, buttons=in_rows([named("secret", "calendar secret")]))


def _file_of_all(turn: Turn) -> Reply:
    return Reply(html=words.CALENDAR_FILE, documents=(_own_file(turn),))


_OWN: dict[str, Callable[[Turn], Reply]] = {
    "": _of_all,
    "file": _file_of_all,
    "secret": _secret,
    "renew": _secret,
    "revoke": _revoke,
}
