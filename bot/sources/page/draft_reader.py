"""One entry's pieces to a draft of its talk: title, speakers, kind, abstract, links.

Labels ("Speaker:", a column's head) come first; what has none is read line by line, in the order
in which people write: a headline, people, then prose.
"""

import re
from dataclasses import replace

from bot.domain.series import TalkKind
from bot.domain.unknowns import is_unknown
from bot.sources.page.affiliations import affiliation_score
from bot.sources.page.chairs import take_chair
from bot.sources.page.draft import Draft, Said
from bot.sources.page.headlines import Habit, Headline, plain_title, read_headline, unquoted
from bot.sources.page.kinds import is_type, kind_of, take_kind
from bot.sources.page.marks import is_prose
from bot.sources.page.people import read_labelled_people, read_people
from bot.sources.page.sections import is_boilerplate
from bot.sources.page.vacancies import (
    is_mere_cancellation,
    is_no_talk,
    without_cancellation,
)
from bot.sources.page.vocabulary import folded

_SURE_OF_PLACE = 0.9
_SURE_IN_TABLE = 0.85
_SHORTEST_NOTE = 100
_USUAL, _LIKELY = 0.15, 0.8  # of a headline in the form of most lines of the page
_CITATION = re.compile(r"(?i)\barxiv\b|\bpreprint\b|\bdoi\b|\(\d{4}\)")
_TELLS_NO_TITLE = frozenset(
    {TalkKind.INVITED, TalkKind.ORAL, TalkKind.CONTRIBUTED, TalkKind.KEYNOTE, TalkKind.TALK}
)
_URL_ONLY = re.compile(r"\W{0,3}(?:https?://\S+|www\.\S+)\W{0,3}")
_ROOM = re.compile(
    r"(?i)(?:room|raum|hörsaal|horsaal|salle|aula|sala|seminarraum|lecture hall|auditorium|"
    r"amphi\w*)\b[^.:]{0,60}|(?:via |on |per )?(?:zoom|online|hybrid)(?: (?:only|link|meeting))?"
)


