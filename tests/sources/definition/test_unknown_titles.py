"""A definition may say that a title is not known yet: that is read as none."""

import pytest

from bot.domain.series import Speaker, Talk
from bot.sources.definition import dump_definition, read_definition

HEAD = "id: s\ntitle: Seminar\ntimezone: Europe/Zurich\nsessions:\n"
ADA = Speaker(name="Ada Example")


@pytest.mark.parametrize(
    ("said", "talks"),
    [
        ("title: TBA", (Talk(id="talk"),)),
        ("title: To be announced, speaker: Ada Example",
         (Talk(id="ada-example", speakers=(ADA,)),)),
        ("talks: [TBD, On Examples]",
         (Talk(id="talk"), Talk(id="on-examples", title="On Examples"))),
        ("title: On Examples, speaker: N.N., abstract: tba",
         (Talk(id="on-examples", title="On Examples"),)),
        ("", ()),
    ],
)  # fmt: skip
def test_unknown_title_is_none(said: str, talks: tuple[Talk, ...]) -> None:
    text = f"{HEAD}  - {{id: one, start: 2027-03-01 16:30, {said}}}\n"
    series, problems = read_definition(text.encode(), "s.yaml")
    assert (problems, series and series.sessions[0].own_title) == ([], "")
    assert series
    assert series.sessions[0].talks == talks
    assert read_definition(dump_definition(series).encode(), "s.yaml")[0] == series
