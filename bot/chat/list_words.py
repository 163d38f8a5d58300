"""What the bot says of lists, digests and what is watched, in English; as in `words`."""

from bot.language import markup, text

TODAY_HEADING = markup("<b>Today</b>, {day}")
TOMORROW_HEADING = markup("<b>Tomorrow</b>, {day}")
WEEK_HEADING = markup("<b>The next seven days</b>")
NOW_HEADING = markup("<b>Now</b>")
THEN_HEADING = markup("<b>Then</b>")
EARLIER_HEADING = markup("<b>{title}</b>, earlier sessions")
OF_ALL = markup("You follow nothing yet, so I looked at all series.")
NOTHING_NEXT = markup("Nothing is to come.")
NOTHING_TODAY = markup("There is nothing today.")
NOTHING_TOMORROW = markup("There is nothing tomorrow.")
NOTHING_IN_WEEK = markup("There is nothing in the next seven days.")
NOTHING_NOW = markup("Nothing is on at the moment.")
COMES_NEXT = markup("The next one: {headline}, {time} ({distance}).")
MORE_SESSIONS = markup("… and {count} more.")

DIGEST_IS = markup(
    "Each {day} at {time} you are told of the coming seven days of what you follow; next {next}. "
    "An empty week is passed over."
)
DIGEST_NONE = markup("You get no weekly digest.")
DIGEST_ASK = markup("Say when you want one, as in /digest Monday 8:00, or /digest off. Or choose:")
DIGEST_NEEDS_ZONE = markup("For a digest I need your zone first.")

WATCHED = markup(
    "I tell you when a talk is announced that mentions “{words}”, whatever series it is in; not of "
    "series that you follow, of whose talks you are reminded anyway."
)
WATCHED_NOW = markup("Talks to come that mention it already: {count}.")
WATCHED_NONE_YET = markup("No talk to come mentions it yet.")
WATCHES = markup("<b>What you watch for</b>")
WATCHES_NONE = markup(
    "You watch for nothing. As in /watch implicit bias, you are told of talks that mention it."
)
WATCH_LINE = markup("“{words}”")
UNWATCHED = markup("You are not told of “{words}” any more.")
NOT_WATCHED = markup("You do not watch for “{words}”.")
UNWATCH_BUTTON = text("End “{words}”")
