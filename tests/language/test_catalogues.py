"""The catalogues are complete, with the fields and tags of the English texts."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from markupsafe import Markup

from bot import chat
from bot.chat.commands import COMMANDS
from bot.language import ENGLISH, Text, gettext, offered, speaking
from bot.language.catalogues import fault_in, read_catalogue
from bot.reminders import listing
from tests.reminders.telegram_html import read_html

from .catalogues import LOCALES, as_file, catalogue, updated, written

CATALOGUES = sorted(LOCALES.glob("*.po"))
TRANSLATED = [path.stem for path in CATALOGUES]
HOSTILE = "</b>&<i>“’{x}"


def forms(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def messages(path: Path) -> list[Message]:
    return [one for one in catalogue(path) if one.id]


def test_german_and_french_are_offered() -> None:
    assert {"de", "en", "fr"} <= set(offered())
    assert [ENGLISH, *TRANSLATED] == sorted(offered(), key=lambda one: (one != ENGLISH, one))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_has_exactly_the_texts_of_the_code(path: Path) -> None:
    known = {(one.context, one.id) for one in messages(path)}
    assert known == {(one.context, one.id) for one in written() if one.id}
    assert not catalogue(path).obsolete


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_all_of_a_catalogue_is_translated_and_works(path: Path) -> None:
    every = messages(path)
    assert [one.id for one in every if not all(forms(one.string)) or one.fuzzy] == []
    assert {
        one.id: told for one in every if (told := fault_in(forms(one.id), forms(one.string)))
    } == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_is_as_updating_leaves_it(path: Path) -> None:
    assert path.read_bytes() == as_file(updated(path))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_translation_breaks_markup(path: Path) -> None:
    """Whatever texts are put into their fields, all are HTML that Telegram reads."""
    for one in messages(path):
        for said in (*forms(one.id), *forms(one.string)):
            fields = re.findall(r"{(\w+)}", said)
            filled = Markup(said).format(**dict.fromkeys(fields, HOSTILE))  # noqa: S704
            shown, _ = read_html(str(filled))
            hidden = {"url"} if "href" in said else set()
            assert shown.count(HOSTILE) == len([name for name in fields if name not in hidden])


def modules_of_words() -> list[ModuleType]:
    names = [one.name for one in iter_modules(chat.__path__) if one.name.endswith("words")]
    return [listing, *(import_module(f"bot.chat.{name}") for name in names)]


def test_all_texts_can_be_translated() -> None:
    """What stands among the words as plain English, by mistake, would never be said otherwise."""
    found: list[tuple[str, object]] = []
    for module in modules_of_words():
        for name, one in vars(module).items():
            if name.isupper() and not name.startswith("TERMINAL_"):
                found += [
                    (name, said) for said in (one.values() if isinstance(one, dict) else [one])
                ]
    assert len([name for name, one in found if isinstance(one, Text)]) > 100
    wordless = re.compile(r"(?:<[^>]*>|{\w+}|\W)*")
    fixed = [(name, one) for name, one in found if isinstance(one, str)]
    assert [name for name, one in fixed if not wordless.fullmatch(one)] == []
    summaries = [one.summary for one in COMMANDS.values() if one.summary]
    assert [one for one in summaries if not isinstance(one, Text)] == []


def entry(english: str, said: str, more: str = "") -> str:
    return f'{more}msgid "{english}"\nmsgstr "{said}"\n\n'


HEAD = entry("", "Content-Type: text/plain; charset=utf-8\\n")


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("You follow {title}", "Du folgst {titel}"),
        ("You follow {title}", "Du folgst"),
        ("You follow {title}", "Du folgst {title"),
        ("You follow {title}", "Du folgst {title} {}"),
        ("<b>{title}</b>", "<i>{title}</i>"),
        ("<b>{title}</b>", "<b>{title}<b>"),
        ("Tips and tricks", "Tipps & Tricks"),
        ("Less", "<Weniger"),
    ],
)
def test_a_translation_that_would_not_work_is_not_used(english: str, said: str) -> None:
    told: list[str] = []
    content = HEAD + entry(english, said) + entry("Calendar", "Kalender")
    made = read_catalogue(content.encode(), "de", told.append)
    assert (made.gettext(english), made.gettext("Calendar")) == (english, "Kalender")
    assert len(told) == 1
    assert said in told[0]


def test_a_fuzzy_translation_is_not_used() -> None:
    content = HEAD + entry("Calendar", "Kaländer", "#, fuzzy\n")
    assert read_catalogue(content.encode(), "de", pytest.fail).gettext("Calendar") == "Calendar"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"msgid msgid"])
def test_a_file_that_is_no_catalogue_leaves_english(content: bytes) -> None:
    told: list[str] = []
    made = read_catalogue(content, "de", told.append)
    assert made.gettext("Calendar") == "Calendar"
    assert made.ngettext("{count} talk", "{count} talks", 2) == "{count} talks"
    assert len(told) == 1
    assert told[0].startswith("the texts in de cannot be read: ")


def test_what_a_catalogue_has_not_is_english() -> None:
    with speaking("de"):
        assert gettext("Nobody has ever said this") == "Nobody has ever said this"
