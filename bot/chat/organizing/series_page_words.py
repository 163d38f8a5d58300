"""What the bot says to organizers about the page of their series."""

from bot.language import markup

LINK = markup(
    "<b>{title}</b>: what will be sent, what was, who follows and reads it, and what is "
    "missing.\n\n{link}\n\nThis link is for you alone. It counts once, within a quarter of an "
    "hour; your browser shows the page for twelve hours then."
)
NO_ADDRESS = markup(
    "There is no such page: I have no web address. Whoever runs this bot says it as "
    "<code>public_url</code> in its settings, or as <code>TALKBELL_PUBLIC_URL</code>."
)
