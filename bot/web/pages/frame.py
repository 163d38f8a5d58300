"""What stands around each page: its head, the choosers of language and clock, the foot."""

from dataclasses import dataclass
from urllib.parse import urlencode

from bot.domain.wording import city_of
from bot.language import language_name, offered, speaking
from bot.web import assets
from bot.web.pages import words
from bot.web.reader import HOST, Reader
from bot.web.templating import render

# One city for each hour, to choose from; any other that is known can be written.
_CITIES = (
    "Honolulu", "Los Angeles", "Denver", "Chicago", "New York", "Santiago", "São Paulo",
    "London", "Zurich", "Berlin", "Paris", "Helsinki", "Jerusalem", "Nairobi", "Dubai", "Kolkata",
    "Bangkok", "Singapore", "Shanghai", "Tokyo", "Sydney", "Auckland",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to see a page: its name, and the address that chooses it."""

    name: str
    code: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """All that the layout needs. `path` is the page's own address, without the service's.

    `base` is the service's address, empty where it is not known; `query` what the page was asked.
    `bot` is the name of the bot on Telegram, empty where there is none, or it is not known yet.
    `language_asked` is the language if the address itself names it.
    """

    reader: Reader
    path: str
    base: str = ""
    query: tuple[tuple[str, str], ...] = ()
    bot: str = ""
    language_asked: str = ""

    @property
    def canonical(self) -> str:
        """The page's address as others may know it, empty where the service's is not known."""
        asked = f"?lang={self.language_asked}" if self.language_asked else ""
        return f"{self.base}{self.path}{asked}" if self.base else ""

    @property
    def searched_for(self) -> str:
        """The words that talks were searched for, to stand in the field for them."""
        return dict(self.query).get("q", "")

    @property
    def style(self) -> str:
        """Where the style sheet is."""
        return assets.style().path

    @property
    def script(self) -> str:
        """Where the script is."""
        return assets.script().path

    @property
    def icon(self) -> str:
        """Where the mark is that browsers show in tabs."""
        return assets.icon().path

    @property
    def languages(self) -> tuple[Choice, ...]:
        """The languages, each under its own name."""
        spoken = self.reader.language
        return tuple(
            Choice(language_name(one).capitalize(), one, self._with(lang=one), one == spoken)
            for one in offered()
        )

    @property
    def zone_told(self) -> str:
        """On whose clock the page shows times."""
        zone = self.reader.zone
        if not zone:
            return str(words.ZONE_OF_HOST)
        return words.ZONE_OF_READER.format(city=city_of(zone) or zone)

    @property
    def cities(self) -> tuple[str, ...]:
        """Some cities, to choose a clock."""
        return _CITIES

    @property
    def as_device(self) -> str:
        """The address of the page on the clock of the reader's device."""
        return self._with(zone="")

    @property
    def as_host(self) -> str:
        """The address of the page on the clock of the host."""
        return self._with(zone=HOST)

    def _with(self, **said: str) -> str:
        kept = [(name, value) for name, value in self.query if name not in said]
        return f"{self.path}?{urlencode([*kept, *said.items()])}"


def framed(template: str, frame: Frame, /, **values: object) -> bytes:
    """Return a page as bytes, in the language of its reader. All values are escaped."""
    with speaking(frame.reader.language):
        return render(template, frame=frame, words=words, **values)
