"""Buttons below what tells of a session: the ways to it, and what a reader may do about it."""

from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from bot.channels.interface import Button
from bot.domain.latex import readable
from bot.domain.series import Material, Series, Session, Talk, TalkKind
from bot.domain.wording import material_label
from bot.language import text

LABELS = {
    "join": text("Join"),
    "abstracts": text("Abstracts"),
    "open": text("Open"),
    "calendar": text("Calendar"),
    "earlier": text("Remind me earlier too"),
    "mute": text("No reminder of it"),
}
_LONGEST_LABEL = 40
_MOST_MATERIALS = 6
_WIDE = 2  # buttons in a row

Rows = tuple[tuple[Button, ...], ...]


def reference(*ids: str) -> str:
    """Return a short name for a series or a session, for buttons: it tells nothing of the ids."""
    return f"~{sha256('/'.join(ids).encode()).hexdigest()[:12]}"


def link_rows(session: Session, *, is_over: bool = False) -> Rows:
    """Return what opens something of a session, as its reader sees it.

    That is the way in, unless it is over, and slides, papers and recordings of its one talk: of
    several talks, the card with their abstracts has them.
    """
    joins = [] if session.join is None or is_over else [(str(LABELS["join"]), session.join.url)]
    talks = _talks(session)
    materials = talks[0].materials[:_MOST_MATERIALS] if len(talks) == 1 else ()
    opening = [(_label_of(one), one.url) for one in materials]
    return (*_opening(joins), *_opening(opening))


def has_details(session: Session) -> bool:
    """Tell whether several talks have more than a row of a programme shows."""
    talks = _talks(session)
    return len(talks) > 1 and any(talk.abstract or talk.materials for talk in talks)


def reminder_rows(series: Series, session: Session, now: datetime) -> Rows:
    """Return the buttons of a reminder that leaves at `now`: each does what a command does."""
    name = reference(series.id, session.id)
    rest = [_press("calendar", f"calendar {name}")]
    if has_details(session):
        rest.insert(0, _press("abstracts", f"abstracts {name}"))
    if session.start and now < session.start.at:
        rest.append(_press("earlier", f"earlier {name}"))
        rest.append(_press("mute", f"mute {name}"))
    return (*link_rows(session), *in_rows(rest))


def _press(label: str, command: str) -> Button:
    return Button(label=str(LABELS[label]), data=command)


def in_rows(buttons: list[Button], wide: int = _WIDE) -> Rows:
    """Return buttons in rows of so many."""
    return tuple(tuple(buttons[at : at + wide]) for at in range(0, len(buttons), wide))


def _opening(links: list[tuple[str, str]]) -> Rows:
    return in_rows([Button(label=label, url=url) for label, url in links if _can_be_pressed(url)])


def _can_be_pressed(url: str) -> bool:
    """Tell whether platforms take an address for a button: one that they refuse costs a message."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_known = parts.scheme in {"http", "https"} and "." in host.strip(".") and not parts.username
    return is_known and url.isprintable() and " " not in url


def _label_of(material: Material) -> str:
    label = " ".join(readable(material_label(material)).split()) or str(LABELS["open"])
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def _talks(session: Session) -> list[Talk]:
    return [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]
