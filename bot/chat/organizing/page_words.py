"""What organizers are answered who apply or ignore what an address says, and how it fares."""

from bot.language import markup

APPLIED = markup("<b>Applied.</b> What stands on the page counts now.\n\n{changes}")
APPLIED_NOTHING = markup("<b>Applied.</b> Nothing had to be changed.")
IGNORED = markup("<b>Ignored.</b> All stays as it is, until something else stands on the page.")
ANSWERED = markup("That was answered already, or something else stands on the page by now.")
WAITING = markup("<b>{title}</b>: something on {host} waits for your yes or no.")
FAILING = markup("<b>{title}</b>: {host} has not been readable since {time}.")
