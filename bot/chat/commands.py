"""What can be said to the bot: each command, what it does, and an example of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bot.chat import (
    browsing,
    calendars,
    changing,
    digests,
    filtering,
    greeting,
    languages,
    own,
    preferences,
    reminding,
    sessions,
    upcoming,
    watching,
    words,
)
from bot.chat.interface import Reply
from bot.chat.organizing import (
    adding,
    announcing,
    describing,
    editing,
    nagging,
    organizers,
    own_talk,
    pages,
    previewing,
    proposals,
    series_page,
    speakers,
)
from bot.chat.turn import Turn, in_rows, named
from bot.language import text

LONGEST = 500
"""Characters that anybody has to say to a bot, as a rule."""

LONGEST_PROSE = 6000
"""Of an abstract, or of an announcement; more than a message of Telegram has."""

Handler = Callable[[Turn, str], Reply]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `summary` and `example` are for people; hidden ones, of buttons, have none.

    `changes` tells whether it changes what the chat follows or its rules, given its text. What is
    said to it has at most `longest` characters.
    """

    handler: Handler
    summary: str = ""
    example: str = ""
    changes: Callable[[str], bool] = lambda _: False
    longest: int = LONGEST


def _always(_text: str) -> bool:
    return True


def _with_text(text: str) -> bool:
    return bool(text)


def commands_for(turn: Turn) -> Mapping[str, Command]:
    """Return the commands that there are for whoever says something."""
    known = {**COMMANDS, **SPEAKER_COMMANDS} if turn.own_talks else COMMANDS
    return {**known, **ORGANIZER_COMMANDS} if turn.is_organizer else known


def _help_lines(known: Mapping[str, Command]) -> list[Markup]:
    return [
        words.HELP_LINE.format(example=one.example, summary=one.summary)
        for one in known.values()
        if one.summary
    ]


def help_(turn: Turn, _text: str) -> Reply:
    """Tell what can be said."""
    known = commands_for(turn)
    own = {name: one for name, one in known.items() if name in ORGANIZER_COMMANDS}
    others = {name: one for name, one in known.items() if name not in own}
    lines = [*_help_lines(others), *([words.HELP_ORGANIZERS, *_help_lines(own)] if own else [])]
    buttons = [named("series", "series"), named("next", "next"), named("mine", "mine")]
    return Reply(
        html=words.HELP.format(commands=Markup("\n").join(lines)), buttons=in_rows(buttons)
    )


