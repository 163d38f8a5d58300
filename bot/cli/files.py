"""Writing what commands make."""

import os
from pathlib import Path

from bot.errors import TalkbellError


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, making its folder if need be.

    Raises TalkbellError where it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        message = f"{path}: {error.strerror}"
        raise TalkbellError(message) from None
