"""Nobody without the right can see or do any of what organizers can, command by command."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat.commands import ALIASES, ORGANIZER_COMMANDS
from bot.domain.page_questions import PageQuestion
from bot.flows.organizing.proposal_letters import proposal_outgoing
from bot.flows.organizing.rights import invite
from bot.store.delivery.letters import Letter, Purpose, add_letter
from bot.store.organizing.proposals import find_proposal
from bot.store.schema import tables
from bot.store.schema.codec import to_json
from bot.store.series.schedules import load_series
from tests.chat.people import Bot, Person
from tests.chat.test_organizers import organizer
from tests.chat.test_speakers import invitation, write

PASTE = """\
12 July, 16:30
Speaker: Dan Ejemplo
Title: On hidden Maps
"""
UNKNOWN = "I do not know /{}"
SECRET = "https://meet.example/room/hidden-canary"  # noqa: S105 - a made up one
# What is said of a series that others organize; {draft} is one that waits for another's yes. A new
# command needs its own: the more of it that it can do wrong, the better.
CASES = {
    "edit": ["edit Further", "edit {reference}"],
    "move": ["move Further 19 July 17:00", "move {reference} 1 week later"],
    "cancel": ["cancel Further: ill", "cancel {reference}"],
    "restore": ["restore Further"],
    "link": ["link Further https://meet.example/other", "link Bold none"],
    "slides": ["slides Further https://talks.example/a.pdf"],
    "describe": ["describe Further title: Other Ones", "describe {reference} abstract: Less"],
    "tba": ["tba", "tba analysis"],
    "announce": ["announce", "announce Further: hello", "announce {reference}: hello"],
    "schedule": ["schedule 4 March 17:00", "schedule #{letter} 4 March 17:00"],
    "announcing": [f"announcing {what} {{letter}}" for what in ("send", "later", "test", "drop")],
    "new": ["new"],
    "mend": ["mend {paste} length", "mend {paste} length 2 hours"],
    "add": ["add {paste}"],
    "trial": ["trial {paste}"],
    "discard": ["discard {paste}"],
    "apply": ["apply {question}"],
    "ignore": ["ignore {question}"],
    "nag": ["nag", "nag 3d"],
    "publish": ["publish {draft}"],
    "drop": ["drop {draft}"],
    "sample": ["sample {draft}"],
    "speaker": ["speaker Further", "speaker new {reference}", "speaker revoke {invited}"],
    "approve": ["approve {approving}"],
    "decline": ["decline {proposal}", "decline {proposal} because"],
    "page": ["page", "page analysis"],
    "organizers": ["organizers", "organizers revoke {organizer}"],
}
# What these store is of whoever says it, whichever series it is that they organize.
OF_ONESELF = {"nag": {"nag_rules"}, "new": {"questions"}, "page": {"page_keys"}}
# What these show, or ask, is stored nowhere; of the question, there is nothing to be taken over.
ONLY_SHOWN = {"edit Further", "edit {reference}", "restore Further", "tba", "tba analysis", "nag"}
ONLY_SHOWN |= {"announce", "sample {draft}", "trial {paste}"}
ONLY_SHOWN |= {
    "speaker Further",
    "add {paste}",
    "organizers",
    "apply {question}",
    "ignore {question}",
}
EVERY = [pytest.param(name, said, id=said) for name, some in CASES.items() for said in some]


def test_each_command_of_organizers_is_tried() -> None:
    assert set(CASES) == set(ORGANIZER_COMMANDS)
    assert not set(ALIASES.values()) & set(ORGANIZER_COMMANDS)


def asked(bot: Bot) -> int:
    """Ask the organizers about the address of a series; return the number of the question."""
    question = to_json(PageQuestion(host="hidden.example"))
    letter = Letter(
        series_id="analysis",
        purpose=Purpose.PAGE_QUESTION,
        content=question,
        created_at=bot.now,
        due_at=bot.now,
        expires_at=bot.now + timedelta(days=1),
    )
    with bot.store.writing() as connection:
        return add_letter(connection, letter)


def proposed(bot: Bot) -> str:
    """Return what the button says by which organizers publish what a speaker proposed."""
    with bot.store.reading() as connection:
        stored = load_series(connection, "analysis")
        proposal = find_proposal(connection, 1)
    assert stored
    outgoing = proposal_outgoing(stored, proposal, "")
    assert outgoing
    return next(one.data for row in outgoing.buttons for one in row if "approve" in one.data)


class Stage:
    """An organizer with a draft that holds a link, and all that is stored."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.orla = organizer(bot, "1", name="Orla Example")
        organizer(bot, "2", name="Bela Beispiel")
        self.orla.say("/organizers")
        taking_out = self.orla.button("Take out Bela Beispiel (test 2)").data
        self.orla.say("/edit Further")
        reference = self.orla.button("Cancel it").data.split()[1]
        self.orla.say(f"/link Further {SECRET} passcode hidden-c4nary")
        self.publish = self.orla.button("Publish")
        sam = bot.person("40")
        sam.say(invitation(self.orla))
        self.orla.say("/speaker Further")
        invited = self.orla.last.buttons[-1][0].data.split()[-1]
        write(sam, "Write the title", "On hidden Sets")
        sam.press("Send to the organizers")
        answering = proposed(bot)
        self.orla.say("/announce Further: hidden-message")
        letter = self.orla.button("Publish").data.split()[-1]
        self.orla.say(f"/new {PASTE}")
        paste = self.orla.button("Drop").data.split()[1]
        self.names = {
            "letter": letter,
            "invited": invited,
            "approving": answering.removeprefix("approve "),
            "proposal": answering.split()[1],
            "paste": paste,
            "question": str(asked(bot)),
            "draft": self.publish.data.split()[1],
            "organizer": taking_out.split()[-1],
            "reference": reference,
        }

    def say(self, person: Person, said: str, *, is_pressed: bool) -> str:
        """Return all that somebody is told."""
        whole = said.format(**self.names)
        answer = person.press_data(whole) if is_pressed else person.say(f"/{whole}")
        return f"{answer}\n{person.last.notice}\n{person.last.buttons}"

    def rows(self) -> dict[str, list[Any]]:
        with self.bot.store.reading() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(select(table))))
                for table in tables.metadata.sorted_tables
            }


