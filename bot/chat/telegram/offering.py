"""What is offered to somebody who wrote the bot's name in any chat: inline mode."""

from collections.abc import Sequence
from datetime import timedelta
from html import unescape

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.telegram import send_error
from bot.chat.sharing import Card
from bot.chat.telegram.telling import TAG, patiently

_KEPT = timedelta(seconds=30)  # by Telegram, for everybody who writes the same


async def share(bot: Bot, query: str, cards: Sequence[Card]) -> None:
    """Offer sessions in answer to a query, by its id. Raises TelegramError."""

    async def answer(parse_mode: str | None) -> None:
        results = [_result(bot, card, parse_mode) for card in cards]
        await patiently(
            lambda: bot.answer_inline_query(query, results, cache_time=_KEPT, is_personal=False)
        )

    try:
        await answer(ParseMode.HTML)
    except BadRequest as error:
        if not send_error(error).unparsable:
            raise
        await answer(None)


def _result(bot: Bot, card: Card, parse_mode: str | None) -> InlineQueryResultArticle:
    text = card.html if parse_mode else unescape(TAG.sub("", card.html))
    keyboard = None
    if card.start:
        link = f"https://t.me/{bot.username}?start={card.start}"
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(card.label, url=link)]])
    return InlineQueryResultArticle(
        card.name,
        card.title,
        InputTextMessageContent(
            text, parse_mode=parse_mode, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=keyboard,
        description=card.about,
    )
