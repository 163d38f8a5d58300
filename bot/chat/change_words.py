"""What the bot says of the changes that a chat is told of. As in `words.py`."""

from bot.language import markup, text
from bot.reminders.notices import Wish

CHANGES = {
    Wish.ALL: markup("You are told of all changes."),
    Wish.TIME: markup("You are told when sessions are moved, cancelled or new, and of no more."),
    Wish.NONE: markup("You are told of no changes; reminders always have what counts."),
}
CHANGES_OF = markup("<b>{title}</b>\n{now}")
CHANGES_ASK = markup("Of which changes do you want to be told?")
LABELS = {
    Wish.ALL: text("All changes"),
    Wish.TIME: text("Time and cancellation"),
    Wish.NONE: text("No changes"),
}
