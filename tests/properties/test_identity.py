"""Identity: whatever a source does to its sessions, no UID is lent, lost or changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identity import Adopted, Known, adopt
from bot.domain.ids import known_uid, session_uid
from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Speaker, Status, Talk

usual = settings(derandomize=True, deadline=None, max_examples=60)
START = datetime(2021, 7, 12, 14, 30, tzinfo=UTC)
WEEK = timedelta(weeks=1)
SERIES = "examples"
UIDS = ("", "", "u@example.org", "v@example.org", session_uid(SERIES, "a"))


@dataclass
class Store:
    """What a store keeps of a series: all its sessions, and which are there no more."""

    known: dict[str, Known] = field(default_factory=dict)

    def sync(self, sessions: Sequence[Session]) -> Adopted:
        found = adopt([*self.known.values()], version(sessions))
        gone = {key: replace(one, is_removed=True) for key, one in self.known.items()}
        self.known = gone | {
            one.id: Known(session=one, source_ids=found.source_ids[one.id])
            for one in found.series.sessions
        }
        return found

    def uids(self) -> dict[str, str]:
        return {key: known_uid(SERIES, one.session) for key, one in self.known.items()}


def version(sessions: Sequence[Session]) -> Series:
    return Series(id=SERIES, title="Examples", sessions=tuple(sessions))


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Give sessions of so few parts that many are alike in some of them."""
    week = draw(st.sampled_from((None, 0, 1, 2)))
    start = None if week is None else Moment.of(START + week * WEEK, "Europe/Zurich")
    titles = st.sampled_from(
        ("", "Journal club", "On Examples", "Part 1 of many", "Part 2 of many")
    )
    names = st.sampled_from(
        (("Ada Example",), ("Bela Muster",), ("Ada Example", "Bela Muster"), ())
    )
    talk = st.builds(
        Talk,
        id=st.sampled_from("xyz"),
        title=titles,
        speakers=names.map(lambda found: tuple(Speaker(name=name) for name in found)),
        abstract=st.sampled_from(("", "Of examples")),
        start=st.sampled_from((None, start)),
    )
    return Session(
        id=draw(st.sampled_from(("a", "b", "c", "a-2", "b-2"))),
        uid=draw(st.sampled_from(UIDS)),
        status=draw(st.sampled_from((Status.SCHEDULED, Status.SCHEDULED, Status.CANCELLED))),
        own_title=draw(st.sampled_from(("", "", "Journal club"))),
        start=start,
        room=draw(st.sampled_from(("", "", "CM 1", "CM 2"))),
        talks=tuple(draw(st.lists(talk, max_size=3, unique_by=lambda one: one.id))),
    )


histories = st.lists(
    st.lists(sessions(), max_size=5, unique_by=lambda one: one.id), min_size=1, max_size=4
)


@usual
@given(histories, st.randoms(use_true_random=False))
def test_no_two_sessions_have_one_uid_and_none_ever_gets_another(
    history: list[list[Session]], random: Random
) -> None:
    store = Store()
    for sessions_of_version in history:
        before = store.uids()
        known = [*store.known.values()]
        found = store.sync(sessions_of_version)
        after = store.uids()
        assert len(set(after.values())) == len(after)
        assert before == {key: after[key] for key in before}
        sources = [found.source_ids[one.id][0] for one in found.series.sessions]
        assert len(set(sources)) == len(sources) == len(found.source_ids)
        assert set(sources) <= {one.id for one in sessions_of_version}
        for one in found.series.sessions:
            assert len({talk.id for talk in one.talks}) == len(one.talks)
        # The same version again, and both sides in any order, change nothing.
        assert store.sync(sessions_of_version) == found
        random.shuffle(known)
        turned = adopt(known, version(sessions_of_version[::-1]))
        assert turned.source_ids == found.source_ids
        assert turned.series.sessions == found.series.sessions[::-1]


@usual
@given(histories)
def test_only_cancelled_sessions_are_ever_left_out(history: list[list[Session]]) -> None:
    store = Store()
    for sessions_of_version in history:
        found = store.sync(sessions_of_version)
        shown = {found.source_ids[one.id][0] for one in found.series.sessions}
        left_out = [one for one in sessions_of_version if one.id not in shown]
        assert all(one.status is Status.CANCELLED for one in left_out)


TITLES = ("On hedgehogs", "Of wide networks", "Learning slowly", "The shape of loss", "Noise")
PEOPLE = ("Ada Example", "Bela Muster", "Cem Exemple", "Dao Beispiel", "Eva Placeholder")


@dataclass(frozen=True)
class Sitting:
    """A session as its organizers think of it, and how its source shows it."""

    number: int
    session: Session
    cancelled: tuple[Session, ...] = ()


def sitting(number: int) -> Sitting:
    talk = Talk(id="talk", title=TITLES[number], speakers=(Speaker(name=PEOPLE[number]),))
    start = Moment.of(START + number * WEEK, "Europe/Zurich")
    return Sitting(number, Session(id=f"s{number}", start=start, talks=(talk,)))


def moved(one: Sitting, step: int) -> Sitting:
    start = Moment.of(START + (50 + 5 * step + one.number) * WEEK, "Europe/Zurich")
    return replace(one, session=replace(one.session, start=start))


def renamed(one: Sitting, step: int) -> Sitting:
    talk = replace(one.session.talks[0], title=f"Something else in {step}")
    return replace(one, session=replace(one.session, talks=(talk,)))


def called_otherwise(one: Sitting, step: int) -> Sitting:
    return replace(one, session=replace(one.session, id=f"t{one.number}-{step}"))


def cancelled_and_added(one: Sitting, step: int) -> Sitting:
    gone = replace(one.session, status=Status.CANCELLED)
    again = moved(called_otherwise(one, step), step)
    return replace(again, cancelled=(*one.cancelled, gone))


def hidden(one: Sitting, step: int) -> Sitting:  # noqa: ARG001 - as the others are called
    return replace(one, cancelled=())


STEPS: tuple[Callable[[Sitting, int], Sitting], ...] = (
    moved,
    renamed,
    called_otherwise,
    cancelled_and_added,
    hidden,
)


@usual
@given(
    st.lists(st.tuples(st.sampled_from(range(5)), st.sampled_from(STEPS)), max_size=8),
    st.randoms(use_true_random=False),
)
def test_a_session_stays_itself_whatever_its_organizers_do(
    steps: list[tuple[int, Callable[[Sitting, int], Sitting]]], random: Random
) -> None:
    store = Store()
    sittings = [sitting(number) for number in range(5)]
    store.sync([one.session for one in sittings])
    for count, (number, step) in enumerate(steps):
        sittings[number] = step(sittings[number], count)
        shown = [one for two in sittings for one in (*two.cancelled, two.session)]
        random.shuffle(shown)
        found = store.sync(shown)
        starts = {one.id: one.start for one in found.series.sessions}
        assert starts == {f"s{one.number}": one.session.start for one in sittings}
