"""A message in plain text: for terminals, e-mail and every channel that has no markup."""

import textwrap

from bot.domain.moments import Moment
from bot.domain.wording import city_of, describe_day, describe_hours, describe_span
from bot.reminders.messages import Message, ProgrammeRow

_LABEL = 7


def plain_form(message: Message, width: int = 80) -> str:
    """Return the message as text, paragraphs wrapped to `width` columns, links never broken."""
    heading = f"{message.series_title} — {message.lead}"
    titles = [message.title if message.title != message.series_title else "", message.byline]
    blocks = [
        heading,
        "\n".join(_wrapped(line, width) for line in titles if line),
        "\n".join(_facts(message, width)),
        _wrapped(message.abstract, width),
        "\n".join(_programme_line(row, message, width) for row in message.programme),
        "\n".join(_material_lines(message)),
    ]
    return "\n\n".join(block for block in blocks if block)


def _facts(message: Message, width: int) -> list[str]:
    here = _for_reader(message.start, message)
    there = _end_for_reader(message)
    lines = [_fact("When", describe_span(here, there), width)]
    if here.offset != message.start.offset:
        lines.append(_fact("", _at_host(message, here), width))
    facts = [
        ("Note", message.clock_note),
        ("Status", message.status_note),
        ("Chair", message.chair),
        ("Room", message.room),
        ("Join", message.join.url if message.join else ""),
        ("Code", message.join.passcode if message.join else ""),
    ]
    return lines + [_fact(label, text, width) for label, text in facts if text]


def _for_reader(moment: Moment, message: Message) -> Moment:
    return moment.in_zone(message.reader_zone)


def _end_for_reader(message: Message) -> Moment | None:
    return _for_reader(message.end, message) if message.end else None


def _at_host(message: Message, here: Moment) -> str:
    day = f"{describe_day(message.start)}, " if message.start.date != here.date else ""
    city = city_of(message.start.zone)
    where = f" in {city}" if city else ""
    return f"{day}{describe_hours(message.start, message.end)}{where}"


def _programme_line(row: ProgrammeRow, message: Message, width: int) -> str:
    hour = f"{_for_reader(row.start, message).wall:%H:%M}" if row.start else ""
    return textwrap.fill(
        row.text,
        width,
        initial_indent=f"{hour:<{_LABEL}}",
        subsequent_indent=" " * _LABEL,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _material_lines(message: Message) -> list[str]:
    lines = [f"{(m.title or m.kind.value).capitalize()}: {m.url}" for m in message.materials]
    return lines + ([f"More: {message.homepage}"] if message.homepage else [])


def _fact(label: str, text: str, width: int) -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=f"{label:<{_LABEL}}",
        subsequent_indent=" " * _LABEL,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrapped(text: str, width: int) -> str:
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    return "\n\n".join(
        textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)
        for paragraph in paragraphs
    )
