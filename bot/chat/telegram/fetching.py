"""Files that people send, got from Telegram when they are wanted.

Their address holds the bot's token: it is neither kept nor told.
"""

import asyncio
from concurrent.futures import TimeoutError as FutureTimeoutError

from telegram import Bot, Document
from telegram.error import TelegramError

from bot.channels.telegram import send_error
from bot.chat.interface import Attachment
from bot.errors import TalkbellError
from bot.language import saying

_LONGEST = 20  # seconds for a file to come


def attached(bot: Bot, document: Document) -> Attachment:
    """Return a file that came with a message; to be called where the bot's loop runs.

    It is fetched from a thread, while the loop goes on.
    """
    loop = asyncio.get_running_loop()

    def fetch() -> bytes:
        coming = asyncio.run_coroutine_threadsafe(_fetched(bot, document.file_id), loop)
        try:
            return coming.result(_LONGEST)
        except TelegramError as error:
            raise TalkbellError(send_error(error).reason) from None
        except FutureTimeoutError:
            coming.cancel()
            told = saying("Telegram did not send it within {seconds} seconds", seconds=_LONGEST)
            raise TalkbellError(told) from None

    return Attachment(
        name=document.file_name or "",
        media_type=document.mime_type or "",
        size=document.file_size or 0,
        fetch=fetch,
    )


async def _fetched(bot: Bot, file_id: str) -> bytes:
    file = await bot.get_file(file_id)
    return bytes(await file.download_as_bytearray())
