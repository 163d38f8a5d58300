"""Headings and stock phrases of seminar pages: what opens a section, what is no content at all."""

import re
from functools import lru_cache

from bot.sources.page.lines import Line
from bot.sources.page.vocabulary import folded
from bot.sources.page.years import names_term

_LONGEST = 70
_SECTION = re.compile(
    r"(?:(?:the|our|all|list of|full|final|accepted|preliminary|detailed|tentative|current|"
    r"workshop|conference|seminar|vorlaufiges|event|unsere|aktuelle|scientific|wissenschaftliches)\s){0,3}"
    r"(?:schedules?|posters|program(?:me|ma|mme)?s?|programm|agenda|timetable|upcoming|past|previous|"
    r"future|next|recent|archived?|talks?|seminars?|sessions?|events?|speakers?|"
    r"zeitplan|vortrage|termine|kommende|vergangene|bisherige|tagungsprogramm|ablauf|archiv|"
    r"a venir|passes|exposes?|seances?|prochains?|precedents?|calendrier|horaires?|"
    r"proximos?|pasados?|charlas|calendario|seminarios?|horario|prossimi|passati|seminari|orario|"
    r"abstracts?|overview|pipeline|about|registration|organi[sz]ers?|organi[sz]ation|contact|"
    r"location|venue|travel|sponsors?|committee|home|news|videos?|recordings?|links|information|"
    r"essential|practical|details|history|edition|introduction to|details)"
    r"(?:[\s,/&:+-]{1,3}(?:and|und|et|y|e|of|for|the|upcoming|past|recent|invited|accepted|"
    r"contributed|talks?|seminars?|schedule|events?|sessions?|meetings?|presentations?|"
    r"abstracts?|lectures?|speakers?|papers|posters?|dates?|program(?:me)?|vortrage|seminare|"
    r"seances?|exposes?|seminaires?|charlas|videos?|information|info|details|to|attend|of|by|"
    r"year|archive|editions?|academic|spring|summer|fall|autumn|winter|term|semester|"
    r"\d{4}(?:[-/]\d{2,4})?)){0,6}"
    r"(?:\s?\((?:tentative|preliminary|provisional|draft|updated?|subject to change|"
    r"vorlaufig)\b[^()]{0,30}\)?)?\s?[:.]?"
)
_NOT_PROGRAMME = re.compile(
    r"(?:important|key|wichtige)\s(?:dates|deadlines|termine|fechas)|deadlines?|"
    r"dates importantes|fechas importantes|call for \w+|cfp|submissions?\b.{0,40}|"
    r"registration\b.{0,30}|"
    r"travel\b.{0,30}|accommodation\b.{0,30}|hotels?|news|updates?|latest news|faq|office hours|"
    r"covid.{0,30}|getting here|directions|anfahrt|anmeldung|inscription|deadlines and dates|"
    r"dates and deadlines|opening hours|aktuelles|access|change ?log|changes"
)
_KEEPS_DAY = re.compile(
    r"(?:morning|afternoon|evening|am|pm|session|track|block|part|vormittag|nachmittag|abend|"
    r"sitzung|matin|apres-midi|manana|tarde|mattina|pomeriggio|keynotes?|panel|lunch|break|"
    r"poster|plenary|parallel|room|talks|schedule|program)\b.{0,80}"
)
_ENDS = re.compile(
    r"(?:©|\(c\) ?(?:19|20)|copyright|powered by|organi[sz](?:ers?|ed by|ation|ing committee|"
    r"ateurs?|atoren)\b|organizador|organizzator|veranstalter|contact\b|kontakt\b|imprint|"
    r"impressum|sponsors?\b|"
    r"we (?:thank|gratefully|acknowledge)\b|(?:(?:kindly|generously|financially) )?"
    r"(?:supported|sponsored|funded) by\b|acknowledge?ments?\b|"
    r"if you (?:have|would like|wish|want|are)|to (?:subscribe|join the mailing|receive)|"
    r"mailing list|this (?:website|page|site) |last (?:updated|modified)|back to|"
    r"all (?:talks|seminars) (?:will be|are)|previous (?:editions|talks|seminars)|past (?:talks|"
    r"seminars|events)|upcoming (?:talks|seminars|events)|most seminars|for more information|"
    r"join our|register now|subscribe|steering committee|program(?:me)? committee|archive\b|"
    r"location\b|venue\b)"
)
_PART = re.compile(
    r"(?:session|block|sitzung|section|teil|seance|sesion|sessione)\s"
    r"(?:\d{1,2}|[ivx]{1,4}|[a-d])\s?(?:[:.–—-]\s?.{0,120})?"
)
_BOILERPLATE = re.compile(
    r"\W*(?:(?:slides?|video|videos|zoom|paper|abstract|recording|poster|teams|event|meeting|"
    r"registration|pdf|youtube|code|website|calendar|link|event|talk|more|download|notes|live|"
    r"stream)[\s,/|&]{0,3}){1,4}(?:links?|here|page|info|information|only|available|file|pdf|"
    r"soon|stream|recording|available soon|not available(?: yet)?)?\W*"
    r"|more info(?:rmation)?|read more|show (?:more|abstract)|(?:get|see|download|view|watch|"
    r"find) (?:the |full |on )?(?:slides?|video|poster|recording|paper|abstract|playlist|details|"
    r"youtube)\b.{0,20}|"
    r"visit (?:talk|event|the) page|click (?:here|on).{0,60}|view (?:in|full).{0,40}|"
    r"\(?view in your time ?zone\)?|add to (?:my )?calendar.{0,20}|back to top|details|"
    r"register(?: here| now)?|registration(?: link)?|rsvp|join(?: us| zoom| the meeting| online)?"
    r"(?: here)?|"
    r"chat is not available|skip to .{0,80}|video not available.{0,20}|recordings? below.{0,3}|"
    r"livestream|live stream is here|copy link|share|export|ical|ics|\[\s?\]|(?:zum |"
    r"l'?)?(?:video|folien|link|abstract|zusammenfassung|resume)|"
    r"slides (?:are )?available.{0,20}|"
    r"image|photo|logo\b.{0,30}"
)


