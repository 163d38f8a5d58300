"""Labels of fields, in lines ("Speaker: …") and heads of tables ("Referent"), and their roles."""

import re

from bot.sources.page.vocabulary import folded

_WORDS = {
    "speaker": "speaker speakers presenter presenters lecturer lecturers panelists panellists"
    " panelist name names referent referentin referenten redner rednerin vortragende vortragender"
    " sprecher orateur oratrice orateurs intervenant intervenants intervenante conferencier"
    " ponente ponentes orador conferenciante relatore relatori relatrice oratore|talk by"
    "|presented by|given by|who|speaker(s)|invited speaker|guest speaker|speaker/affiliation"
    "|speaker name|speaker & affiliation|speaker / title|wer|qui|presenter(s)|author|authors",
    "title": "title titel titre titulo titolo topic thema sujet tema talk lecture vortrag expose"
    " charla presentation paper event veranstaltung evento evenement activity session"
    " programm program item description beschreibung|talk title|title of talk|talk information"
    "|title and abstract|title / abstract|title & abstract|what|was|vortragstitel|subject|details"
    "|title/abstract|talk info|argomento|contents|content",
    "abstract": "abstract zusammenfassung resume resumen riassunto sommario summary kurzfassung"
    " inhalt abstrakt sunto",
    "date": "date dates datum fecha data day tag jour dia giorno",
    "when": "when wann quand cuando quando datetime termin|date and time|date & time|time and date"
    "|date/time|date / time|datum und uhrzeit|datum/zeit|date et heure|fecha y hora|data e ora",
    "time": "time times zeit uhrzeit heure horaire hora horario ora orario start beginn begin"
    " hours|start time|zeitraum|starts",
    "end": "end ende fin fine|end time|ends",
    "room": "room raum salle sala aula place where location venue ort wo lieu ou lugar donde luogo"
    " dove horsaal hall|room/zoom|seminarraum|local",
    "track": "track stream",
    "join": "zoom join meeting teams webex link|zoom link|join link|meeting link|zoom-link"
    "|link zoom"
    "|online|join url|connect|zoom url|connection|videoconference|bbb|google meet|livestream",
    "passcode": "passcode password passwort kennwort|meeting password|zoom passcode|code|pw",
    "slides": "slides folien diapositives diapositivas|slides link|slide link|slide",
    "video": "video recording aufzeichnung enregistrement videos recordings youtube grabacion"
    "|video link|link to recording|recording link|registrazione",
    "paper": "paper arxiv preprint papers reference reading|paper link|link to paper|papers",
    "materials": "materials material links resources",
    "chair": "chair moderator host leitung moderation chairperson moderateur|session chair"
    "|chaired by|moderated by|hosted by|chairs|presidente|moderatore",
    "affiliation": "affiliation institution university institut institute universitat"
    " etablissement afiliacion affiliazione affil organization organisation from|affiliations",
    "kind": "type art kind format typ|talk type",
    "organizers": "organizers organisers organizer organiser organisateurs organisatoren"
    " organizadores organizzatori veranstalter organisation|organizing committee"
    "|organising committee|organized by|organised by|seminar organizers|organizadoras"
    "|comitato organizzatore|comite d'organisation|workshop organizers|contact persons",
    "bio": "bio biography biografie vita biographie biografia|short bio|about the speaker"
    "|speaker bio|cv",
    "zone": "timezone|time zone|zeitzone|fuseau horaire",
    "length": "duration length dauer lange duree duracion durata min minutes minuten|duration min"
    "|length min|dauer min|time allotted",
    "ignored": "registration register contact website homepage note notes week nr no number #"
    " abstracts kontakt email keywords language sprache status count series"
    " category categories tags audience cost|joint work with|more info|meeting id"
    "|joint with|zoom id|coauthors|co-authors|organiser contact|id|language",
}
LABELS: dict[str, str] = {
    word: role
    for role, words in _WORDS.items()
    for word in (
        *words.split("|")[0].split(),
        *words.split("|")[1:],
    )
}
_LABEL = re.compile(r"\W{0,3}([^\W\d_][\w'’() /&.#-]{0,30}?)\s{0,2}(?:[:：]|\s[-–—]\s)\s*")
_DOTTED = re.compile(r"(abstract|zusammenfassung|resume|resumen|riassunto|sunto)\.\s{1,3}(?=\S)")
_LONGEST_DOTTED = 40
_ROOM_OF_ITS_OWN = re.compile(
    r"(?:room|raum|salle|sala|aula|track|stream|hall|horsaal|auditorium|amphi|session|"
    r"parallel session|stage|strand)\s[\w.:-]{1,12}(?:[\s:,–-].{0,40})?"
)
_BARE = frozenset(
    ["abstract", "zusammenfassung", "resume", "resumen", "riassunto", "title", "speaker", "bio"]
)


def take_label(text: str) -> tuple[str, str, str]:
    """Return the role of a line's label, its words, and the rest; the role is empty without one."""
    found = _LABEL.match(text)
    if found:
        words = folded(found[1]).strip()
        role = LABELS.get(words, "")
        if (
            role
            and (":" in found[0] or "：" in found[0])
            and not text[found.end() :].startswith("//")
        ):
            return role, words, text[found.end() :].strip(" *_")
    if stop := _DOTTED.match(folded(text[:_LONGEST_DOTTED])):
        return "abstract", stop[1], text[stop.end() :]
    plain = folded(text).strip(" .:*_")
    if plain in _BARE:
        return LABELS[plain], plain, ""
    return "", "", text


def role_of_head(text: str) -> str:
    """Return the role of a table's column from the words above it, empty for unknown ones."""
    plain = folded(text).strip(" .:*_")
    if _ROOM_OF_ITS_OWN.fullmatch(plain):
        return ""
    plain = re.sub(r"\s{0,2}[(\[][^()\[\]]{0,60}[)\]]$", "", plain)
    if plain in LABELS:
        return LABELS[plain]
    words = [LABELS[word] for word in re.findall(r"\w+", plain) if word in LABELS]
    kinds = dict.fromkeys(word for word in words if word not in {"ignored", "join"})
    if {"date", "time"} <= set(kinds):
        return "when"
    return next(iter(kinds), "") if len(plain.split()) <= len("four") else ""
