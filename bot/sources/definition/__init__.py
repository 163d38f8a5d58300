"""Schedule definitions: a YAML file describes a series (the format: `docs/definitions.md`)."""

from bot.sources.definition.dumping import Comments, dump_definition
from bot.sources.definition.reading import read_definition
from bot.sources.definition.schema import load_schema
from bot.sources.definition.write_ids import write_ids

__all__ = ["Comments", "dump_definition", "load_schema", "read_definition", "write_ids"]
