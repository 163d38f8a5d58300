"""All that the bot says, in English. Templates escape what is put into them.

Telegram's HTML; `{}` fields take texts, and other templates once filled.
"""

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup

from bot.domain.durations import describe_duration
from bot.flows.buttons import LABELS

WELCOME = Markup(
    "<b>Talkbell</b> tells you of talks before they begin: who speaks, about what, and the link "
    "to join.\n\nWhich series do you want to follow?"
)
WELCOME_BACK = Markup("Good to see you again.")
NO_SERIES = Markup("There is no series here yet. Come back soon.")
SERIES_HEADING = Markup("<b>Series</b> ({count})")
SERIES_LINE = Markup("<b>{title}</b>{mark}\n{kind}, {next}")
FOLLOWED_MARK = Markup(" ✓")
NEXT_ON = Markup("next on {time}")
NOTHING_TO_COME = Markup("nothing to come")
NO_TIMES = Markup("{count}, to be seen at any time")

FOLLOWING = Markup("You follow <b>{title}</b> now.")
FOLLOWING_ALREADY = Markup("You follow <b>{title}</b> already.")
UNFOLLOWED = Markup("You do not follow <b>{title}</b> any more.")
NOT_FOLLOWED = Markup("You do not follow <b>{title}</b>.")
FIRST_REMINDER = Markup("The first reminder comes {time} ({distance}).")
THE_NEXT_REMINDER = Markup("The next reminder comes {time} ({distance}).")
NEXT_REMINDER = Markup("Next reminder: {time} ({distance})")
IS_ABOUT = Markup("It is for {headline}, {time}.")
NO_REMINDER_LEFT = Markup("Nothing is to come at the moment; you are reminded once there is.")
NO_REMINDER_WANTED = Markup("You want no reminders of it: /remind changes that.")
NO_REMINDER_FITS = Markup(
    "Nothing that you want to be reminded of is to come at the moment; you are reminded once there "
    "is."
)
NO_REMINDER_DUE = Markup(
    "The next session is so near that no reminder of it is due any more: {headline}, {time}."
)
REMINDED = Markup("You are reminded {offsets} before ({whose}).")
NEVER_REMINDED = Markup("You are not reminded ({whose}).")
WHOSE = {
    "own": "your rule for this series",
    "all": "your rule for all series",
    "series": "as the series suggests",
    "usual": "as is usual here",
}
SAY_ZONE = Markup("Times are those of {zone}. Say where you are to have yours: /zone Tokyo")

TODAY_HEADING = Markup("<b>Today</b>, {day}")
WEEK_HEADING = Markup("<b>The next seven days</b>")
NOW_HEADING = Markup("<b>Now</b>")
THEN_HEADING = Markup("<b>Then</b>")
OF_ALL = Markup(" of all series, as you follow none")
NOTHING_NEXT = Markup("Nothing is to come{which}.")
NOTHING_TODAY = Markup("There is nothing today{which}.")
NOTHING_IN_WEEK = Markup("There is nothing in the next seven days{which}.")
NOTHING_NOW = Markup("Nothing is on at the moment{which}.")
COMES_NEXT = Markup("The next one: {headline}, {time} ({distance}).")
SESSION_LINE = Markup("{time}\n<b>{headline}</b>")
SESSION_LINE_OF = Markup("{time}\n<b>{headline}</b>\n<i>{series}</i>")
MORE_SESSIONS = Markup("… and {count} more.")
NO_DATE = "no date yet"
CANCELLED = Markup("<b>Cancelled</b>")
TENTATIVE = Markup("Not confirmed yet")
WITH_REASON = Markup("{what}: {reason}")

FOUND = Markup("Found for “{words}”")
FOUND_NOTHING = Markup(
    "Nothing is found for “{words}”. Try a speaker's name, or a word of a title; /series has all "
    "series, /help what I understand."
)
WHICH_TALK = Markup("Which one do you mean?")
WHICH_SERIES = Markup("Which series do you mean?")
NO_SUCH_SERIES = Markup("There is no series “{words}”. These there are:")
NO_SUCH_TALK = Markup("I find no talk for “{words}”.")
GONE = Markup("That is not there any more. /next shows what is to come.")

JOIN = Markup('<a href="{url}">Join on {host}</a>')
PASSCODE = Markup("Passcode: <code>{passcode}</code>")
JOIN_WITHHELD = Markup("The link to join is for those who follow the series.")
WHERE = Markup("Where: {place}")
CHAIR = Markup("Chair: {name}")
RECORDING = Markup("Recording: {length}")
LINK = Markup('<a href="{url}">{text}</a>')
STARRED = Markup("You follow this session: you are reminded of it.")
NOTHING_TO_REMIND_OF = Markup("There is nothing to be reminded of: it is over, or has no date.")
UNSTARRED = Markup("You do not follow this session by itself any more.")
MUTED = Markup("You are not reminded of this session.")
UNMUTED = Markup("You are reminded of this session again.")

