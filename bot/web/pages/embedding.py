"""How a series is to be shown on a site of others: what the address of a frame asks for. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from bot.domain.cities import zone_of_reader
from bot.errors import RefusalError
from bot.language import ENGLISH, offered, offered_as, speaking
from bot.web.pages import embed_words as said

_MOST_FIELDS = 20
_MOST = 50  # sessions or days
_LONGEST = 60  # characters of what is said back
_DEVICE = "device"


class Show(StrEnum):
    """What of a series is shown."""

    LIST = "list"
    NEXT = "next"
    TIMETABLE = "timetable"


class Theme(StrEnum):
    """In which colours."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """What a frame shows, how. Times are on the clock of `zone`, without it on the host's.

    A frame that is `for_device` asks again with the zone of its reader's device. `most` counts
    sessions, of timetables days.
    """

    show: Show = Show.LIST
    theme: Theme = Theme.AUTO
    language: str = ENGLISH
    zone: str = ""
    for_device: bool = False
    most: int = 5

    @property
    def query(self) -> str:
        """What is asked for, as the address has it: only what is not as usual."""
        told = {
            "show": self.show.value,
            "theme": self.theme.value,
            "lang": self.language,
            "zone": _DEVICE if self.for_device else self.zone,
            "most": str(self.most),
        }
        usual = {"show": "list", "theme": "auto", "lang": ENGLISH, "zone": "", "most": "5"}
        return urlencode({name: value for name, value in told.items() if value != usual[name]})


def read_embedding(raw: bytes) -> tuple[Embedding, str]:
    """Return what a query asks for, and what is wrong with it in one sentence, if something is.

    The sentence is in the language that is asked for.
    """
    try:
        pairs = parse_qsl(
            raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        pairs = [("&", "")]
    asked = dict(pairs)
    language = offered_as(asked.get("lang", "")[:_LONGEST]) or ENGLISH
    with speaking(language):
        try:
            return _read(asked), ""
        except RefusalError as refusal:
            return Embedding(theme=_theme(asked), language=language), refusal.message


def _read(asked: dict[str, str]) -> Embedding:
    known = ("show", "theme", "lang", "zone", "most")
    for name in asked:
        if name not in known:
            raise _refused(said.NO_SUCH_NAME, name, known=", ".join(known))
    zone = " ".join(asked.get("zone", "").split())
    is_device = zone.casefold() == _DEVICE
    return Embedding(
        show=Show(_one_of(asked, "show", tuple(Show))),
        theme=Theme(_one_of(asked, "theme", tuple(Theme))),
        language=_language(asked),
        zone="" if is_device else _zone(zone),
        for_device=is_device,
        most=_most(asked.get("most", "5")),
    )


def _one_of(asked: dict[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = asked.get(name, choices[0])
    if value not in choices:
        raise _refused(said.NO_SUCH_VALUE, name, value, known=", ".join(choices))
    return value


def _theme(asked: dict[str, str]) -> Theme:
    return Theme(asked["theme"]) if asked.get("theme") in tuple(Theme) else Theme.AUTO


def _language(asked: dict[str, str]) -> str:
    value = asked.get("lang", ENGLISH)
    language = offered_as(value[:_LONGEST])
    if not language:
        raise _refused(said.NO_SUCH_VALUE, "lang", value, known=", ".join(offered()))
    return language


def _zone(value: str) -> str:
    try:
        return zone_of_reader(value[:_LONGEST]) if value else ""
    except RefusalError as refusal:
        choices = ", ".join(refusal.choices) or str(said.A_ZONE)
        raise _refused(said.NO_SUCH_VALUE, "zone", value, known=choices) from None


def _most(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < len("1000") else 0
    if not 1 <= number <= _MOST:
        raise _refused(said.NO_SUCH_VALUE, "most", value, known=said.A_NUMBER.format(most=_MOST))
    return number


def _refused(sentence: str, name: str, value: str = "", *, known: str) -> RefusalError:
    told = sentence.format(name=name[:_LONGEST], value=value[:_LONGEST], known=known)
    return RefusalError(told, read=value or name)
