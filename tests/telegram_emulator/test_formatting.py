"""What Telegram takes as HTML, and what it says of the rest."""

import time

import pytest

from .formatting import read_html, read_plain
from .refusals import RefusedError

NO_VALUE = 'Expected equal sign in declaration of an attribute of the tag "a"'
HALF_A_CHARACTER = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


def entity(kind: str, offset: int, length: int, **more: object) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"', []),
        ("AT&T &copy; &#233; &#xe9 a > b", "AT&T &copy; é é a > b", []),
        ("🏟<b>🏟</b>", "🏟🏟", [entity("bold", 2, 2)]),
        ("<b>a <i>b</i></b>", "a b", [entity("bold", 0, 3), entity("italic", 2, 1)]),
        ("<strong>a</strong><em>b</em>", "ab", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("<B>a</>", "a", [entity("bold", 0, 1)]),
        ("  <b> a </b>\n", "a", [entity("bold", 0, 1)]),
        ("<i></i>a", "a", []),
        (
            '<a href="https://x.example/?a=1&amp;b=2">x</a>',
            "x",
            [entity("text_link", 0, 1, url="https://x.example/?a=1&b=2")],
        ),
        ("<a href='nowhere'>x</a>", "x", []),
        ("<a href='http://localhost/x'>x</a>", "x", []),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        (
            "<blockquote><b>a</b></blockquote>",
            "a",
            [entity(k, 0, 1) for k in ("bold", "blockquote")],
        ),
        ("<pre><code>a</code></pre>", "a", [entity(k, 0, 1) for k in ("code", "pre")]),
        ("<span class='tg-spoiler'>a</span>", "a", [entity("spoiler", 0, 1)]),
        (
            '<tg-time unix="1624890600" format="wDT">then</tg-time>',
            "then",
            [entity("date_time", 0, 4, unix_time=1624890600, date_time_format="wDT")],
        ),
    ],
)
def test_html_is_read_as_telegram_reads_it(
    html: str, text: str, entities: list[dict[str, object]]
) -> None:
    assert read_html(html) == (text, entities)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("🏟<p>a</p>", 'Unsupported start tag "p" at byte offset 4'),
        ("<{0}>a", 'Unsupported start tag "{0}" at byte offset 0'),
        ("a<b", "Unclosed start tag at byte offset 1"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<a href>a</a>", f"{NO_VALUE} at byte offset 0"),
        ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("&#xd83c;", HALF_A_CHARACTER),
        # What Telegram's papers forbid and its server drops.
        ("<code>a<b>b</b></code>", 'Entity "bold" can\'t be within "code" at byte offset 7'),
        ("<b><code>b</code></b>", 'Entity "code" can\'t be within "bold" at byte offset 3'),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            'Entity "blockquote" can\'t be within "blockquote" at byte offset 13',
        ),
        (
            '<a href="x.example"><tg-time unix="1">a</tg-time></a>',
            'Entity "date_time" can\'t be within "text_link" at byte offset 20',
        ),
        ('<tg-time unix="soon">a</tg-time>', 'Invalid Unix time "soon" at byte offset 22'),
        ('<tg-time unix="1" format="dd">a</tg-time>', 'Invalid date format "dd" at byte offset 31'),
    ],
)  # fmt: skip
def test_html_is_refused_as_telegram_refuses_it(html: str, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_html(html)
    assert refused.value.answer() == {
        "ok": False,
        "error_code": 400,
        "description": f"Bad Request: can't parse entities: {reason}",
    }


def test_times_of_a_far_future_are_refused() -> None:
    day = 86_400
    now = int(time.time())
    assert read_html(f'<tg-time unix="{now + 1097 * day}">a</tg-time>')[0] == "a"
    with pytest.raises(RefusedError, match="Invalid Unix time"):
        read_html(f'<tg-time unix="{now + 1099 * day}">a</tg-time>')


def test_entities_beyond_a_hundred_are_dropped() -> None:
    text, entities = read_html("<b>a</b>" * 101)
    assert (text, len(entities)) == ("a" * 101, 100)


def test_plain_text_stays_as_it_is() -> None:
    assert read_plain(" <b>a & b</b> ") == ("<b>a & b</b>", [])