REMIND_NOW = Markup("{what}\n\nWrite another rule as in {example}, or choose:")
REMIND_ALL = Markup("For all series that have no rule of their own: {offsets} before.")
REMIND_ALL_NEVER = Markup("For all series that have no rule of their own: no reminders.")
REMIND_AS_SERIES = Markup("For each series, as it suggests itself; else an hour before.")
REMIND_EARLIER = Markup(
    "{now}\n\nWhen do you want another reminder? It counts for all sessions of <b>{title}</b>."
)
REMIND_EARLIER_ALL = Markup(
    "{now}\n\nWhen do you want another reminder? It counts for all that you follow."
)
REMIND_ENOUGH = Markup("{now}\n\nThese are all that there can be; /remind sets others.")
REMIND_FOLLOW_FIRST = Markup("You do not follow <b>{title}</b> yet; follow it first.")

ONLY_ALL = Markup("You are reminded of all its talks.")
ONLY_KINDS = Markup("Of its talks, only those of these kinds count: {kinds}.")
ONLY_KEYWORDS = Markup("Of its talks, only those that mention one of these count: {keywords}.")
ONLY_BOTH = Markup(
    "Of its talks, only those of these kinds count that mention one of these: {kinds}; {keywords}."
)
ONLY_KEYWORD = Markup("“{keyword}”")
ONLY_NOW = Markup(
    "<b>{title}</b>\n{now}\n\nSay kinds of talks, or words that they must mention, as in "
    "{example}, or choose:"
)
TALK_KINDS = {
    "talk": "talks", "invited": "invited talks", "oral": "orals", "spotlight": "spotlights",
    "contributed": "contributed talks", "poster": "posters", "keynote": "keynotes",
    "panel": "panels", "other": "others",
}  # fmt: skip

ZONE_IS = Markup("Your zone is <b>{zone}</b>: it is {time} there now.")
ZONE_UNKNOWN = Markup("I do not know your zone yet, so times are those of each series.")
ZONE_ASK = Markup("Name a city, a country or a zone, as in /zone Tokyo, or choose:")
ZONE_PLACE_UNKNOWN = Markup(
    "I do not know “{read}”. Name a bigger city of the same zone, a country, or a zone such as "
    "Europe/Zurich:"
)
ZONE_AMBIGUOUS = Markup("“{read}” has several zones. Which is yours?")
QUIET_IS = Markup(
    "From {begin} to {end} you get no reminders: those come earlier. /quiet off ends it."
)
QUIET_NONE = Markup("You have no quiet hours. Set them as in /quiet 22:00-07:00")
QUIET_NEEDS_ZONE = Markup("For quiet hours I need your zone first.")

MINE_HEADING = Markup("<b>What you follow</b>")
MINE_NOTHING = Markup("You follow nothing yet. Choose a series:")
MINE_SERIES = Markup("<b>{title}</b>\n{offsets}, {next}")
MINE_STARS = Markup("<b>Single sessions</b>")
MINE_MUTES = Markup("<b>Muted</b>")
MINE_ZONE = Markup("Zone: {zone}")
MINE_ZONE_NONE = Markup("Zone: not said, /zone Tokyo sets it")
MINE_QUIET = Markup("Quiet: {begin} to {end}")
BEFORE = "{offsets} before"
NO_REMINDERS = "no reminders"

CALENDAR_OF = Markup("The calendar of <b>{title}</b>, with all that you may see of it.")
CALENDAR_FEED = Markup(
    "Subscribe to this address in your calendar, and it stays right by itself:\n{url}"
)
CALENDAR_MINE = Markup(
    "Your own calendar, with all that you follow and the links to join, can have a secret address "
    "to subscribe to. Or have it as a file, as it is now."
)
CALENDAR_NOTHING = Markup("You follow nothing yet, so your calendar would be empty.")
CALENDAR_FILE_ONLY = Markup(
    "Here is your calendar as it is now. This Talkbell has no public address that a calendar could "
    "subscribe to."
)
CALENDAR_FILE = Markup("Here it is, as it is now.")
CALENDAR_SECRET = Markup(
    "Subscribe to this address in your calendar. It is shown this once, and whoever has it sees "
    "what you follow, links included; an earlier one counts no more.\n\n<code>{url}</code>"
)
CALENDAR_HAS_ADDRESS = Markup(
    "Your own calendar has a secret address, which was shown once. A new one ends it."
)
CALENDAR_SESSION_FEED = Markup(
    "Or subscribe to this address in your calendar, and it follows when the session is moved; the "
    "link to join is not in it:\n{url}"
)
CALENDAR_NO_DATE = Markup("It has no date yet that a calendar could show.")
CALENDAR_REVOKED = Markup("Your secret address counts no more.")
CALENDAR_PRIVATE = Markup("A secret address is given out in a private chat only.")

