"""Runs of text with their links and weight, gathered into lines: what HTML and Markdown share."""

from dataclasses import dataclass, field

from bot.sources.page.lines import Cell, Line, Link, Shape
from bot.sources.page.plain import bare_links, tidy

_MOSTLY = 0.9
_MOST_LINKS = 50


@dataclass(slots=True)
class Runs:
    """The runs of the line that is being written."""

    pieces: list[tuple[str, str, bool]] = field(default_factory=list)
    number: int = 0
    stamps: list[str] = field(default_factory=list)

    def add(self, text: str, number: int, url: str = "", *, strong: bool = False) -> None:
        """Append a piece of text; the first that shows something tells the line's number."""
        if not self.number and (text.strip() or url):
            self.number = number
        if text or url:
            self.pieces.append((text, url, strong))

    @property
    def raw(self) -> str:
        """The text so far, as it was written."""
        return "".join(text for text, _, _ in self.pieces)

    def line(
        self, shape: Shape, level: int, *, gap: bool, blocks: tuple[int, ...] = ()
    ) -> Line | None:
        """Return the runs as a line, None if they show nothing."""
        text = tidy(self.raw)
        links = self._links(self.pieces)
        if not text and not links:
            return None
        return Line(
            text=text,
            number=self.number,
            shape=shape,
            level=level,
            gap=gap,
            links=links,
            strong=self._is_strong(),
            blocks=blocks,
            stamps=tuple(self.stamps),
        )

    def row(self, *, gap: bool) -> Line:
        """Return the runs as a table row, split at the bars."""
        cells: list[list[tuple[str, str, bool]]] = [[]]
        for text, url, strong in self.pieces:
            first, *others = text.split("|")
            cells[-1].append((first, url, strong))
            cells.extend([(other, url, strong)] for other in others)
        made = [self._cell(cell) for cell in cells]
        made = made[1:] if made and not made[0].text else made
        made = made[:-1] if len(made) > 1 and not made[-1].text else made
        text = tidy(" ".join(cell.text for cell in made))
        links = tuple(link for cell in made for link in cell.links)
        return Line(
            text=text,
            number=self.number,
            shape=Shape.ROW,
            gap=gap,
            links=links,
            cells=tuple(made),
            strong=self._is_strong(),
        )

    def _cell(self, pieces: list[tuple[str, str, bool]]) -> Cell:
        text = tidy("".join(text for text, _, _ in pieces))
        return Cell(text=text, parts=(text,) if text else (), links=self._links(pieces))

    def _links(self, pieces: list[tuple[str, str, bool]]) -> tuple[Link, ...]:
        links: dict[str, str] = {}
        for text, url, _ in pieces[: 20 * _MOST_LINKS]:
            if url:
                links[url] = tidy(f"{links.get(url, '')} {text}")
        own = tuple(Link(text, url) for url, text in links.items())
        bare = bare_links("".join(text for text, url, _ in pieces if not url))
        return (*own, *bare)[:_MOST_LINKS]

    def _is_strong(self) -> bool:
        shown = sum(len(text.strip()) for text, _, _ in self.pieces)
        strong = sum(len(text.strip()) for text, _, is_strong in self.pieces if is_strong)
        return bool(shown) and strong >= _MOSTLY * shown
