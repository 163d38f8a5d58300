"""All that the bot says, in English; it is said in the language that is spoken when it is used.

`markup` is Telegram's HTML, and escapes what is put into its `{}` fields: texts, and other
templates once filled. `text` is without tags. What has no words in it needs neither.
"""

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup

from bot.domain.durations import describe_distance, describe_duration, rounded
from bot.domain.series import SeriesKind
from bot.flows.delivery.buttons import LABELS
from bot.language import markup, plural, text

WELCOME = markup(
    "<b>Talkbell</b> tells you of talks before they begin: who speaks, about what, and the link "
    "to join.\n\nWhich series do you want to follow?"
)
WELCOME_BACK = markup("Good to see you again.")
NO_SERIES = markup("There is no series here yet. Come back soon.")
SERIES_HEADING = markup("<b>Series</b> ({count})")
SERIES_LINE = markup("<b>{title}</b>{mark}\n{kind}, {next}")
FOLLOWED_MARK = Markup(" ✓")
NEXT_ON = markup("next on {time}")
NOTHING_TO_COME = markup("nothing to come")
NO_TIMES = markup("{count}, to be seen at any time")

FOLLOWING = markup("You follow <b>{title}</b> now.")
FOLLOWING_ALREADY = markup("You follow <b>{title}</b> already.")
UNFOLLOWED = markup("You do not follow <b>{title}</b> any more.")
NOT_FOLLOWED = markup("You do not follow <b>{title}</b>.")
STARS_STAY = markup("Of it, you still follow single sessions: {sessions}.")
FOLLOWS_NONE = markup("You follow no series.")

SESSION_LINE = Markup("{time}\n<b>{headline}</b>")
SESSION_LINE_OF = Markup("{time}\n<b>{headline}</b>\n<i>{series}</i>")
BEGAN = text("began {distance}")
HOMEPAGE = text("Homepage")
MORE = text("More")
KINDS = {
    SeriesKind.SEMINAR: text("seminar"),
    SeriesKind.WORKSHOP: text("workshop"),
    SeriesKind.CONFERENCE: text("conference"),
    SeriesKind.COURSE: text("course"),
    SeriesKind.PLAYLIST: text("playlist"),
}
ON_NOW = markup("<b>now</b>")
IS_OVER = markup("over")
TODAY_AT = text("today at {time}")
TOMORROW_AT = text("tomorrow at {time}")
NO_DATE = text("no date yet")
CANCELLED = markup("<b>Cancelled</b>")
TENTATIVE = markup("Not confirmed yet")
WITH_REASON = markup("{what}: {reason}")

FOUND = markup("Found for “{words}”")
FOUND_NOTHING = markup(
    "Nothing is found for “{words}”. Try a speaker's name, or a word of a title; /series has all "
    "series, /help what I understand."
)
SEARCH_WHAT = markup("What are you looking for? Write a name, or a word of a title.")
WELCOME_THANKS = markup("You are welcome.")
ALL_RIGHT = markup("All right. What do you want to see?")
WHICH_TALK = markup("Which one do you mean?")
WHICH_SERIES = markup("Which series do you mean?")
NO_SUCH_SERIES = markup("There is no series “{words}”. These there are:")
NO_SUCH_TALK = markup("I find no talk for “{words}”.")
GONE = markup("That is not there any more. /next shows what is to come.")

JOIN = markup('<a href="{url}">Join on {host}</a>')
PASSCODE = markup("Passcode: <code>{passcode}</code>")
JOIN_WITHHELD = markup("The link to join is for those who follow the series.")
WHERE = markup("Where: {place}")
CHAIR = markup("Chair: {name}")
RECORDING = markup("Recording: {length}")
LINK = Markup('<a href="{url}">{text}</a>')

LANGUAGE_IS = markup("I speak <b>{name}</b> here.")
LANGUAGE_OF_CLIENT = markup("I speak <b>{name}</b> here, as your app does.")
LANGUAGE_ASK = markup("Which language shall I speak?")
LANGUAGE_UNKNOWN = markup("I do not speak “{words}” yet. These I do:")

