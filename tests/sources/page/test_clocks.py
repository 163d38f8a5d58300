"""Hours as people write them, to minutes since midnight."""

import pytest

from bot.sources.page.clocks import find_hours


def read(text: str) -> list[tuple[int, int | None]]:
    return [(hours.begins, hours.until) for hours in find_hours(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7:00 - 7:20", [(420, 440)]),
        ("8:30 a.m.", [(510, None)]),
        ("4.30 pm", [(990, None)]),
        ("16h30", [(990, None)]),
        ("14h", [(840, None)]),
        ("14h-15h, salle B012", [(840, 900)]),
        ("14h – 14h50 : Clothilde", [(840, 890)]),
        ("0930 – 1100", [(570, 660)]),
        ("3:00 – 4:30pm", [(900, 990)]),
        ("11 – 1:30pm", [(660, 810)]),
        ("11 am – noon: Dials", [(660, 720)]),
        ("noon – 1 pm", [(720, 780)]),
        ("14 Uhr c.t.", [(855, None)]),
        ("16 Uhr s.t.", [(960, None)]),
        ("ore 15:00", [(900, None)]),
        ("12:00 p.m. - 1:30 p.m.", [(720, 810)]),
        ("11:00-11:10 and 12:00", [(660, 670), (720, None)]),
        ("2019–2020", []),
        ("the 24h-hackathon", []),
        ("room 4.30.12", []),
        ("1:2:20", []),
    ],
)
def test_hours_are_found(text: str, expected: list[tuple[int, int | None]]) -> None:
    assert read(text) == expected
