"""The events of a calendar as they are written: when, and what makes them come again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from bot.domain.series import Status
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.ics.contentlines import Component
from bot.sources.ics.rules import Rule, read_rule
from bot.sources.ics.times import When, read_length, read_when, read_whens

_MOST_DATES = 2000
_STATUS = {"CANCELLED": Status.CANCELLED, "TENTATIVE": Status.TENTATIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One VEVENT: `start` until `start` plus `length`, and what makes it come again.

    `instead_of` is the occurrence of its UID that it replaces (RECURRENCE-ID), `following` whether
    it also replaces all after that (RANGE=THISANDFUTURE).
    """

    component: Component
    uid: str
    start: When
    end: When | None
    length: timedelta | None
    rules: tuple[Rule, ...] = ()
    extra: tuple[When, ...] = ()
    without: tuple[When, ...] = ()
    instead_of: When | None = None
    following: bool = False
    sequence: int = 0

    @property
    def line(self) -> int:
        """Where the event begins."""
        return self.component.line

    @property
    def status(self) -> Status:
        """Whether it takes place: by a property of our own, else by its STATUS."""
        stated = self.component.text("X-TALKBELL-STATUS") or self.component.text("STATUS")
        return _STATUS.get(stated.upper(), Status.SCHEDULED)

    @property
    def recurs(self) -> bool:
        """Whether it may take place more than once."""
        return bool(self.rules or self.extra)


def read_entry(component: Component, refuse: Callable[[RefusalError, int], None]) -> Entry | None:
    """Return what a VEVENT says of time, None (told through `refuse`) where it has no start."""
    start_property = component.first("DTSTART")
    if start_property is None:
        refuse(
            RefusalError(
                saying("this event has no start"), read=component.text("SUMMARY"), code="no-date"
            ),
            component.line,
        )
        return None
    try:
        start = read_when(start_property)
    except RefusalError as refusal:
        refuse(refusal, component.line)
        return None
    entry = Entry(
        component=component,
        uid=component.text("UID"),
        start=start,
        end=None,
        length=read_length(component.text("DURATION")),
        sequence=_number(component.text("SEQUENCE")),
    )
    try:
        return _recurring(_ending(entry))
    except RefusalError as refusal:
        refuse(refusal, component.line)
        return entry


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004


def _ending(entry: Entry) -> Entry:
    end = entry.component.first("DTEND")
    return replace(entry, end=read_when(end)) if end else entry


def _recurring(entry: Entry) -> Entry:
    component = entry.component
    instead_of = component.first("RECURRENCE-ID")
    return replace(
        entry,
        rules=tuple(read_rule(prop.value) for prop in component.all("RRULE")[:4]),
        extra=_dates(component, "RDATE"),
        without=_dates(component, "EXDATE"),
        instead_of=read_when(instead_of) if instead_of else None,
        following=bool(instead_of and instead_of.params.get("RANGE") == "THISANDFUTURE"),
    )


def _dates(component: Component, name: str) -> tuple[When, ...]:
    dates = (when for prop in component.all(name) for when in read_whens(prop))
    return tuple(islice(dates, _MOST_DATES))
