"""What notices say: a heading for each change, and lines below it. `{time}` is a time in words."""

from bot.domain.series import MaterialKind
from bot.language import plural, text
from bot.reminders.notices import What

HEADINGS = {
    What.CANCELLED: text("Cancelled: {title}"),
    What.POSTPONED: text("Postponed: {title}"),
    What.RESTORED: text("It takes place after all: {title}"),
    What.MOVED: text("Moved: {title}"),
    What.ADDED: text("New: {title}"),
    What.DATED: text("It has a date now: {title}"),
    What.ANNOUNCED: text("Announced: {title}"),
    What.LINK: text("The link has changed: {title}"),
    What.ROOM: text("The room has changed: {title}"),
}
NEW_LINK = text("There is a link now: {title}")
NO_LINK = text("There is no link any more: {title}")
OF_TALK = text("{materials} of the talk of {day}")
MATERIALS = {
    MaterialKind.SLIDES: text("Slides"),
    MaterialKind.VIDEO: text("Recording"),
    MaterialKind.PAPER: text("Paper"),
    MaterialKind.OTHER: text("Link"),
}

NEW_TIME = text("New time: {time}")
OLD_TIME = text("Old time: {time}")
CALENDAR = text("Your calendar may show the old time until it refreshes.")
PLANNED = text("It was planned for: {time}")
NO_DATE = text("There is no new date yet.")
REASON = text("Reason: {reason}")
WHEN = text("When: {time}")
LINK = text("The link has changed.")
LINK_GONE = text("There is no link any more.")
ROOM = text("Room: {room} (before: {old})")
ROOM_NEW = text("Room: {room}")
ROOM_GONE = text("It is not in this room any more: {old}")
TITLE = text("It is announced now.")

ADDED = plural("A new session", "{count} new sessions")
CANCELLED = plural("A session is cancelled", "{count} sessions are cancelled")
OVERLAP = plural(
    "It overlaps with this, which you follow too:", "It overlaps with these, which you follow too:"
)
END = text("/changes says of which changes you are told.")

# A reminder says first what has changed since it was told.
MOVED_FROM = text("Moved; the old time was {time}")
MOVED_TO = text("Moved to {time}")
IS_CANCELLED = text("Cancelled")
IS_POSTPONED = text("Postponed; there is no new date yet")
IS_CANCELLED_FOR = text("Cancelled: {reason}")
