"""What organizers pasted, read by the importer as their series would have it. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import chain, count

from bot.domain.ids import series_slug
from bot.domain.series import Series, Session
from bot.domain.slots import apply_slot
from bot.errors import Problem, Severity, TalkbellError
from bot.flows.imports.importing import Kind, Source, choose_kind, complete, import_source
from bot.flows.organizing.paste_years import Year, likely_years, shifted
from bot.flows.organizing.telling_apart import Telling, tell_apart
from bot.language import SaidName, saying
from bot.sources.definition import dump_definition, read_definition
from bot.sources.imported import Hints, Imported
from bot.store.organizing.pastes import Mends, Paste
from bot.store.series.records import StoredSeries

_OWN_TEXT = SaidName("your text")  # what problems call a document without a name
_SHORT = 60  # bytes of a line that may be a heading with a year
_MOST_READ_AGAIN = 50_000  # bytes that are read in each year that they may be of
_OVERRULED = "zone-overruled"
_OF_HINTS = {"no-title", "hint-differs"}  # problems of what we hand in ourselves


class Lack(StrEnum):
    """What a paste does not say, and a person can."""

    YEAR = "year"
    ZONE = "zone"
    LENGTH = "length"
    LINK = "link"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was read of a paste.

    `series` is the one that it is for, as it is, or a new one without its sessions. `new` are the
    sessions that it would get, with their permanent ids; `known` those that it has, each with what
    was read; `past` are over. `others` are those that it has at the hour of another one that was
    read; `cancelled` are those of them that this is instead of. `lines` count from 1, by these ids;
    `years` are likely where lacking.
    """

    series: Series
    new: tuple[Session, ...] = ()
    known: tuple[tuple[Session, Session], ...] = ()
    others: tuple[tuple[Session, Session], ...] = ()
    cancelled: tuple[Session, ...] = ()
    past: tuple[Session, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    lacks: tuple[Lack, ...] = ()
    years: tuple[Year, ...] = ()

    @property
    def can_be_published(self) -> bool:
        """Whether there is something new, and nothing wrong with it."""
        is_wrong = any(one.severity is Severity.ERROR for one in self.problems)
        return bool(self.new) and not is_wrong and Lack.TITLE not in self.lacks


def understand(
    paste: Paste, stored: StoredSeries | None, taken: Collection[str], now: datetime
) -> Understood:
    """Return what a paste says, for a stored series, or a new one with an id that is not `taken`.

    Nothing is taken for granted that neither it nor the series nor the person says. Raises
    TalkbellError, with a sentence for people, where there is no series to be read in it.
    """
    zone = paste.mends.timezone or (_zone_of(stored.series) if stored else "")
    mends = paste.mends
    hints = Hints(today=now.date(), timezone=zone)
    if mends.year is not None:
        hints = _in(hints, Year(mends.year, mends.is_academic_year))
    imported = _in_the_year(paste, hints, _read(paste, hints), now)
    problems = [
        _unsettled(one, paste.mends) for one in imported.problems if one.code not in _OF_HINTS
    ]
    series = stored.series if stored else _new_series(imported.series, paste.mends, taken)
    read = _filled(imported.series.sessions, series, paste.mends)
    past = tuple(one for one in read if one.start and one.start.at <= now)
    open_ = tuple(one for one in read if one not in past)
    told = tell_apart(stored, open_, imported.lines, _way_of(paste))
    new, known, lines = told.new, told.known, told.lines
    is_whole = all(one.severity is not Severity.ERROR for one in problems)
    new, wrong = _as_committed(series, new) if is_whole else (new, [])
    lines = dict(lines) | {
        one.id: imported.lines[one.id] for one in past if one.id in imported.lines
    }
    is_short = len(paste.data) <= _MOST_READ_AGAIN
    lacks = _lacks(problems, series, new, is_past=bool(past) and not (new or known or told.others))
    return Understood(
        series=series,
        new=new,
        known=known,
        others=told.others,
        cancelled=told.cancelled,
        past=past,
        problems=(*problems, *wrong),
        lines=lines,
        lacks=lacks,
        years=likely_years(
            problems,
            past,
            now,
            (lambda year: _read(paste, _in(hints, year))) if is_short else None,
        ),
    )


def _in(hints: Hints, year: Year) -> Hints:
    return replace(hints, year=year.first, is_academic_year=year.is_academic)


def is_schedule(text: str, now: datetime) -> bool:
    """Tell whether a text tells of a session with a time, though its year or zone may be open."""
    try:
        found = _read(Paste(id="", data=text.encode()), Hints(today=now.date()))
    except TalkbellError:
        return False
    is_dated = any(one.start or one.day or one.clock for one in found.series.sessions)
    return is_dated or any(one.code == "no-year" for one in found.problems)


def _read(paste: Paste, hints: Hints) -> Imported:
    name = paste.name or _OWN_TEXT
    imported = import_source(Source(paste.data, name, paste.media_type), hints)
    whole = complete(imported, hints, name)
    return replace(whole, series=replace(whole.series, title=imported.series.title))


def _way_of(paste: Paste) -> Telling:
    """Return how sessions are told apart: of documents but ours, the importer made up the ids."""
    source = Source(paste.data, paste.name or _OWN_TEXT, paste.media_type)
    is_ours = choose_kind(source) is Kind.SERIES_JSON
    return Telling(keeps_ids=is_ours, at_that_hour=paste.mends.at_that_hour)


def _zone_of(series: Series) -> str:
    return series.timezone or next((start.zone for _, start in series.scheduled()), "")


def _in_the_year(paste: Paste, hints: Hints, read: Imported, now: datetime) -> Imported:
    """Return a paste read in the year that a person said, where it states one that is past.

    The year is put into the text, where its sessions stand, and all of it is read again: so a
    weekday that does not fit is told as always.
    """
    starts = [one.start for one in read.series.sessions if one.start]
    past = [one.date.year for one in starts if one.at <= now]
    year = paste.mends.year
    if year is None or paste.mends.is_academic_year or not past or year == min(past):
        return read
    stated, by = {one.date.year for one in starts}, year - min(past)
    numbers = set(read.lines.values())
    lines = paste.data.split(b"\n")
    short = {number for number, line in enumerate(lines, 1) if len(line) <= _SHORT}
    for wanted in (numbers, numbers | short):
        again = shifted(lines, wanted, stated, by)
        found = _read(replace(paste, data=again), hints)
        years = [one.start.date.year for one in found.series.sessions if one.start]
        if years and min(years) == year and len(years) == len(starts):
            return found
    return read


def _new_series(read: Series, mends: Mends, taken: Collection[str]) -> Series:
    """Return a series without sessions that has what a document tells of it."""
    is_a_talk = any(read.title in {one.title, one.headline} for one in read.sessions)
    title = mends.title or ("" if is_a_talk else read.title)
    name = series_slug(title)
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return Series(
        id=next(one for one in names if one not in taken),
        title=title,
        kind=read.kind,
        timezone=_zone_of(read),
        place=read.place,
        homepage=read.homepage,
        duration=mends.length,
    )


def _filled(sessions: Iterable[Session], series: Series, mends: Mends) -> tuple[Session, ...]:
    """Return sessions with what their series, or a person, says of all of them."""
    slot = replace(series.slot, fill=False) if series.slot else None
    placed, _ = apply_slot(replace(series, slot=slot, sessions=tuple(sessions)))
    usual = mends.length or series.duration or (slot.length if slot else None)
    has_all_links = all(one.join for one in placed.sessions)
    filled = []
    for one in placed.sessions:
        # A programme is not over with its first talk: of such a one, only a person knows.
        length = mends.length if one.has_timed_talks else one.length or usual
        end = one.start.plus(length) if one.start and not one.end and length else one.end
        is_joined = one.join is not None and not has_all_links
        join = one.join if is_joined else mends.join or one.join
        own_title = one.own_title if one.own_title != _OWN_TEXT else ""
        filled.append(replace(one, own_title=own_title, end=end, join=join))
    return tuple(filled)


def _as_committed(
    series: Series, sessions: tuple[Session, ...]
) -> tuple[tuple[Session, ...], list[Problem]]:
    """Return sessions as a definition would give them, and what keeps it from that.

    So what is published can be committed, and is then the same to the last detail.
    """
    if not sessions:
        return (), []
    slot = replace(series.slot, fill=False) if series.slot else None
    named = replace(series, title=series.title or "?", slot=slot, sessions=sessions)
    read, problems = read_definition(dump_definition(named).encode(), _OWN_TEXT)
    problems = [_told(one) for one in problems]
    if read is None:
        return sessions, problems
    found = {one.id: one for one in read.sessions}
    return tuple(found[one.id] for one in sessions), problems


def _told(problem: Problem) -> Problem:
    """Return a problem of a definition that nobody has seen; what shows a way in is always wrong.

    A definition may say on purpose that all may join; what was pasted says it by mistake.
    """
    found = replace(problem, file="", line=0, column=0)
    if problem.code != "link-outside-join":
        return found
    return replace(found, severity=Severity.ERROR, read="", hint=saying("leave it out"))


def _unsettled(problem: Problem, mends: Mends) -> Problem:
    """Return a problem; a zone word that is not the series' is one until a person says which."""
    if problem.code != _OVERRULED or mends.timezone:
        return problem
    return replace(
        problem,
        severity=Severity.ERROR,
        message=saying("the time zone can be read in several ways"),
    )


def _lacks(
    problems: Iterable[Problem], series: Series, new: tuple[Session, ...], *, is_past: bool
) -> tuple[Lack, ...]:
    codes = {one.code for one in problems}
    is_unsettled = any(
        one.code == _OVERRULED and one.severity is Severity.ERROR for one in problems
    )
    lacking = {
        Lack.TITLE: not series.title,
        Lack.YEAR: "no-year" in codes or is_past,
        Lack.ZONE: bool(codes & {"no-zone", "unknown-zone"}) or is_unsettled,
        Lack.LENGTH: any(one.start and not one.end for one in new),
        Lack.LINK: any(one.join is None for one in new),
    }
    return tuple(lack for lack, is_lacking in lacking.items() if is_lacking)
