"""Texts that are written down once, and said in the language that is spoken when they are used."""

from collections.abc import Callable
from typing import Any, cast

from markupsafe import Markup

from bot.language.catalogues import gettext, ngettext, npgettext


class Text:
    """An English text that turns into its translation in whatever way it is used.

    It is no `str`, so that what would take the English letters from it fails instead.
    """

    __slots__ = ("_english", "_made")

    def __init__(self, english: str, made: type[str]) -> None:
        """Take the text, and what it is to become: plain text, or markup."""
        self._english = english
        self._made = made

    def _said(self) -> str:
        return self._made(gettext(self._english))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever texts have
        """Do as the text does that is said now: `.format`, `.striptags`, `__html__`."""
        if name.startswith("__") and name != "__html__":
            raise AttributeError(name)
        return getattr(self._said(), name)

    def __str__(self) -> str:
        """Return the text that is said now."""
        return self._said()

    def __repr__(self) -> str:
        """Return the English text."""
        return f"{type(self).__name__}({self._english!r})"

    def __bool__(self) -> bool:
        """Tell whether there is a text."""
        return bool(self._english)

    def __eq__(self, other: object) -> bool:
        """Tell whether a text is what is said now."""
        if isinstance(other, Text):
            return self._parts() == other._parts()
        return self._said() == other

    def _parts(self) -> tuple[object, ...]:
        return (self._english,)

    def __hash__(self) -> int:
        """Return a number that is the same in all languages."""
        return hash(self._english)

    def __format__(self, form: str) -> str:
        """Return the text that is said now, within another."""
        return format(self._said(), form)

    def __add__(self, other: str) -> str:
        """Return the text that is said now, and another behind it."""
        return self._said() + other

    def __radd__(self, other: str) -> str:
        """Return the text that is said now, behind another."""
        return other + self._said()

    def __getitem__(self, part: int | slice) -> str:
        """Return a part of the text that is said now."""
        return self._said()[part]

    def __contains__(self, part: str) -> bool:
        """Tell whether the text that is said now has a part."""
        return part in self._said()

    def __len__(self) -> int:
        """Return how long the text is that is said now."""
        return len(self._said())


class Filled(Text):
    """A text with what is filled in, which is said when all of it is; `more` is for a count."""

    __slots__ = ("_count", "_fields", "_more")

    def __init__(
        self, english: str, fields: dict[str, object], more: str = "", count: int = 1
    ) -> None:
        """Take the text, its fields, and, where it counts something, that for more than one."""
        super().__init__(english, str)
        self._fields = fields
        self._more = more
        self._count = count

    def _said(self) -> str:
        english, more = self._english, self._more
        template = ngettext(english, more, self._count) if more else gettext(english)
        return template.format(**self._fields)

    def _parts(self) -> tuple[object, ...]:
        return (self._english, *sorted(self._fields.items()))


class Later(Text):
    """A text that a function makes when it is said: a date, a length."""

    __slots__ = ("_arguments", "_make", "_options")

    def __init__(
        self, make: Callable[..., str], arguments: tuple[object, ...], options: dict[str, object]
    ) -> None:
        """Take the function, which says in the language that is spoken, and what it says."""
        super().__init__(make.__name__, str)
        self._make = make
        self._arguments = arguments
        self._options = options

    def _said(self) -> str:
        return self._make(*self._arguments, **self._options)

    def _parts(self) -> tuple[object, ...]:
        return (self._make, *self._arguments, *sorted(self._options.items()))


class SaidName(str):
    """A plain English name that is said in the language that is spoken where a text takes it in.

    Wherever else it is used, it is the English text that it is made of.
    """

    __slots__ = ()

    def __format__(self, form: str) -> str:
        """Return the name that is said now."""
        return format(gettext(str(self)), form)


class Plural:
    """Two English texts, for one and for more; `{count}` stands for the number."""

    __slots__ = ("_context", "_more", "_one")

    def __init__(self, one: str, more: str, context: str = "") -> None:
        """Take the texts, and in which context they count."""
        self._one = one
        self._more = more
        self._context = context

    def of(self, count: int, **fields: str) -> str:
        """Return the number with what it counts, in the language that is spoken."""
        if self._context:
            said = npgettext(self._context, self._one, self._more, count)
        else:
            said = ngettext(self._one, self._more, count)
        return said.format(count=count, **fields)


def markup(english: str) -> Markup:
    """Return Telegram's HTML that is said in the language that is spoken when it is used.

    It escapes what is put into its fields. It is a `Text`, which does all that markup does here.
    """
    return cast("Markup", Text(english, Markup))


def text(english: str) -> str:
    """Return plain text that is said in the language that is spoken when it is used."""
    return cast("str", Text(english, str))


def saying(english: str, **fields: object) -> str:
    """Return plain text with its fields, said in the language that is spoken when it is used.

    What is filled in may be such a text too: it is said in the same language.
    """
    return cast("str", Filled(english, fields))


def counting(one: str, more: str, count: int, **fields: object) -> str:
    """Return text that counts something, said when it is used; `{count}` stands for the number."""
    return cast("str", Filled(one, {"count": count, **fields}, more, count))


def later(make: Callable[..., str], *arguments: object, **options: object) -> str:
    """Return what a function makes of arguments, in the language spoken when it is used."""
    return cast("str", Later(make, arguments, options))


def plural(one: str, more: str) -> Plural:
    """Return a text that counts something: `plural("{count} talk", "{count} talks")`."""
    return Plural(one, more)


def plural_in(context: str, one: str, more: str) -> Plural:
    """Return a text that counts something, and is said otherwise in one context."""
    return Plural(one, more, context)
