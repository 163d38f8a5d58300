"""What the bot says to organizers of their announcements, in English; as in `words`."""

from bot.language import markup, plural, text

HOW = markup(
    "To tell something to all who follow, write {message}, with words of a talk or of its series "
    "before the colon. {talk} alone announces a talk, or what is to come of a series. You see it "
    "before anything is sent."
)
WAITING = markup("<b>What is still to leave</b>")
LEAVING = markup("<b>What has just left</b>")
LINE = markup("<b>{title}</b>\n{time}\n{text}")
WITHOUT_TEXT = text("the programme, as it is then")
DROP_ONE = text("Drop: {title}")
UNDO_ONE = text("Undo: {title}")

PREVIEW = markup("<b>Nothing is sent yet.</b> This is what would leave:")
PREVIEW_AGAIN = markup("It has changed meanwhile, so nothing was sent. It would be now:")
LINE_BETWEEN = "⸻"
GOES_NOW = plural("It goes to {count} chat, at once.", "It goes to {count} chats, at once.")
GOES_AT = plural(
    "It goes to {count} chat as of now, on {time}.",
    "It goes to {count} chats as of now, on {time}.",
)
WHO = markup("Who has said “none” to changes gets none.")
PUBLISH = text("Publish")
PUBLISH_LATER = text("Schedule it")
LATER = text("Later …")
TO_ME = text("Send it to me")
DROP = text("Drop")
UNDO = text("Undo")
PUBLISHED = plural(
    "Published: it leaves for {count} chat now. It can be taken back for a minute.",
    "Published: it leaves for {count} chats now. It can be taken back for a minute.",
)
SCHEDULED = markup("Scheduled: it leaves on {time}. /announce lists it until then.")
DROPPED = markup("Nothing is sent.")
UNDONE = markup("Taken back: nothing more of it leaves, and what has left is edited.")
TOO_LATE = markup("It has been leaving for more than a minute, and cannot be taken back any more.")
ANSWERED = markup("That was published or dropped already, or has been too long ago.")
SENT_TO_ME = markup("It is on its way to you, in our private chat.")
SENT_ALREADY = markup("You have got it already.")
WHEN = markup("When? Write it as in {example}, in the hours of the series: {zone}.")
TOMORROW = text("Tomorrow, 9:00")
NO_DRAFT = markup("There is nothing to be scheduled. /announce begins with what is to be said.")
WHICH = markup("Which one is meant?")
WHICH_WRITTEN = markup("Which one is meant? Write your message once more, behind one of these:")
NONE_FOUND = markup(
    "I find none for “{words}” in what you organize. A message stands behind a colon: {example}"
)
