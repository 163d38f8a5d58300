"""Texts as HTML: what is meant is shown, what is not stays as it was written, and nothing runs."""

import re
import time
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.schedules import read_schedules
from bot.web.bidi import balanced
from bot.web.rich_text import rich, rich_line, unmarked
from tests.domain.test_latex import MATH

SCHEDULES = Path(__file__).parents[2] / "schedules"
BLOCKS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "sup"}
BLOCKS |= {"div", "table", "tbody", "td", "th", "thead", "tr", "ul"}
MATHML = set(
    "annotation math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts "  # noqa: SIM905
    "mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover "
    "semantics".split()
)
SIZES = {"lspace", "rspace", "width", "height", "depth", "voffset", "minsize", "maxsize"}
LOOKS = {"display", "displaystyle", "scriptlevel", "encoding", "notation", "linethickness"}
LOOKS |= {
    "mathvariant",
    "tabindex",
    "stretchy",
    "symmetric",
    "largeop",
    "movablelimits",
    "form",
    "accent",
}
ATTRIBUTES = SIZES | LOOKS | {"href", "rel", "start", "class", "columnspan", "rowspan", "scope"}
LINK = 'rel="nofollow noopener"'


def tex(source: str, shown: str, display: str = "") -> str:
    note = f'<annotation encoding="application/x-tex">{source}</annotation>'
    return f"<math{display}><semantics>{shown}{note}</semantics></math>"


X = tex("x", "<mi>x</mi>")
DISPLAY = ' tabindex="0" display="block"'
APART = tex("x", "<mi>x</mi>", DISPLAY)
BARE = tex("{\nx\n}", "<mi>x</mi>", DISPLAY)


