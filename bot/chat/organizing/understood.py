"""What was understood of a paste, line by line, with what it comes to and how to mend it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Button, Reply
from bot.chat.organizing import new_words, organizer_words, preview_words
from bot.chat.organizing.foretelling import foretold, told_when
from bot.chat.organizing.mending import mending_buttons
from bot.chat.seen import reference
from bot.chat.turn import Turn, in_rows, press
from bot.domain.durations import describe_duration
from bot.domain.latex import readable
from bot.domain.series import Session
from bot.domain.wording import describe_date, describe_span
from bot.errors import Problem
from bot.flows.organizing.adding import Added, Shown
from bot.flows.organizing.pasting import Understood
from bot.sources.gaps import GAP_CODES
from bot.store.organizing.pastes import AtThatHour

_MOST = 10  # sessions that are told in full
_MOST_PROBLEMS = 10
_MOST_BUTTONS = 3


def shown_reply(turn: Turn, shown: Shown, said: Markup | None = None) -> Reply:
    """Return what was understood, what is missing, what leaves, and buttons for all of it."""
    found = shown.understood
    html = cards.paragraphs(
        said or new_words.UNDERSTOOD,
        _chosen(shown),
        *_sessions(found),
        cards.lines(*_at_that_hour(shown)),
        cards.lines(*_left_out(found)),
        cards.lines(*(_problem(one) for one in found.problems[:_MOST_PROBLEMS])),
        _lacking(found),
        *_consequences(turn, shown),
    )
    return Reply(html=html, buttons=_buttons(turn, shown), replaces=turn.is_press)


def added_reply(turn: Turn, done: Added) -> Reply:
    """Return what was published, with buttons to go on."""
    title = readable(done.series.title)
    template = new_words.PUBLISHED_NEW if done.is_new_series else new_words.PUBLISHED
    shown = [_line(one, done.series.title) for one in done.sessions[:_MOST]]
    buttons = [
        press(new_words.CHANGE_IT, f"edit {reference(done.series.id, one.id)}")
        for one in done.sessions[:_MOST_BUTTONS]
        if len(done.sessions) == 1
    ]
    if done.series.id not in turn.follower.subscriptions:
        buttons.append(press(new_words.FOLLOW, f"follow {reference(done.series.id)}"))
    when = new_words.NOBODY_TOLD if done.is_new_series else told_when(turn, done.series, done.told)
    off = [
        new_words.CANCELLED.format(headline=cards.headline(done.series, one), time=_time(one))
        for one in done.cancelled
    ]
    html = cards.paragraphs(template.format(title=title), *shown, cards.lines(*off), when)
    return turn.show(html, in_rows(buttons))


def _chosen(shown: Shown) -> Markup:
    title = readable(shown.understood.series.title)
    if not title:
        return new_words.CHOSEN_UNNAMED
    template = new_words.CHOSEN_NEW if shown.is_of_new_series else new_words.CHOSEN
    return template.format(title=title)


def _sessions(found: Understood) -> Iterator[Markup]:
    is_one = len(found.new) == 1
    for number, one in enumerate(found.new[:_MOST], 1):
        headline = cards.headline(found.series, one)
        template = new_words.ONE if is_one else new_words.NUMBERED
        yield cards.lines(template.format(number=number, headline=headline), *_facts(one))
    rest = len(found.new) - _MOST
    if rest > 0:
        yield Markup("{}").format(new_words.MORE.of(rest))


def _line(one: Session, series_title: str) -> Markup:
    headline = readable(one.headline) or readable(series_title)
    return cards.lines(new_words.ONE.format(headline=headline), _time(one))


def _facts(one: Session) -> Iterator[str]:
    yield _time(one)
    if len(one.talks) > 1:
        yield Markup("{}").format(new_words.TALKS.of(len(one.talks)))
    if one.room:
        yield new_words.ROOM.format(room=readable(one.room))
    if one.join:
        template = new_words.LINK_WITH if one.join.passcode else new_words.LINK
        yield template.format(host=urlsplit(one.join.url).hostname or "")
    words = sum(len(talk.abstract.split()) for talk in one.talks)
    if words:
        yield Markup("{}").format(new_words.ABSTRACT.of(words))
    for talk in one.talks:
        for material in talk.materials:
            yield Markup("{}").format(f"{material.label}: {material.url}")


def _time(one: Session) -> Markup:
    if one.start is None:
        day = describe_date(one.day, weekday=True, year=True) if one.day else ""
        no_date = Markup("{}").format(str(new_words.NO_DATE))
        return new_words.DAY_ALONE.format(day=day) if day else no_date
    time = describe_span(one.start, one.end)
    if one.end is None:
        return Markup("{}").format(time)
    length = describe_duration(one.end.at - one.start.at)
    return new_words.LASTS.format(time=time, length=length)


def _left_out(found: Understood) -> Iterator[Markup]:
    for there, read in found.known:
        headline, time = cards.headline(found.series, there), _time(there)
        if _is_elsewhere(there, read):
            template = new_words.KNOWN_OTHERWISE
            yield template.format(headline=headline, time=time, other=_time(read))
        else:
            yield new_words.KNOWN.format(headline=headline, time=time)
    for one in found.past:
        headline = cards.headline(found.series, one)
        yield new_words.PAST.format(headline=headline, time=_time(one))


def _at_that_hour(shown: Shown) -> Iterator[Markup]:
    """Yield what the series has at the hours of what was read, and what becomes of it."""
    found, said = shown.understood, shown.paste.mends.at_that_hour
    templates = {AtThatHour.BOTH: new_words.BESIDES, AtThatHour.INSTEAD: new_words.CANCELLED}
    for there, read in found.others:
        template = templates[said] if said else new_words.AT_THAT_HOUR
        headline, other = (cards.headline(found.series, one) for one in (there, read))
        yield template.format(headline=headline, time=_time(there), other=other)


def _is_elsewhere(there: Session, read: Session) -> bool:
    return read.start is not None and (there.start is None or there.start.at != read.start.at)


def _problem(one: Problem) -> Markup:
    """Return a problem with its line; what it says of arguments is for the command line."""
    own = one
    if one.code in GAP_CODES or "--" in one.hint:
        own = Problem(code=one.code, message=one.message, read=one.read)
    sentence = own.sentence()
    sentence = f"{sentence[:1].upper()}{sentence[1:]}."
    if not one.line:
        return new_words.PROBLEM.format(sentence=sentence)
    return new_words.PROBLEM_AT.format(line=one.line, sentence=sentence)


def _lacking(found: Understood) -> str:
    if not found.lacks:
        return ""
    what = ", ".join(str(new_words.LACKS[one.value]) for one in found.lacks)
    return new_words.LACKING.format(what=what)


def _consequences(turn: Turn, shown: Shown) -> Iterator[str]:
    found = shown.understood
    if not found.new and not found.others:
        yield new_words.NOTHING_NEW
    if not found.can_be_published:
        yield new_words.SEND_AGAIN if found.problems or found.lacks else ""
        return
    if shown.is_of_new_series:
        yield new_words.NEW_SERIES_TELLS
    else:
        yield foretold(turn, found.series, shown.told)
    if any(one.start for one in found.new):
        yield new_words.ENTRY


def _buttons(turn: Turn, shown: Shown) -> tuple[tuple[Button, ...], ...]:
    found, name = shown.understood, shown.paste.id
    first = []
    if found.can_be_published:
        first.append(press(organizer_words.PUBLISH, f"add {name} {shown.mark}"))
        if shown.told:
            first.append(press(preview_words.SEND_ME, f"trial {name}"))
    moves = [
        press(new_words.MOVE_IT, f"move {reference(found.series.id, there.id)} {_wall(read)}")
        for there, read in found.known
        if _is_elsewhere(there, read) and len(found.known) == 1
    ]
    there_already = [*found.known, *([] if shown.paste.mends.at_that_hour else found.others)]
    changes = [
        press(new_words.CHANGE_IT, f"edit {reference(found.series.id, there.id)}")
        for there, _ in there_already
        if len(there_already) == 1
    ]
    last = (
        press(new_words.OTHER_SERIES, f"mend {name} series"),
        press(organizer_words.DROP, f"discard {name}"),
    )
    mending = [tuple(row) for row in mending_buttons(turn, shown.paste, found) if row]
    known = [(*moves, *changes)] if moves or changes else []
    publishing = [tuple(first)] if first else []
    return (*publishing, *known, *mending, last)


def _wall(read: Session) -> str:
    """Return a start as /move reads it: in its zone, with its year."""
    return f"{read.start.wall:%Y-%m-%d %H:%M} {read.start.zone}" if read.start else ""