@pytest.fixture
def stage(bot: Bot) -> Stage:
    return Stage(bot)


def strangers(stage: Stage) -> Iterator[tuple[str, Person]]:
    """Yield whoever has no right of the series, or not there, with what they are."""
    bot = stage.bot
    yield "a stranger", bot.person("9")
    yield "a stranger in a group", bot.person("-9", kind="group", person="9", may_change=False)
    yield "an admin who organizes nothing", bot.person("-9", kind="group", person="9")
    yield (
        "an organizer who is no admin",
        bot.person("-9", kind="group", person="1", may_change=False),
    )
    yield "an anonymous admin", bot.person("-9", kind="group", person="", may_change=False)
    yield "a channel", bot.person("-8", kind="channel", person="")
    yield "another platform's same number", bot.person("1", person="1", platform="other")
    for what, person in (("expired", "21"), ("used", "22"), ("forged", "23"), ("revoked", "24")):
        token = invite(bot.store, "analysis", "", now=bot.now)
        holder = bot.person(person)
        if what == "expired":
            bot.now += timedelta(hours=24)
        if what == "used":
            bot.person("2").say(f"/start o_{token}")
        shown = token.swapcase() if what == "forged" else token
        is_let_in = holder.say(f"/start o_{shown}").startswith("You are an organizer")
        assert is_let_in is (what == "revoked")
        if is_let_in:
            stage.orla.say("/organizers")
            stage.orla.press(f"Take out test {person}")
        yield f"one with a link that is {what}", holder


@pytest.mark.parametrize("is_pressed", [False, True])
def test_strangers_are_answered_as_if_there_were_no_such_command(
    stage: Stage, *, is_pressed: bool
) -> None:
    every = list(strangers(stage))
    before = stage.rows()
    for who, person in every:
        for command, some in CASES.items():
            for said in some:
                told = stage.say(person, said, is_pressed=is_pressed)
                assert told.startswith(UNKNOWN.format(command)), (who, said, told)
                assert "hidden" not in told, (who, said)
                assert f"/{command} " not in person.say("/help")
    assert stage.rows() == before


@pytest.mark.parametrize(("command", "said"), EVERY)
def test_organizer_of_another_series_does_nothing_to_this_one(
    stage: Stage, command: str, said: str
) -> None:
    private = organizer(stage.bot, "3", "algebra", name="Chie Rei")
    in_group = stage.bot.person("-9", kind="group", person="3")
    before = stage.rows()
    for other, is_pressed in product((private, in_group), (False, True)):
        told = stage.say(other, said, is_pressed=is_pressed)
        assert "hidden" not in told
        assert "Orla" not in told
        assert "Bela" not in told
    after = stage.rows()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= OF_ONESELF.get(command, set())
    assert stage.orla.tap(stage.publish).startswith("Published.")


@pytest.mark.parametrize(("command", "said"), EVERY)
def test_organizer_is_answered(stage: Stage, command: str, said: str) -> None:
    """The control: all that is said above does something where there is a right."""
    before = stage.rows()
    told = stage.say(stage.orla, said, is_pressed=False)
    assert not told.startswith((UNKNOWN.format(command), "I find none"))
    assert (stage.rows() != before) is (said not in ONLY_SHOWN)


def test_right_that_is_taken_between_showing_and_publishing(stage: Stage) -> None:
    bela = stage.bot.person("2")
    bela.say("/organizers")
    bela.press("Take out Orla Example (test 1)")
    before = stage.rows()
    for some in CASES.values():
        for said in some:
            assert "hidden" not in stage.say(stage.orla, said, is_pressed=True)
    assert stage.rows() == before
