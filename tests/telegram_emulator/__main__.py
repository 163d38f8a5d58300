"""`python -m tests.telegram_emulator`: chat with the bot in a web page, without any account."""

import argparse
import asyncio
import contextlib
import signal

from .people import People
from .server import serve
from .world import TOKEN, World


async def _run(people: People, port: int) -> None:
    serving = asyncio.ensure_future(serve(people, port))
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def main() -> None:
    parser = argparse.ArgumentParser(prog="telegram_emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free one")
    parser.add_argument("--token", default=TOKEN, help="the bot's token; begins with its number")
    given = parser.parse_args()
    asyncio.run(_run(People(World(token=given.token)), given.port))


if __name__ == "__main__":
    main()
