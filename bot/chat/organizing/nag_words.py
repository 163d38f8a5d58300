"""What the bot says to organizers who choose when they are reminded of what is missing."""

from bot.language import markup, text

NAG_DEFAULT = markup(
    "You are reminded of what is missing {offsets} before a session, as all organizers are."
)
NAG = markup("You are reminded of what is missing {offsets} before a session.")
NAG_NEVER = markup("You are not reminded of what is missing. /tba tells it.")
NAG_HOW = markup(
    "Missing are a title, a speaker, an abstract, and a link where one is expected. To change it, "
    "write as in {example}"
)
USUAL = text("As usual")
NEVER = text("Never")
