"""Reading the talks of a session: a list, a single one, or the session's own keys."""

from dataclasses import replace

from bot.domain.durations import read_duration
from bot.domain.phrases import Phrase, read_phrase
from bot.domain.series import Clock, Material, MaterialKind, Session, Speaker, Talk, TalkKind
from bot.domain.unknowns import known, talk_without_unknowns
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.addresses import read_address
from bot.sources.definition.checks import check_ids
from bot.sources.definition.fields import Fields, Problems, one_line
from bot.sources.definition.schema import known_keys
from bot.sources.definition.values import read_id, read_speaker, read_speakers
from bot.sources.yaml_tree import Listing, Mapping, Node, Scalar

_MATERIALS = {
    "slides": MaterialKind.SLIDES,
    "video": MaterialKind.VIDEO,
    "paper": MaterialKind.PAPER,
}
_NAMES = ("title", "speaker", "speakers")
_TALK_IN_SESSION = ("speaker", "speakers", "abstract", "kind", *_MATERIALS, "materials")


def read_talks(session: Fields, problems: Problems) -> tuple[tuple[Talk, ...], str]:
    """Return the talks of a session and the session's own title.

    What only says that it is not known yet ("TBA") is left out: such a title alone is a talk of
    which nothing is known.

    A session with the keys of a talk (`speaker`, `abstract` …) is short for one talk; its title
    is that talk's then.
    """
    title = known(session.line("title"))
    own = [key for key in _TALK_IN_SESSION if key in session]
    lists = [key for key in ("talk", "talks") if key in session]
    if (own and lists) or len(lists) > 1:
        key = own[0] if own else lists[1]
        refusal = RefusalError(
            f"the session has `{lists[0]}:` too",
            read="",
            hint=f"move it into `{lists[0]}:`",
            code="contradiction",
        )
        problems.refuse(session.key(key), refusal, about=key)
    if lists:
        nodes = [node for key in lists for node in session.items(key)]
        talks = tuple(_read_talk(node, problems) for node in nodes)
        check_ids("talk", [talk.id for talk in talks], nodes, problems)
        # A title that only repeats what the session would be called anyway is not its own.
        is_own = title != Session(id="", talks=talks).title
        return talks, title if is_own else ""
    if own:
        talk = replace(_talk(session, problems), title=session.line("title"))
        _refuse_nameless(talk, session)
        return (talk_without_unknowns(talk),), ""
    is_awaited = bool(session.line("title")) and not title
    return ((Talk(id=""),) if is_awaited else ()), title


def _read_talk(node: Node, problems: Problems) -> Talk:
    fields = Fields(node, known_keys("talk"), problems, "a talk")
    if isinstance(node, Listing):
        refusal = RefusalError(
            "a talk is a mapping", read="", hint="write `- title: …`", code="type"
        )
        problems.refuse(node, refusal)
        return Talk(id="")
    if isinstance(node, Scalar):
        talk = Talk(id="", title="" if node.is_null else one_line(node.text))
    else:
        talk = replace(
            _talk(fields, problems),
            id=fields.read("id", read_id, ""),
            title=fields.line("title"),
            clock=_clock(fields, problems),
            duration=fields.read("duration", read_duration, None),
        )
    _refuse_nameless(talk, fields)
    return talk_without_unknowns(talk)


def _refuse_nameless(talk: Talk, fields: Fields) -> None:
    """Refuse a talk without title and speaker, unless what may be one of them was told of."""
    if not talk.headline and all(fields.is_silent_on(key) for key in _NAMES):
        refusal = RefusalError(
            saying("a talk has a title or a speaker"),
            read="",
            hint=saying("add one"),
            code="missing",
        )
        fields.problems.refuse(fields.node, refusal)


def _talk(fields: Fields, problems: Problems) -> Talk:
    """Return what a talk and a session that is short for one have in common."""
    return Talk(
        id="",
        kind=fields.choice("kind", TalkKind, TalkKind.TALK),
        speakers=_speakers(fields, problems),
        abstract=fields.text("abstract"),
        materials=_materials(fields, problems),
    )


def _clock(talk: Fields, problems: Problems) -> Clock | None:
    """Return the hours of a talk, on its session's wall clock."""
    phrase = talk.read("at", _read_hours, None)
    node = talk.get("at")
    if phrase is None or node is None:
        return None
    if phrase.on or phrase.zone or phrase.start is None:
        refusal = RefusalError(
            saying("a talk's hours are those of its session's day and zone"),
            read=phrase.text,
            hint=saying("write only 07:00-07:20"),
            code="unreadable-time",
        )
        problems.refuse(node, refusal, about="at")
        return None
    return Clock(phrase.start, phrase.end)


def _read_hours(text: str) -> Phrase:
    try:
        return read_phrase(text)
    except RefusalError as refusal:
        if refusal.code == "unreadable-time":
            refusal.hint = saying("write it as in 07:00-07:20")
        raise


def _speakers(fields: Fields, problems: Problems) -> tuple[Speaker, ...]:
    """Return the people of a talk; an item of a list is one of them, a lone text may be several."""
    found: list[Speaker] = []
    for key in ("speaker", "speakers"):
        if isinstance(fields.get(key), Scalar):
            found += fields.read(key, read_speakers, ())
        else:
            people = [_person(node, fields, problems) for node in fields.items(key)]
            found += [person for person in people if person]
    return tuple(found)


def _person(node: Node, fields: Fields, problems: Problems) -> Speaker | None:
    if not isinstance(node, Mapping):
        return fields.value(node, read_speaker, None, about="speakers")
    person = Fields(node, known_keys("speaker"), problems, "a speaker")
    speaker = Speaker(name=person.line("name"), affiliation=person.line("affiliation"))
    if person.is_silent_on("name"):
        refusal = RefusalError("the name is missing", read="", hint="add `name:`", code="missing")
        problems.refuse(node, refusal, about="speakers")
    return speaker if speaker.name else None


def _materials(fields: Fields, problems: Problems) -> tuple[Material, ...]:
    found = [
        material
        for key, kind in _MATERIALS.items()
        for node in fields.items(key)
        for material in _material(node, kind, fields, problems)
    ]
    for node in fields.items("materials"):
        found += _material(node, MaterialKind.OTHER, fields, problems)
    return tuple(found)


def _material(node: Node, kind: MaterialKind, fields: Fields, problems: Problems) -> list[Material]:
    if not isinstance(node, Mapping):
        url = fields.value(node, read_address, "", about=kind.value)
        return [Material(kind=kind, url=url)] if url else []
    parts = Fields(node, known_keys("material"), problems, "a material")
    if parts.lacks("url"):
        refusal = RefusalError(
            "the address is missing", read="", hint="write `url:`", code="missing"
        )
        problems.refuse(node, refusal, about=kind.value)
        return []
    url = parts.read("url", read_address, "")
    own_kind = parts.choice("kind", MaterialKind, kind)
    return [Material(kind=own_kind, url=url, title=parts.line("title"))] if url else []
