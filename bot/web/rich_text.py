"""Abstracts, descriptions and titles as HTML: Markdown, formulas as MathML, nothing that runs.

Whatever was written comes out: what cannot be shown as it was meant is shown as its source.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

import nh3
from markupsafe import Markup, escape

from bot.domain.latex import TYPED, readable
from bot.web.bidi import balanced
from bot.web.formulas import BEGIN, CLASSES, END, LONG, MARKED, mathml

_MOST_FORMULAS = 500  # in one text; further ones are shown as readable text
_LONGEST_IN_LINE = 50  # characters of a formula in a title; longer ones must break, so are text
_LONGEST_LINE = 2000  # characters of a title; longer ones keep their source
_LONGEST_KEPT = 8000  # characters of a text that is made once
# What Markdown takes long for, or leaves out. Texts with more of it are read without.
_MOST_MARKS, _MOST_LINES, _LONGEST_MARKED = 1000, 2000, 100_000
_MARKS = re.compile(r"[\[\]()*_`~<>&\\]")
_NESTED = re.compile(r"(?m)^(?:[ \t]*(?:[-+*>]|\d{1,9}[.)])){15}|^[ \t]{40}")
_UNSHOWN = re.compile(f"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f{BEGIN}{END}]")
_TEXT_TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre"}
_TEXT_TAGS |= {"s", "strong", "sup", "ul"}
# What tables.py makes; it is slow to load.
_TABLE_TAGS = {"div", "table", "tbody", "td", "th", "thead", "tr"}
_MATH_TAGS = {
    *("annotation", "math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover"),
    *("mpadded", "mphantom", "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub"),
    *("msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "semantics"),
}
_SIZES = {"lspace", "rspace", "width", "height", "depth", "voffset", "minsize", "maxsize"}
_ATTRIBUTES = {
    "*": set[str](),
    "a": {"href"},
    "ol": {"start"},
    "div": {"tabindex"},
    "th": {"scope"},
    "annotation": {"encoding"},
    "math": {"display", "tabindex"},
    "menclose": {"notation"},
    "mfrac": {"linethickness", "displaystyle"},
    "mi": {"mathvariant"},
    "mo": _SIZES | {"stretchy", "symmetric", "largeop", "movablelimits", "form", "accent"},
    "mover": {"accent"},
    "mpadded": {"width", "height", "depth", "lspace"},
    "mspace": {"width", "height", "depth"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"displaystyle", "scriptlevel"},
    "mtd": {"columnspan", "rowspan"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
}


def rich(text: str) -> Markup:
    """Return a text of some paragraphs as safe HTML blocks.

    Markdown (without raw HTML, pictures and headings: these become strong paragraphs) and LaTeX.
    Links lead to http, https and mailto addresses. Never raises, and takes time in proportion.
    """
    return _kept_rich(text) if len(text) <= _LONGEST_KEPT else _rich(text)


def rich_line(text: str) -> Markup:
    """Return a line, a title say, as safe HTML: its formulas and letters of LaTeX, no Markdown."""
    return _kept_line(text) if len(text) <= _LONGEST_LINE else escape(_plain(text))


def unmarked(text: str) -> str:
    """Return a text of some paragraphs as it is read, without marks of Markdown and LaTeX.

    It is no markup. Texts that are too long or too involved for Markdown keep its marks.
    """
    return _kept_unmarked(text) if len(text) <= _LONGEST_KEPT else readable(text)


def _rich(text: str) -> Markup:
    text = _plain(text)
    sources: list[str] = []
    ways = {"math": _marking(sources, len(text))}
    if _is_marked_within_bounds(text):
        from bot.web.markdown import markdown  # noqa: PLC0415 - slow to load

        marked = readable(text, ways | {"typed": _escaped})
        return _clean(markdown(marked, [_shown(one) for one in sources], sources))
    paragraphs = re.split(r"\n[ \t]*\n\s*", readable(text, ways).strip())
    return _clean("".join(f"<p>{_put_in(one, sources)}</p>\n" for one in paragraphs if one))


def _unmarked(text: str) -> str:
    text = _plain(text)
    if not _is_marked_within_bounds(text):
        return readable(text)
    from bot.web.markdown import markdown  # noqa: PLC0415 - slow to load

    sources: list[str] = []
    marked = readable(text, {"math": _marking(sources, len(text)), "typed": _escaped})
    told = [str(escape(readable(one))) for one in sources]
    return Markup(markdown(marked, told, sources)).striptags()  # noqa: S704 - all its tags go


def _line(text: str) -> Markup:
    sources: list[str] = []
    text = readable(_plain(text), {"math": _marking(sources, _LONGEST_IN_LINE)})
    return _clean(_put_in(text, sources, displays=False)) if sources else escape(text)


# Pages are made anew often, of texts that stay. An entry takes some 250 kB at the very most.
_kept_rich = lru_cache(maxsize=256)(_rich)
_kept_line = lru_cache(maxsize=2048)(_line)
_kept_unmarked = lru_cache(maxsize=2048)(_unmarked)


def _plain(text: str) -> str:
    """Return a text without what no page can show, or that would turn what stands around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return balanced(_UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text))


def _is_marked_within_bounds(text: str) -> bool:
    marks = sum(1 for _ in _MARKS.finditer(text))
    is_short = len(text) <= _LONGEST_MARKED and text.count("\n") <= _MOST_LINES
    return is_short and marks <= _MOST_MARKS and not _NESTED.search(text)


def _marking(sources: list[str], longest: int) -> Callable[[str], str]:
    """Return what puts a mark for a formula into the text, and its source into `sources`.

    Formulas that are longer, or too many, become readable text.
    """

    def mark(source: str) -> str:
        if len(source) > longest or len(sources) >= _MOST_FORMULAS:
            return readable(source)
        sources.append(source)
        return f"{BEGIN}{len(sources) - 1}{END}"

    return mark


def _escaped(typed: str) -> str:
    """Return a sign that LaTeX escapes as Markdown escapes it, others as they read."""
    return typed if typed[0] == "\\" and typed[1:].strip() else TYPED[typed]


def _shown(source: str, *, displays: bool = True) -> str:
    return mathml(source, displays=displays) or f"<code>{escape(source)}</code>"


def _put_in(text: str, sources: Sequence[str], *, displays: bool = True) -> str:
    """Return text as HTML, with the formulas that it has marks of."""
    return MARKED.sub(
        lambda found: _shown(sources[int(found[1])], displays=displays), str(escape(text))
    )


def _clean(html: str) -> Markup:
    return Markup(_cleaner().clean(html))  # noqa: S704 - this is what makes it safe


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TEXT_TAGS | _TABLE_TAGS | _MATH_TAGS,
        clean_content_tags=set(),
        attributes=_ATTRIBUTES,
        allowed_classes={
            "mtd": set(CLASSES),
            "math": {LONG},
            "div": {"scrolls"},
            "td": {"centred", "right"},
            "th": {"centred", "right"},
        },
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="nofollow noopener",
    )