class DraftReader:
    """Takes the pieces of a record one by one and fills a draft."""

    def __init__(self, draft: Draft, habit: Habit) -> None:
        """Fill `draft`, splitting headlines as the page's habit is."""
        self.draft = draft
        self.habit = habit
        self.led_by_people = False
        self.label = ""
        self.notes: list[str] = []
        self.affiliation = ""
        self.labelled_title = False
        self.labelled_speakers = False
        self.speaker_apart = False
        self.in_table = False
        self.seen: set[str] = set()
        self.linked: set[int] = set()

    def take(self, said: Said) -> None:
        """Take one piece."""
        if id(said.mark) not in self.linked:
            self.linked.add(id(said.mark))
            label = said.role
            self.draft.links.extend((label, link) for link in said.mark.line.links)
        text = _without_buttons(said)
        if not text:
            return
        if (shorter := without_cancellation(text)) != text and not is_prose(text):
            self.draft.cancelled, text = True, shorter
        self.draft.texts.append(text)
        if said.role in {"", "title"}:
            text, chair = take_chair(text)
            self.draft.chair = self.draft.chair or chair
            if not text:
                return
        if said.role:
            self._labelled(said.role, text)
        elif not _URL_ONLY.fullmatch(text) and (said.leading or not is_boilerplate(text)):
            self._free(text, said)

    def finish(self) -> None:
        """Settle what only the whole record tells."""
        draft = self.draft
        if not draft.title and (not draft.speakers or draft.kind not in _TELLS_NO_TITLE):
            draft.title = self.label
        if not draft.abstract and self.notes:
            draft.abstract = [
                n for n in self.notes if len(n) >= _SHORTEST_NOTE and not _CITATION.search(n)
            ]
        if self.affiliation and len(draft.speakers) == 1 and not draft.speakers[0].affiliation:
            draft.speakers = (replace(draft.speakers[0], affiliation=self.affiliation),)
        whole = f"{draft.title}" if draft.title else " ".join(draft.names)
        if is_no_talk(whole) or (draft.is_empty and any(is_no_talk(t) for t in draft.texts)):
            self._cancel(whole or next(t for t in draft.texts if is_no_talk(t)))
        elif any(is_mere_cancellation(text) for text in draft.texts):
            draft.cancelled = True
        if is_unknown(" ".join(draft.names)):
            draft.speakers = ()
        if not draft.title and kind_of(" ".join(draft.names)) is TalkKind.BREAK:
            draft.title, draft.speakers = " ".join(draft.names), ()  # in the speakers' column
        if draft.is_empty:
            draft.title = next((text for text in draft.texts if is_unknown(text)), "")
        draft.kind = draft.kind or kind_of(draft.title, named=bool(draft.speakers))

    def _cancel(self, text: str) -> None:
        draft = self.draft
        rest = without_cancellation(text)
        if rest != text and rest:
            draft.title, draft.cancelled = unquoted(rest), True
        elif draft.speakers and draft.title:
            draft.cancelled = folded(text).find("cancel") >= 0
            draft.no_talk = False
        else:
            draft.title, draft.no_talk, draft.cancelled = text, True, True

    def _labelled(self, role: str, text: str) -> None:
        draft = self.draft
        match role:
            case "title":
                self._title(text)
            case "speaker":
                self._speaker(text)
            case "affiliation":
                self.affiliation = text
            case "abstract":
                self._abstract(text)
            case "room":
                draft.room = draft.room or text
            case "chair":
                people = read_labelled_people(text)
                draft.chair = draft.chair or ", ".join(p.name for p in people)
            case "kind":
                draft.kind = draft.kind or kind_of(text, named=True)
            case "track":
                draft.track = draft.track or text
            case _:
                pass

    def _title(self, text: str) -> None:
        draft = self.draft
        if is_type(text) and (draft.title or draft.speakers):
            draft.kind = draft.kind or kind_of(text, named=True)
            self.label = self.label or text
            return
        title, kind = take_kind(text)
        if draft.speakers or self.speaker_apart or is_unknown(title):
            draft.title = plain_title(title)
        else:
            headline = read_headline(text, self.habit)
            # A column called "talk" may hold speakers too; a line "Title: …" holds the title.
            usual = self.habit.bonus(headline.form) > _USUAL
            least = _LIKELY if usual else _SURE_IN_TABLE if self.in_table else 1.0
            sure = headline.title and headline.score > least
            draft.title = headline.title if sure else plain_title(title)
            draft.speakers = headline.speakers if sure else ()
            if headline.speakers and not headline.title:
                draft.title, draft.speakers = "", headline.speakers
            self.label = headline.label
            kind = kind or headline.kind
        draft.kind = draft.kind or kind
        self.labelled_title = True

    def _speaker(self, text: str) -> None:
        draft = self.draft
        if is_unknown(text):
            return
        if is_no_talk(text):
            draft.texts.append(text)
            draft.title = draft.title or text
            return
        found = read_labelled_people(text)
        known = {speaker.name: speaker for speaker in draft.speakers}
        if not self.labelled_speakers:  # what stood in a headline is replaced by what is labelled
            draft.speakers = tuple(known.get(s.name, s) if not s.affiliation else s for s in found)
        else:
            draft.speakers += tuple(s for s in found if s.name not in known)
        self.labelled_speakers = self.led_by_people = True

    def _abstract(self, text: str) -> None:
        if not is_unknown(text) and not is_boilerplate(text) and text not in self.seen:
            self.seen.add(text)
            self.draft.abstract.append(text)

    def _free(self, text: str, said: Said) -> None:
        draft = self.draft
        if is_no_talk(text) and not draft.title and not draft.speakers:
            draft.title = text
            return
        if is_type(text) and text.startswith("("):
            draft.kind = kind_of(text) or draft.kind  # what brackets say wins
            return
        if is_type(text) and not draft.title:
            draft.kind = draft.kind or kind_of(text)
            self.label = self.label or text
            if said.leading and draft.kind is TalkKind.BREAK:
                draft.title = text  # nothing more is to come for "Lunch"
            return
        if (is_prose(text) and not ("·" in text and read_people(text))) or (
            draft.abstract and not read_people(text)
        ):
            if said.mark.line.is_heading and not draft.title:
                self._headline(text, said)
            elif text not in self.seen:
                self.seen.add(text)
                self.draft.abstract.append(text)
            return
        self._headline(text, said)

    def _headline(self, text: str, said: Said) -> None:
        draft = self.draft
        if draft.title and draft.speakers:
            self._more(text)
        elif draft.title:
            self._people_for_title(text)
        elif draft.speakers:
            self._title_for_people(text)
        elif _ROOM.fullmatch(text):
            draft.room = draft.room or text
        else:
            self._first(read_headline(text, self.habit), said)

    def _first(self, headline: Headline, said: Said) -> None:
        draft = self.draft
        draft.title, draft.speakers = headline.title, headline.speakers
        draft.kind = draft.kind or headline.kind
        self.label = headline.label or self.label
        self.led_by_people = bool(headline.speakers) and said.leading

    def _more(self, text: str) -> None:
        """Take a line after title and speakers: co-authors, more of a panel, an affiliation."""
        draft = self.draft
        people = read_people(text)
        if people and not self.led_by_people and len(draft.speakers) > 0 and not draft.abstract:
            known = set(draft.names)
            draft.speakers += tuple(p for p in people.speakers if p.name not in known)
        elif self.labelled_speakers and not people:
            self.notes.append(text)
        elif not people and affiliation_score(text) >= 0.9 and not self.affiliation:  # noqa: PLR2004
            self.affiliation = text
        elif not people:
            self.notes.append(text)

    def _people_for_title(self, text: str) -> None:
        draft = self.draft
        if people := read_people(text):
            draft.speakers = people.speakers
            return
        headline = read_headline(text, None)
        if headline.speakers and headline.form == "title by" and not headline.title:
            draft.speakers = headline.speakers
        elif _ROOM.fullmatch(text):
            draft.room = draft.room or text
        elif (
            draft.kind not in {TalkKind.BREAK, TalkKind.OTHER, TalkKind.POSTER}
            and headline.speakers
            and headline.form != "title colon"  # "First prize: A" names no speaker
        ):
            draft.speakers = headline.speakers
            self.notes.append(headline.title)
        else:
            self.notes.append(text)

    def _title_for_people(self, text: str) -> None:
        draft = self.draft
        people = read_people(text)
        if people and not self.led_by_people:
            known = set(draft.names)
            draft.speakers += tuple(p for p in people.speakers if p.name not in known)
        elif people and not is_quoted(text) and people.have_affiliations:
            draft.speakers += people.speakers
        elif (
            affiliation_score(text) >= _SURE_OF_PLACE
            and len(draft.speakers) == 1
            and not draft.speakers[0].affiliation
        ):
            self.affiliation = text[1:-1] if text[0] + text[-1] == "()" else text
        elif _ROOM.fullmatch(text):
            draft.room = draft.room or text
        else:
            title, kind = take_kind(text)
            draft.title = plain_title(title)
            draft.kind = draft.kind or kind


def _without_buttons(said: Said) -> str:
    """Return a piece's text without the links at its end that only say what they lead to."""
    text = said.text.strip()
    buttons = [
        link.text for link in said.mark.line.links if link.text and is_boilerplate(link.text)
    ]
    for button in reversed(buttons):
        if text.endswith(button) and text != button:
            text = text.removesuffix(button).rstrip(" |,/([")
    return text


def is_quoted(text: str) -> bool:
    """Tell whether a text stands in quotation marks."""
    return unquoted(text) != text.strip(" ,;:").removesuffix(".")
