"""Describing talks part by part; what says that it is not known; what a session lacks."""

from dataclasses import replace

import pytest

from bot.domain.describing import Describe, Part, name_of_talk
from bot.domain.edits import apply_edit, facet_of
from bot.domain.lacking import Lack, is_title_awaited, lacks_of
from bot.domain.overlays import Overlaid, overlay, with_edit
from bot.domain.series import Join, Series, Session, Speaker, Status, Talk, TalkKind
from bot.domain.unknowns import is_unknown, without_unknowns
from bot.errors import RefusalError
from bot.flows.versions import Laid, plan_edits, plan_version
from tests.domain.test_edits import NOW, at

ADA = Speaker(name="Ada Example")
PAUSE = Talk(id="pause", title="Coffee", kind=TalkKind.BREAK)
ONE, TWO = Talk(id="one", title="One", speakers=(ADA,)), Talk(id="two", title="Two")


def series(*sessions: Session) -> Series:
    return Series(id="s", title="Seminar", sessions=sessions)


def title(text: str, talk: str = "") -> Describe:
    return Describe(session_id="day", talk_id=talk, part=Part.TITLE, text=text)


@pytest.mark.parametrize(
    ("session", "edit", "expected"),
    [
        (Session(id="day"), title("New"), Session(id="day", talks=(Talk(id="talk", title="New"),))),
        (Session(id="day", own_title="Old"), title("New"), Session(id="day", own_title="New")),
        (
            Session(id="day", talks=(PAUSE, ONE)),
            title("New"),
            Session(id="day", talks=(PAUSE, replace(ONE, title="New"))),
        ),
        (
            Session(id="day", talks=(ONE, TWO)),
            title("New"),
            Session(id="day", own_title="New", talks=(ONE, TWO)),
        ),
        (
            Session(id="day", talks=(ONE, TWO)),
            title("New", "two"),
            Session(id="day", talks=(ONE, replace(TWO, title="New"))),
        ),
        (  # a title that repeats the talk's is not the session's own
            Session(id="day", own_title="New", talks=(ONE,)),
            title("New"),
            Session(id="day", talks=(replace(ONE, title="New"),)),
        ),
        (
            Session(id="day", own_title="Old"),
            Describe(session_id="day", part=Part.SPEAKERS, speakers=(ADA,)),
            Session(id="day", own_title="Old", talks=(Talk(id="talk", speakers=(ADA,)),)),
        ),
        (
            Session(id="day"),
            Describe(session_id="day", part=Part.ROOM, text="CE 1"),
            Session(id="day", room="CE 1"),
        ),
        (
            Session(id="day", talks=(ONE,)),
            Describe(session_id="day", part=Part.ABSTRACT, text="It is."),
            Session(id="day", talks=(replace(ONE, abstract="It is."),)),
        ),
    ],
)
def test_describing(session: Session, edit: Describe, expected: Session) -> None:
    described = apply_edit(series(session), edit)
    assert described == series(expected)
    assert apply_edit(described, edit) is described


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (title("New", "gone"), "this talk is not there any more"),
        (
            Describe(session_id="day", part=Part.ABSTRACT, text="It is."),
            "which talk of the session is meant?",
        ),
    ],
)
def test_describing_of_no_talk_or_of_several_is_refused(edit: Describe, message: str) -> None:
    with pytest.raises(RefusalError, match=message[:-1]):
        apply_edit(series(Session(id="day", talks=(ONE, TWO))), edit)


def test_each_part_is_a_facet_and_lies_over_the_source_until_that_says_it() -> None:
    abstract = Describe(session_id="day", part=Part.ABSTRACT, text="It is.")
    edits = with_edit(with_edit((title("Old"),), abstract), title("New"))
    assert edits == (abstract, title("New"))
    assert [facet_of(one) for one in (*edits, title("A", "two"))] == [
        "abstract",
        "title",
        "title two",
    ]
    described = replace(ONE, id="other", title="New", speakers=(), abstract="It is.")
    said = series(Session(id="day", talks=(replace(described, abstract=""),)))
    assert overlay(said, edits) == Overlaid(
        series(Session(id="day", talks=(described,))), (abstract,)
    )


