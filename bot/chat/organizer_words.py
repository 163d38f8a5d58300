"""What the bot says to organizers of series, in English; as in `words`. Nobody else hears it."""

from markupsafe import Markup

from bot.language import markup, text

JOINED = markup(
    "You are an organizer of <b>{title}</b> now: what you change here, all who follow it see.\n\n"
    "/edit shows what you can do."
)
NO_SUCH_INVITATION = markup(
    "This link does not count. Each is for one person, once, within 24 hours; whoever runs this "
    "bot can give you a new one."
)
ORGANIZERS = markup("<b>Who may change what you organize</b>")
ORGANIZERS_OF = Markup("<b>{title}</b>")
ORGANIZER = Markup("{name}")
ORGANIZER_YOU = markup("{name} – you")
ORGANIZER_NAMED = markup("{name} – named by the definition, which alone can take them out")
REVOKE = text("Take out {name}")
REVOKED = markup("{name} cannot change <b>{title}</b> any more.")
REVOKED_ALREADY = markup("That one could not change it any more anyway.")
ORGANIZE_NOTHING = markup("You organize nothing any more.")
