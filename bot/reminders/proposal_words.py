"""What organizers are told that a speaker proposes, and what speakers are told of the answer."""

from bot.language import text

HEADING = text("A speaker has filled in a talk")
NO_DATE = text("no date yet")
TITLE = text("Title: {title}")
TITLE_WAS = text("Title: {title} (until now: {old})")
SLIDES = text("Slides: {url}")
ABSTRACT = text("Abstract:")
ABSTRACT_INSTEAD = text("Abstract, in place of the one that is there:")
UNTIL_NOW = text("Nothing of this is published until one of you approves it.")
APPROVE = text("Approve")
DECLINE = text("Decline")
APPROVED = text("The organizers have published what you wrote about your talk:")
DECLINED = text("The organizers have not published what you wrote about your talk:")
REASON = text("They say: {reason}")
AGAIN = text("You can write it anew: /mytalk")
