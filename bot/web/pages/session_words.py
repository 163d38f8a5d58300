"""What the page of a session says."""

from bot.language import text

CHAIR = text("Chair")
PLACE = text("Where")
PROGRAMME = text("Programme")
ABSTRACT = text("Abstract")
MATERIALS = text("Materials")
AT_THE_SAME_HOUR = text("At the same hour")
BEFORE_AND_AFTER = text("Before and after")
BEFORE = text("Before")
AFTER = text("After")
RECORDING = text("The recording takes {length}.")
ON_NOW = text("On now")
