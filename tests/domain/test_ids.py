"""Ids that are made up, and calendar UIDs: unique, and the same whatever is added later."""

import re
from datetime import date, datetime

import pytest

from bot.domain.ids import session_uid, slug, talk_uid, with_ids, with_talk_ids
from bot.domain.moments import Moment
from bot.domain.series import Session, Speaker, Talk, TalkKind

ADA, BELA = Speaker(name="Ada Example"), Speaker(name="Béla Beispiel", affiliation="Exemple")
ON_EXAMPLES = Talk(id="", title="On Examples", speakers=(ADA,))


def test_uids_are_the_same_on_every_machine() -> None:
    assert session_uid("series", "session") == "8c7be2af26975b32cf5d804840811a3c@talkbell"
    assert talk_uid("series", "session", "talk") == "949789a610ffe1ecd4bff5bef52929ad@talkbell"


def test_uids_differ_where_any_id_differs() -> None:
    uids = [
        session_uid("a", "b"),
        session_uid("ab", ""),
        session_uid("", "ab"),
        session_uid("b", "a"),
        talk_uid("a", "b", "c"),
        talk_uid("a", "bc", ""),
        talk_uid("a", "", "bc"),
        talk_uid("a", "b", ""),
    ]
    assert len(set(uids)) == len(uids)
    assert all(re.fullmatch(r"[0-9a-f]{32}@talkbell", uid) for uid in uids)


@pytest.mark.parametrize(
    ("session", "made"),
    [
        (Session(id="given", own_title="Title"), "given"),
        (Session(id="", own_title="Opening Day", talks=(ON_EXAMPLES,)), "opening-day"),
        (Session(id="", talks=(ON_EXAMPLES,)), "ada-example"),
        (
            Session(id="", talks=(Talk(id="", title="T", speakers=(ADA, BELA)),)),
            "ada-example-bela-beispiel",
        ),
        (Session(id="", talks=(Talk(id="", title="On Examples"),)), "on-examples"),
        (Session(id="", talks=(ON_EXAMPLES, ON_EXAMPLES)), "session"),
        (Session(id="", day=date(2021, 6, 28)), "2021-06-28"),
        (
            Session(id="", start=Moment(datetime(2021, 6, 28, 16, 30), "Europe/Zurich")),
            "2021-06-28",
        ),
        (
            Session(id="", day=date(2021, 6, 28), talks=(ON_EXAMPLES, ON_EXAMPLES)),
            "2021-06-28",
        ),
        (Session(id=""), "session"),
        (Session(id="", own_title="???", talks=(ON_EXAMPLES,)), "ada-example"),
    ],
)
def test_made_up_id_comes_from_what_changes_least(session: Session, made: str) -> None:
    (named,) = with_ids([session])
    assert named.id == made
    assert with_ids([named]) == (named,)


def test_alike_sessions_are_told_apart_by_their_dates() -> None:
    later, undated, earlier, other_undated = (
        Session(id="", own_title="Reading", day=day)
        for day in (date(2021, 7, 12), None, date(2021, 6, 28), None)
    )
    named = with_ids([later, undated, earlier, other_undated])
    assert [session.id for session in named] == [
        "reading-2021-07-12",
        "reading",
        "reading-2021-06-28",
        "reading-2",
    ]


def test_sessions_of_one_speaker_keep_their_ids_when_one_moves() -> None:
    for day in (1, 15):
        sessions = [
            Session(
                id="", day=date(2021, 6, on), talks=(Talk(id="", title=title, speakers=(ADA,)),)
            )
            for on, title in ((day, "One"), (8, "Two"))
        ]
        ids = [session.id for session in with_ids(sessions)]
        assert ids == ["ada-example-one", "ada-example-two"]


def test_break_beside_the_one_talk_changes_no_id() -> None:
    coffee = Talk(id="", title="Coffee", kind=TalkKind.BREAK)
    (session,) = with_ids([Session(id="", talks=(ON_EXAMPLES, coffee))])
    assert session.id == "ada-example"


def test_many_alike_are_numbered_quickly() -> None:
    assert with_ids([Session(id="")] * 20_000)[-1].id == "session-20000"


def test_session_added_at_the_end_renames_none_before_it() -> None:
    sessions = [Session(id="", own_title="Reading", day=date(2021, 6, day)) for day in (7, 14, 21)]
    before = [session.id for session in with_ids(sessions[:2])]
    assert [session.id for session in with_ids(sessions)][:2] == before


def test_made_up_id_gives_way_to_given_ones() -> None:
    sessions = [
        Session(id="", own_title="Reading"),
        Session(id="reading"),
        Session(id="reading-2"),
    ]
    named = with_ids(sessions)
    assert [session.id for session in named] == ["reading-3", "reading", "reading-2"]


def test_given_ids_stay_even_where_they_are_alike() -> None:
    sessions = (Session(id="same"), Session(id="same"))
    assert with_ids(sessions) == sessions


def test_sessions_stay_in_their_order_and_else_as_they_are() -> None:
    sessions = (
        Session(id="", day=date(2021, 7, 1), room="A"),
        Session(id="", day=date(2021, 6, 1)),
    )
    named = with_ids(iter(sessions))
    assert [(session.id, session.room) for session in named] == [
        ("2021-07-01", "A"),
        ("2021-06-01", ""),
    ]
    assert with_ids([]) == ()


def test_talks_are_named_by_speakers_else_title_else_kind_in_their_order() -> None:
    talks = (
        ON_EXAMPLES,
        Talk(id="", title="Second", speakers=(ADA,)),
        Talk(id="own", speakers=(ADA,)),
        Talk(id="", title="Welcome"),
        Talk(id="", kind=TalkKind.BREAK),
        Talk(id="", kind=TalkKind.BREAK),
        Talk(id="", speakers=(ADA, BELA)),
    )
    assert [talk.id for talk in with_talk_ids(iter(talks))] == [
        "ada-example-on-examples",
        "ada-example-second",
        "own",
        "welcome",
        "break",
        "break-2",
        "ada-example-bela-beispiel",
    ]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("On Examples", "on-examples"),
        ("  Où & quand?  ", "ou-quand"),
        ("Théorie der Größe", "theorie-der-grosse"),
        ("", ""),
        ("!?", ""),
        ("word " * 20, "word-word-word-word-word-word-word-word"),
        ("x" * 60, "x" * 40),
    ],
)
def test_slug_is_short_lower_case_words(text: str, made: str) -> None:
    assert slug(text) == made
