"""What organizers are told of what is missing. Nobody else hears it."""

from bot.domain.lacking import Lack
from bot.language import text

HEADING = text("Something is still missing")
MISSING = text("missing: {what}")
LACKS = {
    Lack.TITLE: text("title"),
    Lack.SPEAKER: text("speaker"),
    Lack.ABSTRACT: text("abstract"),
    Lack.LINK: text("link"),
    Lack.DATE: text("date"),
}
MORE = text("… and {count} more.")
END = text("Subscribers are not told of this. /nag says when you are reminded.")
DESCRIBE = text("Describe it")
SPEAKER = text("A link for the speaker")
LINK = text("Set the link")
