"""Buttons of reminders: each works, and none can cost the message that it stands under."""

from datetime import timedelta

import pytest

from bot.channels.interface import Button
from bot.domain.series import Join, Material, MaterialKind, Series, Session, Talk
from bot.flows.delivery.buttons import link_rows, reference, reminder_rows
from tests.reminders.seminar import COFFEE, HOUR, series, session, talk
from tests.store.seminar import START

NAME = reference("seminar", "examples")
SLIDES = Material(kind=MaterialKind.SLIDES, url="https://talks.example/slides.pdf")
PAPER = Material(kind=MaterialKind.PAPER, url="https://talks.example/p", title="The $n^2$ paper")
JOIN = Join(url="https://meet.example/room?a=1", passcode="secret")


def of(one: Session) -> tuple[Series, Session]:
    return series(one), one


def test_a_reminder_has_what_can_be_opened_and_done() -> None:
    found = reminder_rows(
        *of(session(join=JOIN, talks=(talk(materials=(SLIDES, PAPER)), COFFEE))), START - HOUR
    )
    assert found == (
        (Button(label="Join", url=JOIN.url),),
        (
            Button(label="Slides", url=SLIDES.url),
            Button(label="The n² paper", url=PAPER.url),
        ),
        (
            Button(label="Calendar", data=f"calendar {NAME}"),
            Button(label="Remind me earlier too", data=f"earlier {NAME}"),
        ),
        (Button(label="No reminder of it", data=f"mute {NAME}"),),
    )


def test_of_several_talks_the_abstracts_are_a_press_away() -> None:
    talks = (talk(abstract="Tells."), Talk(id="other", title="Other", materials=(SLIDES,)), COFFEE)
    found = reminder_rows(*of(session(talks=talks)), START - HOUR)
    assert found[0] == (
        Button(label="Abstracts", data=f"abstracts {NAME}"),
        Button(label="Calendar", data=f"calendar {NAME}"),
    )
    bare = (talk(), Talk(id="other", title="Other"))
    assert "Abstracts" not in str(reminder_rows(*of(session(talks=bare)), START - HOUR))


def test_a_session_that_has_begun_is_not_to_be_reminded_of() -> None:
    found = reminder_rows(*of(session(join=JOIN)), START + timedelta(minutes=3))
    assert [one.label for row in found for one in row] == ["Join", "Calendar"]


def test_what_is_over_is_not_joined() -> None:
    one = session(join=JOIN, talks=(talk(materials=(SLIDES,)),))
    assert link_rows(one, is_over=True) == ((Button(label="Slides", url=SLIDES.url),),)


@pytest.mark.parametrize(
    "url",
    [
        "https://intranet/room",
        "https://",
        "https://a@meet.example/1",
        "https://meet.example/a b",
        "https://meet.example:x/",
        "https://[::1/",
        "zoommtg://zoom.example/join",
        "https://meet.example/\u202e",
    ],
)
def test_an_address_that_platforms_refuse_is_no_button(url: str) -> None:
    assert link_rows(session(join=Join(url=url))) == ()


def test_a_label_is_short_and_never_empty() -> None:
    materials = (
        Material(kind=MaterialKind.VIDEO, url="https://a.example/1", title="\u00a0 "),
        Material(kind=MaterialKind.VIDEO, url="https://a.example/2", title="long " * 20),
    )
    [row] = link_rows(session(talks=(talk(materials=materials),)))
    assert [one.label for one in row] == ["Open", "long long long long long long long long…"]
