"""Which talks of a series a calendar is wanted of: those of a kind, or of a speaker. Pure."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from bot.domain.series import Series, TalkKind
from bot.flows.selecting import FeedQuery, select

_LONGEST = 80  # characters of a name
_MOST_FIELDS = 50


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is wanted of a series; all of it where nothing is said."""

    kind: TalkKind | None = None
    speaker: str = ""

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """What is asked of a feed, and of the page."""
        said = [("kind", self.kind.value)] if self.kind else []
        said += [("speaker", self.speaker)] if self.speaker else []
        return tuple(said)

    def finds_some(self, series: Series, now: datetime) -> bool:
        """Tell whether a feed of a series would have something of it."""
        kinds = (self.kind,) if self.kind else ()
        speakers = (self.speaker,) if self.speaker else ()
        return any(select(series, FeedQuery(kinds=kinds, speakers=speakers), now))


def read_narrowing(raw: bytes) -> Narrowing:
    """Return what the query of a page asks for; what cannot be understood counts as not said."""
    try:
        pairs = parse_qsl(raw.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return Narrowing()
    said = dict(pairs)
    kinds = {kind.value: kind for kind in TalkKind if kind is not TalkKind.BREAK}
    speaker = " ".join(said.get("speaker", "").split())
    return Narrowing(kinds.get(said.get("kind", "")), speaker if len(speaker) <= _LONGEST else "")


def kinds_of(series: Series) -> tuple[TalkKind, ...]:
    """Return the kinds of talks that occur, breaks aside; there are some to choose if several."""
    found = {talk.kind for session in series.sessions for talk in session.talks}
    return tuple(kind for kind in TalkKind if kind in found and kind is not TalkKind.BREAK)


def speakers_of(series: Series) -> tuple[str, ...]:
    """Return the names of all who speak, by name."""
    talks = [talk for session in series.sessions for talk in session.talks]
    names = {speaker.name for talk in talks for speaker in talk.speakers}
    return tuple(sorted(name for name in names if 0 < len(name) <= _LONGEST))
