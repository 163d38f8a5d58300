"""The language that is spoken: texts are English in the code, and catalogues translate them.

A text is looked up when it is used. Nothing but what answers or reminds people speaks another
language than English, so logs, exports and the command line never change.
"""

from bot.language.catalogues import (
    ENGLISH,
    gettext,
    ngettext,
    npgettext,
    offered,
    offered_as,
    pgettext,
    speaking,
    spoken,
)
from bot.language.names import language_name, month_name, weekday_name, zone_of_city
from bot.language.reading import in_english
from bot.language.texts import (
    Plural,
    SaidName,
    Text,
    counting,
    later,
    markup,
    plural,
    plural_in,
    saying,
    text,
)

__all__ = [
    "ENGLISH",
    "Plural",
    "SaidName",
    "Text",
    "counting",
    "gettext",
    "in_english",
    "language_name",
    "later",
    "markup",
    "month_name",
    "ngettext",
    "npgettext",
    "offered",
    "offered_as",
    "pgettext",
    "plural",
    "plural_in",
    "saying",
    "speaking",
    "spoken",
    "text",
    "weekday_name",
    "zone_of_city",
]
