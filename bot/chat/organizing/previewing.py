"""What an edit comes to, told before it is published; and published, or dropped."""

from secrets import token_hex
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Button, Reply
from bot.chat.organizing import describe_words, organizer_words
from bot.chat.organizing.foretelling import foretold, sample, send_me, told_when
from bot.chat.seen import Seen
from bot.chat.turn import Turn, in_rows, press
from bot.domain.describing import Describe, part_of
from bot.domain.edits import AddMaterial, AddSession, Cancel, Edit, Move, Restore, SetLink
from bot.domain.latex import readable
from bot.domain.series import Join, Session, Status
from bot.domain.wording import describe_span
from bot.flows.organizing.edit import (
    EditResult,
    Published,
    drop_draft,
    keep_draft,
    preview,
    preview_draft,
    publish,
)

_NONE = Markup("")
_LONGEST = 1200  # of an abstract before and after, which are one message


def propose(turn: Turn, seen: Seen, edit: Edit, said: Markup | None = None) -> Reply:
    """Show what an edit would do, and ask."""
    result = preview(turn.service.store, seen.series.id, edit, turn.person, now=turn.now)
    name = token_hex(8)
    keep_draft(turn.service.store, name, seen.series.id, edit, result, turn.person, now=turn.now)
    told = cards.paragraphs(
        said or organizer_words.PREVIEW,
        _changes(result, edit),
        foretold(turn, result.series, result.told),
        cards.lines(*_consequences(result, edit)),
        "" if turn.can_ask else _advice(edit, seen),
    )
    buttons = [
        press(organizer_words.PUBLISH, f"publish {name}"),
        *send_me(name, result.told),
        *_mends(turn, edit, seen),
        press(organizer_words.DROP, f"drop {name}"),
    ]
    return Reply(html=told, buttons=in_rows(buttons), replaces=turn.is_press)


def publish_it(turn: Turn, text: str) -> Reply:
    """Publish an edit that was shown, once; show it anew if its session is another one by now."""
    found = publish(turn.service.store, text, turn.person, now=turn.now)
    if found is None:
        return _answered(turn)
    if isinstance(found, Published):
        result = found.result
        when = told_when(turn, result.series, result.told)
        return turn.show(
            cards.paragraphs(organizer_words.PUBLISHED, _changes(result, found.edit), when)
        )
    seen = turn.view.find_key((found.series_id, found.edit.session_id))
    if seen is None:
        return _answered(turn)
    return propose(turn, seen, found.edit, organizer_words.PREVIEW_AGAIN)


def sample_it(turn: Turn, text: str) -> Reply:
    """Send the message that an edit would make to who asks, as a test."""
    found = preview_draft(turn.service.store, text, turn.person, now=turn.now)
    if found is None:
        return Reply(html=organizer_words.ANSWERED, notice=organizer_words.ANSWERED)
    return sample(turn, found.series, found.told)


def drop_it(turn: Turn, text: str) -> Reply:
    """Leave all as it is."""
    is_dropped = drop_draft(turn.service.store, text, turn.person, now=turn.now)
    return turn.show(organizer_words.DROPPED) if is_dropped else _answered(turn)


def _answered(turn: Turn) -> Reply:
    """Return what is told of a draft that does not wait; in a group, it may be somebody else's."""
    is_shared = turn.is_press and turn.incoming.kind != "private"
    told = organizer_words.ANSWERED
    return Reply(html="" if is_shared else told, notice=told)


def _changes(result: EditResult, edit: Edit) -> Markup:
    name = Markup("<b>{}</b>").format(cards.headline(result.series, result.after))
    was = _told(result.before, edit) if result.before else ""
    return cards.lines(
        name,
        organizer_words.WAS.format(what=was) if was else "",
        organizer_words.WILL_BE.format(what=_told(result.after, edit)),
    )


def _told(session: Session, edit: Edit) -> str:
    """Return in words what of a session an edit is about; of a link, only where it leads."""
    match edit:
        case Move() | AddSession():
            no_time = str(organizer_words.NO_TIME)
            return describe_span(session.start, session.end) if session.start else no_time
        case Cancel() | Restore():
            return _standing(session)
        case SetLink():
            return _link(session.join)
        case AddMaterial(talk_id=talk_id):
            talk = next(one for one in session.talks if one.id == talk_id)
            urls = ", ".join(one.url for one in talk.materials)
            return urls or str(organizer_words.NO_MATERIALS)
        case Describe():
            said = cards.shortened(readable(part_of(session, edit)), _LONGEST)
            return said or str(describe_words.NOTHING)


def _standing(session: Session) -> str:
    if session.status is not Status.CANCELLED:
        return str(organizer_words.TAKES_PLACE)
    if not session.reason:
        return str(organizer_words.CANCELLED_PLAIN)
    return organizer_words.CANCELLED_FOR.format(reason=readable(session.reason))


def _link(join: Join | None) -> str:
    if join is None:
        return str(organizer_words.NO_LINK)
    template = organizer_words.LINK_ON_WITH if join.passcode else organizer_words.LINK_ON
    return template.format(host=urlsplit(join.url).hostname or "")


def _consequences(result: EditResult, edit: Edit) -> list[str]:
    entry, left = {
        Move: (organizer_words.ENTRY_MOVES, organizer_words.LEFT_MOVED),
        Cancel: (organizer_words.ENTRY_CANCELLED, organizer_words.LEFT_CANCELLED),
        Restore: (organizer_words.ENTRY_RESTORED, _NONE),
        SetLink: (organizer_words.ENTRY_REFRESHED, organizer_words.LEFT_LINK),
        AddMaterial: (organizer_words.ENTRY_REFRESHED, _NONE),
        Describe: (organizer_words.ENTRY_REFRESHED, _NONE),
        AddSession: (organizer_words.ENTRY_NEW, _NONE),
    }[type(edit)]
    reminded = " ".join([organizer_words.LEFT.of(result.reminders), str(left)]).strip()
    return [
        str(entry) if any(one and one.start for one in (result.before, result.after)) else "",
        reminded if result.reminders else "",
    ]


def _mends(turn: Turn, edit: Edit, seen: Seen) -> list[Button]:
    """Return the button that asks why it is cancelled, where nothing is said of it yet."""
    if not turn.can_ask or not isinstance(edit, Cancel) or edit.reason:
        return []
    return [press(organizer_words.SAY_WHY_BUTTON, f"cancel {seen.reference} :")]


def _advice(edit: Edit, seen: Seen) -> str:
    if not isinstance(edit, Cancel) or edit.reason:
        return ""
    return organizer_words.SAY_WHY.format(example=f"/cancel {seen.reference}: …")