@lru_cache(maxsize=4096)
def is_section(text: str) -> bool:
    """Tell whether a line only names a part of the page: "Upcoming talks", "2021"."""
    plain = _plain(text)
    return 0 < len(plain) <= _LONGEST and bool(
        _SECTION.fullmatch(plain) or _NOT_PROGRAMME.fullmatch(plain) or names_term(text)
    )


def is_not_programme(text: str) -> bool:
    """Tell whether a heading opens a part whose dates are not those of talks."""
    return bool(_NOT_PROGRAMME.fullmatch(_plain(text)))


def keeps_day(text: str) -> bool:
    """Tell whether a heading stays within the day above it: "Morning session"."""
    return bool(_KEEPS_DAY.match(_plain(text)))


def opens_part(text: str) -> bool:
    """Tell whether a line names a numbered part of a programme: "Session 2: Strings"."""
    return bool(_PART.fullmatch(_plain(text)))


def ends_record(line: Line) -> bool:
    """Tell whether a line belongs to no entry: a section's name, a footer."""
    plain = _plain(line.text)
    return bool(_ENDS.match(plain) or _PART.fullmatch(plain)) or (
        is_section(line.text) and not is_boilerplate(line.text)
    )


@lru_cache(maxsize=4096)
def is_boilerplate(text: str) -> bool:
    """Tell whether a line is the words of a button or a link: "Slides", "More info"."""
    plain = _plain(text)
    return not plain or (len(plain) <= _LONGEST and bool(_BOILERPLATE.fullmatch(plain)))


def _plain(text: str) -> str:
    return folded(text[:300]).strip(" .:*_#|>–—-()[]!")