MINE_HEADING = markup("<b>What you follow</b>")
MINE_NOTHING = markup("You follow nothing yet. Choose a series:")
MINE_SERIES = markup("<b>{title}</b>\n{offsets}, {next}")
MINE_STARS = markup("<b>Single sessions</b>")
MINE_MUTES = markup("<b>Muted</b>")
MINE_ZONE = markup("Zone: {zone}")
MINE_ZONE_NONE = markup("Zone: not said, /zone Tokyo sets it")
MINE_OFFSETS = markup("Reminders: {offsets}")
MINE_QUIET = markup("Quiet: {begin} to {end}")
MINE_DIGEST = markup("Digest: {day} {time}")
MINE_WATCHES = markup("Watched: {words}")
BEFORE = text("{offsets} before")
NO_REMINDERS = text("no reminders")

CALENDAR_OF = markup("Here is the calendar of <b>{title}</b>.")
CALENDAR_OF_FOLLOWED = markup("Here is the calendar of <b>{title}</b>, with the links to join.")
CALENDAR_FEED = markup(
    "Subscribe to this address in your calendar, and it stays right by itself:\n{url}"
)
CALENDAR_MINE = markup(
    "Your own calendar, with all that you follow and the links to join, can have a secret address "
    "to subscribe to. Or have it as a file, as it is now."
)
CALENDAR_NOTHING = markup("You follow nothing yet, so your calendar would be empty.")
CALENDAR_FILE_ONLY = markup(
    "Here is your calendar as it is now. This Talkbell has no public address that a calendar could "
    "subscribe to."
)
CALENDAR_FILE = markup("Here it is, as it is now.")
CALENDAR_SECRET = markup(
    "Subscribe to this address in your calendar. It is shown this once, and whoever has it sees "
    "what you follow, links included; an earlier one counts no more.\n\n<code>{url}</code>"
)
CALENDAR_HAS_ADDRESS = markup(
    "Your own calendar has a secret address, which was shown once. A new one ends it."
)
CALENDAR_SESSION_FEED = markup(
    "Or subscribe to this address in your calendar, and it follows when the session is moved; the "
    "link to join is not in it:\n{url}"
)
CALENDAR_NO_DATE = markup("It has no date yet that a calendar could show.")
CALENDAR_REVOKED = markup("Your secret address counts no more.")
CALENDAR_PRIVATE = markup("A secret address is given out in a private chat only.")

MYDATA = markup("This is all that is stored of this chat.")
MYDATA_NOTHING = markup("Nothing is stored of this chat.")
FORGET_ASK = markup(
    "Delete all that is stored of this chat: what you follow, your rules, your calendar's address? "
    "You will not be reminded of anything any more."
)
FORGOTTEN = markup("All is deleted. /start begins anew.")
NOT_FORGOTTEN = markup("All stays as it is.")

GREETINGS = {"hi", "hello", "hey", "hallo", "salut", "bonjour", "good morning"}

THANKS = {"thanks", "thank you", "thank you very much", "thanks a lot", "thx"}
ASSENT = {"yes", "no", "off", "ok", "okay", "fine", "good"}

HELP = markup(
    "I tell you of talks before they begin. Write anything to search: a name, a word of a title.\n"
    "\n{commands}"
)
HELP_ORGANIZERS = markup("\n<b>For what you organize</b>")
HELP_LINE = markup("{example} – {summary}")
UNKNOWN_COMMAND = markup("I do not know {command}; did you mean {near}?")
UNKNOWN_COMMAND_ALONE = markup("I do not know {command}. /help has what I understand.")
REFUSED = markup("{sentence}.\n\nFor example: {example}")
WORDLESS = markup(
    "I can only read words. Write a name or a word of a title to search; /help has all that I "
    "understand."
)
TOO_LONG = markup("That is too long for me; a few words are enough.")
ADMINS_ONLY = markup("Only admins of this group can change that, in their own name.")
WRITE_AS_YOURSELF = markup(
    "You write as the group itself, so I cannot tell who you are. Write as yourself to change that."
)
DATABASE_AWAY = markup(
    "I cannot look that up at the moment. Try again in a minute. (code {code} in the log)"
)
MISTAKE = markup(
    "That went wrong, by a mistake of ours. It is in the log with the code <code>{code}</code>."
)

