"""Full-text search, on both databases: what is found, in which order, and what never is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from bot.domain.series import Join, Series, Session, Speaker, Status, Talk, TalkKind
from bot.flows.finding import MOST_FOUND, Search, find_talks
from bot.flows.ingest import SyncOptions, sync
from bot.flows.terms import Terms, texts_of
from bot.store.engine import Store
from tests.reminders.seminar import ADA, BELA, DAY, HOUR, moment, series, session, talk
from tests.store.seminar import START, put

ROOT = Path(__file__).parents[2]
NOW = START - DAY
SHIPPED_NOW = datetime(2021, 6, 28, tzinfo=UTC)


def found(store: Store, text: str = "", *, now: datetime = NOW, **about: object) -> list[str]:
    """Return the talks that are found, as `session/talk`, in their order."""
    with store.reading() as connection:
        talks = find_talks(connection, Search(text=text, **about), now=now)
    return [f"{one.session_id}/{one.talk_id}" for one in talks]


def at(start: str, name: str, *talks: Talk, **parts: object) -> Session:
    return session(start, id=name, talks=talks, **parts)


def one(name: str, **parts: object) -> Talk:
    return talk(**{"id": name, "title": "On Examples", "speakers": (), **parts})


SESSIONS = (
    at("2021-06-28 16:30", "abstract", one("a", abstract="Of kernels, briefly.")),
    at("2021-06-29 16:30", "name", one("a", speakers=(Speaker(name="Kernel Example"),))),
    at("2021-06-30 16:30", "title", one("a", title="Kernels, and Schrödinger’s bridge")),
    at("2021-06-01 16:30", "past", one("a", title="Old kernels")),
    session(id="undated", start=moment("2021-07-01 16:30"), talks=(one("a", title="A kernel"),)),
)


@pytest.fixture
def kernels(store: Store) -> Store:
    undated = replace(SESSIONS[4], start=None, end=None)
    put(store, *SESSIONS[:4], undated, title="Seminar on Everything")
    return store


def test_titles_count_most_and_what_is_over_comes_last(kernels: Store) -> None:
    assert found(kernels, "kernel") == ["title/a", "name/a", "abstract/a", "undated/a", "past/a"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("KERN schrodinger", ["title/a"]),
        ("bridge SCHRÖDINGER's", ["title/a"]),
        ("kernels briefly", ["abstract/a"]),
        ("kernels nowhere", []),
        ("ernels", []),
        ("everything kernels bridge", ["title/a"]),  # of the series' title too
        ("example kern", ["name/a", "title/a", "abstract/a"][:1]),
        ("", []),
        ("& – “”", []),
    ],
)
def test_all_words_must_begin_one(kernels: Store, text: str, names: list[str]) -> None:
    missing = [name for name in names if name not in found(kernels, text)]
    assert missing == []
    if not names:
        assert found(kernels, text) == []


def test_scripts_without_blanks_are_found_within(store: Store) -> None:
    put(store, at("2021-06-28 16:30", "one", one("a", title="深層学習の理論", speakers=(ADA,))))
    assert found(store, "学習") == found(store, "深層 ada") == ["one/a"]
    assert found(store, "量子") == []


def test_searches_can_be_narrowed(store: Store) -> None:
    put(
        store,
        at("2021-06-28 16:30", "one", one("a", speakers=(ADA,)), one("b", kind=TalkKind.KEYNOTE)),
        at("2021-06-29 16:30", "two", one("a", speakers=(BELA,), abstract="By Ada.")),
    )
    assert sorted(found(store, "examples")) == ["one/a", "one/b", "two/a"]
    assert found(store, "examples", speaker="ada") == found(store, speaker="exam ADA") == ["one/a"]
    assert found(store, "examples", kinds=(TalkKind.KEYNOTE,)) == ["one/b"]
    assert found(store, "examples", series_ids=("other",)) == []
    assert found(store, "examples", series_ids=("seminar", "other"), begin_at=START + HOUR) == [
        "two/a"
    ]
    assert sorted(found(store, "examples", end_at=START + HOUR)) == ["one/a", "one/b"]


def test_the_index_follows_each_version(store: Store) -> None:
    put(store, session(id="one", talks=(one("a", title="First"),)), session(id="two", talks=()))
    assert found(store, "first") == ["one/a"]
    assert sorted(found(store, "everything")) == ["one/a", "two/"]
    put(store, session(id="one", talks=(one("a", title="Second"), one("b", title="Third"))))
    assert (found(store, "first"), found(store, "second"), found(store, "third")) == (
        [],
        ["one/a"],
        ["one/b"],
    )
    put(store, session(id="one", talks=(one("a"),)), title="Colloquium")
    assert found(store, "everything") == []
    assert "one/a" in found(store, "colloquium examples")


SECRET = "https://zoom.example/j/93817264055?pwd=Zx81kQw77LmPq"  # noqa: S105 - a canary
SAID = f"Join {SECRET} (938 1726 4055), passcode Quoll-7731"


@pytest.mark.parametrize("word", ["93817264055", "938", "zx81kqw77lmpq", "quoll", "7731"])
def test_what_was_struck_is_not_found(store: Store, word: str) -> None:
    told = one("a", title=SAID, abstract=SAID, speakers=(Speaker(name=SAID),))
    one_session = session(
        id="one", talks=(told,), room=SAID, chair=SAID, join=Join(url=SECRET, passcode="Quoll-7731")
    )
    put(store, replace(one_session, join=None))  # as long as it is none, it can be found
    assert found(store, word) == ["one/a"]
    put(store, one_session)
    assert (found(store, word), found(store, speaker=word)) == ([], [])
    assert found(store, "join") == ["one/a"]
    put(store, replace(one_session, join=None))  # it may still work
    assert found(store, word) == []


def test_talk_is_found_by_its_own_id_where_the_public_calls_it_otherwise(store: Store) -> None:
    """Chats know talks by their own ids; a link that was given later is a secret in one by then."""
    talks = (one("zoom-93817264055", title="Kernels"), one("other"))
    put(store, session(id="one", talks=talks))
    assert found(store, "kernels") == ["one/zoom-93817264055"]
    put(store, session(id="one", talks=talks, join=Join(url=SECRET)))
    assert found(store, "kernels") == ["one/zoom-93817264055"]


def test_cancelled_sessions_are_found_and_archived_series_are_not(store: Store) -> None:
    put(store, session(id="one", status=Status.CANCELLED))
    assert found(store, "examples") == ["one/talk"]
    with store.writing() as connection:
        connection.execute(sql("UPDATE series SET archived_at = modified_at"))
    assert found(store, "examples") == []


def test_so_many_are_found_and_no_more(store: Store) -> None:
    talks = tuple(one(f"t{number}") for number in range(MOST_FOUND + 5))
    put(store, session(talks=talks))
    assert len(found(store, "examples")) == MOST_FOUND


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', "*", 'ex"amples', "NEAR(examples seminar)", "examples AND", "OR NOT examples",
        "title: examples", "{title} : x", "^examples", "'examples':*", "examples & | ! <->",
        "\\'", "a" * 50_000, "examples " * 6_000, "\0examples\0", "\ud800", "examples -- ;DROP",
        "(((((", "%_", "é" * 40_000, "学" * 40_000,
    ],
)  # fmt: skip
def test_no_query_breaks_a_search(store: Store, text: str) -> None:
    put(store)
    usual = found(store, "examples")
    assert usual == ["examples/talk"]
    for about in ({"text": text}, {"speaker": text}):
        assert found(store, **about) in ([], usual)


LONG = one("a", title="x" * 50_000, abstract=" ".join(f"w{n}" for n in range(60_000)))


def test_texts_of_any_length_are_stored(store: Store) -> None:
    put(store, session(id="one", talks=(LONG,)))
    assert found(store, "w1 w9999") == ["one/a"]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(text=st.text(max_size=40) | st.text("\"*'():&|!\\^{}-ANDORNEAR é", max_size=30))
def test_whatever_is_searched_gets_an_answer(store: Store, text: str) -> None:
    if not found(store, "examples"):
        put(store)
    assert found(store, text) in ([], ["examples/talk"])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(title=st.text(max_size=20), abstract=st.text(max_size=40), data=st.data())
def test_what_a_look_at_all_texts_finds_is_found(
    store: Store, title: str, abstract: str, data: st.DataObject
) -> None:
    """The index must not miss what searching each text would find."""
    about = session(id="one", talks=(one("a", title=title or "T", abstract=abstract),))
    wanted = series(about)
    put(store, about)
    pieces = f"{title} {abstract}".split() or ["x"]
    text = data.draw(st.sampled_from(pieces)) + " " + data.draw(st.sampled_from(pieces))[:3]
    is_there = any(Terms(text).are_in(one) for one in texts_of(wanted, about))
    if is_there and Search(text=text).is_answerable:
        assert found(store, text) == ["one/a"], text


QUERIES = ("neural", "implicit bias", "sgd", "zdebor", "deep learn", "theory", "a", "frei",
           "welling", "self attention", "regul norm", "θ", "2", "implicit-bias", "q&a")  # fmt: skip


def test_shipped_series_are_found_as_by_a_look_at_all_texts(store: Store) -> None:
    options = SyncOptions(is_confirmed=True)
    results = sync(store, [ROOT / "schedules"], now=SHIPPED_NOW, options=options)
    every: list[Series] = [one.series for one in results if one.series]
    for text in QUERIES:
        by_index = {name.split("/")[0] for name in found(store, text, now=SHIPPED_NOW)}
        by_looking = {
            one.id
            for about in every
            for one in about.sessions
            if any(Terms(text).are_in(told) for told in texts_of(about, one))
        }
        assert by_looking <= by_index, text
        if " " not in text and text.isalnum():
            assert by_looking == by_index, text


def test_a_week_can_be_searched(kernels: Store) -> None:
    week = {"begin_at": NOW, "end_at": NOW + timedelta(days=2, hours=1)}
    assert found(kernels, "kernel", **week) == ["name/a", "abstract/a"]
