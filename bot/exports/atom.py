"""Atom feeds (RFC 4287) of what happens to a series: its changes and new talks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from lxml import etree

from bot.domain.latex import readable
from bot.domain.revisions import first_revision
from bot.domain.series import Series, Session
from bot.exports.contentlines import uri
from bot.exports.json import instant
from bot.exports.plain_text import describe_session
from bot.exports.xml import Element, add, render_document

_NAMESPACE = "http://www.w3.org/2005/Atom"
_OURS = UUID("b0d7a1f2-8c39-5e64-a1b7-94f2c5d83e10")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomEntry:
    """One change of a series, as its audience may see it.

    `key` never changes, and no other change of the series has it. `sentence` says what has changed
    in one line; `session` is what it is about, as it is now. `changed_at` is an aware UTC instant.
    """

    key: str
    sentence: str
    changed_at: datetime
    session: Session | None = None


def render_atom(
    series: Series, changes: Sequence[AtomEntry], self_url: str, page_url: str
) -> bytes:
    """Return the feed of a series that is as its audience may see it, the latest change first.

    `self_url` is where the feed is to be had, `page_url` where people read about the series.
    """
    newest_first = sorted(changes, key=lambda one: one.changed_at, reverse=True)
    beginning = first_revision(series).modified_at
    root = etree.Element("feed", nsmap={None: _NAMESPACE})
    add(root, "id", uuid5(_OURS, series.id).urn)
    add(root, "title", readable(series.title))
    if series.description:
        add(root, "subtitle", readable(series.description))
    add(root, "link", rel="self", type="application/atom+xml", href=uri(self_url))
    add(root, "link", rel="alternate", type="text/html", href=uri(page_url))
    add(root, "updated", instant(newest_first[0].changed_at if newest_first else beginning))
    for name in series.organizers or (series.title,):
        add(add(root, "author"), "name", readable(name))
    add(root, "generator", "Talkbell")
    for change in newest_first:
        _add_entry(root, change, series, page_url)
    return render_document(root)


def _add_entry(root: Element, change: AtomEntry, series: Series, page_url: str) -> None:
    entry = add(root, "entry")
    add(entry, "id", uuid5(_OURS, f"{series.id}\0{change.key}").urn)
    add(entry, "title", readable(change.sentence))
    add(entry, "link", rel="alternate", type="text/html", href=uri(page_url))
    add(entry, "updated", instant(change.changed_at))
    if change.session:
        add(entry, "content", describe_session(change.session, series), type="text")
