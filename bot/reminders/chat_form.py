"""A message as Telegram's HTML: each reader's own clock, long abstracts folded, all text escaped.

Bot API, "Formatting options": `<tg-time>` shows an instant in the reader's zone and language,
`<blockquote expandable>` folds. What a client cannot show of them falls back to the text inside.
"""

from html import escape
from urllib.parse import urlsplit

from bot.domain.moments import Moment
from bot.domain.wording import describe_span
from bot.reminders.messages import Message, ProgrammeRow

_FOLDED_FROM = 300  # characters of an abstract that still stand unfolded


def chat_form(message: Message) -> str:
    """Return the message as Telegram HTML. It may be longer than one Telegram message."""
    title = message.title or message.series_title
    series = f"<i>{escape(message.series_title, quote=False)}</i>" if message.title else ""
    blocks = [
        [f"<b>{escape(title, quote=False)}</b>", escape(message.byline, quote=False)],
        [
            f"{_time(message)}, {message.lead}",
            escape(message.clock_note, quote=False),
            escape(message.status_note, quote=False),
            _labelled("Chair", message.chair),
            _labelled("Room", message.room),
            _join(message),
        ],
        [_quoted(message.abstract)],
        [_row(row) for row in message.programme],
        [_link(m.title or m.kind.value.capitalize(), m.url) for m in message.materials],
        [series],
    ]
    lines = ("\n".join(line for line in block if line) for block in blocks)
    return "\n\n".join(block for block in lines if block)


def _time(message: Message) -> str:
    fallback = escape(describe_span(message.start, message.end), quote=False)
    return _tg_time(message.start, "wDt", fallback)


def _tg_time(moment: Moment, form: str, fallback: str) -> str:
    seconds = int(moment.at.timestamp())
    return f'<tg-time unix="{seconds}" format="{form}">{fallback}</tg-time>'


def _row(row: ProgrammeRow) -> str:
    text = escape(row.text, quote=False)
    text = f"<i>{text}</i>" if row.is_break else text
    return f"{_tg_time(row.start, 't', f'{row.start.wall:%H:%M}')} {text}" if row.start else text


def _join(message: Message) -> str:
    if message.join is None:
        return ""
    link = _link(f"Join on {urlsplit(message.join.url).hostname}", message.join.url)
    passcode = escape(message.join.passcode, quote=False)
    return f"{link}\nPasscode: <code>{passcode}</code>" if passcode else link


def _quoted(abstract: str) -> str:
    if not abstract:
        return ""
    tag = "blockquote expandable" if len(abstract) > _FOLDED_FROM else "blockquote"
    return f"<{tag}>{escape(abstract, quote=False)}</blockquote>"


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text, quote=False)}</a>'


def _labelled(label: str, text: str) -> str:
    return f"{label}: {escape(text, quote=False)}" if text else ""
