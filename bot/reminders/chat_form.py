"""A message as Telegram's HTML: each reader's own clock, long abstracts folded, all text escaped.

Bot API, "Formatting options": `<tg-time>` shows an instant in the reader's zone and language,
`<blockquote expandable>` folds. What a client cannot show of them falls back to the text inside.
"""

from html import escape
from urllib.parse import urlsplit

from bot.domain.moments import Moment
from bot.domain.wording import divided_span, material_label
from bot.language import gettext
from bot.reminders.messages import Message, ProgrammeRow

_FOLDED_FROM = 300  # characters of an abstract that still stand unfolded


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
            _filled(gettext("Note: {note}"), note=message.clock_note),
            _text(message.status_note),
            _filled(gettext("Where: {place}"), place=message.where),
            _join(message),
            _filled(gettext("Chair: {name}"), name=message.chair),
        ],
        [_quoted(message.abstract)],
        [_row(row) for row in message.programme],
        [
            *(_link(material_label(one), one.url) for one in message.materials),
            _filled(gettext("Recording: {length}"), length=message.recording),
        ],
        [_origin(message)],
    ]
    lines = ("\n".join(line for line in block if line) for block in blocks)
    return "\n\n".join(block for block in lines if block)


def _time(message: Message) -> str:
    """Return the hours as the reader's client shows them, as the host's where it cannot."""
    begins, dash, ends = divided_span(message.start, message.end)
    text = _tg_time(message.start, "wDt", begins)
    if message.end is None:
        return text
    is_same_day = message.end.in_zone(message.start.zone).date == message.start.date
    return f"{text}{dash}{_tg_time(message.end, 't' if is_same_day else 'wDt', ends)}"


def _origin(message: Message) -> str:
    """Return the series, unless it heads the message already, and the way to its homepage."""
    is_told = message.title in {"", message.series_title}
    if message.homepage:
        return _link(gettext("More") if is_told else message.series_title, message.homepage)
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
    link = _filled(
        gettext('<a href="{url}">Join on {host}</a>'),
        url=message.join.url,
        host=urlsplit(message.join.url).hostname or "",
    )
    passcode = message.join.passcode
    told = _filled(gettext("Passcode: <code>{passcode}</code>"), passcode=passcode)
    return "\n".join(filter(None, (link, told)))


def _quoted(abstract: str) -> str:
    if not abstract:
        return ""
    tag = "blockquote expandable" if len(abstract) > _FOLDED_FROM else "blockquote"
    return f"<{tag}>{_text(abstract)}</blockquote>"


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{_text(text)}</a>'


def _filled(template: str, **texts: str) -> str:
    """Return a template with texts in its fields, nothing where one of them is empty."""
    if not all(texts.values()):
        return ""
    fields = {name: escape(said, quote=name == "url") for name, said in texts.items()}
    return template.format(**fields)


def _text(text: str) -> str:
    return escape(text, quote=False)
