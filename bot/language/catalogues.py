"""Catalogues of texts in other languages: gettext's `.po` files, one for each, read when needed.

The file's name is the language. English is in the code, and what stands in for all that a catalogue
has not, or has in a way that would not work. CONTRIBUTING.md has how to add one.
"""

import logging
import re
import string
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

ENGLISH = "en"

_logger = logging.getLogger(__name__)
_LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)
_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot);")
_FOLDER = Path(__file__).parents[1] / "locales"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language that is offered until the end of the block; English, if it is not."""
    token = _LANGUAGE.set(language if language in offered() else ENGLISH)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def spoken() -> str:
    """Return the language that is spoken at the moment."""
    return _LANGUAGE.get()


@cache
def offered() -> tuple[str, ...]:
    """Return the languages that there are: English, and one for each catalogue, in order."""
    return tuple(sorted({ENGLISH, *(path.stem for path in _FOLDER.glob("*.po"))}))


def offered_as(tag: str) -> str:
    """Return the language that a client's language tag (`de-AT`) is answered in; empty if none."""
    wanted = tag.replace("-", "_").lower()
    while wanted:
        for language in offered():
            if language.lower() == wanted:
                return language
        wanted = wanted.rpartition("_")[0]
    return ""


def gettext(message: str) -> str:
    """Return an English text in the language that is spoken."""
    return _catalogue(_LANGUAGE.get()).gettext(message)


def ngettext(one: str, more: str, count: int) -> str:
    """Return an English text that counts something in the language that is spoken."""
    return _catalogue(_LANGUAGE.get()).ngettext(one, more, count)


def pgettext(context: str, message: str) -> str:
    """Return a text that English has for several things; `context` says which is meant."""
    return _catalogue(_LANGUAGE.get()).pgettext(context, message)


def npgettext(context: str, one: str, more: str, count: int) -> str:
    """Return a text that counts something, in one of several contexts."""
    return _catalogue(_LANGUAGE.get()).npgettext(context, one, more, count)


@cache
def _catalogue(language: str) -> NullTranslations:
    """Return the texts of a language; those of a catalogue that cannot be read are English."""
    if language == ENGLISH:
        return NullTranslations()
    return read_catalogue(_read(language), language, _warn)


def _read(language: str) -> bytes:
    try:
        return (_FOLDER / f"{language}.po").read_bytes()
    except OSError as error:
        _warn(f"the texts in {language} cannot be read: {error}")
        return b""


def _warn(told: str) -> None:
    _logger.warning("%s", told)


def read_catalogue(content: bytes, language: str, warn: Callable[[str], None]) -> GNUTranslations:
    """Return the texts of a `.po` file that can be used; `warn` is told of the others.

    Left out are fuzzy ones and those with other fields or tags than the English text has.
    """
    # They take as long to load as all the rest of `talkbell --help`.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        catalog = read_po(BytesIO(content), locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        warn(f"the texts in {language} cannot be read: {error}")
        catalog = read_po(BytesIO(b""), locale=language)
    for message in list(catalog):
        texts = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        forms = (message.string,) if isinstance(message.string, str) else message.string or ()
        if texts[0] and (told := fault_in(texts, forms)):
            warn(f"a text in {language} is not used: {told}")
            catalog.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def fault_in(english: Sequence[str], forms: Sequence[str]) -> str:
    """Return why a translation cannot be used, nothing if it can; an empty one can, as English.

    It needs the fields and the tags of the English text. Where there are forms for several numbers,
    each may leave a field out: `1er {month}`.
    """
    wanted, tags = _fields(english[-1]), sorted(_TAG.findall(english[-1]))
    for form in filter(None, forms):
        try:
            fields = _fields(form)
        except ValueError as error:
            return f"“{form}”: {error}"
        is_complete = fields == wanted if len(english) == 1 else fields <= wanted
        if not is_complete:
            return f"“{form}” has other fields than “{english[-1]}”"
        if sorted(_TAG.findall(form)) != tags or _is_broken(form) != _is_broken(english[-1]):
            return f"“{form}” has other tags than “{english[-1]}”"
    return ""


def _fields(form: str) -> set[str]:
    """Return the fields of a template, with all that is said of them."""
    parts = string.Formatter().parse(form)
    return {f"{name}!{sort}:{spec}" for _, name, spec, sort in parts if name is not None}


def _is_broken(form: str) -> bool:
    """Tell whether a text would break markup: by a sign of it that is not part of a tag."""
    return bool(set("<>&") & set(_ENTITY.sub("", _TAG.sub("", form))))
