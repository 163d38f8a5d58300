"""What organizers change in chat: /edit, /move, /cancel, /restore, /link, /slides, /tba."""

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Button, Reply
from bot.chat.organizing import organizer_words
from bot.chat.organizing.describing import missing_of
from bot.chat.organizing.joining import read_join
from bot.chat.organizing.owned import choose_own, list_own, own_sessions
from bot.chat.organizing.pages import concerns
from bot.chat.organizing.previewing import propose
from bot.chat.organizing.which_time import offer_times, quoting
from bot.chat.seen import Seen
from bot.chat.turn import Turn, in_rows, press
from bot.domain.edits import AddMaterial, AddSession, Cancel, Edit, Move, Restore, SetLink, facet_of
from bot.domain.rescheduling import begins_time, read_new_time
from bot.domain.series import Material, MaterialKind, Status, Talk
from bot.domain.unclear_times import UnclearTimeError
from bot.domain.wording import describe_date
from bot.errors import RefusalError
from bot.flows.organizing.edit import edits_of
from bot.language import in_english, saying
from bot.sources.addresses import read_address
from bot.sources.join_links import find_urls, is_join_link

_BESIDE_DAYS = {"next", "this", "on", "at"}  # as in "next Monday", "le lundi"
_NO = {"none", "off", "no"}  # in English


def edit(turn: Turn, text: str) -> Reply:
    """Show what an organizer can change, or one session with what can be done to it."""
    if not text:
        found = own_sessions(turn)
        if not found:
            return turn.show(cards.paragraphs(concerns(turn), organizer_words.EDIT_NOTHING))
        heading = organizer_words.EDIT.format(example=f"/move Example {organizer_words.NEW_TIME}")
        return list_own(turn, cards.paragraphs(concerns(turn), heading), found, "edit")
    seen = choose_own(turn, text, "edit")
    return seen if isinstance(seen, Reply) else _one(turn, seen)


def move(turn: Turn, text: str) -> Reply:
    """Move a session to another time."""
    tokens = text.split()
    at = next((n for n, word in enumerate(tokens) if begins_time(in_english(word))), len(tokens))
    if at > 1 and in_english(tokens[at - 1]).lower() in _BESIDE_DAYS:
        at -= 1
    if tokens and tokens[0].startswith("~"):
        at = 1
    name, when = " ".join(tokens[:at]), " ".join(tokens[at:])
    seen = choose_own(turn, name, "move", when)
    if isinstance(seen, Reply):
        return seen
    if not when:
        if turn.can_ask:
            turn.ask(f"move {seen.reference}")
            return Reply(html=organizer_words.MOVE_ASKED.format(zone=_zone(seen)))
        example = f"/move {seen.reference} {organizer_words.NEW_TIME}"
        return Reply(html=organizer_words.MOVE_TO.format(example=example))
    start, zone = seen.session.start, _zone(seen)
    try:
        with quoting(when) as said:
            begin, end = read_new_time(said, start, zone, turn.now)
    except UnclearTimeError as unclear:
        return offer_times(turn, unclear, f"move {seen.reference}", zone)
    return propose(turn, seen, Move(session_id=seen.session.id, start=begin, end=end))


def cancel(turn: Turn, text: str) -> Reply:
    """Cancel a session, with the reason behind a colon."""
    name, colon, reason = text.partition(":")
    if any(is_join_link(url) for url in find_urls(reason)):
        message = saying("this is a link to join, and everybody would see it")
        raise RefusalError(message, read="", hint=saying("leave it out"))
    seen = choose_own(turn, name.strip(), "cancel", f": {reason.strip()}" if reason else "")
    if isinstance(seen, Reply):
        return seen
    if colon and not reason.strip() and turn.can_ask:
        turn.ask(f"cancel {seen.reference} :")
        return Reply(html=organizer_words.WHY)
    return propose(turn, seen, Cancel(session_id=seen.session.id, reason=reason.strip()))


def restore(turn: Turn, text: str) -> Reply:
    """Let a cancelled session take place after all."""
    if not text:
        off = [one for one in own_sessions(turn) if one.session.status is Status.CANCELLED]
        if not off:
            return turn.show(organizer_words.RESTORE_NOTHING)
        return list_own(turn, organizer_words.WHICH_OWN, off, "restore")
    seen = choose_own(turn, text, "restore")
    if isinstance(seen, Reply):
        return seen
    return propose(turn, seen, Restore(session_id=seen.session.id))


def link(turn: Turn, text: str) -> Reply:
    """Let a session be joined by another link, with its passcode, or by none."""
    name, address, rest = _with_address(text)
    seen = choose_own(turn, name, "link", f"{address} {rest}".strip())
    if isinstance(seen, Reply):
        return seen
    if not address:
        if turn.can_ask:
            turn.ask(f"link {seen.reference}")
            return Reply(html=organizer_words.LINK_ASKED)
        example = f"/link {seen.reference} https://…"
        return Reply(html=organizer_words.LINK_TO.format(example=example))
    is_none = _is_none(address)
    join = None if is_none else read_join(f"{address} {rest}")
    return propose(turn, seen, SetLink(session_id=seen.session.id, join=join))


