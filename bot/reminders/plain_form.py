"""A message in plain text: for terminals, e-mail and every channel that has no markup."""

import re
import textwrap

from bot.domain.moments import Moment
from bot.domain.wording import describe_day, describe_hours, describe_span, material_label
from bot.language import gettext, pgettext
from bot.reminders.messages import Message, ProgrammeRow
from bot.reminders.notice_messages import Fact

_LABEL = 7  # columns of a label, or of an hour, with the blanks behind it; more for longer labels
_PARAGRAPHS = re.compile(r"\n\s*\n")
_ITEMS = re.compile(r"\n(?=[ \t]*(?:[-*+•–]|\d{1,2}[.)]|\[\^?\w{1,9}\]:?)[ \t])")
_TABLE = re.compile(r"(?m)^(?=[^\n]*\|)[ \t]*[|:-][|: \t-]*$")  # the line below the head of one


def plain_form(message: Message, width: int = 80) -> str:
    """Return the message as text, paragraphs wrapped to `width` columns, links never broken."""
    title = message.title if message.title != message.series_title else ""
    blocks = [
        [_wrapped(f"{message.series_title} — {message.lead}", width)],
        [_wrapped(fact_plain(one), width) for one in message.changes],
        [
            _wrapped(line, width)
            for line in (title, message.talk_title, message.title_note, message.byline)
        ],
        _facts(message, width),
        [_wrapped(message.abstract, width)],
        [_programme_line(row, message, width) for row in message.programme],
        _material_lines(message),
    ]
    texts = ("\n".join(line for line in block if line) for block in blocks)
    return "\n\n".join(text for text in texts if text)


def fact_plain(fact: Fact) -> str:
    """Return a line as plain text."""
    return fact.text.format(time=describe_span(fact.start, fact.end)) if fact.start else fact.text


def _facts(message: Message, width: int) -> list[str]:
    here = _for_reader(message.start, message)
    is_elsewhere = here.offset != message.start.offset
    facts = [
        (gettext("When"), describe_span(here, message.end)),
        ("", _at_host(message, here) if is_elsewhere else ""),
        (gettext("Note"), message.clock_note),
        (gettext("Status"), message.status_note),
        (gettext("Where"), message.where),
        (pgettext("where to join", "Join"), message.join.url if message.join else ""),
        (gettext("Passcode"), message.join.passcode if message.join else ""),
        (gettext("Chair"), message.chair),
    ]
    said = [(label, text) for label, text in facts if text]
    label_width = max(_LABEL, *(len(label) + 2 for label, _ in said))
    return [_hanging(f"{label:<{label_width}}", text, width) for label, text in said]


def _for_reader(moment: Moment, message: Message) -> Moment:
    return moment.in_zone(message.reader_zone)


def _at_host(message: Message, here: Moment) -> str:
    day = f"{describe_day(message.start)}, " if message.start.date != here.date else ""
    city = message.host_city
    hours = f"{day}{describe_hours(message.start, message.end)}"
    return gettext("{hours} ({city} time)").format(hours=hours, city=city) if city else hours


def _programme_line(row: ProgrammeRow, message: Message, width: int) -> str:
    hour = f"{_for_reader(row.start, message).wall:%H:%M}" if row.start else ""
    return _hanging(f"{hour:<{_LABEL}}", row.text, width)


def _material_lines(message: Message) -> list[str]:
    return [
        *(_labelled(material_label(one), one.url) for one in message.materials),
        _recording(message),
        _labelled(gettext("More"), message.homepage),
    ]


def _recording(message: Message) -> str:
    length = message.recording
    return gettext("Recording: {length}").format(length=length) if length else ""


def _labelled(label: str, url: str) -> str:
    return gettext("{label}: {url}").format(label=label, url=url) if url else ""


def _hanging(label: str, text: str, width: int) -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrapped(text: str, width: int) -> str:
    """Return paragraphs that flow; items of lists and rows of tables keep lines of their own."""
    return "\n\n".join(
        "\n".join(
            textwrap.fill(
                " ".join(line.split()), width, break_long_words=False, break_on_hyphens=False
            )
            for line in _lines(paragraph)
        )
        for paragraph in _PARAGRAPHS.split(text)
    )


def _lines(paragraph: str) -> list[str]:
    return paragraph.split("\n") if _TABLE.search(paragraph) else _ITEMS.split(paragraph)
