"""QR codes of addresses, to be pointed at with a telephone."""

from markupsafe import Markup

_QUIET = 4  # modules around the code that scanners need free (ISO/IEC 18004)


def render_qr(address: str, *, title: str = "") -> Markup:
    """Return a QR code as SVG that may stand in a page, as large as its style says.

    It is dark on light wherever it stands, as many scanners read no other. `title` is what it is
    called to those who cannot see it; without one it has no name. Raises `ValueError` for an
    address that is too long for a QR code (2,331 bytes).
    """
    import segno  # noqa: PLC0415 - slow to load

    code = segno.make(address, error="m", micro=False, boost_error=False)
    svg = code.svg_inline(
        border=_QUIET,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        title=title or None,
    )
    return Markup(svg)  # noqa: S704 - segno escapes the title, and nothing else is a text
