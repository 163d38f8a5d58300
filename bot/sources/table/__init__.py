"""Tables as spreadsheets export them (CSV)."""

from bot.sources.table.reading import read_table
from bot.sources.table.rows import looks_like_table

__all__ = ["looks_like_table", "read_table"]
