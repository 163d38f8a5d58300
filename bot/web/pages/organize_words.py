"""What the organizers' page of a series says."""

from bot.language import plural, text

TITLE = text("For organizers: {title}")
OPENING = text("Your series, from behind the scenes")
OPENING_TOLD = text(
    "This link opens the page of your series once, in this browser. It tells what will be sent, "
    "what was, and who follows and reads it: numbers alone, and no names."
)
OPEN = text("Open")
CLOSED = text("Closed")
CLOSED_TOLD = text("This browser sees the page no more. The bot gives you another link.")
CLOSE = text("Close this page")
CLOSE_TOLD = text("This browser sees the page for twelve hours, unless you close it.")
UNKNOWN = text("There is nothing to see here")
UNKNOWN_TOLD = text(
    "A link to this page counts once, for a quarter of an hour, and the page stays open for twelve "
    "hours then. Ask the bot for another one: {command}"
)
FOREIGN = text("This did not come from here")
FOREIGN_TOLD = text("Another site has sent this, so nothing was done. Open the link once more.")

TO_SEND = text("What will be sent in the next 14 days")
TO_SEND_TOLD = text(
    "As all is now: what changes until then, or who comes and goes, changes this too."
)
NOTHING_TO_SEND = text("Nothing will be sent.")
ON_THEIR_WAY = plural(
    "{count} message is on its way at the moment.",
    "{count} messages are on their way at the moment.",
)
CHATS = plural("{count} chat", "{count} chats")
REMINDER = text("Reminder, {length} before: {headline}")
CHANGE = text("What has changed: {headline}")
ANNOUNCEMENT = text("Announcement")
ANNOUNCEMENT_OF = text("Announcement: {text}")
DROPPED_TOLD = text("It will not be sent: it makes no sense any more, or who wrote it may not.")

RESULTS = text("What was sent in the last 30 days")
NO_RESULTS = text("Nothing was due.")
CHART = text("Messages by day and by what became of them")
CHART_TOLD = text(
    "Bars from {first} to {last}. The most on one day: {most}. The table below has the numbers."
)
MOST = text("the most on one day: {count}")
AS_TABLE = text("As a table")
DAY = text("Day")
OUTCOMES = {
    "sent": text("in time"),
    "late": text("late"),
    "failed": text("not reached"),
    "dropped": text("given up"),
}
OUTCOMES_TOLD = text(
    "Late is what left more than a minute after it was due; not reached are chats that have gone "
    "or blocked the bot; given up is what could not be sent while it had a use."
)

LACKING = text("What is still missing")
NOTHING_LACKING = text("Nothing is missing.")
LACKS = {
    "title": text("title"),
    "speaker": text("speaker"),
    "abstract": text("abstract"),
    "link": text("link to join"),
    "date": text("date"),
}
MISSING = text("Missing: {what}")
SAY_TO_BOT = text("Say to the bot:")

FOLLOWING = text("Who follows")
NOBODY_FOLLOWS = text("Nobody follows this series in a chat yet.")
PLATFORM = text("Platform")
WHOLE = text("The whole series")
SINGLE = text("Single talks alone")
UNREACHABLE = text("Cannot be reached")
ROOMS = text("Rooms on other platforms")
TERMINAL = text("Terminal")

READERS = text("Calendar apps that read the feeds")
NOBODY_READS = text("No calendar app has asked for a feed of this series in the last 30 days.")
APP = text("App")
READERS_A_DAY = text("Readers on one day, at least")
LAST_READ = text("Last seen")
OTHER_APPS = text("Other apps")
READERS_TOLD = text(
    "The most on one day of the last 30. A reader is an address and an app, so it is an estimate: "
    "several people behind one address count once, and somebody on the road may count twice. "
    "Google and Exchange ask once for many. Whoever it is, nothing of them is kept."
)
