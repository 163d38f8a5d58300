"""Notices as they are in each language; `TALKBELL_WRITE_GOLDEN=1` writes them anew."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.series import Join, Material, MaterialKind, Session, Status
from bot.language import offered, speaking
from bot.reminders import notice_words as words
from bot.reminders.listing import entry_of, listing_html, listing_of
from bot.reminders.notice_forms import notice_html, notice_plain
from bot.reminders.notice_messages import carried_facts, compose_notice, off_facts
from bot.reminders.notices import notice_of
from bot.reminders.plain_form import fact_plain
from tests.reminders.seminar import NEW_YORK, moment, series, session, talk
from tests.reminders.telegram_html import read_html

GOLDEN = Path(__file__).parents[1] / "golden" / "languages"
NOW = datetime(2021, 6, 25, 12, tzinfo=UTC)
AFTER = datetime(2021, 6, 29, 12, tzinfo=UTC)
LINKS = [Join(url=f"https://meet.example/{name}", passcode="p4ss") for name in "ab"]
USUAL = session(join=LINKS[0], room="HG G 1")
OFF = replace(USUAL, status=Status.CANCELLED, reason="Ada is ill")
SLIDES = Material(kind=MaterialKind.SLIDES, url="https://talks.example/1.pdf")
VIDEO = Material(kind=MaterialKind.VIDEO, url="https://talks.example/1.mp4")
MOVED = replace(USUAL, start=moment("2021-07-05 17:00"), end=moment("2021-07-05 18:00"))
SHOWN = replace(USUAL, talks=(talk(materials=(SLIDES, VIDEO)),))
CASES: tuple[tuple[Session | None, Session | None, datetime], ...] = (
    (USUAL, MOVED, NOW),
    (USUAL, replace(MOVED, room="HG G 2", join=LINKS[1]), NOW),
    (USUAL, OFF, NOW),
    (USUAL, replace(USUAL, status=Status.UNSCHEDULED, start=None, end=None), NOW),
    (OFF, USUAL, NOW),
    (OFF, MOVED, NOW),
    (None, USUAL, NOW),
    (replace(USUAL, start=None, end=None), USUAL, NOW),
    (replace(USUAL, talks=()), USUAL, NOW),
    (USUAL, replace(USUAL, join=LINKS[1]), NOW),
    (replace(USUAL, join=None), USUAL, NOW),
    (USUAL, replace(USUAL, join=None), NOW),
    (USUAL, replace(USUAL, room="HG G 2"), NOW),
    (USUAL, replace(USUAL, room=""), NOW),
    (USUAL, SHOWN, AFTER),
)


def _told() -> str:
    seminar = series(USUAL, homepage="https://seminar.example")
    other = session("2021-07-05 17:30", id="other", talks=(talk(title="On <Rings>"),))
    parts = []
    for before, after, now in CASES:
        notice = notice_of(before, after, now)
        assert notice
        overlaps = [entry_of(seminar, other, NEW_YORK)] if after == MOVED == notice.session else []
        message = compose_notice(notice, seminar, NEW_YORK, overlaps)
        html = notice_html(message, now)
        read_html(html)  # as strictly as Telegram does
        parts += [notice_plain(message), html]
        if now == NOW and notice.takes_place:
            parts.append("\n".join(fact_plain(one) for one in carried_facts(notice, NEW_YORK)))
    parts.append("\n".join(fact_plain(one) for one in off_facts(OFF)))
    entries = [entry_of(seminar, USUAL, NEW_YORK)] * 2
    for heading in (words.ADDED, words.CANCELLED):
        parts.append(listing_html(listing_of(heading.of(2), entries, 9, words.END), NOW))
    return "\n\n----\n\n".join(part for part in parts if part) + "\n"


@pytest.mark.parametrize("language", offered())
def test_notices_are_as_they_were_read(language: str) -> None:
    path = GOLDEN / f"notices.{language}.txt"
    with speaking(language):
        told = _told()
    if os.environ.get("TALKBELL_WRITE_GOLDEN"):
        path.write_text(told, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == told
