"""Looking at series, following them, and searching: /series and any other text."""

from markupsafe import Markup

from bot.chat import cards, words
from bot.chat.choosing import choose_series, list_sessions, series_buttons
from bot.chat.interface import Reply
from bot.chat.sessions import show_session
from bot.chat.telling import follow_summary
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.domain.latex import readable
from bot.domain.series import Series
from bot.flows.buttons import reference
from bot.flows.subscribe import follow_series, unfollow_series

_PAGE = 8
_SHORT = 3  # sessions on the card of a series
_MOST_LINES = 40  # sessions in one answer


def series(turn: Turn, text: str) -> Reply:
    """List the series, from a page on (`+1`), or show the one that is named."""
    if text.startswith("+") and text[1:].isdecimal():
        return list_series(turn, _heading(turn), int(text[1:4]))
    if not turn.view.series:
        return Reply(html=words.NO_SERIES)
    if not text:
        return list_series(turn, _heading(turn), 0)
    found = choose_series(turn, text, "series")
    return found if isinstance(found, Reply) else _show_series(turn, found)


def follow(turn: Turn, text: str) -> Reply:
    """Follow a series, and tell when the first reminder of it comes."""
    found = choose_series(turn, text, "follow")
    if isinstance(found, Reply):
        return found
    is_known = found.id in turn.follower.subscriptions
    store, place = turn.service.store, turn.place
    turn.change(lambda: follow_series(store, place, found.id, now=turn.now))
    template = words.FOLLOWING_ALREADY if is_known else words.FOLLOWING
    now_seen = turn.view.series[found.id]
    told = template.format(title=readable(found.title))
    text = cards.paragraphs(told, follow_summary(turn, now_seen, is_new=not is_known))
    return Reply(html=text, buttons=_rows(turn, now_seen), notice=told.striptags())


def unfollow(turn: Turn, text: str) -> Reply:
    """Follow a series no longer."""
    found = choose_series(turn, text, "unfollow")
    if isinstance(found, Reply):
        return found
    title = readable(found.title)
    if found.id not in turn.follower.subscriptions:
        return Reply(html=words.NOT_FOLLOWED.format(title=title), buttons=_rows(turn, found))
    store, place = turn.service.store, turn.place
    turn.change(lambda: unfollow_series(store, place, found.id, now=turn.now))
    told = words.UNFOLLOWED.format(title=title)
    return Reply(
        html=told, buttons=_rows(turn, turn.view.series[found.id]), notice=told.striptags()
    )


def sessions(turn: Turn, text: str) -> Reply:
    """List the sessions of a series: those to come, or all if none is."""
    found = choose_series(turn, text, "sessions")
    if isinstance(found, Reply):
        return found
    every = turn.view.sessions(found.id)
    heading = Markup("<b>{}</b>").format(readable(found.title))
    return list_sessions(turn, heading, turn.view.to_come(every) or every, most=_MOST_LINES)


def search(turn: Turn, text: str) -> Reply:
    """Find series and sessions by words: of a title, of a name, of an abstract."""
    if seen := turn.view.find_session(text):
        return show_session(turn, seen)
    named_series, found = turn.view.find_series(text), turn.search(text)
    if len(named_series) == 1 and not _is_told_apart(found, named_series[0]):
        return _show_series(turn, named_series[0])
    if len(found) == 1:
        return show_session(turn, found[0])
    if not found:
        return Reply(
            html=words.FOUND_NOTHING.format(words=text),
            buttons=in_rows([named("series", "series"), named("help", "help")]),
        )
    return list_sessions(turn, words.FOUND.format(words=text), found)


def _is_told_apart(found: object, series: Series) -> bool:
    """Tell whether what was found is of other series too."""
    return isinstance(found, list) and any(one.series.id != series.id for one in found)


def _heading(turn: Turn) -> str:
    return words.SERIES_HEADING.format(count=len(turn.view.series))


def list_series(turn: Turn, heading: str, page: int = 0) -> Reply:
    """Return one page of all series."""
    every = list(turn.view.series.values())
    shown = every[page * _PAGE : (page + 1) * _PAGE]
    text = cards.paragraphs(heading, *(_line(turn, one) for one in shown))
    paging = [press("←", f"series +{page - 1}")] if page else []
    paging += [press("→", f"series +{page + 1}")] if every[(page + 1) * _PAGE :] else []
    rows = in_rows(series_buttons(shown, "series"), 1)
    return turn.show(text, (*rows, *in_rows(paging)))


def _line(turn: Turn, series: Series) -> Markup:
    is_followed = series.id in turn.follower.subscriptions
    return words.SERIES_LINE.format(
        title=readable(series.title),
        mark=words.FOLLOWED_MARK if is_followed else "",
        kind=words.KINDS[series.kind],
        next=next_line(turn, series),
    )


def next_line(turn: Turn, series: Series) -> Markup:
    """Return what is to come of a series, in a few words."""
    coming = turn.view.to_come(turn.view.sessions(series.id))
    begins = coming[0].session.start if coming else None
    return cards.series_line(series, begins, turn.zone, turn.now)


def _show_series(turn: Turn, series: Series) -> Reply:
    coming = turn.view.to_come(turn.view.sessions(series.id))
    rest = len(coming) - _SHORT
    is_followed = series.id in turn.follower.subscriptions
    text = cards.paragraphs(
        cards.series_card(series),
        *(turn.line(one, with_series=False) for one in coming[:_SHORT]),
        words.MORE_SESSIONS.format(count=rest) if rest > 0 else "",
        "" if coming else _why_empty(turn, series),
        follow_summary(turn, series) if is_followed else "",
    )
    return Reply(html=text, buttons=_rows(turn, series))


def _why_empty(turn: Turn, series: Series) -> Markup:
    told = next_line(turn, series)
    return words.NOTHING_NEXT.format(which="") if told == words.NOTHING_TO_COME else told


def _rows(turn: Turn, series: Series) -> Rows:
    name = reference(series.id)
    if series.id in turn.follower.subscriptions:
        return in_rows(
            [
                named("sessions", f"sessions {name}"),
                named("remind", f"remind {name}"),
                named("only", f"only {name}"),
                named("calendar", f"calendar {name}"),
                named("unfollow", f"unfollow {name}"),
            ]
        )
    return in_rows(
        [
            named("follow", f"follow {name}"),
            named("sessions", f"sessions {name}"),
            named("calendar", f"calendar {name}"),
            named("series", "series"),
        ]
    )
