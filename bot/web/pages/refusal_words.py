"""What is said where there is no page: why, and where to go instead."""

from bot.language import plural, text

ALL_SERIES = text("All series")

NOT_FOUND = text("Not found")
NOTHING_HERE = text("There is nothing at this address.")
NEAREST = text("Did you mean one of these?")
NO_SESSION = text("There is no session at this address.")
NO_CALENDAR = text(
    "There is no such calendar. Its address may have been renewed: ask the bot for it."
)
NO_FILE = text("There is no such file any more.")
GONE = text("No longer here")
GONE_TOLD = text("This session is not on the programme any more.")

UNREADY = text("Not ready yet")
UNREADY_TOLD = text("The schedules could not be read yet. Try again in a moment.")
TOO_MANY = text("Too many requests")
TOO_MANY_TOLD = plural(
    "Too much was asked from your address. Try again in {count} second.",
    "Too much was asked from your address. Try again in {count} seconds.",
)
FAILED = text("Something went wrong")
FAILED_TOLD = text("It is our fault, and it is in our log. Try again later.")

UNKNOWN_ZONE = text("This zone is not known")
UNKNOWN_ZONE_TOLD = text(
    "No zone or city called “{read}” is known here. Write a bigger city of the same zone, a "
    "country, or a zone such as Europe/Zurich."
)
UNCLEAR_ZONE_TOLD = text("“{read}” does not say which zone is meant. Choose one:")
BACK = text("Back to the page")

NO_VIEW = text("There is no such view")
NO_VIEW_TOLD = text(
    "A programme is shown by week or by month. The address says which: on=2026-03 is a month, "
    "on=2026-03-02 the week of that day."
)
NOTHING_THEN = text("That week or month is outside the programme.")
NO_DATES = text("The programme has no dates yet.")
BY_WEEK = text("See the programme by week")
BY_MONTH = text("See the programme by month")
WHOLE = text("The whole programme")
