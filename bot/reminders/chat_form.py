"""A message as Telegram's HTML: each reader's own clock, long abstracts folded, all text escaped.

Bot API, "Formatting options": `<tg-time>` shows an instant in the reader's zone and language,
`<blockquote expandable>` folds. What a client cannot show of them falls back to the text inside.
"""

from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from bot.domain.moments import Moment
from bot.domain.series import Join
from bot.domain.wording import describe_span, divided_span, material_label
from bot.language import gettext
from bot.reminders.listing import FARTHEST
from bot.reminders.messages import Message, ProgrammeRow
from bot.reminders.notice_messages import Fact

_FOLDED_FROM = 300  # characters of an abstract that still stand unfolded


def chat_form(message: Message) -> str:
    """Return the message as Telegram HTML. It may be longer than one Telegram message."""
    blocks = [
        [fact_html(one) for one in message.changes],
        [
            f"<b>{_text(message.title or message.series_title)}</b>",
            _text(message.talk_title),
            _text(message.title_note),
            _text(message.byline),
        ],
        [
            f"{_time(message)}, {message.lead}",
            _filled(gettext("Note: {note}"), note=message.clock_note),
            _text(message.status_note),
            _filled(gettext("Where: {place}"), place=message.where),
            join_html(message.join),
            _filled(gettext("Chair: {name}"), name=message.chair),
        ],
        [_quoted(message.abstract)],
        [_row(row) for row in message.programme],
        [
            *(link_html(material_label(one), one.url) for one in message.materials),
            _filled(gettext("Recording: {length}"), length=message.recording),
        ],
        [_origin(message)],
    ]
    lines = ("\n".join(line for line in block if line) for block in blocks)
    return "\n\n".join(block for block in lines if block)


def _time(message: Message) -> str:
    """Return the hours as the reader's client shows them, as the host's where it cannot."""
    return _span(message.start, message.end)


def _span(start: Moment, end: Moment | None) -> str:
    begins, dash, ends = divided_span(start, end)
    text = _tg_time(start, "wDt", begins)
    if end is None:
        return text
    is_same_day = end.in_zone(start.zone).date == start.date
    return f"{text}{dash}{_tg_time(end, 't' if is_same_day else 'wDt', ends)}"


def fact_html(fact: Fact, now: datetime | None = None) -> str:
    """Return a line as Telegram HTML, its time on the reader's own clock.

    Telegram refuses times that are some years ahead of `now`: these are text.
    """
    if fact.start is None:
        return _text(fact.text)
    is_far = now is not None and fact.start.at > now + FARTHEST
    told = _text(describe_span(fact.start, fact.end)) if is_far else _span(fact.start, fact.end)
    return _text(fact.text).format(time=told)


def _origin(message: Message) -> str:
    """Return the series, unless it heads the message already, and the way to its homepage."""
    is_told = message.title in {"", message.series_title}
    if message.homepage:
        return link_html(gettext("More") if is_told else message.series_title, message.homepage)
    return "" if is_told else f"<i>{_text(message.series_title)}</i>"


def _tg_time(moment: Moment, form: str, fallback: str) -> str:
    seconds = int(moment.at.timestamp())
    return f'<tg-time unix="{seconds}" format="{form}">{_text(fallback)}</tg-time>'


def _row(row: ProgrammeRow) -> str:
    text = f"<i>{_text(row.text)}</i>" if row.is_break else _text(row.text)
    return f"{_tg_time(row.start, 't', f'{row.start.wall:%H:%M}')} {text}" if row.start else text


def join_html(join: Join | None) -> str:
    """Return the way to join a session, and the passcode, as Telegram HTML."""
    if join is None:
        return ""
    link = _filled(
        gettext('<a href="{url}">Join on {host}</a>'),
        url=join.url,
        host=urlsplit(join.url).hostname or "",
    )
    told = _filled(gettext("Passcode: <code>{passcode}</code>"), passcode=join.passcode)
    return "\n".join(filter(None, (link, told)))


def _quoted(abstract: str) -> str:
    if not abstract:
        return ""
    tag = "blockquote expandable" if len(abstract) > _FOLDED_FROM else "blockquote"
    return f"<{tag}>{_text(abstract)}</blockquote>"


def link_html(text: str, url: str) -> str:
    """Return a link as Telegram HTML."""
    return f'<a href="{escape(url)}">{_text(text)}</a>'


def _filled(template: str, **texts: str) -> str:
    """Return a template with texts in its fields, nothing where one of them is empty."""
    if not all(texts.values()):
        return ""
    fields = {name: escape(said, quote=name == "url") for name, said in texts.items()}
    return template.format(**fields)


def _text(text: str) -> str:
    return escape(text, quote=False)
