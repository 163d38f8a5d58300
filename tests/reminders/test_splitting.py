"""Texts too long for one message, divided."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.splitting import MOST, shown_length, split_html

from .telegram_html import read_html

WORDS = st.text("ab é𝔖&<>'\n ", max_size=60).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)


def inline(name: str, attributes: str = "") -> st.SearchStrategy[str]:
    return WORDS.filter(str.strip).map(lambda text: f"<{name}{attributes}>{text}</{name}>")


TEXTS = st.lists(
    st.one_of(
        WORDS,
        inline("b"),
        inline("a", ' href="https://a.example/?a=1&amp;b=2"'),
        inline("blockquote", " expandable"),
        st.just("\n\n"),
    ),
    max_size=12,
).map("".join)


def visible(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS, st.integers(10, 80))
def test_messages_are_short_valid_and_hold_every_sign(html: str, most: int) -> None:
    messages = split_html(html, most)
    read = [read_html(message)[0] for message in messages]
    assert [len(text.encode("utf-16-le")) // 2 <= most for text in read] == [True] * len(read)
    assert visible("".join(read)) == visible(read_html(html)[0])


@pytest.mark.parametrize(
    ("html", "messages"),
    [
        ("short", ["short"]),
        ("", []),
        ("One is here.\n\nTwo is here.", ["One is here.", "Two is here."]),
        ("One two three four five six", ["One two three four", "five six"]),
        (
            "<b>A</b>\n<blockquote>One two three four five</blockquote>",
            [
                "<b>A</b>\n<blockquote>One two three four</blockquote>",
                "<blockquote>five</blockquote>",
            ],
        ),
        ("x" * 25, ["x" * 20, "x" * 5]),
        ("&amp;" * 21, ["&amp;" * 20, "&amp;"]),
        ("𝔖" * 11, ["𝔖" * 10, "𝔖"]),
        (
            '<a href="u">all of a link</a> and more',
            ['<a href="u">all of a link</a> and', "more"],
        ),
        ("One two three <b>four five</b>", ["One two three <b>four</b>", "<b>five</b>"]),
    ],
)
def test_a_text_is_divided_at_the_best_place(html: str, messages: list[str]) -> None:
    assert split_html(html, 20) == messages


def test_the_limit_is_telegrams() -> None:
    assert split_html("x" * MOST) == ["x" * 4096]
    assert [shown_length(one) for one in split_html("x" * (MOST + 1))] == [4096, 1]
