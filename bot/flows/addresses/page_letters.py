"""Letters about watched addresses as they leave: each still true, each with what may be pressed."""

from bot.channels.interface import Button, Outgoing
from bot.domain.page_questions import PageQuestion, PageTrouble
from bot.flows.delivery.buttons import in_rows
from bot.reminders import page_words as words
from bot.reminders.page_forms import plain, question_html, trouble_html
from bot.store.delivery.letters import Letter
from bot.store.schema.codec import from_json
from bot.store.series.records import StoredSeries


def question_outgoing(stored: StoredSeries, letter: Letter) -> Outgoing:
    """Return what an organizer is asked. A question that was answered is withdrawn, and no more."""
    question = from_json(letter.content, PageQuestion)
    html = question_html(question, stored.series)
    apply_it = Button(label=str(words.APPLY), data=f"apply {letter.id}")
    ignore = Button(label=str(words.IGNORE), data=f"ignore {letter.id}")
    buttons = in_rows([apply_it, ignore] if question.doubts else [ignore])
    return Outgoing(plain=plain(html), html=str(html), buttons=buttons)


def trouble_outgoing(stored: StoredSeries, letter: Letter) -> Outgoing:
    """Return that an address cannot be read, or can again."""
    html = trouble_html(from_json(letter.content, PageTrouble), stored.series)
    return Outgoing(plain=plain(html), html=str(html))
