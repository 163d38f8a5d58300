"""What the bot says to organizers of series, in English; as in `words`. Nobody else hears it."""

from markupsafe import Markup

from bot.language import markup, plural, text

JOINED = markup(
    "You are an organizer of <b>{title}</b> now: what you change here, all who follow it see.\n\n"
    "/edit shows what you can do."
)
NO_SUCH_INVITATION = markup(
    "This link does not count. Each is for one person, once, within 24 hours; whoever runs this "
    "bot can give you a new one."
)
ORGANIZERS = markup("<b>Who may change what you organize</b>")
FORGET_RIGHTS = markup(
    "You can change no series any more then, unless its definition names you. That it was you who "
    "changed something stays with it."
)
FORGOTTEN_BUT = markup(
    "Kept is what you did as an organizer: /mydata shows it. A right that a definition gives ends "
    "when it is taken out there."
)
ORGANIZERS_PRIVATE = markup("Who organizes is not told in groups. Ask me in private.")
ORGANIZERS_OF = Markup("<b>{title}</b>")
ORGANIZER = Markup("{name}")
ORGANIZER_YOU = markup("{name} – you")
ORGANIZER_NAMED = markup("{name} – named by the definition, which alone can take them out")
REVOKE = text("Take out {name}")
REVOKE_OF = text("Take out {name}: {title}")
REVOKED = markup("{name} cannot change <b>{title}</b> any more.")
REVOKED_BUT_NAMED = markup(
    "The right that a link gave {name} is gone. They can change <b>{title}</b> still, as its "
    "definition names them."
)
LEAVE = markup(
    "<b>Take yourself out of {title}?</b>\n\nYou cannot change it any more then, nor are you asked "
    "or reminded of anything. Only whoever runs this bot can give it back to you, by a new link."
)
LEAVE_ALONE = markup(
    "<b>You are the only one who may change {title}. Take yourself out all the same?</b>\n\n"
    "Nobody can move or cancel a talk in chat then, and nobody is told what is missing, what "
    "speakers send, or what is doubtful. Only whoever runs this bot can let somebody in again."
)
LEAVE_YES = text("Yes, take me out")
NEW_TIME = text("19 July 17:00")
LEAVE_NO = text("No, I stay")
REVOKED_ALREADY = markup("That one could not change it any more anyway.")
ORGANIZE_NOTHING = markup("You organize nothing any more.")

EDIT = markup("<b>What you organize</b>\n\nChoose one, or write what is to change: {example}")
RESTORE_NOTHING = markup("Nothing of what you organize is cancelled.")
EDIT_NOTHING = markup("Nothing of what you organize is to come.")
EDIT_ASKS = markup("What is to change? You see what it comes to before anything is told.")
EDIT_ONE = markup(
    "To change it, write as in\n{examples}\n\nYou see what it comes to before anything is told."
)
CHANGED_IN_CHAT = markup("Changed in chat on {date}: {facets}. Its definition says something else.")
ADDED_IN_CHAT = markup("Added in chat on {date}. Its definition does not have it yet.")
FACETS = {
    "time": text("time"),
    "standing": text("whether it takes place"),
    "link": text("link"),
    "material": text("slides"),
    "title": text("title"),
    "speakers": text("speakers"),
    "abstract": text("abstract"),
    "room": text("room"),
}
WHICH_OWN = markup("Which one?")
NO_SUCH_OWN = markup("I find none for “{words}” in what you organize.")
MOVE_TO = markup("To when? Write it as in {example}")
MOVE_ASKED = markup(
    "To when? Write it as in 19 July 17:00, or “one week later”; hours are those of {zone}."
)
WHICH_TIME = markup(
    "<b>{problem}</b>\n\nChoose one, or write it with its date, as in 19 July 17:00; hours are "
    "those of {zone}. You see first what it comes to."
)
LINK_TO = markup("Which link? Write it as in {example}")
SLIDES_AT = markup("Where are they? Write it as in {example}")

LINK_ASKED = markup("Send me the link to join, with its passcode if it has one.")
SLIDES_ASKED = markup("Send me the web address of the slides.")

PREVIEW = markup("<b>Nothing is published yet.</b> This is what would change:")
PREVIEW_AGAIN = markup("It has changed meanwhile, so nothing was published. It would be now:")
PUBLISHED = markup("<b>Published.</b>")
DROPPED = markup("Nothing is changed.")
ANSWERED = markup("That was published or dropped already, or has been too long ago.")
WAS = markup("Until now: {what}")
WILL_BE = markup("From now on: {what}")
CANCELLED_FOR = markup("cancelled, because: {reason}")
CANCELLED_PLAIN = text("cancelled")
TAKES_PLACE = text("takes place")
NO_LINK = text("no link")
LINK_ON = text("a link on {host}")
LINK_ON_WITH = text("a link on {host}, with a passcode")
NO_TIME = text("no date")
NO_MATERIALS = text("no slides")
ENTRY_MOVES = markup(
    "Calendars show the new time when they refresh, which takes some of them a day; the entry "
    "stays the same one."
)
ENTRY_CANCELLED = markup("Calendars show it as cancelled, or take it out, when they refresh.")
ENTRY_RESTORED = markup("Calendars show it again when they refresh.")
ENTRY_NEW = markup("Calendars get an entry of it when they refresh.")
ENTRY_REFRESHED = markup("Calendars show it when they refresh.")
LEFT = plural(
    "{count} reminder of it has left already.", "{count} reminders of it have left already."
)
LEFT_MOVED = markup("New ones come before the new time.")
LEFT_CANCELLED = markup("No more of them come.")
LEFT_LINK = markup("Those of the last hour get the new link.")
SAY_WHY = markup("To say why, write it behind: {example}")
SAY_WHY_BUTTON = text("Say why")
WHY = markup("Why is it cancelled? Everybody can read what you write.")
PUBLISH = text("Publish")
DROP = text("Drop")
MOVE_IT = text("Another time")
WEEK_LATER = text("One week later")
LINK_IT = text("Link")
SLIDES_IT = text("Slides")
DESCRIBE_IT = text("Describe it")
CANCEL_IT = text("Cancel it")
RESTORE_IT = text("Restore it")
TBA = markup("<b>What is still missing</b>")
TBA_NOTHING = markup("Nothing is missing in what you organize.")
TBA_LINE = markup("{line}\nmissing: {what}")
MISSING = {
    "title": text("title"),
    "speaker": text("speaker"),
    "abstract": text("abstract"),
    "link": text("link"),
    "date": text("date"),
}
