"""The JSON Schema of definitions: what editors complete, and which keys the reader knows."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the definition format."""
    text = files("bot.sources.definition").joinpath("schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def known_keys(what: str) -> tuple[str, ...]:
    """Return the keys of a `series` or of one of the schema's definitions (`session`, `talk` …)."""
    schema = load_schema()
    part = schema if what == "series" else schema["$defs"][what]
    return tuple(part["properties"])
