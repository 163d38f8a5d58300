"""Talks: in a list, alone, or in short as the keys of their session; with people and materials."""

from datetime import datetime, timedelta

import pytest

from bot.domain.moments import Moment
from bot.domain.series import (
    Material,
    MaterialKind,
    Session,
    Speaker,
    Status,
    Talk,
    TalkKind,
)
from tests.definitions import definition, places_of, session_of, told

ADA = Speaker(name="Ada Example", affiliation="EPFL")
BELA = Speaker(name="Bela Beispiel")
ONE = Talk(
    id="ada-example",
    title="On One",
    kind=TalkKind.KEYNOTE,
    speakers=(ADA,),
    abstract="It is one.",
    materials=(Material(kind=MaterialKind.SLIDES, url="https://a.example/1.pdf"),),
)


def talks_of(session: str, **series: str) -> tuple[Talk, ...]:
    return session_of(session, **series).talks


def moment(text: str, fold: int = 0) -> Moment:
    return Moment(datetime.fromisoformat(text), "Europe/Zurich", fold)


IN_FULL = """
title: On One
speaker: Ada Example (EPFL)
kind: keynote
abstract: It is one.
slides: https://a.example/1.pdf
"""


def indented(lines: str, first: str, rest: str) -> str:
    return first + f"\n{rest}".join(lines.strip().splitlines())


@pytest.mark.parametrize(
    "session",
    [
        IN_FULL,
        indented(IN_FULL, "talk:\n  ", "  "),
        indented(IN_FULL, "talks:\n  - ", "    "),
        IN_FULL.replace("speaker: Ada Example (EPFL)", "speakers: [Ada Example (EPFL)]"),
        IN_FULL.replace("Ada Example (EPFL)", "{name: Ada Example, affiliation: EPFL}"),
    ],
    ids=["in-short", "talk", "talks", "list-of-people", "person-in-full"],
)
def test_talk_is_the_same_in_every_form(session: str) -> None:
    assert session_of(session) == Session(id="ada-example", status=Status.UNSCHEDULED, talks=(ONE,))


def test_talk_may_be_a_title_alone() -> None:
    assert talks_of('talks: [On One, "On:  Two"]') == (
        Talk(id="on-one", title="On One"),
        Talk(id="on-two", title="On: Two"),
    )
    assert talks_of("talk: On One") == (Talk(id="on-one", title="On One"),)


def test_talk_may_have_only_a_speaker() -> None:
    assert talks_of("talk: {speaker: Bela Beispiel}") == (
        Talk(id="bela-beispiel", speakers=(BELA,)),
    )


@pytest.mark.parametrize(
    ("session", "own_title", "titles"),
    [
        ("{title: Day One, talk: On One}", "Day One", ["On One"]),
        ("{title: On One, talk: On One}", "", ["On One"]),
        ("{title: Bela Beispiel, talk: {speaker: Bela Beispiel}}", "", [""]),
        ("{title: On One, speaker: Bela Beispiel}", "", ["On One"]),
        ("{title: On One, talks: [On One, On Two]}", "On One", ["On One", "On Two"]),
        ("{title: On One}", "On One", []),
    ],
)
def test_title_of_a_session_is_its_own_unless_it_repeats_its_talk(
    session: str, own_title: str, titles: list[str]
) -> None:
    found = session_of(session)
    assert (found.own_title, [talk.title for talk in found.talks]) == (own_title, titles)


@pytest.mark.parametrize("kind", TalkKind)
def test_every_kind_of_talk_is_read(kind: TalkKind) -> None:
    assert [talk.kind for talk in talks_of(f"talk: {{title: a, kind: {kind.value}}}")] == [kind]


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("coffee break", "did you mean break?"),
        ("keynot", "did you mean keynote?"),
        (
            "lecture",
            (
                "write talk, invited, oral, spotlight, contributed, poster, keynote, panel,"
                " break, or other"
            ),
        ),
    ],
)
def test_kind_that_is_none_is_refused_with_what_was_meant(kind: str, hint: str) -> None:
    assert told(definition(f"talk: {{title: a, kind: {kind}}}")) == [
        f'4:28: kind: this is none of the choices, read "{kind}"; {hint}'
    ]


