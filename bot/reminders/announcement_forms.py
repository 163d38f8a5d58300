"""Announcements in both forms of a message: plain text, and Telegram's HTML. For one reader."""

from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from bot.domain.announcements import Unsent
from bot.domain.durations import rounded
from bot.domain.latex import readable
from bot.domain.series import Series, Session
from bot.reminders import announcement_words as words
from bot.reminders import listing, notice_words
from bot.reminders.chat_form import chat_form
from bot.reminders.messages import Message, compose
from bot.reminders.notice_forms import notice_html, notice_plain
from bot.reminders.notice_messages import Fact, NoticeMessage, off_facts, title_of
from bot.reminders.plain_form import plain_form
from bot.reminders.plan import Reminder, is_reminded_of
from bot.reminders.splitting import split_html

_MOST = 20  # sessions, of what fits into one message


@dataclass(frozen=True, slots=True)
class Forms:
    """A message, as plain text and as Telegram HTML."""

    plain: str
    html: str


def of_session(series: Series, session: Session, text: str, zone: str, now: datetime) -> Forms:
    """Return an announcement of a session, or a message about it, for a reader in an IANA zone.

    The series must be as its reader may see it. One that is to come is shown as reminders show it.
    """
    if session.start is None or session.start.at <= now or not is_reminded_of(session):
        return _of_another(series, session, text, zone, now)
    told = Reminder(now, rounded(session.start.at - now), session, session.start)
    message = compose(told, series, zone)
    html = chat_form(_led(message, text, [text]))
    if len(split_html(html)) > 1:  # it could not be taken back whole
        message = replace(message, abstract="", programme=())
        html = chat_form(_led(message, text, [text]))
    return Forms(plain=plain_form(_led(message, text, text.splitlines())), html=html)


def _led(message: Message, text: str, lines: list[str]) -> Message:
    lead = str(words.FROM_ORGANIZERS if text else words.ANNOUNCED)
    return replace(message, changes=(Fact(lead), *(Fact(one) for one in lines if one)))


def _of_another(series: Series, session: Session, text: str, zone: str, now: datetime) -> Forms:
    """Return what is said of a session without a date, that is off, or that has begun."""
    lead = str(words.FROM_ORGANIZERS if text else words.ANNOUNCED)
    facts = [Fact(lead), *([Fact(text)] if text else [])]
    if session.start and is_reminded_of(session):
        end = session.end.in_zone(zone) if session.end else None
        facts.append(Fact(str(notice_words.WHEN), session.start.in_zone(zone), end))
    elif session.start:
        facts += off_facts(session)
    else:
        facts.append(Fact(str(words.NO_DATE)))
    return _formed(title_of(session, series), facts, series, now)


def of_series(series: Series, text: str, now: datetime) -> Forms:
    """Return a message to all who follow a series, which is as its reader may see it."""
    heading = words.MESSAGE_OF.format(title=readable(series.title))
    return _formed(heading, [Fact(text)], series, now)


def of_term(series: Series, coming: list[Session], zone: str, now: datetime) -> Forms:
    """Return a list of the sessions that are to come: each has a start, in their order."""
    entries = [listing.entry_of(series, one, zone) for one in coming]
    short = [replace(one, series_title=one.headline) for one in entries]
    heading = words.TO_COME.format(title=readable(series.title))
    most = _MOST
    told = listing.listing_of(heading, short, most, "")
    while most > 1 and len(split_html(listing.listing_html(told, now))) > 1:
        most -= 1  # of several messages, one alone could be taken back
        told = listing.listing_of(heading, short, most, "")
    return Forms(plain=listing.listing_plain(told), html=listing.listing_html(told, now))


def withdrawn(title: str) -> Forms:
    """Return what stands in place of an announcement that was taken back."""
    told = words.WITHDRAWN.format(title=readable(title))
    return Forms(plain=told, html=escape(told, quote=False))


def unsent(series: Series, session: Session | None, what: Unsent) -> Forms:
    """Return what organizers are told of an announcement that was not sent, with its text."""
    title = title_of(session, series) if session else readable(series.title)
    reason = str(words.OBSTACLES[what.obstacle])
    heading = words.UNSENT.format(title=title, reason=reason)
    bold = f"<b>{escape(heading, quote=False)}</b>"
    if not what.text:
        return Forms(plain=heading, html=bold)
    quoted = f"<blockquote>{escape(what.text, quote=False)}</blockquote>"
    return Forms(plain=f"{heading}\n\n{what.text}", html=f"{bold}\n\n{quoted}")


def _formed(heading: str, facts: list[Fact], series: Series, now: datetime) -> Forms:
    message = NoticeMessage(
        heading=heading,
        facts=tuple(facts),
        join=None,
        materials=(),
        overlaps=(),
        series_title=readable(series.title),
        homepage=series.homepage,
    )
    return Forms(plain=notice_plain(message), html=notice_html(message, now))
