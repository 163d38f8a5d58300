"""Identity of talks: who keeps an id within a session."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.moments import Moment
from bot.domain.series import Speaker, Talk, TalkKind
from bot.domain.talk_identity import adopt_talks


def talk(own_id: str, title: str = "", who: str = "", at: str = "") -> Talk:
    start = Moment(datetime.fromisoformat(f"2021-07-12 {at}"), "Europe/Zurich") if at else None
    speakers = (Speaker(name=who),) if who else ()
    return Talk(id=own_id, title=title, speakers=speakers, start=start)


ADA, BELA = talk("ada", "On Examples", "Ada Example"), talk("bela", "On Others", "Bela Muster")
TEA = replace(talk("tea", "Tea"), kind=TalkKind.BREAK)


@pytest.mark.parametrize(
    ("known", "incoming", "ids"),
    [
        ([], [ADA], ["ada"]),
        ([ADA, BELA], [replace(ADA, title="New"), TEA], ["ada", "tea"]),
        ([ADA, BELA], [replace(BELA, id="x"), replace(ADA, id="y")], ["bela", "ada"]),
        (
            [ADA, TEA, replace(TEA, id="tea-2")],
            [replace(TEA, id="p"), replace(ADA, abstract="New"), replace(TEA, id="q")],
            ["tea", "ada", "tea-2"],
        ),
        ([ADA, BELA], [BELA, replace(ADA, id="x", abstract="New")], ["bela", "ada"]),
        ([ADA, BELA], [BELA, talk("x", "Of all", "Cem Exemple")], ["bela", "x"]),
        (
            [talk("a", "One", at="09:00"), talk("b", "Two", at="10:00")],
            [talk("x", "Three", at="09:00"), talk("y", "Four", at="11:00")],
            ["a", "y"],
        ),
        (
            [talk("a", "One", at="09:00"), talk("b", "Two", at="09:00")],
            [talk("x", "Three", at="09:00"), talk("b", "Two", at="09:00")],
            ["x", "b"],
        ),
        (
            [talk("b", "One", at="09:00"), talk("a", "Two", at="10:00")],
            [talk("x", "Three", at="09:00"), talk("b", "Four", at="11:00")],
            ["x", "b"],
        ),
        ([ADA], [talk("x", "Of all", "Cem Exemple")], ["ada"]),
    ],
    ids=[
        "new",
        "by id",
        "by content",
        "by content in turn",
        "by title and speakers",
        "unlike",
        "by time",
        "at one time with another",
        "at the time of one that is matched",
        "alone",
    ],
)
def test_a_talk_keeps_its_id(known: list[Talk], incoming: list[Talk], ids: list[str]) -> None:
    found = adopt_talks(known, incoming)
    assert found == tuple(replace(one, id=own) for one, own in zip(incoming, ids, strict=True))
    assert adopt_talks(found, incoming) == found