def slides(turn: Turn, text: str) -> Reply:
    """Add slides to a talk."""
    name, address, _ = _with_address(text)
    seen = choose_own(turn, name, "slides", address)
    if isinstance(seen, Reply):
        return seen
    if not address:
        if turn.can_ask:
            turn.ask(f"slides {seen.reference}")
            return Reply(html=organizer_words.SLIDES_ASKED)
        example = f"/slides {seen.reference} https://…"
        return Reply(html=organizer_words.SLIDES_AT.format(example=example))
    url = read_address(address)
    if is_join_link(url):
        message = saying("this is a link to join, and everybody would see it")
        raise RefusalError(message, read="", hint=saying("/link is for those"))
    material = Material(kind=MaterialKind.SLIDES, url=url)
    talk = _talk(seen)
    edit_ = AddMaterial(session_id=seen.session.id, talk_id=talk.id, material=material)
    return propose(turn, seen, edit_)


def tba(turn: Turn, _text: str) -> Reply:
    """List what is still missing of what is to come."""
    found = [(one, missing_of(turn, one)) for one in own_sessions(turn)]
    lacking = [(one, what) for one, what in found if what]
    if not lacking:
        return turn.show(organizer_words.TBA_NOTHING)
    lines = [
        organizer_words.TBA_LINE.format(line=turn.line(one, with_series=True), what=", ".join(what))
        for one, what in lacking
    ]
    return turn.show(cards.paragraphs(organizer_words.TBA, *lines))


def _one(turn: Turn, seen: Seen) -> Reply:
    name = seen.reference
    made = edits_of(turn.service.store, seen.key)
    notes = [_note(one, describe_date(at.date(), year=True)) for one, at in made.items()]
    told = organizer_words.EDIT_ASKS if turn.can_ask else _how(name)
    card = cards.session_line(seen, turn.zone, turn.now, with_series=True)
    buttons = _buttons(turn, seen)
    return turn.show(cards.paragraphs(card, cards.lines(*notes), told), in_rows(buttons))


def _buttons(turn: Turn, seen: Seen) -> list[Button]:
    """Return what can be done to a session; what has to be written is asked for in private."""
    name, has_start = seen.reference, seen.session.start is not None
    is_off = seen.session.status is Status.CANCELLED
    moved = [press(organizer_words.MOVE_IT, f"move {name}")] if turn.can_ask else []
    later = [press(organizer_words.WEEK_LATER, f"move {name} 1 week later")] if has_start else []
    described = press(organizer_words.DESCRIBE_IT, f"describe {name}")
    asked = [
        press(organizer_words.LINK_IT, f"link {name}"),
        press(organizer_words.SLIDES_IT, f"slides {name}"),
    ]
    turned = (organizer_words.RESTORE_IT, f"restore {name}")
    if not is_off:
        turned = (organizer_words.CANCEL_IT, f"cancel {name}")
    return [
        *([] if is_off else [*moved, *later]),
        described,
        *(asked if turn.can_ask else []),
        press(*turned),
    ]


def _how(name: str) -> Markup:
    """Return how to write what is to change of a session."""
    examples = (
        f"move {name} {organizer_words.NEW_TIME}",
        f"cancel {name}: …",
        f"link {name} https://…",
        f"slides {name} https://…",
        f"describe {name} title: …",
    )
    lines = cards.lines(*(Markup("<code>{}</code>").format(f"/{one}") for one in examples))
    return organizer_words.EDIT_ONE.format(examples=lines)


def _note(made: Edit, date: str) -> Markup:
    """Return what is told of an edit that lies over a definition."""
    if isinstance(made, AddSession):
        return organizer_words.ADDED_IN_CHAT.format(date=date)
    facet = organizer_words.FACETS[facet_of(made).split()[0]]
    return organizer_words.CHANGED_IN_CHAT.format(date=date, facets=facet)


def _zone(seen: Seen) -> str:
    """Return the zone that hours of a session are meant in: the series', never the reader's."""
    start = seen.session.start
    starts = (one.zone for _, one in seen.series.scheduled())
    return start.zone if start else seen.series.timezone or next(starts, "UTC")


def _with_address(text: str) -> tuple[str, str, str]:
    """Return what stands before a web address (or "none"), the address, and what is behind it."""
    tokens = text.split()
    for at, word in enumerate(tokens):
        if "://" in word or (at and at == len(tokens) - 1 and _is_none(word)):
            return " ".join(tokens[:at]), word, " ".join(tokens[at + 1 :])
    return " ".join(tokens), "", ""


def _is_none(word: str) -> bool:
    return in_english(word).lower() in _NO


def _talk(seen: Seen) -> Talk:
    """Return the talk that is meant: the only one, or the only one that was found by its words."""
    talks = list(seen.matching) or cards.talks_of(seen.session)
    if len(talks) == 1:
        return talks[0]
    raise RefusalError(
        saying("which talk of the session is meant?"),
        read="",
        hint=saying("write words of its title instead"),
    )