COMMANDS: dict[str, Command] = {
    "start": Command(greeting.start, changes=greeting.changes),
    "series": Command(browsing.series, text("all series; choose one to follow"), "/series"),
    "next": Command(upcoming.next_one, text("the next talk, with its link"), "/next"),
    "today": Command(upcoming.today, text("the talks of today"), "/today"),
    "tomorrow": Command(upcoming.tomorrow, text("the talks of tomorrow"), "/tomorrow"),
    "week": Command(upcoming.week, text("the talks of the next seven days"), "/week"),
    "now": Command(upcoming.now, text("what is on at the moment"), "/now"),
    "search": Command(
        browsing.search, text("talks by words of titles, names and abstracts"), "/search Example"
    ),
    "abstracts": Command(sessions.abstracts),
    "talk": Command(sessions.talk, text("a talk, with its abstract"), "/talk Example"),
    "mine": Command(own.mine, text("what you follow, and your rules"), "/mine"),
    "follow": Command(browsing.follow, changes=_always),
    "unfollow": Command(browsing.unfollow, changes=_always),
    "sessions": Command(browsing.sessions),
    "star": Command(
        sessions.star, text("be reminded of a single talk"), "/star Example", changes=_with_text
    ),
    "unstar": Command(sessions.unstar, changes=_with_text),
    "mute": Command(
        sessions.mute,
        text("not be reminded of a single talk"),
        "/mute Example",
        changes=_with_text,
    ),
    "unmute": Command(sessions.unmute, changes=_with_text),
    "remind": Command(
        reminding.remind,
        text("how long before talks you are reminded"),
        "/remind 1d 1h 10m",
        changes=_with_text,
    ),
    "earlier": Command(reminding.earlier),
    "only": Command(
        filtering.only,
        text("of which talks of a series you are reminded"),
        "/only Example keynote",
        changes=_with_text,
    ),
    "changes": Command(
        changing.changes,
        text("of which changes of a series you are told"),
        "/changes Example time",
        changes=_with_text,
    ),
    "zone": Command(
        preferences.zone,
        text("the zone that times are shown in"),
        "/zone Tokyo",
        changes=_with_text,
    ),
    "quiet": Command(
        preferences.quiet,
        text("hours without reminders"),
        "/quiet 22:00-07:00",
        changes=_with_text,
    ),
    "language": Command(
        languages.language,
        text("the language that I speak"),
        "/language Deutsch",
        changes=_with_text,
    ),
    "digest": Command(
        digests.digest,
        text("your coming week, once a week"),
        text("/digest Monday 8:00"),
        changes=_with_text,
    ),
    "watch": Command(
        watching.watch,
        text("be told of new talks that mention words"),
        "/watch implicit bias",
        changes=_with_text,
    ),
    "unwatch": Command(watching.unwatch, changes=_always),
    "calendar": Command(
        calendars.calendars,
        text("all of it in your calendar"),
        "/calendar",
        changes=lambda text: text in {"secret", "renew", "revoke"},
    ),
    "mydata": Command(
        own.my_data, text("all that is stored of this chat"), "/mydata", changes=_always
    ),
    "forget": Command(own.forget_me, text("delete all that is stored"), "/forget", changes=_always),
    "thanks": Command(greeting.thanks),
    "assent": Command(greeting.assent),
    "help": Command(help_, text("what I understand"), "/help"),
}
# These are there for who may fill in a talk of their own.
SPEAKER_COMMANDS: dict[str, Command] = {
    "mytalk": Command(own_talk.my_talk, text("fill in your own talk"), "/mytalk"),
}
# To all others, these are not there: they stand in no menu, and are answered as unknown ones are.
ORGANIZER_COMMANDS: dict[str, Command] = {
    "new": Command(adding.new, text("add talks: paste them, or send a file"), "/new"),
    "edit": Command(editing.edit, text("what you organize, to change it"), "/edit"),
    "move": Command(
        editing.move,
        text("move a session, as in “one week later”"),
        text("/move Example 19 July 17:00"),
    ),
    "cancel": Command(
        editing.cancel,
        text("cancel a session, and say why"),
        text("/cancel Example: the speaker is ill"),
    ),
    "restore": Command(
        editing.restore, text("let a cancelled session take place"), "/restore Example"
    ),
    "link": Command(
        editing.link, text("set the link to join"), "/link Example https://meet.example/room"
    ),
    "slides": Command(
        editing.slides, text("add slides to a talk"), "/slides Example https://talks.example/a.pdf"
    ),
    "describe": Command(
        describing.describe,
        text("title, speakers, abstract and room of a talk"),
        text("/describe Example title: On Examples"),
        longest=LONGEST_PROSE,
    ),
    "tba": Command(editing.tba, text("what is still missing"), "/tba"),
    "announce": Command(
        announcing.announce,
        text("tell something to all who follow"),
        text("/announce Example: we meet in the garden"),
        longest=LONGEST_PROSE,
    ),
    "schedule": Command(
        announcing.schedule,
        text("let an announcement leave later"),
        text("/schedule 19 July 17:00"),
    ),
    "announcing": Command(announcing.answer),
    "nag": Command(nagging.nag, text("when you are reminded of what is missing"), "/nag 7d 2d"),
    "speaker": Command(speakers.speaker, text("a private link for who speaks"), "/speaker Example"),
    "approve": Command(proposals.approve),
    "decline": Command(proposals.decline),
    "publish": Command(previewing.publish_it),
    "drop": Command(previewing.drop_it),
    "apply": Command(pages.apply_it),
    "ignore": Command(pages.ignore_it),
    "sample": Command(previewing.sample_it),
    "mend": Command(adding.mend),
    "add": Command(adding.add),
    "discard": Command(adding.discard_it),
    "trial": Command(adding.trial),
    "page": Command(
        series_page.page, text("how a series fares, on a page of your own"), "/page Example"
    ),
    "organizers": Command(
        organizers.organizers, text("who may change what you organize"), "/organizers"
    ),
}
ALIASES = {
    "subscribe": "follow",
    "unsubscribe": "unfollow",
    "stop": "forget",
    "timezone": "zone",
    "tz": "zone",
    "list": "series",
    "reminders": "remind",
    "ics": "calendar",
    "lang": "language",
    "sprache": "language",
    "langue": "language",
    "settings": "mine",
    "filter": "only",
    "change": "changes",
    "notices": "changes",
    "abstract": "abstracts",
    "find": "search",
    "export": "calendar",
    "cal": "calendar",
    "weekly": "digest",
    "alert": "watch",
    "alerts": "watch",
    "watches": "watch",
}
