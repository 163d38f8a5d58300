"""Conference schedules as frab, pentabarf and pretalx publish them: XML, and the same as JSON.

The format: https://github.com/voc/schedule.
"""

from bot.sources.frab.documents import is_frab_json
from bot.sources.frab.reading import read_frab_json, read_frab_xml

__all__ = ["is_frab_json", "read_frab_json", "read_frab_xml"]
