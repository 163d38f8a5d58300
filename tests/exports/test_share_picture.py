"""Pictures of sessions: the same for the same texts, readable, and made of any text."""

import time
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.exports.lettering import drawable, font, wrapped
from bot.exports.share_picture import SharePicture, render_share_picture

USUAL = SharePicture(
    series_title="Examples",
    title="First words",
    speakers="Ada Example (EPFL)",
    when=("Monday 2 March 2026", "16:30–17:30 CET"),
)
PAPER = (252, 251, 248)


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def is_written_on(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Tell whether there is ink as dark as letters in a part of the picture."""
    darkest = image.crop(box).convert("L").getextrema()[0]
    return isinstance(darkest, int | float) and darkest < 140


def test_picture_has_its_texts_where_they_belong() -> None:
    data = render_share_picture(USUAL)
    image = opened(data)
    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "RGB")
    assert data == render_share_picture(USUAL)
    assert len(data) < 150_000
    boxes = {
        "series": (92, 60, 500, 115),
        "title": (92, 140, 600, 220),
        "when": (92, 500, 500, 590),
    }
    assert {name: is_written_on(image, box) for name, box in boxes.items()} == dict.fromkeys(
        boxes, True
    )
    assert not is_written_on(image, (92, 330, 800, 480))
    assert not is_written_on(opened(render_share_picture(SharePicture(series_title="", title=""))),
                             (92, 60, 800, 480))  # fmt: skip


@pytest.mark.parametrize(
    ("color", "band"),
    [
        ("", (10, 92, 105)),
        ("teal", (0, 128, 128)),
        ("nosuch", (10, 92, 105)),
        ("url(x)", (10, 92, 105)),
    ],
)
def test_colour_of_the_series_is_used(color: str, band: tuple[int, int, int]) -> None:
    picture = SharePicture(series_title="a", title="b", color=color)
    assert opened(render_share_picture(picture)).getpixel((5, 300)) == band


@pytest.mark.parametrize("color", ["white", "yellow", "beige", "lime"])
def test_pale_colour_becomes_dark_enough_to_be_read(color: str) -> None:
    shown = opened(render_share_picture(SharePicture(series_title="a", title="b", color=color)))
    grey = shown.convert("L").getpixel((5, 300))
    assert isinstance(grey, int | float)
    assert grey < 130


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Łukasz Šťastný, ὀδός, Київ", "Łukasz Šťastný, ὀδός, Київ"),
        ("ℝᵈ → ℝᵈ", "Rᵈ → Rᵈ"),
        ("李明 (清华)", "Li Ming (Qing Hua)"),
        ("שלום", "shlvm"),
        ("a 😀\x00\u202e\ud800 b", "a b"),
        ("😀", ""),
        ("one\n two", "one two"),
        ("a" * 30, "a" * 19 + "…"),
    ],
)
def test_letters_that_the_font_lacks_are_said_in_others(text: str, shown: str) -> None:
    assert drawable(text, 20 if len(text) == 30 else 40) == shown


def test_lines_hold_the_words_and_fit() -> None:
    face = font("Semibold", 48)
    text = "some words that fill " + "alongword" * 30 + " and more"
    lines = wrapped(text, face, 600, 20)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(face.getlength(line) for line in lines) <= 600
    cut = wrapped(text, face, 600, 2)
    assert (len(cut), cut[1][-1]) == (2, "…")
    assert face.getlength(cut[1]) <= 600


def test_long_texts_take_little_time() -> None:
    long = SharePicture(series_title="s" * 50_000, title="w " * 25_000, speakers="中" * 50_000)
    begun = time.process_time()
    render_share_picture(long)
    assert time.process_time() - begun < 1  # some 60 ms


@settings(max_examples=20)
@given(st.text(), st.text(), st.text(), st.text(max_size=20))
def test_any_text_makes_a_picture(series: str, title: str, speakers: str, color: str) -> None:
    picture = SharePicture(series_title=series, title=title, speakers=speakers, color=color)
    assert opened(render_share_picture(picture)).size == (1200, 630)
