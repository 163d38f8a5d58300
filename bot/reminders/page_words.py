"""What organizers are asked, and told, of the address that their series is read from."""

from bot.language import markup, plural, text

DOUBTFUL = markup(
    "<b>{title}</b>: something on {host} has changed, and I am not sure that it is meant. "
    "Nobody has been told of it."
)
LOSES = markup(
    "<b>{title}</b>: {lost} of {future} sessions to come are not on {host} any more. "
    "Nothing was changed, and nobody has been told."
)
UNREAD = markup("<b>{title}</b>: I cannot read all that stands on {host} now.")

GONE = markup("Taken out: {name}, {time}")
NEW = markup("New: {name}, {time}")
MOVED = markup("Moved: {name}\nuntil now: {old}\nthen: {new}")
CANCELLED = markup("Cancelled: {name}, {time}")
OTHERWISE = markup("Otherwise: {name}\nthen: {new}")
DETAILS = markup("Details: {name}, {time}")
LINE = markup("Line {line}: {why}")
NO_LINE = markup("Not sure: {why}")
MORE = plural("… and one more.", "… and {count} more.")
NO_DATE = text("no date")
NAMELESS = text("a session without a title")

APPLY_OR_IGNORE = markup(
    "Apply takes over all of it, and those who follow are told. Ignore leaves it as it is, "
    "until something else stands there."
)
ONLY_IGNORE = markup("Mend it there, or ignore it: I say no more of it until it is another.")
APPLY = text("Apply")
IGNORE = text("Ignore")

FAILING = markup(
    "<b>{title}</b>: {host} has not been readable since {time}. What was read last counts still; "
    "changes made there reach nobody.\n\nThe reason: {why}"
)
WELL = markup("<b>{title}</b>: {host} is readable again. It had not been since {time}.")
