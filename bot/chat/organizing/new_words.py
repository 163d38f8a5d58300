"""What the bot says of new talks that organizers paste, in English; as in `words`."""

from markupsafe import Markup

from bot.language import markup, plural, text

EXPLAIN = markup(
    "Paste the talk as it stands in a mail or on a page, or send me its file: text, HTML, .ics, "
    "CSV, JSON or XML. Several talks at once are fine.\n\n"
    "You see what I understand before anything is published."
)
IN_PRIVATE = markup(
    "Let us do that in private: what you paste may hold links to join, and here all would see them."
)
WHICH_SERIES = markup("<b>For which series is it?</b>")
NEW_SERIES = text("A new series")
OTHER_SERIES = text("Another series")
CHOSEN = markup("For: <b>{title}</b>")
CHOSEN_NEW = markup("For a new series, which you organize: <b>{title}</b>")
CHOSEN_UNNAMED = markup("For a new series, which you organize")

UNDERSTOOD = markup("<b>This is what I understand.</b> Nothing is published yet.")
AGAIN = markup("It has changed meanwhile, so nothing was published. It would be now:")
NUMBERED = Markup("{number}. <b>{headline}</b>")
ONE = Markup("<b>{headline}</b>")
LASTS = Markup("{time} ({length})")
DAY_ALONE = markup("{day}, no hour yet")
NO_DATE = text("no date yet")
LINK = markup("Link: on {host}")
LINK_WITH = markup("Link: on {host}, with a passcode")
ROOM = markup("Room: {room}")
ABSTRACT = plural("Abstract: {count} word", "Abstract: {count} words")
TALKS = plural("{count} talk in it", "{count} talks in it")
MORE = plural("… and {count} more", "… and {count} more")
KNOWN = markup("<b>There already</b>, so left out here: {headline}, {time}")
KNOWN_OTHERWISE = markup(
    "<b>There already</b>, so left out here: {headline}, {time}. You wrote {other}."
)
AT_THAT_HOUR = markup(
    "<b>At that hour there is another one</b>: {headline}, {time}. So “{other}” is left out here, "
    "until you say which take place."
)
BESIDES = markup("<b>Takes place at that hour too</b>: {headline}, {time}")
CANCELLED = markup("<b>Cancelled for it</b>: {headline}, {time}")
BOTH = plural("Both take place", "All of them take place")
INSTEAD = plural("Instead of that", "Instead of those")
PAST = markup("<b>Over already</b>, so left out: {headline}, {time}")
PROBLEM_AT = markup("Line {line}: {sentence}")
PROBLEM = Markup("{sentence}")
LACKING = markup("<b>Missing: {what}</b>")
LACKS = {
    "year": text("the year"),
    "zone": text("the time zone"),
    "length": text("how long it takes"),
    "link": text("the link to join"),
    "title": text("what the series is called"),
}
NOT_READABLE = markup("I cannot make a talk of it: {reason}")
SEND_AGAIN = markup("Mend it in your text and send it again, or answer here.")
NOTHING_NEW = markup("There is nothing new in it to publish.")
ENTRY = markup("Calendars get an entry of it when they refresh.")
NEW_SERIES_TELLS = markup("A new series has no followers yet: nobody is told.")

ASK = {
    "year": markup("Which year? Write it, as in 2027, or 2027/28 for an academic year."),
    "zone": markup("In which zone are the hours? Write a city, as in Zurich."),
    "length": markup("How long does it take? Write it, as in 1 hour or 45 min."),
    "link": markup(
        "What is the link to join? Write it, with its passcode behind it if it has one."
    ),
    "title": markup("What is the series called?"),
}
MEND = {
    "year": text("Year"),
    "zone": text("Time zone"),
    "length": text("Length"),
    "link": text("Link"),
    "title": text("Its name"),
}
OTHER = {
    "year": text("Another year"),
    "zone": text("Another zone"),
    "length": text("Another length"),
}
MOVE_IT = text("Move it there")
CHANGE_IT = text("Change it")
TOO_LARGE = text("this file is too large for a schedule; I take {most} kB")
NO_FILE = text("I did not get this file ({reason}); send it once more")
PUBLISHED = markup("<b>Published</b> in <b>{title}</b>:")
PUBLISHED_NEW = markup(
    "<b>Published.</b> <b>{title}</b> is a series now, and lives here in the chat. /edit changes "
    "it, /new adds to it."
)
NOBODY_TOLD = markup("Nobody follows it yet, so nobody is told.")
FOLLOW = text("Follow it")