def test_only_talk_is_called_by_no_id() -> None:
    assert name_of_talk(Session(id="day", talks=(PAUSE, ONE)), ONE) == ""
    assert name_of_talk(Session(id="day", talks=(ONE, TWO)), ONE) == "one"
    assert name_of_talk(Session(id="day"), None) == ""


@pytest.mark.parametrize(
    "text",
    [
        "TBA",
        "tba",
        "T.B.A.",
        "TBD",
        "(tbc)",
        "To be announced",
        "to be determined.",
        "N.N.",
        "NN",
        "???",
        "–",
        "à préciser",
        "wird noch bekanntgegeben",
        "Title TBA",
        "coming soon",
        "A definir",
    ],
)
def test_what_says_that_it_is_not_known(text: str) -> None:
    assert is_unknown(text)


@pytest.mark.parametrize("text", ["", "TBA: a talk", "Nn networks", "On TBA", "To be", "-" * 70])
def test_what_says_something(text: str) -> None:
    assert not is_unknown(text)


def test_what_is_not_known_goes_into_no_version() -> None:
    nobody = Talk(id="a", title="TBA", speakers=(Speaker(name="N.N."), ADA), abstract="tba")
    whole = series(
        Session(id="day", own_title="To be announced", talks=(nobody, PAUSE)),
        Session(id="other", own_title="On TBA"),
    )
    known = series(
        Session(id="day", talks=(Talk(id="a", speakers=(ADA,)), PAUSE)),
        Session(id="other", own_title="On TBA"),
    )
    assert without_unknowns(whole) == known
    assert without_unknowns(known) is known
    first = plan_version(None, whole, "h", NOW).after
    assert {one.session.id: one.session for one in first.sessions} == {
        one.id: one for one in known.sessions
    }
    again = plan_edits(first, Laid(), [title("New", "a")], NOW)
    assert again.after.series.sessions[0].talks[0].title == "New"


@pytest.mark.parametrize(
    ("session", "lacks"),
    [
        (Session(id="a"), tuple(Lack)),
        (Session(id="a", talks=(PAUSE,)), ()),
        (Session(id="a", status=Status.CANCELLED), ()),
        (Session(id="a", start=at("2027-03-27 16:30"), own_title="A", room="1"), (
            Lack.SPEAKER, Lack.ABSTRACT)),
        (Session(id="a", start=at("2027-03-27 16:30"), join=Join(url="https://meet.example/a"),
                 talks=(replace(ONE, abstract="It is."), PAUSE)), ()),
    ],
)  # fmt: skip
def test_lacks(session: Session, lacks: tuple[Lack, ...]) -> None:
    assert lacks_of(series(session), session) == lacks


def test_link_is_expected_where_others_have_one() -> None:
    here, online = Session(id="a", room="1"), Session(id="b", join=Join(url="https://meet.example"))
    assert Lack.LINK in lacks_of(series(here, online), here)
    assert Lack.LINK not in lacks_of(series(here), here)


@pytest.mark.parametrize(
    ("session", "others", "is_awaited"),
    [
        (Session(id="a"), (), False),  # the series is all that it is of
        (Session(id="a"), (Session(id="b"),), False),  # meetings
        (Session(id="a"), (Session(id="b", talks=(ONE,)),), True),
        (Session(id="a", talks=(Talk(id="t"),)), (), True),  # it was called TBA
        (Session(id="a", talks=(Talk(id="t", speakers=(ADA,)),)), (), True),
        (Session(id="a", talks=(ONE,)), (), False),
        (Session(id="a", own_title="A"), (Session(id="b", talks=(ONE,)),), False),
    ],
)
def test_title_is_awaited_where_there_is_a_talk(
    session: Session, others: tuple[Session, ...], *, is_awaited: bool
) -> None:
    assert is_title_awaited(series(session, *others), session) is is_awaited
