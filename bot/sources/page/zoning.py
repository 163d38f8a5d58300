"""Zone words to zones, in view of the page's statements, its place and the hints.

A word at the hour itself comes first, then that of its day, then the page's statement nearest
above, then the hint, then the place that the page names (with a warning).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.moments import Moment, settle_wall
from bot.domain.places import NOWHERE, Place
from bot.domain.zones import ZoneWord, settle_moment, settle_zone, zone_of_place
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.imported import Hints
from bot.sources.page.clocks import Hours, clock_time
from bot.sources.page.date_words import page_says
from bot.sources.page.problems import Problems
from bot.sources.page.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Statement:
    """A zone word that a line gives for all hours below it."""

    word: str
    line: int


@dataclass(slots=True)
class Zoning:
    """Settles the zones of one page."""

    hints: Hints
    problems: Problems
    statements: Sequence[Statement] = ()
    place: Whereabouts = field(default_factory=Whereabouts)
    home: Whereabouts = field(default_factory=Whereabouts)
    settled: dict[str, ZoneWord | None] = field(default_factory=dict)
    hint: ZoneWord | None = None

    def __post_init__(self) -> None:
        """Settle the hint first; other words are read in its company."""
        if self.hints.timezone:
            try:
                self.hint = settle_zone(self.hints.timezone, place=self.hints.place)
            except RefusalError as refusal:
                self.problems.refuse(refusal, line=0)

    def statement_at(self, line: int) -> Statement | None:
        """Return the page's statement of its zone that holds on a line: the nearest above."""
        above = [one for one in self.statements if one.line <= line]
        return above[-1] if above else self.statements[0] if self.statements else None

    def is_told(self) -> bool:
        """Tell whether the page, a place on it or a hint gives a zone for hours without a word."""
        places = (self.hints.place, self.place.place)
        return bool(self.statements or self.hint or any(place.zones for place in places))

    def zone_at(self, word: str, line: int) -> ZoneWord | None:
        """Return the zone for hours on a line that has, or lacks, a word of its own."""
        if not word and (told := self.statement_at(line)):
            word, line = told.word, told.line
        if word:
            return self._settle(word, line)
        return self._without_word(line)

    def moment(self, wall: datetime, zone: ZoneWord, line: int) -> Moment | None:
        """Return the moment of a wall time, with that day's offset where the label is another's."""
        try:
            return self._at_home(settle_moment(wall, zone))
        except RefusalError as refusal:
            if refusal.code != "label-out-of-season":
                self.problems.refuse(
                    refusal, line=line, hint=saying("write the right hour after importing")
                )
                return None
            try:
                kept = settle_wall(wall, zone.zone)
            except RefusalError as second:
                self.problems.refuse(second, line=line)
                return None
            self.problems.warn(
                "label-out-of-season",
                saying(
                    "{problem}; the clock time was kept, as {name}",
                    problem=refusal.message,
                    name=kept.abbreviation,
                ),
                line=line,
                read=refusal.read,
                choices=refusal.choices,
            )
            return kept

    def _at_home(self, moment: Moment) -> Moment:
        """Return a moment given by a bare offset in the zone of hint or place, if that fits."""
        homes = [self.hint.zone] if self.hint else list(self._known_place().zones[:1])
        if moment.zone.startswith(("Etc/", "UTC")) and homes:
            local = moment.in_zone(homes[0])
            return local if local.offset == moment.offset else moment
        return moment

    def check_others(
        self, on: datetime, zone: ZoneWord, others: Sequence[tuple[Hours, str]], line: int
    ) -> None:
        """Report a line that gives the same hour in several zones which do not agree."""
        for hours, word in others:
            other = self._settle(word, line)
            if other is None:
                continue
            wall = datetime.combine(on.date(), clock_time(hours.begins))
            try:
                own, same = settle_moment(on, zone), settle_moment(wall, other)
            except RefusalError:
                continue
            if (own.at - same.at).total_seconds() % 86400:
                self.problems.warn(
                    "zones-disagree",
                    saying(
                        "the hours in two zones on this line are not the same instant;"
                        " the first was taken"
                    ),
                    line=line,
                    read=f"{on:%H:%M} {zone.text} / {wall:%H:%M} {word}",
                    choices=(f"{on:%H:%M} {zone.text}", f"{wall:%H:%M} {word}"),
                )

    def _settle(self, word: str, line: int) -> ZoneWord | None:
        if word not in self.settled:
            self.settled[word] = self._first_settled(word, line)
        return self.settled[word]

    def _first_settled(self, word: str, line: int) -> ZoneWord | None:
        place = self._known_place()
        beside = self.hint.zone if self.hint else ""
        try:
            zone = settle_zone(word, place=place, beside=beside)
        except RefusalError as refusal:
            if self.hint:
                self.problems.warn(
                    "zone-overruled",
                    saying(
                        "{word} can mean other zones; {zone} was taken",
                        word=word,
                        zone=self.hints.timezone,
                    ),
                    line=line,
                    read=word,
                    choices=refusal.choices,
                )
                return self.hint
            self.problems.refuse(
                refusal, line=line, hint=refusal.hint or saying("pass --timezone or --place")
            )
            return None
        self._tell_of_place(word, zone, place)
        if self.hint and not _go_together(zone, self.hint):
            self.problems.warn(
                "hint-differs",
                page_says(word),
                line=line,
                read=f"--timezone {self.hints.timezone}",
            )
        return zone

    def _known_place(self) -> Place:
        for place in (self.hints.place, self.place.place, self.home.place):
            if place.zones:
                return place
        return NOWHERE

    def _tell_of_place(self, word: str, zone: ZoneWord, place: Place) -> None:
        """Tell that the page's place, not the word alone, made the zone what it is."""
        if self.hint or self.hints.place.zones or not place.zones:
            return
        try:
            without = settle_zone(word)
        except RefusalError:
            without = None
        if without is None or without.zone != zone.zone:
            found = self.place if self.place.place.zones else self.home
            self._warn_of_place(found, zone.zone, word)

    def _without_word(self, line: int) -> ZoneWord | None:
        if self.hint:
            return self.hint
        if self.hints.place.zones:
            try:
                return ZoneWord("", zone_of_place(self.hints.place))
            except RefusalError as refusal:
                self.problems.refuse(refusal, line=line)
                return None
        if self.place.place.zones:
            try:
                zone = zone_of_place(self.place.place)
            except RefusalError:
                zone = ""
            if zone:
                self._warn_of_place(self.place, zone, "")
                return ZoneWord("", zone)
        if "" not in self.settled:
            self.settled[""] = None
            self.problems.needs(
                "no-zone",
                saying("the page does not say in which time zone its hours are"),
                line=line,
                choices=self.home.place.zones[:1],
                hint=saying("pass --timezone or --place"),
            )
        return None

    def _warn_of_place(self, found: Whereabouts, zone: str, word: str) -> None:
        of_word = saying(
            "{word} is taken as that of {zone}, because of the place on the page",
            word=word,
            zone=zone,
        )
        of_place = saying(
            "{zone} is taken as the zone, because of the place on the page", zone=zone
        )
        self.problems.warn(
            "zone-from-place",
            of_word if word else of_place,
            line=found.line,
            read=found.place.text,
            choices=(zone,),
        )


def _go_together(zone: ZoneWord, hint: ZoneWord) -> bool:
    """Tell whether a page's zone and the hint are one: the same zone, or the same offset."""
    if zone.zone == hint.zone:
        return True
    if zone.offset is not None:
        return hint.offset == zone.offset
    samples = [datetime(2024, month, 1, 12) for month in (1, 7)]  # noqa: DTZ001 - wall times
    return all(Moment(w, zone.zone).offset == Moment(w, hint.zone).offset for w in samples)