DESCRIPTION = text(
    "Follow seminars, and get one reminder before each talk, with the abstract and the link. "
    "Times are shown on your own clock; nothing is kept but what you choose."
)
SHORT_DESCRIPTION = text("Reminds you of talks, with the abstract and the link to join.")

# The terminal is part of the command line, which speaks English.
TERMINAL_HELLO = (
    "Talkbell in a terminal: write as in a chat, or the number of a button; Ctrl-D ends it."
)
TERMINAL_CLOCK = (
    "It is {time} here, on a clock that goes {speed} as fast; nothing of it reaches anybody else."
)
TERMINAL_REMINDER = "Reminder"
TERMINAL_UPDATE = "Update of a reminder"
TERMINAL_FILE = "(written to {path})"
TERMINAL_NO_FILE = "(not written to {path}: {reason})"

BUTTONS = {
    **LABELS,  # those that reminders have too
    "follow": text("Follow"),
    "follow_series": text("Follow the series"),
    "about_series": text("About the series"),
    "unfollow": text("Unfollow"),
    "sessions": text("Sessions to come"),
    "earlier_sessions": text("Earlier sessions"),
    "more": text("More"),
    "remind": text("Reminders"),
    "series": text("All series"),
    "next": text("What is next"),
    "mine": text("What I follow"),
    "star": text("Remind me of it"),
    "here": text("Where I am"),
    "share_location": text("Share where I am"),
    "unstar": text("Do not remind me of it"),
    "unmute": text("Remind me of it again"),
    "help": text("Help"),
    "only": text("Which talks"),
    "all_talks": text("All its talks"),
    "other_rule": text("Another rule"),
    "as_series": text("As each series suggests"),
    "as_all": text("As for all series"),
    "never": text("Never"),
    "secret": text("Secret address"),
    "renew": text("New secret address"),
    "revoke": text("End the address"),
    "file": text("As a file"),
    "yes_forget": text("Yes, delete all"),
    "no_forget": text("No"),
    "zone": text("My zone"),
    "no_zone": text("No zone of mine"),
    "quiet": text("Quiet hours"),
    "no_quiet": text("No quiet hours"),
    "auto_language": text("As my app does"),
    "no_digest": text("No digest"),
    "unwatch": text("End this"),
    "search_it": text("Show them"),
}

COUNTED = {
    "session": plural("{count} session", "{count} sessions"),
    "talk": plural("{count} talk", "{count} talks"),
    "series": plural("{count} series", "{count} series"),
}
LISTED = text("{first} and {last}")
NOW = text("now")
IN = text("in {length}")
AGO = text("{length} ago")


def counted(count: int, one: str) -> str:
    """Return a number with one of the things that are `COUNTED`: `1 session`, `3 sessions`."""
    return COUNTED[one].of(count)


def listed(parts: Sequence[str]) -> str:
    """Return parts as one says them: `A, B and C`."""
    *others, last = parts or ("",)
    return LISTED.format(first=", ".join(others), last=last) if others else last


def lengths(offsets: Sequence[timedelta]) -> str:
    """Return lengths as one says them: `1 day, 1 hour and 10 minutes`."""
    return listed([describe_duration(offset) for offset in offsets])


def distance(length: timedelta) -> str:
    """Return how far off something is, roughly: `in 30 seconds`, `in 3 days`, `2 hours ago`.

    A minute that has begun counts as one that is left, as clocks show no seconds.
    """
    away = abs(length)
    if length >= _ROUNDED:
        away = -(-length // _MINUTE) * _MINUTE
    if away < timedelta(seconds=1):
        return str(NOW)
    told = describe_distance(rounded(away))
    return (IN if length > timedelta(0) else AGO).format(length=told)


_MINUTE = timedelta(minutes=1)
_ROUNDED = 2 * _MINUTE
