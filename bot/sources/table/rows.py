"""The rows of a table, by what their columns' heads mean in any of five languages."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import TalkbellError
from bot.language import saying

_DELIMITERS = (",", ";", "\t", "|")
_MOST_ROWS, _MOST_COLUMNS = 10_000, 100
_HEADS = {
    "date": "date day datum tag jour fecha dia data giorno",
    "start": "start starts begin begins beginn anfang von debut inicio inizio from"
    " starttime starttermin startzeit",
    "end": "end ends ende bis fin fine finish to until endzeit endtime",
    "time": "time hour hours uhrzeit zeit heure horaire hora ora orario when wann quand",
    "zone": "timezone zone zeitzone fuseau tz",
    "title": "title titel titre titolo titulo topic thema talk vortrag subject summary name paper",
    "speaker": "speaker speakers sprecher sprecherin vortragende vortragender referent referentin"
    " orateur oratrice intervenant relatore ponente orador presenter presenters author authors who",
    "affiliation": "affiliation institution institut university universitat organisation"
    " organization company firma",
    "abstract": "abstract description beschreibung zusammenfassung resume resumen riassunto"
    " descripcion descrizione details",
    "room": "room raum ort salle lieu sala aula location venue where wo place",
    "join": "join zoom link url meeting webinar videolink",
    "passcode": "passcode password passwort kenncode",
    "chair": "chair host moderator moderation leitung",
    "status": "status state stato etat",
    "kind": "kind type typ art tipo format category kategorie",
    "slides": "slides folien",
    "video": "video recording aufzeichnung",
    "duration": "duration length dauer duree durata duracion minutes",
}
_MEANING = {word: meaning for meaning, words in _HEADS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that say something, by the meaning of their column, and its line."""

    cells: Mapping[str, str]
    line: int

    def __getitem__(self, meaning: str) -> str:
        """Return a cell's text, an empty one where it says nothing."""
        return self.cells.get(meaning, "")

    def __contains__(self, meaning: str) -> bool:
        """Tell whether a cell says something."""
        return meaning in self.cells


def looks_like_table(data: bytes) -> bool:
    """Tell whether text without a telling name begins with a table's heads."""
    first = data[:2000].decode("utf-8", errors="replace").lstrip().partition("\n")[0]
    delimiter = _delimiter(first)
    heads = [_meaning(cell) for cell in first.split(delimiter)] if delimiter else []
    known = {head for head in heads if head}
    return len(heads) > 2 and len(known) > len(heads) / 2 and bool(known & {"title", "speaker"})  # noqa: PLR2004


def read_rows(data: bytes, name: str) -> list[Row]:
    """Return the rows that say something.

    Raises TalkbellError where no column tells who speaks or on what.
    """
    content, begin = _content(data)
    reader = csv.reader(
        io.StringIO(content), delimiter=_delimiter(content.partition("\n")[0]) or ","
    )
    rows: list[Row] = []
    try:
        heads = [_meaning(cell) for cell in next(reader, [])[:_MOST_COLUMNS]]
        if not {"title", "speaker"} & set(heads):
            raise TalkbellError(
                saying(
                    "{name}:{line}: no column is called Title or Speaker: the first line has to"
                    " say what the columns are",
                    name=name,
                    line=begin,
                )
            )
        line = begin + reader.line_num
        for cells in reader:
            row = Row(_by_meaning(heads, cells), line)
            if row.cells:
                rows.append(row)
            if len(rows) > _MOST_ROWS:
                raise TalkbellError(
                    saying(
                        "{name}:{line}: this table has more than {most} rows",
                        name=name,
                        line=line,
                        most=f"{_MOST_ROWS:,}",
                    )
                )
            line = begin + reader.line_num
    except csv.Error as error:
        raise TalkbellError(
            saying(
                "{name}:{line}: this is not a table: {error}",
                name=name,
                line=begin + reader.line_num,
                error=error,
            )
        ) from None
    return rows


def _content(data: bytes) -> tuple[str, int]:
    """Return the text from the heads on, and their line."""
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = data.decode("cp1252", errors="replace")
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    table = content.lstrip("\n")
    if table[:4].lower() == "sep=":  # how a spreadsheet tells itself the delimiter
        table = table.partition("\n")[2]
    return table, content.count("\n") - table.count("\n") + 1


def _by_meaning(heads: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    row: dict[str, str] = {}
    for head, cell in zip(heads, cells, strict=False):
        if head and cell.strip():
            row.setdefault(head, cell.strip())
    return row


def _delimiter(line: str) -> str:
    """Return what parts the heads of a table, an empty text if nothing does."""
    counts = {delimiter: line.count(delimiter) for delimiter in _DELIMITERS}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    return best if counts[best] else ""


def _meaning(head: str) -> str:
    """Return what a column's head means in any of five languages, an empty text if unknown."""
    plain = unicodedata.normalize("NFKD", head.strip().strip('"').casefold())
    words = re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c))[:80])
    joined = "".join(words)
    return _MEANING.get(joined) or next((_MEANING[w] for w in words if w in _MEANING), "")
