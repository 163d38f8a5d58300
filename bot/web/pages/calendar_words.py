"""What calendars of a programme say."""

from bot.language import plural, text

VIEWS = text("How to see the programme")
AS_LIST = text("List")
BY_WEEK = text("Week")
BY_MONTH = text("Month")
MONTH = text("{month} {year}")
WEEK = text("{first} – {last}")
TURN = text("Earlier and later")
SESSIONS = plural("{count} session", "{count} sessions")
NOTHING = text("nothing")
MORE = plural("and {count} more", "and {count} more")
TODAY = text("Today")
