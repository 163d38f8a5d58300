"""Answers as text for terminals."""

from bot.chat.terminal_form import terminal_form


def test_all_that_is_said_is_shown() -> None:
    html = (
        "<b>On &lt;Things&gt;</b>\n"
        '<tg-time unix="1624890600" format="wdt">Mon 28 June, 16:30 CEST</tg-time>\n'
        '<a href="https://meet.example/?a=1&amp;b=2">Join on meet.example</a>\n\n'
        "<blockquote expandable>First lines that are long enough.\n\nSecond.</blockquote>\n\n"
        "<code>x</code> <i>y</i>"
    )
    assert (
        terminal_form(html, 30)
        == """\
On <Things>
Mon 28 June, 16:30 CEST
Join on meet.example:
https://meet.example/?a=1&b=2

  First lines that are long
  enough.

  Second.

x y"""
    )
    assert terminal_form("a <b>b</b>", is_colored=True) == "a \x1b[1mb\x1b[22m"
