"""Writing what commands make: files, and JSON."""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from bot.errors import TalkbellError


def print_json(content: object) -> None:
    """Print JSON, which is UTF-8 on every terminal."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(f"{text}\n".encode(errors="replace"))


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, making its folder if need be.

    Raises TalkbellError where it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # a device or a named pipe stays what it is
            path.write_bytes(data)
            return
        temporary.write_bytes(data)
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        message = f"{path}: {error.strerror}"
        raise TalkbellError(message) from None


def is_folder(target: str) -> bool:
    """Tell a folder by being one, by its slash, or, if it is not there, by having no ending."""
    path = Path(target)
    return path.is_dir() or target.endswith(("/", "\\")) or not (path.suffix or path.exists())
