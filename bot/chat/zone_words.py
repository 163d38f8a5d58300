"""What the bot says of zones and quiet hours, in English; as in `words`."""

from bot.language import markup

ZONE_IS = markup("Your zone is <b>{zone}</b>: it is {time} there now.")
ZONE_UNKNOWN = markup("I do not know your zone yet, so times are those of each series.")
ZONE_ASK = markup("Name a city, a country or a zone, as in /zone Tokyo, or choose:")
ZONE_PLACE_UNKNOWN = markup(
    "I do not know “{read}”. Name a bigger city of the same zone, a country, or a zone such as "
    "Europe/Zurich:"
)
ZONE_SIMILAR = markup("I do not know “{read}”. Did you mean one of these?")
ZONE_ENDED = markup("I know no zone of yours any more: times are those of each series.")
ZONE_ENDED_QUIET = markup("Your quiet hours count in each series' zone then.")
ZONE_ENDED_DIGEST = markup("Your weekly digest waits until I know your zone.")
ZONE_AMBIGUOUS = markup("“{read}” has several zones. Which is yours?")
ZONE_SHARE = markup(
    "Press the button below to share where you are. Only the zone is kept, not the place."
)
ZONE_NOT_KEPT = markup("Thank you. Where you are is not kept, only your zone.")
ZONE_NEAR_BORDER = markup("Clocks differ near there. Which zone is yours?")
ZONE_OF_NOWHERE = markup("I know no zone of that place. Name a city, or choose:")
QUIET_IS = markup(
    "What is due between {begin} and {end} comes at {begin} already. /quiet off ends it."
)
QUIET_NONE = markup("You have no quiet hours. Set them as in /quiet 22:00-07:00, or choose:")
QUIET_ENDED = markup("You have no quiet hours any more.")
QUIET_NEEDS_ZONE = markup("For quiet hours I need your zone first.")
