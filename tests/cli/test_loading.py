"""Starting is quick: what takes long to load is loaded by whoever needs it."""

import subprocess
import sys
from pathlib import Path

# Telegram is for a token, Apprise for an address, Alembic for tables of another version; readers
# and what fetches are for what is imported, and pictures for whoever asks for one.
SLOW = (
    "aiohttp alembic apprise bot.sources.frab bot.sources.ics bot.sources.page bot.sources.table"
    " httpx lxml.html markdown_it PIL pylatexenc recurring_ical_events segno telegram"
)
CODE = f"""
import sys
import bot.cli.chat, bot.cli.run, bot.cli.sync, bot.cli.worker
from bot.domain.latex import readable
readable(r"a -- \\emph{{b}} $5")
print(*(name for name in {SLOW.split()} if name in sys.modules))
"""


def test_what_is_slow_to_load_is_not_loaded_before_it_is_needed() -> None:
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", CODE], capture_output=True, check=True, cwd=root)
    assert ran.stdout.decode().split() == []
