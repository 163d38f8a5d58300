"""What pages say of subscribing, and of how soon each app sees a change."""

from bot.domain.series import TalkKind
from bot.language import text

SUBSCRIBE = text("Subscribe")
LEAD = text("Your calendar stays right when a talk moves. How soon it sees that is up to the app:")

TELEGRAM = "Telegram"
OTHER_APPS = text("Apple Calendar and others")
GOOGLE = text("Google Calendar")
OUTLOOK = "Outlook.com"
MICROSOFT = "Microsoft 365"
THUNDERBIRD = "Thunderbird"
FILE = text("Download as a file (.ics)")

AT_ONCE = text("within a minute: the bot writes to you, and reminds you too")
AS_SET = text("as often as you set it there: from every 5 minutes to once a week")
BY_GOOGLE = text("every 8 to 24 hours, when Google chooses to look")
BY_MICROSOFT = text("about every 3 hours, now and then after a day only")
BY_THUNDERBIRD = text("every 30 minutes, unless you set it otherwise: give it the address below")
NEVER = text("never: a file stays as it is today")

MINUTE = text("a minute")
HOUR = text("an hour")
DAY = text("a day")
WEEK = text("a week")

ADDRESS = text("Address of the calendar, for any other app")
COPY = text("Copy")
COPIED = text("Copied")
QR = text("QR code for your phone")
QR_HINT = text("Point your phone's camera at it: it opens the chat with the bot.")
OUT_OF_REACH = text(
    "Google and Outlook fetch calendars with their own machines, and these cannot reach {host}. "
    "Use an app on this device."
)
NO_ADDRESS = text("The address of this service is not known, so apps can only be given the file.")

ONLY_SOME = text("Only some of the talks")
KIND = text("Kind")
ALL_KINDS = text("All kinds")
SPEAKER = text("Speaker")
NARROW = text("Show the calendar of these")
WHOLE = text("All talks again")
NARROWED_TO = text("These addresses have only: {what}.")
FINDS_NOTHING = text(
    "Nothing in this series matches that now: {what}. It would be an empty calendar."
)
KINDS = {
    TalkKind.TALK: text("talks"),
    TalkKind.INVITED: text("invited talks"),
    TalkKind.ORAL: text("orals"),
    TalkKind.SPOTLIGHT: text("spotlights"),
    TalkKind.CONTRIBUTED: text("contributed talks"),
    TalkKind.POSTER: text("posters"),
    TalkKind.KEYNOTE: text("keynotes"),
    TalkKind.PANEL: text("panels"),
    TalkKind.OTHER: text("others"),
}

ADD = text("Add to your calendar")
ADD_FILE = text("Calendar file (.ics)")
ADD_LEAD = text("What you add here stays as it is today, even if the talk moves.")
STAYS_RIGHT = text("To hear of changes:")
FOLLOW_SESSION = text("follow this talk in Telegram")
SUBSCRIBE_SESSION = text("subscribe to this talk alone")
SUBSCRIBE_SERIES = text("subscribe to the whole series")
