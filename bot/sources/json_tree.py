"""JSON from strangers: parsed within limits, and asked for what it should be."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.errors import TalkbellError
from bot.language import saying

Json = Any  # what `json.loads` gives: mappings, lists, texts, numbers, truth values, None
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_]\w{2,8})?")
_LANGUAGES = ("en", "de", "fr", "es", "it")


def load_json(data: bytes, name: str) -> Json:
    """Return what a JSON text says; raises TalkbellError where it is none, or nested too deep."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=lambda _: None)
    except UnicodeDecodeError:
        message = saying("{name}: this is not UTF-8 text", name=name)
    except json.JSONDecodeError as error:
        message = saying(
            "{name}:{line}:{column}: this is not JSON: {error}",
            name=name,
            line=error.lineno,
            column=error.colno,
            error=error.msg,
        )
    except (RecursionError, ValueError):  # Python refuses numbers of thousands of digits
        message = saying(
            "{name}: this JSON is nested too deep, or has too large a number", name=name
        )
    raise TalkbellError(message)


def mapping(value: Json) -> dict[str, Json]:
    """Return a mapping as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """Return a list as it is, anything else as an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: Json) -> list[dict[str, Json]]:
    """Return the mappings in a list."""
    return [item for item in items(value) if isinstance(item, dict)]


def text(value: Json) -> str:
    """Return a text or a whole number as text; of a text in several languages, one of them."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    if isinstance(value, dict) and all(_LANGUAGE.fullmatch(key) for key in value):
        return next((text(value[code]) for code in (*_LANGUAGES, *value) if code in value), "")
    return ""


def lines_of_items(data: bytes, key: str) -> Iterator[int]:
    """Yield the lines, from 1, on which the items of the first list called `key` begin.

    `data` has to be JSON as `load_json` accepts it.
    """
    content = data.decode("utf-8-sig")
    found = re.search(rf'"{key}"\s*:\s*\[', content)
    if not found:
        return
    decoder = json.JSONDecoder()
    position, line = found.end(), content.count("\n", 0, found.end()) + 1
    while True:
        begin = _skip(content, position)
        if begin >= len(content) or content[begin] == "]":
            return
        line += content.count("\n", position, begin)
        yield line
        _, position = decoder.raw_decode(content, begin)
        line += content.count("\n", begin, position)


def _skip(content: str, position: int) -> int:
    while position < len(content) and content[position] in " \t\r\n,":
        position += 1
    return position
