"""The lines that put a frame onto a site of others, as the page of a series offers them. Pure."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from markupsafe import Markup

from bot.domain.latex import readable
from bot.domain.series import Series
from bot.language import offered_as
from bot.web.pages.cards import series_path
from bot.web.pages.embedding import Embedding, Show, Theme
from bot.web.pages.frame import Choice, Frame

_LONGEST_QUERY = 2000  # bytes
_HEIGHTS = {Show.NEXT: 260, Show.LIST: 560, Show.TIMETABLE: 720}  # pixels of the frame


@dataclass(frozen=True, slots=True)
class LinesPanel:
    """The lines for a site of others, where the frame is, and what of it can be chosen.

    Without the service's address there are no lines.
    """

    lines: str
    href: str
    embedding: Embedding
    languages: tuple[Choice, ...]
    is_chosen: bool


def read_chosen_lines(raw: bytes) -> Embedding | None:
    """Return what the form for the lines was sent with, None if it was not sent."""
    try:
        said = parse_qs(raw[:_LONGEST_QUERY].decode("utf-8", "replace"), max_num_fields=20)
    except ValueError:
        return None
    show, theme = said.get("embed", [""])[-1], said.get("theme", [""])[-1]
    if show not in tuple(Show):
        return None
    chosen = Embedding(
        show=Show(show),
        theme=Theme(theme) if theme in tuple(Theme) else Theme.AUTO,
        for_device=said.get("clock", [""])[-1] == "device",
    )
    language = offered_as(said.get("in", [""])[-1][:20])
    return replace(chosen, language=language) if language else chosen


def lines_panel(series: Series, frame: Frame, chosen: Embedding | None) -> LinesPanel:
    """Return the lines for a series: as they were chosen, else in the language of the page."""
    embedding = chosen or Embedding(language=frame.reader.language)
    path = series_path(series.id)
    address, page = f"{frame.base}{path}/embed", f"{frame.base}{path}"
    return LinesPanel(
        lines=lines(address, page, readable(series.title), embedding) if frame.base else "",
        href=f"{path}/embed?{embedding.query}".removesuffix("?"),
        embedding=embedding,
        languages=tuple(
            replace(one, is_current=one.code == embedding.language) for one in frame.languages
        ),
        is_chosen=chosen is not None,
    )


def lines(address: str, page: str, title: str, embedding: Embedding) -> str:
    """Return two lines of HTML for another site: the frame, and a link for who sees no frames.

    `address` is the frame's, without a query, and `page` that of the series. They are HTML as it
    is: a page that shows them has to escape them.
    """
    source = f"{address}?{embedding.query}" if embedding.query else address
    frame = Markup(
        '<iframe src="{source}" title="{title}" loading="lazy" width="100%" height="{height}" '
        'style="border:0"></iframe>'
    )
    link = Markup('<p><a href="{page}">{title}</a></p>')
    height = _HEIGHTS[embedding.show]
    told = (
        frame.format(source=source, title=title, height=height),
        link.format(page=page, title=title),
    )
    return str(Markup("\n").join(told))
