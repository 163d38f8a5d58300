"""What the bot says of digests and of what is watched, in English; as in `words`."""

from bot.language import markup, text

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
