"""Standard output, whatever terminal, pipe or disk is behind it."""

import codecs
import io
import os
import sys
from pathlib import Path
from unicodedata import normalize

_SPELT = {"─": "-", "–": "-", "—": "-", "·": "-", "…": "...", "“": '"', "”": '"', "’": "'"}


def prepare_output() -> None:
    """Let no sign fail that a terminal lacks, nor an output that the caller has closed."""
    codecs.register_error("talkbell", _spell)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # `>&-`
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - kept
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="talkbell")


def abandon_output() -> None:
    """Send what cannot be written nowhere: the pipe is closed, or the disk full."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _spell(error: UnicodeError) -> tuple[str, int]:
    """Return how characters that an encoding lacks are written in those that it has."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - we only write
    text = error.object[error.start : error.end]
    return "".join(_SPELT.get(sign) or _bare(sign, error.encoding) for sign in text), error.end


def _bare(sign: str, encoding: str) -> str:
    """Return a letter without its accent, `?` for what has nothing like it in the encoding."""
    return normalize("NFKD", sign).encode(encoding, "ignore").decode(encoding) or "?"
