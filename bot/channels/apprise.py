"""A channel for rooms of other platforms, by Apprise: Slack, Discord, Matrix, Zulip, e-mail ….

An address is the name of a target; what Apprise calls one, mostly a secret, stays in here. Apprise
is imported with the first message, as it takes a tenth of a second, and its platforms another.
"""

import asyncio
import logging
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING
from uuid import uuid4

from bot.channels.addresses import SCHEMES, refusal_of
from bot.channels.interface import Outgoing, SendError

if TYPE_CHECKING:
    from apprise import NotifyBase, NotifyFormat

_LONGEST = 20.0  # seconds until a send is given up
_CONNECT, _READ = 5.0, 15.0  # seconds; four, as Apprise has them, are few for some webhooks
_LONGEST_GAP = 1.0  # seconds between the parts of one message; Apprise would wait up to 5.5
_MOST_THREADS = 16  # of sends that hang beyond their time, which nothing can stop
_STATUS = re.compile(r"\berror=(\d{3})\b")  # so every platform of Apprise tells an HTTP status
_GONE = {401, 403, 404, 410}
# Words that would call everybody in a room to attention, if a title or an abstract has them.
_CALL = re.compile(r"@(?=\**(?:everyone|here|channel|all|room|topic|stream)\b)", re.IGNORECASE)
_TG_TIME = re.compile(r"</?tg-time[^>]*>")


class AppriseChannel:
    """Sends messages to targets, whose Apprise addresses it alone knows."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        """Take the addresses by the targets' names."""
        self._addresses = dict(addresses)
        self._running = threading.Semaphore(_MOST_THREADS)

    async def send(self, address: str, outgoing: Outgoing) -> str:
        """Send a message to the target of that name; return a name of our own for it.

        Raises SendError within 20 seconds, as it ends in any case by then; a target without an
        address, or with one that cannot be used, is out of reach until the settings are mended.
        """
        target = self._addresses.get(address)
        if target is None:
            reason = f"no address is set for the broadcast target {address}"
            raise SendError(reason, permanent=True)
        try:
            async with asyncio.timeout(_LONGEST):
                await self._in_thread(lambda: _send(address, target, outgoing))
        except TimeoutError:
            reason = f"{address} did not answer within {_LONGEST:g} seconds"
            raise SendError(reason, was_maybe_delivered=True) from None
        return uuid4().hex

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        """Send a message once more, as Apprise changes none; return its name, another one."""
        return message_id if outgoing.only_replaces else await self.send(address, outgoing)

    async def _in_thread(self, work: Callable[[], None]) -> None:
        """Do work that may hang in a thread that does not keep the process from ending."""
        if not self._running.acquire(blocking=False):
            raise SendError("too many broadcasts hang already")
        loop = asyncio.get_running_loop()
        done: asyncio.Future[SendError | None] = loop.create_future()

        def settle(error: SendError | None) -> None:
            if not done.done():
                done.set_result(error)

        def run() -> None:
            error: SendError | None = None
            try:
                work()
            except SendError as told:
                error = told
            except Exception as mistake:  # noqa: BLE001 - its text may hold the address
                error = SendError(f"Apprise failed: {type(mistake).__name__}")
            finally:
                self._running.release()
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(settle, error)

        threading.Thread(target=run, name="broadcast", daemon=True).start()
        if error := await done:
            raise error


def problem_of(address: str) -> str:
    """Return why an address cannot be used, in words without it; nothing if it can.

    Nothing is sent, nor is anything connected to.
    """
    if refusal := refusal_of(address):
        return refusal
    return "" if _plugin(address) else "Apprise does not understand this address"


def _plugin(address: str) -> "NotifyBase | None":
    """Return what sends to an address, each time anew: Apprise's own are not safe to share.

    It follows no redirect (a POST would arrive as a GET, and count as sent), tries nothing again
    (deliveries are), keeps nothing on disk, and takes whatever is too long apart.
    """
    _silence()
    from apprise import Apprise, AppriseAsset, OverflowMode  # noqa: PLC0415 - slow

    asset = AppriseAsset(
        app_id="Talkbell", app_desc="Talkbell", http_redirects=False, allow_templates=False
    )
    plugin = Apprise.instantiate(address.strip(), asset=asset)
    if plugin is None or not _schemes(plugin) & set(SCHEMES):
        return None
    plugin.retry, plugin.optional, plugin.redirects = 0, False, False
    plugin.overflow_mode = OverflowMode.SPLIT
    plugin.request_rate_per_sec = min(plugin.request_rate_per_sec, _LONGEST_GAP)
    plugin.socket_connect_timeout, plugin.socket_read_timeout = _CONNECT, _READ
    return plugin


def _schemes(plugin: "NotifyBase") -> set[str]:
    found: set[str] = set()
    for said in (plugin.protocol, plugin.secure_protocol):
        found.update([said] if isinstance(said, str) else said or ())
    return found


def _silence() -> None:
    """Let Apprise tell its logs to nobody but the result of a call: they may hold addresses."""
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)  # it tells paths, and them in warnings
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    if not logger.handlers:  # else Python's own of last resort would print them
        logger.addHandler(logging.NullHandler())


def _send(name: str, address: str, outgoing: Outgoing) -> None:
    from apprise import Apprise  # noqa: PLC0415 - slow

    problem = refusal_of(address)
    plugin = None if problem else _plugin(address)
    if plugin is None:
        problem = problem or "Apprise does not understand this address"
        raise SendError(f"the address of {name} cannot be used: {problem}", permanent=True)
    title, body, form = _written(outgoing, plugin)
    sender = Apprise(asset=plugin.asset)
    sender.add(plugin)
    result = sender.notify(title=title, body=body, body_format=form)
    if not result:
        told = [found[1] for one in result.logs() if (found := _STATUS.search(one.message))]
        raise _error(name, str(plugin.service_name), int(told[-1]) if told else 0)


def _error(name: str, service: str, status: int) -> SendError:
    if not status:
        reason = f"{name}: {service} could not be reached, or broke off"
        return SendError(reason, was_maybe_delivered=True)
    reason = f"{name}: {service} answered with {status}"
    return SendError(reason, permanent=status in _GONE)


def _written(outgoing: Outgoing, plugin: "NotifyBase") -> tuple[str, str, "NotifyFormat"]:
    """Return title, body and form: plain text, unless the platform reads nothing but markup.

    The title is the first line of the text; with nothing behind it, it is the body.
    """
    from apprise import NotifyFormat  # noqa: PLC0415 - slow

    title, _, rest = outgoing.plain.partition("\n")
    links = [(one.label, one.url) for row in outgoing.buttons for one in row if one.url]
    if outgoing.html and plugin.resolve_format(NotifyFormat.TEXT) is not NotifyFormat.TEXT:
        anchors = [f'\n<a href="{escape(url)}">{escape(label)}</a>' for label, url in links]
        return _calm(title), _calm(_html(outgoing.html + "".join(anchors))), NotifyFormat.HTML
    body = "\n".join([rest.strip("\n"), *(f"{label}: {url}" for label, url in links)]).strip("\n")
    if not body:
        title, body = "", title
    return _calm(title), _calm(body), NotifyFormat.TEXT


def _html(text: str) -> str:
    """Return Telegram's HTML as that of everybody: lines end by tags, times are as they stand."""
    plain = _TG_TIME.sub("", text).replace("<blockquote expandable>", "<blockquote>")
    return plain.replace("\n", "<br/>")


def _calm(text: str) -> str:
    return _CALL.sub("@\u200b", text)