class Read(HTMLParser):
    """What of a text a browser shows, and all of its elements and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.shown = ""
        self.feed(str(html))  # added to a str, Markup would escape what it has
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_data(self, data: str) -> None:
        self.shown += data


def assert_harmless(html: str) -> Read:
    read = Read(html)
    assert read.names <= BLOCKS | MATHML
    assert read.attributes <= ATTRIBUTES
    assert [one for one in read.links if not re.match(r"(https?|mailto):", one)] == []
    return read


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One\nline\n\nand another", "<p>One\nline</p>\n<p>and another</p>\n"),
        ("*So*, **so**, `so`", "<p><em>So</em>, <strong>so</strong>, <code>so</code></p>\n"),
        # What is no Markdown stays: a lone mark, products, names, prices.
        ("a lone _ and *, 5 * 3, snake_case", "<p>a lone _ and *, 5 * 3, snake_case</p>\n"),
        ("$5 and $6", "<p>$5 and $6</p>\n"),
        ("    far\n    in", "<p>far\nin</p>\n"),
        ("# So\n\nx\n---", "<p><strong>So</strong></p>\n<p><strong>x</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n"),
        ("```py\na $x$\n```", "<pre><code>a $x$\n</code></pre>\n"),
        ("~~so~~ ~ x", "<p><s>so</s> ~ x</p>\n"),
        # What people write as a list that Markdown does not know.
        ("• a\n• b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("See\n[1] a\n[2] *b*\nc", "<p>See<br>\n[1] a<br>\n[2] <em>b</em>\nc</p>\n"),
        ("(i) a\n(ii) b", "<p>(i) a<br>\n(ii) b</p>\n"),
        ("9:00 a\n10:30 b", "<p>9:00 a<br>\n10:30 b</p>\n"),
        ("as in\n(2) and so on", "<p>as in\n(2) and so on</p>\n"),
        ("a[^1] `b[^1]` c[^2]\n\n[^1]: d",
         "<p>a<sup>[1]</sup> <code>b[^1]</code> c[^2]</p>\n<p><sup>[1]</sup>: d</p>\n"),
        # Formulas, in each of the ways to write them; in code they are code.
        ("Let $x$.", f"<p>Let {X}.</p>\n"),
        (r"Let \(x\).", f"<p>Let {X}.</p>\n"),
        ("*$x$* and **a $x$**", f"<p><em>{X}</em> and <strong>a {X}</strong></p>\n"),
        ("So\n$$\nx\n$$\nor", f"<p>So\n{APART}\nor</p>\n"),
        (r"So \[x\]", f"<p>So {APART}</p>\n"),
        ("\\begin{equation}\\label{a}\nx\n\\end{equation}",
         f"<p>{BARE}</p>\n"),
        ("`$x$` and ``a $x$``", "<p><code>$x$</code> and <code>a $x$</code></p>\n"),
        (r"$\foo{x}$ or $x^$", r"<p><code>$\foo{x}$</code> or <code>$x^$</code></p>" + "\n"),
        # LaTeX outside formulas reads as elsewhere, and what it escapes is no Markdown.
        (r"\emph{na\"ive} ``a'' -- Fig.~2", "<p>naïve “a” – Fig. 2</p>\n"),
        (r"\_a\_ \& \% \#1 \$5", "<p>_a_ &amp; % #1 $5</p>\n"),
        # Links, and what was meant to be one.
        ("[a](https://b.example/c)", f'<p><a href="https://b.example/c" {LINK}>a</a></p>\n'),
        ('[a](https://b.example "c")', f'<p><a href="https://b.example" {LINK}>a</a></p>\n'),
        ("[a](mailto:b@c.example)", f'<p><a href="mailto:b@c.example" {LINK}>a</a></p>\n'),
        ("[](https://b.example)", f'<p><a href="https://b.example" {LINK}>https://b.example</a></p>\n'),
        ("See (https://b.example/c_d_?e=1&f).", ('<p>See (<a href="https://b.example/c_d_?e=1&amp;f'
         f'" {LINK}>https://b.example/c_d_?e=1&amp;f</a>).</p>\n')),
        ("[1]: https://b.example",
         f'<p>[1]: <a href="https://b.example" {LINK}>https://b.example</a></p>\n'),
        ("[a](/b) [c](javascript:d)", "<p>[a](/b) [c](javascript:d)</p>\n"),
        ("![a picture](https://b.example/c.png)", "<p>a picture</p>\n"),
        ("<b>a</b> &lt;c&gt; d < e", "<p>&lt;b&gt;a&lt;/b&gt; &lt;c&gt; d &lt; e</p>\n"),
    ],
)  # fmt: skip
def test_text_is_shown_as_it_was_meant(text: str, html: str) -> None:
    assert rich(text) == html


def table(head: str, *rows: str) -> str:
    """Return a table of rows, each of its cells."""
    lines = ["<table>", "<thead>", "<tr>", head, "</tr>", "</thead>"]
    lines += ["<tbody>", *(f"<tr>\n{row}\n</tr>" for row in rows), "</tbody>"] if rows else []
    return "\n".join(['<div class="scrolls" tabindex="0">', *lines, "</table>", "</div>\n"])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("So\n| a | b |\n|---|--:|\n| $x$ | **c** |\n| d \\| e |\nbelow it",
         "<p>So</p>\n" + table('<th scope="col">a</th>\n<th scope="col" class="right">b</th>',
            f'<td>{X}</td>\n<td class="right"><strong>c</strong></td>',
            '<td>d | e</td>\n<td class="right"></td>') + "<p>below it</p>\n"),
        ("|  | a\n|:-:|:-|\n| b | `$x$`",
         table('<td class="centred"></td>\n<th scope="col">a</th>',
            '<td class="centred">b</td>\n<td><code>$x$</code></td>')),
        ("a | b\n--|--", table('<th scope="col">a</th>\n<th scope="col">b</th>')),
        # Where a cell would be left out, and where nothing says that it is a table.
        ("a | b\n--|--\n1 | 2 | 3", "<p>a | b\n--|--\n1 | 2 | 3</p>\n"),
        ("a | b\nc | d", "<p>a | b\nc | d</p>\n"),
        ("```\na | b\n--|--\n```", "<pre><code>a | b\n--|--\n</code></pre>\n"),
    ],
)  # fmt: skip
def test_table_is_one_where_all_of_it_is_shown(text: str, html: str) -> None:
    assert rich(text) == html


def test_columns_of_equations_keep_their_sides() -> None:
    made = rich("\\begin{align}\na &= b \\\\\n&+ c\n\\end{align}")
    assert made.count('<mtd class="math-right math-flush-right">') == 2
    assert made.count('<mtd class="math-left math-flush-left">') == 2
    assert " style=" not in made


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"On $x$ & \'etat -- <b> *no* `no`", f"On {X} &amp; état – &lt;b&gt; *no* `no`"),
        ("$$x$$", X),
        ("https://a.example [b](https://c.example)", None),
        (r"$\foo{x}$", r"<code>$\foo{x}$</code>"),
        ("a" * 5000, None),
    ],
)
def test_line_has_formulas_and_no_blocks(text: str, html: str | None) -> None:
    assert rich_line(text) == (text if html is None else html)


@pytest.mark.parametrize(
    ("shown", "refused"),
    [
        # Native code reads these by recursion: where the stack of a thread ends, so would we.
        ("{" * 20 + "x" + "}" * 20, "{" * 40 + "x" + "}" * 40),
        (r"\hat " * 20 + "x", r"\hat " * 40 + "x"),
        (r"\left(" * 9 + "x" + r"\right)" * 9, r"\left(" * 40 + "x" + r"\right)" * 40),
        ("x" * 4000, "x" * 4001),
        (r"\R", r"\def\a{x}\a"),
        (r"\E", r"\newcommand{\a}{x}\a"),
        (r"\hspace{1em}x", r"\hspace{-9em}x"),
        (r"\quad x", r"\kern 30em x"),
        (r"\text{x}", r"\eqref{x}"),
    ],
)
def test_formula_is_bounded(shown: str, refused: str) -> None:
    assert "<annotation" in rich(f"$${shown}$$")
    assert rich(f"$${refused}$$") == f"<p><code>$${refused}$$</code></p>\n"


def test_wide_formula_scrolls_by_itself_and_breaks_in_lines() -> None:
    wide = "+".join("abcdefghijklmnopqrstuvwxyz")
    assert rich(f"${wide}$").startswith('<p><math class="math-long" tabindex="0"><semantics>')
    assert rich_line(f"${wide}$") == wide


def test_formulas_that_read_as_text_become_mathml() -> None:
    formulas = [source for source, _ in MATH if source.startswith("$") and source.endswith("$")]
    assert len(formulas) > 50
    refused = [source for source in formulas if "<code>" in rich_line(source)]
    assert refused == []


NESTED = {
    "braces": "${" * 1 + "{" * 10_000 + "}" * 10_000 + "}$",
    "fractions": "$" + r"\frac" * 10_000 + "1" * 20_000 + "$",
    "roots": "$" + r"\sqrt[a" * 5_000 + "$",
    "hats": r"\(" + r"\hat " * 5_000 + r"x\)",
    "matrices": "$$" + r"\begin{matrix}" * 3_000 + "x" + r"\end{matrix}" * 3_000 + "$$",
    "definitions": "$" + r"\def\a{" + "x" * 3_000 + "}" + r"\a" * 400 + "$",
    "quotations": "> " * 25_000,
    "lists": "".join("  " * depth + "- a\n" for depth in range(200)),
    "brackets": "[" * 50_000,
    "links": "[a](" * 12_000,
    "emphasis": "*a **b" * 8_000,
    "formulas": "$x$ " * 12_000,
    "addresses": "https://a.example/" + ")" * 50_000,
    "environments": r"\begin{align}\begin{gather}" * 1_800,
    "cells": "|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 1900,
    "tables": "a|b\n-|-\n" * 999 + "a|b|c",
    "struck": "~~a ~~~ " * 8_000,
    "directions": "\u2067" * 50_000 + "\u2069" * 50_000,
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_heavy_text_takes_little_time_and_comes_out(text: str) -> None:
    begun = time.process_time()
    html = rich(text)
    assert time.process_time() - begun < 1  # some 50 ms; a machine may be slow, a square is not
    read = assert_harmless(html)
    assert set("abcdefghijklmnopqrstuvwxyz") & set(text) <= set(read.shown)
    assert len(html) < 40 * len(text)
    assert_harmless(rich_line(text))


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="x" onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](&#106;avascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>) <javascript:alert(1)> [b](vbscript:x)",
    '[a](https://b.example" onclick="alert(1)) ![a](https://b.example"onerror="alert(1))',
    '[a](https://b.example/"onclick=alert(1)//) https://b.example/"onclick=alert(1)//',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src onerror=a&gt;">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    r"$</math><script>alert(1)</script>$ $\text{</math><script>alert(1)</script>}$",
    r"$x</annotation></semantics></math><img src=x onerror=alert(1)>$",
    r"$\href{javascript:alert(1)}{x}$ $\url{javascript:x}$ $\eqref{x}$ $x\label{\"onclick=1}$",
    r"$\text{<img src=x onerror=alert(1)>}$ $\foo{<script>}$ $\mbox{<!--}$ $\style{color:red}{x}$",
    r"$\textcolor{red;background:url(//b.example)}{x}$ $\hspace{-99em}x$ $\kern-50em x$",
    "```<script>\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "a\x00b\ud800c\x1b[31m\ufdd00\ufdd1\ufdd07\ufdd1 \ufffe",
    "\ufdd0999\ufdd1 [a](https://b.example/\ufdd00\ufdd1) $x$",
    "<!-- --> <![CDATA[ ]]> <?php ?> <!DOCTYPE html>",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A *short* proof:\n\n- by `descent`, see <https://b.example/>;\n- $a^* \\le x_1$.",
         "A short proof: by descent, see https://b.example/; a* ≤ x₁."),
        ("C*-algebras & <b>both</b> &lt; [a](javascript:b)",
         "C*-algebras & <b>both</b> < [a](javascript:b)"),
        ("*a " * 1001, "*a " * 1001),
    ],
)  # fmt: skip
def test_a_text_without_marks_reads_as_it_was_meant(text: str, told: str) -> None:
    assert unmarked(text) == told


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_nothing(text: str) -> None:
    for html in (rich(text), rich_line(text)):
        assert_harmless(html)
        html.encode()


def test_hostile_words_are_shown() -> None:
    assert Read(rich(HOSTILE[0])).shown == f"{HOSTILE[0]}\n"
    shown = Read(rich("a\x00b\ud800c\x1b[31m\ufdd00\ufdd1")).shown
    assert shown == "a�b�c�[31m�0�\n"


LOOSE = st.lists(
    st.sampled_from(
        [
            *"$*_`[]()<>!#-&\\\n\"'{}^ x1~|é\u202e\u2069\ud800",
            *("$$", "\n\n", r"\begin{align}", r"\end{align}", "&lt;", r"\(", r"\)", r"\text{"),
            *(r"\frac", "https://a.example/", "](", "javascript:", "<b>", "<math>", "</math>"),
            *(
                "<style>",
                "```",
                "- ",
                "> ",
                "~~",
                "|",
                "\n|-|-|\n",
                "[^1]",
                "\n[^1]: ",
                "\n(a) ",
                "•",
            ),
        ]
    ),
    max_size=60,
).map("".join)


@given(st.one_of(st.text(), LOOSE))
def test_whatever_the_text_only_allowed_elements_come_out(text: str) -> None:
    assert_harmless(rich(text))
    line = assert_harmless(rich_line(text))
    assert line.names <= MATHML | {"code"}


def test_shipped_texts_come_out_whole() -> None:
    texts = [
        text
        for read in read_schedules([SCHEDULES])
        if (series := read.series)
        for text in (series.description, *(t.abstract for s in series.sessions for t in s.talks))
        if text
    ]
    assert len(texts) > 20
    for text in texts:
        html = rich(text)
        assert "<code>" not in html
        shown = Read(re.sub(r"<math.*?</math>", " ", html, flags=re.DOTALL)).shown
        words = re.findall(r"[^\W\d_]{3,}", re.sub(r"\$[^$]*\$", " ", text))
        assert [word for word in words if word not in unescape(shown)] == []
        assert html.count("<math>") == len(re.findall(r"\$[^$]+\$", text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("as it is \u200e\u200f", "as it is \u200e\u200f"),
        ("\u202eabc", "abc"),
        ("abc\u202c\u2069", "abc"),
        ("\u202babc\u202c d", "\u202babc\u202c d"),
        ("\u2067a\u202eb\u2069 c\u202c", "\u2067ab\u2069 c"),
        ("\u202ea\u2069b", "ab"),
        ("\u2066a\u202cb\u2069", "\u2066ab\u2069"),
    ],
)
def test_direction_turns_within_the_text_alone(text: str, shown: str) -> None:
    assert balanced(text) == shown
    assert rich_line(text) == shown
    assert rich(text) == f"<p>{shown}</p>\n"