@pytest.mark.parametrize(
    ("speaker", "found"),
    [
        ("Bela Beispiel", [BELA]),
        ("Ada Example (EPFL)", [ADA]),
        ("Ada Example (EPFL) & Bela Beispiel", [ADA, BELA]),
        ("Ada Example (EPFL); Bela Beispiel", [ADA, BELA]),
        ('"Ada Example (EPFL), Bela Beispiel"', [ADA, BELA]),
        ("Ada Example (EPFL) and Bela Beispiel", [ADA, BELA]),
        ("[Ada Example (EPFL), Bela Beispiel]", [ADA, BELA]),
        ("[{name: Ada Example, affiliation: EPFL}, Bela Beispiel]", [ADA, BELA]),
        ("{name: Ada Example, affiliation: EPFL}", [ADA]),
        ('{name: "Bela  Beispiel "}', [BELA]),
        ('["A, B & C"]', [Speaker(name="A, B & C")]),
        ('"Ada Example (A, B & C)"', [Speaker(name="Ada Example", affiliation="A, B & C")]),
        ("[]", []),
        ("", []),
    ],
)
@pytest.mark.parametrize("key", ["speaker", "speakers"])
def test_speakers_are_said_in_many_forms(key: str, speaker: str, found: list[Speaker]) -> None:
    (talk,) = talks_of(f"talk: {{title: a, {key}: {speaker}}}")
    assert talk.speakers == tuple(found)


def test_text_that_a_comma_cuts_in_braces_is_told_of() -> None:
    (problem,) = told(definition("talk: {title: One, Two and Three, speaker: Ada Example}"))
    assert problem == (
        '4:24: a talk has no such key, read "Two and Three";'
        " put text that contains a comma in quotes, or write it without braces"
    )


def test_speaker_comes_before_speakers() -> None:
    (talk,) = talks_of("talk: {speakers: [Bela Beispiel], speaker: Ada Example (EPFL)}")
    assert talk.speakers == (ADA, BELA)


UNCLEAR = 'write "Ada Lovelace (London)" for where one works, "A & B" or a list for several'


@pytest.mark.parametrize(
    ("speaker", "problem"),
    [
        (
            '"Muster, Dana"',
            f'4:31: speaker: it is not clear where one name ends, read "Muster, Dana"; {UNCLEAR}',
        ),
        (
            "Ada Example (EPFL",
            (
                "4:31: speaker: a speaker is a name, and perhaps an affiliation in brackets at the"
                ' end, read "Ada Example (EPFL"; write it as in "Ada Lovelace (London)"'
            ),
        ),
        ("{affiliation: EPFL}", "4:31: speakers: the name is missing; add `name:`"),
        ('{name: " "}', "4:31: speakers: the name is missing; add `name:`"),
        (
            "{name: A, university: B}",
            '4:41: a speaker has no such key, read "university"; did you mean affiliation?',
        ),
        (
            "{nam: A}",
            '4:32: a speaker has no such key, read "nam"; did you mean name?',
        ),
        (
            '[A, ""]',
            (
                "4:35: speakers: a speaker is a name, and perhaps an affiliation in brackets at the"
                ' end; write it as in "Ada Lovelace (London)"'
            ),
        ),
        (
            "[A, ~]",
            '4:35: speakers: nothing is said here, read "~"; write something, or take it out',
        ),
        (
            "[[A]]",
            (
                "4:32: speakers: a text is expected here, not a list;"
                ' put text with ": " or brackets in quotes'
            ),
        ),
    ],
)
def test_speakers_that_are_not_clear_are_refused(speaker: str, problem: str) -> None:
    assert told(definition(f"talk: {{title: a, speaker: {speaker}}}")) == [problem]


