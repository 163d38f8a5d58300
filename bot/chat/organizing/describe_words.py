"""What the bot says to organizers who describe a talk, in English; as in `words`."""

from bot.domain.describing import Part
from bot.language import markup, text

PARTS = {
    Part.TITLE: text("title"),
    Part.SPEAKERS: text("speakers"),
    Part.ABSTRACT: text("abstract"),
    Part.ROOM: text("room"),
}
BUTTONS = {
    Part.TITLE: text("Title"),
    Part.SPEAKERS: text("Speakers"),
    Part.ABSTRACT: text("Abstract"),
    Part.ROOM: text("Room"),
}
ASK = {
    Part.TITLE: markup("Write the title of this talk:\n{line}\n\n“none” takes it away."),
    Part.SPEAKERS: markup(
        "Write who speaks here, as in <code>Ada Example (Lausanne); Bela Beispiel</code>:\n{line}\n"
        "\n“none” takes them away."
    ),
    Part.ABSTRACT: markup("Write the abstract of this talk:\n{line}\n\n“none” takes it away."),
    Part.ROOM: markup("Write in which room this is:\n{line}\n\n“none” takes it away."),
}
IN_A_GROUP = markup("Write it as in <code>{example}</code>, or to me in private.")
SPEAKER_LINK = text("A link for the speaker")
NEVER_MIND = text("Never mind")
CARD = markup("What is to be described? You see what it comes to before anything is told.")
WHICH_TALK = markup("Which talk of it, or what of all of it?")
LACKS = markup("missing: {what}")
NOTHING = text("nothing")
