"""What the page of a series says."""

from bot.language import plural, text

ABOUT = text("About")
ORGANIZERS = text("Organized by {names}")
HOMEPAGE = text("Homepage")
NEXT = text("Next")
ON_NOW = text("On now")
UPCOMING = text("Upcoming")
UNDATED = text("Date to be defined")
PAST = text("Past")
NOTHING_COMES = text("Nothing is announced.")
TALKS = plural("{count} talk", "{count} talks")
FORMATS = text("Other formats")
FEED_CALENDAR = text("Calendar (iCalendar)")
FEED_JSON = text("JSON")
FEED_SCHEDULE = text("Schedule for conference apps (XML)")
FEED_CHANGES = text("Changes (Atom)")
