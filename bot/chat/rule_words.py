"""What the bot says of a chat's rules: when it is reminded, and of what. As in `words.py`."""

from bot.domain.series import TalkKind
from bot.flows.planning.expecting import Why
from bot.language import markup, text

FIRST_REMINDER = markup("The first reminder comes {time} ({distance}).")
THE_NEXT_REMINDER = markup("The next reminder comes {time} ({distance}).")
NEXT_REMINDER = markup("Next reminder: {time} ({distance})")
REMINDER_NOW = markup("A reminder comes at once.")
REMINDER_NOW_SILENT = markup(
    "A reminder comes at once, without a sound: its time would be in your quiet hours."
)
IS_ABOUT = markup("It is for {headline}, {time}.")
REMINDED = markup("You are reminded {offsets} before ({whose}).")
NEVER_REMINDED = markup("You are not reminded ({whose}).")
WHOSE = {
    "own": text("your rule for this series"),
    "all": text("your rule for all series"),
    "series": text("as the series suggests"),
    "usual": text("as is usual here"),
}
SAY_ZONE = markup("Times are those of {zone}; say where you are to see yours.")

STARRED = markup("You follow this session now.")
UNSTARRED = markup("You do not follow this session by itself any more.")
UNMUTED = markup("This session is muted no longer.")
NOT_MUTED = markup("This session was not muted.")
WHY_NONE = {
    Why.CANCELLED: markup("No reminder comes: it is cancelled."),
    Why.UNDATED: markup("It has no date yet; you are reminded once it has one."),
    Why.OVER: markup("No reminder comes: it is over."),
    Why.MUTED: markup("You are not reminded of this session."),
    Why.UNFOLLOWED: markup("You follow neither it nor its series, so no reminder comes."),
    Why.LEFT_OUT: markup("No reminder comes: you want only other talks of its series."),
    Why.NO_RULE: markup("No reminder comes: your rule is to get none."),
    Why.BEGUN: markup("No reminder comes any more: it is on now, and ends {end}."),
    Why.REMINDED: markup("You have been reminded of it; no other reminder comes."),
    Why.TOO_NEAR: markup("No reminder is due any more: it begins {distance}."),
}
IS_ON = markup("{headline} is on now, and ends {end}.")
NONE_DUE = markup("No reminder is due any more for {headline}, {time}.")
NO_REMINDER_LEFT = markup("Nothing is to come at the moment; you are reminded once there is.")
NO_REMINDER_FITS = markup(
    "Nothing that you want to be reminded of is to come at the moment; you are reminded once there "
    "is."
)
REMIND_EARLIER = markup(
    "{now}\n\nWhen do you want another reminder? It counts for all sessions of <b>{title}</b>."
)
REMIND_EARLIER_ALL = markup(
    "{now}\n\nWhen do you want another reminder? It counts for all that you follow."
)
REMIND_ENOUGH = markup("{now}\n\nThese are all that there can be; /remind sets others.")
REMIND_NOW = markup("{what}\n\nWrite another rule as in {example}, or choose:")
REMIND_ALL = markup("For all series that have no rule of their own: {offsets} before.")
REMIND_ALL_NEVER = markup("For all series that have no rule of their own: no reminders.")
REMIND_AS_SERIES = markup("For each series, as it suggests itself; else an hour before.")
REMIND_FOLLOW_FIRST = markup("You do not follow <b>{title}</b> yet; follow it first.")
SILENCED = markup("The single sessions that you follow are silent too: {sessions}.")

ONE_BEFORE = text("{length} before too")

ONLY_ALL = markup("You are reminded of all its talks.")
ONLY_KINDS = markup("Of its talks, only those of these kinds count: {kinds}.")
ONLY_KEYWORDS = markup("Of its talks, only those that mention one of these count: {keywords}.")
ONLY_BOTH = markup(
    "Of its talks, only those of these kinds count that mention one of these: {kinds}; {keywords}."
)
ONLY_KEYWORD = markup("“{keyword}”")
ONLY_NOW = markup(
    "<b>{title}</b>\n{now}\n\nSay kinds of talks, or words that they must mention, as in "
    "{example}, or choose:"
)
TALK_KINDS = {
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
