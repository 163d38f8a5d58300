"""What everybody may read does not depend on private links: with others, it is the same bytes.

One series is built twice, with two different secrets in the same places: in texts, ids, UIDs, in
what was cut, in links that it had once. Whatever one can tell from its public exports and
addresses, one can tell without knowing which of the two it is.
"""

import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.seen import View
from bot.domain.audience import Audience, seen_by
from bot.domain.changes import Added, LinkChanged, Moved, Removed
from bot.domain.facets import Times
from bot.domain.ids import with_ids, with_talk_ids
from bot.domain.moments import Moment
from bot.domain.revisions import Revision
from bot.domain.series import Join, Material, MaterialKind, Series, Session, Speaker, Status, Talk
from bot.exports.entries import CalendarView, Per
from bot.exports.frab import render_frab
from bot.exports.ics import render_ics
from bot.exports.json import render_json
from bot.flows.delivery.buttons import reference
from bot.flows.publish import (
    Publication,
    series_atom,
    series_calendar,
    series_frab,
    series_json,
    session_calendar,
)
from bot.flows.selecting import FeedQuery
from bot.flows.subscribe import Follower
from bot.flows.versions import Laid, plan_edits, plan_version
from bot.store.series.records import RecordedChange, StoredSeries, StoredSession
from bot.web.pages.addresses import session_meant

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KINDS = (Per.SESSION, Per.TALK, None)


@dataclass(frozen=True)
class Secret:
    """What one has to know to join, in the forms in which people and calendars write it."""

    number: str
    other: str
    key: str
    word: str

    @property
    def code(self) -> str:
        return f"{self.word} sesame"

    @property
    def join(self) -> Join:
        return Join(url=f"https://uni.zoom.us/j/{self.number}?pwd={self.key}", passcode=self.code)

    @property
    def past(self) -> Join:
        return Join(url=f"https://uni.zoom.us/j/{self.other}")

    def written(self, text: str) -> str:
        """Return a text with this secret where it says so."""
        forms = {
            "{number}": self.number,
            "{other}": self.other,
            "{groups}": f"{self.number[:3]} {self.number[3:7]} {self.number[7:]}",
            "{hyphens}": f"{self.number[:3]}-{self.number[3:7]}-{self.number[7:]}",
            "{url}": self.join.url,
            "{code}": self.code,
            "{slug}": self.code.replace(" ", "-"),
            "{key}": self.key,
        }
        for form, secret in forms.items():
            text = text.replace(form, secret)
        return text


TEXTS = (
    "",
    "On examples",
    "On {number}",
    "Zoom {groups}: on examples",
    "{hyphens}",
    "A rather long title before it is cut in {groups}, or not",
    "A rather long title before cutting {number} or so and more",
    "A rather long title before cutting {code} or so and more",
    "On {other}",
    "Open with {code}",
    "{code} {number}",
    r"In \LaTeX{}: ${groups}$, **{number}**",
    "Join at {url} (pwd={key})",
)
IDS = (
    "",
    "clean",
    "zoom-{number}",
    "{number}-2026",
    "{hyphens}-b",
    "b-{slug}",
    "zoom",
    "zoom-{other}",
    "9-x",
)
UIDS = ("", "{number}@uni.example", "040000008200E00074@uni.example")

