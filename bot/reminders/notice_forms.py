"""A notice in both forms of a message: plain text, and Telegram's HTML."""

from datetime import datetime
from html import escape

from bot.domain.wording import material_label
from bot.language import gettext, pgettext
from bot.reminders import notice_words as words
from bot.reminders.chat_form import fact_html, join_html, link_html
from bot.reminders.listing import entry_html, entry_plain
from bot.reminders.notice_messages import NoticeMessage
from bot.reminders.plain_form import fact_plain


def notice_plain(message: NoticeMessage) -> str:
    """Return a notice as plain text."""
    labelled = gettext("{label}: {url}")
    links = [(material_label(one), one.url) for one in message.materials]
    if message.join:
        links.append((pgettext("where to join", "Join"), message.join.url))
        links.append((gettext("Passcode"), message.join.passcode))
    blocks = [
        [message.heading],
        [fact_plain(one) for one in message.facts],
        [labelled.format(label=label, url=url) for label, url in links if url],
        *([_overlap(message)], *([entry_plain(one)] for one in message.overlaps)),
        [message.series_title if message.series_title not in message.heading else ""],
        [labelled.format(label=gettext("More"), url=message.homepage) if message.homepage else ""],
    ]
    return _joined(blocks)


def notice_html(message: NoticeMessage, now: datetime) -> str:
    """Return a notice as Telegram HTML, each time on the reader's own clock."""
    title = message.series_title
    origin = link_html(title, message.homepage) if message.homepage else f"<i>{_text(title)}</i>"
    blocks = [
        [f"<b>{_text(message.heading)}</b>"],
        [fact_html(one, now) for one in message.facts],
        [*(link_html(material_label(one), one.url) for one in message.materials)],
        [join_html(message.join)],
        *([_text(_overlap(message))], *([entry_html(one, now)] for one in message.overlaps)),
        [origin],
    ]
    return _joined(blocks)


def _overlap(message: NoticeMessage) -> str:
    return words.OVERLAP.of(len(message.overlaps)) if message.overlaps else ""


def _joined(blocks: list[list[str]]) -> str:
    lines = ("\n".join(line for line in block if line) for block in blocks)
    return "\n\n".join(block for block in lines if block)


def _text(text: str) -> str:
    return escape(text, quote=False)
