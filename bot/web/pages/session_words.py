"""What the page of a session says."""

from bot.language import text

CHAIR = text("Chair: {name}")
ROOM = text("Room: {name}")
PROGRAMME = text("Programme")
MATERIALS = text("Materials")