texts = st.sampled_from(TEXTS)
ids = st.sampled_from(IDS)


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    url = draw(st.sampled_from(("https://example.org/a.pdf", "https://example.org/?u={url}")))
    return Talk(
        id=draw(ids),
        title=draw(texts),
        speakers=tuple(
            Speaker(name=name, affiliation=draw(texts))
            for name in draw(st.lists(st.sampled_from(("Ada Example", "Ada {groups}")), max_size=2))
        ),
        abstract=draw(texts),
        materials=(Material(kind=MaterialKind.SLIDES, url=url, title=draw(texts)),),
    )


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Give sessions that begin on one of two days, at one hour: their order is that of ids."""
    start = Moment(datetime(2026, 3, draw(st.integers(2, 3)), 10), "Europe/Zurich")
    return Session(
        id=draw(ids),
        uid=draw(st.sampled_from(UIDS)),
        status=draw(st.sampled_from((Status.SCHEDULED, Status.CANCELLED))),
        reason=draw(texts),
        own_title=draw(texts),
        start=start,
        end=start.plus(timedelta(hours=1)),
        chair=draw(texts),
        room=draw(texts),
        join=draw(st.none() | st.just(Join(url="{url}"))),
        talks=tuple(draw(st.lists(talks(), max_size=2))),
    )


@st.composite
def series(draw: st.DrawFn) -> Series:
    return Series(
        id="seminar",
        title=draw(texts) or "A seminar",
        description=draw(texts),
        timezone="Europe/Zurich",
        place=draw(texts),
        homepage=draw(st.sampled_from(("", "https://example.org/", "{url}"))),
        organizers=(draw(texts) or "Ada Example",),
        sessions=tuple(draw(st.lists(sessions(), min_size=1, max_size=4))),
    )


digits = st.text(string.digits, min_size=10, max_size=10)
letters = st.text(string.ascii_lowercase, min_size=3, max_size=3)


@st.composite
def secrets(draw: st.DrawFn) -> tuple[Secret, Secret]:
    """Give two secrets of the same form, of which neither's ids come where the other's come."""
    rest, key, word = draw(digits), draw(digits), draw(letters)
    return (
        Secret(number=f"9{rest}", other=f"7{rest[::-1]}", key=f"Kx{key}w", word=f"q{word}"),
        Secret(number=f"6{rest}", other=f"92{rest[1:]}", key=f"Qv{key}z", word=f"x{word}"),
    )


def with_secret(value: Series, secret: Secret) -> Series:
    """Return the series with a secret in its places, its ids made as an older version made them."""

    def talk_of(one: Talk) -> Talk:
        return replace(
            one,
            id=write(one.id),
            title=write(one.title),
            speakers=tuple(
                Speaker(name=write(who.name), affiliation=write(who.affiliation))
                for who in one.speakers
            ),
            abstract=write(one.abstract),
            materials=tuple(
                replace(each, url=write(each.url), title=write(each.title))
                for each in one.materials
            ),
        )

    def session_of(one: Session) -> Session:
        return replace(
            one,
            id=write(one.id),
            uid=write(one.uid),
            reason=write(one.reason),
            own_title=write(one.own_title),
            chair=write(one.chair),
            room=write(one.room),
            join=secret.join if one.join else None,
            talks=with_talk_ids(_with_own_ids(map(talk_of, one.talks))),
        )

    write = secret.written
    first, *rest = map(session_of, value.sessions)
    return replace(
        value,
        title=write(value.title),
        description=write(value.description),
        place=write(value.place),
        homepage=write(value.homepage),
        organizers=tuple(map(write, value.organizers)),
        sessions=with_ids(_with_own_names((replace(first, join=secret.join), *rest))),
    )


def _with_own_ids(many: Iterable[Talk]) -> tuple[Talk, ...]:
    """Return talks with each given id once."""
    many = tuple(many)
    first = {one.id: place for place, one in reversed(list(enumerate(many)))}
    return tuple(
        one if first[one.id] == place else replace(one, id="") for place, one in enumerate(many)
    )


def _with_own_names(many: Iterable[Session]) -> tuple[Session, ...]:
    """Return sessions with each given id once, and each UID."""
    many = tuple(many)
    ids = {one.id: place for place, one in reversed(list(enumerate(many)))}
    uids = {one.uid: place for place, one in reversed(list(enumerate(many)))}
    return tuple(
        replace(
            one,
            id=one.id if ids[one.id] == place else "",
            uid=one.uid if uids[one.uid] == place else "",
        )
        for place, one in enumerate(many)
    )


def of_older_version(whole: Series, past: Join) -> StoredSeries:
    """Return a series as it was stored before ids were looked at, its entries made anew."""
    revision = Revision(0, NOW, NOW)
    stored = StoredSeries(
        series=whole,
        version=1,
        modified_at=NOW,
        sessions=tuple(
            StoredSession(session=one, revision=revision, source_ids=(one.id,))
            for one in sorted(whole.sessions, key=lambda one: one.order)
        ),
        past_joins=(past,),
    )
    return plan_edits(stored, Laid(), (), NOW).after


def changes_of(whole: Series, past: Join) -> list[RecordedChange]:
    """Return a history of a series, in the order of what its source has."""
    moved = Times.of(whole.sessions[0], frozenset())
    told = [
        change
        for one in sorted(whole.sessions, key=lambda one: one.start.at if one.start else NOW)
        for change in (
            Added(one),
            Removed(one),
            Moved(one.id, moved, Times.of(one, frozenset())),
            LinkChanged(one.id, past, one.join),
        )
    ]
    return [
        RecordedChange(id=number, version=1, recorded_at=NOW, change=change)
        for number, change in enumerate(told)
    ]


def exports(whole: Series) -> Iterator[object]:
    """Yield what `talkbell export` gives to everybody of a series."""
    yield render_json([whole], Audience.PUBLIC)
    yield render_frab(seen_by(whole, Audience.PUBLIC))
    for per in KINDS:
        yield render_ics([whole], CalendarView(per=per))


def published(publication: Publication, guesses: list[str]) -> Iterator[object]:
    """Yield what the service gives of a series to everybody, and how it answers to guesses."""
    for per, words in product(KINDS, ((), ("on",), *((guess,) for guess in guesses))):
        yield series_calendar(publication, FeedQuery(per=per, words=words), "https://x.test", NOW)
    for make in (series_json, series_frab, series_atom):
        yield make(publication, FeedQuery(), "https://x.test", NOW)
    yield publication.sentences
    yield [(one.seen, one.talks) for one in publication.searchable]
    for seen in publication.public(NOW).sessions:
        stored = publication.known_to_public_as(seen.id)
        assert stored is not None
        yield session_calendar(publication, stored.session.id, FeedQuery(), NOW)
    view = View({publication.id: publication}, Follower(), NOW)
    sessions = view.sessions(publication.id)
    for one in sessions:
        assert view.find_session(one.reference) is view.find_session(reference(*one.key)) is one
    yield sorted(one.reference for one in sessions)
    for guess in guesses:
        yield type(session_meant(publication, guess, NOW))


def is_same_for_both(
    make: Callable[[Secret], Iterator[object]], both: tuple[Secret, Secret]
) -> int:
    """Return how many things were compared, all of which were the same."""
    count = 0
    for one, other in zip(*map(make, both), strict=True):
        assert one == other
        count += 1
    return count


@settings(derandomize=True, deadline=None, max_examples=30)
@given(series(), secrets())
def test_nothing_public_depends_on_a_secret(value: Series, both: tuple[Secret, Secret]) -> None:
    guesses = [
        one.written(guess)
        for one in both
        for guess in ("{number}", "zoom-{number}", "{hyphens}-b", "b-{slug}", "{key}", "{other}")
    ]

    def exported(secret: Secret) -> Iterator[object]:
        whole = with_secret(value, secret)
        linked = Session(id="linked", join=secret.past)
        return exports(replace(whole, sessions=(*whole.sessions, linked)))

    def stored_by_an_older_version(secret: Secret) -> Iterator[object]:
        whole = with_secret(value, secret)
        stored = of_older_version(whole, secret.past)
        return published(Publication(stored, changes_of(whole, secret.past)), guesses)

    def stored_now(secret: Secret) -> Iterator[object]:
        known = of_older_version(Series(id="seminar", title="A seminar"), secret.past)
        planned = plan_version(known, with_secret(value, secret), "", NOW)
        return published(Publication(planned.after), guesses)

    assert is_same_for_both(exported, both) == 5
    assert is_same_for_both(stored_by_an_older_version, both) > 40
    assert is_same_for_both(stored_now, both) > 40
