"""Texts that are hostile, odd or far too long arrive whole, and once."""

from collections import Counter

import pytest

from bot.domain.moments import Moment
from bot.domain.series import Speaker
from bot.store.engine import Store
from tests.reminders.seminar import ZURICH, session, talk
from tests.store.seminar import START, put
from tests.telegram_emulator.client import Emulator
from tests.trials import rounds
from tests.trials.conftest import Report
from tests.trials.on_emulator import Desk
from tests.trials.outcomes import Tally
from tests.trials.workers import follow_all

pytestmark = pytest.mark.enable_socket
TEXTS = [
    "<b>bold</i> <script>alert(1)</script> </blockquote></b>",
    "&lt;b&gt; &amp;amp; &#60; &nosuch; & < > \"'`",
    '<a href="https://evil.example">click</a> <tg-time unix="1">now</tg-time>',
    "{0} {name} %s %(x)s $HOME ${x} \\N{BULLET} \\",
    "'; DROP TABLE deliveries; --",
    "/start@talkbell_bot /forget @everyone #tag https://a.example/?a=1&b=<2>",
    "*_[]()~`>#+-=|{}.! **bold** __under__ ||hidden||",
    "$\\mathcal{L}^{k+1}_{\\text{a<b}}$ 50% of \\\\frac{1}{2} $unclosed",
    "مرحبا עברית \u202eevil\u202c \u200fmarks\u200e",
    "Z\u0351\u0363a\u0357l\u0358g\u0301o\u0340 " + "a" + "\u0301" * 300,
    "👩‍👩‍👧‍👦🏳️‍🌈🇨🇭" * 700,
    "\U0001d54f\U0001f9ee" * 1500,
    "word " * 1500,
    "unbroken" * 900,
    "<" * 3000,
    "&" * 2500,
    "line\n" * 900,
    "paragraph\n\n" * 600,
    "\t\v\x0c\x1b[31mred\x07\x7f\u0085\u2028\u2029end",
    "\ufeff\u200b\u00ad\ufffd\uffff",
    "   ",
]


@pytest.fixture
def desk(store: Store, emulator: Emulator) -> Desk:
    return Desk(store, emulator)


def test_hostile_and_over_long_texts_arrive(desk: Desk, report: Report) -> None:
    """Each as title, as abstract and as speaker of a session; their first and last words count."""
    sessions = [
        session(
            Moment.of(START, ZURICH),
            id=f"session-{number}",
            talks=(
                talk(
                    title=f"BEGIN-{number}. {text}",
                    abstract=f"{text}\n\n{text} END-{number}.",
                    speakers=(Speaker(name=f"Ada {text[:500]} Example", affiliation=text[:500]),),
                ),
            ),
        )
        for number, text in enumerate(TEXTS)
    ]
    put(desk.store, *sessions)
    people = follow_all(desk.store, desk.crowd(rounds(2, 40)))
    desk.deliver()
    marks = [f"{word}-{n}." for n in range(len(TEXTS)) for word in ("BEGIN", "END")]
    expected = {f"{chat} {mark}": 1 for chat in people for mark in marks}
    arrived: Counter[str] = Counter()
    messages = 0
    for chat in people:
        shown = [message["text"] for message in desk.emulator.bot_messages(int(chat))]
        messages += len(shown)
        arrived.update({f"{chat} {mark}": sum(mark in text for text in shown) for mark in marks})
    tally = Tally.of(expected, arrived)
    told = f"{len(TEXTS)} texts; ends counted, in {messages} messages"
    report(14, "hostile and over-long texts", tally, late=desk.late, remark=told)
    assert (tally.lost, tally.repeated) == (0, 0)
    assert desk.outcomes() == {"200": messages}  # none was refused
    assert messages > len(people) * len(TEXTS)  # some are too long for one


def test_markup_that_telegram_refuses_leaves_as_plain_text(desk: Desk, report: Report) -> None:
    people = follow_all(desk.store, desk.crowd(rounds(40, 1000)))
    refusal = {"code": 400, "description": "Bad Request: can't parse entities: no such tag"}
    desk.emulator.fail("answer", method="sendMessage", times=len(people) // 4, share=0.5, **refusal)
    desk.deliver()
    tally, refused = Tally.of_each(people, desk.arrived(people)), desk.outcomes()["400"]
    told = f"{refused} refused, then sent without markup"
    report(14, "markup that Telegram refuses", tally, late=desk.late, remark=told)
    assert (tally.lost, tally.repeated) == (0, 0)
    assert refused == len(people) // 4
