"""The texts of the code, and the catalogues that translate them.

`python -m tests.language.catalogues` brings every `bot/locales/*.po` up to date: new texts come in
without a translation, those that are said no more go. What is left to translate is told.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "bot" / "locales"
_KEYWORDS = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "markup": None,
    "text": None,
    "saying": None,
    "SaidName": None,
    "counting": (1, 2),
    "plural": (1, 2),
    "plural_in": ((1, "c"), 2, 3),
}

_IMPORTS = re.compile(r"^from bot\.language[\w.]* import (\([^)]*\)|.*)$", re.MULTILINE)
_NAMES = re.compile(r"\w+")
_HEADER = """\
# What Talkbell says, in {catalog.locale.english_name}; CONTRIBUTING.md has how to change it.
msgid ""
msgstr ""
"Language: {catalog.locale_identifier}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {catalog.plural_forms}\\n"

"""


def written() -> Catalog:
    """Return all texts that the code marks as such, in the order of its files."""
    catalog = Catalog()
    for path in sorted((ROOT / "bot").rglob("*.py")):
        imported = " ".join(_IMPORTS.findall(path.read_text("utf-8")))
        # Only what is imported: others have functions, and methods, of the same names.
        marks = {name: _KEYWORDS[name] for name in _NAMES.findall(imported) if name in _KEYWORDS}
        if not marks:
            continue
        place = path.relative_to(ROOT).as_posix()
        for line, message, _, context in extract_from_file("python", path, keywords=marks):
            catalog.add(message, None, [(place, line)], context=context)
    return catalog


def catalogue(path: Path) -> Catalog:
    """Return the texts of a language."""
    return read_po(BytesIO(path.read_bytes()), locale=path.stem, abort_invalid=True)


def as_file(catalog: Catalog) -> bytes:
    """Return a catalogue as a file, without what changes with each line of code."""
    file = BytesIO()
    write_po(file, catalog, width=100, omit_header=True, include_lineno=False)
    return _HEADER.format(catalog=catalog).encode() + file.getvalue()


def updated(path: Path) -> Catalog:
    """Return a catalogue with exactly the texts of the code."""
    before, texts = catalogue(path), written()
    made = Catalog(locale=path.stem)
    for text in texts:
        if text.id:
            known = before.get(text.id, text.context)
            said = known.string if known and not known.fuzzy else None
            made.add(text.id, said, text.locations, context=text.context)
    return made


def main() -> None:
    """Bring all catalogues up to date, and tell what is left to do."""
    for path in sorted(LOCALES.glob("*.po")):
        made = updated(path)
        path.write_bytes(as_file(made))
        left = [one.id for one in made if one.id and not any(one.string or ())]
        sys.stdout.write(f"{path.name}: {len(made)} texts, {len(left)} to translate\n")


if __name__ == "__main__":
    main()
