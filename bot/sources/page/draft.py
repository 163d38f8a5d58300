"""What a record says of its talk, as far as it has been read."""

from dataclasses import dataclass, field

from bot.domain.series import Speaker, TalkKind
from bot.sources.page.lines import Link
from bot.sources.page.marks import Mark


@dataclass(slots=True)
class Draft:
    """What a record says of one talk, before its time is settled."""

    title: str = ""
    speakers: tuple[Speaker, ...] = ()
    kind: TalkKind | None = None
    abstract: list[str] = field(default_factory=list)
    links: list[tuple[str, Link]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    room: str = ""
    chair: str = ""
    track: str = ""
    no_talk: bool = False
    cancelled: bool = False
    line: int = 0
    children: list["Draft"] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the speakers."""
        return tuple(speaker.name for speaker in self.speakers)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a title nor a speaker."""
        return not self.title and not self.speakers


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of a record: its role (empty for none), its text, and the mark it is from."""

    role: str
    text: str
    mark: Mark
    leading: bool = False
