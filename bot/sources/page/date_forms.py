"""The forms in which people write dates, as patterns over folded text.

Groups: `wd` weekday, `day` and `month` (a word) or `m` (a number), `year` or `short` (of two
digits), `a` and `b` where the order is open; `day2` and so on for the end of a range. Every
repetition is bounded.
"""

import re

from bot.sources.page.vocabulary import ENGLISH_MONTHS, MONTHS, WEEKDAYS, alternation

WEEKDAY = alternation(WEEKDAYS)
LONGER_WEEKDAY = alternation([word for word in WEEKDAYS if len(word) > len("mo")])

_MONTH = rf"(?P<month>{alternation(MONTHS)})\b\.?"
_MONTH2 = rf"(?P<month2>{alternation(MONTHS)})\b\.?"
# Other languages write the day first; "set 5" and "mag 3" are no dates in any.
_EN_MONTH = rf"(?P<month>{alternation(ENGLISH_MONTHS)})\b\.?\s{{0,2}}"
_EN_MONTH2 = rf"(?P<month2>{alternation(ENGLISH_MONTHS)})\b\.?\s{{0,2}}"
_ORD = r"(?:st|nd|rd|th|er|re|ro|º|°|ª|\.)?"
_DAY = rf"(?P<day>\d{{1,2}}){_ORD}"
_DAY2 = rf"(?P<day2>\d{{1,2}}){_ORD}"
_OF = r"(?:\s?(?:of|de|d'|di|del)\s)?"
_YEAR4 = r"(?P<year>(?:19|20)\d\d)"
_YEAR = (
    rf"(?:\s{{0,2}},?\s{{0,2}}(?:(?:de|del|of)\s)?"
    rf"(?:{_YEAR4}(?!\d|:\d)|['’](?P<short>\d\d)\b))"
)
_YEAR2 = _YEAR.replace("<year>", "<year2>").replace("<short>", "<short2>")
_TO = r"\s{0,2}(?:-|–|—|/|&|\bto\b|\band\b|\bbis\b|\bund\b|\bau\b|\bet\b|\bal\b|\by\b)\s{0,2}"
_WD2 = rf"(?:(?:{WEEKDAY})\b\.?,?\s{{0,2}})?"
_EDGE = r"(?<![\w/.:-])"
_LEAD = (
    rf"(?:(?<![\w])(?P<wd>{WEEKDAY})\b\.?\)?\s{{0,2}},?\s{{0,2}}"
    rf"(?:(?:the|den|der|dem|am|le|el|il)\s)?)?{_EDGE}"
)
_NO_HOUR = r"(?!\d|:\d|h\d|\s?[ap]\.?m\b)"
_NO_HOUR_BEHIND = rf"(?![\d:.]\d|\d|\s?[ap]\.?m)(?!\s?{_MONTH2})"


def _forms(*forms: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(_LEAD + form)) for name, form in forms)


# "3 May 2021", "May 3rd", and ranges of such days; tried in this order.
WORD_FORMS = _forms(
    ("range", rf"{_DAY}\s?{_OF}{_MONTH}{_YEAR}?{_TO}{_WD2}{_DAY2}\s?{_OF}{_MONTH2}{_YEAR2}?"),
    ("range", rf"{_EN_MONTH}{_DAY}{_YEAR}?{_TO}{_WD2}{_EN_MONTH2}{_DAY2}{_YEAR2}?(?!\d|:\d)"),
    ("range", rf"{_DAY}{_TO}{_WD2}{_DAY2}\s?{_OF}{_MONTH}{_YEAR}?"),
    ("range", rf"{_EN_MONTH}{_DAY}{_TO}{_DAY2}{_NO_HOUR_BEHIND}{_YEAR}?"),
    ("words", rf"{_DAY}(?:\s{{0,2}}|[-‐]){_OF}{_MONTH}(?:[-‐](?=\d{{4}}))?{_YEAR}?"),
    ("words", rf"{_EN_MONTH}(?:the\s)?{_DAY}{_NO_HOUR}(?:\s?\([a-z]{{3,9}}\))?{_YEAR}?"),
    ("words", rf"{_YEAR4}\s{{1,2}}{_MONTH}\s{{1,2}}{_DAY}(?![\d:])"),
)
# "2021-05-03", "3.5.2021", "5/3/21", "11.-13.03.2015".
_M, _D = r"(?P<m>\d{1,2})", r"(?P<day>\d{1,2})"
_A, _B = r"(?P<a>\d{1,2})", r"(?P<b>\d{1,2})"
_Y = r"(?P<y>(?:19|20)\d\d|\d\d)"
NUMBER_FORMS = _forms(
    ("iso", rf"{_YEAR4}[-‐‑–]{_M}[-‐‑–]{_D}(?![\d-])"),
    ("iso", rf"{_YEAR4}(?P<sep>[/.]){_M}(?P=sep){_D}(?![\d/])"),
    (
        "range",
        rf"{_D}\.(?:{_M}\.)?\s?[-–—]\s?(?P<day2>\d{{1,2}})\.(?P<m2>\d{{1,2}})\.\s?{_YEAR4}?(?!\d)",
    ),
    ("dotted", rf"{_D}\.\s?{_M}\.\s?(?P<year>(?:19|20)\d\d|\d\d(?![\d:.]))?(?!\d)"),
    ("slashed", rf"{_A}/{_B}/{_Y}(?![\d/])"),
    ("slashed", rf"{_A}-{_B}-(?P<y>(?:19|20)\d\d)(?![\d-])"),
    ("halves", rf"{_A}/{_B}(?![\d/])"),
)
AFTER = re.compile(rf"\s{{0,2}}[,(]\s?(?P<wd>{WEEKDAY})\b\.?\)?|\s(?P<wd2>{LONGER_WEEKDAY})\b")
WEEKDAY_ONLY = re.compile(rf"(?<![\w])(?P<wd>{LONGER_WEEKDAY})\b\.?,?(?!\w)")
# Most lines have no date; these tell so at a small part of what the forms cost.
LIKELY_WORDS = re.compile(
    r"\b(?:jan|jae|feb|fev|mar|mrz|apr|avr|abr|ma[giy]|jun|jui|giu|jul|lug|aug|aou|ago"
    r"|sep|set|oct|okt|ott|nov|dec|dez|dic|ene|gen)"
)
LIKELY_NUMBERS = re.compile(r"\d[./‐‑–-]\s?\d|\d\. [-–—]")
