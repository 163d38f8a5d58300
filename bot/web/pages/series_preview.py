"""What programs read of the page of a series."""

from bot.domain.series import Series
from bot.exports.schema_org import series_node
from bot.web.pages.cards import series_path
from bot.web.pages.frame import Frame
from bot.web.pages.previews import Preview, described


def series_preview(series: Series, frame: Frame) -> Preview:
    """Return it for a series as the public sees it; its other forms are named by the page."""
    url = f"{frame.base}{series_path(series.id)}" if frame.base else ""
    return Preview(
        title=described(series.title),
        site="Talkbell",
        description=described(series.description or series.place),
        node=series_node(series, url),
        is_worth_finding=bool(series.sessions or series.description),
    )
