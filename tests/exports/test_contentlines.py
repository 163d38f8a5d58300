"""No text breaks out of its line, and every line is folded at 75 octets inside UTF-8 safely."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.exports.contentlines import fold, render_component, text, uri

ANY_TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=400)
STEADY = settings(derandomize=True, deadline=None, max_examples=300)


def calendar_with(summary: str) -> bytes:
    event = Event()
    event["UID"] = text("1@example")
    event["SUMMARY"] = text(summary)
    calendar = Calendar()
    calendar.subcomponents.append(event)
    return render_component(calendar)


@given(ANY_TEXT)
@STEADY
def test_fold_keeps_every_octet_and_the_limit(content: str) -> None:
    folded = fold(content.replace("\r", "").replace("\n", "").encode())
    assert folded.endswith(b"\r\n")
    pieces = folded.removesuffix(b"\r\n").split(b"\r\n ")
    lines = [pieces[0], *(b" " + piece for piece in pieces[1:])]
    assert all(len(line) <= 75 for line in lines)
    assert b"".join(pieces).decode() == content.replace("\r", "").replace("\n", "")
    for piece in pieces:
        piece.decode()  # none is cut inside a character


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 151])
def test_fold_fills_lines_to_the_limit(length: int) -> None:
    lines = fold(b"x" * length).removesuffix(b"\r\n").split(b"\r\n")
    assert [len(line) for line in lines[:-1]] == [75] * (len(lines) - 1)


@given(ANY_TEXT)
@STEADY
def test_text_stays_in_its_property(content: str) -> None:
    made = calendar_with(content)
    unfolded = made.replace(b"\r\n ", b"").split(b"\r\n")
    names = [line.partition(b":")[0] for line in unfolded]
    expected = [b"BEGIN", b"BEGIN", b"UID", b"SUMMARY", b"END", b"END", b""]
    assert names == expected
    # No bare line end or control character is left that some reader takes for the end of a line.
    assert not [octet for octet in made.replace(b"\r\n", b"") if octet < 32 and octet != 9]


@given(st.text(alphabet="ab ;,:\\\n\"'é名\t", max_size=80))
@STEADY
def test_text_is_read_back_by_icalendar(content: str) -> None:
    event = Calendar.from_ical(calendar_with(content)).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == content


@pytest.mark.parametrize(
    "hostile",
    [
        "a\r\nATTENDEE:mailto:x@y.example",
        "a\nEND:VEVENT",
        "a\x0bB:1",
        "a\u2028B:1",
        "a\x85B:1",
        "a\rB:1",
    ],
)
def test_text_cannot_add_a_line(hostile: str) -> None:
    assert len(calendar_with(hostile).split(b"\r\n")) == 7


def test_text_loses_control_characters() -> None:
    assert b"SUMMARY:abc\r\n" in calendar_with("a\x00b\x1b\x7fc")


def test_uri_cannot_add_a_line() -> None:
    assert uri("https://a.example/x\r\nURL:https://b.example/ y").to_ical() == (
        b"https://a.example/xURL:https://b.example/y"
    )