VIDEO = Material(kind=MaterialKind.VIDEO, url="https://a.example/v")


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("video: https://a.example/v", [VIDEO]),
        (
            "paper: [https://a.example/p, https://a.example/q]",
            [
                Material(kind=MaterialKind.PAPER, url="https://a.example/p"),
                Material(kind=MaterialKind.PAPER, url="https://a.example/q"),
            ],
        ),
        (
            "slides: {url: https://a.example/s, title: Part  1}",
            [Material(kind=MaterialKind.SLIDES, url="https://a.example/s", title="Part 1")],
        ),
        (
            "video: https://a.example/v, materials: https://a.example/m",
            [VIDEO, Material(kind=MaterialKind.OTHER, url="https://a.example/m")],
        ),
        (
            "materials: [{url: https://a.example/v, kind: video}, {url: https://a.example/m}]",
            [VIDEO, Material(kind=MaterialKind.OTHER, url="https://a.example/m")],
        ),
    ],
    ids=["address", "addresses", "in-full", "other", "kinds"],
)
def test_materials_are_addresses_with_or_without_titles(keys: str, found: list[Material]) -> None:
    (talk,) = talks_of(f"talk: {{title: a, {keys}}}")
    assert talk.materials == tuple(found)


@pytest.mark.parametrize(
    ("keys", "place_and_code"),
    [
        ("video: v.mp4", (4, 29, "bad-address")),
        ("slides: {title: a}", (4, 30, "missing")),
        ("materials: [{url: https://a.example, kind: film}]", (4, 65, "unknown-choice")),
        ("paper: {url: https://a.example, year: 2021}", (4, 54, "unknown-key")),
    ],
)
def test_materials_that_are_none_are_refused(
    keys: str, place_and_code: tuple[int, int, str]
) -> None:
    assert places_of(definition(f"talk: {{title: a, {keys}}}")) == [place_and_code]


def test_abstract_keeps_its_lines_and_paragraphs() -> None:
    (talk,) = talks_of(
        """
        title: On One
        abstract: |
          One $x$:
            * two

          three
        """
    )
    assert talk.abstract == "One $x$:\n  * two\n\nthree"


NAMELESS = "a talk has a title or a speaker; add one"


@pytest.mark.parametrize(
    ("session", "problem"),
    [
        ("talks: [a, {kind: break}]", f"4:16: {NAMELESS}"),
        ('talks: [a, ""]', f"4:16: {NAMELESS}"),
        ("talks: [a, ~]", f"4:16: {NAMELESS}"),
        ('talk: {title: " ", speaker: ""}', f"4:11: {NAMELESS}"),
        ("talk: {title: , speakers: []}", f"4:11: {NAMELESS}"),
        ("{abstract: a}", f"4:5: {NAMELESS}"),
        ("{kind: break, title: }", f"4:5: {NAMELESS}"),
        ("talks: [[a]]", "4:13: a talk is a mapping; write `- title: …`"),
        ("talk: {titel: a}", '4:12: a talk has no such key, read "titel"; did you mean title?'),
    ],
)
def test_talk_without_title_and_speaker_is_refused(session: str, problem: str) -> None:
    assert told(definition(session)) == [problem]


@pytest.mark.parametrize(
    ("session", "problem"),
    [
        (
            "{talk: a, speaker: B}",
            "4:15: speaker: the session has `talk:` too; move it into `talk:`",
        ),
        (
            "{talks: [a], kind: oral}",
            "4:18: kind: the session has `talks:` too; move it into `talks:`",
        ),
        ("{talk: a, talks: [b]}", "4:15: talks: the session has `talk:` too; move it into `talk:`"),
    ],
)
def test_talk_said_twice_is_refused(session: str, problem: str) -> None:
    assert told(definition(session)) == [problem]


def test_talk_ids_are_unique_in_their_session() -> None:
    assert [talk.id for talk in talks_of("talks: [a, a, {id: a-2, title: b}]")] == [
        "a",
        "a-3",
        "a-2",
    ]


def test_talk_ids_that_stand_twice_are_refused() -> None:
    text = definition("talks:\n  - {id: a, title: b}\n  - {title: a}\n  - {id: a, title: c}")
    assert told(text) == [
        '7:14: id: another talk has this id already, in line 5, read "a"; write a-2'
    ]


def test_recording_has_its_length() -> None:
    (talk,) = talks_of("talk: {title: a, duration: 1:02:20}")
    assert talk.duration == timedelta(hours=1, minutes=2, seconds=20)
