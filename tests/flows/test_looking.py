"""Searching in memory finds what searching the store finds, and narrows it down."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.series import Join, Session, Speaker, TalkKind
from bot.flows.finding import Search, find_talks
from bot.flows.looking import Look, When, look
from bot.flows.publications import read_publications
from bot.flows.publish import Publication
from bot.flows.versions import plan_version
from bot.store.engine import Store
from tests.flows.test_finding import SAID, SECRET, SESSIONS, at, one
from tests.reminders.seminar import ADA, BELA, DAY, moment, series, session
from tests.store.seminar import BEFORE, START, put

NOW = START - DAY


def published(*sessions: Session, **parts: object) -> Publication:
    return Publication(plan_version(None, series(*sessions, **parts), "1", BEFORE).after)


def found(*publications: Publication, **wanted: object) -> list[str]:
    """Return the sessions that are found, by their own ids, in their order."""
    names = {
        seen.id: own
        for publication in publications
        for own, seen in publication.public_by_own_id(NOW).items()
    }
    return [names[one.session.id] for one in look(publications, Look(**wanted), NOW)]


def kernels() -> Publication:
    undated = replace(SESSIONS[4], start=None, end=None)
    return published(*SESSIONS[:4], undated, title="Seminar on Everything")


def test_titles_count_most_then_names_and_what_is_over_comes_last() -> None:
    assert found(kernels(), text="kernel") == ["title", "name", "abstract", "undated", "past"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("KERN schrodinger", ["title"]),
        ("bridge SCHRÖDINGER's", ["title"]),
        ("kernels briefly", ["abstract"]),
        ("ernels", []),
        ("everything kernels bridge", ["title"]),
        ("example kern", ["name", "abstract"]),
        ("& – “”", []),
        ("a" * 50_000, []),
        ("\0\ud800", []),
    ],
)
def test_all_words_must_begin_one(text: str, names: list[str]) -> None:
    assert found(kernels(), text=text) == names


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"speaker": "ada"}, ["one", "three"]),
        ({"speaker": "exam ADA", "kind": TalkKind.KEYNOTE}, []),
        ({"kind": TalkKind.KEYNOTE}, ["one"]),
        ({"series_id": "other"}, []),
        ({"series_id": "seminar"}, ["one", "two", "three", "tbd", "old"]),
        ({"when": When.COMING}, ["one", "two", "three", "tbd"]),
        ({"when": When.PAST}, ["old"]),
        ({"when": When.WEEK}, ["old"]),  # NOW is a Sunday
        ({"first": date(2021, 6, 29)}, ["two", "three"]),
        ({"last": date(2021, 6, 29)}, ["one", "two", "old"]),
        ({"first": date(2021, 6, 29), "last": date(2021, 6, 29)}, ["two"]),
        ({"first": date(2021, 6, 29), "zone": "Asia/Tokyo"}, ["two", "three"]),
        ({"last": date(2021, 6, 28), "zone": "Pacific/Kiritimati"}, ["old"]),
        ({"when": When.WEEK, "zone": "Pacific/Kiritimati"}, ["one", "two", "three"]),
        ({"when": When.WEEK, "last": date(2021, 6, 24)}, []),
        ({"text": "&", "series_id": "seminar"}, []),
    ],
)
def test_searches_can_be_narrowed(wanted: dict[str, object], names: list[str]) -> None:
    told = published(
        at("2021-06-25 16:30", "old"),
        at("2021-06-28 16:30", "one", one("a", speakers=(ADA,)), one("b", kind=TalkKind.KEYNOTE)),
        at("2021-06-29 16:30", "two", one("a", speakers=(BELA,), abstract="By Ada.")),
        at("2021-06-30 16:30", "three", one("a", speakers=(ADA,))),
        replace(session(id="tbd"), start=None, end=None, talks=(one("a"),)),
    )
    assert found(told, **wanted) == names


def test_talks_are_named_where_not_all_of_a_session_were_found() -> None:
    coffee = one("coffee", title="Coffee", kind=TalkKind.BREAK)
    day = at("2021-06-28 16:30", "day", one("a"), one("b", title="Kernels"), coffee)
    told = published(day, session(id="alone", start=moment("2021-07-01 16:30"), talks=()))
    some, *_ = look([told], Look(text="kernels"), NOW)
    assert ([talk.id for talk in some.talks], some.count) == (["b"], 1)
    every = look([told], Look(text="everything"), NOW)
    assert [(one.talks, one.count) for one in every] == [((), 2), ((), 1)]


def test_what_was_struck_is_not_found() -> None:
    talks = (one("a", title=SAID, abstract=SAID, speakers=(Speaker(name=SAID),)),)
    bare = session(id="one", talks=talks, room=SAID, chair=SAID)
    assert found(published(bare), text="quoll") == ["one"]
    told = published(replace(bare, join=Join(url=SECRET, passcode="Quoll-7731")))
    assert found(told, text="join") == ["one"]
    for word in ("93817264055", "zx81kqw77lmpq", "quoll", "7731"):
        assert found(told, text=word) == found(told, speaker=word) == []


WORDS = st.text(max_size=12) | st.sampled_from(
    ("Kernel", "kernels", "Émile", "深層学習", "½ﬁ", "n’est", "SGD-noise", "ada", "x" * 70, "σς")
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(title=WORDS, name=WORDS, abstract=st.lists(WORDS, max_size=5), data=st.data())
def test_the_store_finds_the_same(
    store: Store, title: str, name: str, abstract: list[str], data: st.DataObject
) -> None:
    told = one("a", title=title, speakers=(Speaker(name=name),), abstract=" ".join(abstract))
    put(store, at("2021-06-28 16:30", "one", told), at("2021-06-29 16:30", "two", one("a")))
    said = [*title.split(), *name.split(), *abstract, "examples", "everything"]
    words = data.draw(st.lists(st.sampled_from(said), min_size=1, max_size=3))
    text = " ".join(word[: data.draw(st.integers(1, 12))] for word in words)
    speaker = data.draw(st.sampled_from(("", "", "ad", name[:3])))
    with store.reading() as connection:
        publications = read_publications(connection, {}) or {}
        stored = find_talks(connection, Search(text=text, speaker=speaker), now=NOW)
    if not Search(text=text, speaker=speaker).is_answerable:
        return
    looked = found(*publications.values(), text=text, speaker=speaker)
    assert sorted(looked) == sorted({one.session_id for one in stored}), (text, speaker)


def test_what_was_taken_out_is_found_no_longer_than_it_is_shown(store: Store) -> None:
    put(store, session(id="one"), session(id="two", talks=(one("a"),)))
    put(store, session(id="two", talks=(one("a"),)))
    with store.reading() as connection:
        (told,) = (read_publications(connection, {}) or {}).values()
    late = BEFORE + timedelta(days=31)
    assert len(look([told], Look(text="everything"), BEFORE)) == 2
    assert [one.session.id for one in look([told], Look(text="everything"), late)] == ["two"]


def test_version_takes_over_the_words_of_what_is_as_it_was_and_no_others() -> None:
    first, second, third, *_ = SESSIONS
    before = published(first, second, third, title="Kernels")
    before.prepare_search()
    changed = replace(second, room="Attic")
    told = replace(third, talks=(replace(third.talks[0], abstract=SAID),))
    told = replace(told, join=Join(url=SECRET, passcode="Quoll-7731"))
    for sessions, title, kept in (
        ((first, changed), "Kernels", [True, False]),
        ((first, second, told), "Kernels", [True, True, False]),
        ((first, second), "Nuts", [False, False]),
    ):
        after = published(*sessions, title=title)
        prepared = after.prepare_search(before)
        assert prepared == published(*sessions, title=title).searchable == after.searchable
        words = {id(one.talks) for one in before.searchable}
        assert [id(one.talks) in words for one in prepared] == kept
