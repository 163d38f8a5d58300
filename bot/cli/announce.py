"""`talkbell announce`."""

import argparse
import sys
from datetime import UTC, datetime

from bot.cli.installation import open_installation
from bot.cli.stored import stored_series
from bot.domain.announcements import read_leaving_time
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Series, Session
from bot.domain.wording import describe_span
from bot.errors import Problem, RefusalError, TalkbellError
from bot.flows.organizing.announcement_previews import Announcing, Wanted, zone_of
from bot.flows.organizing.announcing import Announcer, Undoing
from bot.store.delivery.letters import Letter

_YES = {"y", "yes"}
_UNDONE = {
    Undoing.DROPPED: "taken back: nothing of it had left",
    Undoing.UNDONE: "taken back: nothing more of it leaves, and what has left is edited",
}


def run(arguments: argparse.Namespace) -> int:
    """Print what would leave, to how many chats and when; ask, and publish it."""
    with open_installation(arguments) as (settings, store):
        series = stored_series(store, arguments.series).series
        announcer = Announcer(store, per_day=settings.announcements_per_day)
        try:
            if arguments.undo:
                return _undo(announcer, series)
            return _announce(announcer, series, arguments)
        except RefusalError as refusal:
            raise TalkbellError(Problem.of(refusal).sentence()) from None


def _announce(announcer: Announcer, series: Series, arguments: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    at = read_leaving_time(arguments.at, zone_of(series), now).at if arguments.at else None
    session = _session(series, arguments.session) if arguments.session else None
    wanted = Wanted(
        series_id=series.id,
        session_id=session.id if session else "",
        text=arguments.message,
        at=at,
    )
    print(_preview(announcer.preview(wanted, now=now), series))
    if arguments.dry_run:
        return 0
    print("Publish it? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in _YES:
        print("nothing is sent", file=sys.stderr)
        return 1
    now = datetime.now(UTC)
    draft = announcer.draft(wanted, now=now)
    found = announcer.publish(draft.letter_id, now=now)
    if found is None or isinstance(found, Letter):
        raise TalkbellError("it has changed meanwhile, and nothing was sent; try again")
    told = "it leaves then" if at else "it leaves within a minute, and can be taken back for one"
    print(f"published: {told} (--undo)", file=sys.stderr)
    return 0


def _preview(shown: Announcing, series: Series) -> str:
    chats = "1 chat" if shown.chats == 1 else f"{shown.chats} chats"
    time = describe_span(Moment.of(shown.at, zone_of(series)), None) if shown.at else "at once"
    return f"{shown.outgoing.plain}\n\n-- to {chats}, {time}"


def _session(series: Series, name: str) -> Session:
    """Return the session of an id, or that some words name. Raises TalkbellError."""
    for one in series.sessions:
        if one.id == name:
            return one
    words = name.casefold().split()
    found = [
        one
        for one in series.sessions
        if all(word in readable(one.headline).casefold() for word in words)
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(one.id for one in found or series.sessions)
    message = f'no single session of {series.id} is "{name}"; there are {known}'
    raise TalkbellError(message)


def _undo(announcer: Announcer, series: Series) -> int:
    """Take back what was published last, of what waits and what is leaving."""
    now = datetime.now(UTC)
    found = announcer.open_ones_of(series.id, now=now)
    if not found:
        raise TalkbellError(
            f"nothing of {series.id} waits to leave, or has begun to within a minute"
        )
    latest = max(found, key=lambda one: (one.created_at, one.id))
    outcome = announcer.take_back(latest.id, now=now)
    if outcome not in _UNDONE:
        raise TalkbellError("it cannot be taken back any more")
    print(_UNDONE[outcome])
    return 0
