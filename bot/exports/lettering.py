"""Lines of text in pictures: which letters the font has, and what fits where.

The font comes with us (Source Sans Pro: Latin, Greek, Cyrillic), so that every machine draws the
same. What it has not is written in Latin letters where that can be done, else left out.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from unicodedata import category, normalize

from PIL import ImageFont
from slugify import slugify

Font = ImageFont.FreeTypeFont
_MISSING = "\U0010ffff"  # a noncharacter, which no font has
_ELLIPSIS = "…"


@lru_cache(maxsize=64)
def font(weight: str, size: int) -> Font:
    """Return the font in a weight (`Regular`, `Semibold`) and a size in pixels."""
    data = (files("font_source_sans_pro") / f"files/SourceSansPro-{weight}.ttf").read_bytes()
    # The plain layout: the other one depends on what else a machine has.
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str, longest: int) -> str:
    """Return the beginning of a text in letters that the font has, in one line."""
    words = " ".join(normalize("NFC", text[: 2 * longest]).split())
    pieces = (
        "".join(run) if has_all else _in_latin("".join(run))
        for has_all, run in groupby(words, _is_known)
    )
    told = " ".join("".join(pieces).split())
    return told if len(told) <= longest else told[: longest - 1].rstrip() + _ELLIPSIS


def wrapped(text: str, face: Font, width: int, most: int) -> list[str]:
    """Return a text in at most so many lines of a width; the last one is cut if need be."""
    blank = face.getlength(" ")
    lines: list[str] = []
    used = 0.0
    for word in _pieces(text, face, width):
        length = face.getlength(word)
        if lines and used + blank + length <= width:
            lines[-1] += f" {word}"
            used += blank + length
        else:
            lines.append(word)
            used = length
    if len(lines) > most:
        return [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), face, width)]
    return lines


def shortened(text: str, face: Font, width: int) -> str:
    """Return a text that fits into a width, with an ellipsis for what does not."""
    if face.getlength(text) <= width:
        return text
    kept = _most_letters(text, _ELLIPSIS, face, width)
    return text[:kept].rstrip() + _ELLIPSIS


def sizes(largest: int, smallest: int) -> Iterator[int]:
    """Yield sizes from the largest one down."""
    yield from range(largest, smallest - 1, -8)


def _pieces(text: str, face: Font, width: int) -> Iterator[str]:
    """Yield the words of a text; those that are longer than a line, in pieces."""
    for word in text.split():
        rest = word
        while face.getlength(rest) > width:
            taken = max(1, _most_letters(rest, "", face, width))
            yield rest[:taken]
            rest = rest[taken:]
        yield rest


def _most_letters(text: str, ending: str, face: Font, width: int) -> int:
    """Return how many letters of a text fit into a width, before an ending."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = face.getlength(text[:middle].rstrip() + ending) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


@lru_cache(maxsize=4096)
def _is_known(letter: str) -> bool:
    if letter == " ":
        return True
    if category(letter)[0] == "C":
        return False
    return _shape(letter) != _shape(_MISSING)


def _shape(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font("Regular", 24).getmask(letter)
    return mask.size, bytes(mask)


def _in_latin(text: str) -> str:
    """Return letters that the font has not, in those that it has: `中` as `Zhong`."""
    plain = "".join(one for one in normalize("NFKD", text) if category(one) != "Mn")
    if plain and all(map(_is_known, plain)):
        return plain
    return slugify(text, lowercase=False, separator=" ")
