"""What previews say of the message that will leave, in English; as in `words`."""

from bot.language import markup, plural, text

AT_ONCE = plural(
    "{count} chat gets this message at once:", "{count} chats get this message at once:"
)
AT = plural(
    "{count} chat gets this message at {time}, if nothing more changes until then:",
    "{count} chats get this message at {time}, if nothing more changes until then:",
)
WILL_BE_TOLD = plural(
    "{count} chat is told at {time}, if nothing more changes until then.",
    "{count} chats are told at {time}, if nothing more changes until then.",
)
IS_TOLD = plural("{count} chat is told now.", "{count} chats are told now.")
NOBODY_IS_TOLD = markup("Nobody is there to be told.")
NOBODY = markup("Nobody is there to be told yet. Who follows would get this message:")
NO_MESSAGE = markup("No message leaves for it.")
SEND_ME = text("Send it to me")
SENT_TO_ME = markup("<b>A test, to you alone.</b> This is what leaves:")
IN_PRIVATE = text("ask me in private, as it may hold a link to join")
