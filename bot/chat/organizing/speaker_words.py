"""What the bot says to speakers about their own talk, and to organizers about links for them."""

from bot.domain.proposals import Word
from bot.language import markup, text

# To organizers.
LINKS_OF = markup(
    "<b>{headline}</b>\n\nA private link lets one person fill in title, abstract and slides of "
    "this talk, and nothing else; you approve what they send. You forward it."
)
LINK_UNOPENED = markup("Made on {date}, not opened yet")
LINK_OPENED = markup("Made on {date}, opened")
ANSWERED = markup("That was answered already, or has been too long ago.")
NEW_LINK = text("Make a link")
TAKE_BACK = text("Take back the link of {date}")
TAKEN_BACK = markup("That link does not count any more.")
TAKEN_BACK_ALREADY = markup("That link did not count any more anyway.")
WHICH_TALK = markup("Whose talk is meant?")
IN_PRIVATE = markup("Write this to me in private: others would see the link.")
INVITATION = markup(
    "For who speaks here:\n<b>{headline}</b>\n{series}\n\nWith this private link you can fill in "
    "title, abstract and slides of your talk. It is for you alone: it is yours once you have "
    "opened it.\n\n{link}"
)
FORWARD_IT = text("Forward this message to who speaks. It is shown this once.")
SEND_ME = markup("Send this to the bot, in a private chat:\n<code>{command}</code>")

# To speakers.
NO_SUCH_LINK = markup(
    "This link does not count (any more). Each is for one person, until the talk begins; whoever "
    "organizes it can give you a new one."
)
YOUR_TALK = markup("<b>Your talk</b>")
WHICH_OWN = markup("Which of your talks?")
LABELS = {
    Word.TITLE: markup("<b>Title:</b> {said}"),
    Word.ABSTRACT: markup("<b>Abstract:</b> {said}"),
    Word.SLIDES: markup("<b>Slides:</b> {said}"),
}
NEW_LABELS = {
    Word.TITLE: markup("<b>Title, not sent yet:</b> {said}"),
    Word.ABSTRACT: markup("<b>Abstract, not sent yet:</b> {said}"),
    Word.SLIDES: markup("<b>Slides, not sent yet:</b> {said}"),
}
MISSING = text("still missing")
SEND_NEXT = markup("Send it to the organizers once all is as it should be: they publish it.")
WRITE_NEXT = markup("What is it about? What you write goes to the organizers, who publish it.")
WAITING = markup("What you sent is with the organizers. You are told what they say.")
BUTTONS = {
    Word.TITLE: text("Write the title"),
    Word.ABSTRACT: text("Write the abstract"),
    Word.SLIDES: text("Link to the slides"),
}
ASK = {
    Word.TITLE: markup("Write the title of your talk."),
    Word.ABSTRACT: markup("Write the abstract of your talk, in one message."),
    Word.SLIDES: markup("Send the web address of your slides."),
}
SEND = text("Send to the organizers")
START_OVER = text("Start over")
BACK = text("Back")
SENT = markup("It is with the organizers now. You are told what they say.")
NOTHING_TO_SEND = markup("There is nothing to send yet.")

# To organizers, of what speakers sent.
APPROVED = markup("<b>Published:</b> {headline}\n\nWho speaks is told.")
CHANGED = markup("It has changed meanwhile, so nothing was published. It would be now:")
DECLINE_WHY = markup("Why not? Write it, and who speaks is told; or decline it without a reason.")
WITHOUT_REASON = text("Without a reason")
DECLINED = markup("Nothing is published. Who speaks is told.")
