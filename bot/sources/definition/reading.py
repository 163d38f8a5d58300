"""Reading a definition: YAML bytes become a series, and all that is wrong is told at once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import PurePath

from bot.domain.durations import read_duration
from bot.domain.ids import series_slug, with_ids
from bot.domain.phrases import read_clock, read_date
from bot.domain.places import Place, read_place
from bot.domain.series import (
    Clock,
    LinkPolicy,
    Series,
    SeriesKind,
    Session,
    Slot,
    SlotUnit,
    Status,
)
from bot.domain.slots import apply_slot
from bot.domain.zones import settle_zone, zone_of_place
from bot.errors import Problem, RefusalError, Severity, one_of
from bot.language import later, saying
from bot.sources.addresses import is_address, read_address
from bot.sources.definition.broadcasts import read_broadcast, read_offsets
from bot.sources.definition.checks import check_sessions
from bot.sources.definition.fields import Fields, Problems, read_choice
from bot.sources.definition.leaks import check_leaks, without_leaks
from bot.sources.definition.organizers import read_organizers
from bot.sources.definition.schema import known_keys
from bot.sources.definition.sessions import Surroundings, read_session
from bot.sources.definition.values import (
    read_color,
    read_series_id,
    read_skip,
    read_slot_day,
    read_step,
    read_updated,
    read_yes_no,
)
from bot.sources.definition.watched import read_source
from bot.sources.yaml_tree import Mapping, Node, Scalar, read_tree


def read_definition(data: bytes, file: str) -> tuple[Series | None, list[Problem]]:
    """Return the series that a definition describes, and all its problems in order of lines.

    The series is None where a problem is an error; warnings leave it whole. `file` is the name to
    show in problems; its stem stands in for a missing `id`.
    """
    tree, found = read_tree(data, file)
    problems = Problems(file, found)
    series = None
    if isinstance(tree, Mapping):
        series = _Reader(tree, problems).series()
    elif not found:
        nowhere = Scalar("", plain=True, line=1, column=1)
        refusal = RefusalError(
            "a definition is a mapping",
            read="",
            hint="start with `title:`, and list the sessions under `sessions:`",
            code="type",
        )
        problems.refuse(tree or nowhere, refusal)
    problems.found.sort(key=lambda problem: (problem.line, problem.column))
    failed = any(problem.severity is Severity.ERROR for problem in problems.found)
    return None if failed else series, problems.found


class _Reader:
    def __init__(self, tree: Mapping, problems: Problems) -> None:
        self.tree = tree
        self.problems = problems
        self.fields = Fields(tree, known_keys("series"), problems, "a series")

    def series(self) -> Series:
        fields = self.fields
        place_text = fields.line("place")
        zone = self._timezone(place_text)
        slot = self._slot()
        duration = fields.read("duration", read_duration, None)
        around = Surroundings(
            zone=zone,
            place=read_place(place_text),
            length=duration or (slot.length if slot else None),
            has_slot="slot" in fields,
        )
        nodes = fields.items("sessions")
        sessions = tuple(read_session(node, around, self.problems) for node in nodes)
        source = read_source(fields)
        self._require_zone(around, is_needed=bool(slot or source))
        organizers, accounts = read_organizers(fields)
        series = Series(
            id=fields.read("id", read_series_id, "") or self._id_of_file(),
            title=self._title(),
            kind=fields.choice("kind", SeriesKind, SeriesKind.SEMINAR),
            description=fields.text("description"),
            timezone=zone,
            place=place_text,
            homepage=fields.read("homepage", read_address, ""),
            organizers=organizers,
            accounts=accounts,
            link=fields.read("link", _read_link, LinkPolicy.SUBSCRIBERS),
            remind=read_offsets(fields),
            broadcast=read_broadcast(fields),
            duration=duration,
            color=fields.read("color", read_color, ""),
            updated_at=fields.read("updated", read_updated, None),
            slot=slot,
            source=source,
            sessions=with_ids(sessions),
        )
        if series.source and slot and slot.fill:
            self._refuse_fill()
        return self._completed(series, nodes)

    def _refuse_fill(self) -> None:
        message = "`fill` makes sessions of its own, beside those of the `source`"
        hint = "take one of the two out; a slot without `fill` tells the hour of dates without one"
        refusal = RefusalError(message, read="", hint=hint, code="slot")
        self.problems.refuse(self.fields.key("slot"), refusal, about="slot")

    def _require_zone(self, around: Surroundings, *, is_needed: bool) -> None:
        """Refuse times without a zone, once for all of them, unless a bad zone was told already."""
        node = self.fields.get("slot") or self.fields.get("source")
        node = around.without_zone[0] if around.without_zone else node
        if (
            around.zone
            or not self.fields.lacks("timezone")
            or not (around.without_zone or is_needed)
            or not node
        ):
            return
        if not around.place.text:
            hint = saying("say `timezone:`, as in Europe/Zurich, or `place:`, as in Lausanne, CH")
            refusal = RefusalError(
                saying("no zone is known for this time"), read="", hint=hint, code="no-zone"
            )
            self.problems.refuse(node, refusal)
            return
        try:
            zone_of_place(around.place)
        except RefusalError as refusal:
            hint = refusal.hint or saying(
                "say `timezone:`, one of {choices}", choices=later(one_of, refusal.choices)
            )
            message = saying("no zone is known for this time: {problem}", problem=refusal.message)
            refusal = RefusalError(message, read=around.place.text, hint=hint, code="no-zone")
            self.problems.refuse(node, refusal)

    def _id_of_file(self) -> str:
        return series_slug(PurePath(self.problems.file).stem)

    def _title(self) -> str:
        title = self.fields.line("title")
        if self.fields.is_silent_on("title"):
            refusal = RefusalError(
                "a series needs a `title`", read="", hint="add `title:`", code="missing"
            )
            self.problems.refuse(self.tree, refusal)
        return title

    def _timezone(self, place_text: str) -> str:
        """Return the series' zone: by its word and place, or by the place alone."""
        fields, place = self.fields, read_place(place_text)
        node = fields.get("timezone")
        if node is None:
            return _zone_if_one(place)
        word = fields.read("timezone", lambda text: settle_zone(text, place=place), None)
        if word is None:
            return ""
        is_name = word.text.lower() == word.zone.lower()  # who writes one means it
        if not is_name and place.zones and word.zone not in place.zones:
            self.problems.warn(
                node,
                f"timezone: clocks in {place.text} do not go by this; {word.zone} is taken",
                read=word.text,
                hint=f"if that is not meant, write a zone of the place, such as {place.zones[0]}",
                code="zone-elsewhere",
            )
        return word.zone

    def _slot(self) -> Slot | None:
        node = self.fields.get("slot")
        if node is None:
            return None
        slot = Fields(node, known_keys("slot"), self.problems, "a slot")
        if not isinstance(node, Mapping) or slot.lacks("at"):
            refusal = RefusalError(
                "a slot says at least when it is",
                read="",
                hint='write it as in {every: 1 week, on: Monday, at: "16:30"}',
                code="missing",
            )
            self.problems.refuse(node, refusal, about="slot")
            return None
        clock = slot.read("at", read_clock, None)
        if clock is None:
            return None
        every, unit = slot.read("every", read_step, (1, SlotUnit.WEEK))
        days = [slot.value(item, read_slot_day, None, about="on") for item in slot.items("on")]
        skips = [slot.value(item, read_skip, None, about="skip") for item in slot.items("skip")]
        found = Slot(
            every=every,
            unit=unit,
            weekdays=tuple(sorted(day[0] for day in days if day)),
            nth=next((day[1] for day in days if day and day[1]), 0),
            at=clock.start,
            length=slot.read("for", read_duration, None) or _length_of(clock),
            starts_on=slot.read("from", read_date, None),
            ends_on=slot.read("until", read_date, None),
            skip=tuple(span for span in skips if span),
            fill=slot.read("fill", read_yes_no, default=False),
        )
        self._check_slot(found, slot)
        return found

    def _check_slot(self, slot: Slot, fields: Fields) -> None:
        if slot.nth and slot.unit is not SlotUnit.MONTH:
            self._refuse(
                fields, "on", "only a monthly slot counts weekdays", "write `every: 1 month`"
            )
        said = len(fields.items("on"))  # what could not be read is told already
        if (
            slot.unit is SlotUnit.MONTH
            and (not slot.nth or said != 1)
            and len(slot.weekdays) == said
        ):
            self._refuse(
                fields, "every", "which day of the month?", "write it as in `on: first Monday`"
            )
        if slot.fill and "from" not in fields:
            self._refuse(fields, "fill", "from when on?", "write it as in `from: 2026-11-30`")
        if slot.starts_on and slot.ends_on and slot.ends_on < slot.starts_on:
            self._refuse(fields, "until", "this is before `from`", "write a later date")

    def _refuse(self, fields: Fields, key: str, message: str, hint: str) -> None:
        node = fields.get(key) or fields.node
        self.problems.refuse(
            node, RefusalError(message, read="", hint=hint, code="slot"), about=key
        )

    def _completed(self, series: Series, nodes: list[Node]) -> Series:
        """Apply the slot and check what only shows once every time is known."""
        where = dict(zip((session.id for session in series.sessions), nodes, strict=True))
        unknown = series.slot is not None and series.slot.fill and series.slot.starts_on is None
        if series.timezone and not unknown:
            series, unplaced = apply_slot(series)
            for one in unplaced:
                self.problems.refuse(where[one.session_id], one.why, about="slot")
        check_sessions(series.sessions, nodes, self.problems)
        check_leaks(series, self.tree, self.problems)
        series = without_leaks(series, self.tree)
        return replace(series, sessions=tuple(_settled_status(s) for s in series.sessions))


def _read_link(text: str) -> LinkPolicy:
    if is_address(text):
        raise RefusalError(
            "this says who may see join links, not where they lead",
            read=text,
            hint="give the address to a session, as `join:`, or to the series, as `homepage:`",
            code="unknown-choice",
        )
    return read_choice(text, LinkPolicy)


def _zone_if_one(place: Place) -> str:
    try:
        return zone_of_place(place)
    except RefusalError:
        return ""


def _length_of(clock: Clock) -> timedelta | None:
    if clock.end is None:
        return None
    day = date(2000, 1, 1)
    length = datetime.combine(day, clock.end) - datetime.combine(day, clock.start)
    return length if length > timedelta(0) else length + timedelta(days=1)


def _settled_status(session: Session) -> Session:
    """Return a session that has no date as one that is not scheduled."""
    undated = session.start is None and session.day is None
    if undated and session.status is Status.SCHEDULED:
        return replace(session, status=Status.UNSCHEDULED)
    return session
