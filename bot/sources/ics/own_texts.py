"""What an entry says that Talkbell wrote itself (`bot.exports.ics`), taken apart again.

Its texts stand in a known order, and properties of our own (X-TALKBELL-…) say what texts leave
open. Calendars of before these were written are read too, as far as their texts go.
"""

from collections.abc import Iterable, Sequence

from bot.domain.moments import Moment
from bot.domain.series import Join, Speaker, Talk
from bot.sources.ics.contentlines import Component
from bot.sources.ics.texts import Told
from bot.sources.join_links import find_join, find_urls
from bot.sources.people import read_people
from bot.sources.plain_words import one_line, paragraphs

_SPEAKERS = ("Speaker: ", "Speakers: ")


def is_of_talk(component: Component) -> bool:
    """Tell whether an entry of ours is that of one talk of a session."""
    return component.first("X-TALKBELL-SESSION") is not None


def own_uid(component: Component) -> str:
    """Return the UID of the session that an entry of ours is of."""
    return component.text("X-TALKBELL-SESSION") or component.text("UID")


def own_place(component: Component) -> str:
    """Return the place of the series that an entry of ours is of."""
    return one_line(component.text("X-TALKBELL-PLACE"))


def own_time(component: Component, name: str) -> Moment | None:
    """Return when the session of an entry begins (`START`) or ends (`END`), if it says so apart."""
    try:
        return Moment.of_text(component.text(f"X-TALKBELL-SESSION-{name}"))
    except ValueError:
        return None


def read_own_texts(component: Component) -> Told:
    """Return what the texts of an entry of ours tell."""
    pieces = component.text("DESCRIPTION").split("\n\n")[:-1]  # the last is the series' name
    reason = _take_reason(component, pieces)
    join = _take_join(component, pieces)
    chair = _taken(pieces, -1, ("Chair: ",))
    if is_of_talk(component):
        _taken(pieces, -1, ("Part of: ",))
    title = _take_title(component, pieces)
    speakers = _read_speakers(_taken(pieces, 0, _SPEAKERS))
    stated = _stated_title(component, speakers)
    of_session = component.text("X-TALKBELL-SESSION-TITLE") if is_of_talk(component) else stated
    return Told(
        title=title or _unless_byline(stated, speakers),
        session_title=one_line(of_session),
        speakers=speakers,
        abstract=paragraphs("\n\n".join(pieces)),
        chair=one_line(chair),
        reason=one_line(reason),
        room=_room(component, join),
        join=join,
        homepage=next(iter(find_urls(component.text("URL"))), ""),
    )


def _taken(pieces: list[str], position: int, labels: Sequence[str]) -> str:
    """Take a paragraph with one of the labels out of its place; return what is behind that."""
    for label in labels:
        if pieces and pieces[position].startswith(label):
            return pieces.pop(position).removeprefix(label)
    return ""


def _take_reason(component: Component, pieces: list[str]) -> str:
    status = (component.text("X-TALKBELL-STATUS") or component.text("STATUS")).capitalize()
    label, _, reason = pieces[0].partition(": ") if pieces else ("", "", "")
    if label != status or status not in {"Cancelled", "Tentative"}:
        return ""
    pieces.pop(0)
    return reason


def _take_join(component: Component, pieces: list[str]) -> Join | None:
    conference = component.text("CONFERENCE")
    if not conference:
        return None
    url, _, passcode = _taken(pieces, -1, ("Join: ",)).partition("\nPasscode: ")
    return Join(url=one_line(url), passcode=one_line(passcode)) if url else find_join([conference])


def _take_title(component: Component, pieces: list[str]) -> str:
    """Take the title of the one talk of a session that has a title of its own, if there is one."""
    is_titled = pieces[1:] and pieces[1].startswith(_SPEAKERS) and "\n" not in pieces[0]
    if is_titled and not is_of_talk(component) and not pieces[0].startswith(_SPEAKERS):
        return one_line(pieces.pop(0))
    return ""


def _read_speakers(text: str) -> tuple[Speaker, ...]:
    return tuple(person for one in _parted(text) for person in read_people(one))


def _parted(people: str) -> Iterable[str]:
    """Yield each of `Ada Lovelace (London), Emmy Noether (Göttingen, DE)`."""
    depth, begin = 0, 0
    for position, char in enumerate(people):
        depth += (char == "(") - (char == ")")
        if char == "," and depth <= 0:
            yield people[begin:position]
            begin = position + 1
    yield people[begin:]


def _stated_title(component: Component, speakers: tuple[Speaker, ...]) -> str:
    """Return the title of an entry's session or talk, which may be behind names in SUMMARY."""
    if stated := component.first("X-TALKBELL-TITLE"):
        return one_line(stated.text)
    summary = one_line(component.text("SUMMARY"))
    byline, colon, title = summary.partition(": ")
    talk = Talk(id="", speakers=speakers)
    return title if colon and byline in {talk.byline, talk.speaker_names} else summary


def _unless_byline(title: str, speakers: tuple[Speaker, ...]) -> str:
    return "" if title == Talk(id="", speakers=speakers).byline else title


def _room(component: Component, join: Join | None) -> str:
    """Return the room; of calendars of before it was said apart, with the place behind it."""
    if component.first("X-TALKBELL-ROOM") or component.first("X-TALKBELL-PLACE"):
        return one_line(component.text("X-TALKBELL-ROOM"))
    location = one_line(component.text("LOCATION"))
    return "" if join and location == join.url else location