MYDATA = Markup("This is all that is stored of this chat.")
MYDATA_NOTHING = Markup("Nothing is stored of this chat.")
FORGET_ASK = Markup(
    "Delete all that is stored of this chat: what you follow, your rules, your calendar's address? "
    "You will not be reminded of anything any more."
)
FORGOTTEN = Markup("All is deleted. /start begins anew.")
NOT_FORGOTTEN = Markup("All stays as it is.")

GREETINGS = {"hi", "hello", "hey", "hallo", "salut", "bonjour", "good morning"}

HELP = Markup(
    "I tell you of talks before they begin. Write anything to search: a name, a word of a title.\n"
    "\n{commands}"
)
HELP_LINE = Markup("{example} – {summary}")
UNKNOWN_COMMAND = Markup("I do not know {command}; did you mean {near}?")
UNKNOWN_COMMAND_ALONE = Markup("I do not know {command}. /help has what I understand.")
REFUSED = Markup("{sentence}.\n\nFor example: {example}")
TOO_LONG = Markup("That is too long for me; a few words are enough.")
ADMINS_ONLY = Markup("Only admins of this group can change that.")
DATABASE_AWAY = Markup(
    "I cannot look that up at the moment. Try again in a minute. (code {code} in the log)"
)
MISTAKE = Markup(
    "That went wrong, by a mistake of ours. It is in the log with the code <code>{code}</code>."
)

DESCRIPTION = (
    "Follow seminars, and get one reminder before each talk, with the abstract and the link. "
    "Times are shown on your own clock; nothing is kept but what you choose."
)
SHORT_DESCRIPTION = "Reminds you of talks, with the abstract and the link to join."

TERMINAL_HELLO = (
    "Talkbell in a terminal: write as in a chat, or the number of a button; Ctrl-D ends it."
)
TERMINAL_CLOCK = (
    "It is {time} here, on a clock that goes {speed} as fast; nothing of it reaches anybody else."
)
TERMINAL_REMINDER = "Reminder"
TERMINAL_FILE = "(written to {path})"
TERMINAL_NO_FILE = "(not written to {path}: {reason})"

BUTTONS = {
    **LABELS,  # those that reminders have too
    "follow": "Follow",
    "follow_series": "Follow the series",
    "about_series": "About the series",
    "unfollow": "Unfollow",
    "sessions": "All sessions",
    "remind": "Reminders",
    "series": "All series",
    "next": "What is next",
    "mine": "What I follow",
    "star": "Remind me of it",
    "unstar": "Do not remind me of it",
    "unmute": "Remind me of it again",
    "help": "Help",
    "only": "Which talks",
    "all_talks": "All its talks",
    "one_before": "{length} before too",
    "other_rule": "Another rule",
    "as_series": "As each series suggests",
    "as_all": "As for all series",
    "never": "Never",
    "secret": "Secret address",
    "renew": "New secret address",
    "revoke": "End the address",
    "file": "As a file",
    "yes_forget": "Yes, delete all",
    "no_forget": "No",
    "zone": "My zone",
}


def counted(count: int, one: str) -> str:
    """Return a number with what it counts: `1 session`, `3 sessions`."""
    return f"{count} {one}" if count == 1 or one.endswith("s") else f"{count} {one}s"


def listed(parts: Sequence[str]) -> str:
    """Return parts as one says them: `A, B and C`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def lengths(offsets: Sequence[timedelta]) -> str:
    """Return lengths as one says them: `1 day, 1 hour and 10 minutes`."""
    return listed([describe_duration(offset) for offset in offsets])


def distance(length: timedelta) -> str:
    """Return how far off something is, roughly: `in 30 seconds`, `in 3 days`, `2 hours ago`."""
    away = abs(length)
    if away < timedelta(seconds=1):
        return "now"
    text = describe_duration(rounded(away))
    for name, size, least in _LONG:
        if away >= size * least:
            text = counted(round(away / size), name)
            break
    return f"in {text}" if length > timedelta(0) else f"{text} ago"


def rounded(length: timedelta) -> timedelta:
    """Return what matters of a length: days, a day with its hours, minutes, or seconds."""
    for above, unit in _ROUNDED:
        if length >= above:
            return length // unit * unit
    return length - timedelta(microseconds=length.microseconds)


_LONG = (("year", timedelta(days=365.25), 2), ("month", timedelta(days=30.44), 2))
_ROUNDED = (
    (timedelta(days=2), timedelta(days=1)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(minutes=2), timedelta(minutes=1)),
)
