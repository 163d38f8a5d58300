"""From what was said to the answer: finds the command, and never falls silent."""

import difflib
import logging
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import Lock

from markupsafe import Markup

from bot.chat import words
from bot.chat.commands import (
    ALIASES,
    COMMANDS,
    LONGEST,
    LONGEST_PROSE,
    ORGANIZER_COMMANDS,
    Command,
    commands_for,
)
from bot.chat.interface import Incoming, Reply, as_text
from bot.chat.locating import settle_location
from bot.chat.meaning import meant
from bot.chat.organizing.adding import heard
from bot.chat.sharing import Card, offer
from bot.chat.turn import Service, Turn, in_rows, named, press
from bot.errors import Problem, RefusalError
from bot.flows.organizing.rights import NoRightError, Person, series_of
from bot.flows.publications import read_publications
from bot.flows.publish import Publication
from bot.flows.subscribe import Follower, Place, come_back, hear_language, read_follower
from bot.language import in_english, offered_as, speaking
from bot.store.engine import Connection, StoreError
from bot.store.organizing.questions import find_question
from bot.store.organizing.speaker_links import list_own_links

__all__ = ["Conversation", "Service"]

_logger = logging.getLogger(__name__)
_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_NEAR = 0.65
_FEWEST = 3  # letters that may be the beginning of a command
_HIDDEN = {
    "start",
    "abstracts",
    "sessions",
    "earlier",
    "unstar",
    "unmute",
    "assent",
    "publish",
    "drop",
    "approve",
    "decline",
    "announcing",
    "sample",
    "mend",
    "add",
    "discard",
    "trial",
}


class Conversation:
    """Answers what is said in any chat. Safe to call from several threads."""

    def __init__(self, service: Service, *, now: Callable[[], datetime]) -> None:
        """Take what all chats share, and the clock."""
        self._service = service
        self._now = now
        self._publications: Mapping[str, Publication] = {}
        self._reading = Lock()

    def answer(self, incoming: Incoming) -> Reply:
        """Return the answer, whatever was said and whatever goes wrong."""
        with speaking(offered_as(incoming.language)):
            try:
                return self._answered(incoming)
            except StoreError as error:
                code = _code()
                _logger.error("no answer, code %s: %s", code, error)  # noqa: TRY400 - told, not traced
                return Reply(html=words.DATABASE_AWAY.format(code=code))
            except Exception:
                code = _code()
                _logger.exception("no answer, code %s", code)
                return Reply(html=words.MISTAKE.format(code=code))

    def offer(self, incoming: Incoming) -> Sequence[Card]:
        """Return the sessions that can be shared for what was said, in any chat and with anybody.

        Whatever goes wrong is logged, and nothing is offered then.
        """
        with speaking(offered_as(incoming.language)):
            try:
                now, text = self._now(), " ".join(incoming.text.split())
                with self._service.store.reading() as connection:
                    publications = self._known(connection)
                turn = Turn(self._service, incoming, Follower(), publications, now)
                return offer(turn, text[:LONGEST])
            except StoreError as error:
                _logger.error("nothing can be offered: %s", error)  # noqa: TRY400 - told, not traced
            except Exception:
                _logger.exception("nothing can be offered")
        return ()

    def _answered(self, incoming: Incoming) -> Reply:
        turn = self._turn(incoming)
        with speaking(turn.language):
            reply = as_text(_handled(turn))
        self._remember_language(turn)
        return reply

    def _remember_language(self, turn: Turn) -> None:
        """Keep the language that is heard of a chat's client, for the reminders that it gets."""
        heard = turn.language_to_remember
        if not heard:
            return
        try:
            hear_language(self._service.store, turn.place, heard)
        except StoreError as error:  # the answer was found; another one will remember it
            _logger.warning("a chat's language is not remembered: %s", error)

    def _turn(self, incoming: Incoming) -> Turn:
        now = self._now()
        place = Place(incoming.platform, incoming.address, incoming.kind)
        with self._service.store.reading() as connection:
            follower = read_follower(connection, place)
            publications = self._known(connection)
            person = Person(incoming.platform, incoming.person)
            organized = series_of(connection, person)
            is_private = incoming.kind == "private"
            own_talks = list_own_links(connection, person, now=now) if is_private else []
            question = find_question(connection, person, incoming.address, now=now)
        if follower.is_ended:
            come_back(self._service.store, place, now=now)
        turn = Turn(self._service, incoming, follower, publications, now, organized)
        turn.question, turn.own_talks = question, own_talks
        return turn

    def _known(self, connection: Connection) -> Mapping[str, Publication]:
        """Return all series as they are now; only those that have changed are read."""
        publications = read_publications(connection, self._publications)
        if publications is not None:
            with self._reading:
                self._publications = publications
        return publications or self._publications


