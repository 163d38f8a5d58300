"""Looking at series, following them, and searching: /series and any other text."""

from markupsafe import Markup

from bot.chat import cards, list_words, words
from bot.chat.choosing import (
    MOST,
    Paged,
    choose_series,
    list_sessions,
    series_buttons,
    session_buttons,
)
from bot.chat.interface import Reply
from bot.chat.sessions import show_session, star
from bot.chat.telling import follow_summary, summary_buttons, zone_line
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.domain.latex import readable
from bot.domain.series import Series
from bot.flows.delivery.buttons import reference
from bot.flows.subscribe import follow_series, unfollow_series

_PAGE = 8
_SHORT = 3  # sessions on the card of a series
_MOST_LINES = 40  # sessions in one answer
_EARLIER = "earlier"


def series(turn: Turn, text: str) -> Reply:
    """List the series, from a page on (`+1`), or show the one that is named."""
    if not turn.view.series:
        return Reply(html=words.NO_SERIES)
    if text.startswith("+") and text[1:].isdecimal():
        return list_series(turn, _heading(turn), int(text[1:4]))
    if not text:
        return list_series(turn, _heading(turn))
    found = choose_series(turn, text, "series")
    return found if isinstance(found, Reply) else _show_series(turn, found)


def follow(turn: Turn, text: str) -> Reply:
    """Follow a series, and tell when the first reminder of it comes.

    Words that name no series but talks follow one of these. Behind a series, a button may name the
    session whose card it stands on.
    """
    name, _, card = text.partition(" ") if turn.is_press else (text, "", "")
    if text and not name.startswith("~") and not turn.view.find_series(name) and turn.search(name):
        return star(turn, name)
    found = choose_series(turn, name, "follow")
    if isinstance(found, Reply):
        return found
    is_known = found.id in turn.follower.subscriptions
    is_first = not turn.follower.subscriptions
    store, place = turn.service.store, turn.place
    turn.change(lambda: follow_series(store, place, found.id, now=turn.now))
    template = words.FOLLOWING_ALREADY if is_known else words.FOLLOWING
    now_seen = turn.view.series[found.id]
    told = template.format(title=readable(found.title))
    if card and (seen := turn.view.find_session(card)):
        return show_session(turn, seen, told)
    zone = zone_line(turn, now_seen) if is_first else ""
    html = cards.paragraphs(told, follow_summary(turn, now_seen, is_new=not is_known), zone)
    more = in_rows(summary_buttons(turn, now_seen))
    where = in_rows([named("zone", "zone")] if zone else [])
    return _in_place(turn, told, html, (*more, *_rows(turn, now_seen), *where))


def unfollow(turn: Turn, text: str) -> Reply:
    """Follow a series no longer; its single sessions that are followed stay so."""
    if not text and not turn.view.followed:
        return Reply(html=words.FOLLOWS_NONE, buttons=in_rows([named("series", "series")]))
    found = choose_series(turn, text, "unfollow")
    if isinstance(found, Reply):
        return found
    is_followed = found.id in turn.follower.subscriptions
    store, place = turn.service.store, turn.place
    if is_followed:
        turn.change(lambda: unfollow_series(store, place, found.id, now=turn.now))
    template = words.UNFOLLOWED if is_followed else words.NOT_FOLLOWED
    told = template.format(title=readable(found.title))
    every = turn.view.sessions(found.id)
    coming = [*turn.view.to_come(every), *turn.view.undated(every)]
    stars = [one for one in coming if one.key in turn.follower.stars]
    names = words.listed([cards.headline_of(one) for one in stars])
    stay = words.STARS_STAY.format(sessions=names) if stars else ""
    buttons = in_rows(session_buttons(turn, stars[:MOST], "talk"))
    rows = (*buttons, *_rows(turn, turn.view.series[found.id]))
    return _in_place(turn, told, cards.paragraphs(told, stay), rows)


def _in_place(turn: Turn, notice: Markup, html: Markup, rows: Rows) -> Reply:
    """Return the answer to a change: where its button stood, the change is seen there."""
    return Reply(html=html, buttons=rows, replaces=turn.is_press, notice=notice.striptags())


def sessions(turn: Turn, text: str) -> Reply:
    """List the sessions of a series: those to come, or those before (`earlier`)."""
    listed = turn.without_page(text)
    name = listed.removesuffix(f" {_EARLIER}")
    found = choose_series(turn, name, "sessions")
    if isinstance(found, Reply):
        return found
    every = turn.view.sessions(found.id)
    ahead = [*turn.view.ahead(every), *turn.view.undated(every)]
    before = turn.view.earlier(every)
    is_before = name != listed or not ahead
    title = readable(found.title)
    heading = list_words.EARLIER_HEADING if is_before and before else Markup("<b>{title}</b>")
    reach = reference(found.id)
    other = named("earlier_sessions", f"sessions {reach} {_EARLIER}")
    if is_before:
        other = named("sessions", f"sessions {reach}")
    command = f"sessions {reach} {_EARLIER}" if is_before else f"sessions {reach}"
    paged = Paged(command, _MOST_LINES, [other] if before and ahead else [])
    found_ones = before if is_before else ahead
    return list_sessions(turn, heading.format(title=title), found_ones, paged=paged)


def search(turn: Turn, text: str) -> Reply:
    """Find series and sessions by words: of a title, of a name, of an abstract."""
    text = turn.without_page(text)
    if not text:
        return Reply(html=words.SEARCH_WHAT, buttons=in_rows([named("series", "series")]))
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
    heading = words.FOUND.format(words=text)
    return list_sessions(turn, heading, found, paged=Paged(f"search {text}"))


def _is_told_apart(found: object, series: Series) -> bool:
    """Tell whether what was found is of other series too."""
    return isinstance(found, list) and any(one.series.id != series.id for one in found)


def _heading(turn: Turn) -> str:
    return words.SERIES_HEADING.format(count=len(turn.view.series))


def list_series(turn: Turn, heading: str, page: int = 0) -> Reply:
    """Return one page of all series; of pages that are not there, the last."""
    every = list(turn.view.series.values())
    page = min(page, max(len(every) - 1, 0) // _PAGE)
    shown = every[page * _PAGE : (page + 1) * _PAGE]
    text = cards.paragraphs(heading, *(_line(turn, one) for one in shown))
    paging = [press("←", f"series +{page - 1}")] if page else []
    paging += [press("→", f"series +{page + 1}")] if every[(page + 1) * _PAGE :] else []
    rows = (*in_rows(series_buttons(shown, "series"), 1), *in_rows(paging))
    return Reply(html=text, buttons=rows, replaces=turn.page is not None)


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
        list_words.MORE_SESSIONS.format(count=rest) if rest > 0 else "",
        "" if coming or is_followed else _why_empty(turn, series),
        follow_summary(turn, series) if is_followed else "",
    )
    more = summary_buttons(turn, series) if is_followed else []
    return Reply(html=text, buttons=(*in_rows(more), *_rows(turn, series)))


def _why_empty(turn: Turn, series: Series) -> Markup:
    told = next_line(turn, series)
    return list_words.NOTHING_NEXT if told == words.NOTHING_TO_COME else told


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
