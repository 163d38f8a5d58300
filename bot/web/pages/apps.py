"""What pages offer to those who subscribe: each app, its way in, and how soon it sees a change.

How often apps look is theirs to decide, and some do not tell; `docs/feeds.md` has the sources.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain.latex import readable
from bot.domain.series import Series, Session, TalkKind
from bot.exports.qr import render_qr
from bot.web.pages import subscribe_words as said
from bot.web.pages.cards import series_path, session_path
from bot.web.pages.frame import Frame
from bot.web.pages.narrowing import Narrowing, kinds_of, speakers_of
from bot.web.pages.subscribing import (
    CopyLinks,
    FeedLinks,
    copy_links,
    feed_links,
    is_in_reach,
    telegram_link,
)

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_LONGEST = 30 * _DAY  # where the picture ends
_WIDE = 240  # units across the picture
_LEAST_WIDE = 10  # units, to be seen


@dataclass(frozen=True, slots=True)
class App:
    """An app, what gives it the feed (empty where only its address does), and how soon it looks.

    `latest` is None for what never looks again.
    """

    name: str
    href: str
    told: str
    soonest: timedelta
    latest: timedelta | None

    @property
    def x(self) -> int:
        """Where its part of the picture begins."""
        return _at(self.soonest)

    @property
    def width(self) -> int:
        """How wide its part of the picture is: from the soonest to the latest."""
        return max(_LEAST_WIDE, _at(self.latest) - self.x) if self.latest else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribePanel:
    """All ways to a series: what of it is `narrowing`, and what there is to choose from."""

    links: FeedLinks
    apps: tuple[App, ...]
    qr: str
    action: str
    narrowing: Narrowing
    kinds: tuple[TalkKind, ...]
    speakers: tuple[str, ...]
    note: str
    narrowed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPanel:
    """All ways to one session: what follows it, and what is a copy of it as it is now."""

    links: FeedLinks
    copies: CopyLinks | None
    telegram: str
    qr: str


def subscribe_panel(
    series: Series, frame: Frame, narrowing: Narrowing, now: datetime
) -> SubscribePanel:
    """Return the ways to a series, as the public sees it; its texts are said when this is made."""
    what = ", ".join(_names(narrowing))
    title = readable(series.title)
    name = f"{title}: {what}" if what else title
    links = feed_links(frame.base, f"{series_path(series.id)}.ics", narrowing.query, name)
    # In chat, a series is followed whole, and narrowed by a command then.
    telegram = "" if what else telegram_link(frame.bot, series.id)
    narrowed = ""
    if what:
        finds = narrowing.finds_some(series, now)
        narrowed = (said.NARROWED_TO if finds else said.FINDS_NOTHING).format(what=what)
    kinds = kinds_of(series)
    return SubscribePanel(
        links=links,
        apps=tuple(_apps(links, telegram)),
        qr=_qr(telegram),
        action=series_path(series.id),
        narrowing=narrowing,
        kinds=kinds if len(kinds) > 1 else (),
        speakers=speakers_of(series),
        note=_note(frame.base),
        narrowed=narrowed,
    )


def add_panel(series: Series, session: Session, frame: Frame) -> AddPanel:
    """Return the ways to a session, as the public sees it."""
    page = session_path(series.id, session.id)
    shown_at = f"{frame.base}{page}" if is_in_reach(frame.base) else ""
    telegram = telegram_link(frame.bot, series.id, session.id)
    return AddPanel(
        links=feed_links(frame.base, f"{page}.ics", (), session.headline or series.title),
        copies=copy_links(series, session, shown_at),
        telegram=telegram,
        qr=_qr(telegram),
    )


def _apps(links: FeedLinks, telegram: str) -> list[App]:
    """Return the apps that there is a way for, those that look most often first."""
    half = 30 * _MINUTE
    told = [
        App(said.TELEGRAM, telegram, said.AT_ONCE, _MINUTE, _MINUTE),
        App(said.OTHER_APPS, links.webcal, said.AS_SET, 5 * _MINUTE, 7 * _DAY),
        App(said.THUNDERBIRD, "", said.BY_THUNDERBIRD, half, half),
        App(said.OUTLOOK, links.outlook, said.BY_MICROSOFT, 3 * _HOUR, _DAY),
        App(said.MICROSOFT, links.microsoft, said.BY_MICROSOFT, 3 * _HOUR, _DAY),
        App(said.GOOGLE, links.google, said.BY_GOOGLE, 8 * _HOUR, _DAY),
    ]
    found = [app for app in told if app.href or (app.name is said.THUNDERBIRD and links.address)]
    return [*found, App(said.FILE, links.path, said.NEVER, _LONGEST, None)]


def _qr(telegram: str) -> str:
    return render_qr(telegram, title=str(said.QR)) if telegram else ""


def _names(narrowing: Narrowing) -> list[str]:
    names = [str(said.KINDS[narrowing.kind])] if narrowing.kind else []
    return [*names, narrowing.speaker] if narrowing.speaker else names


def _note(base: str) -> str:
    if not base:
        return str(said.NO_ADDRESS)
    if is_in_reach(base):
        return ""
    return said.OUT_OF_REACH.format(host=urlsplit(base).hostname or base)


def _at(length: timedelta) -> int:
    """Return where in the picture a length is: from a minute to a month, by its logarithm."""
    return round(_WIDE * math.log(length / _MINUTE) / math.log(_LONGEST / _MINUTE))
