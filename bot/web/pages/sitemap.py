"""The map of all pages, for search engines (sitemaps.org, protocol 0.9)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape

from bot.domain.revisions import Revision
from bot.flows.publish import Feed, Publication
from bot.web.pages.cards import series_path, session_path
from bot.web.pages.turns import page_feed
from bot.web.reader import Reader

_MOST = 50_000  # addresses in one map, by the protocol


def render_sitemap(publications: Sequence[Publication], base: str, now: datetime) -> Feed:
    """Return the map of the pages of these series, at a service's address.

    Series come first, then sessions as the public sees them, those that start last before the
    others: of very many, the oldest are left out.
    """
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    pages = islice(_pages(publications, now), _MOST)
    lines = [
        f"<url><loc>{escape(base)}{escape(path)}</loc>{_changed(changed_at)}</url>\n"
        for path, changed_at in pages
    ]
    urls = (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(lines)}</urlset>\n'
    )
    return page_feed(f"{head}{urls}".encode(), publications, Reader(), now)


def _changed(at: datetime) -> str:
    """Return when a page changed, nothing for one that never did since it is known."""
    return "" if at == Revision().modified_at else f"<lastmod>{at:%Y-%m-%dT%H:%M:%SZ}</lastmod>"


def _pages(publications: Sequence[Publication], now: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield where each page is, and when what it is made of was last changed (UTC)."""
    if publications:
        yield "/", max(one.modified_at for one in publications)
    yield from ((series_path(one.id), one.modified_at) for one in publications)
    sessions = [
        (seen.order, session_path(one.id, seen.id), one.by_id[own_id].revision.modified_at)
        for one in publications
        for own_id, seen in one.public_by_own_id(now).items()
    ]
    for _, path, changed_at in sorted(sessions, reverse=True):
        yield path, changed_at
