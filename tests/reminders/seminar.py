"""A small fictional seminar in Zurich, of which tests take what they need."""

from datetime import datetime, timedelta

from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Speaker, Talk, TalkKind
from bot.reminders.messages import Message, compose
from bot.reminders.plan import Reminder

ZURICH, NEW_YORK = "Europe/Zurich", "America/New_York"
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
ADA = Speaker(name="Ada Example", affiliation="Université d’Exemple")
BELA = Speaker(name="Bela Beispiel")
COFFEE = Talk(id="coffee", title="Coffee", kind=TalkKind.BREAK)


def moment(text: str, zone: str = ZURICH) -> Moment:
    return Moment(datetime.fromisoformat(text), zone)


def talk(**parts: object) -> Talk:
    return Talk(**{"id": "talk", "title": "On Examples", "speakers": (ADA,), **parts})


def session(start: str | Moment = "2021-06-28 16:30", **parts: object) -> Session:
    """Return a session of one hour with one talk, unless `parts` say otherwise."""
    begins = start if isinstance(start, Moment) else moment(start)
    usual = {
        "id": "examples",
        "start": begins,
        "end": begins.plus(HOUR),
        "talks": (talk(),),
    }
    return Session(**{**usual, **parts})


def series(*sessions: Session, **parts: object) -> Series:
    usual = {"id": "seminar", "title": "Seminar on Everything", "timezone": ZURICH}
    return Series(**{**usual, **parts}, sessions=sessions)


def reminder(of: Session, offset: timedelta = HOUR) -> Reminder:
    assert of.start is not None
    return Reminder(of.start.at - offset, offset, of, of.start)


def message(of: Session, *, zone: str = ZURICH, **about: object) -> Message:
    """Return the message, an hour before, of the only session of a series."""
    return compose(reminder(of), series(of, **about), zone)
