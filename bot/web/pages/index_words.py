"""What the first page says."""

from bot.language import text

TITLE = text("Talks")
LEAD = text("Everything that is on, and what comes next.")
ON_NOW = text("On now")
NEXT = text("Next")
SERIES = text("Series")
NOTHING = text("There are no series yet.")
NOTHING_COMES = text("Nothing is announced.")
ALL_IN_ONE = text("All series in one calendar")
