"""What kinds of series and of talks are called, one of them."""

from bot.domain.series import SeriesKind, TalkKind
from bot.language import text

SERIES = {
    SeriesKind.SEMINAR: text("Seminar"),
    SeriesKind.WORKSHOP: text("Workshop"),
    SeriesKind.CONFERENCE: text("Conference"),
    SeriesKind.COURSE: text("Course"),
    SeriesKind.PLAYLIST: text("Playlist"),
}
BREAK = text("Break")
TALKS = {
    TalkKind.INVITED: text("Invited talk"),
    TalkKind.ORAL: text("Oral presentation"),
    TalkKind.SPOTLIGHT: text("Spotlight"),
    TalkKind.CONTRIBUTED: text("Contributed talk"),
    TalkKind.POSTER: text("Poster"),
    TalkKind.KEYNOTE: text("Keynote"),
    TalkKind.PANEL: text("Panel"),
}
"""Kinds that are worth a label; a usual talk has none."""