def _handled(turn: Turn) -> Reply:
    incoming = turn.incoming
    if pasted := heard(turn):
        name, text = pasted
        return _done(turn, name, ORGANIZER_COMMANDS[name], text)
    if incoming.location is not None or incoming.is_wordless:
        return _without_words(turn)
    known = commands_for(turn)
    name, text = _divided(incoming)
    said = _command(name, known) if name else None
    longest = LONGEST_PROSE if turn.question else said.longest if said else LONGEST
    if len(incoming.text) > longest:
        return Reply(html=words.TOO_LONG)
    if turn.question:
        turn.forget_question()
    if turn.is_answer:
        name, _, begun = turn.question.partition(" ")
        text = f"{begun} {text}"
    elif not name:
        name, text = meant(turn, text)
    command = _command(name, known)
    if command is None:
        return _unknown(name, text, known)
    if command.changes(text) and not incoming.may_change:
        told = words.WRITE_AS_YOURSELF if incoming.is_anonymous else words.ADMINS_ONLY
        return Reply(html="" if turn.is_press else told, notice=told)
    return _done(turn, name, command, text)


def _done(turn: Turn, name: str, command: Command, text: str) -> Reply:
    try:
        return command.handler(turn, text)
    except RefusalError as refusal:
        if turn.is_answer:  # it can be answered again
            turn.ask(turn.question)
        return _refused(refusal, "" if turn.is_answer else command.example)
    except NoRightError:  # it was taken meanwhile
        return _unknown(name, text, COMMANDS)


def _without_words(turn: Turn) -> Reply:
    """Return the answer to a shared location, and to pictures and the like."""
    if turn.incoming.location is not None:
        return settle_location(turn, *turn.incoming.location)
    return Reply(html=words.WORDLESS, buttons=in_rows([named("help", "help")]))


def _command(name: str, known: Mapping[str, Command]) -> Command | None:
    return known.get(ALIASES.get(name, name)) or known.get(in_english(name))


def _divided(incoming: Incoming) -> tuple[str, str]:
    """Return the command, empty for any other text, and what is behind it."""
    whole = f"/{incoming.button}" if incoming.button else incoming.text
    said = "".join(sign if sign.isprintable() else " " for sign in whole).strip()
    found = _COMMAND.fullmatch(said)
    if found:
        return found[1].lower(), " ".join((found[2] or "").split())
    return "", " ".join(said.split())


def _unknown(name: str, text: str, commands: Mapping[str, Command]) -> Reply:
    known = [one for one in (*commands, *ALIASES) if one not in _HIDDEN]
    begun = [one for one in known if one.startswith(name)] if len(name) >= _FEWEST else []
    near = begun[:1] or difflib.get_close_matches(name, known, n=1, cutoff=_NEAR)
    if not near:
        told = words.UNKNOWN_COMMAND_ALONE.format(command=f"/{name}")
        return Reply(html=str(told), buttons=in_rows([named("help", "help")]))
    command = ALIASES.get(near[0], near[0])
    whole = f"/{command} {text}".strip()
    told = words.UNKNOWN_COMMAND.format(command=f"/{name}", near=whole)
    return Reply(html=str(told), buttons=in_rows([press(whole, command, text)]))


def _refused(refusal: RefusalError, example: str) -> Reply:
    sentence = Problem.of(refusal).sentence()
    sentence = f"{sentence[:1].upper()}{sentence[1:]}"
    told = words.REFUSED.format(sentence=sentence, example=example)
    return Reply(html=str(told if example else Markup("{}.").format(sentence)))


def _code() -> str:
    return secrets.token_hex(3)
