"""Talks: in a list, alone, or in short as the keys of their session; with people and materials."""

from datetime import datetime, time, timedelta

import pytest

from bot.domain.moments import Moment
from bot.domain.series import (
    Clock,
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


def test_talks_are_at_the_hours_of_their_session() -> None:
    found = session_of(
        """
        start: 2021-06-28 22:00
        end: 01:00
        talks:
          - {at: "22:00", title: a}
          - {at: 10.30-11 pm, title: b}
          - {at: 23:50-00:10, title: c}
          - {at: 00:10-01:00, title: d}
          - e
        """
    )
    assert [(talk.id, talk.start, talk.end) for talk in found.talks] == [
        ("a", moment("2021-06-28 22:00"), None),
        ("b", moment("2021-06-28 22:30"), moment("2021-06-28 23:00")),
        ("c", moment("2021-06-28 23:50"), moment("2021-06-29 00:10")),
        ("d", moment("2021-06-29 00:10"), moment("2021-06-29 01:00")),
        ("e", None, None),
    ]


def test_talks_give_their_hours_to_a_session_that_says_none() -> None:
    found = session_of(
        "{start: 2021-06-28, talks: [{at: 09:00-09:20, title: a}, {at: 09:20-10:00, title: b}]}"
    )
    assert (found.start, found.end) == (moment("2021-06-28 09:00"), moment("2021-06-28 10:00"))


def test_talks_of_an_undated_session_keep_their_hours() -> None:
    (talk,) = talks_of("{start: TBD, talk: {title: a, at: 09:00-09:20}}")
    assert (talk.clock, talk.start) == (Clock(time(9), time(9, 20)), None)


@pytest.mark.parametrize("start", ["2021-10-31 02:30 CET", "2021-10-31 02:30 CEST"])
def test_talk_at_the_start_of_its_session_is_in_the_same_of_two_equal_hours(start: str) -> None:
    found = session_of(f'{{start: {start}, talk: {{title: a, at: "02:30"}}}}')
    assert found.talks[0].start == found.start


OUTSIDE = "at: this talk is outside its session"


@pytest.mark.parametrize(
    ("times", "at", "problem"),
    [
        ("start: 2021-06-28 16:30-17:30", "16:00-16:40", f"{OUTSIDE} (16:30 to 17:30)"),
        ("start: 2021-06-28 16:30-17:30", "17:20-17:40", f"{OUTSIDE} (16:30 to 17:30)"),
        ("start: 2021-06-28 16:30-17:30", "17:31", f"{OUTSIDE} (16:30 to 17:30)"),
        ("start: 2021-06-28 16:30", "15:00", f"{OUTSIDE} (16:30)"),
        ("start: 2021-06-28 22:00-01:00", "01:00-02:00", f"{OUTSIDE} (22:00 to 01:00)"),
    ],
)
def test_talk_outside_its_session_is_refused(times: str, at: str, problem: str) -> None:
    text = definition(f"{times}\ntalks:\n  - {{title: a}}\n  - {{at: '{at}', title: b}}")
    assert told(text) == [f'7:14: {problem}, read "{at} b"; mend one of the two']


@pytest.mark.parametrize("at", ["16:30-17:30", "17:30", "16:30"])
def test_talk_may_fill_its_session(at: str) -> None:
    found = session_of(f"{{start: 2021-06-28 16:30-17:30, talk: {{title: a, at: '{at}'}}}}")
    assert found.talks[0].start


def test_talk_may_be_past_midnight_if_its_session_has_no_end() -> None:
    found = session_of('{start: 2021-06-28 22:00, talk: {title: a, at: "02:00"}}')
    assert found.talks[0].start == moment("2021-06-29 02:00")


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2021-06-28 16:30", "unreadable-time"),
        ("16:30 CEST", "unreadable-time"),
        ("16:30-16:30", "ends-before-start"),
        ("26:30", "no-such-time"),
        ("later", "unreadable-time"),
    ],
)
def test_hours_of_a_talk_that_are_none_are_refused(at: str, code: str) -> None:
    text = definition(f"{{start: 2021-06-28 16:30, talk: {{title: a, at: '{at}'}}}}")
    assert places_of(text) == [(4, 52, code)]


def test_hours_that_a_clock_change_skips_are_refused() -> None:
    text = definition('{start: 2021-03-28 01:00, talk: {title: a, at: "02:30"}}')
    assert told(text) == [
        (
            '4:5: at: clocks in Europe/Zurich skip this time that day, read "2021-03-28 02:30";'
            " write 03:30 CEST, or 01:30 CET"
        )
    ]


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
