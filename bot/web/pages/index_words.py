"""What the first page says."""

from bot.language import plural, text

TITLE = text("Talks")
LEAD = text("Everything that is on, and what comes next.")
ON_NOW = text("On now")
NEXT = text("Next")
TODAY = text("Today")
TOMORROW = text("Tomorrow")
THIS_WEEK = text("Later this week")
NEXT_WEEK = text("Next week")
LATER = text("Later")
ALL_TO_COME = text("All that is yet to come")
SERIES = text("Series")
TO_COME = plural("{count} to come", "{count} to come")
NOTHING_COMES = text("Nothing is announced.")
ALL_IN_ONE = text("All series in one calendar")
NOTHING = text("There are no series yet.")
ADD_ONE = text(
    "Whoever runs this Talkbell adds one with a file in its folder of schedules, or by sending the "
    "programme to the bot with /new. It is shown here at once."
)
