"""One thing said in a chat, with what is needed to answer it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from markupsafe import Markup

from bot.chat import cards, words
from bot.chat.interface import Button, Incoming, Reply
from bot.chat.searching import find_sessions
from bot.chat.seen import Seen, View
from bot.domain.series import Series
from bot.flows.organizing.announcing import PER_DAY
from bot.flows.organizing.rights import Person
from bot.flows.publish import Publication
from bot.flows.subscribe import Follower, Place, read_follower
from bot.language import ENGLISH, offered_as
from bot.store.engine import Store
from bot.store.organizing.questions import ask, forget_question
from bot.store.organizing.speaker_links import SpeakerLink

_LONGEST_DATA = 64  # bytes that Telegram lets a button carry
_LONGEST_LABEL = 40
_PAGE = re.compile(r"(?:^|\s)\+(\d{1,3})$")
_NOTHING = Markup("")

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Service:
    """What all chats share. `base` is the service's public address, empty if it has none.

    `announcements_per_day` of a series are the most within 24 hours.
    """

    store: Store
    base: str = ""
    announcements_per_day: int = PER_DAY


class Turn:
    """What was said, by whom, when; and the series as that chat sees them."""

    def __init__(
        self,
        service: Service,
        incoming: Incoming,
        follower: Follower,
        publications: Mapping[str, Publication],
        now: datetime,
        organized: Collection[str] = (),
    ) -> None:
        """Take the state that was read at the beginning of the turn.

        `organized` are the ids of the series that whoever says it may change.
        """
        self.service = service
        self.incoming = incoming
        self.follower = follower
        self.publications = publications
        self.now = now
        self.organized = organized
        self.own_talks: Sequence[SpeakerLink] = ()  # that whoever says it may fill in
        self.question = ""  # the command that what is said completes, as it was asked for

    @property
    def person(self) -> Person:
        """Who says it; one without a number hides behind a chat."""
        return Person(self.incoming.platform, self.incoming.person)

    @property
    def is_organizer(self) -> bool:
        """Whether it is said by an organizer of some series, in a group by an admin of it too."""
        return bool(self.organized) and self.incoming.may_change

    @property
    def written(self) -> str:
        """What was written, with its lines; of a command, what stands behind it."""
        text = self.incoming.text.strip()
        return [*text.split(maxsplit=1), ""][1] if text.startswith("/") else text

    @property
    def can_ask(self) -> bool:
        """Whether what somebody says next is sure to be heard, and theirs: in private."""
        return self.incoming.kind == "private" and bool(self.incoming.person)

    def ask(self, command: str) -> None:
        """Take what is said next here as the end of a command, if it is none itself."""
        with self.service.store.writing() as connection:
            ask(connection, self.person, self.place.address, command, now=self.now)

    def forget_question(self) -> None:
        """Take what is said next as it is."""
        with self.service.store.writing() as connection:
            forget_question(connection, self.person, self.place.address)

    @property
    def is_answer(self) -> bool:
        """Whether something was asked for, and this is it."""
        is_command = self.is_press or self.incoming.text.startswith("/")
        return bool(self.question) and not is_command

    @property
    def is_press(self) -> bool:
        """Whether a button was pressed, so that its message can be put anew."""
        return bool(self.incoming.button)

    @property
    def page(self) -> int | None:
        """The page of a list that a button asks for (`+2`), None where it asks for none."""
        found = _PAGE.search(self.incoming.button)
        return int(found[1]) if found else None

    def without_page(self, text: str) -> str:
        """Return what stands behind a command, without the page that a button asks for."""
        return text if self.page is None else _PAGE.sub("", text).strip()

    @property
    def place(self) -> Place:
        """Where the chat is."""
        return Place(self.incoming.platform, self.incoming.address, self.incoming.kind)

    @property
    def zone(self) -> str:
        """The chat's own zone, empty until it has said one."""
        return self.follower.rules.zone

    @property
    def language(self) -> str:
        """The language to answer in: what the chat chose, else what is heard of its clients.

        A group has the one of whoever set it up; a private chat's is heard anew each time.
        """
        rules, client = self.follower.rules, self.incoming.language
        if rules.language or (self.incoming.kind != "private" and rules.heard_language):
            return rules.language or rules.heard_language
        return (offered_as(client) or ENGLISH) if client else (rules.heard_language or ENGLISH)

    @property
    def language_to_remember(self) -> str:
        """The language that was heard of a stored chat's client and is not known yet, or nothing.

        In a group, it is that of an admin.
        """
        rules, language = self.follower.rules, self.language
        is_said = bool(self.incoming.language) and self.incoming.may_change
        is_news = language != (rules.heard_language or ENGLISH) and not rules.language
        return language if self.follower.chat_id is not None and is_said and is_news else ""

    @cached_property
    def view(self) -> View:
        """The series as the chat sees them."""
        return View(self.publications, self.follower, self.now)

    def zone_for(self, series: Series) -> str:
        """Return the chat's zone, else the series'."""
        starts = (start.zone for _, start in series.scheduled())
        return self.zone or series.timezone or next(starts, "UTC")

    def change(self, edit: Callable[[], object]) -> None:
        """Make a change, and see the chat as it is then."""
        edit()
        with self.service.store.reading() as connection:
            self.follower = read_follower(connection, self.place)
        self.__dict__.pop("view", None)

    def search(self, text: str) -> list[Seen]:
        """Return the sessions that have all words of a text (`bot.chat.searching`)."""
        return find_sessions(self.service.store, self.view, text)

    def is_before(self, seen: Seen, length: timedelta = timedelta(0)) -> bool:
        """Tell whether a session begins later than in so long."""
        return seen.session.start is not None and seen.session.start.at - length > self.now

    def line(self, seen: Seen, *, with_series: bool) -> Markup:
        """Return a session as one of a list."""
        return cards.session_line(seen, self.zone, self.now, with_series=with_series)

    def show(self, html: Markup, rows: Rows = (), said: Markup = _NOTHING) -> Reply:
        """Return an answer in which `said`, if anything, is told first; in place, if pressed."""
        if self.is_press:
            return Reply(html=html, buttons=rows, replaces=True, notice=said.striptags())
        return Reply(html=cards.paragraphs(said, html), buttons=rows)


def press(label: str, command: str, behind: str = "") -> Button:
    """Return a button that does what a command does.

    What is `behind` the command is left out where it is too long for a button.
    """
    whole = f"{command} {behind}".strip()
    data = whole if len(whole.encode()) <= _LONGEST_DATA else command
    return Button(label=cards.shortened(str(label), _LONGEST_LABEL), data=data)


def named(name: str, command: str) -> Button:
    """Return a button whose label is one of the known ones."""
    return press(words.BUTTONS[name], command)


def in_rows(buttons: Sequence[Button], wide: int = 2) -> Rows:
    """Return buttons in rows of so many."""
    return tuple(tuple(buttons[at : at + wide]) for at in range(0, len(buttons), wide))
