"""What every page says around its content, and of times."""

from bot.language import plural, text

SKIP = text("Skip to the content")
ALL_TALKS = text("All talks")
SEARCH = text("Search")
SEARCH_TALKS = text("Search talks, people, abstracts")
LANGUAGE = text("Language")
FOOTER = text("Calendars, reminders and these pages come from one schedule.")

ZONE_OF_HOST = text("Times as clocks show them where the talks are")
ZONE_OF_READER = text("Times in {city}")
ZONE_CHANGE = text("Change")
ZONE_LABEL = text("Your city or time zone")
ZONE_HINT = text("for example Tokyo, New York or Europe/Zurich")
ZONE_SHOW = text("Show")
ZONE_AS_DEVICE = text("As on this device")
ZONE_AS_HOST = text("As where the talks are")
HOST_TIME = text("{hours} ({city} time)")

NOW = text("on now")
TODAY = text("today")
TOMORROW = text("tomorrow")
YESTERDAY = text("yesterday")
IN_DAYS = plural("in {count} day", "in {count} days")
IN_WEEKS = plural("in {count} week", "in {count} weeks")

HOUR_TO_COME = text("{day}, the hour is yet to come")
HOUR_ALONE_TO_COME = text("the hour is yet to come")
DATE_TO_COME = text("Date to be defined")

CANCELLED = text("Cancelled")
CANCELLED_REASON = text("Cancelled: {reason}")
TENTATIVE = text("Not confirmed yet")
TENTATIVE_REASON = text("Not confirmed yet: {reason}")
TITLE_TO_COME = text("Title to be announced")
LINK_COMES = text("The link to join comes with your reminder.")
JOIN = text("Join online")
PASSCODE = text("Passcode: {passcode}")
