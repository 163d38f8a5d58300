"""What speakers propose goes to organizers, and becomes an edit like any other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread

import pytest

from bot.channels.interface import Outgoing
from bot.domain.changes import Announced
from bot.domain.proposals import Proposal, Word
from bot.domain.series import Join, Material, MaterialKind, Session, Talk
from bot.errors import RefusalError
from bot.flows.organizing.approving import Changed, approve, decline, waiting_proposal
from bot.flows.organizing.edit import edits_of
from bot.flows.organizing.rights import NoRightError, give_up
from bot.flows.organizing.speakers import (
    invite_speaker,
    open_link,
    revoke_link,
    send_to_organizers,
    start_over,
    write_word,
    written,
)
from bot.store.chats.subscriptions import find_chat, list_subscriptions
from bot.store.engine import Store
from bot.store.organizing.organizers import Organizer, Origin, Person, add_organizer, list_acts
from bot.store.organizing.proposals import purge_speakers
from bot.store.organizing.speaker_links import SpeakerLink
from bot.store.own_data import read_personal_data
from bot.store.series.schedules import list_changes, load_series
from tests.flows.test_deliver import Desk, Sink
from tests.reminders.seminar import DAY, session
from tests.store.seminar import BEFORE, HOUR, START, follow, put

ADA, BELA = Person("test", "11", "Ada Example"), Person("test", "12", "Bela Beispiel")
SAM = Person("test", "40")
OTHER = Person("test", "13", "Chie Rei")
KEY = ("seminar", "examples")
MINUTE = timedelta(minutes=1)


class Office:
    """A seminar with a session of which nothing is known, two organizers, and its speaker."""

    def __init__(self, store: Store, of: Session | None = None) -> None:
        self.store = store
        put(store, of or session(talks=()))
        put(store, session(id="other"), id="algebra", title="Algebra")
        with store.writing() as connection:
            for person, series in ((ADA, "seminar"), (BELA, "seminar"), (OTHER, "algebra")):
                one = Organizer(series_id=series, person=person, origin=Origin.LINK)
                add_organizer(connection, one, now=BEFORE)
        self.desk = Desk(store, BEFORE)
        self.sink = Sink(self.desk.clock)
        token = invite_speaker(store, KEY, "", ADA, now=BEFORE)
        link = open_link(store, token, SAM, now=BEFORE)
        assert link is not None
        self.link: SpeakerLink = link

    def send(self, **said: str) -> dict[str, Outgoing]:
        """Let the speaker send something; return what arrived, by to whom."""
        for word, text in said.items():
            write_word(self.store, self.link, Word(word), text, now=self.now)
        assert send_to_organizers(self.store, self.link, now=self.now)
        return self.deliver()

    def deliver(self) -> dict[str, Outgoing]:
        self.sink.arrived.clear()
        self.desk.deliver(self.sink)
        return {address: outgoing for address, outgoing, _ in self.sink.arrived}

    @property
    def now(self) -> datetime:
        return self.desk.clock.now()

    @property
    def talk(self) -> Talk:
        with self.store.reading() as connection:
            stored = load_series(connection, "seminar")
        assert stored
        return next(iter(stored.series.sessions[0].talks), Talk(id=""))


def press(outgoing: Outgoing, command: str) -> tuple[int, str]:
    """Return the number and what else the button of a command carries."""
    [data] = [b.data for row in outgoing.buttons for b in row if b.data.startswith(command)]
    _, number, *rest = data.split()
    return int(number), " ".join(rest)


def test_proposal_goes_to_each_organizer_and_is_published_once(store: Store) -> None:
    office = Office(store)
    arrived = office.send(title="On <Sets>", abstract="One.\n\nTwo.", slides="https://a.example/s")
    assert sorted(arrived) == ["11", "12"]
    assert arrived["11"] == arrived["12"]
    assert arrived["11"].plain == (
        "A speaker has filled in a talk\n\n"
        "Seminar on Everything\nMonday 28 June 2021, 16:30–17:30 CEST\nSeminar on Everything\n\n"
        "Title: On <Sets>\n\nAbstract:\nOne.\n\nTwo.\n\nSlides: https://a.example/s\n\n"
        "Nothing of this is published until one of you approves it."
    )
    assert "Title: On &lt;Sets&gt;" in arrived["11"].html
    assert office.talk == Talk(id="")
    number, shown = press(arrived["11"], "approve")
    found = approve(store, number, shown, ADA, now=office.now)
    assert found is not None
    slides = Material(kind=MaterialKind.SLIDES, url="https://a.example/s")
    published = Talk(id="talk", title="On <Sets>", abstract="One.\n\nTwo.", materials=(slides,))
    assert office.talk == published
    assert approve(store, number, shown, BELA, now=office.now) is None
    assert decline(store, number, "", BELA, now=office.now) is None
    assert office.talk == published
    told = office.deliver()
    assert {address: one.plain for address, one in told.items()} == {
        "40": "The organizers have published what you wrote about your talk:\n\nOn <Sets>"
    }
    assert office.deliver() == {}


def test_it_is_an_edit_like_any_other(store: Store) -> None:
    office = Office(store)
    follow(store, "99")
    number, shown = press(office.send(title="On Sets")["11"], "approve")
    approve(store, number, shown, ADA, now=office.now)
    assert len(edits_of(store, KEY)) == 1
    with store.reading() as connection:
        [change] = list_changes(connection, "seminar", limit=9)
        acts = [
            (one.person, one.action.value, one.about) for one in list_acts(connection, "seminar")
        ]
    assert isinstance(change.change, Announced)
    assert acts == [
        (ADA, "invited speaker", "examples"),
        (ADA, "edited", "proposed by test 40"),
    ]
    office.desk.clock.time += 5 * MINUTE
    told = office.deliver()
    assert told["99"].plain.startswith("Announced: On Sets")
    assert sorted(told) == ["40", "99"]


def test_what_is_declined_changes_nothing_and_is_told_with_its_reason(store: Store) -> None:
    office = Office(store)
    number, _ = press(office.send(title="On Sets")["11"], "decline")
    assert waiting_proposal(store, number, BELA) is not None
    assert decline(store, number, "It is <too> short.", BELA, now=office.now) is not None
    assert waiting_proposal(store, number, BELA) is None
    assert office.talk == Talk(id="")
    [told] = office.deliver().values()
    assert told.plain == (
        "The organizers have not published what you wrote about your talk:\n\n"
        "Seminar on Everything\n\nThey say: It is <too> short.\n\nYou can write it anew: /mytalk"
    )
    assert "&lt;too&gt;" in told.html
    assert office.deliver() == {}


def test_talk_that_changed_meanwhile_is_shown_anew(store: Store) -> None:
    office = Office(store)
    number, shown = press(office.send(title="On Sets")["11"], "approve")
    put(store, session(talks=(Talk(id="talk", title="On Groups"),)))
    put(store, session(id="other"), id="algebra", title="Algebra")
    found = approve(store, number, shown, ADA, now=office.now)
    assert isinstance(found, Changed)
    assert office.talk.title == "On Groups"


def test_who_has_no_right_of_the_series_cannot_answer(store: Store) -> None:
    office = Office(store)
    number, shown = press(office.send(title="On Sets")["11"], "approve")
    for person in (OTHER, SAM, Person("test", ""), Person("test", "77")):
        with pytest.raises(NoRightError):
            approve(store, number, shown, person, now=office.now)
        with pytest.raises(NoRightError):
            decline(store, number, "", person, now=office.now)
        with pytest.raises(NoRightError):
            waiting_proposal(store, number, person)
        with pytest.raises(NoRightError):
            invite_speaker(store, KEY, "", person, now=office.now)
        with pytest.raises(NoRightError):
            revoke_link(store, office.link.id, person, now=office.now)
    assert office.talk == Talk(id="")
    assert approve(store, number + 1, shown, ADA, now=office.now) is None


def test_later_proposal_takes_the_place_of_one_that_waits(store: Store) -> None:
    office = Office(store)
    first, shown = press(office.send(title="On Sets")["11"], "approve")
    second, _ = press(office.send(title="On Groups")["11"], "approve")
    assert approve(store, first, shown, ADA, now=office.now) is None
    assert approve(store, second, shown, ADA, now=office.now) is not None
    assert office.talk.title == "On Groups"


def test_proposal_that_was_answered_before_it_left_goes_to_nobody_else(store: Store) -> None:
    office = Office(store)
    write_word(store, office.link, Word.TITLE, "On Sets", now=office.now)
    send_to_organizers(store, office.link, now=office.now)
    write_word(store, office.link, Word.TITLE, "On Groups", now=office.now)
    send_to_organizers(store, office.link, now=office.now)
    arrived = office.deliver()
    assert [one.plain.count("On Groups") for one in arrived.values()] == [1, 1]
    assert len(office.sink.arrived) == 2


def test_speaker_follows_nothing_by_it(store: Store) -> None:
    office = Office(store)
    number, shown = press(office.send(title="On Sets")["11"], "approve")
    approve(store, number, shown, ADA, now=office.now)
    office.deliver()
    with store.reading() as connection:
        chat = find_chat(connection, "test", "40")
        assert chat is not None
        assert list_subscriptions(connection, chat.id) == []
    office.desk.clock.time = START - HOUR
    assert "40" not in office.deliver()


def test_copy_of_the_link_is_not_published(store: Store) -> None:
    canary = "https://meet.example/room/canary"
    office = Office(store, session(talks=(), join=Join(url=canary)))
    number, shown = press(office.send(abstract=f"Join at {canary}")["11"], "approve")
    with pytest.raises(RefusalError, match="this tells how to join"):
        approve(store, number, shown, ADA, now=office.now)
    assert office.talk == Talk(id="")
    assert waiting_proposal(store, number, ADA) is not None


def test_what_is_so_already_is_approved_and_told(store: Store) -> None:
    office = Office(store)
    office.send(title="On Sets")
    put(store, session(talks=(Talk(id="talk", title="On Sets"),)))
    [(number, shown)] = {press(one, "approve") for one in office.send(title="On Sets").values()}
    assert approve(store, number, shown, ADA, now=office.now) is not None
    assert list(office.deliver()) == ["40"]


def test_revoked_speaker_can_send_nothing_more(store: Store) -> None:
    office = Office(store)
    write_word(store, office.link, Word.TITLE, "On Sets", now=office.now)
    assert written(store, office.link) == (Proposal(title="On Sets"), False)
    assert revoke_link(store, office.link.id, BELA, now=office.now) is not None
    assert revoke_link(store, office.link.id, BELA, now=office.now) is None
    with pytest.raises(NoRightError):
        send_to_organizers(store, office.link, now=office.now)
    with pytest.raises(NoRightError):
        write_word(store, office.link, Word.TITLE, "On Groups", now=office.now)
    assert office.deliver() == {}


def test_somebody_else_cannot_use_the_link_by_its_number(store: Store) -> None:
    office = Office(store)
    theirs = replace(office.link, person=Person("test", "41"))
    with pytest.raises(NoRightError):
        write_word(store, theirs, Word.TITLE, "On Groups", now=office.now)


def test_links_are_deleted_once_they_are_long_over(store: Store) -> None:
    office = Office(store)
    office.send(title="On Sets")
    with store.writing() as connection:
        assert purge_speakers(connection, before=BEFORE + 60 * DAY) == 0
        assert purge_speakers(connection, before=BEFORE + 60 * DAY + MINUTE) == 1


@pytest.mark.parametrize("what", ["take back", "write", "start over"])
def test_link_is_not_changed_while_something_is_sent_by_it(store: Store, what: str) -> None:
    """On PostgreSQL, what was being sent was stored after the link had been taken back."""
    office = Office(store)
    doing: dict[str, Callable[[], object]] = {
        "take back": lambda: revoke_link(store, office.link.id, ADA, now=office.now),
        "write": lambda: write_word(store, office.link, Word.TITLE, "On Sets", now=office.now),
        "start over": lambda: start_over(store, office.link, now=office.now),
    }
    thread = Thread(target=doing[what])
    with store.writing(KEY[0]):  # as it is while something is sent
        thread.start()
        thread.join(0.5)
        is_waiting = thread.is_alive()
    thread.join(20)
    assert (is_waiting, thread.is_alive()) == (True, False)


def test_speaker_who_is_answered_sees_the_title_as_all_do(store: Store) -> None:
    join = Join(url="https://meet.example/room/canary", passcode="c4nary-pass")
    office = Office(store, session(own_title="Sets, code c4nary-pass", talks=(), join=join))
    number, shown = press(office.send(abstract="One.")["11"], "approve")
    assert approve(store, number, shown, ADA, now=office.now) is not None
    [told] = office.deliver().values()
    assert "c4nary" not in told.plain + told.html
    assert "Sets, code [for subscribers]" in told.plain


def test_title_of_a_session_that_has_got_more_talks_is_not_a_speakers(store: Store) -> None:
    office = Office(store)
    put(store, session(talks=(Talk(id="a", title="Sets"), Talk(id="b", title="Maps"))))
    number, shown = press(office.send(title="All is mine")["11"], "approve")
    with pytest.raises(RefusalError, match="which talk of the session is meant"):
        approve(store, number, shown, ADA, now=office.now)
    assert office.talk.title == "Sets"
    assert waiting_proposal(store, number, ADA) is not None


def test_trail_forgets_who_proposed_if_they_want_it(store: Store) -> None:
    office = Office(store)
    number, shown = press(office.send(title="On Sets")["11"], "approve")
    approve(store, number, shown, ADA, now=office.now)
    with store.reading() as connection:
        [mine] = read_personal_data(connection, SAM)["audit"]
        theirs = [one["about"] for one in read_personal_data(connection, ADA)["audit"]]
    assert mine["about"] == "proposed by test 40"
    assert not {"platform", "person", "name"} & mine.keys()
    assert theirs == ["examples", "proposed by a speaker"]
    assert not give_up(store, SAM, now=office.now)
    with store.reading() as connection:
        assert [one.about for one in list_acts(connection, KEY[0])] == theirs
