"""What the public calls sessions whose ids hold a secret: by nothing that a secret decides."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.audience import Audience, public_ids, seen_by, texts_seen_by, with_harmless_ids
from bot.domain.ids import session_uid, with_ids, with_talk_ids
from bot.domain.moments import Moment
from bot.domain.public_ids import PublicIds
from bot.domain.series import Join, LinkPolicy, Series, Session, Speaker, Talk

JOIN = Join(url="https://example.zoom.us/j/62400754289?pwd=aGVsbG8uMQ", passcode="hunter_2")
MEET = Join(url="https://meet.google.com/abc-defg-hij")
ADA = (Speaker(name="Ada Example"),)


def at(day: int) -> Moment:
    return Moment(datetime(2021, 6, day, 16, 30), "Europe/Zurich")


def series(*sessions: Session) -> Series:
    return Series(id="s", title="S", sessions=(*sessions, Session(id="with-links", join=JOIN)))


def called(*sessions: Session, also: tuple[Join, ...] = ()) -> list[str]:
    """Return what the public calls sessions of a series with a private link."""
    seen = seen_by(series(*sessions), Audience.PUBLIC, also)
    return [session.id for session in seen.sessions[:-1]]


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("zoom-62400754289", "zoom"),
        ("zoom-624-0075-4289-on-examples", "zoom-on-examples"),
        ("62400754289", "session"),
        ("62400754289-2021-06-28", "2021-06-28"),
        ("talk-passcode-hunter-2", "talk-passcode"),
        ("join-example-zoom-us-j-62400754289", "session"),
        ("of-old-624-0075", "of-old"),  # cut, by a title that is another by now
        ("of-old-6240-07-2", "of-old-2"),
        ("of-old-abc-defg", "of-old"),
        ("hunter-20", "hunter-20"),
        ("in-room-6240", "in-room-6240"),
        ("2021-06-28", "2021-06-28"),
        ("abc-def", "abc-def"),
        ("Given_Otherwise", "Given_Otherwise"),
    ],
)
def test_id_is_shown_without_its_secrets(own: str, shown: str) -> None:
    session = Session(id=own, talks=(Talk(id=own), Talk(id="other")))
    assert called(session, also=(MEET,)) == [shown]
    (seen, _) = seen_by(series(session), Audience.PUBLIC, (MEET,)).sessions
    assert [talk.id for talk in seen.talks] == [shown.replace("session", "talk"), "other"]
    whole = series(session)
    assert texts_seen_by(whole, Audience.PUBLIC).sessions[0].id == own
    assert seen_by(replace(whole, link=LinkPolicy.PUBLIC), Audience.PUBLIC).sessions[0].id == own


@pytest.mark.parametrize(
    ("session", "own", "shown"),
    [
        (
            Session(id="", own_title="A long title, a long title in 624 0075 4289"),
            "a-long-title-a-long-title-in-624-0075",
            "a-long-title-a-long-title-in",
        ),
        (
            Session(id="", own_title="A rather long title, all of it before 62400754289 and on"),
            "a-rather-long-title-all-of-it-before",
            "a-rather-long-title-all-of-it-before",
        ),
        (
            Session(id="", talks=(Talk(id="", speakers=ADA, title="Passcode: hunter_2"),)),
            "ada-example",
            "ada-example",
        ),
    ],
)
def test_made_up_id_is_cut_of_nothing_secret(session: Session, own: str, shown: str) -> None:
    (made,) = with_ids([session])
    assert made.id == own
    assert called(made) == [shown]


def test_id_of_speaker_and_title_is_without_the_half_of_a_passcode_that_was_not_cut() -> None:
    """Of two talks of a speaker, each says more of itself; what is cut of it is half a secret."""
    long = Join(url="https://example.org/x", passcode="correct horse battery")
    titles = ("To correct horse battery", "Other")
    sessions = with_ids(
        Session(id="", talks=with_talk_ids([Talk(id="", speakers=ADA, title=title)]))
        for title in titles
    )
    assert [one.id for one in sessions] == ["ada-example-to-correct-horse", "ada-example-other"]
    assert called(*sessions, also=(long,)) == ["ada-example-to", "ada-example-other"]


def test_alike_but_for_their_secrets_they_have_their_days_and_then_numbers() -> None:
    """In the order of what the public sees: neither of their ids nor in which they stand."""
    sessions = [
        Session(id="zoom-62400754289-c", start=at(29), room="B"),
        Session(id="zoom-624-0075-4289-c", start=at(28)),
        Session(id="c-zoom-62400754289", start=at(28), own_title="No other is called so"),
        Session(id="zoom-hunter-2-c", start=at(29), room="A"),
        Session(id="zoom-c-62400754289"),
        Session(id="zoom-c", start=at(30)),
    ]
    shown = [
        "zoom-c-2021-06-29-2",
        "zoom-c-2021-06-28",
        "c-zoom",
        "zoom-c-2021-06-29",
        "zoom-c-2",
        "zoom-c",
    ]
    assert called(*sessions) == shown
    assert called(*reversed(sessions)) == shown[::-1]


def test_uid_of_ours_goes_with_its_id_and_one_of_another_calendar_stays() -> None:
    own = Session(id="zoom-62400754289", uid=session_uid("s", "zoom-62400754289"))
    others = (replace(own, uid="040000008200E@uni.example"), replace(own, uid="62400754289@x"))
    uids = [seen_by(series(one), Audience.PUBLIC).sessions[0].uid for one in (own, *others)]
    assert uids == ["", "040000008200E@uni.example", ""]
    clean = replace(own, id="clean")
    assert seen_by(series(clean), Audience.PUBLIC).sessions[0].uid == own.uid


def test_harmless_ids_are_those_of_the_public_and_hold_none_themselves() -> None:
    whole = series(Session(id="zoom-62400754289", own_title="Zoom 62400754289", start=at(28)))
    harmless = with_harmless_ids(whole)
    assert harmless == replace(
        whole, sessions=(replace(whole.sessions[0], id="zoom"), whole.sessions[1])
    )
    assert public_ids(harmless) == PublicIds()
    assert public_ids(whole) == PublicIds({"zoom-62400754289": "zoom"})
