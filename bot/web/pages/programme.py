"""A day's timetable as a reader sees it: in words, on their clock, and what is on now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from bot.domain.moments import Moment
from bot.domain.series import Material, Series, Session, Status, Talk, TalkKind
from bot.domain.wording import describe_date, describe_hours
from bot.reminders.messages import Starts
from bot.web.pages import calendar_words, kind_words
from bot.web.pages.cards import session_path, status_note
from bot.web.pages.days import Day, Entry
from bot.web.pages.times import ShownTime, shown_time
from bot.web.pages.timetable import Cell, Row, Timetable, timetable
from bot.web.reader import Reader

_MOST_NAMES = 8  # of those who speak in a cell; the talk's own page has all


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTalk:
    """A talk in a cell; `kind` is empty for usual ones, `speakers` has the affiliations."""

    href: str
    title: str
    is_title_awaited: bool
    is_break: bool
    kind: str
    speakers: str
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSession:
    """A session where its first cell is; `title` is empty where it is that of its talks."""

    id: str
    href: str
    title: str
    chair: str
    room: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """A cell: `from_at` and `until_at` in seconds since 1970, 0 where nothing is to come.

    It `is_in_its_track` if the head of its column names its room.
    """

    rows: int
    columns: int
    opens: ShownSession | None = None
    talks: tuple[ShownTalk, ...] = ()
    room: str = ""
    is_in_its_track: bool = False
    hours: str = ""
    iso: str = ""
    from_at: int = 0
    until_at: int = 0
    is_current: bool = False
    is_cancelled: bool = False

    @property
    def is_break(self) -> bool:
        """Whether nobody talks."""
        return bool(self.talks) and all(one.is_break for one in self.talks)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """What begins at one time; `day` is said where another one begins."""

    hours: str
    iso: str
    day: str
    cells: tuple[ShownCell, ...]

    @property
    def is_break(self) -> bool:
        """Whether nobody talks."""
        return all(one.is_break for one in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDay:
    """A day with its timetable. `session` is the one that it consists of, None if of several.

    `tracks` are the rooms of its columns, one of them if nothing is side by side.
    """

    date: date
    time: ShownTime
    session: ShownSession | None
    tracks: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    untimed: tuple[ShownTalk, ...]
    is_over: bool


def shown_day(day: Day, series: Series, reader: Reader, now: datetime, starts: Starts) -> ShownDay:
    """Return a day of a series as a reader sees it; the series is as the public sees it."""
    return _Shown(day, series, now).day(reader, starts)


class _Shown:
    """One day, while it is put into words."""

    def __init__(self, day: Day, series: Series, now: datetime) -> None:
        self._day = day
        self._series = series
        self._now = now
        self._table: Timetable = timetable(day)
        self._is_alone = len(day.sessions) == 1

    def day(self, reader: Reader, starts: Starts) -> ShownDay:
        """Return it all."""
        ids: Mapping[str, Session] = {one.id: one for one in self._series.sessions}
        first = ids[self._day.sessions[0].id]
        start = first.start or self._day.start
        last = max((one.end for one in self._table.entries), key=lambda end: end.at)
        alone = self._session(self._day.sessions[0]) if self._is_alone else None
        return ShownDay(
            date=self._day.start.date,
            time=shown_time(start, last.in_zone(start.zone), reader, self._series, starts),
            session=alone,
            tracks=self._table.tracks,
            rows=tuple(self._rows()),
            untimed=tuple(self._talk(session, talk) for session, talk in self._table.untimed),
            is_over=self._day.until <= self._now,
        )

    def _rows(self) -> Iterator[ShownRow]:
        on = self._day.start.date
        for row in self._table.rows:
            day = describe_date(row.start.date, short_weekday=True)
            yield ShownRow(
                hours=self._hours_of(row),
                iso=_iso(row.start),
                day="" if row.start.date == on else day,
                cells=tuple(self._cell(one) for one in row.cells),
            )
            on = row.start.date

    def _hours_of(self, row: Row) -> str:
        """Return the hours of a row: of its only cell, or those at which all of them begin."""
        entry = row.cells[0].entry
        is_only = len(self._table.tracks) == 1 and entry
        return self._hours(row.start, _said_end(entry) if is_only and entry else None)

    def _hours(self, start: Moment, end: Moment | None) -> str:
        """Return hours, with their zone where it is another one than that of the day."""
        usual = self._day.start.abbreviation
        if any(one and one.abbreviation != usual for one in (start, end)):
            return describe_hours(start, end)
        return f"{start.wall:%H:%M}–{end.wall:%H:%M}" if end else f"{start.wall:%H:%M}"

    def _cell(self, cell: Cell) -> ShownCell:
        entry = cell.entry
        if entry is None:
            return ShownCell(rows=cell.rows, columns=cell.columns)
        is_cancelled = entry.session.status is Status.CANCELLED
        has_tracks = len(self._table.tracks) > 1
        is_over = self._day.until <= self._now
        return ShownCell(
            rows=cell.rows,
            columns=cell.columns,
            opens=self._session(entry.session) if entry.opens and not self._is_alone else None,
            talks=tuple(self._talk(entry.session, talk) for talk in entry.talks),
            room=entry.session.room if has_tracks else "",
            is_in_its_track=cell.columns == 1 and all(self._table.tracks),
            hours=self._hours(entry.start, _said_end(entry)) if has_tracks else "",
            iso=_iso(entry.start),
            from_at=0 if is_over else int(entry.start.at.timestamp()),
            until_at=0 if is_over else int(entry.end.at.timestamp()),
            is_current=entry.is_on(self._now) and not is_cancelled,
            is_cancelled=is_cancelled,
        )

    def _session(self, session: Session) -> ShownSession:
        title = session.own_title
        if not title and not session.talks:
            title = self._series.title
        return ShownSession(
            id=session.id,
            href=session_path(self._series.id, session.id),
            title=title,
            chair=session.chair,
            room=session.room,
            note=status_note(session),
        )

    def _talk(self, session: Session, talk: Talk) -> ShownTalk:
        is_break = talk.kind is TalkKind.BREAK
        kind = kind_words.TALKS.get(talk.kind, "")
        title = talk.title or (str(kind_words.BREAK) if is_break else "")
        page = session_path(self._series.id, session.id)
        return ShownTalk(
            href=f"{page}#talk-{quote(talk.id)}" if len(session.talks) > 1 else page,
            title=title,
            is_title_awaited=not title and (bool(talk.speakers) or not kind),
            is_break=is_break,
            kind=str(kind),
            speakers=_names(talk),
            materials=talk.materials,
        )


def _names(talk: Talk) -> str:
    """Return who speaks; of a poster session's dozens, the first."""
    names = ", ".join(str(one) for one in talk.speakers[:_MOST_NAMES])
    more = len(talk.speakers) - _MOST_NAMES
    return f"{names} {calendar_words.MORE.of(more)}" if more > 0 else names


def _said_end(entry: Entry) -> Moment | None:
    """Return the end if somebody said it, on the clock of the day."""
    said = entry.talks[0].end if entry.session.has_timed_talks else entry.session.end
    return said.in_zone(entry.start.zone) if said else None


def _iso(moment: Moment) -> str:
    return moment.local.isoformat(timespec="minutes")
