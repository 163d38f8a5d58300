"""What the frame for other sites says, and what the page of a series says of it."""

from bot.language import text

NEXT = text("Next talk")
ON_NOW = text("On now")
ALL = text("All talks, and ways to subscribe")
NOTHING_COMES = text("Nothing is announced.")
NO_SERIES = text("There is no series “{name}” here: the address of this frame is not right.")
NO_SUCH_NAME = text(
    "The address of this frame says “{name}”, which is not known; known are {known}."
)
NO_SUCH_VALUE = text(
    "The address of this frame says “{value}” for {name}, which is not understood; it can be "
    "{known}."
)
A_ZONE = text("a city, a time zone such as Europe/Zurich, or device")
A_NUMBER = text("a number from 1 to {most}")

ON_YOUR_PAGE = text("Put this on your own page")
LEAD = text("Two lines of HTML show the talks on your own site, always as they are planned now.")
SHOW = text("What")
SHOWN = {
    "list": text("The coming talks"),
    "next": text("The next talk"),
    "timetable": text("The timetable"),
}
THEME = text("Colours")
THEMES = {
    "auto": text("As each reader has it"),
    "light": text("Light"),
    "dark": text("Dark"),
}
LANGUAGE = text("Language")
CLOCK = text("Times")
CLOCKS = {"host": text("Where the talks are"), "device": text("On each reader's own clock")}
MAKE = text("Make these lines")
LINES = text("The lines for your page")
SEE = text("See how it looks")
COPY = text("Copy")
COPIED = text("Copied")
