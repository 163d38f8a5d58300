"""What the bot says of a chat's rules: when it is reminded, and of what. As in `words.py`."""

from bot.domain.series import TalkKind
from bot.language import markup, text

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
