"""What the page of a session says."""

from bot.language import text

ADD_TO_CALENDAR = text("Add to a calendar")
CHAIR = text("Chair: {name}")
ROOM = text("Room: {name}")
PROGRAMME = text("Programme")
MATERIALS = text("Materials")
