"""Reading a table: each row becomes a session with one talk."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.domain.ids import with_ids, with_talk_ids
from bot.domain.moments import settle_wall
from bot.domain.phrases import Phrase
from bot.domain.series import (
    Join,
    Material,
    MaterialKind,
    Series,
    SeriesKind,
    Session,
    Status,
    Talk,
)
from bot.domain.zones import ZoneWord, settle_moment, settle_zone
from bot.errors import Problem, RefusalError, Severity, TalkbellError
from bot.language import counting, saying
from bot.sources.definition.values import is_undecided
from bot.sources.gaps import Gaps, fill_zone, undated, word_by_hints, zone_by_hints
from bot.sources.imported import Hints, Imported
from bot.sources.join_links import find_join, find_urls
from bot.sources.kinds import kind_of, kind_of_title
from bot.sources.people import read_people
from bot.sources.plain_words import one_line, paragraphs
from bot.sources.table.rows import Row, read_rows
from bot.sources.table.times import read_time

_MOST_REFUSED = 500
_CANCELLED = re.compile(r"cancel|abgesagt|annul|entf[aä]llt|no (?:talk|seminar)", re.IGNORECASE)
_TENTATIVE = re.compile(r"tentative|provisional|vorl[aä]ufig|to be confirmed", re.IGNORECASE)


def read_table(data: bytes, hints: Hints, name: str) -> Imported:
    """Return the series of a table; raises TalkbellError for one whose heads tell nothing."""
    rows = read_rows(data, name)
    reader = _Reader(hints, name)
    sessions = [reader.session(row) for row in rows]
    word = word_by_hints(hints)
    series = Series(
        id="",
        title="",
        kind=hints.kind or SeriesKind.SEMINAR,
        timezone=word.zone if word else _zone_of_all(sessions),
        sessions=with_ids(sessions),
    )
    numbers = {one.id: row.line for one, row in zip(series.sessions, rows, strict=True)}
    series, problems = fill_zone(series, word or "", Gaps(name, lambda one: numbers.get(one, 0)))
    problems = [*reader.problems, *reader.without_date(), *problems]
    return Imported(series, tuple(sorted(problems, key=lambda one: one.line)), numbers)


def _zone_of_all(sessions: list[Session]) -> str:
    zones = {session.start.zone for session in sessions if session.start}
    return zones.pop() if len(zones) == 1 else ""


@dataclass(slots=True)
class _Reader:
    """Reads rows; `above` is the date of the row before, which empty cells repeat."""

    hints: Hints
    file: str
    problems: list[Problem] = field(default_factory=list)
    above: date | None = None
    dateless: list[Row] = field(default_factory=list)
    refused: int = 0

    def session(self, row: Row) -> Session:
        talk = self._talk(row)
        said = " ".join(row[key] for key in ("status", "title"))
        session = Session(
            id="",
            status=_status(said),
            chair=one_line(row["chair"]),
            room=_room(row["room"]),
            join=_join(row),
            talks=with_talk_ids([talk] if talk.title or talk.speakers else []),
        )
        try:
            return undated(self._timed(session, row))
        except RefusalError as refusal:
            self._refuse(refusal, row.line)
            return undated(session)

    def _refuse(self, refusal: RefusalError, line: int) -> None:
        self.refused += 1
        if self.refused > _MOST_REFUSED:
            raise TalkbellError(
                saying(
                    "{name}:{line}: too much of this table cannot be read; {problem}",
                    name=self.file,
                    line=line,
                    problem=refusal.message,
                )
            )
        self.problems.append(Problem.of(refusal, file=self.file, line=line))

    def _warn(self, code: str, message: str, read: str, line: int) -> None:
        self.problems.append(
            Problem(
                code=code,
                message=message,
                read=read,
                file=self.file,
                line=line,
                severity=Severity.WARNING,
            )
        )

    def _talk(self, row: Row) -> Talk:
        title = one_line(row["title"])
        speakers = read_people(row["speaker"])
        affiliation = one_line(row["affiliation"])
        if affiliation and len(speakers) == 1 and not speakers[0].affiliation:
            speakers = (replace(speakers[0], affiliation=affiliation),)
        materials = [
            Material(kind=kind, url=url)
            for key, kind in (("slides", MaterialKind.SLIDES), ("video", MaterialKind.VIDEO))
            for url in find_urls(row[key])
        ]
        return Talk(
            id="",
            title="" if is_undecided(title) else title,
            kind=kind_of(row["kind"]) if "kind" in row else kind_of_title(title),
            speakers=speakers,
            abstract=paragraphs(row["abstract"]),
            materials=tuple(materials),
        )

    def _timed(self, session: Session, row: Row) -> Session:
        """Return the session at the time that a row says; raises RefusalError."""
        phrase = read_time(row, self.hints)
        if phrase is None:
            return session
        phrase = self._with_date(phrase, row)
        if phrase.on is None or phrase.start is None:
            return replace(session, day=phrase.on)
        if not phrase.zone:
            return replace(session, day=phrase.on, clock=phrase.clock)
        word = self._zone(phrase, row.line)
        start = settle_moment(datetime.combine(phrase.on, phrase.start), word)
        if phrase.end is None:
            return replace(session, start=start)
        on = phrase.on + timedelta(days=0 if phrase.end > phrase.start else 1)
        end = settle_wall(datetime.combine(on, phrase.end), word.zone)
        return replace(session, start=start, end=end)

    def _with_date(self, phrase: Phrase, row: Row) -> Phrase:
        """Return a phrase with the date that an empty cell stands for: a hint's, or that above."""
        if phrase.on is not None:
            self.above = phrase.on
            return phrase
        if "date" in row:
            raise RefusalError(
                saying("this is not a date"),
                read=row["date"],
                hint=saying("write one such as 2021-06-28"),
                code="unreadable-date",
            )
        if self.above is not None:
            text = f"{row['time'] or row['start']}"
            self._warn(
                "date-above",
                saying("{date} is taken, of the row above", date=self.above),
                text,
                row.line,
            )
            return replace(phrase, on=self.above)
        if self.hints.date is None:
            self.dateless.append(row)
        return replace(phrase, on=self.hints.date)

    def without_date(self) -> list[Problem]:
        """Return the problem of rows that have an hour and no date, told once."""
        if not self.dateless:
            return []
        first = self.dateless[0]
        more = len(self.dateless) - 1
        of_several = counting(
            "nothing tells on which day this is (and {count} more)",
            "nothing tells on which day this is (and {count} more)",
            more,
        )
        refusal = RefusalError(
            of_several if more else saying("nothing tells on which day this is"),
            read=first["time"] or first["start"],
            hint=saying("pass --date, as in 2026-11-30"),
            code="no-date",
        )
        return [Problem.of(refusal, file=self.file, line=first.line)]

    def _zone(self, phrase: Phrase, line: int) -> ZoneWord:
        """Return the zone that a row states; of a label out of season, without its offset."""
        assert phrase.on is not None  # noqa: S101 - the caller's conditions
        assert phrase.start is not None  # noqa: S101
        hinted = zone_by_hints(self.hints)
        word = settle_zone(phrase.zone, place=self.hints.place, beside=hinted)
        try:
            settle_moment(datetime.combine(phrase.on, phrase.start), word)
        except RefusalError as refusal:
            if refusal.code != "label-out-of-season":
                raise
            message = saying(
                "{problem}; the hour on the wall is kept, not {choice}",
                problem=refusal.message,
                choice=refusal.choices[-1],
            )
            self._warn(refusal.code, message, phrase.zone, line)
            return ZoneWord(word.text, word.zone)
        return word


def _status(said: str) -> Status:
    if _CANCELLED.search(said):
        return Status.CANCELLED
    return Status.TENTATIVE if _TENTATIVE.search(said) else Status.SCHEDULED


def _room(text: str) -> str:
    for url in find_urls(text):
        text = text.replace(url, " ")
    return one_line(text).strip(" ,;")


def _join(row: Row) -> Join | None:
    """Return the link of a column for links, else one that is seen in another column."""
    urls = find_urls(row["join"])
    found = Join(url=urls[0]) if urls else find_join([row["room"], row["abstract"]])
    if found and row["passcode"]:
        return replace(found, passcode=one_line(row["passcode"]))
    return found
