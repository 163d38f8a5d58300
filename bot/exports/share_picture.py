"""The picture that apps show where somebody shares a session (Open Graph): 1200 by 630, as PNG."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from bot.exports.lettering import Font, drawable, font, shortened, sizes, wrapped

WIDTH, HEIGHT = 1200, 630
_Color = tuple[int, int, int]
_PAPER, _INK, _SOFT, _BAD = (252, 251, 248), (28, 36, 41), (84, 95, 102), (164, 38, 44)
_ACCENT = (10, 92, 105)
_LEFT, _RIGHT, _TOP, _BAND = 92, 84, 68, 28  # pixels
_TITLE_TOP, _TEXTS_END, _WHEN_TOP = 130, 470, 500
_LONGEST = 300  # letters of a text; more do not fit
_LARGEST, _SMALLEST, _MOST_LINES = 80, 48, 4  # of the title
_LEADING = 1.16
_LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
_DARKER = 0.92
_DARK_PART = 0.04045  # of sRGB, up to which it is linear


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePicture:
    """What a picture says. `when` are at most two lines, `color` a CSS name or nothing.

    `is_off` is for a session that does not take place.
    """

    series_title: str
    title: str
    speakers: str = ""
    when: tuple[str, ...] = ()
    status: str = ""
    is_off: bool = False
    color: str = ""


def render_share_picture(picture: SharePicture) -> bytes:
    """Return the picture as PNG: the same bytes for the same texts. Any text will do."""
    accent = _accent(picture.color)
    image = _backdrop(accent).copy()
    draw = ImageDraw.Draw(image)
    width = WIDTH - _LEFT - _RIGHT
    head = font("Semibold", 34)
    series = shortened(drawable(picture.series_title, _LONGEST), head, width)
    draw.text((_LEFT, _TOP), series, accent, head)
    _draw_texts(draw, picture, width)
    _draw_when(draw, picture)
    made = BytesIO()
    image.save(made, "PNG", compress_level=6)
    return made.getvalue()


def _draw_texts(draw: ImageDraw.ImageDraw, picture: SharePicture, width: int) -> None:
    """Draw the title as large as it fits, and below it who speaks."""
    face = font("Regular", 38)
    speakers = wrapped(drawable(picture.speakers, _LONGEST), face, width, 2)
    room = _TEXTS_END - _TITLE_TOP - _height(face, speakers)
    title_face, lines = _fitted(drawable(picture.title, _LONGEST), width, room)
    top = _draw_lines(draw, _TITLE_TOP, lines, title_face, _INK)
    _draw_lines(draw, top + 14, speakers, face, _SOFT)


def _fitted(title: str, width: int, room: int) -> tuple[Font, list[str]]:
    for size in sizes(_LARGEST, _SMALLEST):
        face = font("Semibold", size)
        lines = wrapped(title, face, width, _MOST_LINES + 1)
        if len(lines) <= _MOST_LINES and _height(face, lines) <= room:
            return face, lines
    return face, wrapped(title, face, width, room // _step(face))


def _draw_when(draw: ImageDraw.ImageDraw, picture: SharePicture) -> None:
    width = WIDTH - _LEFT - _RIGHT - 220  # beside the name of Talkbell
    face = font("Semibold", 36)
    status = drawable(picture.status, _LONGEST)
    lines = [", ".join(picture.when)] if status else list(picture.when)
    top = _WHEN_TOP + (2 - len(lines) - bool(status)) * _step(face)
    if status:
        ink = _BAD if picture.is_off else _INK
        top = _draw_lines(draw, top, [shortened(status, face, width)], face, ink)
    for line in lines:  # never cut: half a time is a wrong one
        fitting = (font("Semibold", size) for size in sizes(36, 12))
        smaller = next(
            (one for one in fitting if one.getlength(line) <= width), font("Semibold", 12)
        )
        top = _draw_lines(draw, top, [line], smaller, _INK)


def _draw_lines(
    draw: ImageDraw.ImageDraw, top: int, lines: list[str], face: Font, ink: _Color
) -> int:
    for line in lines:
        draw.text((_LEFT, top), line, ink, face)
        top += _step(face)
    return top


def _step(face: Font) -> int:
    return round(face.size * _LEADING)


def _height(face: Font, lines: list[str]) -> int:
    return len(lines) * _step(face)


@lru_cache(maxsize=8)
def _backdrop(accent: _Color) -> Image.Image:
    """Return the picture without its texts."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, _BAND - 1, HEIGHT), accent)
    large, small = _mark(560), _mark(46)
    image.paste(_mixed(accent, _PAPER, 0.07), (840, 250), large)
    image.paste(accent, (WIDTH - _RIGHT - 174, 553), small)
    draw.text((WIDTH - _RIGHT - 118, 552), "Talkbell", _SOFT, font("Semibold", 32))
    return image


def _mark(size: int) -> Image.Image:
    """Return the shape of Talkbell's mark, drawn large and then made smaller, so it is smooth."""
    large = Image.new("L", (4 * size, 4 * size))
    draw = ImageDraw.Draw(large)
    draw.ellipse((0, 0, 4 * size - 1, 4 * size - 1), 255)
    draw.rectangle((0, 2 * size, 2 * size, 4 * size - 1), 255)
    return large.resize((size, size), Image.Resampling.LANCZOS)


@lru_cache(maxsize=256)
def _accent(color: str) -> _Color:
    """Return a series' colour, as dark as it must be to be read, or ours."""
    try:
        accent = ImageColor.getrgb(color)[:3] if color else _ACCENT
    except ValueError:
        accent = _ACCENT
    while _contrast(accent) < _LEAST_CONTRAST:
        accent = _mixed(accent, (0, 0, 0), _DARKER)
    return accent


def _mixed(one: _Color, other: _Color, share: float) -> _Color:
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _contrast(color: _Color) -> float:
    """Return the contrast of a colour with the paper (WCAG 2.2)."""
    return (_luminance(_PAPER) + 0.05) / (_luminance(color) + 0.05)


def _luminance(color: _Color) -> float:
    red, green, blue = (_linear(part / 255) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _DARK_PART else ((part + 0.055) / 1.055) ** 2.4
