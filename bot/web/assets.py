"""What pages look like and what they can do: one style sheet and one script, kept for ever.

Each is put together from the files of its folder, in the order of `_STYLES` and `_SCRIPTS`, and is
served under a name with its hash. So another version has another address, and browsers ask once.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_STYLES = (
    *("base", "times", "index", "searching", "series", "timetable", "calendar", "session"),
    *("subscribe", "embed", "refusal", "rich", "organize"),
    "print",  # the last, as it takes back what others say
)
_SCRIPTS = ("turning", "zones", "copying", "current", "searching")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served: by what name, as what; `digest` is of its content."""

    name: str
    content_type: str
    data: bytes
    digest: str

    @property
    def path(self) -> str:
        """Where it is served."""
        return f"/static/{self.name}"


@cache
def style() -> Asset:
    """Return the style sheet of all pages."""
    return _asset("css", "text/css; charset=utf-8", _joined("styles", _STYLES, "css"))


@cache
def script() -> Asset:
    """Return the script of all pages. Its parts share their functions, and nothing with others."""
    parts = _joined("scripts", _SCRIPTS, "js")
    return _asset(
        "js", "text/javascript; charset=utf-8", f"(() => {{\n'use strict';\n{parts}}})();\n"
    )


@cache
def frame_script() -> Asset:
    """Return the script of frames on sites of others, which do nothing but ask for their zone."""
    source = _joined("scripts", ("framed",), "js")
    return _asset(
        "js", "text/javascript; charset=utf-8", f"(() => {{\n'use strict';\n{source}}})();\n"
    )


@cache
def icon() -> Asset:
    """Return the mark of Talkbell."""
    return _asset("svg", "image/svg+xml", (_FOLDER / "mark.svg").read_text("utf-8"))


def _joined(folder: str, names: tuple[str, ...], ending: str) -> str:
    return "".join((_FOLDER / folder / f"{name}.{ending}").read_text("utf-8") for name in names)


def _asset(ending: str, content_type: str, text: str) -> Asset:
    data = text.encode()
    digest = urlsafe_b64encode(sha256(data).digest()[:18]).decode()
    return Asset(f"talkbell.{digest[:12]}.{ending}", content_type, data, digest)
