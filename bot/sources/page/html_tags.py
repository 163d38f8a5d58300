"""What HTML elements do to lines, which are repeated blocks, and which a reader does not see."""

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from bot.sources.page.dates import find_dates
from bot.sources.page.plain import tidy

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "svg",
        "math",
        "select",
        "textarea",
        "object",
        "audio",
        "video",
        "s",
        "strike",
        "del",
    ]
)
HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
PARTING = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "blockquote",
        "ul",
        "ol",
        "dl",
        "dt",
        "table",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "address",
        "details",
        "summary",
        "button",
        "pre",
        "center",
        "legend",
        "caption",
    ]
)
BREAKING = frozenset(["li", "dd", "tr", "td", "th", "br", "hr", "option", "label"])
_BLOCKS = frozenset(
    [
        "div",
        "section",
        "article",
        "li",
        "tr",
        "tbody",
        "details",
        "figure",
        "fieldset",
        "dl",
        "table",
        "a",
    ]
)
_ROWS = frozenset({"tr", "div", "p", "section", "article", "li", "dd", "ul", "dl", "table"})
_UNSEEN = re.compile(r"(?i)(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)")
_BESIDE = re.compile(
    r"(?i)(?:^|\s)(?:(?:left|right|site|page|main|primary|secondary|blog|footer|global|top)[-_])?"
    r"(?:side-?bar|widgets?|widget[-_]area|breadcrumbs?|pagination|pager|nav-?bar|nav|navigation|"
    r"comments?|cookies?|cookie[-_](?:banner|notice)|skip-link)"
    r"(?:[-_](?:left|right|area|inner|wrapper|container|menu|list|nav|primary|first|second))?(?:\s|$)"
)
_BUTTON = re.compile(r"(?i)(?:^|\s)(?:btn|button)(?:$|[\s_-])")
_AFFILIATION = re.compile(
    r"(?i)(?:^|[\s_-])(?:aff|affil|affiliations?|institut\w{0,5}|university)(?:$|\s)"
)
_ROLES = frozenset({"navigation", "search", "complementary"})
_LENGTH = re.compile(
    r"(?i)\(?(?:\d{1,2}\s?h(?:ours?)?)?\s?(?:\d{1,3}\s?(?:m|min|minutes|'|′)?\.?)?\)?"
)
_SHORTEST_PROSE = 40
_LONGEST_READ = 5000
_LONGEST_STYLE = 500
_MOST_BESIDE = 20


def repeated(element: etree._Element) -> frozenset[tuple[str, str]]:
    """Return which kinds of blocks (tag and first class) an element holds several of."""
    kinds = Counter(block_kind(child) for child in element if child.tag in _BLOCKS)
    return frozenset(kind for kind, count in kinds.items() if count > 1)


def block_kind(element: etree._Element) -> tuple[str, str]:
    """Return an element's tag and the first of its classes."""
    classes = (element.get("class") or "")[:_LONGEST_STYLE].split(None, 1)
    return str(element.tag), classes[0] if classes else ""


def is_hidden(element: etree._Element) -> bool:
    """Tell whether an element is never shown.

    What a click reveals is shown: a block with an id for a button to name, an abstract folded in.
    """
    style = (element.get("style") or "")[:_LONGEST_STYLE]
    if element.get("hidden") is None and not (style and _UNSEEN.search(style)):
        return element.get("aria-hidden") == "true" and element.tag in {"i", "span", "b", "em"}
    if element.tag not in _ROWS:
        return True
    if element.get("id"):
        return False
    text = tidy(text_of(element))
    return len(text) < _SHORTEST_PROSE or bool(find_dates(text[:_LONGEST_READ]))


def is_beside(element: etree._Element) -> bool:
    """Tell whether an element is what stands beside a page's content: menus, widgets, comments."""
    if element.tag == "aside" or element.get("role") in _ROLES:
        return True
    names = (element.get(key) or "" for key in ("class", "id"))
    return element.tag in PARTING and any(_BESIDE.search(n[:_LONGEST_STYLE]) for n in names if n)


@dataclass(slots=True)
class Sides:
    """What tells the side columns of a page; after so many, any further one counts as content."""

    root: etree._Element
    seen: int = 0
    length: int = -1

    def are_small(self, element: etree._Element) -> bool:
        """Tell whether an element holds less than half of the page, so that it is a side column."""
        self.seen += 1
        if self.seen > _MOST_BESIDE:
            return False
        if self.length < 0:
            self.length = sum(len(piece.strip()) for piece in self.root.itertext())
        return not _holds_more_than(element, self.length // 2)


def _holds_more_than(element: etree._Element, length: int) -> bool:
    for piece in element.itertext():
        length -= len(piece.strip())
        if length < 0:
            return True
    return False


def is_button(element: etree._Element) -> bool:
    """Tell whether a link looks like a button, so that its words are a line of their own."""
    return element.tag == "a" and bool(
        _BUTTON.search((element.get("class") or "")[:_LONGEST_STYLE])
    )


def is_affiliation(element: etree._Element) -> bool:
    """Tell whether an element is marked as the affiliation of the person before it."""
    names = (element.get("class") or "")[:_LONGEST_STYLE]
    if element.tag not in {"span", "small", "i", "em"} or not _AFFILIATION.search(names):
        return False
    text = tidy(text_of(element))
    return bool(text) and text[0] not in "(,[-–—" and text[-1] not in ")]"


def is_length(element: etree._Element) -> bool:
    """Tell whether an element shows how long something takes: "20m", marked as a duration."""
    if "duration" not in (element.get("class") or "")[:_LONGEST_STYLE].lower():
        return False
    text = tidy(text_of(element))
    return bool(text) and bool(_LENGTH.fullmatch(text))


def text_of(element: etree._Element) -> str:
    """Return the beginning of the text within an element."""
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > _LONGEST_READ:
            break
    return "".join(pieces)
