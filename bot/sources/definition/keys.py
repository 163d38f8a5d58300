"""Which key was meant by one that a definition does not have: by its meaning, else by likeness."""

import difflib
from collections.abc import Sequence

from bot.errors import one_of
from bot.sources.definition.schema import known_keys

_LIKENESS = 0.6
_HOMES = {"session": "a session", "talk": "a talk", "series": "the series"}


def keys_meant(name: str, known: Sequence[str]) -> list[str]:
    """Return those of the `known` keys that `name` may stand for."""
    word = _word(name)
    meant = [key for key in (word, *_OFTEN_MEANT.get(word, ())) if key in known]
    if meant or _home(word):
        return meant[:1]
    return difflib.get_close_matches(word, known, n=2, cutoff=_LIKENESS)


def describe_keys(name: str, known: Sequence[str]) -> str:
    """Return what to write instead of `name`, in words."""
    if meant := keys_meant(name, known):
        return f"did you mean {one_of(meant)}?"
    return _home(_word(name)) or f"known are {', '.join(known)}"


def _word(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _home(word: str) -> str:
    """Return whose key this is, if it is one that stands in the wrong place."""
    for what, words in _HOMES.items():
        for key in (word, *_OFTEN_MEANT.get(word, ())):
            if key in known_keys(what):
                return f"it belongs to {words}, as `{key}:`"
    return ""


# What people write for keys that are called otherwise, the best known one first.
_OFTEN_MEANT = {
    word: tuple(keys.split())
    for words, keys in (
        ("date when begin begins starts from", "start"),
        ("day weekday", "on start"),
        ("time hour hours", "at start"),
        ("start", "from at"),
        ("end", "until at"),
        ("ends to until", "until end"),
        ("length lasts", "duration for"),
        ("duration", "for"),
        ("name topic subject", "title"),
        ("zoom meeting call webinar meet teams", "join url"),
        ("link", "join url"),
        ("url", "join homepage"),
        ("website web site page", "homepage"),
        ("location venue where", "room place"),
        ("place", "room"),
        ("city country", "place"),
        ("tz zone time_zone", "timezone"),
        ("chairman chairwoman chairperson moderator host", "chair"),
        ("contact contacts hosts", "organizers"),
        ("presenter lecturer author by who", "speaker"),
        ("presenters lecturers authors", "speakers"),
        ("institution institute university company organization", "affiliation"),
        ("recording youtube", "video"),
        ("arxiv preprint pdf", "paper"),
        ("summary about blurb", "abstract description"),
        ("description", "abstract"),
        ("abstract", "description"),
        ("schedule program programme agenda timetable events meetings", "talks sessions"),
        ("password pin code", "passcode"),
        ("reminder reminders notify", "remind"),
        ("targets channels rooms slack discord announce broadcasts", "broadcast"),
        ("repeat repeats recurrence frequency", "every slot"),
        ("type", "kind"),
        ("cancelled canceled tentative state", "status"),
    )
    for word in words.split()
}
