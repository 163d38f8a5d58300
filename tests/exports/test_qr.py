"""QR codes say what they should, and need nothing that pages forbid."""

import re

import pytest
import segno

from bot.exports.qr import render_qr

ADDRESS = "https://t.example/talkbell_bot?start=a&b=<c>"


def drawn(svg: str) -> set[tuple[int, int]]:
    """Return the dark modules that a path draws, by row and column, the quiet zone left out."""
    (path,) = re.findall(r'<path stroke="#000" d="([^"]*)"', svg)
    column, row = 0.0, 0.0
    dark: set[tuple[int, int]] = set()
    for command, said in re.findall(r"([Mmh])([^Mmh]*)", path):
        numbers = [float(one) for one in re.findall(r"-?[0-9.]+", said)]
        if command == "h":
            dark |= {(int(row) - 4, int(column) - 4 + n) for n in range(int(numbers[0]))}
            column += numbers[0]
        else:
            column, row = column + numbers[0], row + numbers[1]
    return dark


def test_code_draws_the_matrix_of_its_address() -> None:
    matrix = segno.make(ADDRESS, error="m", micro=False, boost_error=False).matrix
    dark = {(r, c) for r, row in enumerate(matrix) for c, is_dark in enumerate(row) if is_dark}
    assert drawn(render_qr(ADDRESS)) == dark
    assert len(dark) > 300


def test_code_stands_in_a_page_as_it_is() -> None:
    svg = render_qr(ADDRESS, title='The <bot> "here"')
    size = len(segno.make(ADDRESS, error="m", micro=False, boost_error=False).matrix) + 8
    begin = f'<svg viewBox="0 0 {size} {size}" class="qr"><title>The &lt;bot&gt; "here"</title>'
    assert svg.startswith(begin + f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>')
    assert "style=" not in svg
    assert "<title>" not in render_qr(ADDRESS)


def test_address_that_is_too_long_is_refused() -> None:
    assert render_qr("a" * 2331)
    with pytest.raises(ValueError, match="too large"):
        render_qr("a" * 2332)
