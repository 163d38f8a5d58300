"""What searches say: their fields, what is wrong with these, and how much was found."""

from bot.domain.series import TalkKind
from bot.flows.looking import When
from bot.language import plural, text

TITLE = text("Search talks")
FILTERS = text("Narrow it down")
SERIES = text("In the series")
ANY_SERIES = text("all series")
KIND = text("Kind of talk")
ANY_KIND = text("all kinds")
SPEAKER = text("Speaker")
WHEN = text("When")
FIRST = text("From")
LAST = text("Until")
SHOW = text("Show talks")
ALL_AGAIN = text("Clear the search")

FOUND = plural("{count} talk found", "{count} talks found")
MORE_TALKS = plural(
    "{count} more talk of this session was found.",
    "{count} more talks of this session were found.",
)
MORE = plural(
    "{count} more session was found. More words, or a filter, find fewer.",
    "{count} more sessions were found. More words, or a filter, find fewer.",
)
NOTHING = text("No talk was found.")
TRY = text(
    "Try fewer words, or only their beginnings: each must begin a word of a title, a name or an "
    "abstract. Accents and capitals do not matter."
)
TRY_WIDER = text("Filters are set too: without them, more may be found.")
WITHOUT_FILTERS = text("Search without filters")

UNKNOWN_SERIES = text("There is no series “{read}” here; all series are searched.")
UNKNOWN_KIND = text("“{read}” is no kind of talk; all kinds are shown.")
UNKNOWN_WHEN = text("“{read}” cannot be chosen; talks of all times are shown.")
UNKNOWN_DATE = text("“{read}” is no date like 2026-03-31, so it does not count.")
TURNED = text("This day is before the first one, so it does not count.")
TOO_LONG = text("This is very long: only its beginning counts.")

WHENS = {
    When.ANY: text("at any time"),
    When.COMING: text("yet to come"),
    When.WEEK: text("this week"),
    When.PAST: text("past"),
}
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
