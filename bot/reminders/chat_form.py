"""A message as Telegram's HTML: each reader's own clock, long abstracts folded, all text escaped.

Bot API, "Formatting options": `<tg-time>` shows an instant in the reader's zone and language,
`<blockquote expandable>` folds. What a client cannot show of them falls back to the text inside.
"""

import re
from html import escape
from urllib.parse import urlsplit

from bot.domain.moments import Moment
from bot.domain.wording import describe_span
from bot.reminders.messages import Message, ProgrammeRow

_FOLDED_FROM = 300  # characters of an abstract that still stand unfolded
_DASH = re.compile("( ?– ?)")


def chat_form(message: Message) -> str:
    """Return the message as Telegram HTML. It may be longer than one Telegram message."""
    blocks = [
        [
            f"<b>{_text(message.title or message.series_title)}</b>",
            _text(message.talk_title),
            _text(message.byline),
        ],
        [
            f"{_time(message)}, {message.lead}",
            _labelled("Note", message.clock_note),
            _text(message.status_note),
            _labelled("Where", message.where),
            _join(message),
            _labelled("Chair", message.chair),
        ],
        [_quoted(message.abstract)],
        [_row(row) for row in message.programme],
        [
            *(_link(material.label, material.url) for material in message.materials),
            _labelled("Recording", message.recording),
        ],
        [_origin(message)],
    ]
    lines = ("\n".join(line for line in block if line) for block in blocks)
    return "\n\n".join(block for block in lines if block)


def _time(message: Message) -> str:
    """Return the hours as the reader's client shows them, as the host's where it cannot."""
    begins, *rest = _DASH.split(describe_span(message.start, message.end))
    text = _tg_time(message.start, "wDt", begins)
    if message.end is None:
        return text
    dash, ends = rest
    is_same_day = message.end.in_zone(message.start.zone).date == message.start.date
    return f"{text}{dash}{_tg_time(message.end, 't' if is_same_day else 'wDt', ends)}"


def _origin(message: Message) -> str:
    """Return the series, unless it heads the message already, and the way to its homepage."""
    is_told = message.title in {"", message.series_title}
    if message.homepage:
        return _link("More" if is_told else message.series_title, message.homepage)
    return "" if is_told else f"<i>{_text(message.series_title)}</i>"


def _tg_time(moment: Moment, form: str, fallback: str) -> str:
    seconds = int(moment.at.timestamp())
    return f'<tg-time unix="{seconds}" format="{form}">{_text(fallback)}</tg-time>'


def _row(row: ProgrammeRow) -> str:
    text = f"<i>{_text(row.text)}</i>" if row.is_break else _text(row.text)
    return f"{_tg_time(row.start, 't', f'{row.start.wall:%H:%M}')} {text}" if row.start else text


def _join(message: Message) -> str:
    if message.join is None:
        return ""
    link = _link(f"Join on {urlsplit(message.join.url).hostname}", message.join.url)
    passcode = _text(message.join.passcode)
    return f"{link}\nPasscode: <code>{passcode}</code>" if passcode else link


def _quoted(abstract: str) -> str:
    if not abstract:
        return ""
    tag = "blockquote expandable" if len(abstract) > _FOLDED_FROM else "blockquote"
    return f"<{tag}>{_text(abstract)}</blockquote>"


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{_text(text)}</a>'


def _labelled(label: str, text: str) -> str:
    return f"{label}: {_text(text)}" if text else ""


def _text(text: str) -> str:
    return escape(text, quote=False)
