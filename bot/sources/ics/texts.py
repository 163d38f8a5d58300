"""What the texts of anybody's event say: who speaks on what, how to join."""

import re
from dataclasses import dataclass, replace

from bot.domain.series import Join, Speaker
from bot.sources.ics.contentlines import Component
from bot.sources.join_links import find_join, find_passcode, find_urls, is_join_link
from bot.sources.people import looks_like_name, read_people
from bot.sources.plain_words import one_line, paragraphs

_LONGEST = 20_000  # characters of a description
_LABEL = re.compile(
    r"\W{0,3}(?P<label>speakers?|sprecher(?:in)?|presenters?|vortragender?|orateur|relatore|ponente"
    r"|title|titel|titre|titolo|t[ií]tulo|abstract|zusammenfassung|r[eé]sum[eé]|resumen|chair|host"
    r"|moderator|affiliation|organi[sz]ers?|location|venue|room|date|time|when|where)"
    r"\s{0,2}[:：]\s{0,5}(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MEANING = {
    "speaker": "speaker",
    "speakers": "speaker",
    "sprecher": "speaker",
    "sprecherin": "speaker",
    "presenter": "speaker",
    "presenters": "speaker",
    "vortragende": "speaker",
    "vortragender": "speaker",
    "orateur": "speaker",
    "relatore": "speaker",
    "ponente": "speaker",
    "title": "title",
    "titel": "title",
    "titre": "title",
    "titolo": "title",
    "título": "title",
    "titulo": "title",
    "abstract": "abstract",
    "zusammenfassung": "abstract",
    "résumé": "abstract",
    "resume": "abstract",
    "resumen": "abstract",
    "chair": "chair",
    "host": "chair",
    "moderator": "chair",
    "affiliation": "affiliation",
}
_OF_INVITATION = re.compile(
    r"\W{0,5}(?:join (?:the )?(?:zoom|webex|teams|google|meeting)|topic:.*zoom|zoom[- ]meeting"
    r"|zoom link"
    r"|meeting id|meeting-id|webinar id|passcode|password|kenncode|mot de passe|one tap mobile"
    r"|dial by your location|find your local number|join by (?:sip|phone|skype)|join with google"
    r"|microsoft teams|join on your computer|download teams|or call in|phone conference id"
    r"|find a local number|click here to join|learn more (?:about|:)|meeting options"
    r"|or dial|more phone numbers|join zoom|zoom:|link:|join:|video call link|videoconferenc"
    r"|please do not edit this section)",
    re.IGNORECASE,
)
_INVITING = " is inviting you to a scheduled "
_RULE = re.compile(r"[-_=~:─—*#. ]{6,}")
_LONG_RULE = 20  # characters, of the lines that Teams and Zoom put around what they say
_OFF = r"(?:cancel[l]?ed|abgesagt|annul[eé]e?|cancelad[oa]|annullato)"
_CANCELLED = re.compile(
    rf"\W{{0,3}}(?:{_OFF}\s{{0,2}}(?:[:!\])|–—-]\W{{0,3}}|$)|(?-i:CANCELL?ED|ABGESAGT)\b\s{{0,3}})"
    rf"|\s{{0,2}}[(\[–—-]\s{{0,2}}{_OFF}\W{{0,3}}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the texts of an event tell.

    `title` is that of a talk. Only entries of ours say one of the session beside it.
    """

    title: str = ""
    session_title: str = ""
    speakers: tuple[Speaker, ...] = ()
    abstract: str = ""
    chair: str = ""
    reason: str = ""
    room: str = ""
    join: Join | None = None
    homepage: str = ""


def read_texts(component: Component, *, splits: bool) -> Told:
    """Return what the texts of anybody's event tell.

    With `splits`, a summary such as "Ada Lovelace: On engines" has the speaker before its colon.
    """
    description = paragraphs(component.text("DESCRIPTION")[:_LONGEST])
    location = one_line(component.text("LOCATION"))
    url = component.text("URL")
    labelled = _labelled(description)
    summary = without_cancelled(one_line(component.text("SUMMARY")))
    speakers = read_people(labelled.get("speaker", ""))
    speakers = _with_affiliation(speakers, one_line(labelled.get("affiliation", "")))
    before, colon, behind = summary.partition(": ")
    named = colon and (
        any(one_line(before).casefold() == speaker.name.casefold() for speaker in speakers)
        or (splits and looks_like_name(before))
    )
    if named:
        speakers = speakers or read_people(before)
        summary = behind.strip()
    abstract = labelled.get("abstract", labelled.get("", ""))
    urls = [one for one in find_urls(url) if not is_join_link(one)]
    return Told(
        title=one_line(labelled.get("title", "")) or summary,
        speakers=speakers,
        abstract=_without_invitation(abstract),
        chair=one_line(labelled.get("chair", "")),
        room=_room(location),
        join=_join(component, url, location, description),
        homepage=urls[0] if urls else "",
    )


def is_cancelled(summary: str) -> bool:
    """Tell whether a summary is marked as cancelled: "CANCELED: On engines"."""
    return without_cancelled(summary) != summary or bool(_CANCELLED.fullmatch(summary))


def without_cancelled(summary: str) -> str:
    """Return a summary without such a mark, unless it is nothing else."""
    begin, end = 0, len(summary)
    for found in _CANCELLED.finditer(summary):
        if found.start() == 0:
            begin = found.end()
        elif found.end() == len(summary):
            end = found.start()
    return summary[begin:end].strip() or summary


def _with_affiliation(speakers: tuple[Speaker, ...], affiliation: str) -> tuple[Speaker, ...]:
    if len(speakers) != 1 or speakers[0].affiliation or not affiliation:
        return speakers
    return (replace(speakers[0], affiliation=affiliation),)


def _labelled(description: str) -> dict[str, str]:
    """Return the parts of a description by what their labels mean, what is before them as ""."""
    parts: dict[str, list[str]] = {"": []}
    current = ""
    for line in description.split("\n"):
        found = _LABEL.fullmatch(line)
        if found:
            # A label that tells nothing of a talk ("Where: …") stays in the text that it is in.
            meaning = _MEANING.get(found["label"].lower(), "")
            if meaning and meaning not in parts:
                current = meaning
                parts[current] = [found["rest"]]
                continue
        elif not line and current in {"speaker", "title", "chair", "affiliation"}:
            current = ""
        parts[current].append(line)
    return {meaning: "\n".join(lines).strip() for meaning, lines in parts.items()}


def _without_invitation(text: str) -> str:
    """Return text without what a platform for meetings has put into it: numbers to dial, links."""
    kept: list[str] = []
    for line in _without_ruled_off(text.split("\n")):
        if _joins(line) or _OF_INVITATION.match(line) or _RULE.fullmatch(line):
            continue
        kept.append(line)
    return paragraphs("\n".join(kept)) if len(kept) < len(text.split("\n")) else text


def _without_ruled_off(lines: list[str]) -> list[str]:
    """Return lines without the parts between long rules that invite to a meeting."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if len(line) >= _LONG_RULE and _RULE.fullmatch(line):
            parts.append([])
        parts[-1].append(line)
    first, *ruled_off = parts
    kept = [part for part in ruled_off if not any(map(_joins, part))]
    return first + [line for part in kept for line in part]


def _joins(line: str) -> bool:
    return _INVITING in line or any(is_join_link(url) for url in find_urls(line))


def _room(location: str) -> str:
    """Return where to go: a location without the links in it."""
    for url in find_urls(location):
        location = location.replace(url, " ")
    return one_line(location).strip(" ,;|-–()")


_JOIN_PROPERTIES = (
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
)


def _join(component: Component, url: str, location: str, description: str) -> Join | None:
    conferences = [one.value for name in _JOIN_PROPERTIES for one in component.all(name)]
    found = find_join([*conferences, url, location, description])
    if found is None:
        # CONFERENCE is for nothing else, whatever the platform.
        urls = [address for text in conferences for address in find_urls(text)]
        found = Join(url=urls[0]) if urls else None
    if found and not found.passcode:
        return replace(found, passcode=find_passcode(f"{location}\n{description}"))
    return found
