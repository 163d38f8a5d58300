"""Questions about watched addresses, and news of them, as Telegram's HTML and as plain text."""

from collections.abc import Iterator

from markupsafe import Markup

from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.page_questions import Doubt, PageQuestion, PageTrouble, Unread
from bot.domain.series import Series, Session, Status
from bot.domain.wording import describe_moment, describe_span
from bot.reminders import page_words as words

_MOST = 10  # of either kind; the rest is counted
_LONGEST = 200  # characters of what could not be read


def question_html(question: PageQuestion, series: Series) -> Markup:
    """Return what would change, with the lines that are not sure, in the hours of the series."""
    asked = words.APPLY_OR_IGNORE if question.doubts else words.ONLY_IGNORE
    blocks = [_heading(question, series), *_parts(question, series), asked]
    return Markup("\n\n").join(block for block in blocks if block)


def question_plain(question: PageQuestion, series: Series) -> str:
    """Return what would change, and the lines that are not sure, as plain text."""
    heading = _heading(question, series)
    return plain(Markup("\n").join([heading, *filter(None, _parts(question, series))]))


def _parts(question: PageQuestion, series: Series) -> list[Markup]:
    changes = [_change(one, series) for one in question.doubts[:_MOST]]
    unread = [_unread(one) for one in question.unread[:_MOST]]
    return [
        Markup("\n").join([*changes, *_more(len(question.doubts))]),
        Markup("\n").join([*unread, *_more(len(question.unread))]),
    ]


def trouble_html(trouble: PageTrouble, series: Series) -> Markup:
    """Return that an address cannot be read, or can again."""
    at = describe_moment(Moment.of(trouble.since, series.timezone or "UTC"))
    about = {"title": readable(series.title), "host": trouble.host, "time": at}
    if not trouble.why:
        return words.WELL.format(**about)
    return words.FAILING.format(**about, why=trouble.why[:_LONGEST])


def plain(html: Markup) -> str:
    """Return the same without markup, its lines kept."""
    return "\n".join(line.striptags() for line in html.splitlines())


def _heading(question: PageQuestion, series: Series) -> Markup:
    title = readable(series.title)
    if question.future:
        return words.LOSES.format(
            title=title, host=question.host, lost=question.lost, future=question.future
        )
    heading = words.DOUBTFUL if question.doubts else words.UNREAD
    return heading.format(title=title, host=question.host)


def _change(doubt: Doubt, series: Series) -> Markup:
    before, after = doubt.before, doubt.after
    if after is None:
        assert before is not None  # noqa: S101 - one of the two is there
        return words.GONE.format(name=_name(before), time=_time(before, series))
    if before is None:
        return words.NEW.format(name=_name(after), time=_time(after, series))
    name = _name(before)
    if after.status is Status.CANCELLED and before.status is not Status.CANCELLED:
        return words.CANCELLED.format(name=name, time=_time(before, series))
    if _time(before, series) != _time(after, series):
        times = {"old": _time(before, series), "new": _time(after, series)}
        return words.MOVED.format(name=_name(after), **times)
    if name != _name(after):
        return words.OTHERWISE.format(name=name, new=_name(after))
    return words.DETAILS.format(name=name, time=_time(after, series))


def _unread(one: Unread) -> Markup:
    why = one.why if len(one.why) <= _LONGEST else f"{one.why[: _LONGEST - 1]}…"
    return words.LINE.format(line=one.line, why=why) if one.line else words.NO_LINE.format(why=why)


def _more(count: int) -> Iterator[Markup]:
    if count > _MOST:
        yield Markup.escape(words.MORE.of(count - _MOST))


def _name(session: Session) -> str:
    return readable(session.headline) or str(words.NAMELESS)


def _time(session: Session, series: Series) -> str:
    if session.start is None:
        return str(session.day or words.NO_DATE)
    start, end = session.start, session.end
    if series.timezone:
        start, end = start.in_zone(series.timezone), end and end.in_zone(series.timezone)
    return describe_span(start, end)
